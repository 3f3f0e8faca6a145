#include "CInflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct CInflate_stream {
    CInflate_format format;
    z_stream zlib;
    ZSTD_DStream *zstd;
};

CInflate_stream *CInflate_create(CInflate_format format) {
    CInflate_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->format = format;
    int is_ready = format == CInflate_zlib ? inflateInit(&stream->zlib) == Z_OK : (stream->zstd = ZSTD_createDStream()) != NULL;
    if (is_ready) return stream;
    free(stream);
    return NULL;
}

void CInflate_destroy(CInflate_stream *stream) {
    if (stream->format == CInflate_zlib) inflateEnd(&stream->zlib);
    ZSTD_freeDStream(stream->zstd);
    free(stream);
}

static CInflate_step zlib_step(z_stream *zlib, const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    // zlib counts in 32 bits; the caller comes again with what is left.
    uInt in = length > 1u << 30 ? 1u << 30 : (uInt)length;
    uInt out = capacity > 1u << 30 ? 1u << 30 : (uInt)capacity;
    zlib->next_in = (Bytef *)input;
    zlib->avail_in = in;
    zlib->next_out = output;
    zlib->avail_out = out;
    int code = inflate(zlib, Z_SYNC_FLUSH);
    CInflate_step step = {.consumed = in - zlib->avail_in, .produced = out - zlib->avail_out};
    switch (code) {
    // That nothing could be done is no error: all input is used up.
    case Z_OK:
    case Z_BUF_ERROR: step.status = CInflate_going; break;
    case Z_STREAM_END: step.status = CInflate_ended; break;
    case Z_MEM_ERROR: step.status = CInflate_no_memory; break;
    default: step.status = CInflate_damaged;
    }
    return step;
}

static CInflate_step zstd_step(ZSTD_DStream *zstd, const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    ZSTD_inBuffer in = {.src = input, .size = length};
    ZSTD_outBuffer out = {.dst = output, .size = capacity};
    size_t code = ZSTD_decompressStream(zstd, &out, &in);
    CInflate_step step = {.consumed = in.pos, .produced = out.pos, .status = CInflate_going};
    if (ZSTD_isError(code))
        step.status = ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation ? CInflate_no_memory : CInflate_damaged;
    else if (code == 0)
        step.status = CInflate_ended;
    return step;
}

CInflate_step CInflate_inflate(CInflate_stream *stream, const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    return stream->format == CInflate_zlib ? zlib_step(&stream->zlib, input, length, output, capacity)
                                           : zstd_step(stream->zstd, input, length, output, capacity);
}
