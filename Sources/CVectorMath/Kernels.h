// The kernels, written once over a vector type. A file that includes this defines before:
//   LEVEL          the name of the table to define
//   LEVEL_NAME     its name as text
//   V, W           a vector of floats and how many it holds (W divides 16)
//   LOAD STORE SET ADD MUL FMA(a, b, c) = a * b + c, MAX, TOTAL (sum of lanes), GREATEST (of lanes)
//   LOAD_SHORTS    W 16-bit numbers as floats; STORE_LOW_HALVES the lower 16 bits of each lane
//   I, PAIRS       a vector of W 32-bit sums, and one of W pairs of 16-bit numbers
//   ZERO LOAD_QUADS(p, first, second) (of W times four bytes the first pairs and the second ones), LOAD_SHORT_PAIRS,
//                  LOAD_BYTE_PAIRS (of bytes without sign), LOW_NIBBLES and HIGH_NIBBLES (of such pairs), SET_PAIR (one pair in all lanes),
//                  ADD_PRODUCTS(sum, a, b) = sum + a.even * b.even + a.odd * b.odd, TO_FLOATS
//   QUADS, BIT_SUMS  W times four bytes, and what sums up 128 of them with bytes of 0 and 1: NO_BITS, SET_BYTES (four bytes in all lanes),
//                  LOAD_BYTE_QUADS, ADD_BITS(sum, bits, bytes), TOTAL_BITS (one 32-bit sum for each four)
//   EXPAND(bits, out)  each of 512 bits as a byte of 0 or 1
//   TILE_ROWS      rows of a tile of the product, at most 12
//   TILE_PANELS    panels of a tile: as many as leave all its sums in registers
#include "CVectorMath.h"
#include <math.h>
#include <string.h>

#define PER_PANEL (VectorPanelWidth / W)
/// How many fours of numbers ahead of their use a panel's line is asked for: as long as memory takes.
#define FETCHED_AHEAD 24
#define INLINE static inline __attribute__((always_inline))

static void unpack(const uint8_t *row, int base, int16_t *out) {
    const uint8_t *high = row + VectorTokenLength / 2;
    for (size_t i = 0; i < 128; i++) {
        out[i] = (int16_t)(base + ((row[i] & 15) | (high[i] & 3) << 4));
        out[i + 128] = (int16_t)(base + ((row[i + 128] & 15) | (high[i] & 12) << 2));
        out[i + 256] = (int16_t)(base + (row[i] >> 4 | (high[i] & 48)));
        out[i + 384] = (int16_t)(base + (row[i + 128] >> 4 | (high[i] & 192) >> 2));
    }
}

static void dequantise(const int16_t *values, float scale, float low, const float *minus, float *out, size_t count) {
    V vscale = SET(scale), vlow = SET(low);
    size_t i = 0;
    for (; i + W <= count; i += W)
        STORE(out + i, ADD(FMA(LOAD_SHORTS(values + i), vscale, vlow), MUL(LOAD(minus + i), SET(-1.0f))));
    for (; i < count; i++) out[i] = scale * (float)values[i] + low - minus[i];
}

/// The scale that makes the greatest number the limit.
INLINE float scaleOf(const float *x, size_t count, float limit) {
    V most = SET(0);
    size_t i = 0;
    for (; i + W <= count; i += W) {
        V v = LOAD(x + i);
        most = MAX(most, MAX(v, MUL(v, SET(-1.0f))));
    }
    float greatest = GREATEST(most);
    for (; i < count; i++) greatest = fabsf(x[i]) > greatest ? fabsf(x[i]) : greatest;
    return greatest / limit;
}

/// Rounds to whole numbers. Added to 1.5 x 2^23 a number loses its fraction, and its integer is left in the float's lowest bits.
INLINE void roundTo(const float *x, size_t count, float scale, int16_t *out) {
    const float shift = 0x1.8p23f;
    float inverse = scale > 0 ? 1.0f / scale : 0;
    size_t i = 0;
    for (; i + W <= count; i += W) STORE_LOW_HALVES(out + i, ADD(MUL(LOAD(x + i), SET(inverse)), SET(shift)));
    for (; i < count; i++) out[i] = (int16_t)lrintf(x[i] * inverse);
}

static void quantise(const float *x, size_t blocks, VectorRows out) {
    for (size_t b = 0; b < blocks; b++) {
        out.scales[b] = scaleOf(x + b * VectorBlockLength, VectorBlockLength, VectorRowLimit);
        roundTo(x + b * VectorBlockLength, VectorBlockLength, out.scales[b], out.values + b * VectorBlockLength);
    }
}

