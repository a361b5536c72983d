/* Every part of the interface once, on the bundled organisation: what comes out is what the header says. */
#include "expect.h"

static okr_workspace *workspace;
static okr_scorecard *card;
static okr_date today;

static void texts_and_dates(void)
{
  okr_date date = 7;
  int32_t year, month, day;
  okr_buf *buf = NULL;
  okr_workspace *again = NULL;
  okr_str text;
  EXPECT_OK(okr_date_parse(OKR_TEXT("2026-11-21"), &date, NULL));
  EXPECT(date == today);
  EXPECT_OK(okr_date_split(date, &year, &month, &day, NULL));
  EXPECT(year == 2026 && month == 11 && day == 21);
  EXPECT_OK(okr_date_split(date, NULL, NULL, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_DATE, okr_date_make(2026, 2, 30, &date, NULL));
  EXPECT(date == 0);
  EXPECT_STATUS(OKR_STATUS_BAD_DATE, okr_date_make(2026, -2, 30, &date, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_DATE, okr_date_split(INT32_MAX, &year, NULL, NULL, NULL));
  EXPECT(year == 0);
  EXPECT(IS(okr_workspace_name(workspace), "Larkfield"));
  EXPECT_OK(okr_workspace_print(workspace, &buf, NULL));
  text = okr_buf_text(buf);
  EXPECT(text.len > 10000 && text.data[text.len] == 0 && strlen(text.data) == text.len);
  EXPECT_OK(okr_workspace_parse(text.data, text.len, &again, NULL));
  okr_workspace_free(again);
  okr_buf_free(buf);
}

static void numbers_by_id(void)
{
  double number;
  okr_row_status status;
  okr_error *error = NULL;
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("emea-revenue"), &number, NULL));
  EXPECT(number == 0.65);
  EXPECT_OK(okr_scorecard_expected(card, OKR_TEXT("emea-sales"), &number, NULL));
  EXPECT(number > 0.55 && number < 0.57);
  EXPECT_OK(okr_scorecard_status(card, OKR_TEXT("emea-sales"), &status, NULL));
  EXPECT(status == OKR_ROW_STATUS_AT_RISK && IS(okr_row_status_name(status), "at_risk"));
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("discounts"), &number, NULL));
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_scorecard_progress(card, OKR_TEXT("none"), &number, NULL));
  EXPECT(isnan(number));
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_scorecard_status(card, OKR_TEXT("emea-sale"), &status, &error));
  EXPECT(status == OKR_ROW_STATUS_NONE && IS(okr_error_help(error), "did you mean `emea-sales`?"));
  EXPECT(okr_findings_count(okr_error_findings(error)) == 1 && IS(okr_error_path(error), ""));
  okr_error_free(error);
}

/* The key results of every objective, one objective after the other, are those of the whole in its order. */
static void rows_of_objectives(void)
{
  okr_rows objectives = okr_objective_order(card), key_results = okr_key_result_order(card);
  size_t at, of, next = 0;
  for (at = 0; at < objectives.len; at++) {
    okr_rows own = okr_objective_key_results(card, objectives.values[at]);
    EXPECT((own.values == NULL) == (own.len == 0));
    for (of = 0; of < own.len; of++) {
      EXPECT(next < key_results.len && own.values[of] == key_results.values[next++]);
      EXPECT(okr_key_result_objective(card, own.values[of]) == objectives.values[at]);
    }
  }
  EXPECT(next == key_results.len && next > objectives.len);
  EXPECT(okr_objective_key_results(card, okr_objective_count(card)).len == 0);
  EXPECT(okr_objective_key_results(card, OKR_NO_ROW).values == NULL && okr_objective_key_results(NULL, 0).len == 0);
}

/* Text that is empty has an address of memory: some hosts stop at others. */
static void nameless(void)
{
  okr_workspace *own;
  EXPECT_OK(okr_workspace_parse(OKR_TEXT("{\"okr\": 1}"), &own, NULL));
  EXPECT(IS(okr_workspace_name(own), "") && (uintptr_t)okr_workspace_name(own).data > 4096);
  okr_workspace_free(own);
}

