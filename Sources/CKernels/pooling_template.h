/// Pooling, one row of pixels at a time; the innermost loops run over adjacent channels.

/// Lines of channels that are treated together, so that their chains of operations overlap.
enum { pooling_lines = 4 };

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

/// A window, and the taps of it inside the image.
typedef struct window {
  taps rows, columns;
  /// Of its first tap, inside the image or not, and of its output.
  int64_t start, place;
} window;

CK_INLINE void max_of_lines(
    const ck_pooling_arguments *a, const window *w, const float *image, int64_t channel, int32_t lines) {
  const ck_pooling *s = &a->shape;
  int64_t row_size = (int64_t)s->input_width * s->channels;
  const float *x = image + (w->start + w->rows.first * row_size + (int64_t)w->columns.first * s->channels + channel);
  ck_line best[pooling_lines];
  ck_words winner[pooling_lines];
  for (int32_t l = 0; l < lines; l++) {
    best[l] = get_line(x + l * CK_WIDTH);
    winner[l] = w->rows.first * s->window_width + w->columns.first;
  }
  for (int32_t u = w->rows.first; u < w->rows.end; u++)
    for (int32_t v = w->columns.first; v < w->columns.end; v++) {
      x = image + (w->start + u * row_size + (int64_t)v * s->channels + channel);
      ck_words tap = u * s->window_width + v;
      for (int32_t l = 0; l < lines; l++) {
        ck_line value = get_line(x + l * CK_WIDTH), old = best[l];
        // A comparison with NaN is false.
        ck_words wins = ~(value <= old) & (old == old);
        best[l] = wins ? value : old;
        winner[l] = wins ? tap : winner[l];
      }
    }
  for (int32_t l = 0; l < lines; l++) {
    int64_t place = w->place + channel + l * CK_WIDTH;
    put_line(a->output + place, best[l], a->streams);
    *(ck_loose_bytes *)(a->winners_out + place) = __builtin_convertvector(winner[l], ck_bytes);
  }
}

CK_INLINE void max_of_channel(const ck_pooling_arguments *a, const window *w, const float *image, int64_t channel) {
  const ck_pooling *s = &a->shape;
  float best = 0;
  int32_t winner = -1;
  for (int32_t u = w->rows.first; u < w->rows.end; u++)
    for (int32_t v = w->columns.first; v < w->columns.end; v++) {
      float value = image[w->start + ((int64_t)u * s->input_width + v) * s->channels + channel];
      if (winner >= 0 && (value <= best || best != best)) continue;
      best = value;
      winner = u * s->window_width + v;
    }
  a->output[w->place + channel] = best;
  a->winners_out[w->place + channel] = (uint8_t)winner;
}

/// Fetches what the windows further along the row will read and those of the row before have not read.
CK_INLINE void fetch_windows(const ck_pooling *s, const window *w, const float *image) {
  int64_t row_size = (int64_t)s->input_width * s->channels;
  for (int32_t u = CK_MAX(w->rows.first, s->window_height - s->stride_height); u < w->rows.end; u++)
    fetch_row(image + (w->start + u * row_size + fetched_ahead), (int64_t)s->stride_width * s->channels);
}

static void max_pool_forward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments a = *(const ck_pooling_arguments *)arguments;
  const ck_pooling *s = &a.shape;
  int64_t channels = s->channels, image_size = (int64_t)s->input_height * s->input_width * channels;
  for (int64_t row = begin; row < end; row++) {
    const float *image = a.input + row / s->output_height * image_size;
    int32_t top = (int32_t)(row % s->output_height) * s->stride_height - s->padding_height;
    window w = {.rows = taps_inside(top, s->window_height, s->input_height)};
    for (int32_t j = 0; j < s->output_width; j++) {
      int32_t left = j * s->stride_width - s->padding_width;
      w.columns = taps_inside(left, s->window_width, s->input_width);
      w.start = ((int64_t)top * s->input_width + left) * channels;
      w.place = (row * s->output_width + j) * channels;
      fetch_windows(s, &w, image);
      int64_t c = 0;
      for (; c + pooling_lines * CK_WIDTH <= channels; c += pooling_lines * CK_WIDTH)
        max_of_lines(&a, &w, image, c, pooling_lines);
      // The last line may overlap the one before it.
      for (; c < channels && channels >= CK_WIDTH; c += CK_WIDTH)
        max_of_lines(&a, &w, image, CK_MIN(c, channels - CK_WIDTH), 1);
      for (; c < channels; c++) max_of_channel(&a, &w, image, c);
    }
  }
  if (a.streams) atomic_thread_fence(memory_order_seq_cst);
}

