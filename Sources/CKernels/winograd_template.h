/// The transforms of Winograd's F(4x4, 3x3), included behind product_template.h, whose names it shares. Vectors run over
/// adjacent channels; the matrices are Toom and Cook's (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015) for the points 0, p, -p, q, -q and infinity. Those papers take 1 and 2; 5/8 and 3/2 cost the same and are off by
/// less than half as much (2.2 times a direct convolution's rounding instead of 4.7, see Benchmarks/NOTES.md), and all
/// constants of the input's transform are exact.
///
/// A tile cut to three or two outputs along an axis does without 0, or q and -q: F(3, 3) and F(2, 3). Its inputs' transform
/// is that of the points left, times what makes up for their products with the points left out, so that the weights'
/// transform is the same for all tiles.
#ifndef CK_WINOGRAD_POINTS
#define CK_WINOGRAD_POINTS
#define CK_P 0.625f
#define CK_Q 1.5f
#define CK_P2 (CK_P * CK_P)
#define CK_Q2 (CK_Q * CK_Q)
/// What the polynomials through p and through q are divided by.
#define CK_P_NORM (1.0f / (2 * CK_P2 * (CK_P2 - CK_Q2)))
#define CK_Q_NORM (1.0f / (2 * CK_Q2 * (CK_Q2 - CK_P2)))
#endif

/// B^T d: as many inputs as outputs and two more.
CK_INLINE void CK_NAME(winograd_input_axis)(const VECTOR *d, VECTOR *t, int32_t step, int32_t outputs) {
    if (outputs == 2) {
        VECTOR first = CK_P2 * CK_Q2 * d[0] - CK_Q2 * d[2 * step], last = d[3 * step] - CK_P2 * d[step];
        VECTOR plus = d[2 * step] + CK_P * d[step], minus = d[2 * step] - CK_P * d[step];
        t[0] = first;
        t[step] = (CK_P2 - CK_Q2) * plus;
        t[2 * step] = (CK_P2 - CK_Q2) * minus;
        t[5 * step] = last;
        return;
    }
    if (outputs == 3) {
        VECTOR even = d[2 * step] - CK_Q2 * d[0], odd = d[3 * step] - CK_Q2 * d[step];
        VECTOR even2 = d[2 * step] - CK_P2 * d[0], odd2 = d[3 * step] - CK_P2 * d[step];
        VECTOR last = CK_P2 * CK_Q2 * d[0] - (CK_P2 + CK_Q2) * d[2 * step] + d[4 * step];
        t[step] = CK_P2 * even + CK_P * odd;
        t[2 * step] = CK_P2 * even - CK_P * odd;
        t[3 * step] = CK_Q2 * even2 + CK_Q * odd2;
        t[4 * step] = CK_Q2 * even2 - CK_Q * odd2;
        t[5 * step] = last;
        return;
    }
    VECTOR even = d[4 * step] - CK_Q2 * d[2 * step], odd = d[3 * step] - CK_Q2 * d[step];
    VECTOR even2 = d[4 * step] - CK_P2 * d[2 * step], odd2 = d[3 * step] - CK_P2 * d[step];
    VECTOR first = CK_P2 * CK_Q2 * d[0] - (CK_P2 + CK_Q2) * d[2 * step] + d[4 * step];
    VECTOR last = CK_P2 * CK_Q2 * d[step] - (CK_P2 + CK_Q2) * d[3 * step] + d[5 * step];
    t[0] = first;
    t[step] = even + CK_P * odd;
    t[2 * step] = even - CK_P * odd;
    t[3 * step] = even2 + CK_Q * odd2;
    t[4 * step] = even2 - CK_Q * odd2;
    t[5 * step] = last;
}

