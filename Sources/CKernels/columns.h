/// Private: how sums over the rows of a [rows][channels] matrix are cut into tasks.
#ifndef CK_COLUMNS_H
#define CK_COLUMNS_H

#include <stdint.h>

enum {
  /// Float32 sums run over at most so many rows before they are added to a double.
  ck_float_rows = 256,
  /// Elements that a task goes over more than once stay in the second-level cache.
  ck_block_elements = 16384,
  /// Columns of a task at most.
  ck_widest_task = 512,
};

/// Narrow matrices are seen as wide ones: `fold` rows side by side make one of `columns` = fold * channels, so that
/// vectors are full. What is left over, `tail` elements, is less than one wide row.
typedef struct ck_columns {
  int64_t channels, fold, columns, rows, tail;
  /// Rows of the cache-sized blocks, and the rows and columns of a task, which is a rectangle of whole blocks.
  int64_t block_rows, task_rows, task_columns;
  int64_t row_tasks, column_tasks;
} ck_columns;

/// A plan for `rows` x `channels`; depends on nothing else.
ck_columns ck_plan_columns(int64_t rows, int64_t channels);

#endif