static void rows(void)
{
  uint32_t row = 9, at, objectives = okr_objective_count(card), key_results = okr_key_result_count(card);
  okr_rows order = okr_objective_order(card);
  okr_column column;
  EXPECT(objectives == 16 && order.len == 16 && IS(okr_objective_id(card, order.values[0]), "customers-stay"));
  EXPECT(okr_key_result_order(card).len == key_results);
  EXPECT_OK(okr_objective_find(card, OKR_TEXT("emea-sales"), &row, NULL));
  EXPECT(IS(okr_objective_id(card, row), "emea-sales"));
  EXPECT(IS(okr_objective_title(card, row), "Improve sales performance in the EMEA region"));
  EXPECT(okr_objective_status(card, row) == OKR_ROW_STATUS_AT_RISK);
  EXPECT(okr_objective_status_reason(card, row) == OKR_REASON_GUARDRAIL);
  EXPECT(IS(okr_reason_name(OKR_REASON_GUARDRAIL), "guardrail") && IS(okr_reason_name(OKR_REASON_NONE), ""));
  EXPECT(okr_objective_is_stale(card, row) == 0);
  EXPECT(okr_objective_raw(card, row) == okr_objective_progress(card, row));
  EXPECT(okr_objective_expected(card, row) > 0.5 && okr_objective_confidence(card, row) > 0);
  EXPECT_OK(okr_objective_column(card, OKR_NUMBERS_PROGRESS, &column, NULL));
  EXPECT(column.len == objectives);
  for (at = 0; at < objectives; at++) {
    double progress = okr_objective_progress(card, at);
    EXPECT(memcmp(&progress, &column.values[at], sizeof progress) == 0);
    EXPECT(isnan(progress) == !(column.validity[at / 8] >> at % 8 & 1));
  }
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_objective_column(card, OKR_NUMBERS_VALUE, &column, NULL));
  EXPECT(column.values == NULL && column.len == 0);
  EXPECT_OK(okr_key_result_find(card, OKR_TEXT("emea-revenue"), &at, NULL));
  EXPECT(okr_key_result_objective(card, at) == row && okr_key_result_progress(card, at) == 0.65);
  EXPECT(okr_key_result_value(card, at) == 2790000 && okr_key_result_target(card, at) == 3000000);
  EXPECT(okr_key_result_baseline(card, at) == 2400000 && okr_key_result_raw(card, at) == 0.65);
  EXPECT(okr_key_result_confidence(card, at) <= 1 && okr_key_result_expected(card, at) > 0.5);
  EXPECT(okr_key_result_unit(card, at).len > 0 && okr_key_result_title(card, at).len > 0);
  EXPECT(IS(okr_key_result_id(card, at), "emea-revenue") && okr_key_result_is_stale(card, at) == 0);
  EXPECT(okr_key_result_status(card, at) == OKR_ROW_STATUS_ON_TRACK && okr_key_result_status_reason(card, at) == OKR_REASON_RATIO);
  EXPECT(okr_key_result_excluded(card, at) == OKR_LEFT_OUT_COUNTED);
  EXPECT_OK(okr_key_result_column(card, OKR_NUMBERS_VALUE, &column, NULL));
  EXPECT(column.values[at] == 2790000);
  EXPECT_OK(okr_key_result_find(card, OKR_TEXT("discounts"), &at, NULL));
  EXPECT(IS(okr_left_out_name(okr_key_result_excluded(card, at)), "guardrail"));
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_key_result_find(card, OKR_TEXT("emea-sales"), &at, NULL));
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_objective_find(card, OKR_TEXT("emea-revenue"), &row, NULL));
  EXPECT(at == OKR_NO_ROW && row == OKR_NO_ROW && isnan(okr_key_result_progress(card, at)));
  EXPECT(isnan(okr_objective_progress(card, objectives)) && isnan(okr_key_result_target(card, OKR_NO_ROW)));
  EXPECT(okr_key_result_objective(card, key_results) == OKR_NO_ROW);
}

