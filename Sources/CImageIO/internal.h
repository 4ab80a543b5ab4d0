#ifndef CIMAGEIO_INTERNAL_H
#define CIMAGEIO_INTERNAL_H

#include "CImageIO.h"

/// Writes a formatted text of at most CIMG_MESSAGE_SIZE - 1 characters and returns `status`.
cimg_status cimg_fail(char *message, cimg_status status, const char *format, ...)
  __attribute__((format(printf, 3, 4)));

/// Checks the sides against both limits.
cimg_status cimg_check_sides(uint32_t width, uint32_t height, uint64_t max_pixels, char *message);

cimg_status cimg_png_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message);
cimg_status cimg_png_decode(
  const uint8_t *data, size_t size, const cimg_info *info, void *pixels, char *message);
cimg_status cimg_jpeg_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message);
cimg_status cimg_jpeg_decode(
  const uint8_t *data, size_t size, const cimg_info *info, uint8_t *pixels, char *message);

#endif
