/// The loops of depthwise convolution, included behind product_template.h, whose names it shares. Vectors run over adjacent
/// channels, each of which has weights of its own.

/// Adjacent pixels are computed together, so that each weight is loaded once for all of them.
enum { CK_NAME(taps_pixels) = 4 };

/// `pixels` pixels from number `first`: sums over the taps, plus bias, plus the addend.
CK_INLINE void CK_NAME(taps_group)(const ck_taps_job *job, int32_t first, int32_t pixels) {
    int64_t step = job->source_step, from = first * step, to = first * job->target_step;
    int32_t c = 0;
    for (; c + CK_WIDTH <= job->channels; c += CK_WIDTH) {
        VECTOR sums[CK_NAME(taps_pixels)];
        VECTOR bias = job->bias == NULL ? (VECTOR)0 : *(const UNALIGNED *)(job->bias + c);
#pragma unroll
        for (int32_t p = 0; p < pixels; p++) {
            sums[p] = bias;
            if (job->addend != NULL) sums[p] += *(const UNALIGNED *)(job->addend + to + p * job->target_step + c);
        }
        for (int32_t t = 0; t < job->taps; t++) {
            VECTOR w = *(const UNALIGNED *)(job->weights[t] + c);
            const float *source = job->sources[t] + from + c;
#pragma unroll
            for (int32_t p = 0; p < pixels; p++)
                sums[p] = CK_MULTIPLY_ADD(*(const UNALIGNED *)(source + p * step), w, sums[p]);
        }
#pragma unroll
        for (int32_t p = 0; p < pixels; p++) {
            if (job->rectify) sums[p] = __builtin_elementwise_max(sums[p], (VECTOR)0);
            *(UNALIGNED *)(job->target + to + p * job->target_step + c) = sums[p];
        }
    }
    for (; c < job->channels; c++)
        for (int32_t p = 0; p < pixels; p++) {
            int64_t place = to + p * job->target_step + c;
            float sum = (job->bias == NULL ? 0 : job->bias[c]) + (job->addend == NULL ? 0 : job->addend[place]);
            for (int32_t t = 0; t < job->taps; t++) sum += job->sources[t][from + p * step + c] * job->weights[t][c];
            job->target[place] = job->rectify && sum < 0 ? 0 : sum;
        }
}

static void CK_NAME(multiply_taps)(const ck_taps_job *job) {
    int32_t first = 0;
    for (; first + CK_NAME(taps_pixels) <= job->pixels; first += CK_NAME(taps_pixels))
        CK_NAME(taps_group)(job, first, CK_NAME(taps_pixels));
    for (; first < job->pixels; first++) CK_NAME(taps_group)(job, first, 1);
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
