#pragma once

#include "CFaiss.h"

#include <faiss/Index.h>

#include <cstdio>
#include <memory>

/// An index and what its searches have to keep to.
struct CFaissIndex {
    /// Owned; plain because another may be put in its place.
    faiss::Index *searched = nullptr;
    /// The most vectors that may be asked for: walks of some graphs never end when asked for more.
    int64_t most = 0;

    CFaissIndex() = default;
    CFaissIndex(const CFaissIndex &) = delete;
    ~CFaissIndex() { delete searched; }
};

/// Throws the reason why an index that was read cannot be searched, or not safely: parts that do not fit one another, and links, numbers of
/// vectors and codes that lead past the end of what they count in. What it lets through can be searched for any vector of numbers.
void check(const faiss::Index *index);

/// Sets how thoroughly an index searches where its file does not say, and lets go of what only adding and reconstructing need. To be called
/// before the index is shared: no search changes it.
void prepare(faiss::Index *&index);

/// Puts in an index's place one of the same contents that compares with the processor's own vector instructions, where the distribution's
/// build of the library, made for any processor, does without them. Kinds that it has none for stay.
void quicken(faiss::Index *&index);

/// The most vectors that a search may ask for.
int64_t mostWanted(const faiss::Index *index);

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
