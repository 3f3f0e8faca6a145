#pragma once

#include "CFaiss.h"

#include <faiss/Index.h>

#include <cstdio>
#include <memory>
#include <vector>

/// An index, freed of a mapping of row numbers, which takes no search parameters.
struct CFaissIndex {
    std::unique_ptr<faiss::Index> owned;
    /// The one that is searched: `owned`, or the one within it.
    faiss::Index *inner = nullptr;
    /// The mapping's row numbers, or null for plain positions.
    const std::vector<faiss::Index::idx_t> *rows = nullptr;
    int64_t lists = 0;
};

extern "C" void omp_set_num_threads(int);

/// Runs `body` on this thread alone; whatever it throws becomes the error's text and the result `failure`.
template <typename Result, typename Body>
Result guarded(CFaissError error, Result failure, Body body) noexcept {
    const auto fail = [&](const char *text) {
        std::snprintf(error.text, error.capacity, "%s", text);
        return failure;
    };
    try {
        omp_set_num_threads(1);
        return body();
    } catch (const std::bad_alloc &) {
        return fail("not enough memory");
    } catch (const std::exception &thrown) {
        return fail(thrown.what());
    } catch (...) {
        return fail("unknown error of the library");
    }
}
