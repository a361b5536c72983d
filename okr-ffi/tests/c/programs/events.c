/* Events as JSON, of every kind and under every limit, and carrying over: what changes a workspace besides check-ins. */
#include "expect.h"

static const char document[] =
    "{\"okr\": 1, \"confidence_scale\": [0, 10],"
    " \"cycles\": [{\"id\": \"Q4\", \"start\": \"2026-10-01\", \"end\": \"2026-12-31\"},"
    "              {\"id\": \"Q1\", \"start\": \"2027-01-01\", \"end\": \"2027-03-31\"}],"
    " \"people\": [{\"id\": \"ana\", \"name\": \"Ana\"}, {\"id\": \"ben\", \"name\": \"Ben\"}],"
    " \"objectives\": [{\"id\": \"habit\", \"title\": \"A daily habit\", \"cycle\": \"Q4\", \"key_results\": ["
    "   {\"id\": \"dau\", \"title\": \"Daily users\", \"measure\": {\"kind\": \"move\", \"baseline\": 10000, \"target\": 12000}},"
    "   {\"id\": \"nps\", \"title\": \"NPS\", \"measure\": {\"kind\": \"ratio\", \"target\": 50}}]}]}";

static okr_workspace *workspace;
static okr_date today;

/* Applies an event to the workspace and brings a scorecard up to date with it. */
static void apply(okr_scorecard *card, const char *event)
{
  okr_change *change = NULL;
  EXPECT_OK(okr_workspace_apply(workspace, event, strlen(event), &change, NULL));
  EXPECT_OK(okr_scorecard_refresh(card, workspace, change, NULL));
  EXPECT(okr_scorecard_is_current(card, workspace));
  okr_change_free(change);
}

/* Whether the document as it is now holds a text. */
static int says(const char *text)
{
  okr_buf *buf;
  int found;
  EXPECT_OK(okr_workspace_print(workspace, &buf, NULL));
  found = strstr(okr_buf_text(buf).data, text) != NULL;
  okr_buf_free(buf);
  return found;
}

static void every_kind(void)
{
  okr_scorecard *card;
  uint32_t dau, habit;
  EXPECT_OK(okr_workspace_score(workspace, today, NULL, &card, NULL));
  EXPECT_OK(okr_key_result_find(card, OKR_TEXT("dau"), &dau, NULL));
  EXPECT_OK(okr_objective_find(card, OKR_TEXT("habit"), &habit, NULL));
  apply(card, "{\"of\": \"dau\", \"kind\": {\"check_in\": {\"on\": \"2026-11-16\", \"value\": 11000, \"confidence\": 0.7, "
              "\"note\": \"a new onboarding\", \"by\": \"ana\"}}}");
  /* Confidence is 0 to 1 in events, also where the document was on another scale. */
  EXPECT(okr_key_result_progress(card, dau) == 0.5 && okr_key_result_confidence(card, dau) == 0.7 && says("\"confidence\":0.7"));
  apply(card, "{\"of\": \"dau\", \"kind\": {\"amendment\": {\"on\": \"2026-11-16\", \"target\": 14000, \"reason\": \"a new market\", "
              "\"by\": \"ana\"}}, \"at\": \"2026-11-17\", \"by\": \"ben\"}");
  EXPECT(okr_key_result_progress(card, dau) == 0.25 && okr_key_result_target(card, dau) == 14000);
  apply(card, "{\"of\": \"habit\", \"kind\": {\"override\": {\"on\": \"2026-11-16\", \"status\": \"at_risk\", \"by\": \"ana\", "
              "\"reason\": \"two of us are leaving\"}}}");
  EXPECT(okr_objective_status(card, habit) == OKR_ROW_STATUS_AT_RISK && okr_objective_status_reason(card, habit) == OKR_REASON_OVERRIDE);
  apply(card, "{\"of\": \"habit\", \"kind\": {\"state\": {\"on\": \"2026-11-16\", \"state\": \"postponed\"}}}");
  EXPECT(okr_objective_status(card, habit) == OKR_ROW_STATUS_POSTPONED);
  apply(card, "{\"of\": \"habit\", \"kind\": {\"state\": {\"on\": \"2026-11-16\", \"state\": \"active\"}}}");
  okr_scorecard_free(card);
}

