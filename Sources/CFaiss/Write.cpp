#include "Index.h"

#include <faiss/IndexIVF.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <unistd.h>

CFaissIndex *CFaissCreate(const char *kind, int32_t dimension, CFaissMeasure measure, CFaissError error) {
    return guarded<CFaissIndex *>(error, nullptr, [&] {
        auto made = std::make_unique<CFaissIndex>();
        const auto metric = measure == CFaissMeasureProduct ? faiss::METRIC_INNER_PRODUCT : faiss::METRIC_L2;
        made->searched = faiss::index_factory(dimension, kind, metric);
        quicken(made->searched);
        if (auto lists = dynamic_cast<faiss::IndexIVF *>(made->searched)) {
            // Learning compares every vector with every centre, time and again.
            quicken(lists->quantizer);
            lists->cp.niter = 12;
            // Fewer for each list than the library asks for still train well, and its warning would go to standard error.
            lists->cp.min_points_per_centroid = 16;
            // Told in the file, so that whoever reads it searches as thoroughly.
            lists->nprobe = static_cast<size_t>(CFaissListsToVisit(static_cast<int64_t>(lists->nlist)));
        }
        return made.release();
    });
}

bool CFaissTrain(CFaissIndex *index, const float *vectors, int64_t count, CFaissError error) {
    return guarded(error, false, [&] {
        index->searched->train(count, vectors);
        return true;
    });
}

bool CFaissAdd(CFaissIndex *index, const float *vectors, int64_t count, CFaissError error) {
    return guarded(error, false, [&] {
        index->searched->add(count, vectors);
        index->most = mostWanted(index->searched);
        return true;
    });
}

bool CFaissWrite(const CFaissIndex *index, const char *path, CFaissError error) {
    return guarded(error, false, [&] {
        const auto close = [](std::FILE *file) { std::fclose(file); };
        std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path, "wbe"), close);
        if (!file) throw std::runtime_error(std::strerror(errno));
        faiss::write_index(index->searched, file.get());
        if (std::fflush(file.get()) != 0 || fsync(fileno(file.get())) != 0) throw std::runtime_error(std::strerror(errno));
        return true;
    });
}