/* What policies call rows, in words and grades of their own. */
static void said(void)
{
  okr_policy *viva = NULL;
  okr_scorecard *own = NULL, *partial = NULL;
  okr_str text;
  double score = 0;
  uint32_t setup, tickets, habit;
  EXPECT_OK(okr_policy_preset(OKR_TEXT("viva_goals"), &viva, NULL));
  EXPECT_OK(okr_workspace_score(workspace, today, viva, &own, NULL));
  EXPECT_OK(okr_objective_find(own, OKR_TEXT("easy-setup"), &setup, NULL));
  EXPECT_OK(okr_objective_find(own, OKR_TEXT("opened-every-morning"), &habit, NULL));
  EXPECT_OK(okr_key_result_find(own, OKR_TEXT("setup-tickets"), &tickets, NULL));
  EXPECT_OK(okr_objective_label(own, workspace, habit, &text, NULL));
  EXPECT(IS(text, "Behind"));
  EXPECT_OK(okr_objective_score(own, workspace, habit, &score, NULL));
  EXPECT_OK(okr_objective_grade(own, workspace, habit, &text, NULL));
  EXPECT(isnan(score) && IS(text, ""));
  EXPECT_OK(okr_objective_score(own, workspace, setup, &score, NULL));
  EXPECT_OK(okr_objective_grade(own, workspace, setup, &text, NULL));
  EXPECT(score > 0.93 && score < 0.94 && IS(text, "above 0.8"));
  EXPECT_OK(okr_key_result_label(own, workspace, tickets, &text, NULL));
  EXPECT(IS(text, "Behind"));
  EXPECT_OK(okr_key_result_score(own, workspace, tickets, &score, NULL));
  EXPECT_OK(okr_key_result_grade(own, workspace, tickets, &text, NULL));
  EXPECT(score > 0.94 && score < 0.95 && IS(text, "above 0.8"));
  /* The policy of the workspace has no words of its own. */
  EXPECT_OK(okr_objective_label(card, workspace, habit, &text, NULL));
  EXPECT(IS(text, ""));
  EXPECT_OK(okr_objective_score(own, workspace, OKR_NO_ROW, &score, NULL));
  EXPECT_OK(okr_key_result_label(own, workspace, OKR_NO_ROW, &text, NULL));
  EXPECT(isnan(score) && IS(text, ""));
  EXPECT_OK(okr_scorecard_new(&partial, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_objective_label(partial, workspace, 0, &text, NULL));
  EXPECT_OK(okr_scorecard_fill(partial, workspace, today, OKR_DETAIL_PROGRESS, NULL));
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_key_result_grade(partial, workspace, 0, &text, NULL));
  EXPECT(text.len == 0 && text.data != NULL);
  okr_scorecard_free(partial);
  okr_scorecard_free(own);
  okr_policy_free(viva);
}

