#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

void cimg_free(cimg_buffer *buffer) {
  free(buffer->data);
  buffer->data = NULL;
  buffer->size = 0;
}
