/// Private: the inner loops of the memory-bound operations, one table for each instruction set.
///
/// The loops live in `*_template.h`, are compiled once per level by vector_*.c, and work on a range of elements or rows;
/// how work is cut into ranges is decided in the level-independent files (pointwise.c, ...), by shapes alone.
#ifndef CK_VECTOR_KERNELS_H
#define CK_VECTOR_KERNELS_H

#include "ck_loss.h"
#include "ck_mixture.h"
#include "ck_pointwise.h"
#include "ck_pooling.h"
#include "ck_update.h"
#include "columns.h"

/// Works on [begin, end) of whatever the arguments describe.
typedef void (*ck_range_kernel)(const void *arguments, int64_t begin, int64_t end);

/// Returns the sum over [begin, end).
typedef double (*ck_sum_kernel)(const void *arguments, int64_t begin, int64_t end);

/// output = f(input, other); `other` is a second operand or NULL.
typedef struct ck_pointwise_arguments {
  ck_function function;
  float factor;
  const float *input, *other;
  float *output;
} ck_pointwise_arguments;

/// One way or the other: two of the four pointers are set.
typedef struct ck_rounding_arguments {
  const float *wide;
  const uint16_t *rounded;
  float *wide_output;
  uint16_t *rounded_output;
} ck_rounding_arguments;

typedef struct ck_dropout_arguments {
  uint32_t threshold, key0, key1;
  float factor;
  const float *input;
  float *output;
} ck_dropout_arguments;

/// A matrix of `columns` wide rows `stride` floats apart. Column kernels leave their sums for columns to the caller.
typedef struct ck_block {
  const float *data;
  int64_t rows, columns, stride;
} ck_block;

/// How a gradient behind ReLU finds out where the output was above 0.
typedef enum ck_mask {
  /// There is no ReLU.
  CK_MASK_NONE,
  CK_MASK_FROM_BITS,
  /// From (x - mean) factor + shift.
  CK_MASK_FROM_INPUT,
} ck_mask;

/// The sums that a batch norm's gradient needs, over one block: of g and of g (x - mean).
typedef struct ck_gradient_block {
  ck_mask mask;
  const float *output_gradient, *input;
  /// Of the whole output; the block's first element is number `first`.
  const uint16_t *positive;
  int64_t first;
  const float *mean, *factor, *shift;
  /// NULL, or where the gradient behind the activation goes: `output_gradient` itself, or elsewhere.
  float *masked;
  int64_t rows, columns, stride;
} ck_gradient_block;

/// Coefficients repeat with a period that is a multiple of the number of channels.
typedef struct ck_normalize_arguments {
  int64_t period;
  const float *mean, *factor, *shift;
  const float *input, *residual;
  bool relu;
  /// Whether `output` bypasses the caches; the period then is a multiple of 16.
  bool streams;
  float *output;
  /// NULL, or where it goes where the output is above 0; only with a residual and ReLU.
  uint16_t *positive;
} ck_normalize_arguments;

typedef struct ck_normalize_gradient_arguments {
  int64_t period;
  /// Not CK_MASK_FROM_BITS: who has bits stores the masked gradient first.
  ck_mask mask;
  /// input_gradient = factor g + slope (x - mean) + offset; slope NULL leaves the last two terms out.
  const float *mean, *factor, *shift, *slope, *offset;
  const float *output_gradient, *input;
  /// As above.
  bool streams;
  float *input_gradient;
} ck_normalize_gradient_arguments;

/// Rows of `channels`, some of them with strides of their own.
typedef struct ck_slice_arguments {
  int64_t channels;
  const float *mean, *factor, *shift;
  const float *input;
  int64_t input_stride;
  const float *output_gradient;
  float *target;
  int64_t target_stride;
} ck_slice_arguments;

typedef struct ck_pooling_arguments {
  ck_pooling shape;
  const float *input;
  const uint8_t *winners_in;
  uint8_t *winners_out;
  /// Whether the maxima, or their gradient, bypass the caches; channels then are a multiple of 16.
  bool streams;
  float *output;
} ck_pooling_arguments;

