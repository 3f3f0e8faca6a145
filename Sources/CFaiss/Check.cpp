#include "Check.h"
#include "Index.h"

#include <faiss/IndexFastScan.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexNNDescent.h>
#include <faiss/IndexNSG.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include <cmath>

using faiss::Index;

void check(const Index *index) { checkIndex(index, 0); }

void checkNumbers(const float *numbers, size_t count) {
    for (size_t place = 0; place < count; ++place)
        // False for what is not a number.
        require(std::fabs(numbers[place]) <= 1e15f, "it holds numbers that cannot be: it is damaged");
}

void checkNumbering(const std::vector<const std::vector<Index::idx_t> *> &lists, Index::idx_t count) {
    std::vector<bool> seen(static_cast<size_t>(count));
    for (const auto *list : lists)
        for (const auto number : *list) {
            require(number >= 0 && number < count, "it numbers its vectors otherwise than by the places of chunks");
            require(!seen[static_cast<size_t>(number)], "two of its vectors have the same number");
            seen[static_cast<size_t>(number)] = true;
        }
}

namespace {

void checkChain(const faiss::IndexPreTransform &index, int depth) {
    checkIndex(index.index, depth + 1);
    int dimension = index.d;
    for (const auto *transform : index.chain) {
        checkTransform(transform, dimension, transform->d_out);
        dimension = transform->d_out;
    }
    require(dimension == index.index->d, "its transforms do not lead to its vectors");
    require(index.ntotal == index.index->ntotal && index.metric_type == index.index->metric_type, "its parts do not fit one another");
}

void checkRefined(const faiss::IndexRefine &index, int depth) {
    checkIndex(index.base_index, depth + 1);
    require(comparesRows(index.refine_index), "it refines its search by vectors of a kind that cannot serve for it");
    checkIndex(index.refine_index, depth + 1);
    const auto &base = *index.base_index, &fine = *index.refine_index;
    require(
        base.d == index.d && fine.d == index.d && base.ntotal == index.ntotal && fine.ntotal == index.ntotal &&
            fine.metric_type == index.metric_type,
        "its parts do not fit one another");
    require(
        index.metric_type == faiss::METRIC_L2 || index.metric_type == faiss::METRIC_INNER_PRODUCT,
        "it refines its search neither by inner product nor by squared distance");
    require(index.k_factor >= 1 && index.k_factor <= 1024, "it announces a number of candidates that cannot be");
}

void checkMap(const faiss::IndexIDMap &index, int depth) {
    checkIndex(index.index, depth + 1);
    require(
        index.d == index.index->d && index.ntotal == index.index->ntotal && index.metric_type == index.index->metric_type &&
            index.id_map.size() == static_cast<size_t>(index.ntotal),
        "its row numbers do not match its vectors");
    checkNumbering({&index.id_map}, index.ntotal);
}

} // namespace

void checkIndex(const Index *index, int depth) {
    require(index, "a part of the index is missing");
    require(depth < 8, "the index is nested too deeply");
    require(index->d > 0 && index->d <= 65'536 && index->ntotal >= 0, "its dimension or its size is not possible");
    require(index->is_trained, "the index was never trained");
    const auto metric = index->metric_type;
    require(
        (metric >= faiss::METRIC_INNER_PRODUCT && metric <= faiss::METRIC_Lp) ||
            (metric >= faiss::METRIC_Canberra && metric <= faiss::METRIC_JensenShannon),
        "it compares vectors by a measure that FAISS 1.7.3 does not know");
    require(std::isfinite(index->metric_arg), "its measure's parameter cannot be");
    if (keepsRows(index)) return checkRows(*index);
    if (auto it = dynamic_cast<const faiss::IndexIVF *>(index)) return checkLists(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexFastScan *>(index)) return checkPacked(*it);
    if (auto it = dynamic_cast<const faiss::IndexHNSW *>(index)) return checkGraph(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexNSG *>(index)) return checkGraph(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexNNDescent *>(index)) return checkGraph(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexPreTransform *>(index)) return checkChain(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexRefine *>(index)) return checkRefined(*it, depth);
    if (auto it = dynamic_cast<const faiss::IndexIDMap *>(index)) return checkMap(*it, depth);
    require(false, "an index of this kind cannot be searched");
}