static void pack(const float *columns, size_t stride, size_t depth, size_t count, float scale, int8_t *panels, float *scales) {
    size_t all = (count + VectorPanelWidth - 1) / VectorPanelWidth * VectorPanelWidth;
    for (size_t j = 0; j < all; j++) {
        int8_t *to = panels + j / VectorPanelWidth * depth * VectorPanelWidth + j % VectorPanelWidth * 4;
        const float *from = columns + j * stride;
        scales[j] = j >= count ? 0 : scale > 0 ? scale : scaleOf(from, depth, VectorMatrixLimit);
        for (size_t k = 0; k < depth; k += VectorBlockLength) {
            int16_t values[VectorBlockLength] = {0};
            size_t here = depth - k < VectorBlockLength ? depth - k : VectorBlockLength;
            if (j < count) roundTo(from + k, here, scales[j], values);
            for (size_t i = 0; i < here; i++) to[(k + i / 4 * 4) * VectorPanelWidth + i % 4] = (int8_t)values[i];
        }
    }
}

/// One tile of the product of a block. `rows` and `panels` are constants where this is inlined, so that the sums stay in registers.
INLINE void tile(const int16_t *a, const float *scales, size_t step, size_t rows, size_t quads, const int8_t *b, size_t stride,
                 const float *columnScales, size_t panels, const float *start, float *c, size_t ldc) {
    I sums[TILE_ROWS][TILE_PANELS * PER_PANEL];
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++)
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++) sums[r][j] = ZERO;
    for (size_t k = 0; k < quads; k++) {
        // Weights that no cache holds any more are fetched ahead, into the next block too, which follows this one in memory.
        for (size_t j = 0; j < panels; j++) __builtin_prefetch(b + j * stride + 4 * (k + FETCHED_AHEAD) * VectorPanelWidth);
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++) {
            PAIRS first, second;
            LOAD_QUADS(b + j / PER_PANEL * stride + 4 * (k * VectorPanelWidth + j % PER_PANEL * W), first, second);
            #pragma clang loop unroll(full)
            for (size_t r = 0; r < rows; r++) {
                const int16_t *value = a + r * step * VectorBlockLength + 4 * k;
                sums[r][j] = ADD_PRODUCTS(ADD_PRODUCTS(sums[r][j], SET_PAIR(value), first), SET_PAIR(value + 2), second);
            }
        }
    }
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        V scale = SET(scales[r * step]);
        float *row = c + r * ldc;
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < panels * PER_PANEL; j++)
            STORE(row + j * W, FMA(TO_FLOATS(sums[r][j]), MUL(scale, LOAD(columnScales + j * W)), LOAD((start ? start : row) + j * W)));
    }
}

/// The tiles of one block and group of panels, from the first row to the last, as even in height as can be: a tile of few rows waits for
/// its sums.
INLINE void stripe(const int16_t *a, const float *scales, size_t step, size_t rows, size_t quads, const int8_t *b, size_t stride,
                   const float *columnScales, size_t panels, const float *start, float *c, size_t ldc) {
    size_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
    for (size_t t = 0, row = 0; t < tiles; t++) {
        size_t height = (rows - row + (tiles - t) - 1) / (tiles - t);
        const int16_t *from = a + row * step * VectorBlockLength;
        switch (height) {
        #define HEIGHT(n) \
            case n: \
                if (n <= TILE_ROWS) \
                    tile(from, scales + row * step, step, n, quads, b, stride, columnScales, panels, start, c + row * ldc, ldc); \
                break;
        HEIGHT(1) HEIGHT(2) HEIGHT(3) HEIGHT(4) HEIGHT(5) HEIGHT(6)
        HEIGHT(7) HEIGHT(8) HEIGHT(9) HEIGHT(10) HEIGHT(11) HEIGHT(12)
        #undef HEIGHT
        }
        row += height;
    }
}

static void multiply(VectorRows a, size_t step, size_t rows, const VectorMatrix *b, const float *start, float *c, size_t ldc) {
    size_t count = b->columns / VectorPanelWidth, p = 0;
    while (p < count) {
        size_t panels = count - p < TILE_PANELS ? 1 : TILE_PANELS, column = p * VectorPanelWidth;
        // A block of some panels stays in the first-level cache while all rows pass by.
        for (size_t k = 0, block = 0; k < b->depth; k += VectorBlockLength, block++) {
            size_t quads = (b->depth - k < VectorBlockLength ? b->depth - k : VectorBlockLength) / 4;
            const int16_t *values = a.values + k;
            const int8_t *from = b->panels + p * b->stride + k * VectorPanelWidth;
            const float *first = block == 0 && start ? start + column : NULL;
            if (panels == TILE_PANELS)
                stripe(values, a.scales + block, step, rows, quads, from, b->stride, b->scales + column, TILE_PANELS, first, c + column, ldc);
            else
                stripe(values, a.scales + block, step, rows, quads, from, b->stride, b->scales + column, 1, first, c + column, ldc);
        }
        p += panels;
    }
}

