/// Private: the tiles and transforms of Winograd's algorithm for 3x3 kernels.
///
/// Along an axis a tile of four outputs of a dense convolution, y[i] = sum over u of x[i + u] w[u], takes six products instead
/// of twelve. With stride 2, y[i] = sum over u of x[2 i + u] w[u] is the sum of two convolutions: x[2 i], x[2 i + 2] with two
/// taps, five products, and x[2 i + 1] with one, four. Both axes together: 36 or 81 products instead of 144.
#ifndef CK_WINOGRAD_H
#define CK_WINOGRAD_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ck_winograd_form {
    /// Unit stride, forward and backward data.
    CK_WINOGRAD_DENSE,
    /// Stride 2, forward.
    CK_WINOGRAD_STRIDED,
    /// Stride 2, backward data: x and y change places, dx[2 i] has two taps and dx[2 i + 1] one.
    CK_WINOGRAD_SPREAD,
    ck_winograd_forms,
} ck_winograd_form;

enum {
    /// Places of a tile along an axis; each dense one has weights of its own. With stride 2 the first five have, which are the
    /// points of two taps, and the other four, one for each output, share the last.
    ck_winograd_dense_places = 6,
    ck_winograd_strided_places = 9,
    ck_winograd_axis_weights = 6,
    ck_winograd_weights = ck_winograd_axis_weights * ck_winograd_axis_weights,
    ck_winograd_kinds = 4,
    ck_winograd_most_places = ck_winograd_strided_places * ck_winograd_strided_places,
};

/// Along an axis: pixels that a whole tile reads, how far those of the next tile lie, places and outputs.
typedef struct ck_winograd_shape {
    int32_t inputs, input_step, places, outputs;
} ck_winograd_shape;

extern const ck_winograd_shape ck_winograd_shapes[ck_winograd_forms];

/// All places of a tile, counted by rows: those that share weights w are indices[starts[w]] ..< indices[starts[w + 1]].
typedef struct ck_winograd_places {
    int32_t count, indices[ck_winograd_most_places], starts[ck_winograd_weights + 1];
} ck_winograd_places;

ck_winograd_places ck_winograd_list_places(ck_winograd_form form);

/// Outputs of a tile along both axes: four, or three or two at the lower and right borders of an image. Such a tile does
/// without the products of some places. (Backward data of stride 2 has two outputs for each of these.)
typedef struct ck_winograd_size {
    int32_t rows, columns;
} ck_winograd_size;

/// The tiles of an image, and the size of the last one.
typedef struct ck_winograd_grid {
    int32_t rows, columns;
    ck_winograd_size border;
} ck_winograd_grid;

/// Outputs of the last of `tiles` tiles along an axis of `count`; a single one is computed as two.
static inline int32_t ck_winograd_border(int32_t count, int32_t tiles) {
    int32_t rest = count - 4 * (tiles - 1);
    return rest == 1 ? 2 : rest;
}

/// The tiles of an image of so many outputs.
static inline ck_winograd_grid ck_make_winograd_grid(int32_t height, int32_t width) {
    ck_winograd_grid grid = {.rows = (height + 3) / 4, .columns = (width + 3) / 4};
    grid.border = (ck_winograd_size){ck_winograd_border(height, grid.rows), ck_winograd_border(width, grid.columns)};
    return grid;
}

/// The size of tile `tile` of a batch, which counts by rows of an image, then by images.
static inline ck_winograd_size ck_winograd_size_of(const ck_winograd_grid *grid, int64_t tile) {
    return (ck_winograd_size){
        .rows = tile / grid->columns % grid->rows == grid->rows - 1 ? grid->border.rows : 4,
        .columns = tile % grid->columns == grid->columns - 1 ? grid->border.columns : 4,
    };
}

