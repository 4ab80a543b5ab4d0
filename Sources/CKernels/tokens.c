#include "ck_tokens.h"

#include "kernels.h"
#include "ranges.h"
#include "simd.h"

/// The most rows whose sums stay in float32.
enum { most_rows = 256 };

static int64_t chunk_rows(int64_t channels) { return CK_MIN(ck_chunk_rows(channels), most_rows); }

/// Sums over rows, one chunk to a task; task t writes partial[t], which has `width` floats.
typedef struct row_sums {
  const ck_context *context;
  const void *arguments;
  int64_t rows, chunk, width;
  float *partial;
  void (*kernel)(const struct row_sums *job, int64_t begin, int64_t end, float *sums);
  const float *left, *right;
} row_sums;

static void sum_chunk(void *context, int64_t task, int32_t worker) {
  (void)worker;
  const row_sums *job = context;
  float *sums = job->partial + task * job->width;
  memset(sums, 0, sizeof(float) * (size_t)job->width);
  int64_t begin = task * job->chunk;
  job->kernel(job, begin, CK_MIN(begin + job->chunk, job->rows), sums);
}

/// Runs all tasks; result[c] is the sum over tasks of partial[task][offset + c].
static void run_row_sums(row_sums *job, int32_t results, int64_t channels, float *const *result) {
  ck_pool *pool = job->context->pool;
  int64_t tasks = (job->rows + job->chunk - 1) / job->chunk;
  ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
  job->partial = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(tasks * job->width));
  double *totals = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(double) * (size_t)job->width);
  ck_pool_run(pool, tasks, sum_chunk, job);
  memset(totals, 0, sizeof(double) * (size_t)job->width);
  for (int64_t t = 0; t < tasks; t++)
    for (int64_t c = 0; c < job->width; c++) totals[c] += (double)job->partial[t * job->width + c];
  for (int32_t r = 0; r < results; r++)
    for (int64_t c = 0; c < channels; c++) result[r][c] = (float)totals[r * channels + c];
  ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}

void ck_layer_norm_forward(
    ck_context *context, int64_t rows, int64_t channels, float epsilon, const float *input, const float *scale,
    const float *shift, float *mean, float *inverse_deviation, float *output) {
  ck_layer_norm_arguments arguments = {
      .channels = channels,
      .epsilon = epsilon,
      .input = input,
      .scale = scale,
      .shift = shift,
      .mean = mean,
      .inverse_deviation = inverse_deviation,
      .output = output,
  };
  ck_run_ranges(context, rows, chunk_rows(channels), context->token->layer_norm_forward, &arguments);
}

static void layer_norm_chunk(const row_sums *job, int64_t begin, int64_t end, float *sums) {
  const ck_layer_norm_gradient *gradient = job->arguments;
  job->context->token->layer_norm_backward(gradient, begin, end, sums, sums + gradient->channels);
}

void ck_layer_norm_backward(ck_context *context, const ck_layer_norm_gradient *gradient) {
  row_sums job = {
      .context = context,
      .arguments = gradient,
      .rows = gradient->rows,
      .chunk = chunk_rows(gradient->channels),
      .width = 2 * gradient->channels,
      .kernel = layer_norm_chunk,
  };
  float *results[2] = {gradient->scale_gradient, gradient->shift_gradient};
  run_row_sums(&job, 2, gradient->channels, results);
}

static void run_residual(
    ck_context *context, const ck_scaled_residual *shape, const float *input, const float *residual, float *output) {
  ck_residual_arguments arguments = {.shape = *shape, .input = input, .residual = residual, .output = output};
  ck_run_ranges(
      context, shape->images * shape->rows, chunk_rows(shape->channels), context->token->scaled_residual, &arguments);
}

void ck_scaled_residual_forward(
    ck_context *context, const ck_scaled_residual *shape, const float *input, const float *residual, float *output) {
  run_residual(context, shape, input, residual, output);
}

static void residual_chunk(const row_sums *job, int64_t begin, int64_t end, float *sums) {
  job->context->token->residual_sums(job->arguments, job->left, job->right, begin, end, sums);
}

