// Products by tiles (AMX, Intel's manual 319433, chapter 3): sixteen rows of 64 bytes with 64 rows of a panel, in sixteen cycles. Included by
// AVX512.c, whose vectors do the rest. A row's numbers of 16 bits are taken apart into a signed upper byte and an unsigned lower one, so that
// the sums are the same as elsewhere.

/// Rows of a tile, and numbers of each.
#define TILE_HEIGHT 16
#define TILE_DEPTH 64

#pragma clang attribute push(__attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512vnni,avx2,fma"))), apply_to = function)

/// Sets the tiles up: 0 and 1 are sums of the rows' upper and lower bytes with a panel, 2 and 3 with the next one; 4 and 5 are the rows, 6
/// and 7 the panels.
static void shapeTiles(size_t rows) {
    struct {
        uint8_t palette, start, reserved[14];
        uint16_t bytes[16];
        uint8_t rows[16];
    } shape = {.palette = 1};
    for (int tile = 0; tile < 8; tile++) {
        shape.bytes[tile] = 64;
        shape.rows[tile] = (uint8_t)(tile < 6 ? rows : TILE_HEIGHT);
    }
    _tile_loadconfig(&shape);
}

/// How many rows of the matrix a block has.
INLINE size_t depthOf(const VectorMatrix *b, size_t block) {
    size_t rest = b->depth - block * VectorBlockLength;
    return rest < VectorBlockLength ? rest : VectorBlockLength;
}

/// Takes a block's rows apart: their numbers' upper bytes, and behind all of these the lower ones.
static void splitRows(const int16_t *a, size_t step, size_t rows, size_t depth, int8_t *out) {
    for (size_t r = 0; r < rows; r++) {
        const int16_t *row = a + r * step * VectorBlockLength;
        int8_t *to = out + r * VectorBlockLength;
        for (size_t k = 0; k < depth; k += 32) {
            __m512i numbers = _mm512_loadu_si512(row + k);
            _mm256_storeu_si256((__m256i *)(to + k), _mm512_cvtepi16_epi8(_mm512_srli_epi16(numbers, 8)));
            _mm256_storeu_si256((__m256i *)(to + k + TILE_HEIGHT * VectorBlockLength), _mm512_cvtepi16_epi8(numbers));
        }
    }
}

/// Adds sums to `c` or to `start`: `high` are of the rows' upper bytes, `low` of the lower ones.
INLINE void finishProduct(const int32_t *high, const int32_t *low, const float *scales, size_t step, size_t rows, V columnScales,
                          const float *start, float *c, size_t ldc) {
    for (size_t r = 0; r < rows; r++) {
        __m512i upper = _mm512_slli_epi32(_mm512_loadu_si512(high + r * VectorPanelWidth), 8);
        V sum = TO_FLOATS(_mm512_add_epi32(upper, _mm512_loadu_si512(low + r * VectorPanelWidth)));
        float *row = c + r * ldc;
        STORE(row, FMA(sum, MUL(SET(scales[r * step]), columnScales), LOAD(start ? start : row)));
    }
}

/// The product of a block of a tile's rows, taken apart, with two panels, or with one where there is no other.
INLINE void multiplyPanels(const int8_t *a, const float *scales, size_t step, size_t rows, size_t depth, const int8_t *b, const int8_t *other,
                           const float *columnScales, const float *start, float *c, size_t ldc) {
    int32_t sums[4][TILE_HEIGHT * VectorPanelWidth];
    const int8_t *low = a + TILE_HEIGHT * VectorBlockLength;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (size_t k = 0; k < depth; k += TILE_DEPTH) {
        _tile_loadd(4, a + k, VectorBlockLength);
        _tile_loadd(5, low + k, VectorBlockLength);
        _tile_loadd(6, b + k * VectorPanelWidth, 64);
        _tile_dpbssd(0, 4, 6);
        _tile_dpbusd(1, 5, 6);
        if (!other) continue;
        _tile_loadd(7, other + k * VectorPanelWidth, 64);
        _tile_dpbssd(2, 4, 7);
        _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, sums[0], 64);
    _tile_stored(1, sums[1], 64);
    _tile_stored(2, sums[2], 64);
    _tile_stored(3, sums[3], 64);
    finishProduct(sums[0], sums[1], scales, step, rows, LOAD(columnScales), start, c, ldc);
    if (other) finishProduct(sums[2], sums[3], scales, step, rows, LOAD(columnScales + W), start ? start + W : NULL, c + W, ldc);
}

