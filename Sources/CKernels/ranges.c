#include "ranges.h"

#include "kernels.h"
#include "simd.h"

/// From so many elements on a result bypasses the caches: 8 MiB.
static const int64_t streamed_elements = 2 << 20;

typedef struct range_job {
  ck_range_kernel kernel;
  ck_sum_kernel sum_kernel;
  const void *arguments;
  int64_t count, chunk;
  double *sums;
} range_job;

static void run_chunk(void *context, int64_t task, int32_t worker) {
  (void)worker;
  const range_job *job = context;
  int64_t begin = task * job->chunk, end = CK_MIN(begin + job->chunk, job->count);
  if (job->sums == NULL) {
    job->kernel(job->arguments, begin, end);
  } else {
    job->sums[task] = job->sum_kernel(job->arguments, begin, end);
  }
}

void ck_run_ranges(ck_context *context, int64_t count, int64_t chunk, ck_range_kernel kernel, const void *arguments) {
  range_job job = {.kernel = kernel, .arguments = arguments, .count = count, .chunk = chunk};
  ck_pool_run(context->pool, (count + chunk - 1) / chunk, run_chunk, &job);
}

double ck_sum_ranges(ck_context *context, int64_t count, int64_t chunk, ck_sum_kernel kernel, const void *arguments) {
  int64_t tasks = (count + chunk - 1) / chunk;
  ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
  double *sums = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * (size_t)tasks);
  range_job job = {.sum_kernel = kernel, .arguments = arguments, .count = count, .chunk = chunk, .sums = sums};
  ck_pool_run(context->pool, tasks, run_chunk, &job);
  double total = 0;
  for (int64_t t = 0; t < tasks; t++) total += sums[t];
  ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
  return total;
}

int64_t ck_chunk_rows(int64_t row_elements) {
  return row_elements < 1 ? 1 : CK_MAX(1, ck_chunk_elements / row_elements);
}

bool ck_bypasses_caches(int64_t count, int64_t columns, const float *output) {
  return count >= streamed_elements && columns % 16 == 0 && (uintptr_t)output % 64 == 0;
}
