/* An organisation that comes in tables, from a small producer of the Arrow C stream interface. */
#include "expect.h"

enum { MOST = 4 };

/* A table of texts: names of columns, and a text a row and column. */
typedef struct table {
  int64_t rows;
  int64_t columns;
  const char *names[MOST];
  const char *cells[MOST][MOST];
  int is_read;
} table;

static int alive;

/* Cancelled by the producer while it gives a batch, as if by another thread just then. */
static const okr_cancel *cancelled_by_batch;

static void release_schema(struct ArrowSchema *schema)
{
  int64_t at;
  for (at = 0; at < schema->n_children; at++) {
    schema->children[at]->release(schema->children[at]);
    free(schema->children[at]);
  }
  free(schema->children);
  schema->release = NULL;
  alive--;
}

static struct ArrowSchema schema_of(const char *format, const char *name, int64_t children)
{
  struct ArrowSchema schema;
  memset(&schema, 0, sizeof schema);
  schema.format = format;
  schema.name = name;
  schema.flags = ARROW_FLAG_NULLABLE;
  schema.n_children = children;
  schema.children = children ? (struct ArrowSchema **)calloc((size_t)children, sizeof *schema.children) : NULL;
  schema.release = release_schema;
  alive++;
  return schema;
}

static void release_array(struct ArrowArray *array)
{
  int64_t at;
  for (at = 0; at < array->n_children; at++) {
    array->children[at]->release(array->children[at]);
    free(array->children[at]);
  }
  for (at = 1; at < array->n_buffers; at++) {
    free((void *)(size_t)array->buffers[at]);
  }
  free(array->children);
  free(array->buffers);
  array->release = NULL;
  alive--;
}

static struct ArrowArray array_of(int64_t rows, int64_t buffers, int64_t children)
{
  struct ArrowArray array;
  memset(&array, 0, sizeof array);
  array.length = rows;
  array.n_buffers = buffers;
  array.n_children = children;
  array.buffers = (const void **)calloc((size_t)buffers, sizeof *array.buffers);
  array.children = children ? (struct ArrowArray **)calloc((size_t)children, sizeof *array.children) : NULL;
  array.release = release_array;
  alive++;
  return array;
}

static struct ArrowArray texts_of(const table *from, int64_t column)
{
  struct ArrowArray array = array_of(from->rows, 3, 0);
  int32_t *offsets = (int32_t *)calloc((size_t)from->rows + 1, sizeof *offsets);
  char *text = (char *)calloc(1, 1024);
  int64_t row;
  for (row = 0; row < from->rows; row++) {
    const char *cell = from->cells[row][column];
    memcpy(text + offsets[row], cell, strlen(cell));
    offsets[row + 1] = offsets[row] + (int32_t)strlen(cell);
  }
  array.buffers[1] = offsets;
  array.buffers[2] = text;
  return array;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
  const table *from = (const table *)stream->private_data;
  int64_t at;
  *out = schema_of("+s", "", from->columns);
  for (at = 0; at < from->columns; at++) {
    out->children[at] = (struct ArrowSchema *)malloc(sizeof **out->children);
    *out->children[at] = schema_of("u", from->names[at], 0);
  }
  return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
  table *from = (table *)stream->private_data;
  int64_t at;
  memset(out, 0, sizeof *out);
  okr_cancel_now(cancelled_by_batch);
  if (from->is_read++) {
    return 0;
  }
  *out = array_of(from->rows, 1, from->columns);
  for (at = 0; at < from->columns; at++) {
    out->children[at] = (struct ArrowArray *)malloc(sizeof **out->children);
    *out->children[at] = texts_of(from, at);
  }
  return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
  (void)stream;
  return NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
  stream->release = NULL;
  alive--;
}

static struct ArrowArrayStream stream_of(table *from)
{
  struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
  from->is_read = 0;
  stream.private_data = from;
  alive++;
  return stream;
}

