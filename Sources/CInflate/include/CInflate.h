/// Streams that are inflated piece by piece: zlib (RFC 1950) and Zstandard (RFC 8878). None of the libraries' types is visible here.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum { CInflate_zlib, CInflate_zstd } CInflate_format;

typedef enum {
    CInflate_going = 0,
    /// The stream has ended by itself: what follows is not inflated.
    CInflate_ended = 1,
    CInflate_damaged = 2,
    CInflate_no_memory = 3,
} CInflate_status;

typedef struct {
    CInflate_status status;
    size_t consumed;
    size_t produced;
} CInflate_step;

/// One stream with what it remembers of its past. For one thread at a time.
typedef struct CInflate_stream CInflate_stream;

/// NULL when there is no memory.
CInflate_stream *_Nullable CInflate_create(CInflate_format format);
void CInflate_destroy(CInflate_stream *_Nonnull stream);

/// Inflates as much of the input as fits into the output. There is more to come as long as all of the output was filled.
CInflate_step CInflate_inflate(
    CInflate_stream *_Nonnull stream, const uint8_t *_Nullable input, size_t length, uint8_t *_Nullable output, size_t capacity);
