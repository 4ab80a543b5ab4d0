/// The micro-kernel of the weight gradient, included behind product_template.h, whose names it shares.

/// Stores a tile of which some columns do not exist, from a copy with `stride` floats a row.
static __attribute__((noinline)) void CK_NAME(store_gradient_part)(
    const ck_gradient_job *job, const float *tile, int32_t stride) {
    for (int32_t i = 0; i < job->rows; i++, tile += stride) {
        float *target = job->target + i * job->target_stride;
        for (int32_t x = 0; x < job->columns; x++) target[x] = tile[x] + (job->accumulate ? target[x] : 0);
    }
}

/// A tile of `rows` channels of the source by `vectors` vectors of the output gradient stays in registers while the sum
/// runs over all pixels of the block.
CK_INLINE void CK_NAME(gradient_tile)(const ck_gradient_job *job, int32_t rows, int32_t vectors) {
    VECTOR sums[CK_GRADIENT_ROWS][2];
    const float *gradient = job->gradient;
    // Without a line to fetch, one that is at hand costs nothing.
    const float *ahead = job->ahead != NULL ? job->ahead : gradient;
    int64_t ahead_stride = job->ahead != NULL ? job->ahead_stride : 0;
    int64_t pause = job->steps_per_line - 1;
    for (int32_t i = 0; i < rows; i++)
        for (int32_t v = 0; v < vectors; v++) sums[i][v] = 0;
    for (int64_t p = 0; p < job->pixels; p++) {
        const float *source = job->source + (int64_t)job->positions[p] * job->source_stride;
        VECTOR g[2];
        __builtin_prefetch(ahead, 0, 2);
        ahead += (p & pause) == pause ? ahead_stride : 0;
#pragma unroll
        for (int32_t v = 0; v < vectors; v++) g[v] = *(const UNALIGNED *)(gradient + v * CK_WIDTH);
#pragma unroll
        for (int32_t i = 0; i < rows; i++) {
            VECTOR x = (VECTOR)(source[i]);
#pragma unroll
            for (int32_t v = 0; v < vectors; v++) sums[i][v] = CK_MULTIPLY_ADD(x, g[v], sums[i][v]);
        }
        gradient += job->gradient_stride;
    }
    if (job->columns < vectors * CK_WIDTH) {
        VECTOR copy[CK_GRADIENT_ROWS][2];
        memcpy(copy, sums, sizeof(copy));
        CK_NAME(store_gradient_part)(job, (const float *)copy, 2 * CK_WIDTH);
        return;
    }
    if (job->accumulate)
#pragma unroll
        for (int32_t i = 0; i < rows; i++)
#pragma unroll
            for (int32_t v = 0; v < vectors; v++)
                sums[i][v] += *(const UNALIGNED *)(job->target + i * job->target_stride + v * CK_WIDTH);
#pragma unroll
    for (int32_t i = 0; i < rows; i++)
#pragma unroll
        for (int32_t v = 0; v < vectors; v++)
            *(UNALIGNED *)(job->target + i * job->target_stride + v * CK_WIDTH) = sums[i][v];
}

#define CK_GRADIENT_CASE(rows) \
    case rows:                 \
        return job->vectors == 1 ? CK_NAME(gradient_tile)(job, rows, 1) : CK_NAME(gradient_tile)(job, rows, 2);

static void CK_NAME(gradient)(const ck_gradient_job *job) {
    switch (job->rows) {
        CK_GRADIENT_CASE(1)
        CK_GRADIENT_CASE(2)
        CK_GRADIENT_CASE(3)
        CK_GRADIENT_CASE(4)
        CK_GRADIENT_CASE(5)
        CK_GRADIENT_CASE(6)
#if CK_GRADIENT_ROWS > 6
        CK_GRADIENT_CASE(7)
        CK_GRADIENT_CASE(8)
        CK_GRADIENT_CASE(9)
        CK_GRADIENT_CASE(10)
        CK_GRADIENT_CASE(11)
        CK_GRADIENT_CASE(12)
        CK_GRADIENT_CASE(13)
        CK_GRADIENT_CASE(14)
#endif
    }
}

/// Copies `count` groups of `width` floats, at most two vectors, to rising places `width` apart. Each copy is rounded up to
/// whole vectors: what it spills is overwritten by the next, and at the end of the target up to ck_tile_slack floats are.
/// The source is read as far, but not behind its last group if `exact`.
static void CK_NAME(spread)(
    float *target, int64_t width, const float *source, int64_t step, int64_t count, bool exact) {
    int64_t spill = (width <= CK_WIDTH ? CK_WIDTH : 2 * CK_WIDTH) - width;
    int64_t whole = exact ? CK_MAX(count - (spill + step - 1) / step, 0) : count;
    if (width <= CK_WIDTH)
        for (int64_t i = 0; i < whole; i++) *(UNALIGNED *)(target + i * width) = *(const UNALIGNED *)(source + i * step);
    else
        for (int64_t i = 0; i < whole; i++)
#pragma unroll
            for (int64_t x = 0; x < 2 * CK_WIDTH; x += CK_WIDTH)
                *(UNALIGNED *)(target + i * width + x) = *(const UNALIGNED *)(source + i * step + x);
    for (int64_t i = whole; i < count; i++)
        for (int64_t x = 0; x < width; x++) target[i * width + x] = source[i * step + x];
}

/// Copies `columns` floats of `count` pixels to rows of one or two vectors, with zeros behind.
static void CK_NAME(copy_panel)(
    float *target, int32_t vectors, const float *source, int64_t pixel_stride, int32_t columns, int64_t count) {
    int32_t width = vectors * CK_WIDTH;
    if (columns == width && vectors == 2) {
        for (int64_t i = 0; i < count; i++, target += 2 * CK_WIDTH, source += pixel_stride) {
            *(VECTOR *)target = *(const UNALIGNED *)source;
            *(VECTOR *)(target + CK_WIDTH) = *(const UNALIGNED *)(source + CK_WIDTH);
        }
        return;
    }
    for (int64_t i = 0; i < count; i++, target += width, source += pixel_stride) {
        int32_t x = 0;
        for (; x + CK_WIDTH <= columns; x += CK_WIDTH) *(VECTOR *)(target + x) = *(const UNALIGNED *)(source + x);
        for (; x < columns; x++) target[x] = source[x];
        for (; x < width; x++) target[x] = 0;
    }
}
