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

/// What an index is.
typedef struct {
    /// Numbers in a vector.
    int32_t dimension;
    /// 0: inner product, higher is nearer. 1: squared Euclidean distance, lower is nearer. -1: another measure.
    int32_t metric;
    /// Vectors held.
    int64_t count;
    /// Lists of an inverted file, or 0 for other kinds.
    int64_t lists;
} CFaissFacts;

/// Where the text of an error goes; always ended with NUL.
typedef struct {
    char *_Nonnull text;
    size_t capacity;
} CFaissError;

/// Reads an index file. Refuses the kinds that load but cannot be searched safely by this version of the library.
CFaissIndex *_Nullable CFaissOpen(const char *_Nonnull path, CFaissError error);
/// An empty index for unit vectors by inner product: with `lists` of 0 one that keeps the vectors as they are, else an inverted file
/// with one byte a number.
CFaissIndex *_Nullable CFaissCreate(int32_t dimension, int64_t lists, CFaissError error);
void CFaissClose(CFaissIndex *_Nonnull index);
CFaissFacts CFaissDescribe(const CFaissIndex *_Nonnull index);

/// The nearest `wanted` vectors, nearest first. `effort` is the number of lists looked into (inverted files) or the length of the
/// candidate list (HNSW); other kinds ignore it. Returns how many were found, or -1 with an error.
int64_t CFaissSearch(
    const CFaissIndex *_Nonnull index, const float *_Nonnull vector, int64_t wanted, int64_t effort, float *_Nonnull scores,
    int64_t *_Nonnull rows, CFaissError error);

/// Learns the lists and the ranges of the numbers from `count` vectors. Returns false with an error.
bool CFaissTrain(CFaissIndex *_Nonnull index, const float *_Nonnull vectors, int64_t count, CFaissError error);
/// Adds vectors; their rows follow those already there. Returns false with an error.
bool CFaissAdd(CFaissIndex *_Nonnull index, const float *_Nonnull vectors, int64_t count, CFaissError error);
/// Writes the index to a file and brings it to disk. Returns false with an error.
bool CFaissWrite(const CFaissIndex *_Nonnull index, const char *_Nonnull path, CFaissError error);

#ifdef __cplusplus
}
#endif
