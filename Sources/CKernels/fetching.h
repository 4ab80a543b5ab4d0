/// Private: what the weight gradient's micro-kernel may read where it lies, and what its passes fetch of the next block while
/// they work on this one.
#ifndef CK_FETCHING_H
#define CK_FETCHING_H

#include "product.h"

enum {
    ck_line_floats = 16,
    /// Vectors shorter than a line come back to it; pixels further apart than this have pushed it out by then.
    ck_most_narrow_stride = 512,
};

/// Whether pixels so many floats apart should be read where they lie.
static inline bool ck_reads_in_place(const ck_product_kernels *kernels, int64_t pixel_stride) {
    return kernels->width >= ck_line_floats || pixel_stride <= ck_most_narrow_stride;
}

/// `lines` lines of each of `count` pixels, `stride` floats apart.
typedef struct ck_region {
    const float *start;
    int64_t stride, count, lines;
} ck_region;

/// Two regions, empty or not, and how far their fetching has come.
typedef struct ck_fetching {
    ck_region regions[2];
    int32_t index;
    int64_t line, pixel;
    /// Of the micro-kernel, for each line.
    int64_t steps;
} ck_fetching;

/// The lines that `floats` take.
static inline int64_t ck_lines(int64_t floats) { return (floats + ck_line_floats - 1) / ck_line_floats; }

/// Spreads all lines over so many steps of the micro-kernel, `pixels` in a pass: memory should never be asked for more than
/// it gives.
static inline void ck_spread_fetching(ck_fetching *fetching, int64_t steps, int64_t pixels) {
    int64_t lines = 0;
    for (int32_t i = 0; i < 2; i++) lines += fetching->regions[i].count * fetching->regions[i].lines;
    fetching->steps = 1;
    while (2 * fetching->steps * lines <= steps && 2 * fetching->steps < pixels) fetching->steps *= 2;
}

/// Lets a pass fetch a line of some pixels.
static inline void ck_fetch_some(ck_fetching *fetching, ck_gradient_job *job) {
    job->ahead = NULL;
    job->steps_per_line = fetching->steps;
    while (fetching->index < 2 && fetching->regions[fetching->index].count == 0) fetching->index++;
    if (fetching->index == 2) return;
    const ck_region *r = &fetching->regions[fetching->index];
    job->ahead = r->start + fetching->line * ck_line_floats + fetching->pixel * r->stride;
    job->ahead_stride = r->stride;
    fetching->pixel += (job->pixels + fetching->steps - 1) / fetching->steps;
    if (fetching->pixel < r->count) return;
    fetching->pixel = 0;
    if (++fetching->line < r->lines) return;
    fetching->line = 0;
    fetching->index++;
}

#endif
