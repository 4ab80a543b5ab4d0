/// The last step of weight gradients whose pixels were cut into chunks.
#include <string.h>

#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    columns_at_once = 64,
    floats_of_task = 4096,
};

typedef struct chunks_run {
    const float *partial;
    int64_t chunks, rows, columns, target_stride, task_rows;
    float *target;
    bool accumulate;
} chunks_run;

static void combine_row(const chunks_run *run, int64_t row) {
    float *target = run->target + row * run->target_stride;
    const float *partial = run->partial + row * run->columns;
    int64_t size = run->rows * run->columns;
    float sums[columns_at_once];
    for (int64_t o = 0; o < run->columns; o += columns_at_once) {
        size_t columns = (size_t)CK_MIN(columns_at_once, run->columns - o);
        for (size_t i = 0; i < columns; i++) sums[i] = run->accumulate ? target[o + (int64_t)i] : 0;
        for (int64_t c = 0; c < run->chunks; c++) {
            const float *chunk = partial + c * size + o;
            for (size_t i = 0; i < columns; i++) sums[i] += chunk[i];
        }
        memcpy(target + o, sums, sizeof(float) * columns);
    }
}

static void combine_rows(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const chunks_run *run = context;
    for (int64_t row = task * run->task_rows; row < CK_MIN((task + 1) * run->task_rows, run->rows); row++)
        combine_row(run, row);
}

void ck_combine_chunks(
    ck_context *context, const float *partial, int64_t chunks, int64_t rows, int64_t columns, float *target,
    int64_t target_stride, bool accumulate) {
    chunks_run run = {
        .partial = partial,
        .chunks = chunks,
        .rows = rows,
        .columns = columns,
        .target_stride = target_stride,
        .target = target,
        .accumulate = accumulate,
    };
    run.task_rows = CK_MAX(floats_of_task / columns, 1);
    ck_pool_run(context->pool, (rows + run.task_rows - 1) / run.task_rows, combine_rows, &run);
}
