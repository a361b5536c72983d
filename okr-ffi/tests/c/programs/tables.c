/* An organisation that comes in tables. */
#include "producer.h"

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
