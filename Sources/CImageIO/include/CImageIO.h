// PNG and JPEG in memory, and the inner loops of resizing.
//
// Contract, for every function below:
// - Nothing is printed, nothing is stored between calls, no call needs another before it: any thread may call any
//   function at any time.
// - Pixels are interleaved rows from the top, without padding: sample (x, y, c) lies at ((y * width + x) * channels + c).
//   16-bit samples are `uint16_t` in the machine's byte order.
// - Inputs are only read. Outputs never overlap inputs.
// - `message` points at CIMG_MESSAGE_SIZE bytes; it holds a terminated text after every call, empty after CIMG_OK.
// - A status other than CIMG_OK leaves outputs unspecified but allocates nothing that the caller would have to free.
#ifndef CIMAGEIO_H
#define CIMAGEIO_H

#include <stddef.h>
#include <stdint.h>

#define CIMG_MESSAGE_SIZE 240

/// Longest side that is accepted, whatever the number of pixels.
#define CIMG_MAX_SIDE 1000000u

typedef enum {
  CIMG_OK = 0,
  CIMG_NOT_AN_IMAGE,   ///< The first bytes are neither PNG's nor JPEG's.
  CIMG_TRUNCATED,      ///< The data end before the picture does.
  CIMG_CORRUPT,        ///< A checksum, a table or the compressed data are wrong; `message` says which.
  CIMG_TOO_LARGE,      ///< More pixels than `max_pixels`, or a side above CIMG_MAX_SIDE; `info` holds the sides.
  CIMG_UNSUPPORTED,    ///< A legal variant that is not decoded (12-bit or lossless JPEG, say).
  CIMG_OUT_OF_MEMORY,
} cimg_status;

typedef enum { CIMG_PNG = 1, CIMG_JPEG = 2 } cimg_format;

/// What decoding will yield.
typedef struct {
  cimg_format format;
  uint32_t width;     ///< Pixels per row, after the EXIF orientation was applied.
  uint32_t height;    ///< Rows, after the EXIF orientation was applied.
  uint32_t channels;  ///< 1 (grey) or 3 (RGB).
  uint32_t bits;      ///< 8 or 16 bits per sample.
} cimg_info;

/// Reads the header only and fills `info`; allocates nothing that grows with the picture.
///
/// Refuses pictures of more than `max_pixels` pixels, and files too short to hold the pixels that they announce.
cimg_status cimg_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message);

/// Decodes into `pixels`, which holds `bytes` = width * height * channels * bits / 8 bytes of `info` from `cimg_probe`
/// of the same data.
///
/// PNG: every colour type and depth, interlaced or not. Depths below 8 are stretched to 0...255, 16 bits stay 16 bits,
/// palettes become RGB, alpha and transparent colours are dropped, gamma and colour profiles are ignored. Every
/// checksum, that of ignored chunks too, must be right and the end chunk must be there.
/// JPEG: baseline and progressive; grey stays grey, YCbCr becomes RGB, CMYK and YCCK (stored inverted, as Adobe does)
/// become RGB. The orientation of the EXIF header (1 to 8) is applied. What libjpeg warns of is an error.
cimg_status cimg_decode(
  const uint8_t *data, size_t size, const cimg_info *info, void *pixels, size_t bytes, char *message);

/// The orientation (1 to 8) that an EXIF block holds, or 1 where it holds none, a wrong one, or is broken.
///
/// `data`: content of a JPEG APP1 segment, from "Exif\0\0" on.
int cimg_exif_orientation(const uint8_t *data, size_t size);

/// Bytes of an encoded picture; `cimg_free` them.
typedef struct {
  uint8_t *data;
  size_t size;
} cimg_buffer;

/// Encodes as PNG: `channels` 1 or 3, `bits` 8 or 16, sides from 1 to CIMG_MAX_SIDE, `level` of zlib from 0 to 9; below 6 all
/// rows have the filter "up", which suits drawings, instead of the best one each.
///
/// The bytes depend on nothing but the arguments (and the versions of libpng and zlib).
cimg_status cimg_encode_png(
  const void *pixels, uint32_t width, uint32_t height, uint32_t channels, uint32_t bits, int level,
  cimg_buffer *output, char *message);

/// Encodes as baseline JPEG: 8 bits, `channels` 1 or 3, sides from 1 to 65,500, `quality` from 1 to 100; colour is
/// stored as YCbCr 4:2:0.
cimg_status cimg_encode_jpeg(
  const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, int quality,
  cimg_buffer *output, char *message);

/// Frees what an encoder returned and empties it; a second call does nothing.
void cimg_free(cimg_buffer *buffer);

/// One axis of a separable resampling from `inputs` to `outputs` positions.
///
/// Output o is the sum over t in 0 ..< count[o] of weight[o * taps + t] * input[first[o] + t]. Every
/// first[o] + count[o] must be at most `inputs` and every count[o] at most `taps`.
typedef struct {
  size_t inputs;
  size_t outputs;
  size_t taps;
  const int32_t *first;
  const int32_t *count;
} cimg_axis;

/// Bits behind the point of the fixed-point weights of 8-bit resampling.
#define CIMG_WEIGHT_BITS 22

/// Resamples along rows: `source` is rows x axis.inputs x channels, `target` rows x axis.outputs x channels (overwritten).
///
/// Weights are fixed-point with CIMG_WEIGHT_BITS; sums are rounded to nearest and clamped to 0...255.
/// Returns CIMG_OUT_OF_MEMORY when its scratch rows cannot be had.
cimg_status cimg_resample_rows_u8(
  const uint8_t *source, size_t rows, size_t channels, cimg_axis axis, const int32_t *weights, uint8_t *target);

/// Resamples along columns: `source` is axis.inputs x row, `target` axis.outputs x row (overwritten), where `row` counts
/// samples (width times channels). Otherwise as `cimg_resample_rows_u8`, but without scratch memory.
void cimg_resample_columns_u8(
  const uint8_t *source, size_t row, cimg_axis axis, const int32_t *weights, uint8_t *target);

/// As `cimg_resample_rows_u8` for float samples and weights, without rounding or clamping.
cimg_status cimg_resample_rows_f32(
  const float *source, size_t rows, size_t channels, cimg_axis axis, const float *weights, float *target);

/// As `cimg_resample_columns_u8` for float samples and weights, without rounding or clamping.
void cimg_resample_columns_f32(
  const float *source, size_t row, cimg_axis axis, const float *weights, float *target);

#endif
