/// Private: work on ranges of elements or rows, cut into chunks by shapes alone.
#ifndef CK_RANGES_H
#define CK_RANGES_H

#include <stdbool.h>

#include "vector_kernels.h"

/// Elements of a chunk: work of some ten microseconds, so that waking a worker pays; smaller tensors run on the caller.
enum { ck_chunk_elements = 32768 };

/// Runs `kernel` over 0 ..< count in chunks of `chunk`.
void ck_run_ranges(ck_context *context, int64_t count, int64_t chunk, ck_range_kernel kernel, const void *arguments);

/// The sum of `kernel` over chunks of `chunk`, added up in order.
double ck_sum_ranges(ck_context *context, int64_t count, int64_t chunk, ck_sum_kernel kernel, const void *arguments);

/// As many rows of `row_elements` as make a chunk, at least 1.
int64_t ck_chunk_rows(int64_t row_elements);

/// Whether a result of `count` floats is so large that it will have left the caches before it is read: then it need not
/// pass through them. Its rows of `columns` must be whole lines of memory.
bool ck_bypasses_caches(int64_t count, int64_t columns, const float *output);

#endif
