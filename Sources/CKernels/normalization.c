#include "ck_normalization.h"

#include <math.h>

#include "columns.h"
#include "kernels.h"
#include "ranges.h"
#include "simd.h"

/// The number, mean and sum of squared deviations of the values in each column.
typedef struct moments {
  double *mean, *squares;
} moments;

/// Combines `added_count` values into `count` (Chan, Golub and LeVeque 1979, equation 2.1), column by column.
static void combine_moments(
    moments into, double count, const double *mean, const double *squares, double added_count, int64_t columns) {
  double share = added_count / (count + added_count), product = count * share;
  for (int64_t c = 0; c < columns; c++) {
    double difference = mean[c] - into.mean[c];
    into.mean[c] += share * difference;
    into.squares[c] += squares[c] + product * difference * difference;
  }
}

typedef struct statistics_job {
  const ck_context *context;
  ck_columns plan;
  const float *input;
  /// [row task][2][columns]
  double *partial;
} statistics_job;

static void moments_of_rectangle(void *context, int64_t task, int32_t worker) {
  const statistics_job *job = context;
  const ck_columns *plan = &job->plan;
  int64_t first_row = task / plan->column_tasks * plan->task_rows;
  int64_t first_column = task % plan->column_tasks * plan->task_columns;
  int64_t rows = CK_MIN(plan->task_rows, plan->rows - first_row);
  int64_t columns = CK_MIN(plan->task_columns, plan->columns - first_column);
  double *partial = job->partial + task / plan->column_tasks * 2 * plan->columns + first_column;
  moments result = {.mean = partial, .squares = partial + plan->columns};
  memset(result.mean, 0, sizeof(double) * (size_t)columns);
  memset(result.squares, 0, sizeof(double) * (size_t)columns);
  ck_pool *pool = job->context->pool;
  ck_scratch_mark mark = ck_scratch_begin(pool, worker);
  float *centre = ck_scratch_take(pool, worker, sizeof(float) * (size_t)columns * 3);
  float *sums = centre + columns, *deviations = sums + columns;
  double *mean = ck_scratch_take(pool, worker, sizeof(double) * (size_t)columns * 2);
  double *squares = mean + columns;
  for (int64_t done = 0; done < rows; done += plan->block_rows) {
    ck_block block = {
        .data = job->input + (first_row + done) * plan->columns + first_column,
        .rows = CK_MIN(plan->block_rows, rows - done),
        .columns = columns,
        .stride = plan->columns,
    };
    memset(centre, 0, sizeof(float) * (size_t)columns * 3);
    job->context->vector->block_sums(&block, centre);
    float share = 1 / (float)block.rows;
    for (int64_t c = 0; c < columns; c++) centre[c] *= share;
    job->context->vector->block_deviations(&block, centre, sums, deviations);
    // The centre is the mean but for the rounding of its sum, which the deviations reveal (corrected two-pass algorithm).
    for (int64_t c = 0; c < columns; c++) {
      double correction = (double)sums[c] / (double)block.rows;
      mean[c] = (double)centre[c] + correction;
      squares[c] = (double)deviations[c] - correction * (double)sums[c];
    }
    combine_moments(result, (double)done, mean, squares, (double)block.rows, columns);
  }
  ck_scratch_release(pool, worker, mark);
}

/// The moments of each channel from those of the rectangles, in their order.
static void combine_partials(const statistics_job *job, int64_t rows, moments result) {
  const ck_columns *plan = &job->plan;
  int64_t channels = plan->channels;
  memset(result.mean, 0, sizeof(double) * (size_t)channels);
  memset(result.squares, 0, sizeof(double) * (size_t)channels);
  double count = 0;
  for (int64_t t = 0; t < plan->row_tasks; t++) {
    const double *mean = job->partial + t * 2 * plan->columns, *squares = mean + plan->columns;
    double added = (double)CK_MIN(plan->task_rows, plan->rows - t * plan->task_rows);
    for (int64_t f = 0; f < plan->fold; f++, count += added)
      combine_moments(result, count, mean + f * channels, squares + f * channels, added, channels);
  }
  const float *tail = job->input + plan->rows * plan->columns;
  for (int64_t row = 0; row < plan->tail / channels; row++, count++)
    for (int64_t c = 0; c < channels; c++) {
      double value = (double)tail[row * channels + c], zero = 0;
      moments one = {.mean = result.mean + c, .squares = result.squares + c};
      combine_moments(one, count, &value, &zero, 1, 1);
    }
  for (int64_t c = 0; c < channels; c++) result.squares[c] /= (double)rows;
}