/* What is read of a table under limits of which one is set. */
static okr_status add_with(okr_tables *tables, int32_t which, table *from, okr_limit limit, uint64_t most, okr_error **error)
{
  okr_limits *limits;
  struct ArrowArrayStream stream = stream_of(from);
  okr_status status;
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_OK(okr_limits_set(limits, (int32_t)limit, most, NULL));
  status = okr_tables_add(tables, which, &stream, limits, error);
  EXPECT(stream.release == NULL);
  okr_limits_free(limits);
  return status;
}

static void each_table_has_its_limit(okr_tables *tables)
{
  static const struct {
    int32_t which;
    okr_limit limit;
  } of[] = {{OKR_TABLE_OBJECTIVES, OKR_LIMIT_OBJECTIVES}, {OKR_TABLE_KEY_RESULTS, OKR_LIMIT_KEY_RESULTS},
            {OKR_TABLE_CHECK_INS, OKR_LIMIT_CHECK_INS},   {OKR_TABLE_READINGS, OKR_LIMIT_CHECK_INS},
            {OKR_TABLE_ALIGNMENTS, OKR_LIMIT_LINKS},      {OKR_TABLE_CYCLES, OKR_LIMIT_RECORDS},
            {OKR_TABLE_TEAMS, OKR_LIMIT_RECORDS},         {OKR_TABLE_PEOPLE, OKR_LIMIT_RECORDS},
            {OKR_TABLE_KPIS, OKR_LIMIT_RECORDS}};
  table two = {2, 1, {"id"}, {{"a"}, {"b"}}, 0};
  okr_tables *scratch;
  okr_error *error;
  okr_workspace *workspace;
  okr_limits *limits;
  okr_cancel *cancel;
  struct ArrowArrayStream stream;
  size_t at, other;
  EXPECT_OK(okr_tables_new(NULL, 0, NULL, 0, &scratch, NULL));
  for (at = 0; at < sizeof of / sizeof *of; at++) {
    EXPECT_STATUS(OKR_STATUS_TOO_MANY, add_with(scratch, of[at].which, &two, of[at].limit, 1, &error));
    EXPECT(IS(okr_error_name(error), "too_many") && okr_error_path(error).len > 1);
    okr_error_free(error);
    /* The limits of other tables say nothing of this one. */
    for (other = 0; other < sizeof of / sizeof *of; other++) {
      if (of[other].limit != of[at].limit) {
        EXPECT_OK(add_with(scratch, of[at].which, &two, of[other].limit, 1, NULL));
      }
    }
  }
  EXPECT_STATUS(OKR_STATUS_TOO_LARGE, add_with(scratch, OKR_TABLE_TEAMS, &two, OKR_LIMIT_BYTES, 1, &error));
  EXPECT(IS(okr_error_path(error), "/teams/1/id"));
  okr_error_free(error);
  okr_tables_free(scratch);
  /* The flag of the limits. */
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_OK(okr_cancel_new(&cancel, NULL));
  EXPECT_OK(okr_limits_cancelled_by(limits, cancel, NULL));
  /* Between two batches: the second is not asked for. */
  cancelled_by_batch = cancel;
  stream = stream_of(&two);
  EXPECT_STATUS(OKR_STATUS_CANCELLED, okr_tables_add(tables, OKR_TABLE_TEAMS, &stream, limits, NULL));
  EXPECT(stream.release == NULL && two.is_read == 1);
  cancelled_by_batch = NULL;
  /* And before the first. */
  stream = stream_of(&two);
  EXPECT_STATUS(OKR_STATUS_CANCELLED, okr_tables_add(tables, OKR_TABLE_TEAMS, &stream, limits, &error));
  EXPECT(stream.release == NULL && IS(okr_error_name(error), "cancelled") && IS(okr_error_path(error), ""));
  EXPECT(two.is_read == 0);
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_CANCELLED, okr_workspace_from_tables(tables, limits, &workspace, NULL));
  EXPECT_OK(okr_limits_cancelled_by(limits, NULL, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_OBJECTIVES, 1, NULL));
  EXPECT_STATUS(OKR_STATUS_TOO_MANY, okr_workspace_from_tables(tables, limits, &workspace, NULL));
  EXPECT(workspace == NULL);
  okr_cancel_free(cancel);
  okr_limits_free(limits);
}