/// The sums of a panel's numbers over a tile's rows of bytes of 0 and 1.
INLINE void sumBits(const uint8_t *bytes, size_t rows, const int8_t *panel, int32_t *out) {
    BIT_SUMS sums[TILE_ROWS][PER_PANEL];
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++)
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < PER_PANEL; j++) sums[r][j] = NO_BITS;
    for (size_t k = 0; k < VectorTokenLength; k += 4) {
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < PER_PANEL; j++) {
            QUADS columns = LOAD_BYTE_QUADS(panel + k * VectorPanelWidth + 4 * j * W);
            #pragma clang loop unroll(full)
            for (size_t r = 0; r < rows; r++) sums[r][j] = ADD_BITS(sums[r][j], SET_BYTES(bytes + r * VectorTokenLength + k), columns);
        }
    }
    #pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        #pragma clang loop unroll(full)
        for (size_t j = 0; j < PER_PANEL; j++) {
            I total = TOTAL_BITS(sums[r][j]);
            memcpy(out + r * VectorPanelWidth + j * W, &total, sizeof total);
        }
    }
}

/// Writes the sums of a panel's numbers by rows' signs: those under a set bit less all others.
INLINE void finishSigns(const uint8_t *rows, size_t count, const int32_t *sums, const int32_t *all, const float *scales, float *c, size_t ldc) {
    for (size_t r = 0; r < count; r++) {
        float factor;
        memcpy(&factor, rows + r * VectorSignRowBytes + VectorTokenLength / 8, sizeof factor);
        for (size_t j = 0; j < VectorPanelWidth; j++)
            c[r * ldc + j] = factor * scales[j] * (float)(2 * sums[r * VectorPanelWidth + j] - all[j]);
    }
}

static void compareSigns(const uint8_t *rows, size_t count, const VectorMatrix *b, float *c, size_t ldc) {
    uint8_t bytes[TILE_ROWS * VectorTokenLength], ones[VectorTokenLength];
    int32_t sums[TILE_ROWS * VectorPanelWidth], all[VectorPanelWidth];
    memset(ones, 1, sizeof ones);
    memset(bytes, 0, sizeof bytes);
    for (size_t p = 0; p < b->columns / VectorPanelWidth; p++) {
        const int8_t *panel = b->panels + p * b->stride;
        sumBits(ones, 1, panel, all);
        for (size_t row = 0; row < count; row += TILE_ROWS) {
            size_t here = count - row < TILE_ROWS ? count - row : TILE_ROWS;
            const uint8_t *from = rows + row * VectorSignRowBytes;
            for (size_t r = 0; r < here; r++) EXPAND(from + r * VectorSignRowBytes, bytes + r * VectorTokenLength);
            sumBits(bytes, TILE_ROWS, panel, sums);
            finishSigns(from, here, sums, all, b->scales + p * VectorPanelWidth, c + row * ldc + p * VectorPanelWidth, ldc);
        }
    }
}

