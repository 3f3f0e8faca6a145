#pragma once

#include <faiss/Index.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace faiss {
struct AdditiveQuantizer;
struct IndexFastScan;
struct IndexHNSW;
struct IndexIVF;
struct IndexNNDescent;
struct IndexNSG;
struct ProductQuantizer;
struct ScalarQuantizer;
struct VectorTransform;
} // namespace faiss

// The parts of `check`, by what is looked at. Each throws the reason why not.

inline void require(bool holds, const char *reason) {
    if (!holds) throw std::runtime_error(reason);
}

/// Looks at an index and those within it. `depth`: in how many others it lies.
void checkIndex(const faiss::Index *index, int depth);
/// Whether the index keeps vectors or codes by their rows, so that graphs can lie over it and lists around it.
bool keepsRows(const faiss::Index *index);
/// Whether the index can also tell how near one of its rows is, as graphs and refining ask it to.
bool comparesRows(const faiss::Index *index);
/// Looks at an index for which `keepsRows` holds.
void checkRows(const faiss::Index &index);
void checkScalar(const faiss::ScalarQuantizer &quantizer, size_t dimension);
void checkProduct(const faiss::ProductQuantizer &quantizer, size_t dimension);
void checkSums(const faiss::AdditiveQuantizer &quantizer, size_t dimension);
/// Looks at a quantizer that is to be searched without packing.
void checkSearchable(const faiss::AdditiveQuantizer &quantizer, size_t dimension, faiss::MetricType metric);
/// Looks at an index of codes packed for fast scanning.
void checkPacked(const faiss::IndexFastScan &index);
/// Looks at a quantizer whose codes are packed, and tells how many pieces of four bits they have.
size_t checkPackedSums(const faiss::AdditiveQuantizer &quantizer, size_t dimension, faiss::MetricType metric);
/// Looks at the blocks in which codes are packed: `block` vectors each, codes of `wanted` pieces, filled up to an even number.
void checkBlocks(int block, size_t pieces, size_t bits, size_t centres, size_t even, size_t wanted);
void checkLists(const faiss::IndexIVF &index, int depth);
void checkGraph(const faiss::IndexHNSW &index, int depth);
void checkGraph(const faiss::IndexNSG &index, int depth);
void checkGraph(const faiss::IndexNNDescent &index, int depth);
void checkTransform(const faiss::VectorTransform *transform, int from, int to);
/// Sums of products of numbers like these stay finite, and orderings by them are orderings.
void checkNumbers(const float *numbers, size_t count);
inline void checkNumbers(const std::vector<float> &numbers) { checkNumbers(numbers.data(), numbers.size()); }
/// Each of the first `count` numbers at most once.
void checkNumbering(const std::vector<const std::vector<faiss::Index::idx_t> *> &lists, faiss::Index::idx_t count);
