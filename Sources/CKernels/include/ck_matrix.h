/// Products of dense matrices, by the kernels of the convolution.
#ifndef CK_MATRIX_H
#define CK_MATRIX_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// target (+)= left' right' + bias, where ' is a transposition when asked for. All extents are at least 1.
typedef struct ck_matrix_product {
  /// target is [rows][columns]; `inner` is the length of the sums.
  int32_t rows, columns, inner;
  /// [rows][inner], or [inner][rows] if transposed.
  const float *left;
  /// [inner][columns], or [columns][inner] if transposed.
  const float *right;
  bool left_is_transposed, right_is_transposed;
  /// Floats between the rows of each matrix as it lies in memory.
  int64_t left_stride, right_stride, target_stride;
  /// One value for each column, or NULL. Only with a left operand that is not transposed.
  const float *_Nullable bias;
  /// Whether the product is added to `target`; otherwise it overwrites it.
  bool accumulate;
  float *target;
} ck_matrix_product;

/// Whether ck_matrix_multiply takes these operands: a transposed left one only beside a right one that is not, and with
/// a dense target.
bool ck_matrix_product_is_served(const ck_matrix_product *product);

/// Computes the product, of operands that are served.
void ck_matrix_multiply(ck_context *context, const ck_matrix_product *product);

#pragma clang assume_nonnull end
#endif