void ck_batch_norm_statistics(
    ck_context *context, int64_t rows, int64_t channels, const float *input, double epsilon, float *mean,
    float *variance, float *inverse_deviation) {
  statistics_job job = {.context = context, .plan = ck_plan_columns(rows, channels), .input = input};
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  size_t count = 2 * (size_t)(job.plan.row_tasks * job.plan.columns + channels);
  job.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * count);
  ck_pool_run(context->pool, job.plan.row_tasks * job.plan.column_tasks, moments_of_rectangle, &job);
  moments result = {.mean = job.partial + 2 * job.plan.row_tasks * job.plan.columns};
  result.squares = result.mean + channels;
  combine_partials(&job, rows, result);
  for (int64_t c = 0; c < channels; c++) {
    mean[c] = (float)result.mean[c];
    variance[c] = (float)result.squares[c];
    inverse_deviation[c] = (float)(1 / sqrt(result.squares[c] + epsilon));
  }
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

/// Room for `count` arrays of `columns` floats, one after the other.
static float *take_coefficients(ck_context *context, const ck_columns *plan, int64_t count) {
  return ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(count * plan->columns));
}

/// Forward and backward passes share these: what they compute from them must agree to the bit.
static void repeat_coefficients(
    const ck_columns *plan, const float *mean, const float *inverse_deviation, const float *scale, const float *shift,
    float *means, float *factors, float *shifts) {
  for (int64_t i = 0; i < plan->columns; i++) {
    int64_t c = i % plan->channels;
    means[i] = mean[c];
    factors[i] = scale[c] * inverse_deviation[c];
    shifts[i] = shift[c];
  }
}

/// Chunks begin at multiples of 16 elements, for the sake of bits.
static void run_periodic(
    ck_context *context, const ck_columns *plan, int64_t count, ck_range_kernel kernel, const void *arguments) {
  int64_t rows = (ck_chunk_rows(plan->columns) + 15) / 16 * 16;
  ck_run_ranges(context, count, plan->columns * rows, kernel, arguments);
}

