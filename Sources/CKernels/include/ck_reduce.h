/// Sums. Each runs over fixed chunks whose results are added up in order: the bits depend on the dispatch level only.
#ifndef CK_REDUCE_H
#define CK_REDUCE_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// sums[c] = sum over rows of input[row][c]: float32 over at most 256 rows, double above.
void ck_column_sums(ck_context *context, int64_t rows, int64_t columns, const float *input, float *sums);

/// means[n][c] = the mean over pixels of input[n][pixel][c], summed as above.
void ck_image_means(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *input, float *means);

/// output[n][pixel][c] = factor values[n][c].
void ck_spread_over_images(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, float factor, const float *values,
    float *output);

/// The sum of squares of all elements, in double.
double ck_sum_of_squares(ck_context *context, int64_t count, const float *input);

/// Whether no element is infinite or NaN.
bool ck_all_finite(ck_context *context, int64_t count, const float *input);

#pragma clang assume_nonnull end
#endif
