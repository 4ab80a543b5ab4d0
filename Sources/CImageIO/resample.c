#include "CImageIO.h"

#include <stdlib.h>
#include <string.h>

// Sums run over a fixed number of lanes, which compilers turn into vector instructions. Along columns neighbouring
// samples of a row are the lanes; along rows, where a sum has only some ten terms, LANES rows are laid side by side
// first. Each sum adds its terms in the order of the taps, so results do not depend on the instruction set.

#if defined(__x86_64__) && defined(__linux__)
#define CIMG_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CIMG_CLONES
#endif

// No fused multiply-add: the clones would differ in the last bit.
#pragma STDC FP_CONTRACT OFF

enum { lanes = 16, chunk = 256 };

static inline uint8_t clamp_weighted(int32_t sum) {
  int32_t value = sum >> CIMG_WEIGHT_BITS;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

CIMG_CLONES
static void sum_lanes_u8(
  const uint8_t *restrict side, size_t channels, cimg_axis axis, const int32_t *restrict weights,
  uint8_t *restrict out) {
  for (size_t o = 0; o < axis.outputs; o++) {
    const int32_t *weight = weights + o * axis.taps;
    for (size_t c = 0; c < channels; c++) {
      int32_t sum[lanes];
      for (int l = 0; l < lanes; l++) sum[l] = 1 << (CIMG_WEIGHT_BITS - 1);
      for (int32_t t = 0; t < axis.count[o]; t++) {
        const uint8_t *samples = side + ((size_t)(axis.first[o] + t) * channels + c) * lanes;
        for (int l = 0; l < lanes; l++) sum[l] += weight[t] * samples[l];
      }
      for (int l = 0; l < lanes; l++) out[(o * channels + c) * lanes + l] = clamp_weighted(sum[l]);
    }
  }
}

CIMG_CLONES
static void sum_lanes_f32(
  const float *restrict side, size_t channels, cimg_axis axis, const float *restrict weights, float *restrict out) {
  for (size_t o = 0; o < axis.outputs; o++) {
    const float *weight = weights + o * axis.taps;
    for (size_t c = 0; c < channels; c++) {
      float sum[lanes] = {0};
      for (int32_t t = 0; t < axis.count[o]; t++) {
        const float *samples = side + ((size_t)(axis.first[o] + t) * channels + c) * lanes;
        for (int l = 0; l < lanes; l++) sum[l] += weight[t] * samples[l];
      }
      for (int l = 0; l < lanes; l++) out[(o * channels + c) * lanes + l] = sum[l];
    }
  }
}

// The two element types differ in nothing but the type: one text for the transposition around the sums.
#define RESAMPLE_ROWS(NAME, TYPE, WEIGHT, SUM)                                                            \
  cimg_status NAME(                                                                                       \
    const TYPE *source, size_t rows, size_t channels, cimg_axis axis, const WEIGHT *weights,              \
    TYPE *target) {                                                                                       \
    size_t in = axis.inputs * channels, out = axis.outputs * channels;                                    \
    TYPE *side = calloc((in + out) * lanes, sizeof(TYPE));                                                \
    if (!side) return CIMG_OUT_OF_MEMORY;                                                                 \
    TYPE *sums = side + in * lanes;                                                                       \
    for (size_t y = 0; y < rows; y += lanes) {                                                            \
      size_t used = rows - y < lanes ? rows - y : lanes;                                                  \
      for (size_t l = 0; l < used; l++) {                                                                 \
        const TYPE *row = source + (y + l) * in;                                                          \
        for (size_t i = 0; i < in; i++) side[i * lanes + l] = row[i];                                     \
      }                                                                                                   \
      SUM(side, channels, axis, weights, sums);                                                           \
      for (size_t l = 0; l < used; l++) {                                                                 \
        TYPE *row = target + (y + l) * out;                                                               \
        for (size_t i = 0; i < out; i++) row[i] = sums[i * lanes + l];                                    \
      }                                                                                                   \
    }                                                                                                     \
    free(side);                                                                                           \
    return CIMG_OK;                                                                                       \
  }

RESAMPLE_ROWS(cimg_resample_rows_u8, uint8_t, int32_t, sum_lanes_u8)
RESAMPLE_ROWS(cimg_resample_rows_f32, float, float, sum_lanes_f32)

CIMG_CLONES
void cimg_resample_columns_u8(
  const uint8_t *restrict source, size_t row, cimg_axis axis, const int32_t *restrict weights,
  uint8_t *restrict target) {
  for (size_t o = 0; o < axis.outputs; o++) {
    const int32_t *weight = weights + o * axis.taps;
    for (size_t start = 0; start < row; start += chunk) {
      size_t used = row - start < chunk ? row - start : chunk;
      int32_t sum[chunk];
      for (size_t i = 0; i < used; i++) sum[i] = 1 << (CIMG_WEIGHT_BITS - 1);
      for (int32_t t = 0; t < axis.count[o]; t++) {
        const uint8_t *samples = source + (size_t)(axis.first[o] + t) * row + start;
        for (size_t i = 0; i < used; i++) sum[i] += weight[t] * samples[i];
      }
      uint8_t *out = target + o * row + start;
      for (size_t i = 0; i < used; i++) out[i] = clamp_weighted(sum[i]);
    }
  }
}

CIMG_CLONES
void cimg_resample_columns_f32(
  const float *restrict source, size_t row, cimg_axis axis, const float *restrict weights, float *restrict target) {
  for (size_t o = 0; o < axis.outputs; o++) {
    const float *weight = weights + o * axis.taps;
    float *out = target + o * row;
    memset(out, 0, row * sizeof(float));
    for (int32_t t = 0; t < axis.count[o]; t++) {
      const float *samples = source + (size_t)(axis.first[o] + t) * row;
      for (size_t i = 0; i < row; i++) out[i] += weight[t] * samples[i];
    }
  }
}