/// A^T m: products to outputs.
CK_INLINE void CK_NAME(winograd_output_axis)(const VECTOR *m, VECTOR *y, int32_t step, int32_t outputs) {
    VECTOR sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
    VECTOR last = m[5 * step];
    if (outputs == 2) {
        y[0] = m[0] + sum1;
        y[step] = CK_P * difference1 + last;
        return;
    }
    VECTOR sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
    if (outputs == 3) {
        y[0] = sum1 + sum2;
        y[step] = CK_P * difference1 + CK_Q * difference2;
        y[2 * step] = CK_P2 * sum1 + CK_Q2 * sum2 + last;
        return;
    }
    y[0] = m[0] + sum1 + sum2;
    y[step] = CK_P * difference1 + CK_Q * difference2;
    y[2 * step] = CK_P2 * sum1 + CK_Q2 * sum2;
    y[3 * step] = CK_P * CK_P2 * difference1 + CK_Q * CK_Q2 * difference2 + last;
}

/// G g: three weights to six.
CK_INLINE void CK_NAME(winograd_filter_axis)(VECTOR a, VECTOR b, VECTOR c, VECTOR *u, int32_t step) {
    VECTOR even = a + CK_P2 * c, even2 = a + CK_Q2 * c;
    u[0] = a * (1.0f / (CK_P2 * CK_Q2));
    u[step] = (even + CK_P * b) * CK_P_NORM;
    u[2 * step] = (even - CK_P * b) * CK_P_NORM;
    u[3 * step] = (even2 + CK_Q * b) * CK_Q_NORM;
    u[4 * step] = (even2 - CK_Q * b) * CK_Q_NORM;
    u[5 * step] = c;
}

/// Returns the call with the size of a tile as constants.
#define CK_WINOGRAD_SIZES(size, call)      \
    switch (size.rows * 8 + size.columns) { \
        case 4 * 8 + 4:                    \
            return call(4, 4);             \
        case 4 * 8 + 3:                    \
            return call(4, 3);             \
        case 4 * 8 + 2:                    \
            return call(4, 2);             \
        case 3 * 8 + 4:                    \
            return call(3, 4);             \
        case 3 * 8 + 3:                    \
            return call(3, 3);             \
        case 3 * 8 + 2:                    \
            return call(3, 2);             \
        case 2 * 8 + 4:                    \
            return call(2, 4);             \
        case 2 * 8 + 3:                    \
            return call(2, 3);             \
        case 2 * 8 + 2:                    \
            return call(2, 2);             \
    }

CK_INLINE void CK_NAME(winograd_input_tile)(
    const float *const *pixels, int32_t channels, float *target, int64_t stride, int32_t rows, int32_t columns) {
    for (int32_t c = 0; c < channels; c += CK_WIDTH) {
        VECTOR d[36];
#pragma unroll
        for (int32_t x = 0; x < columns + 2; x++) {
#pragma unroll
            for (int32_t y = 0; y < rows + 2; y++) d[y * 6 + x] = *(const UNALIGNED *)(pixels[y * 6 + x] + c);
            CK_NAME(winograd_input_axis)(d + x, d + x, 6, rows);
        }
#pragma unroll
        for (int32_t y = 0; y < 6; y++) {
            if (!ck_winograd_has(6, rows, y)) continue;
            CK_NAME(winograd_input_axis)(d + y * 6, d + y * 6, 1, columns);
#pragma unroll
            for (int32_t x = 0; x < 6; x++)
                if (ck_winograd_has(6, columns, x)) *(VECTOR *)(target + (y * 6 + x) * stride + c) = d[y * 6 + x];
        }
    }
}

/// Transforms one tile of up to 6 x 6 pixels; result x of 36 goes to target + x * stride.
static void CK_NAME(winograd_input)(
    const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride) {
#define CK_CALL(rows, columns) CK_NAME(winograd_input_tile)(pixels, channels, target, stride, rows, columns)
    CK_WINOGRAD_SIZES(size, CK_CALL)
#undef CK_CALL
}