/// The outputs whose windows an input pixel lies in, `columns` of each of `rows` rows.
typedef struct covering {
  /// Of the first such row, from output column 0 on.
  const float *gradient;
  const uint8_t *winners;
  int64_t row_size, channels;
  int32_t rows;
  taps columns;
  /// Which tap the pixel is of the first row's output in column 0, and how many less of the next row's or column's.
  int32_t tap, row_step, column_step;
} covering;

CK_INLINE void gradient_of_lines(const covering *o, int64_t channel, int32_t lines, float *dx, bool streams) {
  ck_line sums[pooling_lines];
  for (int32_t l = 0; l < lines; l++) sums[l] = 0;
  for (int32_t i = 0; i < o->rows; i++)
    for (int32_t j = o->columns.first; j < o->columns.end; j++) {
      int64_t place = i * o->row_size + j * o->channels + channel;
      ck_bytes tap = (int8_t)(o->tap - i * o->row_step - j * o->column_step);
      for (int32_t l = 0; l < lines; l++) {
        ck_bytes winner = *(const ck_loose_bytes *)(o->winners + place + l * CK_WIDTH);
        ck_line dy = get_line(o->gradient + place + l * CK_WIDTH);
        sums[l] += __builtin_convertvector(winner == tap, ck_words) ? dy : (ck_line)0;
      }
    }
  for (int32_t l = 0; l < lines; l++) put_line(dx + channel + l * CK_WIDTH, sums[l], streams);
}

CK_INLINE float gradient_of_channel(const covering *o, int64_t channel) {
  float sum = 0;
  for (int32_t i = 0; i < o->rows; i++)
    for (int32_t j = o->columns.first; j < o->columns.end; j++) {
      int64_t place = i * o->row_size + j * o->channels + channel;
      sum += o->winners[place] == o->tap - i * o->row_step - j * o->column_step ? o->gradient[place] : 0;
    }
  return sum;
}

/// Fetches what pixels further along the row will read of the last row of outputs: those of the row before have read the
/// others.
CK_INLINE void fetch_covering(const covering *o, int64_t column) {
  int64_t ahead = (o->rows - 1) * o->row_size + column * o->channels + fetched_ahead;
  fetch_row(o->gradient + ahead, o->channels);
  for (int64_t c = 0; c < o->channels; c += 64) __builtin_prefetch(o->winners + ahead + c, 0, 3);
}

static void max_pool_backward(const void *arguments, int64_t begin, int64_t end) {
  const ck_pooling_arguments *a = arguments;
  const ck_pooling s = a->shape;
  bool streams = a->streams;
  int64_t channels = s.channels, row_size = s.output_width * channels;
  for (int64_t row = begin; row < end; row++) {
    int32_t h = (int32_t)(row % s.input_height);
    taps rows = outputs_covering(h, s.padding_height, s.window_height, s.stride_height, s.output_height);
    int64_t start = (row / s.input_height * s.output_height + rows.first) * row_size;
    covering o = {
        .gradient = a->input + start,
        .winners = a->winners_in + start,
        .row_size = row_size,
        .channels = channels,
        .rows = rows.end - rows.first,
        .tap = (h + s.padding_height - rows.first * s.stride_height) * s.window_width + s.padding_width,
        .row_step = s.stride_height * s.window_width,
        .column_step = s.stride_width,
    };
    float *dx = a->output + row * s.input_width * channels;
    for (int32_t w = 0; w < s.input_width; w++, o.tap++, dx += channels) {
      int32_t position = w + s.padding_width;
      while (o.columns.first * s.stride_width + s.window_width <= position) o.columns.first++;
      for (; o.columns.end < s.output_width && o.columns.end * s.stride_width <= position; o.columns.end++)
        fetch_covering(&o, o.columns.end);
      int64_t c = 0;
      for (; c + pooling_lines * CK_WIDTH <= channels; c += pooling_lines * CK_WIDTH)
        gradient_of_lines(&o, c, pooling_lines, dx, streams);
      for (; c < channels && channels >= CK_WIDTH; c += CK_WIDTH)
        gradient_of_lines(&o, CK_MIN(c, channels - CK_WIDTH), 1, dx, streams);
      for (; c < channels; c++) dx[c] = gradient_of_channel(&o, c);
    }
  }
  if (streams) atomic_thread_fence(memory_order_seq_cst);
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
