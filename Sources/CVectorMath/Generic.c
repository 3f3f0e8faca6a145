// Any processor: the compiler's own vectors of four, which it maps to SSE2 or NEON.
#include <stdint.h>
#include <string.h>

typedef float Floats __attribute__((vector_size(16)));
typedef uint32_t Words __attribute__((vector_size(16)));

static inline Floats load(const float *p) { Floats v; memcpy(&v, p, sizeof v); return v; }
static inline void store(float *p, Floats v) { memcpy(p, &v, sizeof v); }

/// Half to single precision without the instruction: exponent and fraction are moved into place, and a multiplication by 2^112 makes
/// up for the difference of the exponents' biases, also for the smallest numbers. Infinities do not occur in weights.
static inline Floats loadHalf(const uint16_t *p) {
    Words bits = {p[0], p[1], p[2], p[3]};
    Words sign = (bits & 0x8000u) << 16, magnitude = (bits & 0x7fffu) << 13;
    Floats value;
    memcpy(&value, &magnitude, sizeof value);
    value *= 0x1p112f;
    memcpy(&magnitude, &value, sizeof value);
    magnitude |= sign;
    memcpy(&value, &magnitude, sizeof value);
    return value;
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
static inline float sumOfLanes(Floats v) { return (v[0] + v[1]) + (v[2] + v[3]); }
#define TOTAL(v) sumOfLanes(v)
#define LOAD_HALF(p) loadHalf(p)
#define LOAD_BYTES(p) ((Floats){(p)[0], (p)[1], (p)[2], (p)[3]})
#include "Kernels.h"