int main(void)
{
  table objectives = {2, 2, {"id", "title"}, {{"grow", "Grow"}, {"last", "Last"}}, 0};
  table key_results = {1, 4, {"objective", "id", "title", "kind"}, {{"grow", "launch", "Launch", "binary"}}, 0};
  table wrong = {1, 2, {"id", "name/title"}, {{"a\xff", "b"}}, 0};
  struct ArrowArrayStream stream;
  okr_tables *tables = NULL;
  okr_workspace *workspace = NULL;
  okr_scorecard *card;
  okr_error *error = NULL;
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_POLICY, okr_tables_new(OKR_TEXT("Acme"), OKR_TEXT("gogle"), &tables, NULL));
  EXPECT_OK(okr_tables_new(OKR_TEXT("Acme"), NULL, 0, &tables, NULL));
  stream = stream_of(&objectives);
  EXPECT_OK(okr_tables_add(tables, OKR_TABLE_OBJECTIVES, &stream, NULL, NULL));
  EXPECT(stream.release == NULL);
  stream = stream_of(&key_results);
  EXPECT_OK(okr_tables_add(tables, OKR_TABLE_KEY_RESULTS, &stream, NULL, NULL));
  EXPECT_OK(okr_workspace_from_tables(tables, NULL, &workspace, &error));
  EXPECT(IS(okr_workspace_name(workspace), "Acme"));
  EXPECT_OK(okr_workspace_check_in_done(workspace, OKR_TEXT("launch"), 20000, 1, NAN, NULL, NULL));
  EXPECT_OK(okr_workspace_score(workspace, 20000, NULL, &card, NULL));
  EXPECT(okr_objective_count(card) == 2 && okr_key_result_progress(card, 0) == 1);
  okr_scorecard_free(card);
  {
    /* Whatever it is called, a column is one step of a path. The table is that of the objectives. */
    table slashed = {1, 1, {"a/b~c"}, {{"\xff"}}, 0};
    stream = stream_of(&slashed);
    EXPECT(okr_tables_add(tables, 0, &stream, NULL, &error) != OKR_STATUS_OK);
    EXPECT(IS(okr_error_path(error), "/objectives/0/a~1b~0c"));
    okr_error_free(error);
  }
  okr_workspace_free(workspace);
  /* The stream is taken in every case, and nothing of it is left. */
  stream = stream_of(&wrong);
  EXPECT_STATUS(OKR_STATUS_INVALID_UTF8, okr_tables_add(tables, OKR_TABLE_TEAMS, &stream, NULL, &error));
  EXPECT(stream.release == NULL && IS(okr_error_path(error), "/teams/0/id") && IS(okr_error_name(error), "invalid_utf8"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_BAD_TABLE, okr_tables_add(tables, OKR_TABLE_TEAMS, &stream, NULL, NULL));
  stream = stream_of(&objectives);
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_tables_add(tables, 9, &stream, NULL, NULL));
  EXPECT(stream.release == NULL);
  stream = stream_of(&objectives);
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_tables_add(NULL, OKR_TABLE_TEAMS, &stream, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_tables_add(tables, OKR_TABLE_TEAMS, NULL, NULL, NULL));
  each_table_has_its_limit(tables);
  /* A title that is missing: told by table and column. */
  objectives.columns = 1;
  stream = stream_of(&objectives);
  EXPECT_OK(okr_tables_add(tables, OKR_TABLE_OBJECTIVES, &stream, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_MISSING_FIELD, okr_workspace_from_tables(tables, NULL, &workspace, NULL));
  EXPECT(workspace == NULL);
  okr_tables_free(tables);
  okr_tables_free(NULL);
  EXPECT(alive == 0);
  puts("fine");
  return 0;
}
