#include "ck_slice.h"

#include "columns.h"
#include "kernels.h"
#include "ranges.h"
#include "simd.h"

enum {
  /// Enough to keep many threads evenly busy, few enough that combining their sums costs nothing.
  most_tasks = 64,
};

void ck_slice_normalize(ck_context *context, const ck_slice *slice, float *output) {
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  float *factor = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)slice->channels);
  for (int64_t c = 0; c < slice->channels; c++) factor[c] = slice->scale[c] * slice->inverse_deviation[c];
  ck_slice_arguments arguments = {
      .channels = slice->channels,
      .mean = slice->mean,
      .factor = factor,
      .shift = slice->shift,
      .input = slice->input,
      .input_stride = slice->input_stride,
      .target = output,
      .target_stride = slice->channels,
  };
  ck_run_ranges(
      context, slice->rows, ck_chunk_rows(slice->channels), context->vector->slice_normalize, &arguments);
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

typedef struct gradient_job {
  const ck_context *context;
  ck_slice_arguments arguments;
  int64_t rows, task_rows;
  /// [task][2][channels]
  double *partial;
} gradient_job;

static void gradient_task(void *context, int64_t task, int32_t worker) {
  const gradient_job *job = context;
  ck_pool *pool = job->context->pool;
  int64_t channels = job->arguments.channels;
  int64_t first = task * job->task_rows, end = CK_MIN(first + job->task_rows, job->rows);
  double *sums = job->partial + task * 2 * channels;
  memset(sums, 0, sizeof(double) * (size_t)channels * 2);
  ck_scratch_mark mark = ck_scratch_begin(pool, worker);
  float *room = ck_scratch_take(pool, worker, sizeof(float) * (size_t)channels * 2);
  for (; first < end; first += ck_float_rows) {
    memset(room, 0, sizeof(float) * (size_t)channels * 2);
    job->context->vector->slice_gradient(
        &job->arguments, first, CK_MIN(first + ck_float_rows, end), room, room + channels);
    for (int64_t c = 0; c < 2 * channels; c++) sums[c] += (double)room[c];
  }
  ck_scratch_release(pool, worker, mark);
}

void ck_slice_normalize_backward(
    ck_context *context, const ck_slice *slice, const float *output_gradient, float *target, int64_t target_stride,
    double *sums, double *products) {
  int64_t channels = slice->channels;
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  float *factor = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)channels);
  for (int64_t c = 0; c < channels; c++) factor[c] = slice->scale[c] * slice->inverse_deviation[c];
  int64_t task_rows = CK_MAX(ck_chunk_rows(channels), (slice->rows + most_tasks - 1) / most_tasks);
  int64_t tasks = (slice->rows + task_rows - 1) / task_rows;
  gradient_job job = {
      .context = context,
      .arguments =
          {
              .channels = channels,
              .mean = slice->mean,
              .factor = factor,
              .shift = slice->shift,
              .input = slice->input,
              .input_stride = slice->input_stride,
              .output_gradient = output_gradient,
              .target = target,
              .target_stride = target_stride,
          },
      .rows = slice->rows,
      .task_rows = task_rows,
      .partial =
          ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * (size_t)(2 * channels * tasks)),
  };
  ck_pool_run(context->pool, tasks, gradient_task, &job);
  memset(sums, 0, sizeof(double) * (size_t)channels);
  memset(products, 0, sizeof(double) * (size_t)channels);
  for (int64_t t = 0; t < tasks; t++)
    for (int64_t c = 0; c < channels; c++) {
      sums[c] += job.partial[2 * t * channels + c];
      products[c] += job.partial[(2 * t + 1) * channels + c];
    }
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

void ck_slice_correct(
    ck_context *context, const ck_slice *slice, const float *slope, const float *offset, float *target,
    int64_t target_stride) {
  ck_slice_arguments arguments = {
      .channels = slice->channels,
      .mean = slice->mean,
      .factor = slope,
      .shift = offset,
      .input = slice->input,
      .input_stride = slice->input_stride,
      .target = target,
      .target_stride = target_stride,
  };
  ck_run_ranges(context, slice->rows, ck_chunk_rows(slice->channels), context->vector->slice_correct, &arguments);
}
