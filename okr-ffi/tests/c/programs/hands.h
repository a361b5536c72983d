/* What a thread of random.c has in its hands: handles, and how it picks what a call is given. */
#ifndef HANDS_H
#define HANDS_H

#include "producer.h"

enum { SLOTS = 3 };

typedef struct hands {
  uint64_t seed;
  okr_workspace *workspaces[SLOTS];
  okr_scorecard *cards[SLOTS];
  okr_change *changes[SLOTS];
  okr_policy *policies[SLOTS];
  okr_limits *limits[SLOTS];
  okr_tables *tables[SLOTS];
  okr_findings *findings[SLOTS];
  okr_buf *bufs[SLOTS];
  okr_error *error;
  /* What made room in the present step: freed after it, because the call may be given the same handle. */
  okr_workspace *old_workspace;
  okr_scorecard *old_scorecard;
  okr_change *old_change;
  okr_policy *old_policy;
  okr_limits *old_limits;
  okr_tables *old_tables;
  okr_findings *old_findings;
  okr_buf *old_buf;
  okr_error *old_error;
  uint64_t touched;
} hands;

/* Used by all threads at once, and changed by none: a handle of each kind. */
static struct {
  okr_workspace *workspace;
  okr_scorecard *card;
  okr_change *change;
  okr_policy *policy;
  okr_limits *limits;
  okr_tables *tables;
  okr_findings *findings;
  okr_buf *buf;
  okr_error *error;
  /* Flags for calls that end in _until: one that nobody sets, and one that is set. */
  okr_cancel *flags[2];
} shared;

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

