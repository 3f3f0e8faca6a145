#include "Check.h"

#include <faiss/IndexAdditiveQuantizer.h>
#include <faiss/IndexAdditiveQuantizerFastScan.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexLSH.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPQFastScan.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/impl/ProductAdditiveQuantizer.h>

#include <cmath>
#include <cstdint>
#include <cstring>

using faiss::AdditiveQuantizer;
using faiss::ScalarQuantizer;

namespace {

constexpr auto misfit = "its codes do not fit its vectors";

bool isProductOrDistance(const faiss::Index &index) {
    return index.metric_type == faiss::METRIC_INNER_PRODUCT || index.metric_type == faiss::METRIC_L2;
}

/// Half-precision numbers are finite unless all bits of their exponent are set.
void checkHalves(const std::vector<uint8_t> &codes) {
    for (size_t place = 1; place < codes.size(); place += 2)
        require((codes[place] & 0x7C) != 0x7C, "it holds numbers that cannot be: it is damaged");
}

void checkSearchType(const faiss::IndexPQ &index) {
    require(
        index.search_type == faiss::IndexPQ::ST_PQ ||
            (index.search_type == faiss::IndexPQ::ST_polysemous && index.pq.nbits == 8 && index.metric_type == faiss::METRIC_L2),
        "it is set to be searched by its codes alone, not by distances");
}

void checkHashes(const faiss::IndexLSH &index) {
    require(index.nbits > 0 && index.code_size == static_cast<size_t>(index.nbits + 7) / 8, misfit);
    require(index.rotate_data || index.nbits <= index.d, misfit);
    if (index.rotate_data) checkTransform(&index.rrot, index.d, index.nbits);
    if (index.train_thresholds) require(index.thresholds.size() == static_cast<size_t>(index.nbits), misfit);
    checkNumbers(index.thresholds);
}

} // namespace

void checkScalar(const ScalarQuantizer &quantizer, size_t dimension) {
    // Those from 7 on came after this version, which reads them and then aborts from inside a parallel region, where nothing can catch it.
    require(
        quantizer.qtype >= 0 && quantizer.qtype <= ScalarQuantizer::QT_6bit,
        "its scalar quantizer is of a kind that this version cannot search");
    size_t ranges = 2 * dimension;
    if (quantizer.qtype == ScalarQuantizer::QT_8bit_uniform || quantizer.qtype == ScalarQuantizer::QT_4bit_uniform) ranges = 2;
    if (quantizer.qtype == ScalarQuantizer::QT_fp16 || quantizer.qtype == ScalarQuantizer::QT_8bit_direct) ranges = 0;
    require(quantizer.d == dimension && quantizer.trained.size() == ranges, "its scalar quantizer does not fit its vectors");
    checkNumbers(quantizer.trained);
}

void checkProduct(const faiss::ProductQuantizer &quantizer, size_t dimension) {
    require(
        quantizer.d == dimension && quantizer.M > 0 && quantizer.dsub * quantizer.M == dimension && quantizer.nbits >= 1 &&
            quantizer.nbits <= 16 && quantizer.centroids.size() == dimension << quantizer.nbits,
        "its product quantizer does not fit its vectors");
    checkNumbers(quantizer.centroids);
}

void checkSums(const AdditiveQuantizer &quantizer, size_t dimension) {
    constexpr auto reason = "its additive quantizer does not fit its vectors";
    require(quantizer.d == dimension && quantizer.nbits.size() == quantizer.M && quantizer.is_trained, reason);
    size_t numbers = dimension * quantizer.total_codebook_size;
    if (auto product = dynamic_cast<const faiss::ProductAdditiveQuantizer *>(&quantizer)) {
        std::vector<size_t> bits;
        size_t dimensions = 0;
        numbers = 0;
        require(product->nsplits == product->quantizers.size(), reason);
        for (const auto *part : product->quantizers) {
            checkSums(*part, part->d);
            bits.insert(bits.end(), part->nbits.begin(), part->nbits.end());
            dimensions += part->d;
            numbers += part->d * part->total_codebook_size;
        }
        require(bits == quantizer.nbits && dimensions == dimension, reason);
    }
    require(quantizer.codebooks.size() == numbers, reason);
    checkNumbers(quantizer.codebooks);
    const auto search = quantizer.search_type;
    require(search >= AdditiveQuantizer::ST_decompress && search <= AdditiveQuantizer::ST_norm_rq2x4, reason);
    if (search == AdditiveQuantizer::ST_norm_qint8 || search == AdditiveQuantizer::ST_norm_qint4)
        require(std::isfinite(quantizer.norm_min) && std::isfinite(quantizer.norm_max), reason);
    const bool hasCentres = search >= AdditiveQuantizer::ST_norm_cqint8;
    const size_t centres = hasCentres ? (search == AdditiveQuantizer::ST_norm_cqint4 ? 16 : 256) : 0;
    require(quantizer.qnorm.codes.size() >= centres * sizeof(float), reason);
    if (search >= AdditiveQuantizer::ST_norm_lsq2x4) require(quantizer.norm_tabs.size() == 32, reason);
    checkNumbers(quantizer.norm_tabs);
}

