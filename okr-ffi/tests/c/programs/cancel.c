/* Cancelling long calls: before they begin, and from another thread while they run. Handles stay what they were. */
#define _POSIX_C_SOURCE 200809L
#include "expect.h"
#include <pthread.h>
#include <time.h>

enum { AS_OF = 20778, ATTEMPTS = 40 };

static const char small[] =
    "{\"okr\": 1, \"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"key_results\": [{\"id\": \"k\", \"title\": \"K\", "
    "\"measure\": {\"kind\": \"move\", \"target\": 10}, \"check_ins\": [{\"on\": \"2026-10-01\", \"value\": 3}]}]}]}";

/* It as two arguments. */
#define SMALL small, sizeof small - 1

/* What is carried over of the document below. */
#define CARRIES "[{\"of\": \"o0\", \"id\": \"next\", \"cycle\": \"Q1\"}]"

/* A document of many objectives with a key result each. */
static char *many(size_t objectives, size_t *len)
{
  char *text = (char *)malloc(objectives * 240 + 100);
  char *end = text;
  size_t at;
  EXPECT(text != NULL);
  end += sprintf(end, "{\"okr\": 1, \"cycles\": [{\"id\": \"Q1\", \"start\": \"2027-01-01\", \"end\": \"2027-03-31\"}], "
                      "\"objectives\": [");
  for (at = 0; at < objectives; at++) {
    end += sprintf(end,
                   "%s{\"id\": \"o%lu\", \"title\": \"O\", \"key_results\": [{\"id\": \"k%lu\", \"title\": \"K\", \"measure\": "
                   "{\"kind\": \"move\", \"target\": 10, \"aggregate\": \"mean\"}, \"check_ins\": [{\"on\": \"2026-10-01\", "
                   "\"value\": 3}]}]}",
                   at ? "," : "", (unsigned long)at, (unsigned long)at);
  }
  end += sprintf(end, "]}");
  *len = (size_t)(end - text);
  return text;
}

/* One of a single objective that has all of them. */
static char *wide(size_t key_results, size_t *len)
{
  char *text = (char *)malloc(key_results * 160 + 100);
  char *end = text;
  size_t at;
  EXPECT(text != NULL);
  end += sprintf(end, "{\"okr\": 1, \"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"key_results\": [");
  for (at = 0; at < key_results; at++) {
    end += sprintf(end,
                   "%s{\"id\": \"k%lu\", \"title\": \"K\", \"measure\": {\"kind\": \"move\", \"target\": 10}, "
                   "\"check_ins\": [{\"on\": \"2026-10-01\", \"value\": 3}]}",
                   at ? "," : "", (unsigned long)at);
  }
  end += sprintf(end, "]}]}");
  *len = (size_t)(end - text);
  return text;
}

/* What the calls of this program work on. */
static char *text;
static size_t text_len;
static okr_workspace *workspace;
static okr_scorecard *card;
static okr_policy *policy;

static okr_status parse(const okr_cancel *cancel)
{
  okr_limits *limits;
  okr_workspace *read = NULL;
  okr_status status;
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_OK(okr_limits_cancelled_by(limits, cancel, NULL));
  status = okr_workspace_parse_with(text, text_len, limits, &read, NULL);
  EXPECT((read != NULL) == (status == OKR_STATUS_OK));
  okr_workspace_free(read);
  okr_limits_free(limits);
  return status;
}

static okr_status score(const okr_cancel *cancel)
{
  okr_scorecard *made = NULL;
  okr_status status = okr_workspace_score_until(workspace, AS_OF, policy, cancel, &made, NULL);
  EXPECT((made != NULL) == (status == OKR_STATUS_OK));
  okr_scorecard_free(made);
  return status;
}

static okr_status fill(const okr_cancel *cancel)
{
  okr_status status = okr_scorecard_fill_until(card, workspace, AS_OF, OKR_DETAIL_WHOLE, cancel, NULL);
  /* Whole or empty, and nothing in between. */
  EXPECT((okr_objective_count(card) > 0) == (status == OKR_STATUS_OK));
  EXPECT((okr_key_result_count(card) > 0) == (status == OKR_STATUS_OK));
  return status;
}

static okr_status report(const okr_cancel *cancel)
{
  okr_buf *made = NULL;
  okr_status status = okr_scorecard_report_until(card, workspace, cancel, &made, NULL);
  EXPECT((made != NULL) == (status == OKR_STATUS_OK));
  okr_buf_free(made);
  return status;
}