static void multiplyTiles(VectorRows a, size_t step, size_t rows, const VectorMatrix *b, const float *start, float *c, size_t ldc) {
    // A few rows are multiplied while their matrix is still on its way.
    enum { mostBlocks = 5, fewRows = 2 };
    size_t blocks = (b->depth + VectorBlockLength - 1) / VectorBlockLength, panels = b->columns / VectorPanelWidth;
    if (b->depth % TILE_DEPTH || blocks > mostBlocks || rows <= fewRows) {
        multiply(a, step, rows, b, start, c, ldc);
        return;
    }
    int8_t split[mostBlocks][2 * TILE_HEIGHT * VectorBlockLength];
    size_t tiles = (rows + TILE_HEIGHT - 1) / TILE_HEIGHT, shaped = 0;
    for (size_t t = 0, row = 0; t < tiles; t++) {
        // As even in height as can be.
        size_t height = (rows - row + (tiles - t) - 1) / (tiles - t);
        if (height != shaped) shapeTiles(shaped = height);
        for (size_t block = 0; block < blocks; block++)
            splitRows(a.values + (row * step + block) * VectorBlockLength, step, height, depthOf(b, block), split[block]);
        for (size_t p = 0; p < panels; p += 2) {
            for (size_t block = 0; block < blocks; block++) {
                const int8_t *panel = b->panels + p * b->stride + block * VectorBlockLength * VectorPanelWidth;
                multiplyPanels(split[block], a.scales + row * step + block, step, height, depthOf(b, block), panel,
                               p + 1 < panels ? panel + b->stride : NULL, b->scales + p * VectorPanelWidth,
                               block == 0 && start ? start + p * VectorPanelWidth : NULL, c + row * ldc + p * VectorPanelWidth, ldc);
            }
        }
        row += height;
    }
    _tile_release();
}

static void compareTiles(const uint8_t *rows, size_t count, const VectorMatrix *b, float *c, size_t ldc) {
    uint8_t bytes[TILE_HEIGHT * VectorTokenLength], ones[VectorTokenLength];
    int32_t sums[TILE_HEIGHT * VectorPanelWidth], all[VectorPanelWidth];
    memset(ones, 1, sizeof ones);
    memset(bytes, 0, sizeof bytes);
    shapeTiles(TILE_HEIGHT);
    for (size_t p = 0; p < b->columns / VectorPanelWidth; p++) {
        const int8_t *panel = b->panels + p * b->stride;
        sumBits(ones, 1, panel, all);
        for (size_t row = 0; row < count; row += TILE_HEIGHT) {
            size_t here = count - row < TILE_HEIGHT ? count - row : TILE_HEIGHT;
            const uint8_t *from = rows + row * VectorSignRowBytes;
            for (size_t r = 0; r < here; r++) expand(from + r * VectorSignRowBytes, bytes + r * VectorTokenLength);
            _tile_zero(0);
            for (size_t k = 0; k < VectorTokenLength; k += TILE_DEPTH) {
                _tile_loadd(4, bytes + k, VectorTokenLength);
                _tile_loadd(6, panel + k * VectorPanelWidth, 64);
                _tile_dpbusd(0, 4, 6);
            }
            _tile_stored(0, sums, 64);
            finishSigns(from, here, sums, all, b->scales + p * VectorPanelWidth, c + row * ldc + p * VectorPanelWidth, ldc);
        }
    }
    _tile_release();
}

#pragma clang attribute pop