/// Whether a tile with so many outputs along an axis has the place with that index, of `places`, along it.
static inline bool ck_winograd_has(int32_t places, int32_t outputs, int32_t index) {
    if (outputs == 4) return true;
    if (places == ck_winograd_dense_places) return outputs == 3 ? index != 0 : index < 3 || index == 5;
    return index > 4 ? index < 5 + outputs : outputs == 3 ? index < 4 : index < 2 || index == 4;
}

/// The pixels of an image's tiles in memory.
typedef struct ck_winograd_map {
    const float *pixels;
    int64_t image_stride, row_stride, pixel_stride;
    int32_t height, width;
    /// Along an axis: pixels of a tile, and from one tile to the next; then where the first tile begins.
    int32_t side, step, first_row, first_column;
    /// What stands for pixels outside.
    const float *outside;
} ck_winograd_map;

/// All pixels of tile `tile`, by rows.
void ck_winograd_find(const ck_winograd_map *map, const ck_winograd_grid *grid, int64_t tile, const float **pixels);
/// Begins to bring `channels` of those that its left neighbour has not read into the second-level cache.
void ck_winograd_fetch(const ck_winograd_map *map, const ck_winograd_grid *grid, int64_t tile, int32_t channels);

/// Places are of four kinds: all tiles have them, only those with four columns (1), with four rows (2), or both (3). `border`
/// is the size of the last tile of an image, `place` counts by rows of `places`.
static inline int32_t ck_winograd_kind(int32_t places, ck_winograd_size border, int32_t place) {
    return (ck_winograd_has(places, border.rows, place / places) ? 0 : 2) +
           (ck_winograd_has(places, border.columns, place % places) ? 0 : 1);
}

/// Whether a tile has the places of a kind.
static inline bool ck_winograd_has_kind(ck_winograd_size size, int32_t kind) {
    return ((kind & 1) == 0 || size.columns == 4) && ((kind & 2) == 0 || size.rows == 4);
}

/// Some tiles, counted from the first of them, in such an order that those which have the places of a kind are adjacent, and
/// where those begin and end.
typedef struct ck_winograd_order {
    const int32_t *tiles;
    int32_t begins[ck_winograd_kinds], ends[ck_winograd_kinds];
} ck_winograd_order;

/// Orders `count` tiles from `first` on in `tiles`.
ck_winograd_order ck_winograd_sort(const ck_winograd_grid *grid, int64_t first, int32_t count, int32_t *tiles);

/// What happens to the outputs of a tile.
typedef struct ck_winograd_output {
    ck_winograd_size size;
    /// Floats between the products of neighbouring places.
    int64_t stride;
    int32_t columns;
    const float *bias;
    /// From a target to what is added to it, in floats, if anything is.
    bool accumulate, rectify;
    int64_t addend_offset;
    /// Whether pixels, which are aligned then, are stored past the caches.
    bool streams;
    float *sums, *squares;
} ck_winograd_output;

/// The transforms of a form; channels and columns are multiples of the width. Pixels that a smaller tile does not need are
/// not read, places that it does not have are neither written nor read.
typedef struct ck_winograd_transforms {
    /// Pixels of a tile to its places, `stride` apart.
    void (*input)(
        const float *const *pixels, ck_winograd_size size, int32_t channels, float *target, int64_t stride);
    /// Nine weights, `tap_stride` apart, to 36.
    void (*filter)(const float *weights, int64_t tap_stride, float *target, int64_t stride, int64_t count);
    /// The products of a tile to its outputs, of which those that do not exist are NULL.
    void (*output)(const ck_winograd_output *job, const float *products, float *const *pixels);
    /// Transposes for the weight gradient, NULL where there is none: pixels of the output gradient to places, and 36 sums of
    /// products to 9 weights.
    void (*gradient)(
        const float *const *pixels, ck_winograd_size size, int32_t columns, float *target, int64_t stride);
    void (*weights)(
        const float *products, int64_t stride, float *target, int64_t tap_stride, int64_t count, bool accumulate);
} ck_winograd_transforms;

#endif
