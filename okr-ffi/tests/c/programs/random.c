/* Random sequences of calls: valid ones, invalid ones, in any order, with wrong and missing handles, in several threads that
   share some of them, and with bugs provoked in between. Nothing is expected of a single call but that it answers. */
#include "expect.h"
#include <pthread.h>

/* Of a library that is built for tests alone. */
okr_status okr_provoke_in_reading(const okr_workspace *workspace, okr_error **err);
okr_status okr_provoke_in_event(okr_workspace *workspace, const char *id, size_t len, okr_change **change, okr_error **err);
okr_status okr_provoke_in_refresh(okr_scorecard *card, okr_error **err);

enum { THREADS = 4, SLOTS = 3 };

/* What a thread has in its hands. */
typedef struct hands {
  uint64_t seed;
  uint64_t steps;
  okr_workspace *workspaces[SLOTS];
  okr_scorecard *cards[SLOTS];
  okr_change *changes[SLOTS];
  okr_policy *policies[SLOTS];
  okr_limits *limits[SLOTS];
  okr_findings *findings[SLOTS];
  okr_buf *bufs[SLOTS];
  okr_error *error;
  /* What made room in the present step: freed after it, because the call may be given the same handle. */
  okr_workspace *old_workspace;
  okr_scorecard *old_scorecard;
  okr_change *old_change;
  okr_policy *old_policy;
  okr_limits *old_limits;
  okr_findings *old_findings;
  okr_buf *old_buf;
  okr_error *old_error;
  uint64_t touched;
  uint64_t fine;
} hands;

/* Used by all threads at once, and changed by none. */
static okr_workspace *shared_workspace;
static okr_scorecard *shared_card;
/* Flags for calls that end in _until: one that nobody sets, and one that is set. */
static okr_cancel *flags[2];

static const char *const texts[] = {
    "{\"okr\": 1, \"cycles\": [{\"id\": \"c\", \"start\": \"2027-01-01\", \"end\": \"2027-03-31\"}], "
    "\"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"key_results\": [{\"id\": \"k\", \"title\": \"K\", "
    "\"measure\": {\"kind\": \"move\", \"baseline\": 0, \"target\": 10}, \"check_ins\": [{\"on\": \"2026-10-01\", \"value\": 3}]}, "
    "{\"id\": \"b\", \"title\": \"B\", \"measure\": {\"kind\": \"binary\"}}]}]}",
    "{\"okr\": 1, \"name\": \"Acme\", \"teams\": [{\"id\": \"t\", \"name\": \"T\"}], \"objectives\": [{\"id\": \"o\", \"title\": \"O\", "
    "\"team\": \"t\"}, {\"id\": \"p\", \"title\": \"P\", \"aligned_to\": [{\"to\": \"o\"}]}]}",
    "{\"okr\": 1, \"nmae\": []}",
    "{\"of\": \"k\", \"kind\": {\"check_in\": {\"on\": \"2026-10-05\", \"value\": 7, \"note\": \"more\"}}}",
    "{\"of\": \"k\", \"kind\": {\"amendment\": {\"on\": \"2026-10-05\", \"target\": 20}}}",
    "{\"of\": \"o\", \"kind\": {\"state\": {\"on\": \"2026-10-05\", \"state\": \"closed\"}}}",
    "{\"of\": \"o\", \"kind\": {\"override\": {\"on\": \"2026-10-05\", \"status\": \"at_risk\"}}}",
    "[{\"of\": \"o\", \"id\": \"next\", \"cycle\": \"c\", \"key_results\": {\"k\": \"later\"}}]",
    "{\"base\": \"google\", \"rollup\": {\"mean\": \"minimum\"}}",
    "google", "default", "gogle", "o", "k", "b", "p", "2026-11-21", "2026-02-30", "\xff\xfe", "[[[[[[[[", "", "nul"};