/* Refuses an event with a status and the path of what is wrong. */
static void refused(okr_status expected, const char *path, const char *event)
{
  okr_error *error = NULL;
  okr_change *change = NULL;
  EXPECT_STATUS(expected, okr_workspace_apply(workspace, event, strlen(event), &change, &error));
  EXPECT(change == NULL && is_text(okr_error_path(error), path, strlen(path)));
  EXPECT(okr_findings_count(okr_error_findings(error)) > 0);
  okr_error_free(error);
}

static void what_is_wrong(void)
{
  refused(OKR_STATUS_UNKNOWN_FIELD, "/kind/check_in/no", "{\"of\": \"dau\", \"kind\": {\"check_in\": {\"no\": \"2026-11-16\"}}}");
  refused(OKR_STATUS_BAD_DATE, "/kind/check_in/on", "{\"of\": \"dau\", \"kind\": {\"check_in\": {\"on\": \"2026-02-30\"}}}");
  refused(OKR_STATUS_OUT_OF_RANGE, "/kind/check_in/confidence",
          "{\"of\": \"dau\", \"kind\": {\"check_in\": {\"on\": \"2026-11-16\", \"confidence\": 7}}}");
  refused(OKR_STATUS_MISSING_FIELD, "/kind", "{\"of\": \"dau\", \"kind\": {}}");
  refused(OKR_STATUS_NOT_AMENDABLE, "/of", "{\"of\": \"habit\", \"kind\": {\"amendment\": {\"on\": \"2026-11-16\", \"target\": 1}}}");
  refused(OKR_STATUS_UNKNOWN_ID, "/of", "{\"of\": \"dua\", \"kind\": {\"check_in\": {\"on\": \"2026-11-16\"}}}");
}

/* An objective that no policy reads a value of keeps its check-in all the same. */
static void check_in_of_an_objective(void)
{
  okr_scorecard *card;
  okr_change *change;
  double before, after;
  EXPECT_OK(okr_workspace_score(workspace, today, NULL, &card, NULL));
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("habit"), &before, NULL));
  EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("habit"), today, 87, NAN, &change, NULL));
  EXPECT_OK(okr_scorecard_refresh(card, workspace, change, NULL));
  EXPECT_OK(okr_scorecard_progress(card, OKR_TEXT("habit"), &after, NULL));
  EXPECT(before == after && says("\"value\":87"));
  okr_change_free(change);
  okr_scorecard_free(card);
}

