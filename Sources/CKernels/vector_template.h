/// All memory-bound families for one instruction set; included by vector_*.c.

// A loop that a compiler leaves scalar (without optimisation, say) is slow, not wrong.
#pragma clang diagnostic ignored "-Wpass-failed"

/// In front of a loop whose iterations are independent, even where an output is one of the inputs.
#define CK_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")

#include "lines_template.h"
#include "math_template.h"
#include "pointwise_template.h"
#include "random_template.h"
#include "normalization_template.h"
#include "slice_template.h"
#include "pooling_template.h"
#include "loss_template.h"
#include "update_template.h"
#include "rounding_template.h"
#include "mixture_template.h"

const ck_vector_kernels CK_NAME(ck_vector_kernels) = {
    .activation_forward = activation_forward,
    .activation_backward = activation_backward,
    .add = add,
    .multiply = multiply,
    .scale = scale,
    .dropout = dropout,
    .block_sums = block_sums,
    .block_deviations = block_deviations,
    .block_gradient_sums = block_gradient_sums,
    .normalize = normalize,
    .normalize_gradient = normalize_gradient,
    .slice_normalize = slice_normalize,
    .slice_gradient = slice_gradient,
    .slice_correct = slice_correct,
    .max_pool_forward = max_pool_forward,
    .max_pool_backward = max_pool_backward,
    .average_pool_forward = average_pool_forward,
    .average_pool_backward = average_pool_backward,
    .softmax_forward = softmax_forward,
    .softmax_backward = softmax_backward,
    .cross_entropy = cross_entropy,
    .binary_cross_entropy = binary_cross_entropy,
    .squared_error = squared_error,
    .sum = sum_of,
    .sum_of_squares = sum_of_squares,
    .not_finite = not_finite,
    .adam = adam,
    .momentum = momentum,
    .adam_direction = adam_direction,
    .rms = rms,
    .adagrad = adagrad,
    .lion = lion,
    .round_bfloat16 = round_bfloat16,
    .widen_bfloat16 = widen_bfloat16,
    .mixture_prepare = mixture_prepare,
    .mixture_density = mixture_density,
};
