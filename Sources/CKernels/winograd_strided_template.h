/// The transforms of 3x3 kernels with stride 2, included behind winograd_template.h, whose helpers and names it shares.
///
/// Taps 0 and 2 of an axis make a convolution with two taps, Toom and Cook's F(4, 2) for the points p, -p, q, -q and infinity
/// (places 0 to 4); tap 1 multiplies one pixel for each output (places 5 to 8). 1/2 and 3/2 round no worse than a direct
/// convolution. A tile cut to three outputs does without infinity, one cut to two without q and -q, for which its inputs are
/// multiplied by what the other points owe to those. So the weights are the same for all tiles.
///
/// A tile's 81 values do not fit the registers: its axes are done in loops that are not unrolled, which keeps them in an
/// aligned array. Unrolled, they were spilled across cache lines.
#ifndef CK_STRIDED_POINTS
#define CK_STRIDED_POINTS
#define CK_SP 0.5f
#define CK_SQ 1.5f
#define CK_SP2 (CK_SP * CK_SP)
#define CK_SQ2 (CK_SQ * CK_SQ)
/// What the polynomials through p and through q are divided by.
#define CK_SP_NORM (1.0f / (2 * CK_SP * (CK_SP2 - CK_SQ2)))
#define CK_SQ_NORM (1.0f / (2 * CK_SQ * (CK_SQ2 - CK_SP2)))
#endif

/// As many pixels as outputs, and one more, `step` apart, to the places of two taps.
CK_INLINE void CK_NAME(two_taps_input)(const VECTOR *d, VECTOR *t, int32_t step, int32_t outputs) {
    VECTOR d0 = d[0], d1 = d[step], d2 = d[2 * step];
    if (outputs == 2) {
        VECTOR even = CK_SP * (CK_SP2 - CK_SQ2) * d0, odd = (CK_SP2 - CK_SQ2) * d1;
        t[0] = even + odd;
        t[1] = even - odd;
        t[4] = d2 - CK_SP2 * d0;
        return;
    }
    VECTOR d3 = d[3 * step];
    VECTOR even = CK_SP * (d2 - CK_SQ2 * d0), odd = d3 - CK_SQ2 * d1;
    VECTOR even2 = CK_SQ * (d2 - CK_SP2 * d0), odd2 = d3 - CK_SP2 * d1;
    t[0] = even + odd;
    t[1] = even - odd;
    t[2] = even2 + odd2;
    t[3] = even2 - odd2;
    if (outputs == 4) t[4] = d[4 * step] - (CK_SP2 + CK_SQ2) * d2 + CK_SP2 * CK_SQ2 * d0;
}

/// Products of two taps to outputs.
CK_INLINE void CK_NAME(two_taps_output)(const VECTOR *m, VECTOR *y, int32_t outputs) {
    VECTOR sum1 = m[0] + m[1], difference1 = m[0] - m[1];
    if (outputs == 2) {
        y[0] = sum1;
        y[1] = CK_SP * difference1 + m[4];
        return;
    }
    VECTOR sum2 = m[2] + m[3], difference2 = m[2] - m[3];
    y[0] = sum1 + sum2;
    y[1] = CK_SP * difference1 + CK_SQ * difference2;
    y[2] = CK_SP2 * sum1 + CK_SQ2 * sum2;
    if (outputs == 4) y[3] = CK_SP * CK_SP2 * difference1 + CK_SQ * CK_SQ2 * difference2 + m[4];
}

/// Three weights to six.
CK_INLINE void CK_NAME(strided_filter_axis)(VECTOR a, VECTOR b, VECTOR c, VECTOR *u, int32_t step) {
    u[0] = (a + CK_SP * c) * CK_SP_NORM;
    u[step] = (a - CK_SP * c) * CK_SP_NORM;
    u[2 * step] = (a + CK_SQ * c) * CK_SQ_NORM;
    u[3 * step] = (a - CK_SQ * c) * CK_SQ_NORM;
    u[4 * step] = c;
    u[5 * step] = b;
}

CK_WINOGRAD_FILTER(strided_filter, strided_filter_axis)

/// Pixels of an axis to places: of each two the first meets two taps and the second one, or each meets both kinds.
CK_INLINE void CK_NAME(strided_input_axis)(const VECTOR *d, VECTOR *t, int32_t outputs, bool spreads) {
    CK_NAME(two_taps_input)(d, t, spreads ? 1 : 2, outputs);
#pragma unroll
    for (int32_t i = 0; i < outputs; i++) t[5 + i] = d[spreads ? i : 2 * i + 1];
}

