#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma clang assume_nonnull begin

/// Columns of a matrix that stand together in memory; a packed matrix has a multiple of these.
#define VectorPanelWidth 16
/// Numbers of a row that share a scale.
#define VectorBlockLength 256
/// The greatest number of a row, of 16 bits, and of a matrix, of eight, without sign. The sum over a block always fits 32 bits, for
/// 256 x 32767 x 127 < 2^31.
#define VectorRowLimit 32767
#define VectorMatrixLimit 127
/// Numbers of a row of the token table, and the bytes that they take there: six bits each, see `unpack`.
#define VectorTokenLength 512
#define VectorTokenBytes 384
/// Bytes of a row of signs: a bit for each of a token's 512 numbers, the first in the lowest, set where it is above 0; then a float.
#define VectorSignRowBytes 68
/// Of how many scores the greatest is looked for first.
#define VectorScoreBlock 64

/// Rows of whole numbers in blocks of `VectorBlockLength`; a block times its scale is what it stands for.
typedef struct VectorRows {
    int16_t *values;
    float *scales;
} VectorRows;

/// A matrix of whole numbers as `pack` lays it out; a column times its scale is what it stands for.
///
/// Panel p holds the columns 16p ..< 16p + 16, four rows of the matrix after four rows: of each column the four numbers together, as the
/// processor's instructions for products of bytes and its tiles take them.
typedef struct VectorMatrix {
    const int8_t *panels;
    const float *scales;
    /// Rows, a multiple of 4, and columns, a multiple of `VectorPanelWidth`.
    size_t depth, columns;
    /// Numbers from panel to panel: 16 x depth, or more where these are some rows of a larger matrix.
    size_t stride;
} VectorMatrix;

/// The arithmetic of the encoder and of the search at one instruction set. The encoder's sums of products are sums of whole numbers, so
/// they are the same at every level.
/// Lengths need not be multiples of anything except where it says so, and pointers need no alignment beyond their element's.
typedef struct VectorKernels {
    const char *name;
    /// Turns a row of the token table into 512 numbers, each `base` more than its six bits. Of number i the lower four bits are in byte
    /// i % 256 (the lower half for i < 256), the upper two in byte 256 + i % 128, at bit 2 (i / 128).
    void (*unpack)(const uint8_t *row, int base, int16_t *out);
    /// `out[i] = scale * values[i] + low - minus[i]`.
    void (*dequantise)(const int16_t *values, float scale, float low, const float *minus, float *out, size_t count);
    /// Rounds blocks that follow one another to whole numbers, the greatest of each to `VectorRowLimit`.
    void (*quantise)(const float *x, size_t blocks, VectorRows out);
    /// Packs `count` columns of `depth` (a multiple of 4) numbers, each column's together, `stride` floats from column to column. Without a `scale` for
    /// all of them the greatest of each becomes `VectorMatrixLimit`. Writes `depth * roundUp(count, 16)` numbers and `roundUp(count, 16)`
    /// scales; columns that are not there are 0.
    void (*pack)(const float *columns, size_t stride, size_t depth, size_t count, float scale, int8_t *panels, float *scales);
    /// `c = start + a . b` for `rows` rows of `a`, `step` blocks apart (they may overlap, as the windows of a convolution do).
    /// `start` is one row, the bias; without it the product is added to what `c` holds.
    void (*multiply)(VectorRows a, size_t step, size_t rows, const VectorMatrix *b, const float *_Nullable start, float *c, size_t ldc);
    /// Inner products of rows of signs, `VectorSignRowBytes` from row to row, with a matrix's columns of 512 numbers: a column's numbers are
    /// added where the row's bit is set and subtracted where it is not, and the sum is multiplied by the row's float and the column's scale.
    void (*compareSigns)(const uint8_t *rows, size_t count, const VectorMatrix *b, float *c, size_t ldc);
    /// `out = max(bias + sum of parts, 0) + residual` for each row, `count` numbers each: a convolution of which the products are there already.
    /// Part k of row r are the numbers `k * count ...` of row `index[r + k]` of `parts`, whose rows have `order * count`.
    /// The residual is row `index[r + left]` of `residual`, `ldr` floats from row to row.
    void (*gather)(const float *parts, const uint32_t *index, size_t rows, size_t order, size_t left, const float *bias,
                   const float *residual, size_t ldr, size_t count, float *out);
    /// Layer normalisation of each row in place: mean 0, variance 1, then `gamma * x + beta`.
    void (*normalise)(float *x, size_t stride, size_t rows, size_t count, const float *gamma, const float *beta, float epsilon);
    /// Adds each row, with mean 0 and variance 1, to `out`. The rows are changed.
    void (*addNormalised)(float *x, size_t stride, size_t rows, size_t count, float epsilon, float *out);
    /// `c = max(c, 0) + residual`, row by row.
    void (*rectify)(float *c, size_t ldc, const float *residual, size_t ldr, size_t rows, size_t count);
    /// `out[j] = max(out[j], x[index[i] * stride + j])` over all `i`.
    void (*maximum)(const float *x, size_t stride, const uint32_t *index, size_t indices, size_t count, float *out);
    /// The inner product.
    float (*dot)(const float *a, const float *b, size_t count);
    /// The inner product of whole numbers of 16 bits, none of them -32768, with ones of eight.
    float (*dotBytes)(const int16_t *a, const uint8_t *b, size_t count);
    /// The same with ones of four: `low` with the lower halves of `count` bytes, and `high` with the upper ones.
    float (*dotNibbles)(const int16_t *low, const int16_t *high, const uint8_t *b, size_t count);
    /// The squared Euclidean distance.
    float (*distance)(const float *a, const float *b, size_t count);
    /// The greatest of each `VectorScoreBlock` numbers; the last ones may be fewer.
    void (*greatest)(const float *x, size_t count, float *out);
} VectorKernels;

/// The kernels of a level (0 any processor, 1 AVX2 with FMA, 2 AVX-512 with VNNI, 3 that with
/// AMX's tiles), or NULL where build or processor lack it.
const VectorKernels *_Nullable VectorKernelsAt(int level);

/// Writes 512 numbers as a row of the token table, each less the least of them, as `unpack` reads it.
/// Returns the least, or -1 when they span more than six bits hold.
int VectorPackToken(const uint8_t *numbers, uint8_t *row);

/// Turns a vector of 512 numbers by a rotation that is always the same: lengths and inner products stay, and what a few great numbers
/// said is spread over all. Signs chosen as if by chance, then a Walsh-Hadamard transform (Ailon and Chazelle, "The Fast Johnson-Lindenstrauss
/// Transform", SIAM Journal on Computing, 2009).
void VectorRotate(float *x);

/// Writes a row of signs of 512 numbers. Its float is 1 / (sum of their absolute values), so that the product of the row with the numbers
/// themselves is 1; 0 where all are 0. Returns the float.
float VectorSignRow(const float *x, uint8_t *row);

/// Writes each of 512 bits as a byte of 0 or 1.
void VectorExpandBits(const uint8_t *bits, uint8_t *out);

/// Copies rows of `length` bytes from their places in a large table, one after another. Rows to come are fetched ahead, for they lie where
/// no processor expects them.
void VectorCopyRows(const uint8_t *rows, size_t length, const uint32_t *places, size_t count, uint8_t *out);

/// The kernels of the highest level that this processor has.
const VectorKernels *VectorKernelsBest(void);

#pragma clang assume_nonnull end
#ifdef __cplusplus
}
#endif
