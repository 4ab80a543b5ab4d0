#include "internal.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// libjpeg reports an error through `error_exit`, which must not return: it jumps. As in png.c, everything that must
// survive the jump lives in a context whose owner never calls setjmp itself.

/// A progressive file of a few kilobytes may ask for any number of passes over the whole picture; honest ones need
/// about ten.
enum { max_scans = 500 };

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf jump;
  char *message;
  cimg_status status;
} error_state;

_Noreturn static void stop(j_common_ptr common, cimg_status status) {
  error_state *state = (error_state *)common->err;
  char text[JMSG_LENGTH_MAX];
  state->manager.format_message(common, text);
  state->status = cimg_fail(state->message, status, "%s", text);
  longjmp(state->jump, 1);
}

static void error_exit(j_common_ptr common) {
  switch (common->err->msg_code) {
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_NOT_COMPILED: stop(common, CIMG_UNSUPPORTED);
    case JERR_OUT_OF_MEMORY: stop(common, CIMG_OUT_OF_MEMORY);
    default: stop(common, CIMG_CORRUPT);
  }
}

/// A negative level is a warning: corrupt data that libjpeg would paper over with grey.
static void emit_message(j_common_ptr common, int level) {
  if (level < 0) stop(common, common->err->msg_code == JWRN_JPEG_EOF ? CIMG_TRUNCATED : CIMG_CORRUPT);
}

static void output_message(j_common_ptr common) { (void)common; }

static struct jpeg_error_mgr *set_errors(error_state *state, char *message) {
  struct jpeg_error_mgr *manager = jpeg_std_error(&state->manager);
  manager->error_exit = error_exit;
  manager->emit_message = emit_message;
  manager->output_message = output_message;
  state->message = message;
  state->status = CIMG_OK;
  return manager;
}

// MARK: Decoding

typedef struct {
  struct jpeg_decompress_struct codec;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  error_state errors;
  const uint8_t *data;
  size_t size;
  const cimg_info *expected;
  cimg_info info;
  int orientation;
  uint8_t *pixels;
  uint8_t *row;
} jpeg_reader;

static void init_source(j_decompress_ptr codec) { (void)codec; }

static boolean fill_input(j_decompress_ptr codec) {
  codec->err->msg_code = JWRN_JPEG_EOF;
  stop((j_common_ptr)codec, CIMG_TRUNCATED);
}

static void skip_input(j_decompress_ptr codec, long count) {
  if (count <= 0) return;
  if ((size_t)count > codec->src->bytes_in_buffer) fill_input(codec);
  codec->src->next_input_byte += count;
  codec->src->bytes_in_buffer -= (size_t)count;
}

static void term_source(j_decompress_ptr codec) { (void)codec; }

static void limit_scans(j_common_ptr common) {
  j_decompress_ptr codec = (j_decompress_ptr)common;
  if (codec->input_scan_number > max_scans) {
    error_state *state = (error_state *)common->err;
    state->status = cimg_fail(state->message, CIMG_CORRUPT, "more than %d scans", max_scans);
    longjmp(state->jump, 1);
  }
}

static int find_orientation(const struct jpeg_decompress_struct *codec) {
  for (jpeg_saved_marker_ptr marker = codec->marker_list; marker; marker = marker->next) {
    if (marker->marker == JPEG_APP0 + 1 && marker->data_length >= 6 && memcmp(marker->data, "Exif\0", 5) == 0) {
      return cimg_exif_orientation(marker->data, marker->data_length);
    }
  }
  return 1;
}

