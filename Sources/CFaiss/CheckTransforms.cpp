#include "Check.h"

#include <faiss/VectorTransform.h>

#include <cstddef>

namespace {

constexpr auto misfit = "its transforms do not fit one another";

void checkMatrix(const faiss::LinearTransform &matrix) {
    const auto from = static_cast<size_t>(matrix.d_in), to = static_cast<size_t>(matrix.d_out);
    require(matrix.A.size() == from * to && (!matrix.have_bias || matrix.b.size() == to), misfit);
    checkNumbers(matrix.A);
    checkNumbers(matrix.b);
}

} // namespace

void checkTransform(const faiss::VectorTransform *transform, int from, int to) {
    require(transform && transform->d_in == from && transform->d_out == to && to > 0 && to <= 65'536, misfit);
    require(transform->is_trained, "the index was never trained");
    if (auto it = dynamic_cast<const faiss::LinearTransform *>(transform)) return checkMatrix(*it);
    if (auto it = dynamic_cast<const faiss::RemapDimensionsTransform *>(transform)) {
        require(it->map.size() == static_cast<size_t>(to), misfit);
        for (const auto place : it->map) require(place >= -1 && place < from, misfit);
        return;
    }
    if (auto it = dynamic_cast<const faiss::NormalizationTransform *>(transform))
        return require(from == to && it->norm == 2, "it makes its vectors equal in another length than the usual");
    if (auto it = dynamic_cast<const faiss::CenteringTransform *>(transform)) {
        require(from == to && it->mean.size() == static_cast<size_t>(from), misfit);
        return checkNumbers(it->mean);
    }
    if (auto it = dynamic_cast<const faiss::ITQTransform *>(transform)) {
        require(it->mean.size() == static_cast<size_t>(from), misfit);
        checkNumbers(it->mean);
        return checkTransform(&it->pca_then_itq, from, to);
    }
    require(false, "it has a transform of a kind that is not known");
}
