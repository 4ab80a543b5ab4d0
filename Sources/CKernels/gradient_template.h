/// The micro-kernel of the weight gradient, included behind product_template.h, whose names it shares.
///
/// A tile of `rows` channels of the source by `vectors` vectors of the output gradient stays in registers while the sum
/// runs over all pixels of the block.
CK_INLINE void CK_NAME(gradient_tile)(const ck_gradient_job *job, int32_t rows, int32_t vectors) {
    VECTOR sums[CK_GRADIENT_ROWS][2];
    const float *gradient = job->gradient;
    for (int32_t i = 0; i < rows; i++)
        for (int32_t v = 0; v < vectors; v++) sums[i][v] = 0;
    for (int64_t p = 0; p < job->pixels; p++) {
        const float *source = job->source + (int64_t)job->positions[p] * rows;
        VECTOR g[2];
#pragma unroll
        for (int32_t v = 0; v < vectors; v++) g[v] = *(const VECTOR *)(gradient + v * CK_WIDTH);
#pragma unroll
        for (int32_t i = 0; i < rows; i++) {
            VECTOR x = (VECTOR)(source[i]);
#pragma unroll
            for (int32_t v = 0; v < vectors; v++) sums[i][v] = CK_MULTIPLY_ADD(x, g[v], sums[i][v]);
        }
        gradient += vectors * CK_WIDTH;
    }
#pragma unroll
    for (int32_t i = 0; i < rows; i++) {
        float *target = job->target + i * job->target_stride;
#pragma unroll
        for (int32_t v = 0; v < vectors; v++) {
            int32_t left = job->columns - v * CK_WIDTH;
            VECTOR value = sums[i][v];
            float *place = target + v * CK_WIDTH;
            if (left >= CK_WIDTH) {
                if (job->accumulate) value += *(const UNALIGNED *)place;
                *(UNALIGNED *)place = value;
            } else {
                for (int32_t x = 0; x < left; x++) place[x] = value[x] + (job->accumulate ? place[x] : 0);
            }
        }
    }
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