CK_INLINE void CK_NAME(strided_input_tile)(
    const float *const *pixels, int32_t channels, float *target, int64_t stride, int32_t rows, int32_t columns,
    bool spreads) {
    int32_t side = spreads ? 5 : 9;
    int32_t height = spreads ? rows + 1 : 2 * rows + 1, width = spreads ? columns + 1 : 2 * columns + 1;
    for (int32_t c = 0; c < channels; c += CK_WIDTH) {
        VECTOR half[81];
#pragma clang loop unroll(disable)
        for (int32_t x = 0; x < width; x++) {
            VECTOR d[9], t[9];
#pragma unroll
            for (int32_t y = 0; y < height; y++) d[y] = *(const UNALIGNED *)(pixels[y * side + x] + c);
            CK_NAME(strided_input_axis)(d, t, rows, spreads);
#pragma unroll
            for (int32_t y = 0; y < 9; y++)
                if (ck_winograd_has(9, rows, y)) half[y * 9 + x] = t[y];
        }
#pragma clang loop unroll(disable)
        for (int32_t y = 0; y < 9; y++) {
            if (!ck_winograd_has(9, rows, y)) continue;
            VECTOR t[9];
            float *place = target + y * 9 * stride + c;
            CK_NAME(strided_input_axis)(half + y * 9, t, columns, spreads);
#pragma unroll
            for (int32_t x = 0; x < 9; x++, place += stride)
                if (ck_winograd_has(9, columns, x)) *(VECTOR *)place = t[x];
        }
    }
}

/// Transforms one tile of up to 9 x 9 pixels.
static void CK_NAME(strided_input)(
    const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride) {
#define CK_CALL(rows, columns) CK_NAME(strided_input_tile)(pixels, channels, target, stride, rows, columns, false)
    CK_WINOGRAD_SIZES(size, CK_CALL)
#undef CK_CALL
}

/// Transforms one tile of up to 5 x 5 pixels.
static void CK_NAME(spread_input)(
    const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride) {
#define CK_CALL(rows, columns) CK_NAME(strided_input_tile)(pixels, channels, target, stride, rows, columns, true)
    CK_WINOGRAD_SIZES(size, CK_CALL)
#undef CK_CALL
}

/// Products of an axis to outputs: those of two taps and of one are added, or lie side by side, the latter first.
CK_INLINE void CK_NAME(strided_output_axis)(const VECTOR *m, VECTOR *y, int32_t outputs, bool spreads) {
    VECTOR two[4];
    CK_NAME(two_taps_output)(m, two, outputs);
#pragma unroll
    for (int32_t i = 0; i < outputs; i++) {
        if (spreads) {
            y[2 * i] = m[5 + i];
            y[2 * i + 1] = two[i];
        } else {
            y[i] = two[i] + m[5 + i];
        }
    }
}

CK_INLINE void CK_NAME(strided_output_tile)(
    const ck_winograd_output *job, const float *products, float *const *pixels, int32_t rows, int32_t columns,
    bool spreads) {
    int32_t side = spreads ? 8 : 4, height = spreads ? 2 * rows : rows, width = spreads ? 2 * columns : columns;
    for (int32_t c = 0; c < job->columns; c += CK_WIDTH) {
        VECTOR half[72], sum = 0, square = 0;
#pragma clang loop unroll(disable)
        for (int32_t x = 0; x < 9; x++) {
            if (!ck_winograd_has(9, columns, x)) continue;
            VECTOR m[9], y[8];
            const float *place = products + x * job->stride + c;
#pragma unroll
            for (int32_t i = 0; i < 9; i++, place += 9 * job->stride)
                if (ck_winograd_has(9, rows, i)) m[i] = *(const VECTOR *)place;
            CK_NAME(strided_output_axis)(m, y, rows, spreads);
#pragma unroll
            for (int32_t i = 0; i < height; i++) half[i * 9 + x] = y[i];
        }
#pragma clang loop unroll(disable)
        for (int32_t i = 0; i < height; i++) {
            VECTOR y[8];
            CK_NAME(strided_output_axis)(half + i * 9, y, columns, spreads);
            CK_NAME(winograd_store)(job, y, pixels + i * side, width, c, &sum, &square);
        }
        if (job->sums == NULL) continue;
        *(UNALIGNED *)(job->sums + c) += sum;
        *(UNALIGNED *)(job->squares + c) += square;
    }
}

