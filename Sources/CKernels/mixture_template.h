/// Sums over the kernels of a mixture. Eight kernels at a time, whatever the width of a register, and never a fused product:
/// the levels differ in speed and not in a bit.

typedef double CK_NAME(eight) __attribute__((ext_vector_type(CK_MIXTURE_LANES), aligned(8)));
typedef int64_t CK_NAME(eight_bits) __attribute__((ext_vector_type(CK_MIXTURE_LANES), aligned(8)));
#define EIGHT CK_NAME(eight)
#define EIGHT_BITS CK_NAME(eight_bits)

/// Points in one pass over the kernels are worked on so many at a time, in registers.
enum { CK_NAME(mixture_tile) = 8 };

/// e to the power of numbers from -700 on; smaller ones count as -700.
CK_INLINE void eight_exponentials(EIGHT *x) {
#pragma clang fp contract(off)
  EIGHT bounded = *x > -700.0 ? *x : (EIGHT)(-700.0);
  // Adding 1.5 * 2^52 rounds to a whole number, which then stands in the low bits.
  const double shifter = 6755399441055744.0;
  EIGHT shifted = bounded * 1.4426950408889634 + shifter;
  EIGHT r = bounded - (shifted - shifter) * 0.6931471805599453;
  EIGHT sum = r * (1.0 / 5040) + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  EIGHT_BITS exponent = (__builtin_bit_cast(EIGHT_BITS, shifted) + 1023) << 52;
  *x = sum * __builtin_bit_cast(EIGHT, exponent);
}

/// The mass below (x - center) in normal distributions, less one half (Abramowitz and Stegun, 7.1.26).
CK_INLINE void eight_masses(double x, const EIGHT *center, const EIGHT *scale, EIGHT *mass) {
#pragma clang fp contract(off)
  EIGHT z = (x - *center) * *scale;
  EIGHT size = __builtin_elementwise_abs(z);
  EIGHT t = 1.0 / (size * 0.3275911 + 1.0);
  EIGHT sum = t * 1.061405429 - 1.453152027;
  sum = sum * t + 1.421413741;
  sum = sum * t - 0.284496736;
  sum = sum * t + 0.254829592;
  EIGHT decay = -(size * size);
  eight_exponentials(&decay);
  *mass = __builtin_elementwise_copysign(0.5 - 0.5 * (sum * t * decay), z);
}

static void mixture_prepare(int64_t axes, const ck_mixture_axis *axis, int64_t count, double *columns) {
#pragma clang fp contract(off)
  const double root_of_half = 0.70710678118654752, inverse_root_of_pi = 0.56418958354775629;
  for (int64_t k = 0; k < count; k += CK_MIXTURE_LANES) {
    EIGHT *factor = (EIGHT *)(columns + k), product = *factor;
    for (int64_t a = 0; a < axes; a++) {
      if (axis[a].kind == CK_MIXTURE_CHOICES) continue;
      double *column = columns + (1 + 2 * a) * count + k;
      EIGHT center = *(EIGHT *)column, below, above;
      EIGHT *scale = (EIGHT *)(column + count);
      *scale = root_of_half / *scale;
      if (axis[a].kind == CK_MIXTURE_DENSITY) product *= *scale * inverse_root_of_pi;
      if (!__builtin_reduce_or(*scale < 12.5)) {
        // At 6.25 the error function is 1 to the last bit: a narrow kernel feels the nearer end only.
        EIGHT nearer = center < 0.5 ? center : 1.0 - center;
        if (!__builtin_reduce_or(nearer * *scale < 6.25)) continue;
        eight_masses(0, &nearer, scale, &below);
        product /= 0.5 - below;
        continue;
      }
      eight_masses(0, &center, scale, &below);
      eight_masses(1, &center, scale, &above);
      product /= above - below;
    }
    *factor = product;
  }
}

/// products *= the masses of the points' cells.
static void multiply_cells(
    const ck_mixture_edges *set, int64_t points, const double *centers, const double *scales, EIGHT *products) {
#pragma clang fp contract(off)
  EIGHT masses[2 * CK_MIXTURE_POINTS];
  EIGHT center = *(const EIGHT *)centers, scale = *(const EIGHT *)scales;
  for (int64_t i = 0; i < set->count; i++) eight_masses(set->edges[i], &center, &scale, &masses[i]);
  for (int64_t p = 0; p < points; p++) products[p] *= masses[set->high[p]] - masses[set->low[p]];
}

static void multiply_choices(
    const ck_mixture_axis *axis, int64_t points, const double *choices, const double *centers, EIGHT *products) {
  EIGHT choice = *(const EIGHT *)centers;
  EIGHT other = choice < 0.0 ? (EIGHT)(axis->prior) : (EIGHT)(axis->other);
  for (int64_t p = 0; p < points; p++) products[p] *= choice == choices[p] ? (EIGHT)(axis->own) : other;
}

