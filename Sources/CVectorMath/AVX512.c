// Vectors of sixteen, a whole panel in one register, with products of pairs added in one instruction (VNNI); and registers for a tile of
// twelve rows by two panels.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vnni,avx2,fma"))), apply_to = function)

static inline int pairAt(const short *p) { int pair; memcpy(&pair, p, sizeof pair); return pair; }

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
#define LOAD_PAIRS(p) _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(p)))
#define SET_PAIR(p) _mm512_set1_epi32(pairAt(p))
#define LOAD_SHORT_PAIRS(p) _mm512_loadu_si512(p)
#define LOAD_BYTE_PAIRS(p) _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(p)))
#define ADD_PRODUCTS(sum, a, b) _mm512_dpwssd_epi32(sum, a, b)
#define TO_FLOATS(v) _mm512_cvtepi32_ps(v)
#include "Kernels.h"
#pragma clang attribute pop
#endif
