/// The transforms of Winograd's weight gradient, included behind winograd_template.h, whose points and names it shares.
/// They are the transposes of those of F(4x4, 3x3): A for the output's gradient, G^T for the weights'.

/// A d: values to as many products as a tile with so many outputs has.
CK_INLINE void CK_NAME(winograd_gradient_axis)(
    const VECTOR *d, VECTOR *t, int32_t source_step, int32_t step, int32_t outputs) {
    t[0] = d[0];
    t[5 * step] = d[(outputs - 1) * source_step];
    if (outputs == 2) {
        t[step] = d[0] + CK_P * d[source_step];
        t[2 * step] = d[0] - CK_P * d[source_step];
        return;
    }
    if (outputs == 3) {
        VECTOR even = d[0] + CK_P2 * d[2 * source_step], even2 = d[0] + CK_Q2 * d[2 * source_step];
        t[step] = even + CK_P * d[source_step];
        t[2 * step] = even - CK_P * d[source_step];
        t[3 * step] = even2 + CK_Q * d[source_step];
        t[4 * step] = even2 - CK_Q * d[source_step];
        return;
    }
    VECTOR even = d[0] + CK_P2 * d[2 * source_step], odd = d[source_step] + CK_P2 * d[3 * source_step];
    VECTOR even2 = d[0] + CK_Q2 * d[2 * source_step], odd2 = d[source_step] + CK_Q2 * d[3 * source_step];
    t[step] = even + CK_P * odd;
    t[2 * step] = even - CK_P * odd;
    t[3 * step] = even2 + CK_Q * odd2;
    t[4 * step] = even2 - CK_Q * odd2;
}

/// G^T m: six products to three weights.
CK_INLINE void CK_NAME(winograd_weights_axis)(const VECTOR *m, VECTOR *w, int32_t source_step, int32_t step) {
    VECTOR sum1 = (m[source_step] + m[2 * source_step]) * CK_P_NORM;
    VECTOR difference1 = (m[source_step] - m[2 * source_step]) * CK_P_NORM;
    VECTOR sum2 = (m[3 * source_step] + m[4 * source_step]) * CK_Q_NORM;
    VECTOR difference2 = (m[3 * source_step] - m[4 * source_step]) * CK_Q_NORM;
    w[0] = m[0] * (1.0f / (CK_P2 * CK_Q2)) + sum1 + sum2;
    w[step] = CK_P * difference1 + CK_Q * difference2;
    w[2 * step] = CK_P2 * sum1 + CK_Q2 * sum2 + m[5 * source_step];
}

CK_INLINE void CK_NAME(winograd_gradient_tile)(
    const float *const *pixels, int32_t channels, float *target, int64_t stride, int32_t rows, int32_t columns) {
    for (int32_t c = 0; c < channels; c += CK_WIDTH) {
        VECTOR half[24], t[6];
#pragma unroll
        for (int32_t x = 0; x < columns; x++) {
            VECTOR d[4];
#pragma unroll
            for (int32_t y = 0; y < rows; y++) d[y] = *(const UNALIGNED *)(pixels[y * 4 + x] + c);
            CK_NAME(winograd_gradient_axis)(d, half + x, 1, 4, rows);
        }
#pragma unroll
        for (int32_t y = 0; y < 6; y++) {
            if (!ck_winograd_has(6, rows, y)) continue;
            CK_NAME(winograd_gradient_axis)(half + y * 4, t, 1, 1, columns);
#pragma unroll
            for (int32_t x = 0; x < 6; x++)
                if (ck_winograd_has(6, columns, x)) *(VECTOR *)(target + (y * 6 + x) * stride + c) = t[x];
        }
    }
}

/// Transforms one tile of up to 4 x 4 pixels; result x of 36 goes to target + x * stride.
static void CK_NAME(winograd_gradient)(
    const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride) {
#define CK_CALL(rows, columns) CK_NAME(winograd_gradient_tile)(pixels, channels, target, stride, rows, columns)
    CK_WINOGRAD_SIZES(size, CK_CALL)
#undef CK_CALL
}

/// Defines the transform of 36 products, `stride` apart, at each of `count` places to nine weights, `tap_stride` apart, from
/// that of an axis.
#define CK_WINOGRAD_WEIGHTS(name, axis)                                                                              \
    static void CK_NAME(name)(                                                                                       \
        const float *products, int64_t stride, float *target, int64_t tap_stride, int64_t count, bool accumulate) {  \
        for (int64_t i = 0; i < count; i += CK_WIDTH) {                                                              \
            VECTOR half[18], w[3];                                                                                   \
            CK_PRAGMA(unroll)                                                                                        \
            for (int32_t x = 0; x < 6; x++) {                                                                        \
                VECTOR m[6];                                                                                         \
                CK_PRAGMA(unroll)                                                                                    \
                for (int32_t y = 0; y < 6; y++) m[y] = *(const VECTOR *)(products + (y * 6 + x) * stride + i);       \
                CK_NAME(axis)(m, half + x, 1, 6);                                                                    \
            }                                                                                                        \
            CK_PRAGMA(unroll)                                                                                        \
            for (int32_t y = 0; y < 3; y++) {                                                                        \
                CK_NAME(axis)(half + y * 6, w, 1, 1);                                                                \
                CK_PRAGMA(unroll)                                                                                    \
                for (int32_t x = 0; x < 3; x++) {                                                                    \
                    UNALIGNED *place = (UNALIGNED *)(target + (y * 3 + x) * tap_stride + i);                         \
                    *place = accumulate ? *place + w[x] : w[x];                                                      \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
    }

CK_WINOGRAD_WEIGHTS(winograd_weights, winograd_weights_axis)
