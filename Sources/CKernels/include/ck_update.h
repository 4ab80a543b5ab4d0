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

#pragma clang assume_nonnull end
#endif