/// sums += products * exp(-the squared distances along all axes with a density), for `count` points; nothing if all
/// exponents are below a limit.
CK_INLINE void add_kernels(
    const ck_mixture_arguments *a, int64_t k, int64_t first, int count, double limit, const EIGHT *products,
    EIGHT *sums) {
#pragma clang fp contract(off)
  EIGHT exponents[CK_NAME(mixture_tile)];
#pragma unroll
  for (int t = 0; t < count; t++) exponents[t] = 0;
  for (int64_t i = 0; i < a->axes; i++) {
    if (a->axis[i].kind != CK_MIXTURE_DENSITY) continue;
    const double *column = a->columns + (1 + 2 * i) * a->count + k;
    EIGHT center = *(const EIGHT *)column, scale = *(const EIGHT *)(column + a->count);
    const double *x = a->coordinates + 2 * i * a->stride + first;
#pragma unroll
    for (int t = 0; t < count; t++) {
      EIGHT distance = (x[t] - center) * scale;
      exponents[t] -= distance * distance;
    }
  }
  EIGHT largest = exponents[0];
#pragma unroll
  for (int t = 1; t < count; t++) largest = largest > exponents[t] ? largest : exponents[t];
  if (!__builtin_reduce_or(largest >= limit)) return;
#pragma unroll
  for (int t = 0; t < count; t++) {
    eight_exponentials(&exponents[t]);
    sums[first + t] += products[first + t] * exponents[t];
  }
}

/// The exponent below which all kernels together are less than 2^-53 of the smallest sum so far; -700 where that is 0.
static double least_exponent(const ck_mixture_arguments *a, const EIGHT *sums) {
  double smallest = INFINITY, factors = 0;
  EIGHT parts = 0;
  for (int64_t p = 0; p < a->points; p++) smallest = CK_MIN(smallest, __builtin_reduce_max(sums[p]));
  for (int64_t k = 0; k < a->count; k += CK_MIXTURE_LANES) parts += *(const EIGHT *)(a->columns + k);
  for (int lane = 0; lane < CK_MIXTURE_LANES; lane++) factors += parts[lane];
  return smallest > 0 && factors > 0 ? CK_MAX(log(smallest / factors) - 37, -700) : -700;
}

/// Where the points of a tile lie along the only axis.
typedef struct CK_NAME(mixture_range) {
  double low, high;
} CK_NAME(mixture_range);

/// Whether all of eight kernels are so far from a range that their exponents are below a limit.
CK_INLINE bool are_far(const ck_mixture_arguments *a, int64_t k, const CK_NAME(mixture_range) *range, double limit) {
#pragma clang fp contract(off)
  const double *column = a->columns + a->count + k;
  EIGHT center = *(const EIGHT *)column, scale = *(const EIGHT *)(column + a->count);
  EIGHT below = range->low - center, above = center - range->high;
  EIGHT distance = below > above ? below : above;
  distance = (distance > 0.0 ? distance : (EIGHT)(0.0)) * scale;
  return !__builtin_reduce_or(-(distance * distance) >= limit);
}

static void mixture_density(const ck_mixture_arguments *a, const ck_mixture_edges *edges) {
#pragma clang fp contract(off)
  EIGHT sums[CK_MIXTURE_POINTS], products[CK_MIXTURE_POINTS];
  int64_t axes = a->axes, points = a->points, tiled = points - points % CK_NAME(mixture_tile);
  double limit = -INFINITY;
  CK_NAME(mixture_range) ranges[CK_MIXTURE_POINTS / CK_NAME(mixture_tile)];
  bool is_alone = axes == 1 && a->axis[0].kind == CK_MIXTURE_DENSITY;
  for (int64_t p = 0; p < points; p++) sums[p] = 0;
  for (int64_t p = 0; is_alone && p < tiled; p++) {
    CK_NAME(mixture_range) *range = &ranges[p / CK_NAME(mixture_tile)];
    if (p % CK_NAME(mixture_tile) == 0) range->low = range->high = a->coordinates[p];
    range->low = CK_MIN(range->low, a->coordinates[p]);
    range->high = CK_MAX(range->high, a->coordinates[p]);
  }
  // Backwards, because the prior, which is never small, is the last one.
  for (int64_t k = a->count - CK_MIXTURE_LANES; k >= 0; k -= CK_MIXTURE_LANES) {
    for (int64_t p = 0; p < points; p++) products[p] = *(const EIGHT *)(a->columns + k);
    for (int64_t i = 0; i < axes; i++) {
      const double *centers = a->columns + (1 + 2 * i) * a->count + k;
      if (a->axis[i].kind == CK_MIXTURE_CELLS)
        multiply_cells(&edges[i], points, centers, centers + a->count, products);
      if (a->axis[i].kind == CK_MIXTURE_CHOICES)
        multiply_choices(&a->axis[i], points, a->coordinates + 2 * i * a->stride, centers, products);
    }
    for (int64_t p = 0; p < tiled; p += CK_NAME(mixture_tile)) {
      if (is_alone && are_far(a, k, &ranges[p / CK_NAME(mixture_tile)], limit)) continue;
      add_kernels(a, k, p, CK_NAME(mixture_tile), limit, products, sums);
    }
    for (int64_t p = tiled; p < points; p++) add_kernels(a, k, p, 1, limit, products, sums);
    if (k == a->count - CK_MIXTURE_LANES) limit = least_exponent(a, sums);
  }
  for (int64_t p = 0; p < points; p++) {
    double sum = 0;
    for (int lane = 0; lane < CK_MIXTURE_LANES; lane++) sum += sums[p][lane];
    a->densities[p] = sum;
  }
}

#undef EIGHT
#undef EIGHT_BITS
