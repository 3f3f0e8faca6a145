// Vectors of eight: x86-64 since 2013.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

static inline float sumOfLanes(__m256 v) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

static inline float greatestOfLanes(__m256 v) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

static inline void storeLowHalves(short *p, __m256 v) {
    __m256i low = _mm256_and_si256(_mm256_castps_si256(v), _mm256_set1_epi32(0xffff));
    _mm_storeu_si128((__m128i *)p, _mm_packus_epi32(_mm256_castsi256_si128(low), _mm256_extracti128_si256(low, 1)));
}

static inline int fourAt(const void *p) { int four; memcpy(&four, p, sizeof four); return four; }

static inline void loadQuads(const int8_t *p, __m256i *first, __m256i *second) {
    // Of the columns 0 to 3 and of 4 to 7; the shuffle takes two of each to either half, the permutation puts them in order.
    __m256 low = _mm256_castsi256_ps(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)p)));
    __m256 high = _mm256_castsi256_ps(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(p + 16))));
    *first = _mm256_permute4x64_epi64(_mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88)), 0xd8);
    *second = _mm256_permute4x64_epi64(_mm256_castps_si256(_mm256_shuffle_ps(low, high, 0xdd)), 0xd8);
}

#define LEVEL VectorKernelsAVX2
#define LEVEL_NAME "AVX2"
#define V __m256
#define W 8
#define TILE_ROWS 6
#define TILE_PANELS 1
#define LOAD(p) _mm256_loadu_ps(p)
#define STORE(p, v) _mm256_storeu_ps(p, v)
#define SET(x) _mm256_set1_ps(x)
#define ADD(a, b) _mm256_add_ps(a, b)
#define MUL(a, b) _mm256_mul_ps(a, b)
#define FMA(a, b, c) _mm256_fmadd_ps(a, b, c)
#define MAX(a, b) _mm256_max_ps(a, b)
#define TOTAL(v) sumOfLanes(v)
#define GREATEST(v) greatestOfLanes(v)
#define LOAD_SHORTS(p) _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(p))))
#define STORE_LOW_HALVES(p, v) storeLowHalves(p, v)
#define I __m256i
#define PAIRS __m256i
#define ZERO _mm256_setzero_si256()
#define LOAD_QUADS(p, first, second) loadQuads(p, &first, &second)
#define SET_PAIR(p) _mm256_set1_epi32(fourAt(p))
#define LOAD_SHORT_PAIRS(p) _mm256_loadu_si256((const __m256i *)(p))
#define LOAD_BYTE_PAIRS(p) _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(p)))
#define LOW_NIBBLES(v) _mm256_and_si256(v, _mm256_set1_epi16(15))
#define HIGH_NIBBLES(v) _mm256_srli_epi16(v, 4)
#define ADD_PRODUCTS(sum, a, b) _mm256_add_epi32(sum, _mm256_madd_epi16(a, b))
#define TO_FLOATS(v) _mm256_cvtepi32_ps(v)
#define QUADS __m256i
#define SET_BYTES(p) _mm256_set1_epi32(fourAt(p))
#define BIT_SUMS __m256i
#define NO_BITS _mm256_setzero_si256()
#define LOAD_BYTE_QUADS(p) _mm256_loadu_si256((const __m256i *)(p))
// Sums of 16 bits, each of two bytes at a time: 128 x 2 x 127 fits.
#define ADD_BITS(sum, bits, bytes) _mm256_add_epi16(sum, _mm256_maddubs_epi16(bits, bytes))
#define TOTAL_BITS(v) _mm256_madd_epi16(v, _mm256_set1_epi16(1))
#define EXPAND(bits, out) VectorExpandBits(bits, out)
#include "Kernels.h"
#pragma clang attribute pop
#endif
