#pragma once
#include <stddef.h>
#include <stdint.h>

/// How an inflation ended.
typedef enum {
    CZip_whole = 0,
    /// The input ends too early or is damaged; what came before that is there.
    CZip_damaged = 1,
    /// The output would be longer than the limit; nothing is there.
    CZip_too_large = 2,
    CZip_no_memory = 3,
} CZip_result;

/// Inflates raw DEFLATE data (RFC 1951) into memory that grows with what really comes out, never with what a header claims.
/// On `CZip_whole` and `CZip_damaged` the caller owns `*output` (may be NULL when empty) and frees it with `free`.
CZip_result CZip_inflate(const uint8_t *input, size_t length, size_t limit, uint8_t **output, size_t *output_length);

/// Compresses into raw DEFLATE data, for writing ZIP files. Returns the length, or 0 when `capacity` is too small.
size_t CZip_deflate(const uint8_t *input, size_t length, uint8_t *output, size_t capacity);

/// CRC-32 as ZIP files have it.
uint32_t CZip_crc32(const uint8_t *input, size_t length);
