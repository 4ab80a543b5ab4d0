#include "columns.h"

#include "simd.h"

/// Narrower matrices are folded up to this.
static const int64_t wide_enough = 64;
/// Enough to keep many threads evenly busy, few enough that combining their sums costs nothing.
static const int64_t most_row_tasks = 64;

ck_columns ck_plan_columns(int64_t rows, int64_t channels) {
  ck_columns plan = {.channels = channels, .fold = 1};
  if (channels < wide_enough) plan.fold = (wide_enough + channels - 1) / channels;
  plan.columns = plan.fold * channels;
  plan.rows = rows / plan.fold;
  plan.tail = rows % plan.fold * channels;
  plan.task_columns = CK_MIN(plan.columns, ck_widest_task);
  plan.column_tasks = (plan.columns + plan.task_columns - 1) / plan.task_columns;
  plan.block_rows = CK_MIN(ck_float_rows, CK_MAX(1, ck_block_elements / plan.task_columns));
  int64_t blocks = (plan.rows + plan.block_rows - 1) / plan.block_rows;
  int64_t most = CK_MAX(1, most_row_tasks / plan.column_tasks);
  int64_t blocks_per_task = CK_MAX(2, (blocks + most - 1) / most);
  plan.task_rows = blocks_per_task * plan.block_rows;
  plan.row_tasks = (plan.rows + plan.task_rows - 1) / plan.task_rows;
  return plan;
}
