#include "internal.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

// libpng reports an error by longjmp. Everything that must survive the jump lives in one of the two contexts below,
// whose owner never calls setjmp itself: no local variable is read after a jump.

static const size_t png_header_size = 8 + 8 + 13 + 4;

/// Deflate cannot shrink data below 1/1032 of its size.
static const uint64_t deflate_limit = 1032;

static uint32_t big_endian32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

cimg_status cimg_png_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message) {
  if (size < png_header_size) return cimg_fail(message, CIMG_TRUNCATED, "the PNG header is incomplete");
  const uint8_t *header = data + 8;
  if (big_endian32(header) != 13 || memcmp(header + 4, "IHDR", 4) != 0) {
    return cimg_fail(message, CIMG_CORRUPT, "the first PNG chunk is not IHDR");
  }
  info->format = CIMG_PNG;
  info->width = big_endian32(header + 8);
  info->height = big_endian32(header + 12);
  uint32_t depth = header[16], type = header[17], samples;
  switch (type) {
    case PNG_COLOR_TYPE_GRAY: samples = 1, info->channels = 1; break;
    case PNG_COLOR_TYPE_GRAY_ALPHA: samples = 2, info->channels = 1; break;
    case PNG_COLOR_TYPE_PALETTE: samples = 1, info->channels = 3; break;
    case PNG_COLOR_TYPE_RGB: samples = 3, info->channels = 3; break;
    case PNG_COLOR_TYPE_RGB_ALPHA: samples = 4, info->channels = 3; break;
    default: return cimg_fail(message, CIMG_CORRUPT, "PNG colour type %u does not exist", type);
  }
  if (depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16) {
    return cimg_fail(message, CIMG_CORRUPT, "PNG bit depth %u does not exist", depth);
  }
  info->bits = depth == 16 ? 16 : 8;
  cimg_status status = cimg_check_sides(info->width, info->height, max_pixels, message);
  if (status != CIMG_OK) return status;
  uint64_t raw = ((uint64_t)info->width * samples * depth + 7) / 8 * info->height;
  if (raw / deflate_limit > size) {
    return cimg_fail(
      message, CIMG_TRUNCATED, "%zu bytes cannot hold %u x %u pixels", size, info->width, info->height);
  }
  return CIMG_OK;
}

// MARK: Decoding

typedef struct {
  const uint8_t *data;
  size_t size;
  size_t offset;
  const cimg_info *expected;
  uint8_t *pixels;
  char *message;
  cimg_status status;
  png_structp png;
  png_infop info;
} png_reader;

static void reader_error(png_structp png, png_const_charp text) {
  png_reader *reader = png_get_error_ptr(png);
  if (reader->status == CIMG_OK) reader->status = cimg_fail(reader->message, CIMG_CORRUPT, "%s", text);
  png_longjmp(png, 1);
}

static void read_bytes(png_structp png, png_bytep target, png_size_t count) {
  png_reader *reader = png_get_io_ptr(png);
  if (count > reader->size - reader->offset) {
    reader->status = cimg_fail(reader->message, CIMG_TRUNCATED, "the PNG data end early");
    png_error(png, "end of data");
  }
  memcpy(target, reader->data + reader->offset, count);
  reader->offset += count;
}

static void set_strictness(png_structp png) {
  png_set_benign_errors(png, 0);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_user_limits(png, CIMG_MAX_SIDE, CIMG_MAX_SIDE);
  png_set_chunk_cache_max(png, 64);
  png_set_chunk_malloc_max(png, 64 << 20);
  // Profiles, texts and times do not touch the samples: they are skipped, so that a sloppy one spoils nothing.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

/// Asks libpng for 8- or 16-bit grey or RGB.
static void set_transforms(png_structp png, png_infop info) {
  int type = png_get_color_type(png, info), depth = png_get_bit_depth(png, info);
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_alpha(png);
  if (depth == 16) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    png_set_swap(png);
#endif
  }
}

