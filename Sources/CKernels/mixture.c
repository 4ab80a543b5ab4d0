#include "ck_mixture.h"

#include "kernels.h"
#include "simd.h"

void ck_mixture_prepare(ck_level level, int64_t axes, const ck_mixture_axis *axis, int64_t count, double *columns) {
  ck_vector_kernels_of(level)->mixture_prepare(axes, axis, count, columns);
}

static uint8_t edge_number(ck_mixture_edges *set, double edge) {
  for (int64_t i = 0; i < set->count; i++)
    if (set->edges[i] == edge) return (uint8_t)i;
  set->edges[set->count] = edge;
  return (uint8_t)set->count++;
}

/// Cells of several points are often the same ones or neighbours.
static void collect_edges(const ck_mixture_arguments *a, int64_t axis, ck_mixture_edges *set) {
  const double *low = a->coordinates + 2 * axis * a->stride, *high = low + a->stride;
  set->count = 0;
  for (int64_t p = 0; p < a->points; p++) {
    set->low[p] = edge_number(set, low[p]);
    set->high[p] = edge_number(set, high[p]);
  }
}

bool ck_mixture_density(
    ck_level level, int64_t axes, const ck_mixture_axis *axis, int64_t count, const double *columns, int64_t points,
    const double *coordinates, double *densities) {
  ck_mixture_edges *edges = malloc((size_t)axes * sizeof(ck_mixture_edges));
  if (edges == NULL) return false;
  for (int64_t first = 0; first < points; first += CK_MIXTURE_POINTS) {
    ck_mixture_arguments arguments = {
        .axes = axes,
        .axis = axis,
        .count = count,
        .columns = columns,
        .points = CK_MIN(points - first, CK_MIXTURE_POINTS),
        .stride = points,
        .coordinates = coordinates + first,
        .densities = densities + first,
    };
    for (int64_t i = 0; i < axes; i++)
      if (axis[i].kind == CK_MIXTURE_CELLS) collect_edges(&arguments, i, &edges[i]);
    ck_vector_kernels_of(level)->mixture_density(&arguments, edges);
  }
  free(edges);
  return true;
}
