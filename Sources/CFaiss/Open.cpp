#include "BoundedReader.h"
#include "Index.h"

#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexLattice.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexReplicas.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/IndexShards.h>
#include <faiss/index_io.h>

namespace {

/// Throws for kinds that this version reads from newer ones and then aborts on at search, from inside a parallel region where nothing
/// can catch it, and for those that are no index of their own.
void refuseUnsafe(const faiss::Index *index, int depth = 0) {
    if (!index) throw std::runtime_error("a part of the index is missing");
    if (depth > 8) throw std::runtime_error("the index is nested too deeply");
    const auto type = [](const faiss::ScalarQuantizer &quantizer) {
        if (quantizer.qtype > faiss::ScalarQuantizer::QT_6bit)
            throw std::runtime_error("its scalar quantizer is of a kind that this version cannot search");
    };
    if (auto it = dynamic_cast<const faiss::IndexScalarQuantizer *>(index)) type(it->sq);
    if (auto it = dynamic_cast<const faiss::IndexIVFScalarQuantizer *>(index)) type(it->sq);
    if (auto it = dynamic_cast<const faiss::IndexIVF *>(index)) refuseUnsafe(it->quantizer, depth + 1);
    if (auto it = dynamic_cast<const faiss::IndexHNSW *>(index)) refuseUnsafe(it->storage, depth + 1);
    if (auto it = dynamic_cast<const faiss::IndexPreTransform *>(index)) refuseUnsafe(it->index, depth + 1);
    if (auto it = dynamic_cast<const faiss::IndexIDMap *>(index)) refuseUnsafe(it->index, depth + 1);
    if (auto it = dynamic_cast<const faiss::IndexRefine *>(index)) {
        refuseUnsafe(it->base_index, depth + 1);
        refuseUnsafe(it->refine_index, depth + 1);
    }
    if (dynamic_cast<const faiss::IndexLattice *>(index) || dynamic_cast<const faiss::IndexShards *>(index) ||
        dynamic_cast<const faiss::IndexReplicas *>(index))
        throw std::runtime_error("an index of this kind cannot be searched");
}

} // namespace

CFaissIndex *CFaissOpen(const char *path, CFaissError error) {
    return guarded<CFaissIndex *>(error, nullptr, [&] {
        BoundedReader reader(path);
        auto opened = std::make_unique<CFaissIndex>();
        opened->owned.reset(faiss::read_index(&reader));
        refuseUnsafe(opened->owned.get());
        opened->inner = opened->owned.get();
        if (auto map = dynamic_cast<faiss::IndexIDMap *>(opened->inner)) {
            if (map->id_map.size() != static_cast<size_t>(map->index->ntotal) || map->ntotal != map->index->ntotal)
                throw std::runtime_error("its row numbers do not match its vectors");
            for (const auto row : map->id_map)
                if (row < 0 || row >= map->ntotal) throw std::runtime_error("it numbers its vectors otherwise than by the places of chunks");
            opened->rows = &map->id_map;
            opened->inner = map->index;
            if (dynamic_cast<faiss::IndexIDMap *>(opened->inner)) throw std::runtime_error("its row numbers are mapped twice");
        }
        if (!opened->inner->is_trained) throw std::runtime_error("the index was never trained");
        if (opened->inner->d <= 0 || opened->inner->ntotal < 0) throw std::runtime_error("its dimension or its size is not possible");
        const faiss::Index *list = opened->inner;
        if (auto chain = dynamic_cast<const faiss::IndexPreTransform *>(list)) list = chain->index;
        if (auto file = dynamic_cast<const faiss::IndexIVF *>(list)) opened->lists = static_cast<int64_t>(file->nlist);
        return opened.release();
    });
}

void CFaissClose(CFaissIndex *index) { delete index; }

CFaissFacts CFaissDescribe(const CFaissIndex *index) {
    const auto metric = index->inner->metric_type;
    return {
        index->inner->d, metric == faiss::METRIC_INNER_PRODUCT ? 0 : metric == faiss::METRIC_L2 ? 1 : -1, index->inner->ntotal,
        index->lists};
}
