#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Columns of a matrix that stand together in memory; a packed matrix has a multiple of these, the last ones zero.
#define VectorPanelWidth 16

/// The arithmetic of the encoder at one instruction set. Lengths need not be multiples of anything except where it says so, and
/// pointers need no alignment beyond their element's.
typedef struct VectorKernels {
    const char *name;
    /// `out[i] = scale * row[i] + low - minus[i]`: a row of the quantised token table.
    void (*dequantise)(const uint8_t *row, float scale, float low, const float *minus, float *out, size_t count);
    /// `c = start + a . b` for `rows` rows of `a`, `lda` floats apart (they may overlap, as the windows of a convolution do).
    /// `panels` is `b`, `depth` x `columns`, as `VectorPack` lays it out; `columns` is a multiple of `VectorPanelWidth`.
    /// `start` is one row, the bias; without it the product is added to what `c` holds.
    void (*multiply)(const float *a, size_t lda, size_t rows, size_t depth, const uint16_t *panels, size_t columns,
                     const float *_Nullable start, float *c, size_t ldc);
    /// Layer normalisation of each row in place: mean 0, variance 1, then `gamma * x + beta`.
    void (*normalise)(float *x, size_t stride, size_t rows, size_t count, const float *gamma, const float *beta, float epsilon);
    /// `c = max(c, 0) + residual`, row by row.
    void (*rectify)(float *c, size_t ldc, const float *residual, size_t ldr, size_t rows, size_t count);
    /// `out += x`, summed over the rows.
    void (*sum)(const float *x, size_t stride, size_t rows, size_t count, float *out);
    /// `out[j] = max(out[j], x[index[i] * stride + j])` over all `i`.
    void (*maximum)(const float *x, size_t stride, const uint32_t *index, size_t indices, size_t count, float *out);
    /// The inner product.
    float (*dot)(const float *a, const float *b, size_t count);
} VectorKernels;

/// The kernels of a level (0 any processor, 1 AVX2 with FMA and F16C, 2 AVX-512), or NULL where build or processor lack it.
const VectorKernels *_Nullable VectorKernelsAt(int level);

/// Lays out a `depth` x `columns` matrix of floats, `stride` floats from row to row, as half-precision panels:
/// panel p holds for each k the columns 16p ..< 16p + 16. Columns beyond the last are filled with 0.
/// Writes `depth * roundUp(columns, 16)` numbers.
void VectorPack(const float *matrix, size_t stride, size_t depth, size_t columns, uint16_t *panels);

#pragma clang assume_nonnull end
