#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cimg_status cimg_fail(char *message, cimg_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, CIMG_MESSAGE_SIZE, format, arguments);
  va_end(arguments);
  return status;
}

cimg_status cimg_check_sides(uint32_t width, uint32_t height, uint64_t max_pixels, char *message) {
  if (width == 0 || height == 0) {
    return cimg_fail(message, CIMG_CORRUPT, "the header announces %u x %u pixels", width, height);
  }
  if (width > CIMG_MAX_SIDE || height > CIMG_MAX_SIDE || (uint64_t)width * height > max_pixels) {
    return cimg_fail(message, CIMG_TOO_LARGE, "%u x %u pixels", width, height);
  }
  return CIMG_OK;
}

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

void cimg_free(cimg_buffer *buffer) {
  free(buffer->data);
  buffer->data = NULL;
  buffer->size = 0;
}
