/// The tiles of Winograd's algorithm: their shapes, pixels and order.
#include "winograd.h"

#include "fetching.h"

const ck_winograd_shape ck_winograd_shapes[ck_winograd_forms] = {
    [CK_WINOGRAD_DENSE] = {6, 4, ck_winograd_dense_places, 4},
    [CK_WINOGRAD_STRIDED] = {9, 8, ck_winograd_strided_places, 4},
    [CK_WINOGRAD_SPREAD] = {5, 4, ck_winograd_strided_places, 8},
};

/// Which weights of an axis a place has.
static int32_t weights_of(int32_t place) { return place < ck_winograd_axis_weights ? place : ck_winograd_axis_weights - 1; }

ck_winograd_places ck_winograd_list_places(ck_winograd_form form) {
    int32_t side = ck_winograd_shapes[form].places;
    ck_winograd_places places = {.count = 0};
    for (int32_t w = 0; w < ck_winograd_weights; w++) {
        places.starts[w] = places.count;
        for (int32_t place = 0; place < side * side; place++)
            if (weights_of(place / side) * ck_winograd_axis_weights + weights_of(place % side) == w)
                places.indices[places.count++] = place;
    }
    places.starts[ck_winograd_weights] = places.count;
    return places;
}

void ck_winograd_find(const ck_winograd_map *map, const ck_winograd_grid *grid, int64_t tile, const float **pixels) {
    const float *image = map->pixels + tile / ((int64_t)grid->rows * grid->columns) * map->image_stride;
    int64_t first_row = tile / grid->columns % grid->rows * map->step + map->first_row;
    int64_t first_column = tile % grid->columns * map->step + map->first_column;
    for (int64_t y = 0; y < map->side; y++)
        for (int64_t x = 0; x < map->side; x++) {
            int64_t h = first_row + y, w = first_column + x;
            bool inside = h >= 0 && h < map->height && w >= 0 && w < map->width;
            pixels[y * map->side + x] = inside ? image + h * map->row_stride + w * map->pixel_stride : map->outside;
        }
}

void ck_winograd_fetch(const ck_winograd_map *map, const ck_winograd_grid *grid, int64_t tile, int32_t channels) {
    const float *pixels[ck_winograd_most_places];
    ck_winograd_find(map, grid, tile, pixels);
    for (int32_t x = 0; x < map->side * map->side; x++)
        if (x % map->side >= map->side - map->step)
            for (int32_t c = 0; c < channels; c += ck_line_floats) __builtin_prefetch(pixels[x] + c, 0, 2);
}

/// The order: tiles cut in rows only, uncut ones, those cut in columns only, those cut in both.
ck_winograd_order ck_winograd_sort(const ck_winograd_grid *grid, int64_t first, int32_t count, int32_t *tiles) {
    ck_winograd_order order = {.tiles = tiles};
    int32_t sorted = 0, starts[5];
    for (int32_t group = 0; group < 4; group++) {
        starts[group] = sorted;
        bool cut_rows = group == 0 || group == 3, cut_columns = group >= 2;
        for (int32_t t = 0; t < count; t++) {
            ck_winograd_size size = ck_winograd_size_of(grid, first + t);
            if ((size.rows < 4) == cut_rows && (size.columns < 4) == cut_columns) tiles[sorted++] = t;
        }
    }
    starts[4] = sorted;
    // Kind 1 leaves out what is cut in columns, kind 2 what is cut in rows.
    for (int32_t kind = 0; kind < ck_winograd_kinds; kind++) {
        order.begins[kind] = starts[kind >= 2 ? 1 : 0];
        order.ends[kind] = starts[kind == 0 ? 4 : kind == 2 ? 3 : 2];
    }
    return order;
}