static inline uint64_t next(hands *h)
{
  /* splitmix64 */
  uint64_t z = h->seed += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

static inline uint64_t below(hands *h, uint64_t most)
{
  return next(h) % most;
}

/* A handle of the thread's own, of whatever kind. */
static inline void *other(hands *h)
{
  size_t slot = below(h, SLOTS);
  void *const kinds[] = {h->workspaces[slot], h->cards[slot],  h->changes[slot],  h->policies[slot], h->limits[slot],
                         h->tables[slot],     h->findings[slot], h->bufs[slot],   h->error};
  return kinds[below(h, sizeof kinds / sizeof *kinds)];
}

/* A handle for a call that only reads: most often of the kind asked for, now and then shared, missing or of another kind. */
static inline const void *any(hands *h, const void *own, const void *of_all)
{
  switch (below(h, 24)) {
  case 0: return NULL;
  case 1:
  case 2: return other(h);
  case 3:
  case 4:
  case 5:
  case 6: return of_all;
  default: return own;
  }
}

/* One to be changed: the same, but none that other threads use. */
static inline void *mine(hands *h, void *own)
{
  switch (below(h, 24)) {
  case 0: return NULL;
  case 1:
  case 2: return other(h);
  default: return own;
  }
}

#define ANY(kind, own, of_all) ((const kind *)any(h, own, of_all))
#define WORKSPACE ANY(okr_workspace, h->workspaces[below(h, SLOTS)], shared.workspace)
#define CARD ANY(okr_scorecard, h->cards[below(h, SLOTS)], shared.card)
#define POLICY ANY(okr_policy, h->policies[below(h, SLOTS)], shared.policy)
#define CHANGE ANY(okr_change, h->changes[below(h, SLOTS)], shared.change)
#define LIMITS ANY(okr_limits, h->limits[below(h, SLOTS)], shared.limits)
#define TABLES ANY(okr_tables, h->tables[below(h, SLOTS)], shared.tables)
#define BUF ANY(okr_buf, h->bufs[below(h, SLOTS)], shared.buf)
#define ERROR ANY(okr_error, h->error, shared.error)
#define FLAG ANY(okr_cancel, shared.flags[below(h, 2)], shared.flags[0])
#define FINDINGS ANY(okr_findings, h->findings[below(h, SLOTS)], below(h, 2) ? shared.findings : okr_error_findings(h->error))
#define MINE(kind, slots) ((kind *)mine(h, h->slots[below(h, SLOTS)]))

/* Where a result goes: a slot whose old content is put aside, now and then nowhere. */
#define PLACE(kind, slots) (below(h, 20) ? (slot = below(h, SLOTS), h->old_##kind = h->slots[slot], &h->slots[slot]) : NULL)

static inline okr_error **err(hands *h)
{
  if (below(h, 8) == 0) {
    return NULL;
  }
  h->old_error = h->error;
  return &h->error;
}

static inline void free_what_made_room(hands *h)
{
  okr_workspace_free(h->old_workspace), h->old_workspace = NULL;
  okr_scorecard_free(h->old_scorecard), h->old_scorecard = NULL;
  okr_change_free(h->old_change), h->old_change = NULL;
  okr_policy_free(h->old_policy), h->old_policy = NULL;
  okr_limits_free(h->old_limits), h->old_limits = NULL;
  okr_tables_free(h->old_tables), h->old_tables = NULL;
  okr_findings_free(h->old_findings), h->old_findings = NULL;
  okr_buf_free(h->old_buf), h->old_buf = NULL;
  okr_error_free(h->old_error), h->old_error = NULL;
}

/* Lets go of everything. */
static inline void empty(hands *h)
{
  size_t slot;
  free_what_made_room(h);
  for (slot = 0; slot < SLOTS; slot++) {
    okr_workspace_free(h->workspaces[slot]), h->workspaces[slot] = NULL;
    okr_scorecard_free(h->cards[slot]), h->cards[slot] = NULL;
    okr_change_free(h->changes[slot]), h->changes[slot] = NULL;
    okr_policy_free(h->policies[slot]), h->policies[slot] = NULL;
    okr_limits_free(h->limits[slot]), h->limits[slot] = NULL;
    okr_tables_free(h->tables[slot]), h->tables[slot] = NULL;
    okr_findings_free(h->findings[slot]), h->findings[slot] = NULL;
    okr_buf_free(h->bufs[slot]), h->bufs[slot] = NULL;
  }
  okr_error_free(h->error), h->error = NULL;
}

static inline const char *text(hands *h, size_t *len)
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

static inline okr_date date(hands *h)
{
  return below(h, 20) ? (okr_date)(20700 + below(h, 200)) : (okr_date)next(h);
}

static inline double number(hands *h)
{
  static const double numbers[] = {0, 1, 5, -3, 1e308, 0.5};
  return below(h, 8) ? numbers[below(h, 6)] : NAN;
}

static inline uint32_t some_row(hands *h)
{
  return below(h, 10) ? (uint32_t)below(h, 4) : (uint32_t)next(h);
}

/* Reads all of a text, which is there also where it is empty. */
static inline void touch(hands *h, okr_str text)
{
  size_t at;
  EXPECT(text.data != NULL);
  for (at = 0; at < text.len; at++) {
    h->touched += (unsigned char)text.data[at];
  }
}

static inline void touch_number(hands *h, double number)
{
  h->touched += (uint64_t)isnan(number);
}

static inline void touch_column(hands *h, okr_column column)
{
  size_t at;
  for (at = 0; at < column.len; at++) {
    h->touched += isnan(column.values[at]) ? 0 : column.validity[at / 8];
  }
}

static inline void touch_rows(hands *h, okr_rows rows)
{
  size_t at;
  for (at = 0; at < rows.len; at++) {
    h->touched += rows.values[at];
  }
}

/* Reads a stream to its end, where there is one. */
static inline okr_status touch_stream(hands *h, okr_status answer, struct ArrowArrayStream *stream)
{
  EXPECT((answer == OKR_STATUS_OK) == (stream->release != NULL));
  if (answer == OKR_STATUS_OK) {
    struct ArrowArray batch;
    EXPECT(stream->get_next(stream, &batch) == 0);
    h->touched += (uint64_t)batch.length;
    batch.release(&batch);
    stream->release(stream);
  }
  return answer;
}

#endif
