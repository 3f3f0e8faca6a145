#include "CVectorMath.h"
#include <string.h>
#if defined(__x86_64__) && defined(__linux__)
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

extern const VectorKernels VectorKernelsGeneric;
#if defined(__x86_64__)
extern const VectorKernels VectorKernelsAVX2, VectorKernelsAVX512, VectorKernelsAMX;
#endif

#if defined(__x86_64__)
/// Whether the system lets this process use tiles, which have to be asked for: their registers make each thread's saved state 8 kB larger
/// (Linux, Documentation/arch/x86/xstate.rst).
static int mayUseTiles(void) {
#if defined(__linux__)
    enum { requestPermission = 0x1023, tileData = 18, unknown = 0, granted = 1, refused = 2 };
    static _Atomic int answer = unknown;
    if (answer == unknown) answer = syscall(SYS_arch_prctl, requestPermission, tileData) == 0 ? granted : refused;
    return answer == granted;
#else
    return 0;
#endif
}
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
    case 3: return __builtin_cpu_supports("amx-int8") && VectorKernelsAt(2) && mayUseTiles() ? &VectorKernelsAMX : NULL;
#endif
    default: return NULL;
    }
}

const VectorKernels *VectorKernelsBest(void) {
    const VectorKernels *best = &VectorKernelsGeneric;
    for (int level = 1; level <= 3; level++)
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

typedef float Four __attribute__((vector_size(16)));
static inline Four loadFour(const float *x) { Four v; memcpy(&v, x, sizeof v); return v; }
static inline void storeFour(float *x, Four v) { memcpy(x, &v, sizeof v); }

void VectorRotate(float *restrict x) {
    // Knuth's multiplicative hash of a number's place decides its sign.
    for (uint32_t i = 0; i < VectorTokenLength; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        bits ^= (i + 1) * UINT32_C(2654435761) & UINT32_C(0x80000000);
        memcpy(x + i, &bits, sizeof bits);
    }
    // The transform's first two steps within each four, which get the factor that keeps the length, 1 / sqrt(512); then all others.
    for (size_t i = 0; i < VectorTokenLength; i += 4) {
        Four v = loadFour(x + i);
        v = __builtin_shufflevector(v, v, 0, 0, 2, 2) + __builtin_shufflevector(v, v, 1, 1, 3, 3) * (Four){1, -1, 1, -1};
        v = __builtin_shufflevector(v, v, 0, 1, 0, 1) + __builtin_shufflevector(v, v, 2, 3, 2, 3) * (Four){1, 1, -1, -1};
        storeFour(x + i, v * 0.044194173824159216f);
    }
    for (size_t half = 4; half < VectorTokenLength; half *= 2)
        for (size_t start = 0; start < VectorTokenLength; start += 2 * half)
            for (size_t i = start; i < start + half; i += 4) {
                Four a = loadFour(x + i), b = loadFour(x + i + half);
                storeFour(x + i, a + b);
                storeFour(x + i + half, a - b);
            }
}

float VectorSignRow(const float *x, uint8_t *row) {
    Four length = {0};
    for (size_t byte = 0; byte < VectorTokenLength / 8; byte++) {
        const float *here = x + 8 * byte;
        unsigned bits = 0;
        for (unsigned n = 0; n < 8; n++) bits |= (unsigned)(here[n] > 0) << n;
        row[byte] = (uint8_t)bits;
        length += __builtin_elementwise_abs(loadFour(here)) + __builtin_elementwise_abs(loadFour(here + 4));
    }
    float total = length[0] + length[1] + length[2] + length[3], factor = total > 0 ? 1 / total : 0;
    memcpy(row + VectorTokenLength / 8, &factor, sizeof factor);
    return factor;
}

void VectorExpandBits(const uint8_t *bits, uint8_t *out) {
    for (size_t i = 0; i < VectorTokenLength / 8; i++) {
        // The byte eight times over, bit n alone left of copy n; what is not 0 then carries into the copy's highest bit.
        uint64_t copies = bits[i] * UINT64_C(0x0101010101010101) & UINT64_C(0x8040201008040201);
        copies = (copies + UINT64_C(0x7f7f7f7f7f7f7f7f)) >> 7 & UINT64_C(0x0101010101010101);
        for (int n = 0; n < 8; n++) out[8 * i + n] = (uint8_t)(copies >> 8 * n);
    }
}