typedef struct ck_softmax_arguments {
  int64_t columns;
  const float *input, *output_gradient;
  float *output;
} ck_softmax_arguments;

typedef struct ck_cross_entropy_arguments {
  ck_cross_entropy problem;
  double weight_total, inverse_weight_sum;
} ck_cross_entropy_arguments;

typedef struct ck_element_loss_arguments {
  const float *prediction, *target, *weights;
  double inverse_weight_sum;
  float *gradient;
} ck_element_loss_arguments;

typedef struct ck_update_arguments {
  ck_adam_step adam;
  ck_momentum_step momentum;
  ck_rms_step rms;
  ck_lion_step lion;
  /// `source` is a parameter that is only read.
  const float *gradient, *source;
  float *parameter, *first, *second, *third;
} ck_update_arguments;

/// Points of a mixture that one pass over its kernels serves.
enum { CK_MIXTURE_POINTS = 32 };

/// Some points of those that ck_mixture_density is given, `stride` being their number.
typedef struct ck_mixture_arguments {
  int64_t axes;
  const ck_mixture_axis *axis;
  int64_t count;
  const double *columns;
  int64_t points, stride;
  const double *coordinates;
  double *densities;
} ck_mixture_arguments;

/// The bounds of the cells of all points along an axis, each once, and which of them are each point's.
typedef struct ck_mixture_edges {
  int64_t count;
  double edges[2 * CK_MIXTURE_POINTS];
  uint8_t low[CK_MIXTURE_POINTS], high[CK_MIXTURE_POINTS];
} ck_mixture_edges;

typedef struct ck_vector_kernels {
  ck_range_kernel activation_forward, activation_backward, add, multiply, scale;
  ck_range_kernel dropout;
  /// sums[c] += the sum of column c; at most 256 rows.
  void (*block_sums)(const ck_block *block, float *sums);
  /// sums[c] += the sum of x - mean[c], squares[c] += that of (x - mean[c])^2; at most 256 rows.
  void (*block_deviations)(const ck_block *block, const float *mean, float *sums, float *squares);
  void (*block_gradient_sums)(const ck_gradient_block *block, float *sums, float *products);
  /// Over ranges that begin at a multiple of 16 and of the period.
  ck_range_kernel normalize, normalize_gradient;
  /// Over rows.
  ck_range_kernel slice_normalize, slice_correct;
  /// Over at most 256 rows, begin ..< end.
  void (*slice_gradient)(
      const ck_slice_arguments *arguments, int64_t begin, int64_t end, float *sums, float *products);
  /// Over rows of outputs (images * output_height), or of inputs for the gradients.
  ck_range_kernel max_pool_forward, max_pool_backward, average_pool_forward, average_pool_backward;
  /// Over rows.
  ck_range_kernel softmax_forward, softmax_backward;
  ck_sum_kernel cross_entropy;
  ck_sum_kernel binary_cross_entropy, squared_error, sum, sum_of_squares;
  /// The number of elements that are infinite or NaN.
  ck_sum_kernel not_finite;
  ck_range_kernel adam, momentum, adam_direction, rms, adagrad, lion;
  ck_range_kernel round_bfloat16, widen_bfloat16;
  void (*mixture_prepare)(int64_t axes, const ck_mixture_axis *axis, int64_t count, double *columns);
  /// `edges` holds one for each axis; only those of cells are read.
  void (*mixture_density)(const ck_mixture_arguments *arguments, const ck_mixture_edges *edges);
} ck_vector_kernels;

extern const ck_vector_kernels ck_vector_kernels_portable;
extern const ck_vector_kernels ck_vector_kernels_avx2;
extern const ck_vector_kernels ck_vector_kernels_avx512;

/// The table of a level that is supported.
const ck_vector_kernels *ck_vector_kernels_of(ck_level level);

#endif
