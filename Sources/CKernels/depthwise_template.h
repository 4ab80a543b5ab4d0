/// The loops of depthwise convolution, included behind product_template.h, whose names it shares. Vectors run over adjacent
/// channels, each of which has weights of its own.

/// target[c] = sum over taps of sources[tap][c] weights[tap][c], plus bias, plus what was there before if `accumulate`.
static void CK_NAME(multiply_taps)(
    const float *const *sources, const float *const *weights, int32_t taps, int32_t channels, const float *bias,
    bool accumulate, bool rectify, float *target) {
    int32_t c = 0;
    for (; c + CK_WIDTH <= channels; c += CK_WIDTH) {
        VECTOR sum = bias == NULL ? (VECTOR)0 : *(const UNALIGNED *)(bias + c);
        if (accumulate) sum += *(const UNALIGNED *)(target + c);
        for (int32_t t = 0; t < taps; t++)
            sum = CK_MULTIPLY_ADD(*(const UNALIGNED *)(sources[t] + c), *(const UNALIGNED *)(weights[t] + c), sum);
        if (rectify) sum = __builtin_elementwise_max(sum, (VECTOR)0);
        *(UNALIGNED *)(target + c) = sum;
    }
    for (; c < channels; c++) {
        float sum = (bias == NULL ? 0 : bias[c]) + (accumulate ? target[c] : 0);
        for (int32_t t = 0; t < taps; t++) sum += sources[t][c] * weights[t][c];
        target[c] = rectify && sum < 0 ? 0 : sum;
    }
}

/// target[c] += sum over `count` pixels of source[c] gradient[c].
static void CK_NAME(multiply_pixels)(
    const float *source, int64_t source_stride, const float *gradient, int64_t gradient_stride, int64_t count,
    int32_t channels, float *target) {
    int32_t c = 0;
    for (; c + CK_WIDTH <= channels; c += CK_WIDTH) {
        VECTOR sum = 0;
        for (int64_t i = 0; i < count; i++)
            sum = CK_MULTIPLY_ADD(
                *(const UNALIGNED *)(source + i * source_stride + c),
                *(const UNALIGNED *)(gradient + i * gradient_stride + c), sum);
        *(UNALIGNED *)(target + c) += sum;
    }
    for (; c < channels; c++) {
        float sum = 0;
        for (int64_t i = 0; i < count; i++) sum += source[i * source_stride + c] * gradient[i * gradient_stride + c];
        target[c] += sum;
    }
}