static void policies_and_reports(void)
{
  okr_policy *google = NULL, *weakest = NULL, *own = NULL;
  okr_scorecard *other = NULL;
  okr_buf *buf = NULL;
  okr_error *error = NULL;
  uint32_t at, found = 0;
  double progress, weaker;
  for (at = 0; at < okr_preset_count(); at++) {
    found += IS(okr_preset_name(at), "google");
  }
  EXPECT(found == 1 && IS(okr_preset_name(at), ""));
  EXPECT_OK(okr_policy_preset(OKR_TEXT("google"), &google, NULL));
  EXPECT(IS(okr_policy_name(google), "google"));
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_POLICY, okr_policy_preset(OKR_TEXT("gogle"), &own, &error));
  EXPECT(own == NULL && IS(okr_error_help(error), "did you mean `google`?"));
  okr_error_free(error);
  EXPECT_OK(okr_policy_parse(OKR_TEXT("{\"rollup\": {\"mean\": \"minimum\"}}"), &weakest, &error));
  EXPECT(error == NULL);
  EXPECT_OK(okr_workspace_policy(workspace, &own, NULL));
  EXPECT_OK(okr_policy_print(own, &buf, NULL));
  EXPECT(strstr(okr_buf_text(buf).data, "\"rollup\"") != NULL);
  okr_buf_free(buf);
  EXPECT_OK(okr_workspace_score(workspace, today, weakest, &other, NULL));
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("emea-sales"), &progress, NULL));
  EXPECT_OK(okr_scorecard_progress(other, OKR_TEXT("emea-sales"), &weaker, NULL));
  EXPECT(weaker < progress);
  EXPECT_OK(okr_workspace_compare_policies(workspace, own, weakest, today, &buf, NULL));
  EXPECT(strstr(okr_buf_text(buf).data, "rollup.mean") != NULL);
  okr_buf_free(buf);
  EXPECT_OK(okr_scorecard_explain(card, workspace, OKR_TEXT("emea-sales"), &buf, NULL));
  EXPECT(strstr(okr_buf_text(buf).data, "\"contribution\"") != NULL);
  okr_buf_free(buf);
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_scorecard_explain(card, workspace, OKR_TEXT("emea-sale"), &buf, &error));
  EXPECT(buf == NULL && IS(okr_error_help(error), "did you mean `emea-sales`?"));
  okr_error_free(error);
  EXPECT_OK(okr_scorecard_report(card, workspace, &buf, NULL));
  EXPECT(strncmp(okr_buf_text(buf).data, "{\"okr_scorecard\":1", 18) == 0);
  okr_buf_free(buf);
  okr_policy_free(own);
  okr_policy_free(weakest);
  okr_policy_free(google);
  okr_scorecard_free(other);
}

static void findings(void)
{
  okr_findings *list = NULL;
  okr_workspace *none = NULL;
  okr_error *error = NULL;
  EXPECT_OK(okr_workspace_findings(workspace, &list, NULL));
  EXPECT(okr_findings_count(list) == 0 && okr_findings_unlisted(list) == 0);
  okr_findings_free(list);
  EXPECT_OK(okr_scorecard_findings(card, workspace, &list, NULL));
  EXPECT(okr_findings_count(list) == 3 && okr_findings_severity(list, 0) == OKR_SEVERITY_HINT);
  EXPECT(IS(okr_severity_name(OKR_SEVERITY_HINT), "hint") && IS(okr_severity_name(OKR_SEVERITY_ERROR), "error"));
  EXPECT(IS(okr_severity_name(OKR_SEVERITY_NONE), "") && IS(okr_severity_name(4), "") && IS(okr_severity_name(INT32_MIN), ""));
  EXPECT(okr_findings_code(list, 0) == 712 && IS(okr_findings_name(list, 0), "confidence_falling"));
  EXPECT(IS(okr_findings_path(list, 0), "/objectives/1/key_results/0") && okr_findings_message(list, 0).len > 0);
  EXPECT(okr_findings_severity(list, 3) == OKR_SEVERITY_NONE && IS(okr_findings_name(list, 3), ""));
  okr_findings_free(list);
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_FIELD,
                okr_workspace_parse(OKR_TEXT("{\"okr\": 1, \"nmae\": 1, \"teems\": 2}"), &none, &error));
  EXPECT(none == NULL && okr_error_status(error) == OKR_STATUS_UNKNOWN_FIELD && IS(okr_error_name(error), "unknown_field"));
  EXPECT(IS(okr_error_path(error), "/nmae") && okr_error_message(error).len > 0 && okr_error_help(error).len > 0);
  EXPECT(okr_findings_count(okr_error_findings(error)) == 2);
  EXPECT(IS(okr_findings_path(okr_error_findings(error), 1), "/teems"));
  EXPECT(okr_findings_help(okr_error_findings(error), 1).len > 0);
  EXPECT(okr_findings_code(okr_error_findings(error), 1) == -OKR_STATUS_UNKNOWN_FIELD);
  okr_error_free(error);
}

