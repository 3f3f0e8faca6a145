// Vectors of sixteen: a whole panel in one register, and registers for a tile of twelve rows by two panels.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma,f16c"))), apply_to = function)

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
#define LOAD_HALF(p) _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(p)))
#define LOAD_BYTES(p) _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(p))))
#include "Kernels.h"
#pragma clang attribute pop
#endif
