#include "CVectorMath.h"
#include <string.h>

extern const VectorKernels VectorKernelsGeneric;
#if defined(__x86_64__)
extern const VectorKernels VectorKernelsAVX2, VectorKernelsAVX512;
#endif

const VectorKernels *VectorKernelsAt(int level) {
    switch (level) {
    case 0: return &VectorKernelsGeneric;
#if defined(__x86_64__)
    case 1:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c") ? &VectorKernelsAVX2
                                                                                                               : NULL;
    case 2: return __builtin_cpu_supports("avx512f") && VectorKernelsAt(1) ? &VectorKernelsAVX512 : NULL;
#endif
    default: return NULL;
    }
}

/// Single to half precision, to the nearest and on a tie to the even one; beyond the range to the largest finite number.
static uint16_t half(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)((bits >> 16) & 0x8000u);
    uint32_t magnitude = bits & 0x7fffffffu;
    if (magnitude >= 0x477ff000u) return sign | 0x7bffu;
    if (magnitude < 0x38800000u) {
        // Below the smallest normal number the unit is 2^-24; adding 0.5 lets the adder round to it.
        float shifted;
        memcpy(&shifted, &magnitude, sizeof shifted);
        shifted += 0.5f;
        memcpy(&magnitude, &shifted, sizeof magnitude);
        return sign | (uint16_t)(magnitude - 0x3f000000u);
    }
    uint32_t odd = (magnitude >> 13) & 1;
    return sign | (uint16_t)((magnitude - 0x38000000u + 0xfffu + odd) >> 13);
}

void VectorPack(const float *matrix, size_t stride, size_t depth, size_t columns, uint16_t *panels) {
    for (size_t first = 0; first < columns; first += VectorPanelWidth)
        for (size_t k = 0; k < depth; k++)
            for (size_t j = first; j < first + VectorPanelWidth; j++)
                *panels++ = j < columns ? half(matrix[k * stride + j]) : 0;
}
