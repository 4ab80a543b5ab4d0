/// The transforms of Winograd's F(4x4, 3x3), included behind product_template.h, whose names it shares. Vectors run over
/// adjacent channels; the matrices are those of Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015),
/// for the points 0, 1, -1, 2, -2 and infinity.

/// B^T d: six inputs to six.
CK_INLINE void CK_NAME(winograd_input6)(const VECTOR *d, VECTOR *t, int32_t step) {
    VECTOR even = d[4 * step] - 4 * d[2 * step], odd = d[3 * step] - 4 * d[step];
    VECTOR even2 = d[4 * step] - d[2 * step], odd2 = 2 * (d[3 * step] - d[step]);
    VECTOR first = 4 * d[0] - 5 * d[2 * step] + d[4 * step];
    VECTOR last = 4 * d[step] - 5 * d[3 * step] + d[5 * step];
    t[0] = first;
    t[step] = even + odd;
    t[2 * step] = even - odd;
    t[3 * step] = even2 + odd2;
    t[4 * step] = even2 - odd2;
    t[5 * step] = last;
}

/// A^T m: six products to four outputs.
CK_INLINE void CK_NAME(winograd_output4)(const VECTOR *m, VECTOR *y, int32_t step) {
    VECTOR sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
    VECTOR sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
    VECTOR first = m[0] + sum1 + sum2, last = difference1 + 8 * difference2 + m[5 * step];
    y[0] = first;
    y[step] = difference1 + 2 * difference2;
    y[2 * step] = sum1 + 4 * sum2;
    y[3 * step] = last;
}

/// G g: three weights to six.
CK_INLINE void CK_NAME(winograd_filter6)(VECTOR a, VECTOR b, VECTOR c, VECTOR *u, int32_t step) {
    VECTOR even = a + c, even2 = a * (1.0f / 24) + c * (1.0f / 6), odd2 = b * (1.0f / 12);
    u[0] = a * 0.25f;
    u[step] = (even + b) * (-1.0f / 6);
    u[2 * step] = (even - b) * (-1.0f / 6);
    u[3 * step] = even2 + odd2;
    u[4 * step] = even2 - odd2;
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
            if (job->accumulate) value += *(const UNALIGNED *)(pixels[i] + c);
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