static void read_png(png_reader *reader) {
  png_structp png = reader->png;
  const cimg_info *expected = reader->expected;
  if (setjmp(png_jmpbuf(png))) return;
  set_strictness(png);
  png_set_read_fn(png, reader, read_bytes);
  png_read_info(png, reader->info);
  set_transforms(png, reader->info);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
  size_t stride = (size_t)expected->width * expected->channels * (expected->bits / 8);
  if (png_get_image_width(png, reader->info) != expected->width
      || png_get_image_height(png, reader->info) != expected->height
      || png_get_rowbytes(png, reader->info) != stride) {
    png_error(png, "the PNG chunks contradict the header");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < expected->height; y++) {
      png_read_row(png, reader->pixels + stride * y, NULL);
    }
  }
  png_read_end(png, NULL);
}

cimg_status cimg_png_decode(
  const uint8_t *data, size_t size, const cimg_info *info, void *pixels, char *message) {
  png_reader reader = {data, size, 0, info, pixels, message, CIMG_OK, NULL, NULL};
  // A warning ends decoding like an error: both name something that is wrong with the file.
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, reader_error, reader_error);
  reader.info = reader.png ? png_create_info_struct(reader.png) : NULL;
  if (reader.info) {
    read_png(&reader);
  } else {
    reader.status = cimg_fail(message, CIMG_OUT_OF_MEMORY, "no memory for the PNG decoder");
  }
  png_destroy_read_struct(&reader.png, &reader.info, NULL);
  return reader.status;
}

// MARK: Encoding

typedef struct {
  const uint8_t *pixels;
  uint32_t width, height, channels, bits;
  int level;
  uint8_t *data;
  size_t size;
  size_t capacity;
  char *message;
  cimg_status status;
  png_structp png;
  png_infop info;
} png_writer;

static void writer_error(png_structp png, png_const_charp text) {
  png_writer *writer = png_get_error_ptr(png);
  if (writer->status == CIMG_OK) writer->status = cimg_fail(writer->message, CIMG_UNSUPPORTED, "%s", text);
  png_longjmp(png, 1);
}

static void write_bytes(png_structp png, png_bytep source, png_size_t count) {
  png_writer *writer = png_get_io_ptr(png);
  if (count > writer->capacity - writer->size) {
    size_t capacity = writer->capacity * 2 > writer->size + count ? writer->capacity * 2 : writer->size + count;
    uint8_t *data = realloc(writer->data, capacity);
    if (!data) {
      writer->status = cimg_fail(writer->message, CIMG_OUT_OF_MEMORY, "no memory for the PNG file");
      png_error(png, "no memory");
    }
    writer->data = data;
    writer->capacity = capacity;
  }
  memcpy(writer->data + writer->size, source, count);
  writer->size += count;
}

static void flush_bytes(png_structp png) { (void)png; }

static void write_png(png_writer *writer) {
  png_structp png = writer->png;
  if (setjmp(png_jmpbuf(png))) return;
  png_set_user_limits(png, CIMG_MAX_SIDE, CIMG_MAX_SIDE);
  png_set_write_fn(png, writer, write_bytes, flush_bytes);
  png_set_compression_level(png, writer->level);
  // Trying every filter on every row takes longer than fast compression itself.
  if (writer->level < 6) png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_IHDR(
    png, writer->info, writer->width, writer->height, (int)writer->bits,
    writer->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, writer->info);
  if (writer->bits == 16) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    png_set_swap(png);
#endif
  }
  size_t stride = (size_t)writer->width * writer->channels * (writer->bits / 8);
  for (uint32_t y = 0; y < writer->height; y++) png_write_row(png, writer->pixels + stride * y);
  png_write_end(png, NULL);
}

cimg_status cimg_encode_png(
  const void *pixels, uint32_t width, uint32_t height, uint32_t channels, uint32_t bits, int level,
  cimg_buffer *output, char *message) {
  message[0] = 0;
  png_writer writer = {
    .pixels = pixels, .width = width, .height = height, .channels = channels, .bits = bits, .level = level,
    .message = message, .status = CIMG_OK,
  };
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, writer_error, writer_error);
  writer.info = writer.png ? png_create_info_struct(writer.png) : NULL;
  if (writer.info) {
    write_png(&writer);
  } else {
    writer.status = cimg_fail(message, CIMG_OUT_OF_MEMORY, "no memory for the PNG encoder");
  }
  png_destroy_write_struct(&writer.png, &writer.info);
  *output = (cimg_buffer){writer.data, writer.size};
  if (writer.status != CIMG_OK) cimg_free(output);
  return writer.status;
}
