#include "Index.h"

#include <faiss/IndexAdditiveQuantizer.h>
#include <faiss/IndexAdditiveQuantizerFastScan.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFAdditiveQuantizer.h>
#include <faiss/IndexIVFAdditiveQuantizerFastScan.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/IndexNNDescent.h>
#include <faiss/IndexNSG.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPQFastScan.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/impl/ProductAdditiveQuantizer.h>
#include <faiss/impl/ResidualQuantizer.h>

#include <algorithm>

using faiss::Index;

namespace {

/// The length of a graph's list of candidates.
constexpr int candidates = 128;

template <typename Container>
void drop(Container &contents) {
    Container().swap(contents);
}

/// The tables of all pairs of centres serve for encoding alone.
void slim(faiss::AdditiveQuantizer *quantizer) {
    if (auto residual = dynamic_cast<faiss::ResidualQuantizer *>(quantizer); residual && residual->use_beam_LUT == 0) {
        drop(residual->codebook_cross_products);
        drop(residual->cent_norms);
    }
    if (auto product = dynamic_cast<faiss::ProductAdditiveQuantizer *>(quantizer))
        for (auto *part : product->quantizers) slim(part);
}

/// By distance between residuals of codes, a table for each list saves most of the work of a search, where it is not too large.
void makeTable(faiss::IndexIVFPQ &index) {
    const auto *combined = dynamic_cast<const faiss::MultiIndexQuantizer *>(index.quantizer);
    const auto rows = combined ? combined->pq.ksub : index.nlist;
    const auto size = rows * index.pq.M * index.pq.ksub * sizeof(float);
    if (index.by_residual && index.metric_type == faiss::METRIC_L2 && size <= CFaissTableLimit) index.precompute_table();
}

void prepareLists(faiss::IndexIVF &index) {
    prepare(index.quantizer);
    // 1 is what a file has whose maker did not say.
    if (index.nprobe <= 1) index.nprobe = static_cast<size_t>(CFaissListsToVisit(static_cast<int64_t>(index.nlist)));
    index.nprobe = std::min(index.nprobe, index.nlist);
    index.direct_map.clear();
    if (auto it = dynamic_cast<faiss::IndexIVFPQ *>(&index)) makeTable(*it);
    if (auto it = dynamic_cast<faiss::IndexIVFAdditiveQuantizer *>(&index)) slim(it->aq);
    if (auto it = dynamic_cast<faiss::IndexIVFFastScan *>(&index)) it->implem = it->qbs = 0;
    if (auto it = dynamic_cast<faiss::IndexIVFAdditiveQuantizerFastScan *>(&index)) slim(it->aq);
    // Made at reading whether it is of use or not.
    if (auto it = dynamic_cast<faiss::IndexIVFPQFastScan *>(&index); it && !it->lookup_table_is_3d()) it->precomputed_table.resize(0);
}

/// A list of candidates longer than there are vectors is never full, and the walk towards it never ends.
void prepareGraph(int &length, int unsaid, Index &index) {
    if (length <= unsaid) length = candidates;
    length = static_cast<int>(std::clamp<int64_t>(length, 1, std::max<int64_t>(mostWanted(&index), 1)));
}

} // namespace

int64_t CFaissListsToVisit(int64_t lists) { return std::min(lists, std::clamp<int64_t>(lists / 10, 16, 4096)); }

void prepare(Index *&index) {
    quicken(index);
    if (auto it = dynamic_cast<faiss::IndexIVF *>(index)) return prepareLists(*it);
    if (auto it = dynamic_cast<faiss::IndexIDMap *>(index)) {
        prepare(it->index);
        if (auto both = dynamic_cast<faiss::IndexIDMap2 *>(index)) drop(both->rev_map);
    } else if (auto it = dynamic_cast<faiss::IndexPreTransform *>(index)) {
        prepare(it->index);
    } else if (auto it = dynamic_cast<faiss::IndexRefine *>(index)) {
        prepare(it->base_index);
        prepare(it->refine_index);
        if (it->k_factor == 1) it->k_factor = 4;
    } else if (auto it = dynamic_cast<faiss::IndexHNSW *>(index)) {
        prepare(it->storage);
        if (it->hnsw.efSearch <= 16) it->hnsw.efSearch = candidates;
        it->hnsw.efSearch = std::min(it->hnsw.efSearch, 4096);
    } else if (auto it = dynamic_cast<faiss::IndexNSG *>(index)) {
        prepare(it->storage);
        prepareGraph(it->nsg.search_L, 16, *index);
    } else if (auto it = dynamic_cast<faiss::IndexNNDescent *>(index)) {
        prepare(it->storage);
        prepareGraph(it->nndescent.search_L, 0, *index);
    } else if (auto it = dynamic_cast<faiss::IndexPQ *>(index)) {
        drop(it->pq.sdc_table);
    } else if (auto it = dynamic_cast<faiss::IndexAdditiveQuantizer *>(index)) {
        slim(it->aq);
    } else if (auto it = dynamic_cast<faiss::ResidualCoarseQuantizer *>(index)) {
        slim(&it->rq);
    } else if (auto it = dynamic_cast<faiss::IndexFastScan *>(index)) {
        it->implem = it->qbs = 0;
        if (auto sums = dynamic_cast<faiss::IndexAdditiveQuantizerFastScan *>(index)) slim(sums->aq);
    }
}

namespace {

/// How many a search may be asked for without harm; all kinds but two fill up what they do not find.
int64_t limit(const Index *index) {
    if (auto it = dynamic_cast<const faiss::IndexIDMap *>(index)) return limit(it->index);
    if (auto it = dynamic_cast<const faiss::IndexPreTransform *>(index)) return limit(it->index);
    // It asks for so many times more of those that it refines.
    if (auto it = dynamic_cast<const faiss::IndexRefine *>(index))
        return static_cast<int64_t>(static_cast<double>(limit(it->base_index)) / it->k_factor);
    // NSG draws first candidates until it has as many different ones, NN-Descent draws them modulo the number of vectors left over.
    if (dynamic_cast<const faiss::IndexNSG *>(index)) return index->ntotal;
    if (dynamic_cast<const faiss::IndexNNDescent *>(index)) return index->ntotal - 1;
    return INT32_MAX;
}

} // namespace

int64_t mostWanted(const Index *index) { return std::min(index->ntotal, limit(index)); }
