#include "internal.h"

#include <string.h>

static cimg_format detect(const uint8_t *data, size_t size) {
  static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  static const uint8_t jpeg[3] = {0xff, 0xd8, 0xff};
  if (size >= sizeof png && memcmp(data, png, sizeof png) == 0) return CIMG_PNG;
  if (size >= sizeof jpeg && memcmp(data, jpeg, sizeof jpeg) == 0) return CIMG_JPEG;
  return 0;
}

cimg_status cimg_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message) {
  message[0] = 0;
  memset(info, 0, sizeof *info);
  switch (detect(data, size)) {
    case CIMG_PNG: return cimg_png_probe(data, size, max_pixels, info, message);
    case CIMG_JPEG: return cimg_jpeg_probe(data, size, max_pixels, info, message);
  }
  return cimg_fail(message, CIMG_NOT_AN_IMAGE, "neither PNG nor JPEG");
}

cimg_status cimg_decode(
  const uint8_t *data, size_t size, const cimg_info *info, void *pixels, size_t bytes, char *message) {
  message[0] = 0;
  if (bytes != (size_t)info->width * info->height * info->channels * (info->bits / 8)) {
    return cimg_fail(message, CIMG_CORRUPT, "the buffer does not have the picture's size");
  }
  // Whatever the decoders leave out (they should leave out nothing) is black, never old memory.
  memset(pixels, 0, bytes);
  switch (info->format) {
    case CIMG_PNG: return cimg_png_decode(data, size, info, pixels, message);
    case CIMG_JPEG: return cimg_jpeg_decode(data, size, info, pixels, message);
  }
  return cimg_fail(message, CIMG_NOT_AN_IMAGE, "neither PNG nor JPEG");
}
