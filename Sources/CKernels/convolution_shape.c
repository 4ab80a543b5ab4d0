#include <stdlib.h>

#include "ck_convolution.h"
#include "convolution.h"
#include "product.h"

static int32_t output_size(int32_t input, int32_t kernel, int32_t stride, int32_t padding, int32_t dilation) {
  int64_t room = (int64_t)input + 2 * (int64_t)padding - (int64_t)dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : (int32_t)(room / stride + 1);
}

int32_t ck_convolution_output_height(const ck_convolution *s) {
  return output_size(s->input_height, s->kernel_height, s->stride_height, s->padding_height, s->dilation_height);
}

int32_t ck_convolution_output_width(const ck_convolution *s) {
  return output_size(s->input_width, s->kernel_width, s->stride_width, s->padding_width, s->dilation_width);
}

void ck_convolution_set_dense_strides(ck_convolution *s) {
  s->input_pixel_stride = s->input_channels;
  s->input_row_stride = s->input_pixel_stride * s->input_width;
  s->input_image_stride = s->input_row_stride * s->input_height;
  s->output_pixel_stride = s->output_channels;
  s->output_row_stride = s->output_pixel_stride * ck_convolution_output_width(s);
  s->output_image_stride = s->output_row_stride * ck_convolution_output_height(s);
}

bool ck_convolution_is_valid(const ck_convolution *s) {
  const int32_t positive[] = {
      s->images,        s->input_height, s->input_width,     s->input_channels, s->output_channels, s->kernel_height,
      s->kernel_width,  s->stride_height, s->stride_width,   s->dilation_height, s->dilation_width, s->groups,
  };
  for (size_t i = 0; i < sizeof(positive) / sizeof(positive[0]); i++)
    if (positive[i] < 1) return false;
  if (s->padding_height < 0 || s->padding_width < 0) return false;
  if (s->input_channels % s->groups != 0 || s->output_channels % s->groups != 0) return false;
  int64_t height = ck_convolution_output_height(s), width = ck_convolution_output_width(s);
  if (height < 1 || width < 1) return false;
  return s->input_pixel_stride >= s->input_channels && s->output_pixel_stride >= s->output_channels &&
         s->input_row_stride >= s->input_pixel_stride * s->input_width &&
         s->output_row_stride >= s->output_pixel_stride * width &&
         s->input_image_stride >= s->input_row_stride * s->input_height &&
         s->output_image_stride >= s->output_row_stride * height;
}

ck_convolution_path ck_convolution_path_of(const ck_convolution *s) {
    if (s->kernel_height > ck_max_taps || s->kernel_width > ck_max_taps) return CK_PATH_PLAIN;
    bool is_depthwise = s->groups > 1 && s->groups == s->input_channels && s->groups == s->output_channels;
    return is_depthwise ? CK_PATH_DEPTHWISE : CK_PATH_PRODUCT;
}
