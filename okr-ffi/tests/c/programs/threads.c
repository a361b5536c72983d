/* Several threads with the same handles: those passed as const are shared, and errors are read where they were not made. */
#include "expect.h"
#include <pthread.h>

enum { THREADS = 4 };

static long rounds;

static okr_workspace *workspace;
static okr_scorecard *card;
static okr_policy *policy;
static okr_buf *expected;
static okr_error *error;

static void *read_everything(void *nothing)
{
  long round;
  for (round = 0; round < rounds; round++) {
    okr_scorecard *own;
    okr_buf *report, *text;
    okr_column column;
    okr_findings *findings;
    EXPECT_STATUS(OKR_STATUS_UNKNOWN_ID, okr_scorecard_explain(card, workspace, OKR_TEXT("x"), &report, NULL));
    EXPECT_OK(okr_scorecard_report(card, workspace, &report, NULL));
    EXPECT(strcmp(okr_buf_text(report).data, okr_buf_text(expected).data) == 0);
    EXPECT_OK(okr_workspace_score(workspace, 20000, policy, &own, NULL));
    /* The masks and orders are made when first asked for, by whichever thread comes first. */
    EXPECT_OK(okr_objective_column(card, OKR_NUMBERS_PROGRESS, &column, NULL));
    EXPECT(column.validity != NULL && okr_key_result_order(card).len == okr_key_result_count(card));
    EXPECT_OK(okr_workspace_findings(workspace, &findings, NULL));
    EXPECT_OK(okr_workspace_print(workspace, &text, NULL));
    EXPECT(IS(okr_error_path(error), "/nmae") && okr_findings_count(okr_error_findings(error)) == 1);
    EXPECT(IS(okr_error_message(error), "found the field `nmae`, expected a field of a document"));
    EXPECT(IS(okr_error_name(error), "unknown_field") && okr_error_help(error).len > 0);
    okr_findings_free(findings);
    okr_buf_free(text);
    okr_buf_free(report);
    okr_scorecard_free(own);
  }
  return nothing;
}

static void *free_everything(void *nothing)
{
  okr_error_free(error);
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  okr_policy_free(policy);
  okr_buf_free(expected);
  return nothing;
}

int main(int count, char **arguments)
{
  pthread_t threads[THREADS];
  size_t len, at;
  char *text;
  EXPECT(count == 3);
  rounds = strtol(arguments[2], NULL, 10);
  text = file(arguments[1], &len);
  EXPECT_OK(okr_workspace_parse(text, len, &workspace, NULL));
  free(text);
  EXPECT_OK(okr_workspace_score(workspace, 20778, NULL, &card, NULL));
  EXPECT_OK(okr_policy_preset(OKR_TEXT("google"), &policy, NULL));
  EXPECT_OK(okr_scorecard_report(card, workspace, &expected, NULL));
  {
    okr_workspace *none;
    EXPECT_STATUS(OKR_STATUS_UNKNOWN_FIELD, okr_workspace_parse(OKR_TEXT("{\"okr\": 1, \"nmae\": 1}"), &none, &error));
  }
  for (at = 0; at < THREADS; at++) {
    EXPECT(pthread_create(&threads[at], NULL, read_everything, NULL) == 0);
  }
  for (at = 0; at < THREADS; at++) {
    EXPECT(pthread_join(threads[at], NULL) == 0);
  }
  EXPECT(pthread_create(&threads[0], NULL, free_everything, NULL) == 0);
  EXPECT(pthread_join(threads[0], NULL) == 0);
  puts("fine");
  return 0;
}
