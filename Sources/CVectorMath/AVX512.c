// Vectors of sixteen, a whole panel in one register, with products of pairs added in one instruction (VNNI); and registers for a tile of
// twelve rows by two panels.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vnni,avx2,fma"))), apply_to = function)

static inline void loadQuads(const int8_t *p, __m512i *first, __m512i *second) {
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    __m512i low = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)p));
    __m512i high = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(p + 32)));
    *first = _mm512_permutex2var_epi32(low, even, high);
    *second = _mm512_permutex2var_epi32(low, _mm512_add_epi32(even, _mm512_set1_epi32(1)), high);
}

static inline void expand(const uint8_t *bits, uint8_t *out) {
    for (int i = 0; i < 8; i++, bits += 8, out += 64) {
        uint64_t mask;
        memcpy(&mask, bits, sizeof mask);
        _mm512_storeu_si512(out, _mm512_maskz_set1_epi8(mask, 1));
    }
}

static inline int fourAt(const void *p) { int four; memcpy(&four, p, sizeof four); return four; }

#define LEVEL VectorKernelsAVX512
#define LEVEL_NAME "AVX-512"
#define V __m512
#define W 16
#define TILE_ROWS 12
#define TILE_PANELS 2
#define LOAD(p) _mm512_loadu_ps(p)
#define STORE(p, v) _mm512_storeu_ps(p, v)
#define SET(x) _mm512_set1_ps(x)
#define ADD(a, b) _mm512_add_ps(a, b)
#define MUL(a, b) _mm512_mul_ps(a, b)
#define FMA(a, b, c) _mm512_fmadd_ps(a, b, c)
#define MAX(a, b) _mm512_max_ps(a, b)
#define TOTAL(v) _mm512_reduce_add_ps(v)
#define GREATEST(v) _mm512_reduce_max_ps(v)
#define LOAD_SHORTS(p) _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(_mm256_loadu_si256((const __m256i *)(p))))
#define STORE_LOW_HALVES(p, v) _mm256_storeu_si256((__m256i *)(p), _mm512_cvtepi32_epi16(_mm512_castps_si512(v)))
#define I __m512i
#define PAIRS __m512i
#define ZERO _mm512_setzero_si512()
#define LOAD_QUADS(p, first, second) loadQuads(p, &first, &second)
#define SET_PAIR(p) _mm512_set1_epi32(fourAt(p))
#define LOAD_SHORT_PAIRS(p) _mm512_loadu_si512(p)
#define LOAD_BYTE_PAIRS(p) _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(p)))
#define LOW_NIBBLES(v) _mm512_and_si512(v, _mm512_set1_epi16(15))
#define HIGH_NIBBLES(v) _mm512_srli_epi16(v, 4)
#define ADD_PRODUCTS(sum, a, b) _mm512_dpwssd_epi32(sum, a, b)
#define TO_FLOATS(v) _mm512_cvtepi32_ps(v)
#define QUADS __m512i
#define SET_BYTES(p) _mm512_set1_epi32(fourAt(p))
#define BIT_SUMS __m512i
#define NO_BITS _mm512_setzero_si512()
#define LOAD_BYTE_QUADS(p) _mm512_loadu_si512(p)
#define ADD_BITS(sum, a, b) _mm512_dpbusd_epi32(sum, a, b)
#define TOTAL_BITS(v) (v)
#define EXPAND(bits, out) expand(bits, out)
#include "Kernels.h"
#pragma clang attribute pop

// The same with the products by tiles.
#include "Tiles.h"
const VectorKernels VectorKernelsAMX = TABLE("AMX", multiplyTiles, compareTiles);
#endif
