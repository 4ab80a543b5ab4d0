/// Densities of mixtures of product kernels, in double precision.
///
/// Unlike other kernels these give the same bits on every level: no product is fused with a sum, and what is added up lies
/// in eight lanes everywhere. `exp` is exact to 1e-8 and `erf` to 2e-7.
#ifndef CK_MIXTURE_H
#define CK_MIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// What a kernel is along one axis.
typedef enum ck_mixture_kind {
  /// The density of a normal distribution that is cut to 0...1.
  CK_MIXTURE_DENSITY = 0,
  /// The mass of such a one in a cell.
  CK_MIXTURE_CELLS = 1,
  /// The probability of a choice.
  CK_MIXTURE_CHOICES = 2,
} ck_mixture_kind;

/// An axis of a mixture.
typedef struct ck_mixture_axis {
  ck_mixture_kind kind;
  /// Of choices the probability of a kernel's own choice, of each other one, and of each one in a kernel whose own choice
  /// is below 0.
  double own, other, prior;
} ck_mixture_axis;

/// Kernels lie in columns whose length, `count`, is a multiple of this.
enum { CK_MIXTURE_LANES = 8 };

/// Makes the columns of a mixture ready. They are one of weights, which become factors, and for each axis one of centres (or
/// choices, counted from 0) and one of standard deviations, which become scales; those of choices mean nothing.
///
/// What fills a column up has weight 0, and a deviation above 0 all the same.
void ck_mixture_prepare(ck_level level, int64_t axes, const ck_mixture_axis *axis, int64_t count, double *columns);

/// densities[p] = the sum over kernels of the product over axes. Exponents below -700 count as -700, and what is below 2^-53
/// of all densities may be left out, which is quick if a kernel that is nowhere small comes last.
///
/// `coordinates` holds for each axis `points` numbers and then as many others: the coordinates (or choices) and what is not
/// read, or the lower and the upper bounds of cells. False if memory is short.
bool ck_mixture_density(
    ck_level level, int64_t axes, const ck_mixture_axis *axis, int64_t count, const double *columns, int64_t points,
    const double *coordinates, double *densities);

#pragma clang assume_nonnull end
#endif
