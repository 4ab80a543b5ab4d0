/// Softmax, and losses with the gradient computed in the same call.
#ifndef CK_LOSS_H
#define CK_LOSS_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// Softmax of each row; `output` may be `input`.
void ck_softmax_forward(ck_context *context, int64_t rows, int64_t columns, const float *input, float *output);

/// input_gradient = output (output_gradient - sum of output output_gradient), row by row.
void ck_softmax_backward(
    ck_context *context, int64_t rows, int64_t columns, const float *output_gradient, const float *output,
    float *input_gradient);

/// Weighted cross-entropy of class labels.
typedef struct ck_cross_entropy {
  int64_t rows, classes;
  const float *logits;
  /// In 0 ..< classes; a negative label leaves its row out.
  const int32_t *labels;
  /// One per class, or NULL for all 1.
  const float *_Nullable class_weights;
  /// From 0 to below 1.
  double label_smoothing;
  /// Overwritten with the gradient of term_sum / weight_sum, zeros when weight_sum is 0.
  float *gradient;
} ck_cross_entropy;

/// The sums of a loss, which is the first over the second.
typedef struct ck_loss {
  double term_sum, weight_sum;
} ck_loss;

/// With p = softmax(logits), label y and smoothing s, a row's term is
/// (1 - s) w_y (-log p_y) + (s / classes) sum over c of w_c (-log p_c), and its weight w_y.
ck_loss ck_cross_entropy_loss(ck_context *context, const ck_cross_entropy *arguments);

/// The term of an element is w (max(z, 0) - z t + log(1 + exp(-|z|))), its weight w (1 when `weights` is NULL).
/// `gradient` is overwritten with that of term_sum / weight_sum.
ck_loss ck_binary_cross_entropy_loss(
    ck_context *context, int64_t count, const float *logits, const float *targets, const float *_Nullable weights,
    float *gradient);

/// The term of an element is (prediction - target)^2, its weight 1.
ck_loss ck_squared_error_loss(
    ck_context *context, int64_t count, const float *prediction, const float *target, float *gradient);

#pragma clang assume_nonnull end
#endif