/* The limits that a workspace was made with hold for its events. */
static void limits_of_the_workspace(void)
{
  static const char longer[] = "{\"of\": \"dau\", \"kind\": {\"check_in\": {\"on\": \"2026-11-16\", \"note\": \"a new onboarding, \\u0062ut late\"}}}";
  okr_limits *limits;
  okr_workspace *strict;
  okr_error *error;
  EXPECT_OK(okr_workspace_apply(workspace, longer, sizeof longer - 1, NULL, NULL));
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_TEXT, 20, NULL));
  EXPECT_OK(okr_workspace_parse_with(document, sizeof document - 1, limits, &strict, NULL));
  EXPECT_STATUS(OKR_STATUS_TEXT_TOO_LONG, okr_workspace_apply(strict, longer, sizeof longer - 1, NULL, &error));
  EXPECT(IS(okr_error_path(error), "/kind/check_in/note"));
  okr_error_free(error);
  EXPECT_OK(okr_workspace_check_in(strict, OKR_TEXT("dau"), today, 11000, NAN, NULL, NULL));
  okr_workspace_free(strict);
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_TEXT, 1000, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_BYTES, sizeof document, NULL));
  EXPECT_OK(okr_workspace_parse_with(document, sizeof document - 1, limits, &strict, NULL));
  {
    char *large = (char *)malloc(sizeof document + 1);
    memset(large, ' ', sizeof document + 1);
    EXPECT_STATUS(OKR_STATUS_TOO_LARGE, okr_workspace_apply(strict, large, sizeof document + 1, NULL, NULL));
    free(large);
  }
  okr_workspace_free(strict);
  /* And so many check-ins. */
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_BYTES, 100000, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_CHECK_INS, 1, NULL));
  EXPECT_OK(okr_workspace_parse_with(document, sizeof document - 1, limits, &strict, NULL));
  EXPECT_OK(okr_workspace_check_in(strict, OKR_TEXT("dau"), today, 11000, NAN, NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_TOO_MANY, okr_workspace_check_in(strict, OKR_TEXT("nps"), today, 30, NAN, NULL, &error));
  EXPECT(IS(okr_error_path(error), "/kind") && IS(okr_error_name(error), "too_many"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_TOO_MANY, okr_workspace_check_in_done(strict, OKR_TEXT("nps"), today, 1, NAN, NULL, NULL));
  okr_workspace_free(strict);
  okr_limits_free(limits);
}

static void carrying_over(void)
{
  static const char next[] = "[{\"of\": \"habit\", \"id\": \"habit-q1\", \"cycle\": \"Q1\", \"key_results\": {\"dau\": \"dau-q1\"}}]";
  static const char same[] = "[{\"of\": \"habit\", \"id\": \"habit-q1\", \"cycle\": \"Q4\"}]";
  okr_scorecard *card, *empty, *partial, *foreign;
  okr_workspace *copy;
  okr_change *change = NULL;
  okr_error *error;
  uint32_t row;
  EXPECT_OK(okr_workspace_score(workspace, today, NULL, &card, NULL));
  EXPECT_STATUS(OKR_STATUS_SAME_CYCLE, okr_workspace_carry_over(workspace, card, same, sizeof same - 1, &change, &error));
  EXPECT(change == NULL && IS(okr_error_path(error), "/0/cycle") && okr_scorecard_is_current(card, workspace));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID,
                okr_workspace_carry_over(workspace, card, OKR_TEXT("[{\"of\": \"habits\", \"id\": \"x\", \"cycle\": \"Q1\"}]"), NULL, &error));
  EXPECT(IS(okr_error_path(error), "/0/of") && IS(okr_error_help(error), "did you mean `habit`?"));
  okr_error_free(error);
  EXPECT_STATUS(OKR_STATUS_MISSING_FIELD, okr_workspace_carry_over(workspace, card, OKR_TEXT("[{}]"), NULL, NULL));
  EXPECT_STATUS(OKR_STATUS_INVALID_JSON, okr_workspace_carry_over(workspace, card, NULL, 0, NULL, NULL));
  EXPECT_OK(okr_scorecard_new(&empty, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_workspace_carry_over(workspace, empty, next, sizeof next - 1, NULL, NULL));
  EXPECT_OK(okr_scorecard_new(&partial, NULL));
  EXPECT_OK(okr_scorecard_fill(partial, workspace, today, OKR_DETAIL_PROGRESS, NULL));
  EXPECT_STATUS(OKR_STATUS_PARTIAL_SCORECARD, okr_workspace_carry_over(workspace, partial, next, sizeof next - 1, NULL, NULL));
  EXPECT_OK(okr_workspace_copy(workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_score(copy, today, NULL, &foreign, NULL));
  EXPECT_STATUS(OKR_STATUS_FOREIGN_SCORECARD, okr_workspace_carry_over(workspace, foreign, next, sizeof next - 1, NULL, NULL));
  EXPECT_OK(okr_workspace_carry_over(workspace, card, next, sizeof next - 1, &change, NULL));
  EXPECT(!okr_scorecard_is_current(card, workspace));
  EXPECT_OK(okr_scorecard_refresh(card, workspace, change, NULL));
  EXPECT(okr_objective_count(card) == 2 && okr_key_result_count(card) == 3 && says("\"continues\":\"habit\""));
  /* From the value that was reached. */
  EXPECT_OK(okr_key_result_find(card, OKR_TEXT("dau-q1"), &row, NULL));
  EXPECT(okr_key_result_baseline(card, row) == 11000 && okr_key_result_target(card, row) == 14000);
  EXPECT_STATUS(OKR_STATUS_DUPLICATE_ID, okr_workspace_carry_over(workspace, card, next, sizeof next - 1, NULL, NULL));
  /* Events go on from there. */
  EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("dau-q1"), today + 60, 14000, NAN, NULL, NULL));
  okr_change_free(change);
  okr_scorecard_free(foreign);
  okr_workspace_free(copy);
  okr_scorecard_free(partial);
  okr_scorecard_free(empty);
  okr_scorecard_free(card);
}

int main(void)
{
  EXPECT_OK(okr_workspace_parse(document, sizeof document - 1, &workspace, NULL));
  EXPECT_OK(okr_date_make(2026, 11, 20, &today, NULL));
  every_kind();
  what_is_wrong();
  check_in_of_an_objective();
  limits_of_the_workspace();
  carrying_over();
  okr_workspace_free(workspace);
  puts("fine");
  return 0;
}