/// Defines the transform of nine weights at each of `count` places, `tap_stride` apart, to 36, `stride` apart, from that of an
/// axis.
#define CK_WINOGRAD_FILTER(name, axis)                                                                    \
    static void CK_NAME(name)(                                                                            \
        const float *weights, int64_t tap_stride, float *target, int64_t stride, int64_t count) {         \
        for (int64_t i = 0; i < count; i += CK_WIDTH) {                                                   \
            VECTOR half[18], u[6];                                                                        \
            CK_PRAGMA(unroll)                                                                             \
            for (int32_t x = 0; x < 3; x++) {                                                             \
                const float *column = weights + x * tap_stride + i;                                       \
                CK_NAME(axis)(                                                                            \
                    *(const VECTOR *)column, *(const VECTOR *)(column + 3 * tap_stride),                  \
                    *(const VECTOR *)(column + 6 * tap_stride), half + x, 3);                             \
            }                                                                                             \
            CK_PRAGMA(unroll)                                                                             \
            for (int32_t y = 0; y < 6; y++) {                                                             \
                CK_NAME(axis)(half[y * 3], half[y * 3 + 1], half[y * 3 + 2], u, 1);                       \
                CK_PRAGMA(unroll)                                                                         \
                for (int32_t x = 0; x < 6; x++) *(VECTOR *)(target + (y * 6 + x) * stride + i) = u[x];    \
            }                                                                                             \
        }                                                                                                 \
    }

CK_WINOGRAD_FILTER(winograd_filter, winograd_filter_axis)

/// Finishes and stores one row of `count` outputs of a tile, and adds to their sums.
CK_INLINE void CK_NAME(winograd_store)(
    const ck_winograd_output *job, const VECTOR *y, float *const *pixels, int32_t count, int32_t c, VECTOR *sum,
    VECTOR *square) {
    VECTOR bias = job->bias == NULL ? (VECTOR)0 : *(const UNALIGNED *)(job->bias + c);
#pragma unroll
    for (int32_t i = 0; i < count; i++) {
        if (pixels[i] == NULL) continue;
        VECTOR value = y[i] + bias;
        if (job->accumulate) value += *(const UNALIGNED *)(pixels[i] + job->addend_offset + c);
        if (job->rectify) value = __builtin_elementwise_max(value, (VECTOR)0);
        if (job->streams)
            __builtin_nontemporal_store(value, (VECTOR *)(pixels[i] + c));
        else
            *(UNALIGNED *)(pixels[i] + c) = value;
        *sum += value;
        *square += value * value;
    }
}

CK_INLINE void CK_NAME(winograd_output_tile)(
    const ck_winograd_output *job, const float *products, float *const *pixels, int32_t rows, int32_t columns) {
    for (int32_t c = 0; c < job->columns; c += CK_WIDTH) {
        VECTOR m[36], y[4], sum = 0, square = 0;
#pragma unroll
        for (int32_t x = 0; x < 6; x++) {
            if (!ck_winograd_has(6, columns, x)) continue;
#pragma unroll
            for (int32_t i = 0; i < 6; i++)
                if (ck_winograd_has(6, rows, i)) m[i * 6 + x] = *(const VECTOR *)(products + (i * 6 + x) * job->stride + c);
            CK_NAME(winograd_output_axis)(m + x, m + x, 6, rows);
        }
#pragma unroll
        for (int32_t i = 0; i < rows; i++) {
            CK_NAME(winograd_output_axis)(m + i * 6, y, 1, columns);
            CK_NAME(winograd_store)(job, y, pixels + i * 4, columns, c, &sum, &square);
        }
        if (job->sums == NULL) continue;
        *(UNALIGNED *)(job->sums + c) += sum;
        *(UNALIGNED *)(job->squares + c) += square;
    }
}

/// Transforms the products of one tile and stores those of its 4 x 4 pixels that exist (the others are NULL).
static void CK_NAME(winograd_output)(const ck_winograd_output *job, const float *products, float *const *pixels) {
#define CK_CALL(rows, columns) CK_NAME(winograd_output_tile)(job, products, pixels, rows, columns)
    CK_WINOGRAD_SIZES(job->size, CK_CALL)
#undef CK_CALL
}