void checkSearchable(const AdditiveQuantizer &quantizer, size_t dimension, faiss::MetricType metric) {
    checkSums(quantizer, dimension);
    require(
        metric == faiss::METRIC_INNER_PRODUCT || quantizer.search_type != AdditiveQuantizer::ST_norm_from_LUT,
        "its additive quantizer is set to be searched in a way that this version does not know");
}

bool keepsRows(const faiss::Index *index) {
    return dynamic_cast<const faiss::IndexFlatCodes *>(index) || dynamic_cast<const faiss::MultiIndexQuantizer *>(index) ||
        dynamic_cast<const faiss::ResidualCoarseQuantizer *>(index);
}

bool comparesRows(const faiss::Index *index) {
    return dynamic_cast<const faiss::IndexFlatCodes *>(index) && !dynamic_cast<const faiss::IndexLSH *>(index);
}

/// Centres of lists that are made of parts, and so many that each combination is one.
void checkCombined(const faiss::Index &index, const std::vector<size_t> &bits) {
    size_t total = 0;
    for (const auto part : bits) total += part;
    require(total <= 20 && index.ntotal == 1 << total, misfit);
}

void checkRows(const faiss::Index &index) {
    const auto dimension = static_cast<size_t>(index.d);
    if (auto it = dynamic_cast<const faiss::MultiIndexQuantizer *>(&index)) {
        checkProduct(it->pq, dimension);
        return checkCombined(index, std::vector<size_t>(it->pq.M, it->pq.nbits));
    }
    if (auto it = dynamic_cast<const faiss::ResidualCoarseQuantizer *>(&index)) {
        checkSums(it->rq, dimension);
        require(isProductOrDistance(index) && std::fabs(it->beam_factor) <= 1024, misfit);
        return checkCombined(index, it->rq.nbits);
    }
    const auto &codes = dynamic_cast<const faiss::IndexFlatCodes &>(index);
    size_t size = 0;
    if (auto it = dynamic_cast<const faiss::IndexFlat *>(&index)) {
        size = dimension * sizeof(float);
        checkNumbers(reinterpret_cast<const float *>(it->codes.data()), it->codes.size() / sizeof(float));
    } else if (auto it = dynamic_cast<const faiss::IndexLSH *>(&index)) {
        size = it->code_size;
        checkHashes(*it);
    } else {
        require(isProductOrDistance(index), "its codes are compared neither by inner product nor by squared distance");
        if (auto it = dynamic_cast<const faiss::IndexScalarQuantizer *>(&index)) {
            checkScalar(it->sq, dimension);
            size = it->sq.code_size;
            if (it->sq.qtype == ScalarQuantizer::QT_fp16) checkHalves(it->codes);
        } else if (auto it = dynamic_cast<const faiss::IndexPQ *>(&index)) {
            checkProduct(it->pq, dimension);
            checkSearchType(*it);
            size = it->pq.code_size;
        } else if (auto it = dynamic_cast<const faiss::IndexAdditiveQuantizer *>(&index)) {
            checkSearchable(*it->aq, dimension, index.metric_type);
            size = it->aq->code_size;
        }
    }
    require(size > 0 && codes.code_size == size && codes.codes.size() == size * static_cast<size_t>(index.ntotal), misfit);
}

void checkPacked(const faiss::IndexFastScan &index) {
    size_t pieces = 0;
    if (auto it = dynamic_cast<const faiss::IndexPQFastScan *>(&index)) {
        checkProduct(it->pq, static_cast<size_t>(index.d));
        require(it->pq.nbits == 4, misfit);
        pieces = it->pq.M;
    } else if (auto it = dynamic_cast<const faiss::IndexAdditiveQuantizerFastScan *>(&index)) {
        pieces = checkPackedSums(*it->aq, static_cast<size_t>(index.d), index.metric_type);
    }
    checkBlocks(index.bbs, index.M, index.nbits, index.ksub, index.M2, pieces);
    require(isProductOrDistance(index), "its codes are compared neither by inner product nor by squared distance");
    const auto block = static_cast<size_t>(index.bbs);
    const auto rows = (static_cast<size_t>(index.ntotal) + block - 1) / block * block;
    require(index.ntotal2 == rows && index.codes.size() == rows * index.M2 / 2, misfit);
}

size_t checkPackedSums(const AdditiveQuantizer &quantizer, size_t dimension, faiss::MetricType metric) {
    checkSums(quantizer, dimension);
    for (const auto bits : quantizer.nbits) require(bits == 4, misfit);
    const bool hasLengths = quantizer.search_type >= AdditiveQuantizer::ST_norm_lsq2x4;
    require(metric == faiss::METRIC_L2 ? hasLengths : quantizer.search_type == AdditiveQuantizer::ST_LUT_nonorm, misfit);
    return quantizer.M + (hasLengths ? 2 : 0);
}

void checkBlocks(int block, size_t pieces, size_t bits, size_t centres, size_t even, size_t wanted) {
    require(
        block > 0 && block % 32 == 0 && block <= 1024 && pieces == wanted && pieces > 0 && bits == 4 && centres == 16 &&
            even == pieces + pieces % 2,
        misfit);
}