static void events(void)
{
  okr_workspace *copy = NULL;
  okr_scorecard *kept = NULL, *fresh = NULL;
  okr_change *first = NULL, *second = NULL, *both = NULL;
  okr_buf *buf = NULL;
  okr_buf *expected = NULL;
  okr_error *error = NULL;
  double progress;
  EXPECT_OK(okr_workspace_copy(workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_score(copy, today, NULL, &kept, NULL));
  EXPECT_OK(okr_workspace_check_in(copy, OKR_TEXT("emea-revenue"), today, 3e6, 0.9, &first, NULL));
  EXPECT_STATUS(OKR_STATUS_STALE_SCORECARD, okr_scorecard_report(kept, copy, &buf, NULL));
  EXPECT_STATUS(OKR_STATUS_FOREIGN_SCORECARD, okr_scorecard_report(card, copy, &buf, NULL));
  EXPECT(okr_scorecard_is_current(card, workspace) && !okr_scorecard_is_current(card, copy));
  EXPECT(!okr_scorecard_is_current(kept, copy) && !okr_scorecard_is_current(NULL, copy) && !okr_scorecard_is_current(kept, NULL));
  EXPECT_STATUS(OKR_STATUS_FOREIGN_SCORECARD, okr_scorecard_refresh(card, copy, first, &error));
  EXPECT(IS(okr_error_name(error), "foreign_scorecard") && okr_scorecard_is_current(card, workspace));
  okr_error_free(error);
  EXPECT_OK(okr_scorecard_refresh(kept, copy, first, NULL));
  EXPECT(okr_scorecard_is_current(kept, copy));
  EXPECT_OK(okr_scorecard_progress(kept, OKR_TEXT("emea-revenue"), &progress, NULL));
  EXPECT(progress == 1);
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("emea-revenue"), &progress, NULL));
  EXPECT(progress == 0.65);
  okr_change_free(first);
  EXPECT_OK(okr_workspace_apply(copy,
                                OKR_TEXT("{\"of\": \"emea-sales\", \"kind\": {\"state\": {\"on\": \"2026-11-20\", \"state\": \"cancelled\"}}}"),
                                &first, NULL));
  EXPECT_OK(okr_workspace_check_in(copy, OKR_TEXT("sales-cycle"), today, 40, NAN, &second, NULL));
  EXPECT_OK(okr_change_join(first, second, &both, NULL));
  EXPECT_OK(okr_scorecard_refresh(kept, copy, both, NULL));
  EXPECT_OK(okr_scorecard_report(kept, copy, &buf, NULL));
  EXPECT_OK(okr_workspace_score(copy, today, NULL, &fresh, NULL));
  EXPECT_OK(okr_scorecard_report(fresh, copy, &expected, NULL));
  EXPECT(strcmp(okr_buf_text(buf).data, okr_buf_text(expected).data) == 0);
  okr_buf_free(buf);
  okr_buf_free(expected);
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_workspace_check_in(copy, OKR_TEXT("no"), today, 1, NAN, NULL, &error));
  EXPECT(IS(okr_error_path(error), "/of"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_NOT_FINITE, okr_workspace_check_in(copy, OKR_TEXT("sales-cycle"), today, NAN, NAN, NULL, &error));
  EXPECT(IS(okr_error_path(error), "/kind/check_in/value"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_VALUE_NOT_FOR_KIND, okr_workspace_check_in_done(copy, OKR_TEXT("sales-cycle"), today, 1, NAN, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_workspace_check_in_done(copy, OKR_TEXT("sales-cycle"), today, 2, NAN, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_DATE, okr_workspace_check_in(copy, OKR_TEXT("sales-cycle"), INT32_MIN, 1, NAN, NULL, &error));
  EXPECT(IS(okr_error_path(error), "/kind/check_in/on") && IS(okr_findings_path(okr_error_findings(error), 0), "/kind/check_in/on"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_INVALID_JSON, okr_workspace_apply(copy, OKR_TEXT("{"), NULL, NULL));
  okr_change_free(first);
  okr_change_free(second);
  okr_change_free(both);
  okr_scorecard_free(fresh);
  okr_scorecard_free(kept);
  okr_workspace_free(copy);
}

static void filling_again(void)
{
  okr_scorecard *empty = NULL;
  okr_change *change = NULL;
  okr_workspace *copy = NULL;
  okr_column column;
  okr_buf *buf = NULL;
  EXPECT_OK(okr_scorecard_new(&empty, NULL));
  EXPECT(okr_objective_count(empty) == 0 && okr_objective_order(empty).values == NULL);
  EXPECT_OK(okr_workspace_copy(workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_check_in(copy, OKR_TEXT("emea-revenue"), today, 3e6, NAN, &change, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_refresh(empty, copy, change, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_scorecard_fill(empty, copy, today, 7, NULL));
  EXPECT_OK(okr_scorecard_fill(empty, copy, today, OKR_DETAIL_PROGRESS, NULL));
  EXPECT(okr_objective_count(empty) == 16 && okr_scorecard_as_of(empty) == today);
  EXPECT_OK(okr_objective_column(empty, OKR_NUMBERS_PROGRESS, &column, NULL));
  EXPECT(column.len == 16);
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_objective_column(empty, OKR_NUMBERS_EXPECTED, &column, NULL));
  EXPECT(column.values == NULL && column.len == 0);
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_scorecard_report(empty, copy, &buf, NULL));
  EXPECT_OK(okr_scorecard_fill(empty, copy, today + 1, OKR_DETAIL_WHOLE, NULL));
  EXPECT_OK(okr_scorecard_report(empty, copy, &buf, NULL));
  okr_buf_free(buf);
  okr_scorecard_free(empty);
  okr_workspace_free(copy);
  okr_change_free(change);
}

static void limits(const char *text, size_t len)
{
  okr_limits *limits = NULL;
  okr_workspace *some = NULL;
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT(okr_limits_get(limits, OKR_LIMIT_DEPTH) == 64 && okr_limits_get(limits, 12) == 0);
  /* What is asked of them is what holds. */
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_DEPTH, UINT64_MAX, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_CHECK_INS, 100000001, NULL));
  EXPECT(okr_limits_get(limits, OKR_LIMIT_DEPTH) == 120 && okr_limits_get(limits, OKR_LIMIT_CHECK_INS) == 100000000);
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_OBJECTIVES, 15, NULL));
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_limits_set(limits, -1, 15, NULL));
  EXPECT_STATUS(OKR_STATUS_TOO_MANY, okr_workspace_parse_with(text, len, limits, &some, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_OBJECTIVES, 16, NULL));
  EXPECT_OK(okr_workspace_parse_with(text, len, limits, &some, NULL));
  okr_workspace_free(some);
  okr_limits_free(limits);
  EXPECT_OK(okr_limits_large(&limits, NULL));
  EXPECT(okr_limits_get(limits, OKR_LIMIT_OBJECTIVES) == 100000000);
  EXPECT_OK(okr_workspace_parse_with(text, len, limits, &some, NULL));
  okr_workspace_free(some);
  okr_limits_free(limits);
}