void ck_batch_norm_apply(
    ck_context *context, int64_t rows, int64_t channels, const float *input, const float *mean,
    const float *inverse_deviation, const float *scale, const float *shift, const float *residual, bool relu,
    float *output, uint16_t *positive) {
  ck_columns plan = ck_plan_columns(rows, channels);
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  float *means = take_coefficients(context, &plan, 3);
  float *factors = means + plan.columns, *shifts = factors + plan.columns;
  repeat_coefficients(&plan, mean, inverse_deviation, scale, shift, means, factors, shifts);
  ck_normalize_arguments arguments = {
      .period = plan.columns,
      .mean = means,
      .factor = factors,
      .shift = shifts,
      .input = input,
      .residual = residual,
      .relu = relu,
      .streams = ck_bypasses_caches(rows * channels, plan.columns, output),
      .output = output,
      .positive = positive,
  };
  run_periodic(context, &plan, rows * channels, context->vector->normalize, &arguments);
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

typedef struct gradient_job {
  const ck_context *context;
  ck_columns plan;
  const ck_batch_norm_gradient *arguments;
  ck_mask mask;
  /// The mean, scale / deviation and shift, repeated to the width of the plan.
  const float *means, *factors, *shifts;
  /// [row task][2][columns]: sums of g, then of g (x - mean).
  double *partial;
} gradient_job;

static void add_gradient_block(
    const gradient_job *job, int64_t offset, int64_t rows, int64_t first_column, int64_t columns, float *room,
    double *sums, double *products) {
  const ck_batch_norm_gradient *a = job->arguments;
  ck_gradient_block block = {
      .mask = job->mask,
      .output_gradient = a->output_gradient + offset,
      .input = a->input + offset,
      .positive = a->positive,
      .first = offset,
      .mean = job->means + first_column,
      .factor = job->factors + first_column,
      .shift = job->shifts + first_column,
      .masked = a->residual_gradient != NULL ? a->residual_gradient + offset : NULL,
      .rows = rows,
      .columns = columns,
      .stride = job->plan.columns,
  };
  memset(room, 0, sizeof(float) * (size_t)columns * 2);
  job->context->vector->block_gradient_sums(&block, room, room + columns);
  for (int64_t c = 0; c < columns; c++) sums[c] += (double)room[c];
  for (int64_t c = 0; c < columns; c++) products[c] += (double)room[columns + c];
}

static void gradient_sums_of_rectangle(void *context, int64_t task, int32_t worker) {
  const gradient_job *job = context;
  const ck_columns *plan = &job->plan;
  int64_t first_row = task / plan->column_tasks * plan->task_rows;
  int64_t first_column = task % plan->column_tasks * plan->task_columns;
  int64_t rows = CK_MIN(plan->task_rows, plan->rows - first_row);
  int64_t columns = CK_MIN(plan->task_columns, plan->columns - first_column);
  double *sums = job->partial + task / plan->column_tasks * 2 * plan->columns + first_column;
  double *products = sums + plan->columns;
  memset(sums, 0, sizeof(double) * (size_t)columns);
  memset(products, 0, sizeof(double) * (size_t)columns);
  ck_pool *pool = job->context->pool;
  ck_scratch_mark mark = ck_scratch_begin(pool, worker);
  float *room = ck_scratch_take(pool, worker, sizeof(float) * (size_t)columns * 2);
  for (int64_t done = 0; done < rows; done += plan->block_rows)
    add_gradient_block(
        job, (first_row + done) * plan->columns + first_column, CK_MIN(plan->block_rows, rows - done), first_column,
        columns, room, sums, products);
  ck_scratch_release(pool, worker, mark);
}

/// Adds up the partial sums of each channel, in the order of the tasks, and the tail.
static void combine_gradient_sums(const gradient_job *job, float *room, double *sums, double *products) {
  const ck_columns *plan = &job->plan;
  int64_t channels = plan->channels;
  memset(sums, 0, sizeof(double) * (size_t)channels);
  memset(products, 0, sizeof(double) * (size_t)channels);
  for (int64_t t = 0; t < plan->row_tasks; t++)
    for (int64_t f = 0; f < plan->fold; f++) {
      const double *partial = job->partial + t * 2 * plan->columns + f * channels;
      for (int64_t c = 0; c < channels; c++) sums[c] += partial[c];
      for (int64_t c = 0; c < channels; c++) products[c] += partial[plan->columns + c];
    }
  for (int64_t i = 0; i < plan->tail; i += channels)
    add_gradient_block(job, plan->rows * plan->columns + i, 1, 0, channels, room, sums, products);
}

void ck_batch_norm_backward(ck_context *context, const ck_batch_norm_gradient *a) {
  gradient_job job = {.context = context, .plan = ck_plan_columns(a->rows, a->channels), .arguments = a};
  const ck_columns *plan = &job.plan;
  int64_t channels = a->channels;
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  float *means = take_coefficients(context, plan, 7);
  float *factors = means + plan->columns, *shifts = factors + plan->columns;
  float *slopes = shifts + plan->columns, *offsets = slopes + plan->columns, *room = offsets + plan->columns;
  repeat_coefficients(plan, a->mean, a->inverse_deviation, a->scale, a->shift, means, factors, shifts);
  job.means = means;
  job.factors = factors;
  job.shifts = shifts;
  job.mask = !a->relu ? CK_MASK_NONE : a->residual_gradient != NULL ? CK_MASK_FROM_BITS : CK_MASK_FROM_INPUT;
  size_t count = 2 * (size_t)(plan->row_tasks * plan->columns + channels);
  job.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * count);
  double *sums = job.partial + 2 * plan->row_tasks * plan->columns, *products = sums + channels;
  ck_pool_run(context->pool, plan->row_tasks * plan->column_tasks, gradient_sums_of_rectangle, &job);
  combine_gradient_sums(&job, room, sums, products);
  // With d = 1 / deviation, n rows and g the gradient behind the activation:
  // dx = scale d (g - mean of g - (x - mean) d^2 mean of g (x - mean))
  for (int64_t i = 0; i < plan->columns; i++) {
    int64_t c = i % channels;
    double deviation = (double)a->inverse_deviation[c], factor = (double)a->scale[c] * deviation;
    slopes[i] = (float)(-factor * deviation * deviation * products[c] / (double)a->rows);
    offsets[i] = (float)(-factor * sums[c] / (double)a->rows);
  }
  for (int64_t c = 0; c < channels; c++) {
    a->scale_gradient[c] = (float)(products[c] * (double)a->inverse_deviation[c]);
    a->shift_gradient[c] = (float)sums[c];
  }
  // The gradient of a residual is that behind the activation, which the first pass has stored: nothing left to mask.
  bool is_stored = a->residual_gradient != NULL;
  ck_normalize_gradient_arguments arguments = {
      .period = plan->columns,
      .mask = is_stored ? CK_MASK_NONE : job.mask,
      .mean = means,
      .factor = factors,
      .shift = shifts,
      .slope = a->batch_statistics ? slopes : NULL,
      .offset = offsets,
      .output_gradient = is_stored ? a->residual_gradient : a->output_gradient,
      .input = a->input,
      .streams = a->input_gradient != a->output_gradient &&
                 ck_bypasses_caches(a->rows * channels, plan->columns, a->input_gradient),
      .input_gradient = a->input_gradient,
  };
  run_periodic(context, plan, a->rows * channels, context->vector->normalize_gradient, &arguments);
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}
