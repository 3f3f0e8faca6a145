#include "CDeflate.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

struct CDeflate_stream {
    int is_zstd;
    z_stream zlib;
    ZSTD_CStream *zstd;
};

CDeflate_stream *CDeflate_create(int is_zstd) {
    CDeflate_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->is_zstd = is_zstd;
    int is_ready = is_zstd ? (stream->zstd = ZSTD_createCStream()) != NULL : deflateInit(&stream->zlib, Z_DEFAULT_COMPRESSION) == Z_OK;
    if (is_ready) return stream;
    free(stream);
    return NULL;
}

void CDeflate_destroy(CDeflate_stream *stream) {
    if (!stream->is_zstd) deflateEnd(&stream->zlib);
    ZSTD_freeCStream(stream->zstd);
    free(stream);
}

size_t CDeflate_message(CDeflate_stream *stream, const uint8_t *message, size_t length, uint8_t *output, size_t capacity) {
    if (stream->is_zstd) {
        ZSTD_inBuffer in = {.src = message, .size = length};
        ZSTD_outBuffer out = {.dst = output, .size = capacity};
        size_t left = ZSTD_compressStream2(stream->zstd, &out, &in, ZSTD_e_flush);
        return left == 0 ? out.pos : 0;
    }
    stream->zlib.next_in = (Bytef *)message;
    stream->zlib.avail_in = (uInt)length;
    stream->zlib.next_out = output;
    stream->zlib.avail_out = (uInt)capacity;
    int code = deflate(&stream->zlib, Z_SYNC_FLUSH);
    return code == Z_OK && stream->zlib.avail_out > 0 ? capacity - stream->zlib.avail_out : 0;
}