/* How many rows a stream of one batch has. */
static int64_t read_rows(struct ArrowArrayStream *stream)
{
  struct ArrowSchema schema;
  struct ArrowArray batch, end;
  int64_t rows;
  EXPECT(stream->release != NULL);
  EXPECT(stream->get_schema(stream, &schema) == 0 && strcmp(schema.format, "+s") == 0);
  EXPECT(stream->get_next(stream, &batch) == 0);
  EXPECT(batch.n_children == schema.n_children);
  EXPECT(stream->get_next(stream, &end) == 0 && end.release == NULL);
  rows = batch.length;
  batch.release(&batch);
  schema.release(&schema);
  stream->release(stream);
  return rows;
}

static void tables(void)
{
  static const int32_t there[] = {OKR_TABLE_OBJECTIVES, OKR_TABLE_KEY_RESULTS, OKR_TABLE_CYCLES,
                                  OKR_TABLE_TEAMS, OKR_TABLE_PEOPLE, OKR_TABLE_KPIS};
  static const int32_t absent[] = {OKR_TABLE_CHECK_INS, OKR_TABLE_ALIGNMENTS, OKR_TABLE_READINGS, OKR_TABLE_READINGS + 1, -1};
  struct ArrowArrayStream stream;
  size_t at;
  for (at = 0; at < sizeof there / sizeof *there; at++) {
    int64_t rows;
    EXPECT_OK(okr_scorecard_table(card, workspace, there[at], OKR_ORDER_DOCUMENT, &stream, NULL));
    rows = read_rows(&stream);
    EXPECT(there[at] != OKR_TABLE_OBJECTIVES || rows == (int64_t)okr_objective_count(card));
    EXPECT(there[at] != OKR_TABLE_KEY_RESULTS || rows == (int64_t)okr_key_result_count(card));
    EXPECT(rows > 0);
    EXPECT_OK(okr_scorecard_table(card, workspace, there[at], OKR_ORDER_ROWS, &stream, NULL));
    EXPECT(read_rows(&stream) == rows);
  }
  for (at = 0; at < sizeof absent / sizeof *absent; at++) {
    EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_scorecard_table(card, workspace, absent[at], OKR_ORDER_ROWS, &stream, NULL));
    EXPECT(stream.release == NULL);
  }
  EXPECT_STATUS(OKR_STATUS_BAD_CHOICE, okr_scorecard_table(card, workspace, OKR_TABLE_TEAMS, 2, &stream, NULL));
  EXPECT_OK(okr_workspace_check_in_table(workspace, &stream, NULL));
  EXPECT(read_rows(&stream) > 100);
}

