/* What crosses the border by value has the size that the library takes it for, and its fields stand where that looks for them.
   Wrong ones do not compile. */
#include "expect.h"
#include <stddef.h>

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type)
#define FIELD(type, field, at) _Static_assert(offsetof(type, field) == (at), #type "." #field)
#define WORD sizeof(void *)

SIZE(okr_status, 4);
SIZE(okr_row_status, 4);
SIZE(okr_reason, 4);
SIZE(okr_left_out, 4);
SIZE(okr_severity, 4);
SIZE(okr_detail, 4);
SIZE(okr_limit, 4);
SIZE(okr_numbers, 4);
SIZE(okr_order, 4);
SIZE(okr_table, 4);
SIZE(okr_date, 4);

SIZE(okr_str, 2 * WORD);
FIELD(okr_str, data, 0);
FIELD(okr_str, len, WORD);

SIZE(okr_rows, 2 * WORD);
FIELD(okr_rows, values, 0);
FIELD(okr_rows, len, WORD);

SIZE(okr_column, 3 * WORD);
FIELD(okr_column, values, 0);
FIELD(okr_column, validity, WORD);
FIELD(okr_column, len, 2 * WORD);

/* Numbers of 64 bits may stand wider apart where pointers have 32. */
#if UINTPTR_MAX == UINT64_MAX
SIZE(struct ArrowSchema, 72);
FIELD(struct ArrowSchema, format, 0);
FIELD(struct ArrowSchema, name, 8);
FIELD(struct ArrowSchema, metadata, 16);
FIELD(struct ArrowSchema, flags, 24);
FIELD(struct ArrowSchema, n_children, 32);
FIELD(struct ArrowSchema, children, 40);
FIELD(struct ArrowSchema, dictionary, 48);
FIELD(struct ArrowSchema, release, 56);
FIELD(struct ArrowSchema, private_data, 64);

SIZE(struct ArrowArray, 80);
FIELD(struct ArrowArray, length, 0);
FIELD(struct ArrowArray, null_count, 8);
FIELD(struct ArrowArray, offset, 16);
FIELD(struct ArrowArray, n_buffers, 24);
FIELD(struct ArrowArray, n_children, 32);
FIELD(struct ArrowArray, buffers, 40);
FIELD(struct ArrowArray, children, 48);
FIELD(struct ArrowArray, dictionary, 56);
FIELD(struct ArrowArray, release, 64);
FIELD(struct ArrowArray, private_data, 72);

SIZE(struct ArrowArrayStream, 40);
FIELD(struct ArrowArrayStream, get_schema, 0);
FIELD(struct ArrowArrayStream, get_next, 8);
FIELD(struct ArrowArrayStream, get_last_error, 16);
FIELD(struct ArrowArrayStream, release, 24);
FIELD(struct ArrowArrayStream, private_data, 32);
#endif

int main(void)
{
  puts("fine");
  return 0;
}
