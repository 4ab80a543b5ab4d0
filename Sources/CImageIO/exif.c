#include "CImageIO.h"

#include <string.h>

// A TIFF header (byte order, 42, offset of the first directory), then a directory: a count and 12-byte entries of tag,
// type, count, value. Every offset is checked against `size` before it is followed; nothing but directory 0 is read.

typedef struct {
  const uint8_t *data;
  size_t size;
  int big_endian;
} tiff_block;

static int read16(const tiff_block *block, size_t offset, uint32_t *value) {
  if (block->size < 2 || offset > block->size - 2) return 0;
  const uint8_t *p = block->data + offset;
  *value = block->big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
  return 1;
}

static int read32(const tiff_block *block, size_t offset, uint32_t *value) {
  uint32_t first, second;
  if (!read16(block, offset, &first) || !read16(block, offset + 2, &second)) return 0;
  *value = block->big_endian ? first << 16 | second : second << 16 | first;
  return 1;
}

int cimg_exif_orientation(const uint8_t *data, size_t size) {
  enum { orientation_tag = 0x0112, type_short = 3, type_long = 4, entry_size = 12 };
  if (size < 14 || memcmp(data, "Exif\0", 5) != 0) return 1;
  tiff_block block = {data + 6, size - 6, 0};
  if (block.data[0] == 'M' && block.data[1] == 'M') {
    block.big_endian = 1;
  } else if (block.data[0] != 'I' || block.data[1] != 'I') {
    return 1;
  }
  uint32_t magic, directory, entries;
  if (!read16(&block, 2, &magic) || magic != 42) return 1;
  if (!read32(&block, 4, &directory) || !read16(&block, directory, &entries)) return 1;
  for (size_t i = 0; i < entries; i++) {
    // At most 2^32 + 2 + 65535 * 12: no overflow in 64 bits, and `read16` refuses what lies outside.
    size_t entry = (size_t)directory + 2 + i * entry_size;
    uint32_t tag, type, count, value;
    if (!read16(&block, entry, &tag)) return 1;
    if (tag != orientation_tag) continue;
    if (!read16(&block, entry + 2, &type) || !read32(&block, entry + 4, &count) || count != 1) return 1;
    int found = type == type_short  ? read16(&block, entry + 8, &value)
                : type == type_long ? read32(&block, entry + 8, &value)
                                    : 0;
    return found && value >= 1 && value <= 8 ? (int)value : 1;
  }
  return 1;
}
