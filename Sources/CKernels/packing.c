/// Packing of weights into panels, the second operand of the micro-kernel.
#include <string.h>

#include "kernels.h"
#include "product.h"
#include "simd.h"

typedef struct packing {
    const ck_weights_view *view;
    const ck_tap_axis *rows, *cols;
    const ck_panels *panels;
    float *packed;
} packing;

/// Rows of `width` floats, of which `columns` exist and the others become zero.
static void copy_rows(
    float *target, int64_t width, const float *source, int64_t row_stride, int64_t columns, int64_t count) {
    for (int64_t k = 0; k < count; k++, target += width, source += row_stride) {
        memcpy(target, source, sizeof(float) * (size_t)columns);
        if (columns < width) memset(target + columns, 0, sizeof(float) * (size_t)(width - columns));
    }
}

typedef float quad __attribute__((ext_vector_type(4)));
typedef float unaligned_quad __attribute__((ext_vector_type(4), aligned(4)));

/// Transposes a square of four by four.
static inline void transpose_square(float *target, int64_t target_stride, const float *source, int64_t source_stride) {
    quad a = *(const unaligned_quad *)source, b = *(const unaligned_quad *)(source + source_stride);
    quad c = *(const unaligned_quad *)(source + 2 * source_stride);
    quad d = *(const unaligned_quad *)(source + 3 * source_stride);
    quad ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    quad cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(unaligned_quad *)target = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
    *(unaligned_quad *)(target + target_stride) = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
    *(unaligned_quad *)(target + 2 * target_stride) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    *(unaligned_quad *)(target + 3 * target_stride) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

/// As copy_rows, with row k of the target being column k of the source.
static void transpose_rows(
    float *target, int64_t width, const float *source, int64_t row_stride, int64_t columns, int64_t count) {
    int64_t whole_columns = columns / 4 * 4, whole_count = count / 4 * 4;
    for (int64_t k = 0; k < whole_count; k += 4)
        for (int64_t x = 0; x < whole_columns; x += 4)
            transpose_square(target + k * width + x, width, source + x * row_stride + k, row_stride);
    for (int64_t k = 0; k < count; k++) {
        int64_t done = k < whole_count ? whole_columns : 0;
        for (int64_t x = done; x < columns; x++) target[k * width + x] = source[x * row_stride + k];
        if (columns < width) memset(target + k * width + columns, 0, sizeof(float) * (size_t)(width - columns));
    }
}

/// Packs one tap of one panel.
static void pack_task(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const packing *p = context;
    const ck_weights_view *view = p->view;
    const ck_panels *panels = p->panels;
    int64_t taps = (int64_t)p->rows->count * p->cols->count;
    int64_t panel = task / taps, tap = task % taps;
    int32_t row = p->rows->indices[tap / p->cols->count], column = p->cols->indices[tap % p->cols->count];
    int64_t vector = ck_panel_start(panels, panel);
    int64_t width = (ck_panel_start(panels, panel + 1) - vector) * panels->width;
    int64_t first = vector * panels->width, columns = CK_MIN(width, panels->columns - first);
    float *target = p->packed + first * taps * view->channels + tap * view->channels * width;
    const float *source = view->weights + ((int64_t)row * view->kernel_width + column) * view->tap_stride;
    if (view->transpose)
        transpose_rows(target, width, source + first * view->row_stride, view->row_stride, columns, view->channels);
    else
        copy_rows(target, width, source + first, view->row_stride, columns, view->channels);
}

void ck_pack_weights(
    ck_context *context, const ck_weights_view *view, const ck_tap_axis *rows, const ck_tap_axis *cols,
    const ck_panels *panels, float *packed) {
    packing p = {.view = view, .rows = rows, .cols = cols, .panels = panels, .packed = packed};
    ck_pool_run(context->pool, (int64_t)panels->count * rows->count * cols->count, pack_task, &p);
}
