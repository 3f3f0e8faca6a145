# Docent as a Docker Space, or with any Docker: two stages, Debian 12, user 1000, port 7860.

FROM swift:6.3.1-bookworm AS build
WORKDIR /build
# The packages in a layer of their own: they change less often than the code.
COPY scripts/lib.sh scripts/install-packages scripts/
RUN scripts/install-packages && rm -rf /var/lib/apt/lists/*
COPY Package.swift ./
COPY scripts/fetch-model scripts/
COPY Sources Sources
COPY Tests Tests
COPY Benchmarks Benchmarks
# The static standard library keeps the image and the resident memory small.
RUN swift build -c release --product docent --static-swift-stdlib \
    && install -D -s "$(swift build -c release --product docent --static-swift-stdlib --show-bin-path)/docent" /out/docent
RUN scripts/fetch-model /model-source \
    && OMP_NUM_THREADS=1 /out/docent model pack /model-source --output /out/models/universal-sentence-encoder-multilingual-v3.pack

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libblas3 libcurl4 libgomp1 liblapack3 libsqlite3-0 libstdc++6 libstemmer0d \
        libwebsockets17 libxml2 libzstd1 poppler-utils zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 user \
    && mkdir -p /data/storage && chown -R 1000:1000 /data
COPY --from=build /out/docent /usr/local/bin/docent
COPY --from=build --chown=1000:1000 /out/models /opt/docent/models
USER 1000
WORKDIR /home/user
# One OpenMP thread: more only spin against the ones that answer.
ENV HOME=/home/user PORT=7860 LOCAL_STORAGE_DIR=/data/storage MODEL_DIR=/opt/docent/models OMP_NUM_THREADS=1
EXPOSE 7860
# /healthz answers from the first second, before an index or Discord are there.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
CMD ["docent", "run"]
