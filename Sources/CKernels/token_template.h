/// Layer norm, scaled residuals, gates and the rows of attention for one instruction set; included by tokens_*.c.

#pragma clang diagnostic ignored "-Wpass-failed"
#define CK_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")

#include "math_template.h"

static void layer_norm_forward(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp reassociate(on) contract(fast)
  const ck_layer_norm_arguments *a = arguments;
  int64_t channels = a->channels;
  const float *scale = a->scale, *shift = a->shift;
  float share = 1.0f / (float)channels;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * channels;
    float *y = a->output + row * channels;
    float sum = 0;
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) sum += x[c];
    float guess = sum * share, rest = 0, squares = 0;
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) {
      float d = x[c] - guess;
      rest += d;
      squares += d * d;
    }
    // What rounding left in the mean is taken off it and off the variance.
    float correction = rest * share, mean = guess + correction;
    float variance = squares * share - correction * correction;
    float inverse = 1.0f / sqrtf((variance < 0 ? 0 : variance) + a->epsilon);
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) y[c] = (x[c] - mean) * inverse * scale[c] + shift[c];
    a->mean[row] = mean;
    a->inverse_deviation[row] = inverse;
  }
}

static void layer_norm_backward(
    const ck_layer_norm_gradient *a, int64_t begin, int64_t end, float *scale_sums, float *shift_sums) {
#pragma clang fp reassociate(on) contract(fast)
  int64_t channels = a->channels;
  const float *scale = a->scale;
  float share = 1.0f / (float)channels;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * channels, *dy = a->output_gradient + row * channels;
    float *dx = a->input_gradient + row * channels;
    float mean = a->mean[row], inverse = a->inverse_deviation[row], sum = 0, product = 0;
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) {
      float normalized = (x[c] - mean) * inverse, g = dy[c] * scale[c];
      sum += g;
      product += g * normalized;
      scale_sums[c] += dy[c] * normalized;
      shift_sums[c] += dy[c];
    }
    float offset = sum * share, slope = product * share;
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++)
      dx[c] = inverse * (dy[c] * scale[c] - offset - (x[c] - mean) * inverse * slope);
  }
}

CK_INLINE void residual_rows(
    const ck_residual_arguments *a, bool scales, bool adds, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  int64_t channels = a->shape.channels;
  const float *scale = a->shape.scale;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * channels, *r = a->residual + (adds ? row * channels : 0);
    float *y = a->output + row * channels;
    float factor = a->shape.factors == NULL ? 1.0f : a->shape.factors[row / a->shape.rows];
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) {
      float value = x[c] * (scales ? factor * scale[c] : factor);
      y[c] = adds ? r[c] + value : value;
    }
  }
}

static void scaled_residual(const void *arguments, int64_t begin, int64_t end) {
  const ck_residual_arguments *a = arguments;
  bool adds = a->residual != NULL;
  if (a->shape.scale == NULL) {
    if (adds)
      residual_rows(a, false, true, begin, end);
    else
      residual_rows(a, false, false, begin, end);
  } else if (adds) {
    residual_rows(a, true, true, begin, end);
  } else {
    residual_rows(a, true, false, begin, end);
  }
}

static void residual_sums(
    const ck_scaled_residual *shape, const float *output_gradient, const float *input, int64_t begin, int64_t end,
    float *sums) {
#pragma clang fp contract(fast)
  int64_t channels = shape->channels;
  for (int64_t row = begin; row < end; row++) {
    const float *dy = output_gradient + row * channels, *x = input + row * channels;
    float factor = shape->factors == NULL ? 1.0f : shape->factors[row / shape->rows];
    CK_VECTORIZE
    for (int64_t c = 0; c < channels; c++) sums[c] += factor * (dy[c] * x[c]);
  }
}

static void apply_gates(const void *arguments, int64_t begin, int64_t end) {
  const ck_gate_arguments *a = arguments;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * a->channels, *gate = a->gates + row / a->pixels * a->channels;
    float *y = a->output + row * a->channels;
    CK_VECTORIZE
    for (int64_t c = 0; c < a->channels; c++) y[c] = x[c] * gate[c];
  }
}

static void product_sums(
    const float *left, const float *right, int64_t rows, int64_t columns, int64_t stride, float *sums) {
#pragma clang fp contract(fast)
  for (int64_t row = 0; row < rows; row++, left += stride, right += stride) {
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) sums[c] += left[c] * right[c];
  }
}

static void softmax(int64_t rows, int64_t columns, float scale, float *scores, float *log_sums) {
#pragma clang fp reassociate(on) contract(fast)
  for (int64_t row = 0; row < rows; row++) {
    float *x = scores + row * columns;
    float best[CK_WIDTH], largest = x[0];
    for (int l = 0; l < CK_WIDTH; l++) best[l] = x[0];
    int64_t i = 0;
    for (; i + CK_WIDTH <= columns; i += CK_WIDTH)
      for (int l = 0; l < CK_WIDTH; l++) best[l] = x[i + l] > best[l] ? x[i + l] : best[l];
    for (; i < columns; i++) largest = x[i] > largest ? x[i] : largest;
    for (int l = 0; l < CK_WIDTH; l++) largest = best[l] > largest ? best[l] : largest;
    float offset = largest * scale, sum = 0;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float y = exponential(x[c] * scale - offset);
      x[c] = y;
      sum += y;
    }
    float share = 1.0f / sum;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) x[c] *= share;
    log_sums[row] = offset + logf(sum);
  }
}

static void restore(int64_t rows, int64_t columns, float scale, const float *log_sums, float *scores) {
#pragma clang fp contract(fast)
  for (int64_t row = 0; row < rows; row++) {
    float *x = scores + row * columns, offset = log_sums[row];
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) x[c] = exponential(x[c] * scale - offset);
  }
}

static void score_gradient(
    int64_t rows, int64_t columns, float scale, const float *probabilities, const float *output,
    const float *output_gradient, int64_t width, int64_t stride, float *gradient) {
#pragma clang fp reassociate(on) contract(fast)
  for (int64_t row = 0; row < rows; row++) {
    const float *y = output + row * stride, *dy = output_gradient + row * stride;
    float product = 0;
    CK_VECTORIZE
    for (int64_t c = 0; c < width; c++) product += y[c] * dy[c];
    const float *p = probabilities + row * columns;
    float *g = gradient + row * columns;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) g[c] = scale * p[c] * (g[c] - product);
  }
}

const ck_token_kernels CK_NAME(ck_token_kernels) = {
    .layer_norm_forward = layer_norm_forward,
    .layer_norm_backward = layer_norm_backward,
    .scaled_residual = scaled_residual,
    .residual_sums = residual_sums,
    .apply_gates = apply_gates,
    .product_sums = product_sums,
    .softmax = softmax,
    .restore = restore,
    .score_gradient = score_gradient,
};
