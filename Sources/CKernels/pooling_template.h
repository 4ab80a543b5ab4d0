/// Pooling, one row of pixels at a time; the innermost loops run over adjacent channels.

/// Channels that are treated together, so that the best values so far stay in registers or the nearest cache.
enum { pooling_channels = 64 };

/// The taps of a window that lie inside the image.
typedef struct taps {
  int32_t first, end;
} taps;

CK_INLINE taps taps_inside(int32_t start, int32_t window, int32_t size) {
  return (taps){.first = start < 0 ? -start : 0, .end = CK_MIN(window, size - start)};
}

/// The outputs whose windows cover an input coordinate: (position - window) / stride < output <= position / stride.
CK_INLINE taps outputs_covering(
    int32_t coordinate, int32_t padding, int32_t window, int32_t stride, int32_t outputs) {
  int32_t position = coordinate + padding;
  int32_t first = position < window ? 0 : (position - window) / stride + 1;
  return (taps){.first = first, .end = CK_MIN(position / stride + 1, outputs)};
}

CK_INLINE void max_pool_pixel(
    const ck_pooling *s, const float *image, int32_t top, int32_t left, float *y, uint8_t *winners) {
  taps rows = taps_inside(top, s->window_height, s->input_height);
  taps columns = taps_inside(left, s->window_width, s->input_width);
  for (int32_t first = 0; first < s->channels; first += pooling_channels) {
    int32_t count = CK_MIN(pooling_channels, s->channels - first);
    float best[pooling_channels];
    int32_t winner[pooling_channels];
    bool is_first = true;
    for (int32_t u = rows.first; u < rows.end; u++)
      for (int32_t v = columns.first; v < columns.end; v++) {
        int64_t pixel = (int64_t)(top + u) * s->input_width + left + v;
        const float *x = image + pixel * s->channels + first;
        int32_t tap = u * s->window_width + v;
        if (is_first) {
          for (int32_t c = 0; c < count; c++) {
            best[c] = x[c];
            winner[c] = tap;
          }
          is_first = false;
          continue;
        }
        CK_VECTORIZE
        for (int32_t c = 0; c < count; c++) {
          float value = x[c], old = best[c];
          bool wins = (value > old) | ((value != value) & (old == old));
          best[c] = wins ? value : old;
          winner[c] = wins ? tap : winner[c];
        }
      }
    for (int32_t c = 0; c < count; c++) y[first + c] = best[c];
    for (int32_t c = 0; c < count; c++) winners[first + c] = (uint8_t)winner[c];
  }
}

static void max_pool_forward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments *a = arguments;
  const ck_pooling *s = &a->shape;
  int64_t image_size = (int64_t)s->input_height * s->input_width * s->channels;
  for (int64_t row = begin; row < end; row++) {
    const float *image = a->input + row / s->output_height * image_size;
    int32_t top = (int32_t)(row % s->output_height) * s->stride_height - s->padding_height;
    for (int32_t j = 0; j < s->output_width; j++) {
      int64_t place = (row * s->output_width + j) * s->channels;
      int32_t left = j * s->stride_width - s->padding_width;
      max_pool_pixel(s, image, top, left, a->output + place, a->winners_out + place);
    }
  }
}

static void max_pool_backward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments *a = arguments;
  const ck_pooling *s = &a->shape;
  int64_t channels = s->channels;
  for (int64_t row = begin; row < end; row++) {
    int64_t image = row / s->input_height * s->output_height;
    int32_t h = (int32_t)(row % s->input_height);
    taps rows = outputs_covering(h, s->padding_height, s->window_height, s->stride_height, s->output_height);
    for (int32_t w = 0; w < s->input_width; w++) {
      float *dx = a->output + (row * s->input_width + w) * channels;
      memset(dx, 0, sizeof(float) * (size_t)channels);
      taps columns = outputs_covering(w, s->padding_width, s->window_width, s->stride_width, s->output_width);
      for (int32_t i = rows.first; i < rows.end; i++)
        for (int32_t j = columns.first; j < columns.end; j++) {
          int32_t u = h + s->padding_height - i * s->stride_height;
          int32_t v = w + s->padding_width - j * s->stride_width;
          uint8_t tap = (uint8_t)(u * s->window_width + v);
          int64_t place = ((image + i) * s->output_width + j) * channels;
          const float *dy = a->input + place;
          const uint8_t *winners = a->winners_in + place;
          CK_VECTORIZE
          for (int64_t c = 0; c < channels; c++) dx[c] += winners[c] == tap ? dy[c] : 0;
        }
    }
  }
}

CK_INLINE float divisor(const ck_pooling *s, int32_t top, int32_t left) {
  if (s->counts_padding) return (float)s->window_height * (float)s->window_width;
  taps rows = taps_inside(top, s->window_height, s->input_height);
  taps columns = taps_inside(left, s->window_width, s->input_width);
  return (float)(rows.end - rows.first) * (float)(columns.end - columns.first);
}

static void average_pool_forward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments *a = arguments;
  const ck_pooling *s = &a->shape;
  int64_t channels = s->channels, image_size = (int64_t)s->input_height * s->input_width * channels;
  for (int64_t row = begin; row < end; row++) {
    const float *image = a->input + row / s->output_height * image_size;
    int32_t top = (int32_t)(row % s->output_height) * s->stride_height - s->padding_height;
    taps rows = taps_inside(top, s->window_height, s->input_height);
    for (int32_t j = 0; j < s->output_width; j++) {
      float *y = a->output + (row * s->output_width + j) * channels;
      memset(y, 0, sizeof(float) * (size_t)channels);
      int32_t left = j * s->stride_width - s->padding_width;
      taps columns = taps_inside(left, s->window_width, s->input_width);
      for (int32_t u = rows.first; u < rows.end; u++)
        for (int32_t v = columns.first; v < columns.end; v++) {
          const float *x = image + ((int64_t)(top + u) * s->input_width + left + v) * channels;
          CK_VECTORIZE
          for (int64_t c = 0; c < channels; c++) y[c] += x[c];
        }
      float share = 1 / divisor(s, top, left);
      CK_VECTORIZE
      for (int64_t c = 0; c < channels; c++) y[c] *= share;
    }
  }
}

static void average_pool_backward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments *a = arguments;
  const ck_pooling *s = &a->shape;
  int64_t channels = s->channels;
  for (int64_t row = begin; row < end; row++) {
    int64_t image = row / s->input_height * s->output_height;
    int32_t h = (int32_t)(row % s->input_height);
    taps rows = outputs_covering(h, s->padding_height, s->window_height, s->stride_height, s->output_height);
    for (int32_t w = 0; w < s->input_width; w++) {
      float *dx = a->output + (row * s->input_width + w) * channels;
      memset(dx, 0, sizeof(float) * (size_t)channels);
      taps columns = outputs_covering(w, s->padding_width, s->window_width, s->stride_width, s->output_width);
      for (int32_t i = rows.first; i < rows.end; i++)
        for (int32_t j = columns.first; j < columns.end; j++) {
          int32_t top = i * s->stride_height - s->padding_height, left = j * s->stride_width - s->padding_width;
          float share = 1 / divisor(s, top, left);
          const float *dy = a->input + ((image + i) * s->output_width + j) * channels;
          CK_VECTORIZE
          for (int64_t c = 0; c < channels; c++) dx[c] += share * dy[c];
        }
    }
  }
}
