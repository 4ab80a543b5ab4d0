#include "ck_reduce.h"

#include "columns.h"
#include "kernels.h"
#include "ranges.h"
#include "simd.h"

typedef struct sums_job {
  const ck_context *context;
  ck_columns plan;
  const float *input;
  /// [row task][columns]
  double *partial;
} sums_job;

/// Adds the sums of `rows` rows to `totals`, which are doubles; `sums` is room for float32 sums.
static void add_rows(
    const ck_context *context, const float *data, int64_t rows, int64_t columns, int64_t stride, int64_t block_rows,
    float *sums, double *totals) {
  for (int64_t first = 0; first < rows; first += block_rows) {
    ck_block block = {
        .data = data + first * stride,
        .rows = CK_MIN(block_rows, rows - first),
        .columns = columns,
        .stride = stride,
    };
    memset(sums, 0, sizeof(float) * (size_t)columns);
    context->vector->block_sums(&block, sums);
    for (int64_t c = 0; c < columns; c++) totals[c] += (double)sums[c];
  }
}

static void sum_rectangle(void *context, int64_t task, int32_t worker) {
  const sums_job *job = context;
  const ck_columns *plan = &job->plan;
  int64_t first_row = task / plan->column_tasks * plan->task_rows;
  int64_t first_column = task % plan->column_tasks * plan->task_columns;
  int64_t rows = CK_MIN(plan->task_rows, plan->rows - first_row);
  int64_t columns = CK_MIN(plan->task_columns, plan->columns - first_column);
  ck_pool *pool = job->context->pool;
  ck_scratch_mark mark = ck_scratch_begin(pool, worker);
  float *sums = ck_scratch_take(pool, worker, sizeof(float) * (size_t)columns);
  double *totals = job->partial + task / plan->column_tasks * plan->columns + first_column;
  memset(totals, 0, sizeof(double) * (size_t)columns);
  add_rows(
      job->context, job->input + first_row * plan->columns + first_column, rows, columns, plan->columns,
      plan->block_rows, sums, totals);
  ck_scratch_release(pool, worker, mark);
}

void ck_column_sums(ck_context *context, int64_t rows, int64_t columns, const float *input, float *sums) {
  sums_job job = {.context = context, .plan = ck_plan_columns(rows, columns), .input = input};
  const ck_columns *plan = &job.plan;
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  size_t partials = (size_t)(plan->row_tasks * plan->columns + columns);
  job.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * partials);
  double *totals = job.partial + plan->row_tasks * plan->columns;
  ck_pool_run(context->pool, plan->row_tasks * plan->column_tasks, sum_rectangle, &job);
  memset(totals, 0, sizeof(double) * (size_t)columns);
  for (int64_t wide = 0; wide < plan->row_tasks * plan->fold; wide++)
    for (int64_t c = 0; c < columns; c++) totals[c] += job.partial[wide * columns + c];
  const float *tail = input + plan->rows * plan->columns;
  for (int64_t i = 0; i < plan->tail; i++) totals[i % columns] += (double)tail[i];
  for (int64_t c = 0; c < columns; c++) sums[c] = (float)totals[c];
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

typedef struct images_job {
  const ck_context *context;
  int64_t pixels, channels;
  const float *input;
  float *output;
  float factor;
} images_job;

static void mean_of_image(void *context, int64_t task, int32_t worker) {
  const images_job *job = context;
  int64_t channels = job->channels;
  ck_pool *pool = job->context->pool;
  ck_scratch_mark mark = ck_scratch_begin(pool, worker);
  float *sums = ck_scratch_take(pool, worker, sizeof(float) * (size_t)channels);
  double *totals = ck_scratch_take(pool, worker, sizeof(double) * (size_t)channels);
  memset(totals, 0, sizeof(double) * (size_t)channels);
  add_rows(
      job->context, job->input + task * job->pixels * channels, job->pixels, channels, channels, ck_float_rows, sums,
      totals);
  float *means = job->output + task * channels;
  for (int64_t c = 0; c < channels; c++) means[c] = (float)(totals[c] / (double)job->pixels);
  ck_scratch_release(pool, worker, mark);
}

void ck_image_means(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *input, float *means) {
  images_job job = {.context = context, .pixels = pixels, .channels = channels, .input = input, .output = means};
  ck_pool_run(context->pool, images, mean_of_image, &job);
}

static void spread_over_pixels(const void *arguments, int64_t begin, int64_t end) {
  const images_job *job = arguments;
  for (int64_t row = begin; row < end; row++) {
    const float *values = job->input + row / job->pixels * job->channels;
    float *y = job->output + row * job->channels;
    for (int64_t c = 0; c < job->channels; c++) y[c] = job->factor * values[c];
  }
}

void ck_spread_over_images(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, float factor, const float *values,
    float *output) {
  images_job job = {.pixels = pixels, .channels = channels, .input = values, .output = output, .factor = factor};
  ck_run_ranges(context, images * pixels, ck_chunk_rows(channels), spread_over_pixels, &job);
}

double ck_sum_of_squares(ck_context *context, int64_t count, const float *input) {
  return ck_sum_ranges(context, count, ck_chunk_elements, context->vector->sum_of_squares, input);
}

bool ck_all_finite(ck_context *context, int64_t count, const float *input) {
  return ck_sum_ranges(context, count, ck_chunk_elements, context->vector->not_finite, input) == 0;
}
