/// What transformers and gated networks need besides products: layer norm, residual sums with scales, gates, token
/// embedding, and the rows of attention.
///
/// Sums over rows are float32 over at most 256 rows, double above; sums within a row are float32.
#ifndef CK_TOKENS_H
#define CK_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// output[r][c] = (input[r][c] - mean[r]) inverse_deviation[r] scale[c] + shift[c], with the mean and the biased variance
/// of each row; inverse_deviation = 1 / sqrt(variance + epsilon). Ba and others 2016.
void ck_layer_norm_forward(
    ck_context *context, int64_t rows, int64_t channels, float epsilon, const float *input, const float *scale,
    const float *shift, float *mean, float *inverse_deviation, float *output);

/// The gradients of ck_layer_norm_forward; all are overwritten.
///
/// With g = dy scale and xhat = (x - mean) inverse_deviation:
/// dx = inverse_deviation (g - mean of g - xhat mean of (g xhat)), dscale = sum of dy xhat, dshift = sum of dy.
typedef struct ck_layer_norm_gradient {
  int64_t rows, channels;
  const float *output_gradient, *input, *scale, *mean, *inverse_deviation;
  float *input_gradient, *scale_gradient, *shift_gradient;
} ck_layer_norm_gradient;

void ck_layer_norm_backward(ck_context *context, const ck_layer_norm_gradient *gradient);

/// output[n][r][c] = residual[n][r][c] + factors[n] scale[c] input[n][r][c].
typedef struct ck_scaled_residual {
  int64_t images, rows, channels;
  /// One per image, or NULL for 1.
  const float *_Nullable factors;
  /// One per channel, or NULL for 1.
  const float *_Nullable scale;
} ck_scaled_residual;

void ck_scaled_residual_forward(
    ck_context *context, const ck_scaled_residual *shape, const float *input, const float *residual, float *output);

/// input_gradient = factors scale output_gradient; scale_gradient[c] = the sum of factors output_gradient input, where it
/// and `input` are not NULL. Each is overwritten, or left out if NULL.
void ck_scaled_residual_backward(
    ck_context *context, const ck_scaled_residual *shape, const float *output_gradient, const float *_Nullable input,
    float *_Nullable input_gradient, float *_Nullable scale_gradient);

/// output[n][p][c] = gates[n][c] input[n][p][c]; also the gradient with respect to the input, given the output's.
void ck_apply_gates(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *input, const float *gates,
    float *output);

/// gate_gradient[n][c] = the sum over pixels of output_gradient[n][p][c] input[n][p][c].
void ck_gate_gradient(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *output_gradient,
    const float *input, float *gate_gradient);

/// output[n][0] = class_token + positions[0]; output[n][1 + p] = patches[n][p] + positions[1 + p].
void ck_embed_tokens(
    ck_context *context, int64_t images, int64_t patches, int64_t channels, const float *patch_values,
    const float *class_token, const float *positions, float *output);

// The rows of attention run on the calling thread: one call is part of a task.

/// scores[r][c] <- softmax over c of scale scores[r][c]; log_sums[r] = log of the sum of exp(scale scores[r][c]).
void ck_attention_softmax(
    const ck_context *context, int64_t rows, int64_t columns, float scale, float *scores, float *log_sums);

/// scores[r][c] <- exp(scale scores[r][c] - log_sums[r]): what ck_attention_softmax gave.
void ck_attention_restore(
    const ck_context *context, int64_t rows, int64_t columns, float scale, const float *log_sums, float *scores);

/// gradient[r][c] <- scale probabilities[r][c] (gradient[r][c] - the dot product of rows r of `output` and
/// `output_gradient`), these having `width` elements, `stride` apart from row to row.
void ck_attention_score_gradient(
    const ck_context *context, int64_t rows, int64_t columns, float scale, const float *probabilities,
    const float *output, const float *output_gradient, int64_t width, int64_t stride, float *gradient);

#pragma clang assume_nonnull end
#endif
