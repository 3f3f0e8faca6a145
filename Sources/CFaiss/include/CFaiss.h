// FAISS behind C functions. Every call catches all exceptions and puts their text into the caller's buffer, and computes on the caller's
// thread alone: libgomp would else start a team that spins on cores which others need.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An index of vectors. Searching does not change it, so any number of threads may search it at once.
typedef struct CFaissIndex CFaissIndex;

/// How vectors are compared.
typedef enum __attribute__((enum_extensibility(closed))) CFaissMeasure {
    /// Inner product: higher is nearer.
    CFaissMeasureProduct,
    /// Squared Euclidean distance: lower is nearer.
    CFaissMeasureSquared,
    /// Another distance, or the number of bits in which codes differ: lower is nearer.
    CFaissMeasureOther,
} CFaissMeasure;

/// What an index is.
typedef struct {
    /// Numbers in a vector.
    int32_t dimension;
    CFaissMeasure measure;
    /// Vectors held.
    int64_t count;
} CFaissFacts;

/// Where the text of an error goes; always ended with NUL.
typedef struct {
    char *_Nonnull text;
    size_t capacity;
} CFaissError;

/// Bytes that a table may take which makes searching faster.
enum { CFaissTableLimit = 16 << 20 };

/// Reads an index file, which must have been looked through before: the library believes whatever a file announces. Refuses what cannot be
/// searched safely by this version of the library. How many lists and candidates a search looks at is as the file says, or where it says
/// nothing, enough to find nearly all that a full search would.
CFaissIndex *_Nullable CFaissOpen(const char *_Nonnull path, CFaissError error);
/// An empty index of that kind, in the words of the library's `index_factory`: "Flat", "IVF256,SQ4".
CFaissIndex *_Nullable CFaissCreate(const char *_Nonnull kind, int32_t dimension, CFaissMeasure measure, CFaissError error);
void CFaissClose(CFaissIndex *_Nonnull index);
CFaissFacts CFaissDescribe(const CFaissIndex *_Nonnull index);

/// The nearest `wanted` vectors, nearest first, with what their measure gives. Returns how many were found, or -1 with an error.
int64_t CFaissSearch(
    const CFaissIndex *_Nonnull index, const float *_Nonnull vector, int64_t wanted, float *_Nonnull scores, int64_t *_Nonnull rows,
    CFaissError error);

/// How many of an inverted file's lists a search looks into where the file does not say. A tenth of the lists finds what all of them would
/// in more than 97 of 100 cases on the measured sets.
int64_t CFaissListsToVisit(int64_t lists);

/// Learns the lists and the ranges of the numbers from `count` vectors. Returns false with an error.
bool CFaissTrain(CFaissIndex *_Nonnull index, const float *_Nonnull vectors, int64_t count, CFaissError error);
/// Adds vectors; their rows follow those already there. Returns false with an error.
bool CFaissAdd(CFaissIndex *_Nonnull index, const float *_Nonnull vectors, int64_t count, CFaissError error);
/// Writes the index to a file and brings it to disk. Returns false with an error.
bool CFaissWrite(const CFaissIndex *_Nonnull index, const char *_Nonnull path, CFaissError error);

#ifdef __cplusplus
}
#endif
