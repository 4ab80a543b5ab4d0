/// Private: the inner loops of layer norm, scaled residuals, gates and attention, one table for each instruction set.
#ifndef CK_TOKEN_KERNELS_H
#define CK_TOKEN_KERNELS_H

#include "ck_tokens.h"

typedef struct ck_layer_norm_arguments {
  int64_t channels;
  float epsilon;
  const float *input, *scale, *shift;
  float *mean, *inverse_deviation, *output;
} ck_layer_norm_arguments;

typedef struct ck_residual_arguments {
  ck_scaled_residual shape;
  /// The forward pass adds `residual`; the backward pass has none.
  const float *input, *residual;
  float *output;
} ck_residual_arguments;

typedef struct ck_gate_arguments {
  int64_t pixels, channels;
  const float *input, *gates;
  float *output;
} ck_gate_arguments;

/// Everything works on rows [begin, end); sums are added to what is there.
typedef struct ck_token_kernels {
  void (*layer_norm_forward)(const void *arguments, int64_t begin, int64_t end);
  /// At most 256 rows.
  void (*layer_norm_backward)(
      const ck_layer_norm_gradient *gradient, int64_t begin, int64_t end, float *scale_sums, float *shift_sums);
  void (*scaled_residual)(const void *arguments, int64_t begin, int64_t end);
  /// sums[c] += factors[n] dy x; at most 256 rows.
  void (*residual_sums)(
      const ck_scaled_residual *shape, const float *output_gradient, const float *input, int64_t begin, int64_t end,
      float *sums);
  void (*apply_gates)(const void *arguments, int64_t begin, int64_t end);
  /// sums[c] += left right over rows `stride` apart; at most 256 rows.
  void (*product_sums)(
      const float *left, const float *right, int64_t rows, int64_t columns, int64_t stride, float *sums);
  void (*softmax)(int64_t rows, int64_t columns, float scale, float *scores, float *log_sums);
  void (*restore)(int64_t rows, int64_t columns, float scale, const float *log_sums, float *scores);
  void (*score_gradient)(
      int64_t rows, int64_t columns, float scale, const float *probabilities, const float *output,
      const float *output_gradient, int64_t width, int64_t stride, float *gradient);
} ck_token_kernels;

extern const ck_token_kernels ck_token_kernels_portable;
extern const ck_token_kernels ck_token_kernels_avx2;
extern const ck_token_kernels ck_token_kernels_avx512;

#endif