static okr_status print(const okr_cancel *cancel)
{
  okr_buf *made = NULL;
  okr_status status = okr_workspace_print_until(workspace, cancel, &made, NULL);
  EXPECT((made != NULL) == (status == OKR_STATUS_OK));
  okr_buf_free(made);
  return status;
}

static okr_status find(const okr_cancel *cancel)
{
  okr_findings *made = NULL;
  okr_status status = okr_scorecard_findings_until(card, workspace, cancel, &made, NULL);
  EXPECT((made != NULL) == (status == OKR_STATUS_OK));
  okr_findings_free(made);
  return status;
}

/* A copy is changed, so that the rest goes on with the workspace as it is. It is made beforehand, so that a flag which is set
   while the call runs finds it carrying over. */
static okr_workspace *copy;
static okr_scorecard *carried;

static void copy_anew(void)
{
  okr_scorecard_free(carried);
  okr_workspace_free(copy);
  EXPECT_OK(okr_workspace_copy(workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_score(copy, AS_OF, NULL, &carried, NULL));
}

static okr_status carry_over(const okr_cancel *cancel)
{
  okr_buf *why = NULL;
  okr_change *change = NULL;
  okr_status status;
  status = okr_workspace_carry_over_until(copy, carried, OKR_TEXT(CARRIES), cancel, &change, NULL);
  EXPECT((change != NULL) == (status == OKR_STATUS_OK));
  /* The scorecard is stale where anything has changed. */
  EXPECT_STATUS(status == OKR_STATUS_OK ? OKR_STATUS_STALE_SCORECARD : OKR_STATUS_OK,
                okr_scorecard_explain(carried, copy, OKR_TEXT("o0"), &why, NULL));
  okr_buf_free(why);
  okr_change_free(change);
  if (status == OKR_STATUS_OK) {
    copy_anew();
  }
  return status;
}

static okr_status compare(const okr_cancel *cancel)
{
  okr_buf *made = NULL;
  okr_status status = okr_workspace_compare_policies_until(workspace, policy, policy, AS_OF, cancel, &made, NULL);
  EXPECT((made != NULL) == (status == OKR_STATUS_OK));
  okr_buf_free(made);
  return status;
}

static void before_they_begin(void)
{
  okr_status (*const calls[])(const okr_cancel *) = {parse, score, report, print, compare, find, carry_over, fill};
  okr_cancel *cancel;
  okr_limits *limits;
  okr_error *error;
  okr_change *change;
  okr_workspace *other;
  size_t at;
  EXPECT_OK(okr_cancel_new(&cancel, NULL));
  EXPECT(okr_cancel_is_set(cancel) == 0 && okr_cancel_is_set(NULL) == 0);
  for (at = 0; at < sizeof calls / sizeof *calls; at++) {
    EXPECT_OK(calls[at](cancel));
  }
  okr_cancel_now(cancel);
  okr_cancel_now(cancel);
  okr_cancel_now(NULL);
  EXPECT(okr_cancel_is_set(cancel) == 1);
  for (at = 0; at < sizeof calls / sizeof *calls; at++) {
    EXPECT_STATUS(OKR_STATUS_CANCELLED, calls[at](cancel));
  }
  /* An error like any other, and a scorecard that is empty and can be filled. */
  EXPECT_STATUS(OKR_STATUS_CANCELLED,
                okr_scorecard_fill_until(card, workspace, AS_OF, OKR_DETAIL_WHOLE, cancel, &error));
  EXPECT(IS(okr_error_name(error), "cancelled") && okr_findings_count(okr_error_findings(error)) == 1);
  EXPECT(okr_error_path(error).len == 0 && okr_error_message(error).len > 0 && okr_error_help(error).len > 0);
  okr_error_free(error);
  EXPECT_OK(okr_workspace_parse(SMALL, &other, NULL));
  EXPECT_OK(okr_workspace_check_in(other, OKR_TEXT("k"), AS_OF, 5, 0.5, &change, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_refresh(card, other, change, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, report(NULL));
  EXPECT_OK(okr_scorecard_fill(card, other, AS_OF, OKR_DETAIL_WHOLE, NULL));
  EXPECT_STATUS(OKR_STATUS_CANCELLED, okr_scorecard_refresh_until(card, other, change, cancel, NULL));
  EXPECT_STATUS(OKR_STATUS_NOT_SCORED, okr_scorecard_refresh_until(card, other, change, NULL, NULL));
  EXPECT_OK(fill(NULL));
  EXPECT_OK(report(NULL));
  okr_change_free(change);
  okr_workspace_free(other);
  /* Limits keep the flag to themselves. */
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_STATUS(OKR_STATUS_WRONG_HANDLE, okr_limits_cancelled_by(limits, (const okr_cancel *)limits, NULL));
  EXPECT_OK(okr_workspace_parse_with(SMALL, limits, &other, NULL));
  okr_workspace_free(other);
  EXPECT_OK(okr_limits_cancelled_by(limits, cancel, NULL));
  okr_cancel_free(cancel);
  EXPECT_STATUS(OKR_STATUS_CANCELLED, okr_workspace_parse_with(SMALL, limits, &other, NULL));
  /* And give it away again. */
  EXPECT_OK(okr_limits_cancelled_by(limits, NULL, NULL));
  EXPECT_OK(okr_limits_cancelled_by(limits, NULL, NULL));
  EXPECT_OK(okr_workspace_parse_with(SMALL, limits, &other, NULL));
  okr_workspace_free(other);
  okr_limits_free(limits);
  okr_cancel_free(NULL);
}

typedef struct {
  const okr_cancel *cancel;
  double after;
} delay;

static double now(void)
{
  struct timespec time;
  EXPECT(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *cancel_later(void *given)
{
  const delay *when = (const delay *)given;
  struct timespec time;
  time.tv_sec = (time_t)when->after;
  time.tv_nsec = (long)((when->after - (double)time.tv_sec) * 1e9);
  nanosleep(&time, NULL);
  okr_cancel_now(when->cancel);
  return NULL;
}

/* Without the looks at the flag no attempt would ever end early: the flag is not set when the call begins. */
static void while_it_runs(const char *name, okr_status (*call)(const okr_cancel *))
{
  double start = now(), whole;
  int attempt, cancelled = 0;
  EXPECT_OK(call(NULL));
  whole = now() - start;
  for (attempt = 0; attempt < ATTEMPTS && !cancelled; attempt++) {
    okr_cancel *cancel;
    pthread_t thread;
    delay when;
    okr_status status;
    EXPECT_OK(okr_cancel_new(&cancel, NULL));
    when.cancel = cancel;
    when.after = whole / (2 + attempt % 5);
    EXPECT(pthread_create(&thread, NULL, cancel_later, &when) == 0);
    if (!okr_cancel_is_set(cancel)) {
      start = now();
      status = call(cancel);
      EXPECT(status == OKR_STATUS_OK || status == OKR_STATUS_CANCELLED);
      cancelled = status == OKR_STATUS_CANCELLED && now() - start < 0.8 * whole;
    }
    EXPECT(pthread_join(thread, NULL) == 0);
    okr_cancel_free(cancel);
  }
  if (!cancelled) {
    fprintf(stderr, "%s was never cancelled\n", name);
  }
  EXPECT(cancelled);
  EXPECT_OK(call(NULL));
}

static okr_status parse_or_not(const okr_cancel *cancel)
{
  okr_workspace *read;
  if (cancel != NULL) {
    return parse(cancel);
  }
  EXPECT_OK(okr_workspace_parse(text, text_len, &read, NULL));
  okr_workspace_free(read);
  return OKR_STATUS_OK;
}

int main(int count, char **arguments)
{
  size_t objectives;
  EXPECT(count == 2);
  objectives = (size_t)strtoul(arguments[1], NULL, 10);
  text = many(objectives, &text_len);
  EXPECT_OK(okr_workspace_parse(text, text_len, &workspace, NULL));
  EXPECT_OK(okr_workspace_score(workspace, AS_OF, NULL, &card, NULL));
  EXPECT_OK(okr_policy_preset(OKR_TEXT("google"), &policy, NULL));
  copy_anew();
  before_they_begin();
  while_it_runs("parse_or_not", parse_or_not);
  while_it_runs("score", score);
  while_it_runs("fill", fill);
  while_it_runs("report", report);
  while_it_runs("print", print);
  while_it_runs("compare", compare);
  while_it_runs("find", find);
  while_it_runs("carry_over", carry_over);
  okr_scorecard_free(carried);
  okr_workspace_free(copy);
  okr_workspace_free(workspace);
  free(text);
  /* Looks go by rows of key results too. Nothing but these is slow in filling a scorecard with one objective. */
  text = wide(25 * objectives, &text_len);
  EXPECT_OK(okr_workspace_parse(text, text_len, &workspace, NULL));
  while_it_runs("fill", fill);
  okr_policy_free(policy);
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  free(text);
  puts("fine");
  return 0;
}