static uint64_t next(hands *h)
{
  /* splitmix64 */
  uint64_t z = h->seed += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

static uint64_t below(hands *h, uint64_t most)
{
  return next(h) % most;
}

/* A handle for a call that only reads: most often of the kind asked for, now and then shared, missing or of another kind. */
static const void *any(hands *h, void *own, const void *shared)
{
  switch (below(h, 24)) {
  case 0: return NULL;
  case 1: return h->workspaces[below(h, SLOTS)];
  case 2: return h->cards[below(h, SLOTS)];
  case 3: return h->error;
  case 4:
  case 5:
  case 6: return shared;
  default: return own;
  }
}

#define WORKSPACE ((const okr_workspace *)any(h, h->workspaces[below(h, SLOTS)], shared_workspace))
#define CARD ((const okr_scorecard *)any(h, h->cards[below(h, SLOTS)], shared_card))
#define POLICY ((const okr_policy *)any(h, h->policies[below(h, SLOTS)], NULL))
#define CHANGE ((const okr_change *)any(h, h->changes[below(h, SLOTS)], NULL))
#define LIMITS ((const okr_limits *)any(h, h->limits[below(h, SLOTS)], NULL))
#define FLAG ((const okr_cancel *)any(h, flags[below(h, 2)], NULL))
#define FINDINGS ((const okr_findings *)any(h, h->findings[below(h, SLOTS)], okr_error_findings(h->error)))
/* One to be changed: the thread's own, or none. */
#define OWN(slots) (below(h, 20) ? h->slots[below(h, SLOTS)] : NULL)

/* Where a result goes: a slot whose old content is put aside, now and then nowhere. */
#define PLACE(kind, slots) (below(h, 20) ? (slot = below(h, SLOTS), h->old_##kind = h->slots[slot], &h->slots[slot]) : NULL)

static okr_error **err(hands *h)
{
  if (below(h, 8) == 0) {
    return NULL;
  }
  h->old_error = h->error;
  return &h->error;
}

static void free_what_made_room(hands *h)
{
  okr_workspace_free(h->old_workspace), h->old_workspace = NULL;
  okr_scorecard_free(h->old_scorecard), h->old_scorecard = NULL;
  okr_change_free(h->old_change), h->old_change = NULL;
  okr_policy_free(h->old_policy), h->old_policy = NULL;
  okr_limits_free(h->old_limits), h->old_limits = NULL;
  okr_findings_free(h->old_findings), h->old_findings = NULL;
  okr_buf_free(h->old_buf), h->old_buf = NULL;
  okr_error_free(h->old_error), h->old_error = NULL;
}

static const char *text(hands *h, size_t *len)
{
  const char *text = texts[below(h, sizeof texts / sizeof *texts)];
  *len = strlen(text);
  switch (below(h, 40)) {
  case 0: *len = (size_t)-1 - below(h, 99); break;
  case 1: *len = below(h, *len + 1); break;
  case 2: return NULL;
  default: break;
  }
  return text;
}

static void touch(hands *h, okr_str text)
{
  size_t at;
  EXPECT(text.data != NULL);
  for (at = 0; at < text.len; at++) {
    h->touched += (unsigned char)text.data[at];
  }
}

static void touch_column(hands *h, okr_column column)
{
  size_t at;
  for (at = 0; at < column.len; at++) {
    h->touched += isnan(column.values[at]) ? 0 : column.validity[at / 8];
  }
}

static okr_date date(hands *h)
{
  return below(h, 20) ? (okr_date)(20700 + below(h, 200)) : (okr_date)next(h);
}

static double number(hands *h)
{
  static const double numbers[] = {0, 1, 5, -3, 1e308, 0.5};
  return below(h, 8) ? numbers[below(h, 6)] : NAN;
}

static okr_status make(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  switch (below(h, 12)) {
  case 0: return okr_workspace_parse(texts[0], strlen(texts[0]), PLACE(workspace, workspaces), err(h));
  case 1: return okr_workspace_parse(some, len, PLACE(workspace, workspaces), err(h));
  case 2: return okr_workspace_parse_with(some, len, LIMITS, PLACE(workspace, workspaces), err(h));
  case 3: return okr_workspace_copy(shared_workspace, PLACE(workspace, workspaces), err(h));
  case 4:
  case 5: return okr_workspace_score(shared_workspace, date(h), NULL, PLACE(scorecard, cards), err(h));
  case 6: {
    const okr_workspace *workspace = WORKSPACE;
    const okr_policy *policy = below(h, 2) ? NULL : POLICY;
    return okr_workspace_score(workspace, date(h), policy, PLACE(scorecard, cards), err(h));
  }
  case 7: return okr_scorecard_new(PLACE(scorecard, cards), err(h));
  case 8: return okr_policy_preset(some, len, PLACE(policy, policies), err(h));
  case 9: return okr_policy_parse(some, len, PLACE(policy, policies), err(h));
  case 10: return okr_limits_new(PLACE(limits, limits), err(h));
  default: return okr_limits_large(PLACE(limits, limits), err(h));
  }
}

static okr_status change(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  okr_workspace *workspace = OWN(workspaces);
  switch (below(h, 12)) {
  case 10: return okr_workspace_carry_over(workspace, CARD, some, len, PLACE(change, changes), err(h));
  case 0:
  case 1: return okr_workspace_check_in(workspace, some, len, date(h), number(h), number(h), PLACE(change, changes), err(h));
  case 2: return okr_workspace_check_in_done(workspace, some, len, date(h), (int32_t)below(h, 3), number(h), PLACE(change, changes), err(h));
  case 3: return okr_workspace_apply(workspace, some, len, PLACE(change, changes), err(h));
  case 4: {
    okr_change *both = NULL;
    okr_status status = okr_change_join(CHANGE, CHANGE, &both, err(h));
    okr_change_free(both);
    return status;
  }
  case 5: return okr_scorecard_refresh(OWN(cards), WORKSPACE, CHANGE, err(h));
  case 6: return okr_scorecard_fill(OWN(cards), below(h, 2) ? shared_workspace : workspace, date(h), (int32_t)below(h, 3), err(h));
  case 7: return okr_scorecard_refresh_until(OWN(cards), WORKSPACE, CHANGE, FLAG, err(h));
  case 8: return okr_scorecard_fill_until(OWN(cards), WORKSPACE, date(h), (int32_t)below(h, 3), FLAG, err(h));
  case 9: return okr_limits_cancelled_by(OWN(limits), flags[below(h, 8) == 0], err(h));
  default: return okr_limits_set(OWN(limits), (int32_t)below(h, 14) - 1, next(h) >> below(h, 64), err(h));
  }
}

static okr_status read_one(hands *h)
{
  const okr_scorecard *card = CARD;
  uint32_t row = below(h, 10) ? (uint32_t)below(h, 4) : (uint32_t)next(h);
  uint32_t at;
  switch (below(h, 6)) {
  case 0:
    touch(h, okr_objective_id(card, row));
    touch(h, okr_objective_title(card, row));
    touch(h, okr_key_result_id(card, row));
    touch(h, okr_key_result_unit(card, row));
    break;
  case 1:
    h->touched += (uint64_t)okr_objective_status(card, row) + (uint64_t)okr_key_result_status_reason(card, row);
    h->touched += (uint64_t)okr_key_result_excluded(card, row) + okr_key_result_objective(card, row);
    h->touched += (uint64_t)okr_scorecard_is_current(card, WORKSPACE);
    h->touched += isnan(okr_objective_progress(card, row)) + isnan(okr_key_result_target(card, row));
    break;
  case 2: {
    okr_rows rows = below(h, 2) ? okr_objective_key_results(card, row)
                                : below(h, 2) ? okr_objective_order(card)
                                              : okr_key_result_order(card);
    for (at = 0; at < rows.len; at++) {
      h->touched += rows.values[at];
    }
    break;
  }
  case 3: {
    const okr_findings *findings = FINDINGS;
    for (at = 0; at <= okr_findings_count(findings); at++) {
      touch(h, okr_findings_message(findings, at));
      touch(h, okr_findings_path(findings, at));
    }
    break;
  }
  case 4:
    touch(h, okr_error_message(h->error));
    touch(h, okr_error_path(h->error));
    touch(h, okr_error_help(h->error));
    touch(h, okr_buf_text(h->bufs[below(h, SLOTS)]));
    break;
  default:
    touch(h, okr_workspace_name(WORKSPACE));
    touch(h, okr_policy_name(POLICY));
    touch(h, okr_preset_name(row));
    touch(h, okr_status_name((int32_t)row - 300));
    touch(h, okr_row_status_name((int32_t)row));
    touch(h, okr_severity_name((int32_t)row));
  }
  return OKR_STATUS_OK;
}

static okr_status ask(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  double progress;
  okr_row_status status;
  okr_column column = {NULL, NULL, 0};
  uint32_t row;
  okr_date day;
  okr_status answer;
  switch (below(h, 10)) {
  case 0: return okr_scorecard_progress(CARD, some, len, &progress, err(h));
  case 1: return okr_scorecard_status(CARD, some, len, &status, err(h));
  case 2: return okr_objective_find(CARD, some, len, &row, err(h));
  case 3: return okr_key_result_find(CARD, some, len, &row, err(h));
  case 4: return okr_date_parse(some, len, &day, err(h));
  case 5: {
    const okr_scorecard *card = CARD;
    answer = below(h, 2) ? okr_objective_column(card, (int32_t)below(h, 6), &column, err(h))
                         : okr_key_result_column(card, (int32_t)below(h, 6), &column, err(h));
    touch_column(h, column);
    return answer;
  }
  case 6: return okr_workspace_findings(WORKSPACE, PLACE(findings, findings), err(h));
  case 7: return okr_scorecard_findings(CARD, WORKSPACE, PLACE(findings, findings), err(h));
  case 8: return okr_workspace_policy(WORKSPACE, PLACE(policy, policies), err(h));
  default: return okr_date_split(date(h), NULL, NULL, NULL, err(h));
  }
}

static okr_status report(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  struct ArrowArrayStream stream;
  okr_status answer;
  switch (below(h, 11)) {
  case 0: return okr_workspace_print(WORKSPACE, PLACE(buf, bufs), err(h));
  case 6: return okr_workspace_print_until(WORKSPACE, FLAG, PLACE(buf, bufs), err(h));
  case 7: return okr_scorecard_report_until(CARD, WORKSPACE, FLAG, PLACE(buf, bufs), err(h));
  case 8: {
    okr_scorecard *made = NULL;
    answer = okr_workspace_score_until(WORKSPACE, date(h), NULL, FLAG, &made, err(h));
    okr_scorecard_free(made);
    return answer;
  }
  case 1: return okr_scorecard_report(CARD, WORKSPACE, PLACE(buf, bufs), err(h));
  case 2: return okr_scorecard_explain(CARD, WORKSPACE, some, len, PLACE(buf, bufs), err(h));
  case 3: return okr_policy_print(POLICY, PLACE(buf, bufs), err(h));
  case 4: return okr_build_info(PLACE(buf, bufs), err(h));
  case 5: return below(h, 9) ? OKR_STATUS_OK : okr_workspace_compare_policies(WORKSPACE, POLICY, POLICY, date(h), PLACE(buf, bufs), err(h));
  default:
    if (below(h, 2)) {
      answer = okr_scorecard_table(CARD, WORKSPACE, (int32_t)below(h, 10), (int32_t)below(h, 3), &stream, err(h));
    } else {
      answer = okr_workspace_check_in_table(WORKSPACE, &stream, err(h));
    }
    EXPECT((answer == OKR_STATUS_OK) == (stream.release != NULL));
    if (answer == OKR_STATUS_OK) {
      struct ArrowArray batch;
      EXPECT(stream.get_next(&stream, &batch) == 0);
      h->touched += (uint64_t)batch.length;
      batch.release(&batch);
      stream.release(&stream);
    }
    return answer;
  }
}

/* Anything is freed, now and then twice by another name: a slot that is empty, the list inside an error. */
static okr_status free_one(hands *h)
{
  size_t slot = below(h, SLOTS);
  switch (below(h, 7)) {
  case 0: okr_workspace_free(h->workspaces[slot]), h->workspaces[slot] = NULL; break;
  case 1: okr_scorecard_free(h->cards[slot]), h->cards[slot] = NULL; break;
  case 2: okr_change_free(h->changes[slot]), h->changes[slot] = NULL; break;
  case 3: okr_policy_free(h->policies[slot]), h->policies[slot] = NULL; break;
  case 4: okr_findings_free((okr_findings *)okr_error_findings(h->error)); break;
  case 5: okr_buf_free((okr_buf *)h->cards[slot]); break;
  default: okr_error_free(h->error), h->error = NULL;
  }
  return OKR_STATUS_OK;
}

static okr_status provoke(hands *h)
{
  size_t slot = 0;
  switch (below(h, 60)) {
  case 0: return okr_provoke_in_reading(WORKSPACE, err(h));
  case 1: return okr_provoke_in_event(OWN(workspaces), OKR_TEXT("k"), PLACE(change, changes), err(h));
  case 2: return okr_provoke_in_refresh(OWN(cards), err(h));
  default: return (okr_status)slot;
  }
}

static void *run(void *argument)
{
  hands *h = (hands *)argument;
  static okr_status (*const kinds[])(hands *) = {make, change, read_one, ask, report, read_one, ask, change, make, free_one, provoke};
  size_t slot;
  uint64_t step;
  for (step = 0; step < h->steps; step++) {
    okr_status status = kinds[below(h, sizeof kinds / sizeof *kinds)](h);
    EXPECT(status <= 0 && okr_status_name(status).len > 0);
    free_what_made_room(h);
    h->fine += status == OKR_STATUS_OK;
  }
  for (slot = 0; slot < SLOTS; slot++) {
    okr_workspace_free(h->workspaces[slot]);
    okr_scorecard_free(h->cards[slot]);
    okr_change_free(h->changes[slot]);
    okr_policy_free(h->policies[slot]);
    okr_limits_free(h->limits[slot]);
    okr_findings_free(h->findings[slot]);
    okr_buf_free(h->bufs[slot]);
  }
  okr_error_free(h->error);
  return NULL;
}

int main(int count, char **arguments)
{
  static hands all[THREADS];
  pthread_t threads[THREADS];
  uint64_t steps, seed, fine = 0, at;
  EXPECT(count == 3);
  steps = strtoul(arguments[1], NULL, 10) / THREADS;
  seed = strtoul(arguments[2], NULL, 10);
  EXPECT_OK(okr_workspace_parse(texts[0], strlen(texts[0]), &shared_workspace, NULL));
  EXPECT_OK(okr_workspace_score(shared_workspace, 20750, NULL, &shared_card, NULL));
  EXPECT_OK(okr_cancel_new(&flags[0], NULL));
  EXPECT_OK(okr_cancel_new(&flags[1], NULL));
  okr_cancel_now(flags[1]);
  for (at = 0; at < THREADS; at++) {
    all[at].seed = seed * THREADS + at;
    all[at].steps = steps;
    EXPECT(pthread_create(&threads[at], NULL, run, &all[at]) == 0);
  }
  for (at = 0; at < THREADS; at++) {
    EXPECT(pthread_join(threads[at], NULL) == 0);
    fine += all[at].fine;
  }
  /* Neither does everything fail, nor does everything succeed. */
  EXPECT(fine > steps * THREADS / 4 && fine < steps * THREADS * 9 / 10);
  EXPECT(okr_key_result_progress(shared_card, 1) == 0.3 || okr_key_result_progress(shared_card, 0) == 0.3);
  EXPECT(!okr_cancel_is_set(flags[0]) && okr_cancel_is_set(flags[1]));
  okr_cancel_free(flags[0]);
  okr_cancel_free(flags[1]);
  okr_scorecard_free(shared_card);
  okr_workspace_free(shared_workspace);
  puts("fine");
  return 0;
}
