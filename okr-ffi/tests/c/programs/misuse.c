/* What goes wrong, as far as it can be told: every call says so, and nothing is lost. */
#include "expect.h"

static const char document[] = "{\"okr\": 1, \"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"key_results\": ["
                               "{\"id\": \"k\", \"title\": \"K\", \"measure\": {\"kind\": \"ratio\", \"target\": 10}}]}]}";

/* A pointer that no result may keep. */
#define WILD ((void *)(size_t)0x5a5a5a50)

static void missing_pointers(okr_workspace *workspace, okr_scorecard *card)
{
  okr_error *error = (okr_error *)WILD;
  okr_workspace *made = (okr_workspace *)WILD;
  okr_scorecard *scored = (okr_scorecard *)WILD;
  okr_buf *buf = (okr_buf *)WILD;
  double number = 5;
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_parse(document, sizeof document - 1, NULL, &error));
  EXPECT(IS(okr_error_message(error), "found NULL for `out`, expected a place for the result"));
  /* Whoever goes through the list has told everything. */
  EXPECT(okr_findings_count(okr_error_findings(error)) == 1 && okr_findings_unlisted(okr_error_findings(error)) == 0);
  EXPECT(IS(okr_findings_message(okr_error_findings(error), 0), "found NULL for `out`, expected a place for the result"));
  EXPECT(okr_findings_code(okr_error_findings(error), 0) == -OKR_STATUS_NULL_POINTER);
  EXPECT(okr_findings_severity(okr_error_findings(error), 0) == OKR_SEVERITY_ERROR);
  EXPECT(IS(okr_findings_name(okr_error_findings(error), 0), "null_pointer"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_parse(NULL, 3, &made, &error));
  EXPECT(made == NULL && IS(okr_error_name(error), "null_pointer"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_INVALID_JSON, okr_workspace_parse(NULL, 0, &made, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_score(NULL, 0, NULL, &scored, NULL));
  EXPECT(scored == NULL);
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_score(workspace, 0, NULL, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_print(NULL, &buf, NULL));
  EXPECT(buf == NULL);
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_check_in(NULL, OKR_TEXT("k"), 0, 1, 1, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_workspace_apply(workspace, NULL, 1, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_scorecard_progress(card, NULL, 1, &number, NULL));
  EXPECT(isnan(number));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_scorecard_refresh(card, workspace, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_scorecard_table(card, workspace, 0, 0, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_NULL_POINTER, okr_build_info(NULL, NULL));
  EXPECT(isnan(okr_objective_progress(NULL, 0)) && okr_objective_count(NULL) == 0 && okr_key_result_count(NULL) == 0);
  EXPECT(IS(okr_objective_id(NULL, 0), "") && IS(okr_workspace_name(NULL), "") && IS(okr_buf_text(NULL), ""));
  EXPECT(okr_error_status(NULL) == OKR_STATUS_OK && okr_error_findings(NULL) == NULL && IS(okr_error_path(NULL), ""));
  EXPECT(okr_findings_count(NULL) == 0 && okr_key_result_order(NULL).len == 0 && okr_limits_get(NULL, 0) == 0);
}

static void impossible_lengths_and_bytes(okr_workspace *workspace, okr_scorecard *card)
{
  okr_workspace *made;
  okr_error *error = NULL;
  okr_date date;
  double number;
  EXPECT_STATUS(OKR_STATUS_BAD_LENGTH, okr_workspace_parse(document, (size_t)-1, &made, &error));
  EXPECT(IS(okr_error_name(error), "bad_length"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_BAD_LENGTH, okr_scorecard_progress(card, "o", (size_t)PTRDIFF_MAX + 1, &number, NULL));
  EXPECT_STATUS(OKR_STATUS_INVALID_UTF8, okr_workspace_parse(OKR_TEXT("{\"okr\": \"\xff\"}"), &made, NULL));
  EXPECT_STATUS(OKR_STATUS_INVALID_UTF8, okr_scorecard_progress(card, OKR_TEXT("o\xc3"), &number, NULL));
  EXPECT_STATUS(OKR_STATUS_INVALID_UTF8, okr_date_parse(OKR_TEXT("\x80"), &date, &error));
  EXPECT(IS(okr_error_message(error), "found a byte that is no UTF-8 at 0 of `text`, expected text"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_INVALID_UTF8, okr_workspace_check_in(workspace, OKR_TEXT("\xed\xa0\x80"), 0, 1, NAN, NULL, NULL));
  /* A zero byte inside a text is a character like any other. */
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_scorecard_progress(card, OKR_TEXT("o\0o"), &number, &error));
  EXPECT(IS(okr_error_message(error), "found `o\\u{0}o`, expected the id of an objective or key result"));
  okr_error_free(error);
}

/* What a call would change is looked at as well as what it reads, and left alone. */
static void wrong_handles_to_be_changed(okr_workspace *workspace, okr_scorecard *card, okr_error *other)
{
  okr_change *change = (okr_change *)WILD;
  okr_buf *before, *after;
  struct ArrowArrayStream stream;
  double progress = okr_objective_progress(card, 0);
  EXPECT_OK(okr_workspace_print(workspace, &before, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_scorecard_fill((okr_scorecard *)workspace, workspace, 0, OKR_DETAIL_WHOLE, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_scorecard_fill((okr_scorecard *)other, workspace, 0, OKR_DETAIL_WHOLE, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE,
                okr_scorecard_fill_until((okr_scorecard *)workspace, workspace, 0, OKR_DETAIL_WHOLE, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_scorecard_refresh((okr_scorecard *)workspace, workspace, (okr_change *)other, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE,
                okr_workspace_check_in((okr_workspace *)card, OKR_TEXT("k"), 0, 5, NAN, &change, NULL));
  EXPECT(change == NULL);
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_workspace_check_in_done((okr_workspace *)card, OKR_TEXT("k"), 0, 1, NAN, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_workspace_apply((okr_workspace *)other, OKR_TEXT("{}"), NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_workspace_carry_over((okr_workspace *)card, card, OKR_TEXT("[]"), NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_limits_set((okr_limits *)workspace, OKR_LIMIT_DEPTH, 1, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_limits_cancelled_by((okr_limits *)card, NULL, NULL));
  /* The stream is taken all the same. */
  EXPECT_OK(okr_workspace_check_in_table(workspace, &stream, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_tables_add((okr_tables *)workspace, OKR_TABLE_CHECK_INS, &stream, NULL, NULL));
  EXPECT(stream.release == NULL);
  EXPECT_OK(okr_workspace_print(workspace, &after, NULL));
  EXPECT(strcmp(okr_buf_text(before).data, okr_buf_text(after).data) == 0 && okr_objective_progress(card, 0) == progress);
  okr_buf_free(before);
  okr_buf_free(after);
}

static void wrong_handles(okr_workspace *workspace, okr_scorecard *card)
{
  okr_buf *buf = NULL;
  okr_error *error = NULL;
  okr_scorecard *scored;
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_workspace_print((okr_workspace *)card, &buf, &error));
  EXPECT(IS(okr_error_message(error), "found something else for `workspace`, expected a workspace"));
  EXPECT(isnan(okr_objective_progress((okr_scorecard *)workspace, 0)));
  EXPECT(isnan(okr_objective_progress((okr_scorecard *)error, 0)));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_workspace_score(workspace, 0, (okr_policy *)error, &scored, NULL));
  EXPECT(scored == NULL);
  wrong_handles_to_be_changed(workspace, card, error);
  /* Neither the wrong handle nor the list inside an error is freed. */
  okr_buf_free((okr_buf *)error);
  okr_findings_free((okr_findings *)okr_error_findings(error));
  EXPECT(IS(okr_error_name(error), "wrong_handle"));
  okr_error_free(error);
}

static void freeing_nothing(void)
{
  okr_workspace_free(NULL);
  okr_scorecard_free(NULL);
  okr_error_free(NULL);
  okr_buf_free(NULL);
  okr_change_free(NULL);
  okr_policy_free(NULL);
  okr_findings_free(NULL);
  okr_limits_free(NULL);
}

/* What was borrowed and what was made of a handle, after the handle is gone. */
static void what_lives_on(okr_workspace *workspace)
{
  okr_scorecard *card;
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  okr_workspace *copy;
  okr_change *change;
  EXPECT_OK(okr_workspace_copy(workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_score(copy, 0, NULL, &card, NULL));
  EXPECT_OK(okr_scorecard_table(card, copy, OKR_TABLE_KEY_RESULTS, OKR_ORDER_ROWS, &stream, NULL));
  /* The table keeps the numbers that it lends, while the scorecard takes others. */
  EXPECT_OK(okr_workspace_check_in(copy, OKR_TEXT("k"), 0, 5, NAN, &change, NULL));
  EXPECT_OK(okr_scorecard_refresh(card, copy, change, NULL));
  okr_workspace_free(copy);
  EXPECT(okr_key_result_progress(card, 0) == 0.5 && IS(okr_key_result_id(card, 0), "k"));
  okr_scorecard_free(card);
  EXPECT(stream.get_next(&stream, &batch) == 0 && batch.length == 1);
  stream.release(&stream);
  batch.release(&batch);
  okr_change_free(change);
}

/* A scorecard of progress only has nothing else, and says so. */
static void progress_only(okr_workspace *workspace)
{
  okr_scorecard *card;
  okr_column column;
  okr_buf *buf;
  EXPECT_OK(okr_scorecard_new(&card, NULL));
  /* What it held before does not shine through. */
  EXPECT_OK(okr_scorecard_fill(card, workspace, 0, OKR_DETAIL_WHOLE, NULL));
  EXPECT(okr_objective_raw(card, 0) == 0);
  EXPECT_OK(okr_scorecard_fill(card, workspace, 0, OKR_DETAIL_PROGRESS, NULL));
  EXPECT(okr_objective_progress(card, 0) == 0 && isnan(okr_objective_expected(card, 0)) && isnan(okr_objective_raw(card, 0)));
  EXPECT(okr_key_result_raw(card, 0) == 0 && okr_key_result_excluded(card, 0) == OKR_LEFT_OUT_COUNTED);
  EXPECT(okr_objective_status(card, 0) == OKR_ROW_STATUS_NONE && okr_objective_status_reason(card, 0) == OKR_REASON_NONE);
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_key_result_column(card, OKR_NUMBERS_EXPECTED, &column, NULL));
  EXPECT(column.len == 0 && column.values == NULL);
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_key_result_column(card, OKR_NUMBERS_VALUE, &column, NULL));
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_objective_column(card, OKR_NUMBERS_CONFIDENCE, &column, NULL));
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_objective_column(card, OKR_NUMBERS_RAW, &column, NULL));
  EXPECT_OK(okr_key_result_column(card, OKR_NUMBERS_RAW, &column, NULL));
  EXPECT(column.len == okr_key_result_count(card));
  EXPECT_OK(okr_key_result_column(card, OKR_NUMBERS_PROGRESS, &column, NULL));
  EXPECT(column.len == okr_key_result_count(card));
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_scorecard_report(card, workspace, &buf, NULL));
  okr_scorecard_free(card);
}

/* An empty scorecard has nothing to tell, and says so by status rather than as if ids were unknown or it were foreign. */
static void empty(okr_workspace *workspace)
{
  okr_scorecard *card;
  okr_buf *buf;
  okr_findings *findings;
  okr_row_status status;
  struct ArrowArrayStream stream;
  okr_column column;
  double number;
  uint32_t row = 0;
  EXPECT_OK(okr_scorecard_new(&card, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_progress(card, OKR_TEXT("k"), &number, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_expected(card, OKR_TEXT("k"), &number, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_status(card, OKR_TEXT("k"), &status, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_objective_find(card, OKR_TEXT("o"), &row, NULL));
  EXPECT(row == OKR_NO_ROW);
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_key_result_find(card, OKR_TEXT("k"), &row, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_report(card, workspace, &buf, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_explain(card, workspace, OKR_TEXT("k"), &buf, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_findings(card, workspace, &findings, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_table(card, workspace, OKR_TABLE_TEAMS, OKR_ORDER_DOCUMENT, &stream, NULL));
  EXPECT(stream.release == NULL);
  EXPECT(okr_objective_count(card) == 0 && okr_key_result_order(card).len == 0 && okr_objective_key_results(card, 0).len == 0);
  EXPECT(okr_scorecard_as_of(card) == 0 && okr_scorecard_as_of(NULL) == 0);
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_objective_column(card, OKR_NUMBERS_EXPECTED, &column, NULL));
  EXPECT(column.len == 0);
  okr_scorecard_free(card);
}

int main(void)
{
  okr_workspace *workspace = NULL;
  okr_scorecard *card = NULL;
  EXPECT_OK(okr_workspace_parse(document, sizeof document - 1, &workspace, NULL));
  EXPECT_OK(okr_workspace_score(workspace, 0, NULL, &card, NULL));
  missing_pointers(workspace, card);
  impossible_lengths_and_bytes(workspace, card);
  wrong_handles(workspace, card);
  freeing_nothing();
  what_lives_on(workspace);
  progress_only(workspace);
  empty(workspace);
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  puts("fine");
  return 0;
}
