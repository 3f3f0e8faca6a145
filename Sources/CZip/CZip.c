#include "CZip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

CZip_result CZip_inflate(const uint8_t *input, size_t length, size_t limit, uint8_t **output, size_t *output_length) {
    *output = NULL;
    *output_length = 0;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return CZip_no_memory;

    uint8_t *buffer = NULL;
    size_t capacity = 0, written = 0, consumed = 0;
    int status = Z_OK;
    CZip_result result = CZip_whole;
    while (status != Z_STREAM_END) {
        if (written == capacity) {
            size_t larger = capacity ? capacity * 2 : 64 * 1024;
            if (larger > limit + 1) larger = limit + 1;
            uint8_t *grown = written > limit ? NULL : realloc(buffer, larger);
            if (!grown) {
                result = written > limit ? CZip_too_large : CZip_no_memory;
                break;
            }
            buffer = grown;
            capacity = larger;
        }
        // zlib counts in 32 bits.
        uInt in = length - consumed > 1u << 30 ? 1u << 30 : (uInt)(length - consumed);
        uInt out = capacity - written > 1u << 30 ? 1u << 30 : (uInt)(capacity - written);
        stream.next_in = (Bytef *)(input + consumed);
        stream.avail_in = in;
        stream.next_out = buffer + written;
        stream.avail_out = out;
        status = inflate(&stream, Z_NO_FLUSH);
        consumed += in - stream.avail_in;
        written += out - stream.avail_out;
        if (written > limit) {
            result = CZip_too_large;
            break;
        }
        if (status != Z_OK && status != Z_STREAM_END) {
            result = status == Z_MEM_ERROR ? CZip_no_memory : CZip_damaged;
            break;
        }
    }
    inflateEnd(&stream);
    if (result == CZip_whole || result == CZip_damaged) {
        *output = buffer;
        *output_length = written;
    } else {
        free(buffer);
    }
    return result;
}

size_t CZip_deflate(const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)length;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int status = deflate(&stream, Z_FINISH);
    size_t written = capacity - stream.avail_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

uint32_t CZip_crc32(const uint8_t *input, size_t length) { return (uint32_t)crc32(0, input, (uInt)length); }
