/* Bugs of the engine, provoked: a status, an error that says so, and handles that go on as they were. */
#include "expect.h"

#include "provoke.h"

static const char document[] = "{\"okr\": 1, \"cycles\": [{\"id\": \"c\", \"start\": \"1970-02-01\", \"end\": \"1970-03-31\"}],"
                               "\"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"key_results\": ["
                               "{\"id\": \"k\", \"title\": \"K\", \"measure\": {\"kind\": \"ratio\", \"target\": 10}}]}]}";

static okr_buf *printed(const okr_workspace *workspace)
{
  okr_buf *buf;
  EXPECT_OK(okr_workspace_print(workspace, &buf, NULL));
  return buf;
}

static void expect_bug(okr_error *error)
{
  EXPECT(okr_error_status(error) == OKR_STATUS_PANIC);
  EXPECT(IS(okr_error_message(error), "the engine has a bug: provoked"));
  okr_error_free(error);
}

/* So many events that what they can be undone by is made anew on the way, more than once. */
static void after_many_events(okr_workspace *workspace)
{
  int32_t event;
  for (event = 1; event <= 5000; event++) {
    okr_buf *before, *after;
    EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("k"), event, event % 10, NAN, NULL, NULL));
    if (event % 511 != 0) {
      continue;
    }
    before = printed(workspace);
    EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_event(workspace, OKR_TEXT("k"), NULL, NULL));
    after = printed(workspace);
    EXPECT(strcmp(okr_buf_text(before).data, okr_buf_text(after).data) == 0);
    okr_buf_free(before);
    okr_buf_free(after);
  }
}

/* Calls that make something make nothing, and calls without a status give what they give for nothing. */
static void that_make_or_tell(const okr_workspace *workspace)
{
  okr_scorecard *card, *none;
  okr_error *error;
  EXPECT_OK(okr_workspace_score(workspace, 9, NULL, &card, NULL));
  none = card;
  EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_scoring(workspace, &none, &error));
  expect_bug(error);
  EXPECT(none == NULL);
  EXPECT(isnan(okr_provoke_in_number(card)));
  EXPECT(okr_scorecard_is_current(card, workspace) && !isnan(okr_key_result_progress(card, 0)));
  okr_scorecard_free(card);
}

/* The workspace is as it was, and its scorecards are still of it: nothing had changed when the bug was met. */
static void in_carrying_over(okr_workspace *workspace)
{
  static const char next[] = "[{\"of\": \"o\", \"id\": \"next\", \"cycle\": \"c\"}]";
  okr_buf *before = printed(workspace), *after;
  okr_scorecard *card;
  okr_change *change = NULL;
  okr_error *error;
  EXPECT_OK(okr_workspace_score(workspace, 9, NULL, &card, NULL));
  EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_carrying_over(workspace, &change, &error));
  expect_bug(error);
  after = printed(workspace);
  EXPECT(change == NULL && strcmp(okr_buf_text(before).data, okr_buf_text(after).data) == 0);
  EXPECT_OK(okr_workspace_carry_over(workspace, card, next, sizeof next - 1, &change, NULL));
  EXPECT_OK(okr_scorecard_refresh(card, workspace, change, NULL));
  EXPECT(okr_objective_count(card) == 2);
  okr_change_free(change);
  okr_scorecard_free(card);
  okr_buf_free(before);
  okr_buf_free(after);
}

/* The stream is released, and the tables have what they had. */
static void in_a_table(const okr_workspace *workspace)
{
  okr_tables *tables;
  okr_workspace *made;
  okr_scorecard *card;
  okr_error *error;
  struct ArrowArrayStream stream;
  EXPECT_OK(okr_tables_new(NULL, 0, NULL, 0, &tables, NULL));
  EXPECT_OK(okr_workspace_score(workspace, 9, NULL, &card, NULL));
  EXPECT_OK(okr_scorecard_table(card, workspace, OKR_TABLE_CYCLES, OKR_ORDER_ROWS, &stream, NULL));
  EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_table(tables, OKR_TABLE_CYCLES, &stream, &error));
  expect_bug(error);
  EXPECT(stream.release == NULL);
  EXPECT_OK(okr_workspace_from_tables(tables, NULL, &made, NULL));
  okr_workspace_free(made);
  okr_scorecard_free(card);
  okr_tables_free(tables);
}

int main(void)
{
  okr_workspace *workspace;
  okr_scorecard *card;
  okr_error *error = NULL;
  okr_change *change = NULL;
  okr_buf *before, *after;
  double scored;
  int round;
  EXPECT_OK(okr_workspace_parse(document, sizeof document - 1, &workspace, NULL));
  for (round = 1; round <= 3; round++) {
    EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("k"), round, round, NAN, NULL, NULL));
    EXPECT_OK(okr_workspace_score(workspace, 9, NULL, &card, NULL));
    scored = okr_key_result_progress(card, 0);
    before = printed(workspace);
    EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_reading(workspace, &error));
    expect_bug(error);
    EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_reading(workspace, NULL));
    EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_event(workspace, OKR_TEXT("k"), &change, &error));
    expect_bug(error);
    EXPECT(change == NULL);
    after = printed(workspace);
    EXPECT(strcmp(okr_buf_text(before).data, okr_buf_text(after).data) == 0);
    okr_buf_free(before);
    okr_buf_free(after);
    EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_provoke_in_event(workspace, OKR_TEXT("x"), NULL, NULL));
    /* The workspace goes on; the scorecard that was made before the bug is foreign to it, stays as it was, and can be filled. */
    EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("k"), round + 3, 5, NAN, &change, NULL));
    EXPECT_STATUS(OKR_STATUS_FOREIGN_SCORECARD, okr_scorecard_refresh(card, workspace, change, NULL));
    EXPECT(okr_key_result_progress(card, 0) == scored && !okr_scorecard_is_current(card, workspace));
    EXPECT_OK(okr_scorecard_fill(card, workspace, 9, OKR_DETAIL_WHOLE, NULL));
    EXPECT(okr_key_result_progress(card, 0) == 0.5 && okr_scorecard_is_current(card, workspace));
    okr_change_free(change);
    EXPECT_OK(okr_workspace_check_in(workspace, OKR_TEXT("k"), round + 3, 6, NAN, &change, NULL));
    EXPECT_OK(okr_scorecard_refresh(card, workspace, change, NULL));
    EXPECT(okr_key_result_progress(card, 0) == 0.6);
    /* A scorecard is emptied, so that it shows nothing that does not fit together, and can be filled again. */
    EXPECT_STATUS(OKR_STATUS_PANIC, okr_provoke_in_refresh(card, &error));
    expect_bug(error);
    EXPECT(okr_objective_count(card) == 0 && isnan(okr_key_result_progress(card, 0)));
    EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_refresh(card, workspace, change, NULL));
    EXPECT_OK(okr_scorecard_fill(card, workspace, 9, OKR_DETAIL_WHOLE, NULL));
    EXPECT(okr_key_result_progress(card, 0) == 0.6);
    okr_change_free(change);
    okr_scorecard_free(card);
  }
  after_many_events(workspace);
  that_make_or_tell(workspace);
  in_carrying_over(workspace);
  in_a_table(workspace);
  okr_workspace_free(workspace);
  puts("fine");
  return 0;
}
