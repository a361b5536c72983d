/* Random sequences of calls, each with handles of its own and with some that all threads share: valid calls and invalid ones,
   in any order, with wrong and missing handles, and with bugs provoked in between. Nothing is expected of a single call but
   that it answers. A test compares the functions that are called here with those of the header. */
#include "hands.h"
#include "provoke.h"
#include <pthread.h>

enum { THREADS = 4, CALLS = 20 };

static okr_status make(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  switch (below(h, 14)) {
  case 0:
  case 1: return okr_workspace_parse(texts[0], strlen(texts[0]), PLACE(workspace, workspaces), err(h));
  case 2: return okr_workspace_parse(some, len, PLACE(workspace, workspaces), err(h));
  case 3: return okr_workspace_parse_with(some, len, LIMITS, PLACE(workspace, workspaces), err(h));
  case 4: return okr_workspace_copy(WORKSPACE, PLACE(workspace, workspaces), err(h));
  case 5: return okr_workspace_score(shared.workspace, date(h), NULL, PLACE(scorecard, cards), err(h));
  case 6: {
    const okr_workspace *workspace = WORKSPACE;
    const okr_policy *policy = below(h, 2) ? NULL : POLICY;
    return okr_workspace_score(workspace, date(h), policy, PLACE(scorecard, cards), err(h));
  }
  case 7: {
    const okr_workspace *workspace = WORKSPACE;
    const okr_policy *policy = below(h, 2) ? NULL : POLICY;
    return okr_workspace_score_until(workspace, date(h), policy, FLAG, PLACE(scorecard, cards), err(h));
  }
  case 8: return okr_scorecard_new(PLACE(scorecard, cards), err(h));
  case 9: return okr_policy_preset(some, len, PLACE(policy, policies), err(h));
  case 10: return okr_policy_parse(some, len, PLACE(policy, policies), err(h));
  case 11: return okr_limits_new(PLACE(limits, limits), err(h));
  case 12: return okr_limits_large(PLACE(limits, limits), err(h));
  default: return okr_workspace_policy(WORKSPACE, PLACE(policy, policies), err(h));
  }
}

static okr_status change(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  okr_workspace *workspace = MINE(okr_workspace, workspaces);
  okr_scorecard *card = MINE(okr_scorecard, cards);
  switch (below(h, 12)) {
  case 0:
  case 1: return okr_workspace_check_in(workspace, some, len, date(h), number(h), number(h), PLACE(change, changes), err(h));
  case 2: return okr_workspace_check_in_done(workspace, some, len, date(h), (int32_t)below(h, 3), number(h), PLACE(change, changes), err(h));
  case 3: return okr_workspace_apply(workspace, some, len, PLACE(change, changes), err(h));
  case 4: return okr_workspace_carry_over(workspace, CARD, some, len, PLACE(change, changes), err(h));
  case 5: return okr_change_join(CHANGE, CHANGE, PLACE(change, changes), err(h));
  case 6: return okr_scorecard_refresh(card, WORKSPACE, CHANGE, err(h));
  case 7: return okr_scorecard_fill(card, below(h, 2) ? shared.workspace : WORKSPACE, date(h), (int32_t)below(h, 3), err(h));
  case 8: return okr_scorecard_refresh_until(card, WORKSPACE, CHANGE, FLAG, err(h));
  case 9: return okr_scorecard_fill_until(card, WORKSPACE, date(h), (int32_t)below(h, 3), FLAG, err(h));
  case 10: return okr_limits_cancelled_by(MINE(okr_limits, limits), shared.flags[below(h, 8) == 0], err(h));
  default: return okr_limits_set(MINE(okr_limits, limits), (int32_t)below(h, 14) - 1, next(h) >> below(h, 64), err(h));
  }
}

