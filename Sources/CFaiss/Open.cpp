#include "Index.h"

#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFSpectralHash.h>
#include <faiss/IndexLSH.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/index_io.h>

namespace {

CFaissMeasure measure(const faiss::Index *index) {
    if (auto map = dynamic_cast<const faiss::IndexIDMap *>(index)) return measure(map->index);
    if (auto chain = dynamic_cast<const faiss::IndexPreTransform *>(index)) return measure(chain->index);
    // They count the bits in which codes differ, whatever measure they announce.
    if (dynamic_cast<const faiss::IndexLSH *>(index) || dynamic_cast<const faiss::IndexIVFSpectralHash *>(index))
        return CFaissMeasureOther;
    switch (index->metric_type) {
    case faiss::METRIC_INNER_PRODUCT: return CFaissMeasureProduct;
    case faiss::METRIC_L2: return CFaissMeasureSquared;
    default: return CFaissMeasureOther;
    }
}

} // namespace

CFaissIndex *CFaissOpen(const char *path, CFaissError error) {
    return guarded<CFaissIndex *>(error, nullptr, [&] {
        // Tables that speed up codes are made afterwards, where they are small: the library's own limit is 2 GB.
        faiss::precomputed_table_max_bytes = CFaissTableLimit;
        auto opened = std::make_unique<CFaissIndex>();
        opened->searched = faiss::read_index(path, faiss::IO_FLAG_SKIP_PRECOMPUTE_TABLE);
        check(opened->searched);
        prepare(opened->searched);
        opened->most = mostWanted(opened->searched);
        return opened.release();
    });
}

void CFaissClose(CFaissIndex *index) { delete index; }

CFaissFacts CFaissDescribe(const CFaissIndex *index) {
    return {index->searched->d, measure(index->searched), index->searched->ntotal};
}
