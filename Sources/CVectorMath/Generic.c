// Any processor: the compiler's own vectors of four, which it maps to SSE2 or NEON.
#include <stdint.h>
#include <string.h>

typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Words __attribute__((vector_size(16)));
typedef int32_t Products __attribute__((vector_size(32)));
typedef int16_t Shorts __attribute__((vector_size(16)));
typedef int16_t FewShorts __attribute__((vector_size(8)));
typedef int16_t ManyShorts __attribute__((vector_size(32)));
typedef int8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t PlainBytes __attribute__((vector_size(8)));

static inline Floats load(const float *p) { Floats v; memcpy(&v, p, sizeof v); return v; }
static inline void store(float *p, Floats v) { memcpy(p, &v, sizeof v); }
static inline float sumOfLanes(Floats v) { return (v[0] + v[1]) + (v[2] + v[3]); }
static inline float greatestOfLanes(Floats v) {
    float a = v[0] > v[1] ? v[0] : v[1], b = v[2] > v[3] ? v[2] : v[3];
    return a > b ? a : b;
}

static inline void loadQuads(const int8_t *p, Shorts *first, Shorts *second) {
    Bytes v;
    memcpy(&v, p, sizeof v);
    ManyShorts all = __builtin_convertvector(v, ManyShorts);
    *first = __builtin_shufflevector(all, all, 0, 1, 4, 5, 8, 9, 12, 13);
    *second = __builtin_shufflevector(all, all, 2, 3, 6, 7, 10, 11, 14, 15);
}
static inline Shorts setPair(const int16_t *p) { return (Shorts){p[0], p[1], p[0], p[1], p[0], p[1], p[0], p[1]}; }
static inline Words addProducts(Words sum, Shorts a, Shorts b) {
    Products all = __builtin_convertvector(a, Products) * __builtin_convertvector(b, Products);
    return sum + __builtin_shufflevector(all, all, 0, 2, 4, 6) + __builtin_shufflevector(all, all, 1, 3, 5, 7);
}
static inline Bytes loadBytesOf(const int8_t *p) { Bytes v; memcpy(&v, p, sizeof v); return v; }
static inline Bytes setBytes(const uint8_t *p) {
    return (Bytes){p[0], p[1], p[2], p[3], p[0], p[1], p[2], p[3], p[0], p[1], p[2], p[3], p[0], p[1], p[2], p[3]};
}
static inline Words totalBits(const ManyShorts *sums) {
    ManyShorts v = *sums;
    Products wide = __builtin_convertvector(__builtin_shufflevector(v, v, 0, 1, 4, 5, 8, 9, 12, 13), Products)
                    + __builtin_convertvector(__builtin_shufflevector(v, v, 2, 3, 6, 7, 10, 11, 14, 15), Products);
    return __builtin_shufflevector(wide, wide, 0, 2, 4, 6) + __builtin_shufflevector(wide, wide, 1, 3, 5, 7);
}
static inline Floats loadShorts(const int16_t *p) {
    FewShorts v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, Floats);
}
static inline Shorts loadShortPairs(const int16_t *p) { Shorts v; memcpy(&v, p, sizeof v); return v; }
static inline Shorts loadBytePairs(const uint8_t *p) {
    PlainBytes v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, Shorts);
}
static inline void storeLowHalves(int16_t *p, Floats v) {
    Words bits;
    memcpy(&bits, &v, sizeof bits);
    FewShorts low = __builtin_convertvector(bits, FewShorts);
    memcpy(p, &low, sizeof low);
}

#define LEVEL VectorKernelsGeneric
#define LEVEL_NAME "generic"
#define V Floats
#define W 4
#define TILE_ROWS 2
#define TILE_PANELS 1
#define LOAD(p) load(p)
#define STORE(p, v) store(p, v)
#define SET(x) ((Floats){(x), (x), (x), (x)})
#define ADD(a, b) ((a) + (b))
#define MUL(a, b) ((a) * (b))
#define FMA(a, b, c) ((a) * (b) + (c))
#define MAX(a, b) __builtin_elementwise_max(a, b)
#define TOTAL(v) sumOfLanes(v)
#define GREATEST(v) greatestOfLanes(v)
#define LOAD_SHORTS(p) loadShorts(p)
#define STORE_LOW_HALVES(p, v) storeLowHalves(p, v)
#define I Words
#define PAIRS Shorts
#define ZERO ((Words){0, 0, 0, 0})
#define LOAD_QUADS(p, first, second) loadQuads(p, &first, &second)
#define SET_PAIR(p) setPair(p)
#define LOAD_SHORT_PAIRS(p) loadShortPairs(p)
#define LOAD_BYTE_PAIRS(p) loadBytePairs(p)
#define LOW_NIBBLES(v) ((v) & 15)
#define HIGH_NIBBLES(v) ((v) >> 4)
#define ADD_PRODUCTS(sum, a, b) addProducts(sum, a, b)
#define TO_FLOATS(v) __builtin_convertvector(v, Floats)
#define QUADS Bytes
#define SET_BYTES(p) setBytes(p)
#define BIT_SUMS ManyShorts
#define NO_BITS ((ManyShorts){0})
#define LOAD_BYTE_QUADS(p) loadBytesOf(p)
// A byte of 1 becomes a mask; the sums fit 16 bits, for 128 x 127 < 2^15.
#define ADD_BITS(sum, bits, bytes) ((sum) + __builtin_convertvector(-(bits) & (bytes), ManyShorts))
#define TOTAL_BITS(v) totalBits(&(v))
#define EXPAND(bits, out) VectorExpandBits(bits, out)
#include "Kernels.h"