/* Tables that fit together, that do not, and that are none of an organisation. */
static okr_status tabulate(hands *h)
{
  static const table from[] = {{2, 2, {"id", "title"}, {{"grow", "Grow"}, {"last", "Last"}}, 0},
                               {1, 4, {"objective", "id", "title", "kind"}, {{"grow", "launch", "Launch", "binary"}}, 0},
                               {1, 2, {"id", "name"}, {{"t", "T"}}, 0},
                               {1, 2, {"id", "n/a"}, {{"a\xff", "b"}}, 0}};
  size_t len, preset_len, slot;
  const char *some = text(h, &len), *preset = below(h, 2) ? NULL : text(h, &preset_len);
  if (preset == NULL) {
    preset_len = 0;
  }
  switch (below(h, 6)) {
  case 0: return okr_tables_new(some, len, preset, preset_len, PLACE(tables, tables), err(h));
  case 1: return okr_tables_new(NULL, 0, NULL, 0, PLACE(tables, tables), err(h));
  case 2:
  case 3: {
    size_t which = below(h, sizeof from / sizeof *from);
    table given = from[which];
    struct ArrowArrayStream stream = stream_of(&given);
    okr_tables *tables = MINE(okr_tables, tables);
    okr_status status = okr_tables_add(tables, below(h, 4) ? (int32_t)which : (int32_t)below(h, 11) - 1, &stream, LIMITS, err(h));
    EXPECT(stream.release == NULL);
    return status;
  }
  case 4: {
    /* What the library gives, it takes. */
    struct ArrowArrayStream stream;
    okr_status status = okr_workspace_check_in_table(WORKSPACE, &stream, NULL);
    if (status == OKR_STATUS_OK) {
      status = okr_tables_add(MINE(okr_tables, tables), OKR_TABLE_CHECK_INS, below(h, 9) ? &stream : NULL, NULL, err(h));
    }
    if (stream.release != NULL) {
      stream.release(&stream);
    }
    return status;
  }
  default: return okr_workspace_from_tables(TABLES, LIMITS, PLACE(workspace, workspaces), err(h));
  }
}

static void read_objective(hands *h, const okr_scorecard *card, uint32_t row)
{
  touch(h, okr_objective_id(card, row));
  touch(h, okr_objective_title(card, row));
  touch_number(h, okr_objective_progress(card, row));
  touch_number(h, okr_objective_raw(card, row));
  touch_number(h, okr_objective_expected(card, row));
  touch_number(h, okr_objective_confidence(card, row));
  touch(h, okr_row_status_name((int32_t)okr_objective_status(card, row)));
  touch(h, okr_reason_name((int32_t)okr_objective_status_reason(card, row)));
  h->touched += (uint64_t)okr_objective_is_stale(card, row) + okr_objective_count(card);
  touch_rows(h, okr_objective_key_results(card, row));
  touch_rows(h, okr_objective_order(card));
}

static void read_key_result(hands *h, const okr_scorecard *card, uint32_t row)
{
  touch(h, okr_key_result_id(card, row));
  touch(h, okr_key_result_title(card, row));
  touch(h, okr_key_result_unit(card, row));
  touch_number(h, okr_key_result_value(card, row));
  touch_number(h, okr_key_result_baseline(card, row));
  touch_number(h, okr_key_result_target(card, row));
  touch_number(h, okr_key_result_progress(card, row));
  touch_number(h, okr_key_result_raw(card, row));
  touch_number(h, okr_key_result_expected(card, row));
  touch_number(h, okr_key_result_confidence(card, row));
  touch(h, okr_row_status_name((int32_t)okr_key_result_status(card, row)));
  touch(h, okr_reason_name((int32_t)okr_key_result_status_reason(card, row)));
  touch(h, okr_left_out_name((int32_t)okr_key_result_excluded(card, row)));
  h->touched += (uint64_t)okr_key_result_is_stale(card, row) + okr_key_result_objective(card, row);
  h->touched += okr_key_result_count(card);
  touch_rows(h, okr_key_result_order(card));
}

static void read_findings(hands *h, const okr_findings *findings)
{
  uint32_t at, count = okr_findings_count(findings);
  for (at = 0; at <= count; at++) {
    touch(h, okr_findings_message(findings, at));
    touch(h, okr_findings_path(findings, at));
    touch(h, okr_findings_help(findings, at));
    touch(h, okr_findings_name(findings, at));
    touch(h, okr_severity_name((int32_t)okr_findings_severity(findings, at)));
    touch(h, okr_status_name(-okr_findings_code(findings, at)));
  }
  h->touched += okr_findings_unlisted(findings);
}

