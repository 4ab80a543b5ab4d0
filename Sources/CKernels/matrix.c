/// A matrix product is a convolution by one tap: the rows of the left operand are its pixels. A transposed left operand
/// makes it the weight gradient of such a convolution.
#include "ck_matrix.h"

#include "ck_convolution.h"
#include "kernels.h"
#include "product.h"

bool ck_matrix_product_is_served(const ck_matrix_product *m) {
  return !m->left_is_transposed || (!m->right_is_transposed && m->target_stride == m->columns);
}

static void multiply_rows(ck_context *context, const ck_matrix_product *m) {
  ck_product product = {
      .source = m->left,
      .source_image_stride = m->left_stride * m->rows,
      .source_row_stride = m->left_stride,
      .source_pixel_stride = m->left_stride,
      .source_height = m->rows,
      .source_width = 1,
      .channels = m->inner,
      .target = m->target,
      .target_image_stride = m->target_stride * m->rows,
      .target_row_stride = m->target_stride,
      .target_pixel_stride = m->target_stride,
      .images = 1,
      .height = m->rows,
      .width = 1,
      .columns = m->columns,
      .step_height = 1,
      .step_width = 1,
      .rows = {.count = 1},
      .cols = {.count = 1},
      .bias = m->bias,
      .addend = m->accumulate ? m->target : NULL,
  };
  ck_weights_view view = {
      .weights = m->right,
      .kernel_width = 1,
      .row_stride = m->right_stride,
      .channels = m->inner,
      .transpose = m->right_is_transposed,
  };
  ck_pool *pool = context->pool;
  ck_panels panels = ck_product_panels(context->product, m->columns);
  ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
  float *packed = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)ck_packed_size(&panels, m->inner));
  ck_pack_weights(context, &view, &product.rows, &product.cols, &panels, packed);
  product.packed = packed;
  ck_product_run(context, &product);
  ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}

static void multiply_columns(ck_context *context, const ck_matrix_product *m) {
  ck_convolution shape = {
      .images = 1,
      .input_height = m->inner,
      .input_width = 1,
      .input_channels = m->rows,
      .output_channels = m->columns,
      .kernel_height = 1,
      .kernel_width = 1,
      .stride_height = 1,
      .stride_width = 1,
      .dilation_height = 1,
      .dilation_width = 1,
      .groups = 1,
      .input_image_stride = m->left_stride * m->inner,
      .input_row_stride = m->left_stride,
      .input_pixel_stride = m->left_stride,
      .output_image_stride = m->right_stride * m->inner,
      .output_row_stride = m->right_stride,
      .output_pixel_stride = m->right_stride,
  };
  ck_convolution_backward_weights(context, &shape, m->left, m->right, m->accumulate, m->target);
}

void ck_matrix_multiply(ck_context *context, const ck_matrix_product *m) {
  if (m->left_is_transposed)
    multiply_columns(context, m);
  else
    multiply_rows(context, m);
}
