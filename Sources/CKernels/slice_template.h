/// Passes over the first channels of wider rows; included behind normalization_template.h, whose functions it uses.

static void slice_normalize(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  const ck_slice_arguments *a = arguments;
  const float *mean = a->mean, *factor = a->factor, *shift = a->shift;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * a->input_stride;
    float *y = a->target + row * a->target_stride;
    CK_VECTORIZE
    for (int64_t c = 0; c < a->channels; c++) {
      float value = normalized(x[c] - mean[c], factor[c], shift[c]);
      y[c] = value < 0 ? 0 : value;
    }
  }
}

/// Adds to sums and products, which at most 256 rows may reach before they are added to doubles.
static void slice_gradient(const ck_slice_arguments *a, int64_t begin, int64_t end, float *sums, float *products) {
#pragma clang fp contract(fast)
  const float *mean = a->mean, *factor = a->factor, *shift = a->shift;
  int64_t row = begin;
  for (; row + 2 <= end; row += 2) {
    const float *x0 = a->input + row * a->input_stride, *x1 = x0 + a->input_stride;
    const float *dy0 = a->output_gradient + row * a->channels, *dy1 = dy0 + a->channels;
    float *dx0 = a->target + row * a->target_stride, *dx1 = dx0 + a->target_stride;
    CK_VECTORIZE
    for (int64_t c = 0; c < a->channels; c++) {
      float d0 = x0[c] - mean[c], d1 = x1[c] - mean[c];
      float g0 = masked_gradient(CK_MASK_FROM_INPUT, dy0[c], 0, d0, factor[c], shift[c]);
      float g1 = masked_gradient(CK_MASK_FROM_INPUT, dy1[c], 0, d1, factor[c], shift[c]);
      dx0[c] += factor[c] * g0;
      dx1[c] += factor[c] * g1;
      sums[c] += g0 + g1;
      products[c] += g0 * d0 + g1 * d1;
    }
  }
  for (; row < end; row++) {
    const float *x = a->input + row * a->input_stride, *dy = a->output_gradient + row * a->channels;
    float *dx = a->target + row * a->target_stride;
    CK_VECTORIZE
    for (int64_t c = 0; c < a->channels; c++) {
      float d = x[c] - mean[c], g = masked_gradient(CK_MASK_FROM_INPUT, dy[c], 0, d, factor[c], shift[c]);
      dx[c] += factor[c] * g;
      sums[c] += g;
      products[c] += g * d;
    }
  }
}

/// `factor` is the slope and `shift` the offset.
static void slice_correct(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  const ck_slice_arguments *a = arguments;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * a->input_stride;
    float *dx = a->target + row * a->target_stride;
    CK_VECTORIZE
    for (int64_t c = 0; c < a->channels; c++) dx[c] += a->factor[c] * (x[c] - a->mean[c]) + a->shift[c];
  }
}