static void read_words(hands *h, int32_t any_number)
{
  touch(h, okr_preset_name((uint32_t)any_number));
  touch(h, okr_status_name(any_number - 300));
  touch(h, okr_status_summary(any_number - 300));
  touch(h, okr_row_status_name(any_number));
  touch(h, okr_reason_name(any_number));
  touch(h, okr_left_out_name(any_number));
  touch(h, okr_severity_name(any_number));
  touch(h, okr_version_text());
  h->touched += okr_preset_count() + (uint64_t)okr_version_number() + (uint64_t)okr_abi_version();
}

static okr_status read_one(hands *h)
{
  const okr_scorecard *card = CARD;
  const okr_error *error = ERROR;
  uint32_t row = some_row(h);
  switch (below(h, 6)) {
  case 0: read_objective(h, card, row); break;
  case 1: read_key_result(h, card, row); break;
  case 2: read_findings(h, FINDINGS); break;
  case 3:
    touch(h, okr_error_name(error));
    touch(h, okr_error_message(error));
    touch(h, okr_error_path(error));
    touch(h, okr_error_help(error));
    touch(h, okr_status_name((int32_t)okr_error_status(error)));
    read_findings(h, okr_error_findings(error));
    break;
  case 4: read_words(h, (int32_t)row); break;
  default:
    touch(h, okr_workspace_name(WORKSPACE));
    touch(h, okr_policy_name(POLICY));
    touch(h, okr_buf_text(BUF));
    h->touched += (uint64_t)okr_scorecard_is_current(card, WORKSPACE) + (uint64_t)okr_scorecard_as_of(card);
    h->touched += okr_limits_get(LIMITS, (int32_t)row) + (uint64_t)okr_cancel_is_set(FLAG);
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
  int32_t part;
  okr_date day;
  okr_status answer;
  switch (below(h, 11)) {
  case 0: return okr_scorecard_progress(CARD, some, len, &progress, err(h));
  case 1: return okr_scorecard_expected(CARD, some, len, &progress, err(h));
  case 2: return okr_scorecard_status(CARD, some, len, &status, err(h));
  case 3: return okr_objective_find(CARD, some, len, &row, err(h));
  case 4: return okr_key_result_find(CARD, some, len, &row, err(h));
  case 5: return okr_date_parse(some, len, &day, err(h));
  case 6: {
    const okr_scorecard *card = CARD;
    answer = below(h, 2) ? okr_objective_column(card, (int32_t)below(h, 6), &column, err(h))
                         : okr_key_result_column(card, (int32_t)below(h, 6), &column, err(h));
    touch_column(h, column);
    return answer;
  }
  case 7: return okr_workspace_findings(WORKSPACE, PLACE(findings, findings), err(h));
  case 8: return okr_scorecard_findings(CARD, WORKSPACE, PLACE(findings, findings), err(h));
  case 9: return okr_date_make((int32_t)below(h, 4000), (int32_t)below(h, 14), (int32_t)below(h, 33), &day, err(h));
  default: return okr_date_split(date(h), &part, NULL, NULL, err(h));
  }
}

/* Words and scores, which take the workspace besides. */
static okr_status ask_both(hands *h)
{
  const okr_scorecard *card = CARD;
  const okr_workspace *workspace = below(h, 3) && card == shared.card ? shared.workspace : WORKSPACE;
  uint32_t row = some_row(h);
  okr_str word = {"", 0};
  double score = NAN;
  okr_status status;
  switch (below(h, 6)) {
  case 0: status = okr_objective_label(card, workspace, row, &word, err(h)); break;
  case 1: status = okr_objective_score(card, workspace, row, &score, err(h)); break;
  case 2: status = okr_objective_grade(card, workspace, row, &word, err(h)); break;
  case 3: status = okr_key_result_label(card, workspace, row, &word, err(h)); break;
  case 4: status = okr_key_result_score(card, workspace, row, &score, err(h)); break;
  default: status = okr_key_result_grade(card, workspace, row, &word, err(h)); break;
  }
  touch(h, word);
  touch_number(h, score);
  return status;
}

static okr_status report(hands *h)
{
  size_t len, slot;
  const char *some = text(h, &len);
  struct ArrowArrayStream stream;
  switch (below(h, 12)) {
  case 0: return okr_workspace_print(WORKSPACE, PLACE(buf, bufs), err(h));
  case 1: return okr_workspace_print_until(WORKSPACE, FLAG, PLACE(buf, bufs), err(h));
  case 2: return okr_scorecard_report(CARD, WORKSPACE, PLACE(buf, bufs), err(h));
  case 3: return okr_scorecard_report_until(CARD, WORKSPACE, FLAG, PLACE(buf, bufs), err(h));
  case 4:
  case 5: return okr_scorecard_explain(CARD, WORKSPACE, some, len, PLACE(buf, bufs), err(h));
  case 6: return okr_policy_print(POLICY, PLACE(buf, bufs), err(h));
  case 7: return okr_build_info(PLACE(buf, bufs), err(h));
  /* A policy is compared field by field, which takes longer than all the rest. */
  case 8: return below(h, 9) ? OKR_STATUS_OK : okr_workspace_compare_policies(WORKSPACE, POLICY, POLICY, date(h), PLACE(buf, bufs), err(h));
  case 9: return below(h, 9) ? OKR_STATUS_OK : okr_workspace_compare_policies_until(WORKSPACE, POLICY, POLICY, date(h), FLAG, PLACE(buf, bufs), err(h));
  case 10: return touch_stream(h, okr_workspace_check_in_table(WORKSPACE, &stream, err(h)), &stream);
  default: return touch_stream(h, okr_scorecard_table(CARD, WORKSPACE, (int32_t)below(h, 10), (int32_t)below(h, 3), &stream, err(h)), &stream);
  }
}

/* Anything is freed, now and then twice by another name: a slot that is empty, the list inside an error. */
static okr_status free_one(hands *h)
{
  size_t slot = below(h, SLOTS);
  okr_cancel *cancel;
  switch (below(h, 8)) {
  case 0: okr_workspace_free(h->workspaces[slot]), h->workspaces[slot] = NULL; break;
  case 1: okr_scorecard_free(h->cards[slot]), h->cards[slot] = NULL; break;
  case 2: okr_change_free(h->changes[slot]), h->changes[slot] = NULL; break;
  case 3: okr_policy_free(h->policies[slot]), h->policies[slot] = NULL; break;
  case 4: okr_findings_free((okr_findings *)okr_error_findings(h->error)); break;
  case 5: okr_buf_free((okr_buf *)h->cards[slot]), okr_tables_free((okr_tables *)h->workspaces[slot]); break;
  case 6:
    /* A flag of its own, which limits go on having. */
    EXPECT_OK(okr_cancel_new(&cancel, NULL));
    (void)okr_limits_cancelled_by(h->limits[slot], cancel, NULL);
    if (below(h, 2)) {
      okr_cancel_now(cancel);
    }
    okr_cancel_free(cancel);
    break;
  default: okr_error_free(h->error), h->error = NULL;
  }
  return OKR_STATUS_OK;
}

static okr_status provoke(hands *h)
{
  size_t slot;
  table given = {1, 1, {"id"}, {{"a"}}, 0};
  struct ArrowArrayStream stream;
  switch (below(h, 300)) {
  case 0: return okr_provoke_in_reading(WORKSPACE, err(h));
  case 1: return okr_provoke_in_event(MINE(okr_workspace, workspaces), OKR_TEXT("k"), PLACE(change, changes), err(h));
  case 2: return okr_provoke_in_refresh(MINE(okr_scorecard, cards), err(h));
  case 3: return okr_provoke_in_scoring(WORKSPACE, PLACE(scorecard, cards), err(h));
  case 4: return okr_provoke_in_carrying_over(MINE(okr_workspace, workspaces), PLACE(change, changes), err(h));
  case 5:
    stream = stream_of(&given);
    return okr_provoke_in_table(MINE(okr_tables, tables), OKR_TABLE_TEAMS, &stream, err(h));
  case 6: EXPECT(isnan(okr_provoke_in_number(CARD))); return OKR_STATUS_OK;
  default: return OKR_STATUS_OK;
  }
}

/* What one thread does. */
typedef struct turn {
  hands hands;
  uint64_t sequences;
  uint64_t fine;
} turn;

static void *run(void *argument)
{
  static okr_status (*const kinds[])(hands *) = {make,     change, read_one, ask,  report, read_one, ask_both,
                                                 tabulate, change, make,     change, free_one, provoke};
  turn *its = (turn *)argument;
  hands *h = &its->hands;
  uint64_t sequence, call;
  for (sequence = 0; sequence < its->sequences; sequence++) {
    /* Most have something to begin with. */
    if (below(h, 8)) {
      EXPECT_OK(okr_workspace_copy(shared.workspace, &h->workspaces[0], NULL));
      EXPECT_OK(okr_workspace_score(h->workspaces[0], 20750, NULL, &h->cards[0], NULL));
    }
    for (call = 0; call < CALLS; call++) {
      okr_status status = kinds[below(h, sizeof kinds / sizeof *kinds)](h);
      EXPECT(status <= 0 && okr_status_name(status).len > 0);
      free_what_made_room(h);
      its->fine += status == OKR_STATUS_OK;
    }
    empty(h);
  }
  return NULL;
}

static void share(void)
{
  okr_workspace *copy;
  EXPECT_OK(okr_workspace_parse(texts[0], strlen(texts[0]), &shared.workspace, NULL));
  EXPECT_OK(okr_workspace_score(shared.workspace, 20750, NULL, &shared.card, NULL));
  EXPECT_OK(okr_workspace_copy(shared.workspace, &copy, NULL));
  EXPECT_OK(okr_workspace_check_in(copy, OKR_TEXT("k"), 20740, 4, NAN, &shared.change, NULL));
  okr_workspace_free(copy);
  EXPECT_OK(okr_policy_preset(OKR_TEXT("google"), &shared.policy, NULL));
  EXPECT_OK(okr_limits_large(&shared.limits, NULL));
  EXPECT_OK(okr_tables_new(OKR_TEXT("Acme"), NULL, 0, &shared.tables, NULL));
  EXPECT_OK(okr_scorecard_findings(shared.card, shared.workspace, &shared.findings, NULL));
  EXPECT_OK(okr_scorecard_report(shared.card, shared.workspace, &shared.buf, NULL));
  EXPECT(okr_workspace_parse(texts[2], strlen(texts[2]), &copy, &shared.error) != OKR_STATUS_OK);
  EXPECT_OK(okr_cancel_new(&shared.flags[0], NULL));
  EXPECT_OK(okr_cancel_new(&shared.flags[1], NULL));
  okr_cancel_now(shared.flags[1]);
}

/* What all threads shared is as it was. */
static void free_what_was_shared(void)
{
  EXPECT(okr_key_result_progress(shared.card, 1) == 0.3 || okr_key_result_progress(shared.card, 0) == 0.3);
  EXPECT(okr_scorecard_is_current(shared.card, shared.workspace) && IS(okr_policy_name(shared.policy), "google"));
  EXPECT(IS(okr_error_path(shared.error), "/nmae") && okr_limits_get(shared.limits, OKR_LIMIT_OBJECTIVES) == 100000000);
  EXPECT(!okr_cancel_is_set(shared.flags[0]) && okr_cancel_is_set(shared.flags[1]));
  okr_cancel_free(shared.flags[0]);
  okr_cancel_free(shared.flags[1]);
  okr_error_free(shared.error);
  okr_buf_free(shared.buf);
  okr_findings_free(shared.findings);
  okr_tables_free(shared.tables);
  okr_limits_free(shared.limits);
  okr_policy_free(shared.policy);
  okr_change_free(shared.change);
  okr_scorecard_free(shared.card);
  okr_workspace_free(shared.workspace);
}

int main(int count, char **arguments)
{
  static turn all[THREADS];
  pthread_t threads[THREADS];
  uint64_t sequences, seed, fine = 0, at;
  EXPECT(count == 3);
  sequences = (strtoul(arguments[1], NULL, 10) + THREADS - 1) / THREADS;
  seed = strtoul(arguments[2], NULL, 10);
  share();
  for (at = 0; at < THREADS; at++) {
    all[at].hands.seed = seed * THREADS + at;
    all[at].sequences = sequences;
    EXPECT(pthread_create(&threads[at], NULL, run, &all[at]) == 0);
  }
  for (at = 0; at < THREADS; at++) {
    EXPECT(pthread_join(threads[at], NULL) == 0);
    fine += all[at].fine;
  }
  /* Neither does everything fail, nor does everything succeed. */
  EXPECT(fine > sequences * THREADS * CALLS / 4 && fine < sequences * THREADS * CALLS * 9 / 10);
  free_what_was_shared();
  EXPECT(alive == 0);
  puts("fine");
  return 0;
}
