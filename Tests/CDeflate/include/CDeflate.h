/// Streams that are compressed message by message, as Discord's gateway does it: for stand-ins, never for the program.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct CDeflate_stream CDeflate_stream;

/// A zlib stream, or a Zstandard one.
CDeflate_stream *_Nullable CDeflate_create(int is_zstd);
void CDeflate_destroy(CDeflate_stream *_Nonnull stream);

/// Compresses one message and flushes, so that it can be inflated without what follows. Returns the length, or 0 when `capacity` is too small.
size_t CDeflate_message(
    CDeflate_stream *_Nonnull stream, const uint8_t *_Nullable message, size_t length, uint8_t *_Nonnull output, size_t capacity);
