/// Elementary functions without branches, so that loops over them become vector code.

CK_INLINE float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

CK_INLINE uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// exp(x) = mantissa 2^exponent.
typedef struct scaled_number {
  float mantissa;
  uint32_t exponent;
} scaled_number;

/// exp(x) = 2^n exp(r) with |r| <= log(2) / 2; the polynomial is that of the Cephes library's expf. For |x| below 89.
CK_INLINE scaled_number scaled_exponential(float x) {
#pragma clang fp contract(fast)
  const float round = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits.
  float shifted = x * 1.44269504f + round;
  float n = shifted - round;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return (scaled_number){.mantissa = p * (r * r) + r + 1.0f, .exponent = to_bits(shifted) - to_bits(round)};
}

/// exp(x) within 2 units in the last place; 0 below -87.33, infinite above 88.72.
CK_INLINE float exponential(float x) {
  float bounded = x > 88.8f ? 88.8f : x;
  bounded = bounded < -87.4f ? -87.4f : bounded;
  scaled_number scaled = scaled_exponential(bounded);
  // 2^n in two factors, because n reaches 128.
  uint32_t exponent = scaled.exponent, half = (uint32_t)((int32_t)exponent >> 1);
  float result = scaled.mantissa * from_bits((half + 127) << 23) * from_bits((exponent - half + 127) << 23);
  result = x > 88.7228394f ? from_bits(0x7f800000) : result;
  return x < -87.3365448f ? 0.0f : result;
}

/// exp(x) for x up to 88.8 where denormals are flushed: infinite from 2^127.5 on, 0 below -87.4.
CK_INLINE float bounded_exponential(float x) {
  scaled_number scaled = scaled_exponential(x < -87.4f ? -87.4f : x);
  return scaled.mantissa * from_bits((scaled.exponent + 127) << 23);
}

/// 1 / (1 + exp(-x)). Where exp is infinite too early, the result is denormal, hence 0.
CK_INLINE float logistic(float x) { return 1.0f / (1.0f + bounded_exponential(x < -88.8f ? 88.8f : -x)); }

/// The logistic function of x and of -x, neither by subtraction from 1, which would leave nothing of the smaller one.
CK_INLINE void both_logistics(float x, float *of_x, float *of_minus_x) {
  float decay = bounded_exponential(x < -80.0f ? 80.0f : -x);
  *of_x = 1.0f / (1.0f + decay);
  *of_minus_x = decay * *of_x;
}

/// erf(x) within 2^-23: a polynomial in x^2 near 0, 1 - exp(polynomial in |x|) elsewhere.
CK_INLINE float error_function(float x) {
#pragma clang fp contract(fast)
  float s = x * x;
  float near = -5.96761703e-4f;
  near = near * s + 4.99119423e-3f;
  near = near * s - 2.67681349e-2f;
  near = near * s + 1.12819925e-1f;
  near = near * s - 3.76125336e-1f;
  near = near * s + 1.28379166e-1f;
  near = near * x + x;
  float t = x < 0 ? -x : x;
  t = t > 4.0f ? 4.0f : t;
  float q = t * t;
  float far = -1.72853470e-5f * t + 3.83197126e-4f;
  far = far * q + (-3.88396438e-3f * t + 2.42546219e-2f);
  far = far * t - 1.06777877e-1f;
  far = far * t - 6.34846687e-1f;
  far = far * t - 1.28717512e-1f;
  far = far * t - t;
  far = 1.0f - exponential(far);
  far = from_bits((to_bits(far) & 0x7fffffff) | (to_bits(x) & 0x80000000));
  return t > 0.927734375f ? far : near;
}
