#include "Index.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/index_io.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <unistd.h>

CFaissIndex *CFaissCreate(int32_t dimension, int64_t lists, CFaissError error) {
    return guarded<CFaissIndex *>(error, nullptr, [&] {
        auto made = std::make_unique<CFaissIndex>();
        if (lists > 0) {
            auto quantizer = std::make_unique<faiss::IndexFlatIP>(dimension);
            auto file = std::make_unique<faiss::IndexIVFScalarQuantizer>(
                quantizer.get(), static_cast<size_t>(dimension), static_cast<size_t>(lists), faiss::ScalarQuantizer::QT_8bit,
                faiss::METRIC_INNER_PRODUCT);
            file->own_fields = true;
            quantizer.release();
            // Centres on the unit sphere, as the vectors are.
            file->cp.spherical = true;
            file->cp.niter = 12;
            made->owned = std::move(file);
        } else {
            made->owned = std::make_unique<faiss::IndexFlatIP>(dimension);
        }
        made->inner = made->owned.get();
        made->lists = lists;
        return made.release();
    });
}

bool CFaissTrain(CFaissIndex *index, const float *vectors, int64_t count, CFaissError error) {
    return guarded(error, false, [&] {
        index->inner->train(count, vectors);
        return true;
    });
}

bool CFaissAdd(CFaissIndex *index, const float *vectors, int64_t count, CFaissError error) {
    return guarded(error, false, [&] {
        index->inner->add(count, vectors);
        return true;
    });
}

bool CFaissWrite(const CFaissIndex *index, const char *path, CFaissError error) {
    return guarded(error, false, [&] {
        const auto close = [](std::FILE *file) { std::fclose(file); };
        std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path, "wbe"), close);
        if (!file) throw std::runtime_error(std::strerror(errno));
        faiss::write_index(index->inner, file.get());
        if (std::fflush(file.get()) != 0 || fsync(fileno(file.get())) != 0) throw std::runtime_error(std::strerror(errno));
        return true;
    });
}
