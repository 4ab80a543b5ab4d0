/// The last step of weight gradients whose pixels were cut into chunks.
#include "kernels.h"
#include "product.h"

typedef struct chunks_run {
    const float *partial;
    int64_t chunks, rows, columns, target_stride;
    float *target;
    bool accumulate;
} chunks_run;

static void combine_row(void *context, int64_t row, int32_t worker) {
    (void)worker;
    const chunks_run *run = context;
    float *target = run->target + row * run->target_stride;
    const float *partial = run->partial + row * run->columns;
    int64_t size = run->rows * run->columns;
    for (int64_t o = 0; o < run->columns; o++) {
        float sum = run->accumulate ? target[o] : 0;
        for (int64_t c = 0; c < run->chunks; c++) sum += partial[c * size + o];
        target[o] = sum;
    }
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
    ck_pool_run(context->pool, rows, combine_row, &run);
}
