/// Kernels that wait for memory beside kernels that multiply.
#include "ck_normalization.h"
#include "kernels.h"

typedef struct norm_program {
  ck_context *context;
  const ck_batch_norm_gradient *arguments;
} norm_program;

static void run_norm(void *context) {
  const norm_program *program = context;
  ck_batch_norm_backward(program->context, program->arguments);
}

typedef struct weights_program {
  ck_context *context;
  const ck_weight_gradient *work;
} weights_program;

static void run_weights(void *context) {
  const weights_program *program = context;
  const ck_weight_gradient *work = program->work;
  ck_convolution_backward_weights(
      program->context, work->shape, work->input, work->output_gradient, work->accumulate, work->weight_gradient);
}

void ck_batch_norm_backward_beside(
    ck_context *context, const ck_batch_norm_gradient *arguments, const ck_weight_gradient *work) {
  norm_program norm = {.context = context, .arguments = arguments};
  weights_program weights = {.context = context, .work = work};
  ck_pool_run_both(context->pool, run_norm, &norm, run_weights, &weights);
}
