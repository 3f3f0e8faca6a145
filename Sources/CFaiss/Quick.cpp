#include "Index.h"

#include <CVectorMath.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/utils/Heap.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <typeinfo>

using faiss::Index;
using faiss::IDSelector;

namespace {

const VectorKernels &kernels = *VectorKernelsBest();

/// Compares a question with rows of numbers.
struct RowScanner final : faiss::InvertedListScanner {
    using Compare = float (*)(const float *, const float *, size_t);

    RowScanner(const Index &index, bool pairs) : InvertedListScanner(pairs), dimension(static_cast<size_t>(index.d)) {
        keep_max = index.metric_type == faiss::METRIC_INNER_PRODUCT;
        compare = keep_max ? kernels.dot : kernels.distance;
        code_size = dimension * sizeof(float);
    }

    void set_query(const float *vector) override { question = vector; }
    void set_list(idx_t list, float) override { list_no = list; }
    float distance_to_code(const uint8_t *code) const override {
        return compare(question, reinterpret_cast<const float *>(code), dimension);
    }

private:
    size_t dimension;
    Compare compare;
    const float *question = nullptr;
};

/// The inner product of a question with codes of eight bits or of four: a code c in dimension i stands for
/// `low[i] + (c + 1/2) / greatest * range[i]`, where `greatest` is the greatest code, so the question is brought to the codes' scale once, and
/// each code is multiplied as it stands. There it is whole numbers of 16 bits, which change a product by less than a tenth of what the eight
/// bits of the codes do.
struct CodeScanner final : faiss::InvertedListScanner {
    CodeScanner(const faiss::ScalarQuantizer &codec, bool pairs, bool residual)
        : InvertedListScanner(pairs), low(codec.trained.data()), isResidual(residual), isHalved(codec.qtype == faiss::ScalarQuantizer::QT_4bit),
          dimension(codec.d), whole(2 * ((codec.d + 1) / 2)) {
        keep_max = true;
        code_size = codec.code_size;
    }

    void set_query(const float *vector) override {
        const auto *range = low + dimension;
        const float greatest = isHalved ? 15 : 255;
        const auto scaled = [&](size_t place) { return vector[place] * range[place] / greatest; };
        base = kernels.dot(vector, low, dimension);
        float most = 0;
        for (size_t place = 0; place < dimension; ++place) {
            base += scaled(place) / 2;
            most = std::max(most, std::abs(scaled(place)));
        }
        unit = most / INT16_MAX;
        // One that is not even a normal number could not be divided by, and is nothing.
        const bool isThere = unit >= std::numeric_limits<float>::min();
        // A byte has the codes of two dimensions, the first of them in its lower half; those of all bytes stand together.
        const auto standing = [&](size_t place) { return isHalved ? place / 2 + place % 2 * (whole.size() / 2) : place; };
        for (size_t place = 0; place < dimension; ++place)
            whole[standing(place)] = isThere ? static_cast<int16_t>(std::lrint(scaled(place) / unit)) : int16_t{0};
    }
    void set_list(idx_t list, float centre) override {
        list_no = list;
        // The codes of a list may be of what its centre leaves over.
        start = isResidual ? base + centre : base;
    }
    float distance_to_code(const uint8_t *code) const override {
        // Multiplying takes less time than memory does, and the processor asks for nothing beyond a page by itself.
        for (size_t byte = 0; byte < code_size; byte += line) __builtin_prefetch(code + ahead + byte);
        const auto *numbers = whole.data();
        return start + unit * (isHalved ? kernels.dotNibbles(numbers, numbers + code_size, code, code_size) : kernels.dotBytes(numbers, code, dimension));
    }

private:
    /// How many bytes ahead of its use a code is asked for, and those that come at once.
    static constexpr size_t ahead = 4096, line = 64;
    const float *low;
    bool isResidual, isHalved;
    size_t dimension;
    /// The question; a number times the unit is what it stands for.
    std::vector<int16_t> whole;
    float unit = 0, base = 0, start = 0;
};

/// How near one row is, as graphs and refining ask.
struct RowComputer final : faiss::FlatCodesDistanceComputer {
    explicit RowComputer(const faiss::IndexFlat &index)
        : FlatCodesDistanceComputer(index.codes.data(), index.code_size), scanner(index, false) {}

