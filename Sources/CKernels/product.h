/// Private: the implicit matrix product that all convolutions here are made of.
///
///     y[n, i, j, o] = sum over taps (a, b) and channels c of
///                     x[n, i step_height + rows[a], j step_width + columns[b], c] w[a, b, c, o]
///
/// over a grid of images x height x width points, x being zero outside its image. Forward convolution is one such
/// product; backward data is one for each residue of the stride. Nothing is unrolled: a task copies the part of x that it
/// needs once into a patch with zeros around it (or reads x where it lies), and the micro-kernel walks over it by offsets.
#ifndef CK_PRODUCT_H
#define CK_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_convolution.h"
#include "winograd.h"

enum {
    /// More taps than this along one axis are refused by the fast path.
    ck_max_taps = 32,
    /// Longest stretch of K that the micro-kernel runs over before it turns to the next pixels: a panel of that height
    /// and 64 columns fills a third of a 1 MiB second-level cache.
    ck_k_block = 1536,
    /// Floats that may be written behind a packed tile of the weight gradient.
    ck_tile_slack = 16,
};

/// One panel of packed weights against one block of pixels.
typedef struct ck_tile_job {
    const float *source;
    float *target;
    /// Where each pixel starts in source and in target.
    const int64_t *source_offsets, *target_offsets;
    int64_t pixels;
    /// Runs of adjacent floats of the source, by their offsets from a pixel.
    const int64_t *run_offsets;
    int32_t runs, run_length;
    /// Whether the source comes from memory and its pixels adjoin: the next tile's are fetched while one is computed.
    bool fetches;
    /// [runs * run_length][vectors * width]
    const float *weights;
    /// NULL, or a panel as large as this one of the next job, to fetch on the way (if `fetches` is not set).
    const float *next_weights;
    /// Width of the panel in vectors, and columns of it that exist.
    int32_t vectors, columns;
    /// Of the panel's first column; NULL for none.
    const float *bias;
    /// NULL, or what is added, with the offsets of the target.
    const float *addend;
    bool rectify;
    /// Whether what is stored goes past the caches: the target is aligned, then.
    bool streams;
    /// NULL, or `columns_of_target` apart: sums and sums of squares of the stored values, added to.
    float *sums, *squares;
} ck_tile_job;

/// One tile of the weight gradient: rows x columns sums over all pixels of a block.
typedef struct ck_gradient_job {
    /// Rows `source_stride` floats apart, and which of them belongs to each pixel.
    const float *source;
    int64_t source_stride;
    const int32_t *positions;
    int64_t pixels;
    /// [pixels][vectors * width], `gradient_stride` floats apart.
    const float *gradient;
    int64_t gradient_stride;
    /// Lines `ahead_stride` floats apart to fetch into the second-level cache on the way, one for every `steps_per_line` (a
    /// power of two) pixels; NULL for none.
    const float *ahead;
    int64_t ahead_stride, steps_per_line;
    int32_t rows, vectors, columns;
    bool accumulate;
    float *target;
    int64_t target_stride;
} ck_gradient_job;

/// Pixels of a depthwise convolution that see the same taps, one behind the other.
typedef struct ck_taps_job {
    /// What the first pixel reads, and the weights of each tap.
    const float *const *sources, *const *weights;
    int32_t taps, channels, pixels;
    /// Floats between the pixels.
    int64_t source_step, target_step;
    const float *bias;
    /// NULL, or what is added, with the steps of the target.
    const float *addend;
    bool rectify;
    float *target;
} ck_taps_job;

/// What a level offers to the driver.
typedef struct ck_product_kernels {
    /// Floats in a vector; vectors in the widest panel.
    int32_t width, max_vectors;
    void (*tiles)(const ck_tile_job *job);
    /// Most rows of a tile of the weight gradient; its panels have up to two vectors.
    int32_t gradient_rows;
    void (*gradient)(const ck_gradient_job *job);
    /// Packs one tile of the source for it, and one panel of the output gradient.
    void (*spread)(float *target, int64_t width, const float *source, int64_t step, int64_t count, bool exact);
    void (*copy_panel)(
        float *target, int32_t vectors, const float *source, int64_t pixel_stride, int32_t columns, int64_t count);
    /// Depthwise convolution: a few pixels that see the same taps, and one row of pixels of the weight gradient.
    void (*multiply_taps)(const ck_taps_job *job);
    void (*multiply_pixels)(
        const float *source, int64_t source_stride, const float *gradient, int64_t gradient_stride, int64_t count,
        int32_t channels, float *target);
    ck_winograd_transforms winograd[ck_winograd_forms];
} ck_product_kernels;

extern const ck_product_kernels ck_product_portable, ck_product_avx2, ck_product_avx512;

/// How the columns of a product are cut into panels of nearly equal width.
typedef struct ck_panels {
    int32_t columns, width, vectors, count;
} ck_panels;

