#include "Check.h"

#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFAdditiveQuantizer.h>
#include <faiss/IndexIVFAdditiveQuantizerFastScan.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/IndexIVFPQR.h>
#include <faiss/IndexIVFSpectralHash.h>
#include <faiss/IndexNSG.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/VectorTransform.h>
#include <faiss/invlists/BlockInvertedLists.h>

#include <cmath>

using faiss::IndexIVF;

namespace {

constexpr auto misfit = "its lists do not fit its vectors";
using Numbers = std::vector<const std::vector<faiss::Index::idx_t> *>;

/// The bytes of a code by what is in the lists.
size_t checkCodec(const IndexIVF &index) {
    const auto dimension = static_cast<size_t>(index.d);
    if (dynamic_cast<const faiss::IndexIVFFlat *>(&index)) return dimension * sizeof(float);
    if (auto it = dynamic_cast<const faiss::IndexIVFScalarQuantizer *>(&index)) {
        checkScalar(it->sq, dimension);
        return it->sq.code_size;
    }
    if (auto it = dynamic_cast<const faiss::IndexIVFPQ *>(&index)) {
        checkProduct(it->pq, dimension);
        return it->pq.code_size;
    }
    if (auto it = dynamic_cast<const faiss::IndexIVFAdditiveQuantizer *>(&index)) {
        checkSearchable(*it->aq, dimension, index.metric_type);
        return it->aq->code_size;
    }
    if (auto it = dynamic_cast<const faiss::IndexIVFSpectralHash *>(&index)) {
        checkTransform(it->vt, index.d, it->nbit);
        const auto bits = static_cast<size_t>(it->nbit);
        // Negative where the bits are the signs alone.
        require(std::isfinite(it->period) && it->period != 0, misfit);
        if (it->threshold_type != faiss::IndexIVFSpectralHash::Thresh_global) require(it->trained.size() >= index.nlist * bits, misfit);
        checkNumbers(it->trained);
        return (bits + 7) / 8;
    }
    throw std::runtime_error("an index of this kind cannot be searched");
}

Numbers checkArrays(const IndexIVF &index) {
    const auto *lists = dynamic_cast<const faiss::ArrayInvertedLists *>(index.invlists);
    const auto size = checkCodec(index);
    require(lists && size > 0 && index.code_size == size && lists->code_size == size, misfit);
    require(lists->ids.size() == index.nlist && lists->codes.size() == index.nlist, misfit);
    Numbers numbers;
    for (size_t list = 0; list < index.nlist; ++list) {
        require(lists->codes[list].size() == lists->ids[list].size() * size, misfit);
        numbers.push_back(&lists->ids[list]);
    }
    return numbers;
}

Numbers checkBlockLists(const faiss::IndexIVFFastScan &index) {
    size_t pieces = 0;
    if (auto it = dynamic_cast<const faiss::IndexIVFPQFastScan *>(&index)) {
        checkProduct(it->pq, static_cast<size_t>(index.d));
        pieces = it->pq.M;
    } else if (auto it = dynamic_cast<const faiss::IndexIVFAdditiveQuantizerFastScan *>(&index)) {
        pieces = checkPackedSums(*it->aq, static_cast<size_t>(index.d), index.metric_type);
    }
    checkBlocks(index.bbs, index.M, index.nbits, index.ksub, index.M2, pieces);
    const auto *lists = dynamic_cast<const faiss::BlockInvertedLists *>(index.invlists);
    const auto block = static_cast<size_t>(index.bbs);
    require(lists && lists->n_per_block == block && lists->block_size == block * index.M2 / 2, misfit);
    require(lists->ids.size() == index.nlist && lists->codes.size() == index.nlist, misfit);
    Numbers numbers;
    for (size_t list = 0; list < index.nlist; ++list) {
        const auto blocks = (lists->ids[list].size() + block - 1) / block;
        require(lists->codes[list].size() == blocks * lists->block_size, misfit);
        numbers.push_back(&lists->ids[list]);
    }
    return numbers;
}

void checkDuplicates(const faiss::IndexIVFFlatDedup &index, Numbers numbers) {
    std::vector<faiss::Index::idx_t> others;
    for (const auto &[first, other] : index.instances) {
        require(first >= 0 && first < index.ntotal, misfit);
        others.push_back(other);
    }
    numbers.push_back(&others);
    checkNumbering(numbers, index.ntotal);
}

void checkRefining(const faiss::IndexIVFPQR &index) {
    checkProduct(index.refine_pq, static_cast<size_t>(index.d));
    require(index.metric_type == faiss::METRIC_L2, "its codes are refined by distance alone");
    require(index.refine_codes.size() == index.refine_pq.code_size * static_cast<size_t>(index.ntotal), misfit);
    require(index.k_factor >= 1 && index.k_factor <= 1024, "it announces a number of candidates that cannot be");
}

} // namespace

void checkLists(const IndexIVF &index, int depth) {
    const auto *centres = index.quantizer;
    require(
        centres && (keepsRows(centres) || dynamic_cast<const faiss::IndexHNSW *>(centres) || dynamic_cast<const faiss::IndexNSG *>(centres)),
        "its centres are kept in a way that cannot serve for it");
    checkIndex(centres, depth + 1);
    require(
        index.metric_type == faiss::METRIC_L2 || index.metric_type == faiss::METRIC_INNER_PRODUCT,
        "its lists are compared neither by inner product nor by squared distance");
    require(
        index.nlist > 0 && centres->d == index.d && static_cast<size_t>(centres->ntotal) == index.nlist && index.invlists &&
            index.invlists->nlist == index.nlist,
        "its lists do not match their centres");
    const auto *packed = dynamic_cast<const faiss::IndexIVFFastScan *>(&index);
    const auto numbers = packed ? checkBlockLists(*packed) : checkArrays(index);
    if (auto it = dynamic_cast<const faiss::IndexIVFFlatDedup *>(&index)) return checkDuplicates(*it, numbers);
    if (auto it = dynamic_cast<const faiss::IndexIVFPQR *>(&index)) checkRefining(*it);
    checkNumbering(numbers, index.ntotal);
}
