/// Parameter updates of the optimizers, one pass each, in the order of operations of PyTorch's single-tensor versions.
#ifndef CK_UPDATE_H
#define CK_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// The coefficients of one Adam step, computed in double by the caller and rounded once.
typedef struct ck_adam_step {
  /// 1 - beta1, beta2 and 1 - beta2.
  float first_rate, second_decay, second_rate;
  /// learning rate / (1 - beta1^step)
  float step_size;
  /// sqrt(1 - beta2^step)
  float second_correction;
  float epsilon;
  /// Added to the gradient, times the parameter; 0 for AdamW.
  float coupled_decay;
  /// The parameter is first multiplied by this; 1 unless AdamW.
  float shrinkage;
} ck_adam_step;

/// Updates `parameter`, `first_moment` and `second_moment` in place.
void ck_adam_update(
    ck_context *context, int64_t count, const ck_adam_step *step, const float *gradient, float *parameter,
    float *first_moment, float *second_moment);

/// The coefficients of one step of stochastic gradient descent.
typedef struct ck_momentum_step {
  float learning_rate, momentum, weight_decay;
  bool nesterov;
  /// The velocity becomes the gradient itself.
  bool is_first;
} ck_momentum_step;

/// Updates `parameter` and, unless NULL, `velocity` in place; without a velocity there is no momentum.
void ck_momentum_update(
    ck_context *context, int64_t count, const ck_momentum_step *step, const float *gradient, float *parameter,
    float *_Nullable velocity);

/// As `ck_adam_update`, but the parameter stays and its update is written:
/// direction = scale first / (sqrt(second) / second_correction + epsilon) + coupled_decay parameter.
///
/// `step_size` holds the scale; `shrinkage` is not used. `direction` overlaps no other array.
void ck_adam_direction(
    ck_context *context, int64_t count, const ck_adam_step *step, const float *gradient, const float *parameter,
    float *first_moment, float *second_moment, float *direction);

/// The coefficients of one RMSprop step.
typedef struct ck_rms_step {
  float learning_rate;
  /// alpha and 1 - alpha.
  float decay, rate;
  float epsilon, momentum, weight_decay;
} ck_rms_step;

/// Updates `parameter`, `square_average` and, unless NULL, `velocity` and `average` (the centred form) in place.
void ck_rms_update(
    ck_context *context, int64_t count, const ck_rms_step *step, const float *gradient, float *parameter,
    float *square_average, float *_Nullable velocity, float *_Nullable average);

/// Adagrad: updates `parameter` and `sum`, that of squared gradients, in place.
void ck_adagrad_update(
    ck_context *context, int64_t count, float learning_rate, float epsilon, float weight_decay, const float *gradient,
    float *parameter, float *sum);

/// The coefficients of one Lion step.
typedef struct ck_lion_step {
  float learning_rate;
  /// 1 - beta1, for the direction, and 1 - beta2, for the moment.
  float direction_rate, moment_rate;
  /// The parameter is first multiplied by this.
  float shrinkage;
} ck_lion_step;

/// Updates `parameter` and `moment` in place.
void ck_lion_update(
    ck_context *context, int64_t count, const ck_lion_step *step, const float *gradient, float *parameter,
    float *moment);

#pragma clang assume_nonnull end
#endif
