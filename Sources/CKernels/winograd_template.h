/// The transforms of Winograd's F(4x4, 3x3), included behind product_template.h, whose names it shares. Vectors run over
/// adjacent channels; the matrices are Toom and Cook's (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015) for the points 0, p, -p, q, -q and infinity. Those papers take 1 and 2; 5/8 and 3/2 cost the same and are off by
/// less than half as much (2.2 times a direct convolution's rounding instead of 4.7, see Benchmarks/NOTES.md), and all
/// constants of the input's transform are exact.
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

/// B^T d: six inputs to six.
CK_INLINE void CK_NAME(winograd_input6)(const VECTOR *d, VECTOR *t, int32_t step) {
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

/// A^T m: six products to four outputs.
CK_INLINE void CK_NAME(winograd_output4)(const VECTOR *m, VECTOR *y, int32_t step) {
    VECTOR sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
    VECTOR sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
    VECTOR first = m[0] + sum1 + sum2;
    VECTOR last = CK_P * CK_P2 * difference1 + CK_Q * CK_Q2 * difference2 + m[5 * step];
    y[0] = first;
    y[step] = CK_P * difference1 + CK_Q * difference2;
    y[2 * step] = CK_P2 * sum1 + CK_Q2 * sum2;
    y[3 * step] = last;
}

/// G g: three weights to six.
CK_INLINE void CK_NAME(winograd_filter6)(VECTOR a, VECTOR b, VECTOR c, VECTOR *u, int32_t step) {
    VECTOR even = a + CK_P2 * c, even2 = a + CK_Q2 * c;
    u[0] = a * (1.0f / (CK_P2 * CK_Q2));
    u[step] = (even + CK_P * b) * CK_P_NORM;
    u[2 * step] = (even - CK_P * b) * CK_P_NORM;
    u[3 * step] = (even2 + CK_Q * b) * CK_Q_NORM;
    u[4 * step] = (even2 - CK_Q * b) * CK_Q_NORM;
    u[5 * step] = c;
}

/// Transforms one tile of 6 x 6 pixels; result x of 36 goes to target + x * stride.
static void CK_NAME(winograd_input)(const float *const *pixels, int32_t channels, float *target, int64_t stride) {
    for (int32_t c = 0; c < channels; c += CK_WIDTH) {
        VECTOR d[36];
#pragma unroll
        for (int32_t x = 0; x < 6; x++) {
#pragma unroll
            for (int32_t y = 0; y < 6; y++) d[y * 6 + x] = *(const UNALIGNED *)(pixels[y * 6 + x] + c);
            CK_NAME(winograd_input6)(d + x, d + x, 6);
        }
#pragma unroll
        for (int32_t y = 0; y < 6; y++) {
            CK_NAME(winograd_input6)(d + y * 6, d + y * 6, 1);
#pragma unroll
            for (int32_t x = 0; x < 6; x++) *(VECTOR *)(target + (y * 6 + x) * stride + c) = d[y * 6 + x];
        }
    }
}

/// Transforms nine weights at each of `count` places, `tap_stride` apart, to 36, `stride` apart.
static void CK_NAME(winograd_filter)(
    const float *weights, int64_t tap_stride, float *target, int64_t stride, int64_t count) {
    for (int64_t i = 0; i < count; i += CK_WIDTH) {
        VECTOR half[18], u[6];
#pragma unroll
        for (int32_t x = 0; x < 3; x++) {
            const float *column = weights + x * tap_stride + i;
            CK_NAME(winograd_filter6)(
                *(const VECTOR *)column, *(const VECTOR *)(column + 3 * tap_stride),
                *(const VECTOR *)(column + 6 * tap_stride), half + x, 3);
        }
#pragma unroll
        for (int32_t y = 0; y < 6; y++) {
            CK_NAME(winograd_filter6)(half[y * 3], half[y * 3 + 1], half[y * 3 + 2], u, 1);
#pragma unroll
            for (int32_t x = 0; x < 6; x++) *(VECTOR *)(target + (y * 6 + x) * stride + i) = u[x];
        }
    }
}

/// Transforms the products of one tile and stores those of its 4 x 4 pixels that exist (the others are NULL).
static void CK_NAME(winograd_output)(const ck_winograd_output *job, const float *products, float *const *pixels) {
    for (int32_t c = 0; c < job->columns; c += CK_WIDTH) {
        VECTOR m[36], y[16];
#pragma unroll
        for (int32_t x = 0; x < 6; x++) {
#pragma unroll
            for (int32_t i = 0; i < 6; i++) m[i * 6 + x] = *(const VECTOR *)(products + (i * 6 + x) * job->stride + c);
            CK_NAME(winograd_output4)(m + x, m + x, 6);
        }
        VECTOR bias = job->bias == NULL ? (VECTOR)0 : *(const UNALIGNED *)(job->bias + c);
        VECTOR sum = 0, square = 0;
#pragma unroll
        for (int32_t i = 0; i < 4; i++) CK_NAME(winograd_output4)(m + i * 6, y + i * 4, 1);
#pragma unroll
        for (int32_t i = 0; i < 16; i++) {
            if (pixels[i] == NULL) continue;
            VECTOR value = y[i] + bias;
            if (job->accumulate) value += *(const UNALIGNED *)(pixels[i] + job->addend_offset + c);
            if (job->rectify) value = __builtin_elementwise_max(value, (VECTOR)0);
            *(UNALIGNED *)(pixels[i] + c) = value;
            sum += value;
            square += value * value;
        }
        if (job->sums == NULL) continue;
        *(UNALIGNED *)(job->sums + c) += sum;
        *(UNALIGNED *)(job->squares + c) += square;
    }
}
