// The kernels, written once over a vector type. A file that includes this defines before:
//   LEVEL          the name of the table to define
//   LEVEL_NAME     its name as text
//   V, W           a vector of floats and how many it holds (W divides 16)
//   LOAD STORE SET ADD MUL FMA(a, b, c) = a * b + c, MAX, TOTAL (sum of lanes), LOAD_HALF, LOAD_BYTES
//   TILE_ROWS      rows of a tile of the product, at most 12
//   TILE_PANELS    panels of a tile: as many as leave all its sums in registers
#include "CVectorMath.h"
#include <math.h>

#define PER_PANEL (VectorPanelWidth / W)
#define INLINE static inline __attribute__((always_inline))

static void dequantise(const uint8_t *row, float scale, float low, const float *minus, float *out, size_t count) {
    V vscale = SET(scale), vlow = SET(low);
    size_t i = 0;
    for (; i + W <= count; i += W)
        STORE(out + i, ADD(FMA(LOAD_BYTES(row + i), vscale, vlow), MUL(LOAD(minus + i), SET(-1.0f))));
    for (; i < count; i++) out[i] = scale * (float)row[i] + low - minus[i];
}

/// One tile of the product. `rows` and `panels` are constants where this is inlined, so that the sums stay in registers.
INLINE void tile(const float *a, size_t lda, size_t rows, size_t depth, const uint16_t *b, size_t panels,
                 const float *start, float *c, size_t ldc) {
    V sums[TILE_ROWS][TILE_PANELS * PER_PANEL];
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++)
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++) sums[r][j] = LOAD((start ? start : c + r * ldc) + j * W);
    for (size_t k = 0; k < depth; k++) {
        V columns[TILE_PANELS * PER_PANEL];
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++)
            columns[j] = LOAD_HALF(b + ((j / PER_PANEL) * depth + k) * VectorPanelWidth + (j % PER_PANEL) * W);
        #pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            V value = SET(a[r * lda + k]);
            #pragma clang loop unroll(full)
            for (size_t j = 0; j < panels * PER_PANEL; j++) sums[r][j] = FMA(value, columns[j], sums[r][j]);
        }
    }
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++)
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++) STORE(c + r * ldc + j * W, sums[r][j]);
}

/// The tiles of one group of panels, from the first row to the last, as even in height as can be: a tile of few rows waits for its sums.
INLINE void stripe(const float *a, size_t lda, size_t rows, size_t depth, const uint16_t *b, size_t panels,
                   const float *start, float *c, size_t ldc) {
    size_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
    for (size_t t = 0, row = 0; t < tiles; t++) {
        size_t height = (rows - row + (tiles - t) - 1) / (tiles - t);
        const float *from = a + row * lda;
        float *to = c + row * ldc;
        switch (height) {
        #define HEIGHT(n) case n: if (n <= TILE_ROWS) tile(from, lda, n, depth, b, panels, start, to, ldc); break;
        HEIGHT(1) HEIGHT(2) HEIGHT(3) HEIGHT(4) HEIGHT(5) HEIGHT(6)
        HEIGHT(7) HEIGHT(8) HEIGHT(9) HEIGHT(10) HEIGHT(11) HEIGHT(12)
        #undef HEIGHT
        }
        row += height;
    }
}

static void multiply(const float *a, size_t lda, size_t rows, size_t depth, const uint16_t *panels, size_t columns,
                     const float *start, float *c, size_t ldc) {
    size_t count = columns / VectorPanelWidth, p = 0;
    // The panels of a stripe stay in the second-level cache while all rows pass by.
    for (; p + TILE_PANELS <= count; p += TILE_PANELS)
        stripe(a, lda, rows, depth, panels + p * depth * VectorPanelWidth, TILE_PANELS,
               start ? start + p * VectorPanelWidth : start, c + p * VectorPanelWidth, ldc);
    for (; p < count; p++)
        stripe(a, lda, rows, depth, panels + p * depth * VectorPanelWidth, 1,
               start ? start + p * VectorPanelWidth : start, c + p * VectorPanelWidth, ldc);
}

static float dot(const float *a, const float *b, size_t count) {
    V even = SET(0), odd = SET(0);
    size_t i = 0;
    for (; i + 2 * W <= count; i += 2 * W) {
        even = FMA(LOAD(a + i), LOAD(b + i), even);
        odd = FMA(LOAD(a + i + W), LOAD(b + i + W), odd);
    }
    float total = TOTAL(ADD(even, odd));
    for (; i < count; i++) total += a[i] * b[i];
    return total;
}

static void sum(const float *x, size_t stride, size_t rows, size_t count, float *out) {
    for (size_t r = 0; r < rows; r++) {
        const float *row = x + r * stride;
        size_t i = 0;
        for (; i + W <= count; i += W) STORE(out + i, ADD(LOAD(out + i), LOAD(row + i)));
        for (; i < count; i++) out[i] += row[i];
    }
}

static void normalise(float *x, size_t stride, size_t rows, size_t count, const float *gamma, const float *beta, float epsilon) {
    for (size_t r = 0; r < rows; r++) {
        float *row = x + r * stride;
        V total = SET(0);
        size_t i = 0;
        for (; i + W <= count; i += W) total = ADD(total, LOAD(row + i));
        float mean = TOTAL(total);
        for (; i < count; i++) mean += row[i];
        mean /= (float)count;
        V shift = SET(-mean);
        for (i = 0; i + W <= count; i += W) STORE(row + i, ADD(LOAD(row + i), shift));
        for (; i < count; i++) row[i] -= mean;
        float factor = 1.0f / sqrtf(dot(row, row, count) / (float)count + epsilon);
        V vfactor = SET(factor);
        for (i = 0; i + W <= count; i += W)
            STORE(row + i, FMA(MUL(LOAD(row + i), vfactor), LOAD(gamma + i), LOAD(beta + i)));
        for (; i < count; i++) row[i] = row[i] * factor * gamma[i] + beta[i];
    }
}

static void rectify(float *c, size_t ldc, const float *residual, size_t ldr, size_t rows, size_t count) {
    for (size_t r = 0; r < rows; r++) {
        float *row = c + r * ldc;
        const float *other = residual + r * ldr;
        size_t i = 0;
        for (; i + W <= count; i += W) STORE(row + i, ADD(MAX(LOAD(row + i), SET(0)), LOAD(other + i)));
        for (; i < count; i++) row[i] = (row[i] > 0 ? row[i] : 0) + other[i];
    }
}

static void maximum(const float *x, size_t stride, const uint32_t *index, size_t indices, size_t count, float *out) {
    size_t j = 0;
    for (; j + W <= count; j += W) {
        V best = LOAD(out + j);
        for (size_t i = 0; i < indices; i++) best = MAX(best, LOAD(x + index[i] * stride + j));
        STORE(out + j, best);
    }
    for (; j < count; j++)
        for (size_t i = 0; i < indices; i++)
            if (x[index[i] * stride + j] > out[j]) out[j] = x[index[i] * stride + j];
}

const VectorKernels LEVEL = {LEVEL_NAME, dequantise, multiply, normalise, rectify, sum, maximum, dot};