static void versions(void)
{
  okr_buf *buf = NULL;
  char text[32];
  EXPECT(okr_version_number() == OKR_VERSION_NUMBER && okr_abi_version() == OKR_ABI_VERSION);
  EXPECT(OKR_VERSION_NUMBER == OKR_VERSION_MAJOR * 10000 + OKR_VERSION_MINOR * 100 + OKR_VERSION_PATCH);
  snprintf(text, sizeof text, "%d.%d.%d", OKR_VERSION_MAJOR, OKR_VERSION_MINOR, OKR_VERSION_PATCH);
  EXPECT(is_text(okr_version_text(), text, strlen(text)));
  EXPECT_OK(okr_build_info(&buf, NULL));
  EXPECT(strstr(okr_buf_text(buf).data, text) != NULL);
  okr_buf_free(buf);
  EXPECT(IS(okr_status_name(OKR_STATUS_UNKNOWN_ID), "unknown_id") && IS(okr_status_name(OKR_STATUS_OK), "ok"));
  EXPECT(IS(okr_status_summary(OKR_STATUS_UNKNOWN_ID), "nothing has that id") && IS(okr_status_name(1), ""));
  /* Codes of findings have names too, though no call returns them. */
  EXPECT(IS(okr_status_name(-711), "no_window") && okr_status_summary(-711).len > 0 && IS(okr_status_name(-12345), ""));
}

int main(int count, char **arguments)
{
  size_t len;
  char *text;
  EXPECT(count == 2);
  text = file(arguments[1], &len);
  EXPECT_OK(okr_workspace_parse(text, len, &workspace, NULL));
  EXPECT_OK(okr_date_make(2026, 11, 21, &today, NULL));
  EXPECT_OK(okr_workspace_score(workspace, today, NULL, &card, NULL));
  EXPECT(okr_scorecard_as_of(card) == today);
  texts_and_dates();
  numbers_by_id();
  nameless();
  rows();
  rows_of_objectives();
  said();
  policies_and_reports();
  findings();
  events();
  filling_again();
  limits(text, len);
  tables();
  versions();
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  free(text);
  puts("fine");
  return 0;
}