    void set_query(const float *vector) override { scanner.set_query(vector); }
    float distance_to_code(const uint8_t *code) override { return scanner.distance_to_code(code); }
    float symmetric_dis(idx_t one, idx_t other) override {
        RowScanner between = scanner;
        between.set_query(reinterpret_cast<const float *>(codes + static_cast<size_t>(one) * code_size));
        return between.distance_to_code(codes + static_cast<size_t>(other) * code_size);
    }

private:
    RowScanner scanner;
};

/// Whether vectors are compared by a measure that there are kernels for.
bool isCommon(const Index &index) {
    return index.metric_type == faiss::METRIC_INNER_PRODUCT || index.metric_type == faiss::METRIC_L2;
}

struct QuickRows final : faiss::IndexFlat {
    explicit QuickRows(IndexFlat &&other) : IndexFlat(std::move(other)) {}

    void search(
        idx_t count, const float *vectors, idx_t wanted, float *scores, idx_t *rows, const faiss::SearchParameters *parameters) const override {
        if (parameters || wanted <= 0) return IndexFlat::search(count, vectors, wanted, scores, rows, parameters);
        // Of list 0 a pair of list and place is the place.
        RowScanner scanner(*this, true);
        scanner.set_list(0, 0);
        const auto places = static_cast<size_t>(wanted);
        for (idx_t question = 0; question < count; ++question, vectors += d, scores += wanted, rows += wanted) {
            scanner.set_query(vectors);
            if (scanner.keep_max) faiss::minheap_heapify(places, scores, rows);
            else faiss::maxheap_heapify(places, scores, rows);
            scanner.scan_codes(static_cast<size_t>(ntotal), codes.data(), nullptr, scores, rows, places);
            if (scanner.keep_max) faiss::minheap_reorder(places, scores, rows);
            else faiss::maxheap_reorder(places, scores, rows);
        }
    }

    faiss::FlatCodesDistanceComputer *get_FlatCodesDistanceComputer() const override { return new RowComputer(*this); }
};

struct QuickRowLists final : faiss::IndexIVFFlat {
    explicit QuickRowLists(const IndexIVFFlat &other) : IndexIVFFlat(other) {}

    faiss::InvertedListScanner *get_InvertedListScanner(bool pairs, const IDSelector *selector) const override {
        if (selector) return IndexIVFFlat::get_InvertedListScanner(pairs, selector);
        return new RowScanner(*this, pairs);
    }
};

struct QuickCodeLists final : faiss::IndexIVFScalarQuantizer {
    explicit QuickCodeLists(const IndexIVFScalarQuantizer &other) : IndexIVFScalarQuantizer(other) {}

    faiss::InvertedListScanner *get_InvertedListScanner(bool pairs, const IDSelector *selector) const override {
        if (selector) return IndexIVFScalarQuantizer::get_InvertedListScanner(pairs, selector);
        return new CodeScanner(sq, pairs, by_residual);
    }
};

/// An index of lists with the same lists and centres, which `index` lets go of.
template <typename Quick, typename Lists>
Index *taking(Lists *index) {
    auto *quick = new Quick(*index);
    index->own_fields = index->own_invlists = false;
    delete index;
    return quick;
}

} // namespace

void quicken(Index *&index) {
    if (!index || !isCommon(*index)) return;
    const auto &kind = typeid(*index);
    if (kind == typeid(faiss::IndexFlat) || kind == typeid(faiss::IndexFlatIP) || kind == typeid(faiss::IndexFlatL2)) {
        auto *rows = static_cast<faiss::IndexFlat *>(index);
        index = new QuickRows(std::move(*rows));
        delete rows;
    } else if (kind == typeid(faiss::IndexIVFFlat)) {
        index = taking<QuickRowLists>(static_cast<faiss::IndexIVFFlat *>(index));
    } else if (kind == typeid(faiss::IndexIVFScalarQuantizer)) {
        auto *lists = static_cast<faiss::IndexIVFScalarQuantizer *>(index);
        const auto codes = lists->sq.qtype;
        if (index->metric_type == faiss::METRIC_INNER_PRODUCT && (codes == faiss::ScalarQuantizer::QT_8bit || codes == faiss::ScalarQuantizer::QT_4bit))
            index = taking<QuickCodeLists>(lists);
    }
}
