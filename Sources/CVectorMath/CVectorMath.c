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
    case 1: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &VectorKernelsAVX2 : NULL;
    case 2:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni")
                       && VectorKernelsAt(1)
                   ? &VectorKernelsAVX512
                   : NULL;
#endif
    default: return NULL;
    }
}

const VectorKernels *VectorKernelsBest(void) {
    const VectorKernels *best = &VectorKernelsGeneric;
    for (int level = 1; level <= 2; level++)
        if (VectorKernelsAt(level)) best = VectorKernelsAt(level);
    return best;
}

int VectorPackToken(const uint8_t *numbers, uint8_t *row) {
    const size_t half = VectorTokenLength / 2, quarter = VectorTokenLength / 4;
    uint8_t least = 255, most = 0;
    for (size_t i = 0; i < VectorTokenLength; i++) {
        if (numbers[i] < least) least = numbers[i];
        if (numbers[i] > most) most = numbers[i];
    }
    if (most - least > 63) return -1;
    memset(row, 0, VectorTokenBytes);
    for (size_t i = 0; i < VectorTokenLength; i++) {
        uint8_t bits = numbers[i] - least;
        row[i % half] |= (uint8_t)((bits & 15) << (i < half ? 0 : 4));
        row[half + i % quarter] |= (uint8_t)(bits >> 4 << 2 * (i / quarter));
    }
    return least;
}

void VectorCopyRows(const uint8_t *rows, size_t length, const uint32_t *places, size_t count, uint8_t *out) {
    const size_t ahead = 8, line = 64;
    for (size_t i = 0; i < count; i++) {
        if (i + ahead < count)
            for (size_t byte = 0; byte < length; byte += line) __builtin_prefetch(rows + places[i + ahead] * length + byte);
        memcpy(out + i * length, rows + places[i] * length, length);
    }
}