static void gather(const float *parts, const uint32_t *index, size_t rows, size_t order, size_t left, const float *bias,
                   const float *residual, size_t ldr, size_t count, float *out) {
    for (size_t r = 0; r < rows; r++) {
        const float *other = residual + index[r + left] * ldr;
        float *row = out + r * count;
        size_t i = 0;
        for (; i + W <= count; i += W) {
            V sum = LOAD(bias + i);
            for (size_t k = 0; k < order; k++) sum = ADD(sum, LOAD(parts + (index[r + k] * order + k) * count + i));
            STORE(row + i, ADD(MAX(sum, SET(0)), LOAD(other + i)));
        }
        for (; i < count; i++) {
            float sum = bias[i];
            for (size_t k = 0; k < order; k++) sum += parts[(index[r + k] * order + k) * count + i];
            row[i] = (sum > 0 ? sum : 0) + other[i];
        }
    }
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

static float dotBytes(const int16_t *a, const uint8_t *b, size_t count) {
    V total = SET(0);
    size_t i = 0;
    while (i + 4 * W <= count) {
        // The sum over a block fits 32 bits, for 256 x 32767 x 255 < 2^31.
        size_t end = i + VectorBlockLength < count ? i + VectorBlockLength : count;
        I even = ZERO, odd = ZERO;
        for (; i + 4 * W <= end; i += 4 * W) {
            even = ADD_PRODUCTS(even, LOAD_SHORT_PAIRS(a + i), LOAD_BYTE_PAIRS(b + i));
            odd = ADD_PRODUCTS(odd, LOAD_SHORT_PAIRS(a + i + 2 * W), LOAD_BYTE_PAIRS(b + i + 2 * W));
        }
        total = ADD(total, ADD(TO_FLOATS(even), TO_FLOATS(odd)));
    }
    float sum = TOTAL(total);
    for (; i < count; i++) sum += (float)(a[i] * b[i]);
    return sum;
}

static float dotNibbles(const int16_t *low, const int16_t *high, const uint8_t *b, size_t count) {
    V total = SET(0);
    size_t i = 0;
    while (i + 2 * W <= count) {
        // The sum over a block fits 32 bits, for 2 x 256 x 32767 x 15 < 2^31.
        size_t end = i + VectorBlockLength < count ? i + VectorBlockLength : count;
        I lower = ZERO, higher = ZERO;
        for (; i + 2 * W <= end; i += 2 * W) {
            PAIRS pairs = LOAD_BYTE_PAIRS(b + i);
            lower = ADD_PRODUCTS(lower, LOAD_SHORT_PAIRS(low + i), LOW_NIBBLES(pairs));
            higher = ADD_PRODUCTS(higher, LOAD_SHORT_PAIRS(high + i), HIGH_NIBBLES(pairs));
        }
        total = ADD(total, ADD(TO_FLOATS(lower), TO_FLOATS(higher)));
    }
    float sum = TOTAL(total);
    for (; i < count; i++) sum += (float)(low[i] * (b[i] & 15) + high[i] * (b[i] >> 4));
    return sum;
}

static float distance(const float *a, const float *b, size_t count) {
    V even = SET(0), odd = SET(0), minus = SET(-1.0f);
    size_t i = 0;
    for (; i + 2 * W <= count; i += 2 * W) {
        V one = FMA(LOAD(b + i), minus, LOAD(a + i)), other = FMA(LOAD(b + i + W), minus, LOAD(a + i + W));
        even = FMA(one, one, even);
        odd = FMA(other, other, odd);
    }
    float total = TOTAL(ADD(even, odd));
    for (; i < count; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
    return total;
}

/// Takes the mean off a row and returns the factor that makes its variance 1.
INLINE float centre(float *row, size_t count, float epsilon) {
    V total = SET(0);
    size_t i = 0;
    for (; i + W <= count; i += W) total = ADD(total, LOAD(row + i));
    float mean = TOTAL(total);
    for (; i < count; i++) mean += row[i];
    mean /= (float)count;
    V shift = SET(-mean);
    for (i = 0; i + W <= count; i += W) STORE(row + i, ADD(LOAD(row + i), shift));
    for (; i < count; i++) row[i] -= mean;
    return 1.0f / sqrtf(dot(row, row, count) / (float)count + epsilon);
}

static void normalise(float *x, size_t stride, size_t rows, size_t count, const float *gamma, const float *beta, float epsilon) {
    for (size_t r = 0; r < rows; r++) {
        float *row = x + r * stride, factor = centre(row, count, epsilon);
        V vfactor = SET(factor);
        size_t i = 0;
        for (; i + W <= count; i += W) STORE(row + i, FMA(MUL(LOAD(row + i), vfactor), LOAD(gamma + i), LOAD(beta + i)));
        for (; i < count; i++) row[i] = row[i] * factor * gamma[i] + beta[i];
    }
}

static void addNormalised(float *x, size_t stride, size_t rows, size_t count, float epsilon, float *out) {
    for (size_t r = 0; r < rows; r++) {
        float *row = x + r * stride, factor = centre(row, count, epsilon);
        V vfactor = SET(factor);
        size_t i = 0;
        for (; i + W <= count; i += W) STORE(out + i, FMA(LOAD(row + i), vfactor, LOAD(out + i)));
        for (; i < count; i++) out[i] += row[i] * factor;
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

static void greatest(const float *x, size_t count, float *out) {
    for (size_t from = 0; from < count; from += VectorScoreBlock) {
        size_t end = count - from < VectorScoreBlock ? count : from + VectorScoreBlock, i = from;
        float most = x[from];
        if (i + W <= end) {
            V all = LOAD(x + i);
            for (i += W; i + W <= end; i += W) all = MAX(all, LOAD(x + i));
            most = GREATEST(all);
        }
        for (; i < end; i++) most = x[i] > most ? x[i] : most;
        *out++ = most;
    }
}

/// A level's table; the products may be of another kind than the rest.
#define TABLE(name, multiply, compareSigns) { \
    name, unpack, dequantise, quantise, pack, multiply, compareSigns, gather, normalise, addNormalised, rectify, maximum, dot, \
    dotBytes, dotNibbles, distance, greatest, \
}
const VectorKernels LEVEL = TABLE(LEVEL_NAME, multiply, compareSigns);