/// Reads up to the first scan and chooses the output colours.
static void read_header(jpeg_reader *reader) {
  struct jpeg_decompress_struct *codec = &reader->codec;
  jpeg_create_decompress(codec);
  reader->source = (struct jpeg_source_mgr){
    .next_input_byte = reader->data, .bytes_in_buffer = reader->size, .init_source = init_source,
    .fill_input_buffer = fill_input, .skip_input_data = skip_input,
    .resync_to_restart = jpeg_resync_to_restart, .term_source = term_source,
  };
  codec->src = &reader->source;
  reader->progress.progress_monitor = limit_scans;
  codec->progress = &reader->progress;
  jpeg_save_markers(codec, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(codec, TRUE);
  switch (codec->jpeg_color_space) {
    case JCS_GRAYSCALE: codec->out_color_space = JCS_GRAYSCALE; break;
    case JCS_YCbCr:
    case JCS_RGB: codec->out_color_space = JCS_RGB; break;
    case JCS_CMYK:
    case JCS_YCCK: codec->out_color_space = JCS_CMYK; break;
    default: ERREXIT(codec, JERR_CONVERSION_NOTIMPL);
  }
  reader->orientation = find_orientation(codec);
  int turned = reader->orientation >= 5;
  reader->info = (cimg_info){
    .format = CIMG_JPEG,
    .width = turned ? codec->image_height : codec->image_width,
    .height = turned ? codec->image_width : codec->image_height,
    .channels = codec->out_color_space == JCS_GRAYSCALE ? 1 : 3,
    .bits = 8,
  };
}

static void probe(jpeg_reader *reader) {
  if (setjmp(reader->errors.jump)) return;
  read_header(reader);
}

cimg_status cimg_jpeg_probe(const uint8_t *data, size_t size, uint64_t max_pixels, cimg_info *info, char *message) {
  jpeg_reader reader = {.data = data, .size = size};
  reader.codec.err = set_errors(&reader.errors, message);
  probe(&reader);
  int is_huffman = !reader.codec.arith_code;
  jpeg_destroy_decompress(&reader.codec);
  if (reader.errors.status != CIMG_OK) return reader.errors.status;
  *info = reader.info;
  cimg_status status = cimg_check_sides(info->width, info->height, max_pixels, message);
  if (status != CIMG_OK) return status;
  // A block of 8 x 8 pixels takes at least the one bit of its DC code.
  uint64_t blocks = (uint64_t)(info->width / 8) * (info->height / 8);
  if (is_huffman && blocks / 8 > size) {
    return cimg_fail(
      message, CIMG_TRUNCATED, "%zu bytes cannot hold %u x %u pixels", size, info->width, info->height);
  }
  return CIMG_OK;
}

/// Inverted inks to light, rounded as Pillow does: light = (1 - ink) * (1 - black).
static void cmyk_to_rgb(const uint8_t *inks, uint8_t *rgb, uint32_t width) {
  for (uint32_t x = 0; x < width; x++, inks += 4, rgb += 3) {
    int paper = inks[3];
    for (int c = 0; c < 3; c++) {
      int product = (255 - inks[c]) * paper + 128;
      int light = paper - (((product >> 8) + product) >> 8);
      rgb[c] = (uint8_t)(light < 0 ? 0 : light);
    }
  }
}

/// Where stored pixel (x, y) goes: origin + x * across + y * down, in pixels of the upright picture.
typedef struct {
  ptrdiff_t origin, across, down;
} placement;

static placement find_placement(int orientation, const cimg_info *upright) {
  ptrdiff_t width = upright->width, right = width - 1, bottom = width * ((ptrdiff_t)upright->height - 1);
  switch (orientation) {
    case 2: return (placement){right, -1, width};
    case 3: return (placement){right + bottom, -1, -width};
    case 4: return (placement){bottom, 1, -width};
    case 5: return (placement){0, width, 1};
    case 6: return (placement){right, width, -1};
    case 7: return (placement){right + bottom, -width, -1};
    case 8: return (placement){bottom, -width, 1};
    default: return (placement){0, 1, width};
  }
}

static void place_row(const jpeg_reader *reader, const uint8_t *row, uint32_t y, placement where) {
  uint32_t channels = reader->info.channels, width = reader->codec.output_width;
  ptrdiff_t step = where.across * (ptrdiff_t)channels;
  uint8_t *target = reader->pixels + (where.origin + where.down * (ptrdiff_t)y) * (ptrdiff_t)channels;
  if (where.across == 1) {
    memcpy(target, row, (size_t)width * channels);
    return;
  }
  for (uint32_t x = 0; x < width; x++) {
    for (uint32_t c = 0; c < channels; c++) target[(ptrdiff_t)x * step + c] = row[x * channels + c];
  }
}

/// Straight to their places, as many rows at a time as libjpeg gives.
static void read_rows(jpeg_reader *reader) {
  struct jpeg_decompress_struct *codec = &reader->codec;
  enum { most = 16 };
  size_t row_size = (size_t)codec->output_width * reader->info.channels;
  while (codec->output_scanline < codec->output_height) {
    JSAMPROW rows[most];
    uint32_t y = codec->output_scanline, left = codec->output_height - y, count = left < most ? left : most;
    for (uint32_t i = 0; i < count; i++) rows[i] = reader->pixels + row_size * (y + i);
    jpeg_read_scanlines(codec, rows, count);
  }
}

/// Row by row, turned as the orientation asks, inks as light.
static void read_turned_rows(jpeg_reader *reader) {
  struct jpeg_decompress_struct *codec = &reader->codec;
  int is_cmyk = codec->out_color_space == JCS_CMYK;
  // One row as libjpeg gives it, then, for CMYK, the same row as RGB.
  reader->row = malloc((size_t)codec->output_width * (is_cmyk ? 7 : reader->info.channels));
  if (!reader->row) ERREXIT1(codec, JERR_OUT_OF_MEMORY, 0);
  placement where = find_placement(reader->orientation, &reader->info);
  while (codec->output_scanline < codec->output_height) {
    uint32_t y = codec->output_scanline;
    JSAMPROW row = reader->row;
    jpeg_read_scanlines(codec, &row, 1);
    if (is_cmyk) {
      cmyk_to_rgb(row, row + (size_t)codec->output_width * 4, codec->output_width);
      row += (size_t)codec->output_width * 4;
    }
    place_row(reader, row, y, where);
  }
}

static void read_jpeg(jpeg_reader *reader) {
  struct jpeg_decompress_struct *codec = &reader->codec;
  if (setjmp(reader->errors.jump)) return;
  read_header(reader);
  const cimg_info *expected = reader->expected;
  if (reader->info.width != expected->width || reader->info.height != expected->height
      || reader->info.channels != expected->channels) {
    ERREXIT(codec, JERR_BAD_STATE);
  }
  jpeg_start_decompress(codec);
  if (reader->orientation == 1 && codec->out_color_space != JCS_CMYK) {
    read_rows(reader);
  } else {
    read_turned_rows(reader);
  }
  jpeg_finish_decompress(codec);
}

cimg_status cimg_jpeg_decode(
  const uint8_t *data, size_t size, const cimg_info *info, uint8_t *pixels, char *message) {
  jpeg_reader reader = {.data = data, .size = size, .expected = info, .pixels = pixels};
  reader.codec.err = set_errors(&reader.errors, message);
  read_jpeg(&reader);
  free(reader.row);
  jpeg_destroy_decompress(&reader.codec);
  return reader.errors.status;
}

// MARK: Encoding

typedef struct {
  struct jpeg_compress_struct codec;
  error_state errors;
  const uint8_t *pixels;
  uint32_t width, height, channels;
  int quality;
  struct jpeg_destination_mgr destination;
  uint8_t *data;
  size_t capacity;
} jpeg_writer;

// libjpeg's own memory destination leaves a dangling pointer behind when an error strikes after it has grown.

static void grow(j_compress_ptr codec, size_t used) {
  jpeg_writer *writer = (jpeg_writer *)codec;
  size_t capacity = used ? used * 2 : 1 << 16;
  uint8_t *data = realloc(writer->data, capacity);
  if (!data) ERREXIT1(codec, JERR_OUT_OF_MEMORY, 0);
  writer->data = data;
  writer->capacity = capacity;
  writer->destination.next_output_byte = data + used;
  writer->destination.free_in_buffer = capacity - used;
}

static void init_destination(j_compress_ptr codec) { grow(codec, 0); }

static boolean empty_output(j_compress_ptr codec) {
  grow(codec, ((jpeg_writer *)codec)->capacity);
  return TRUE;
}

static void term_destination(j_compress_ptr codec) { (void)codec; }

static void write_jpeg(jpeg_writer *writer) {
  struct jpeg_compress_struct *codec = &writer->codec;
  if (setjmp(writer->errors.jump)) return;
  jpeg_create_compress(codec);
  writer->destination.init_destination = init_destination;
  writer->destination.empty_output_buffer = empty_output;
  writer->destination.term_destination = term_destination;
  codec->dest = &writer->destination;
  codec->image_width = writer->width;
  codec->image_height = writer->height;
  codec->input_components = (int)writer->channels;
  codec->in_color_space = writer->channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(codec);
  jpeg_set_quality(codec, writer->quality, TRUE);
  jpeg_start_compress(codec, TRUE);
  size_t stride = (size_t)writer->width * writer->channels;
  while (codec->next_scanline < codec->image_height) {
    JSAMPROW row = (JSAMPROW)(writer->pixels + stride * codec->next_scanline);
    jpeg_write_scanlines(codec, &row, 1);
  }
  jpeg_finish_compress(codec);
}

cimg_status cimg_encode_jpeg(
  const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, int quality,
  cimg_buffer *output, char *message) {
  message[0] = 0;
  jpeg_writer writer = {
    .pixels = pixels, .width = width, .height = height, .channels = channels, .quality = quality,
  };
  writer.codec.err = set_errors(&writer.errors, message);
  write_jpeg(&writer);
  jpeg_destroy_compress(&writer.codec);
  *output = (cimg_buffer){writer.data, writer.capacity - writer.destination.free_in_buffer};
  if (writer.errors.status != CIMG_OK) cimg_free(output);
  return writer.errors.status;
}