/// Transforms the products of one tile and stores those of its 4 x 4 pixels that exist.
static void CK_NAME(strided_output)(const ck_winograd_output *job, const float *products, float *const *pixels) {
#define CK_CALL(rows, columns) CK_NAME(strided_output_tile)(job, products, pixels, rows, columns, false)
    CK_WINOGRAD_SIZES(job->size, CK_CALL)
#undef CK_CALL
}

/// Transforms the products of one tile and stores those of its 8 x 8 pixels that exist.
static void CK_NAME(spread_output)(const ck_winograd_output *job, const float *products, float *const *pixels) {
#define CK_CALL(rows, columns) CK_NAME(strided_output_tile)(job, products, pixels, rows, columns, true)
    CK_WINOGRAD_SIZES(job->size, CK_CALL)
#undef CK_CALL
}

/// Values of an axis to places, the transpose of strided_output_axis.
CK_INLINE void CK_NAME(strided_gradient_axis)(const VECTOR *d, VECTOR *t, int32_t outputs) {
    VECTOR third = outputs > 2 ? d[2] : (VECTOR)0, fourth = outputs > 3 ? d[3] : (VECTOR)0;
    VECTOR even = d[0] + CK_SP2 * third, odd = CK_SP * (d[1] + CK_SP2 * fourth);
    t[0] = even + odd;
    t[1] = even - odd;
    if (outputs > 2) {
        VECTOR even2 = d[0] + CK_SQ2 * third, odd2 = CK_SQ * (d[1] + CK_SQ2 * fourth);
        t[2] = even2 + odd2;
        t[3] = even2 - odd2;
    }
    if (outputs != 3) t[4] = d[outputs - 1];
#pragma unroll
    for (int32_t i = 0; i < outputs; i++) t[5 + i] = d[i];
}

CK_INLINE void CK_NAME(strided_gradient_tile)(
    const float *const *pixels, int32_t channels, float *target, int64_t stride, int32_t rows, int32_t columns) {
    for (int32_t c = 0; c < channels; c += CK_WIDTH) {
        VECTOR half[36];
#pragma clang loop unroll(disable)
        for (int32_t x = 0; x < columns; x++) {
            VECTOR d[4], t[9];
#pragma unroll
            for (int32_t y = 0; y < rows; y++) d[y] = *(const UNALIGNED *)(pixels[y * 4 + x] + c);
            CK_NAME(strided_gradient_axis)(d, t, rows);
#pragma unroll
            for (int32_t y = 0; y < 9; y++)
                if (ck_winograd_has(9, rows, y)) half[y * 4 + x] = t[y];
        }
#pragma clang loop unroll(disable)
        for (int32_t y = 0; y < 9; y++) {
            if (!ck_winograd_has(9, rows, y)) continue;
            VECTOR t[9];
            float *place = target + y * 9 * stride + c;
            CK_NAME(strided_gradient_axis)(half + y * 4, t, columns);
#pragma unroll
            for (int32_t x = 0; x < 9; x++, place += stride)
                if (ck_winograd_has(9, columns, x)) *(VECTOR *)place = t[x];
        }
    }
}

/// Transforms one tile of up to 4 x 4 pixels of the output gradient.
static void CK_NAME(strided_gradient)(
    const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride) {
#define CK_CALL(rows, columns) CK_NAME(strided_gradient_tile)(pixels, channels, target, stride, rows, columns)
    CK_WINOGRAD_SIZES(size, CK_CALL)
#undef CK_CALL
}

/// Six sums to three weights.
CK_INLINE void CK_NAME(strided_weights_axis)(const VECTOR *m, VECTOR *w, int32_t source_step, int32_t step) {
    VECTOR sum1 = (m[0] + m[source_step]) * CK_SP_NORM, difference1 = (m[0] - m[source_step]) * CK_SP_NORM;
    VECTOR sum2 = (m[2 * source_step] + m[3 * source_step]) * CK_SQ_NORM;
    VECTOR difference2 = (m[2 * source_step] - m[3 * source_step]) * CK_SQ_NORM;
    w[0] = sum1 + sum2;
    w[step] = m[5 * source_step];
    w[2 * step] = CK_SP * difference1 + CK_SQ * difference2 + m[4 * source_step];
}

CK_WINOGRAD_WEIGHTS(strided_weights, strided_weights_axis)