void ck_scaled_residual_backward(
    ck_context *context, const ck_scaled_residual *shape, const float *output_gradient, const float *input,
    float *input_gradient, float *scale_gradient) {
  if (input_gradient != NULL) run_residual(context, shape, output_gradient, NULL, input_gradient);
  if (scale_gradient == NULL || input == NULL) return;
  row_sums job = {
      .context = context,
      .arguments = shape,
      .rows = shape->images * shape->rows,
      .chunk = chunk_rows(shape->channels),
      .width = shape->channels,
      .kernel = residual_chunk,
      .left = output_gradient,
      .right = input,
  };
  run_row_sums(&job, 1, shape->channels, &scale_gradient);
}

void ck_apply_gates(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *input, const float *gates,
    float *output) {
  ck_gate_arguments arguments = {
      .pixels = pixels, .channels = channels, .input = input, .gates = gates, .output = output};
  ck_run_ranges(context, images * pixels, chunk_rows(channels), context->token->apply_gates, &arguments);
}

/// Channels that one task of a gate's gradient sums: so narrow that few images still make many tasks.
enum { gate_columns = 64 };

typedef struct gate_job {
  const ck_context *context;
  int64_t pixels, channels, column_tasks;
  const float *output_gradient, *input;
  float *gate_gradient;
} gate_job;

static void sum_gate(void *context, int64_t task, int32_t worker) {
  (void)worker;
  const gate_job *job = context;
  int64_t image = task / job->column_tasks, first = task % job->column_tasks * gate_columns;
  int64_t columns = CK_MIN(gate_columns, job->channels - first);
  int64_t start = image * job->pixels * job->channels + first;
  double totals[gate_columns] = {0};
  for (int64_t row = 0; row < job->pixels; row += most_rows) {
    float sums[gate_columns] = {0};
    int64_t place = start + row * job->channels;
    job->context->token->product_sums(
        job->output_gradient + place, job->input + place, CK_MIN(most_rows, job->pixels - row), columns,
        job->channels, sums);
    for (int64_t c = 0; c < columns; c++) totals[c] += (double)sums[c];
  }
  for (int64_t c = 0; c < columns; c++) job->gate_gradient[image * job->channels + first + c] = (float)totals[c];
}

void ck_gate_gradient(
    ck_context *context, int64_t images, int64_t pixels, int64_t channels, const float *output_gradient,
    const float *input, float *gate_gradient) {
  gate_job job = {
      .context = context,
      .pixels = pixels,
      .channels = channels,
      .column_tasks = (channels + gate_columns - 1) / gate_columns,
      .output_gradient = output_gradient,
      .input = input,
      .gate_gradient = gate_gradient,
  };
  ck_pool_run(context->pool, images * job.column_tasks, sum_gate, &job);
}

typedef struct embed_arguments {
  int64_t tokens, channels;
  const float *patches, *class_token, *positions;
  float *output;
} embed_arguments;

static void embed_rows(const void *arguments, int64_t begin, int64_t end) {
  const embed_arguments *a = arguments;
  for (int64_t row = begin; row < end; row++) {
    int64_t image = row / a->tokens, token = row % a->tokens;
    const float *value =
        token == 0 ? a->class_token : a->patches + (image * (a->tokens - 1) + token - 1) * a->channels;
    const float *position = a->positions + token * a->channels;
    float *y = a->output + row * a->channels;
    for (int64_t c = 0; c < a->channels; c++) y[c] = value[c] + position[c];
  }
}

void ck_embed_tokens(
    ck_context *context, int64_t images, int64_t patches, int64_t channels, const float *patch_values,
    const float *class_token, const float *positions, float *output) {
  embed_arguments arguments = {
      .tokens = patches + 1,
      .channels = channels,
      .patches = patch_values,
      .class_token = class_token,
      .positions = positions,
      .output = output,
  };
  ck_run_ranges(context, images * (patches + 1), chunk_rows(channels), embed_rows, &arguments);
}

void ck_attention_softmax(
    const ck_context *context, int64_t rows, int64_t columns, float scale, float *scores, float *log_sums) {
  context->token->softmax(rows, columns, scale, scores, log_sums);
}

void ck_attention_restore(
    const ck_context *context, int64_t rows, int64_t columns, float scale, const float *log_sums, float *scores) {
  context->token->restore(rows, columns, scale, log_sums, scores);
}

void ck_attention_score_gradient(
    const ck_context *context, int64_t rows, int64_t columns, float scale, const float *probabilities,
    const float *output, const float *output_gradient, int64_t width, int64_t stride, float *gradient) {
  context->token->score_gradient(
      rows, columns, scale, probabilities, output, output_gradient, width, stride, gradient);
}