ck_panels ck_make_panels(int32_t columns, int32_t width, int32_t max_vectors);
/// The panels of ck_product_run.
static inline ck_panels ck_product_panels(const ck_product_kernels *kernels, int32_t columns) {
    return ck_make_panels(columns, kernels->width, kernels->max_vectors);
}
/// First vector of panel `index`; that of panel `count` is the number of all vectors.
static inline int64_t ck_panel_start(const ck_panels *panels, int64_t index) {
    return index * panels->vectors / panels->count;
}
/// Floats of packed weights for `k` rows.
static inline int64_t ck_packed_size(const ck_panels *panels, int64_t k) {
    return (int64_t)panels->vectors * panels->width * k;
}

/// The taps of a product along one axis: the offset in the source, and the index in the kernel.
typedef struct ck_tap_axis {
    int32_t count;
    int32_t offsets[ck_max_taps], indices[ck_max_taps];
} ck_tap_axis;

typedef struct ck_product {
    const float *source;
    int64_t source_image_stride, source_row_stride, source_pixel_stride;
    int32_t source_height, source_width, channels;
    float *target;
    int64_t target_image_stride, target_row_stride, target_pixel_stride;
    int32_t images, height, width, columns;
    int32_t step_height, step_width;
    /// Offsets rise.
    ck_tap_axis rows, cols;
    /// From ck_pack_weights.
    const float *packed;
    const float *bias;
    /// NULL, or what is added before the activation, laid out as the target.
    const float *addend;
    ck_activation activation;
    /// NULL, or 2 * sums_stride doubles: sums, then sums of squares, for `columns` columns.
    double *sums;
    int64_t sums_stride;
} ck_product;

void ck_product_run(ck_context *context, const ck_product *product);

/// Whether the results are stored past the caches: they are many, whole lines, and nothing is done with them afterwards.
bool ck_product_streams(const ck_product *product);

/// Applies what the tiles' own epilogue does not, to `columns` floats that were just stored.
void ck_finish(const ck_context *context, ck_activation activation, float *target, int64_t columns);

/// Whether ck_winograd_run can, and should, compute a product whose taps and steps are those of `form`.
bool ck_winograd_serves(const ck_context *context, ck_winograd_form form, const ck_product *product);
/// As ck_product_run. With CK_WINOGRAD_SPREAD, the product is the whole backward data of stride 2 and padding 1: `height` and
/// `width` are the input's, and the taps lie in the order of their offsets in the output's gradient, last tap first.
void ck_winograd_run(ck_context *context, ck_winograd_form form, const ck_product *product);

/// Whether ck_winograd_backward_weights can, and should, compute the weight gradient of one group of `shape`.
bool ck_winograd_serves_weights(const ck_context *context, const ck_convolution *shape);
/// As ck_convolution_backward_weights, for one group: all three pointers are those of its first channel.
void ck_winograd_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient);

/// Whether ck_dense_backward_weights can, and should, compute the weight gradient of one group of `shape`.
bool ck_dense_serves_weights(const ck_context *context, const ck_convolution *shape);
/// As ck_convolution_backward_weights, for one group: all three pointers are those of its first channel.
void ck_dense_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient);

/// Adds the weight gradients of `chunks` parts of the pixels, each [rows][columns], in their order: `target`, whose rows
/// are `target_stride` floats apart, is overwritten or added to.
void ck_combine_chunks(
    ck_context *context, const float *partial, int64_t chunks, int64_t rows, int64_t columns, float *target,
    int64_t target_stride, bool accumulate);

/// Where part `index` of `parts` of `count` channels starts: at a whole vector of `width`.
static inline int32_t ck_part_start(int32_t index, int32_t parts, int32_t count, int32_t width) {
    return index == parts ? count : index * ((count + width - 1) / width) / parts * width;
}

/// Stores the sums of one panel of a block, which starts at `column`, among the partial sums of that block.
void ck_put_sums(
    double *partial, int32_t columns, int64_t column, int32_t count, const float *sums, const float *squares);
/// Adds the partial sums of all blocks in their order.
void ck_combine_sums(const ck_product *product, const double *partial, int64_t blocks);

/// Packs w[tap][c][o], the taps in the order of the product, for k = tap * channels + c and panels over o.
/// With `transpose`, the k of a tap runs over o and the panels over c (backward data).
typedef struct ck_weights_view {
    const float *weights;
    int32_t kernel_width;
    /// Floats between taps and between rows c.
    int64_t tap_stride, row_stride;
    int32_t channels;
    bool transpose;
} ck_weights_view;

void ck_pack_weights(
    ck_context *context, const ck_weights_view *view, const ck_tap_axis *rows, const ck_tap_axis *cols,
    const ck_panels *panels, float *packed);

#endif
