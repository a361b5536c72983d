/*
 * okr: what an organisation's objectives and key results add up to, as of any date.
 *
 * A complete program (cc program.c -lokr):
 *
 *     #include "okr.h"
 *     #include <stdio.h>
 *
 *     static const char document[] =
 *         "{\"okr\": 1,"
 *         " \"cycles\": [{\"id\": \"Q4\", \"start\": \"2026-10-01\", \"end\": \"2026-12-31\"}],"
 *         " \"objectives\": [{\"id\": \"habit\", \"title\": \"Make the product a daily habit\", \"cycle\": \"Q4\","
 *         "   \"key_results\": [{\"id\": \"dau\", \"title\": \"Daily users\","
 *         "     \"measure\": {\"kind\": \"move\", \"baseline\": 10000, \"target\": \"+20%\"}}]}]}";
 *
 *     int main(void)
 *     {
 *         okr_workspace *workspace = NULL;
 *         okr_scorecard *card = NULL;
 *         okr_error *error = NULL;
 *         okr_date date;
 *         double progress;
 *         okr_row_status status;
 *         int failed = okr_workspace_parse(document, sizeof document - 1, &workspace, &error)
 *             || okr_date_make(2026, 11, 16, &date, &error)
 *             || okr_workspace_check_in(workspace, OKR_TEXT("dau"), date, 11000, 0.7, NULL, &error)
 *             || okr_workspace_score(workspace, date, NULL, &card, &error)
 *             || okr_scorecard_progress(card, OKR_TEXT("habit"), &progress, &error)
 *             || okr_scorecard_status(card, OKR_TEXT("habit"), &status, &error);
 *         if (failed) {
 *             okr_str path = okr_error_path(error), message = okr_error_message(error);
 *             fprintf(stderr, "%.*s: %.*s\n", (int)path.len, path.data, (int)message.len, message.data);
 *         } else {
 *             okr_str name = okr_row_status_name(status);
 *             printf("habit: %.0f%%, %.*s\n", 100 * progress, (int)name.len, name.data);
 *         }
 *         okr_error_free(error);
 *         okr_scorecard_free(card);
 *         okr_workspace_free(workspace);
 *         return failed ? 1 : 0;
 *     }
 *
 * It prints "habit: 50%, on_track". What a document may state, and what each number means, is in the project's
 * okr-core/docs/document.md and semantics.md. This page goes from that program to ever less common things.
 *
 * RESULTS. A call that can fail returns an okr_status: OKR_STATUS_OK, which is 0, or a negative number that is never
 * reused. Its results come through pointers, which from the start of the call hold what stands for nothing (NULL, 0, NaN, an
 * empty text, or OKR_NO_ROW) and are written only where it succeeds. Nothing is both input and output, but the handle that a call changes, which comes first, and the stream
 * that okr_tables_add takes.
 *
 * ERRORS. The last argument of such a call, err, gets an okr_error where the call fails, and NULL where it does not; pass
 * NULL where the status is enough. It must hold no error that is still to be freed: it is written over. There is no last
 * error, and no other state behind the calls: no globals, nothing that belongs to a thread, nothing to start or to end.
 * Every error lists what is wrong in okr_error_findings, at least one entry, so that one way of telling it is enough. Any call
 * with a status may return the common errors: OKR_STATUS_NULL_POINTER, OKR_STATUS_WRONG_HANDLE and OKR_STATUS_PANIC. Calls
 * without a status give what they say for NULL.
 *
 * OWNERSHIP. What comes through a pointer to a pointer (okr_x **out) belongs to the caller, who frees it once with
 * okr_x_free; that takes NULL, too. What is returned or comes as a structure (okr_str, okr_column, okr_rows) is borrowed:
 * it lives as long as is said there, and is never freed. What goes in is borrowed for the call and not kept, with two
 * exceptions: okr_tables_add takes its stream and releases it, and okr_limits_cancelled_by shares the flag with the limits.
 * Streams that the library gives belong to the caller as the Arrow C stream interface says, who calls their release.
 *
 * TEXT is UTF-8, a pointer and a number of bytes, without a zero byte behind it; NULL is an empty text where that number is
 * 0. OKR_TEXT("...") passes a literal as both arguments.
 *
 * NUMBERS are doubles. Where there is none they are NaN, which no number of this library ever is. Equal inputs give equal
 * bits, on every machine and from every language.
 *
 * THREADS. What is passed as const okr_x * may be used by several threads at once; what is passed as okr_x * by one alone.
 * Any thread may use and free what another one made.
 *
 * CHECKED are all pointers for NULL, handles for their kind, lengths for being possible, text for being UTF-8, rows and
 * choices for being there, and documents for everything. What C cannot say is not checked and must be right: that a pointer
 * leads to memory of its type and length, that a handle has not been freed, that two threads do not use one handle
 * against the rule above, and that nothing borrowed is used for too long. Handles belong to the copy of the library that
 * made them: where a process has loaded several, none takes another's.
 *
 * UNTRUSTED DOCUMENTS are the normal case. Limits bound their size, and by that the time and memory of every call; see
 * okr_limits. Set limits by what a call may cost. Messages and helps are safe to show anywhere; paths, ids and titles are as
 * the document states them, control characters too. No call needs more than 256 KiB of stack.
 *
 * CANCELLING ends a long call from another thread; see okr_cancel. Calls that read take the flag with their limits, calls
 * that score, compare, print, carry over and find have a twin ending in _until that takes it. They return
 * OKR_STATUS_CANCELLED, and everything is as it was before them, but that a scorecard that was being refreshed or filled is
 * empty, and can be filled again. The others have none. An event and a copy take about as long as scoring at most; tables,
 * and the explanation of a row with very much below it, may take as long as reading the document. Limits bound these alike.
 *
 * BUGS of the library do not end the program: the call returns OKR_STATUS_PANIC, and its error says what it knows; a call
 * without a status gives what it gives for nothing (NULL, or beyond the last row). All handles stay valid. A workspace that
 * was being changed is then as it was before the call, but as another workspace: scorecards made before are foreign to it, and
 * are to be scored or filled again. A scorecard that was being refreshed or filled is empty, and can be filled again. Some
 * lines on standard error tell of it, as Rust programs do; more where RUST_BACKTRACE is set.
 *
 * MEMORY. Where the system has no more of it the library ends the program, as Rust programs do: it cannot go on, and says
 * so on standard error. Linux seldom lets it come to that; limits keep documents small.
 *
 * VERSIONS. OKR_VERSION_NUMBER is that of this header, okr_version_number() that of the library. A program runs with every
 * library whose okr_abi_version() is the OKR_ABI_VERSION that it was compiled with, and whose okr_version_number() is not
 * below the OKR_VERSION_NUMBER that it was compiled with: from one such library to the next functions and constants are added,
 * never changed. The file name of the library says the first: libokr.so.0.1 for all of 0.1.x, libokr.so.1 from 1.0 on.
 */


#ifndef OKR_H
#define OKR_H

/* Made by cbindgen from okr-ffi/src/c; edit that, and see okr-ffi/cbindgen.toml. */

#include <stddef.h>
#include <stdint.h>

/** A literal as two arguments: its text and its length in bytes. */
#define OKR_TEXT(literal) ("" literal), (sizeof("" literal) - 1)

/* The structures of the Arrow C data and stream interfaces, word by word as their specification asks. */
#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

#ifdef __cplusplus
} // extern "C"
#endif


/**
 * The row of nothing: what is given where there is no row. Beyond every last row, so that what is asked of it is absent too.
 */
#define OKR_NO_ROW UINT32_MAX

/**
 * The version of this header, as numbers.
 */
#define OKR_VERSION_MAJOR 0

/**
 * The version of this header, as numbers.
 */
#define OKR_VERSION_MINOR 1

/**
 * The version of this header, as numbers.
 */
#define OKR_VERSION_PATCH 0

/**
 * The version of this header as one number: major * 10000 + minor * 100 + patch.
 */
#define OKR_VERSION_NUMBER 100

/**
 * Counts the changes after which programs must be compiled again. `okr_abi_version` of the library must be the same, and its
 * `okr_version_number` not below that of the header.
 */
#define OKR_ABI_VERSION 1

/**
 * What a call answers with: 0, or a negative number that is never reused for anything else.
 *
 * From -100 on it is the number of a code that the engine also uses in findings, negated.
 */
enum okr_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * The call did what it says.
   */
  OKR_STATUS_OK = 0,
  /**
   * A pointer that is needed is NULL.
   */
  OKR_STATUS_NULL_POINTER = -1,
  /**
   * A length is beyond what memory can hold (`PTRDIFF_MAX`).
   */
  OKR_STATUS_BAD_LENGTH = -2,
  /**
   * A handle is of another kind than the call takes.
   */
  OKR_STATUS_WRONG_HANDLE = -3,
  /**
   * A number is none of the choices there are.
   */
  OKR_STATUS_BAD_CHOICE = -4,
  /**
   * A scorecard is empty: score the workspace into it first.
   */
  OKR_STATUS_NOT_SCORED = -5,
  /**
   * The engine has a bug; see BUGS above for what holds then.
   */
  OKR_STATUS_PANIC = -6,
  /**
   * A table cannot be read: its types, its texts, or its producer.
   */
  OKR_STATUS_BAD_TABLE = -7,
  /**
   * What went wrong has no number in this header; its name is in the error.
   */
  OKR_STATUS_OTHER = -8,
  /**
   * The text is not JSON.
   */
  OKR_STATUS_INVALID_JSON = -100,
  /**
   * The bytes are not UTF-8.
   */
  OKR_STATUS_INVALID_UTF8 = -101,
  /**
   * A number is infinite, not a number, or too large for 64 bits.
   */
  OKR_STATUS_NOT_FINITE = -102,
  /**
   * The document has more bytes than the limit.
   */
  OKR_STATUS_TOO_LARGE = -103,
  /**
   * The document is nested deeper than the limit.
   */
  OKR_STATUS_TOO_DEEP = -104,
  /**
   * The document has more of one thing than the limit.
   */
  OKR_STATUS_TOO_MANY = -105,
  /**
   * A text is longer than the limit.
   */
  OKR_STATUS_TEXT_TOO_LONG = -106,
  /**
   * An object has a field that the format does not know.
   */
  OKR_STATUS_UNKNOWN_FIELD = -200,
  /**
   * An object states one key twice.
   */
  OKR_STATUS_DUPLICATE_KEY = -201,
  /**
   * A value has the wrong JSON type.
   */
  OKR_STATUS_WRONG_TYPE = -202,
  /**
   * An object lacks a field that it needs.
   */
  OKR_STATUS_MISSING_FIELD = -203,
  /**
   * A word is not one of the words allowed there.
   */
  OKR_STATUS_UNKNOWN_WORD = -204,
  /**
   * The document's version is not one this engine reads.
   */
  OKR_STATUS_UNSUPPORTED_VERSION = -205,
  /**
   * A date does not exist or lies outside 1900 to 2999.
   */
  OKR_STATUS_BAD_DATE = -300,
  /**
   * An interval is not of the form 7d, 2w or 1mo.
   */
  OKR_STATUS_BAD_INTERVAL = -301,
  /**
   * An id is empty, too long, or has control or bidirectional characters.
   */
  OKR_STATUS_BAD_ID = -302,
  /**
   * A weight is below zero.
   */
  OKR_STATUS_NEGATIVE_WEIGHT = -303,
  /**
   * A number lies outside the range allowed there.
   */
  OKR_STATUS_OUT_OF_RANGE = -304,
  /**
   * A relative target is not of the form +20% or -5, or has nothing to be relative to.
   */
  OKR_STATUS_BAD_TARGET = -305,
  /**
   * Two things of one space have the same id.
   */
  OKR_STATUS_DUPLICATE_ID = -400,
  /**
   * A reference names an id that does not exist.
   */
  OKR_STATUS_DANGLING_REFERENCE = -401,
  /**
   * `contributes` links run in a circle.
   */
  OKR_STATUS_ALIGNMENT_CYCLE = -402,
  /**
   * `depends_on` links run in a circle.
   */
  OKR_STATUS_DEPENDENCY_CYCLE = -403,
  /**
   * Teams or cycles are nested in a circle.
   */
  OKR_STATUS_PARENT_CYCLE = -404,
  /**
   * One pair is linked twice.
   */
  OKR_STATUS_DUPLICATE_LINK = -405,
  /**
   * An objective is linked to a key result that sums or averages values.
   */
  OKR_STATUS_SOURCE_NOT_ALLOWED = -406,
  /**
   * A measure has a field that its kind does not use.
   */
  OKR_STATUS_FIELD_NOT_FOR_KIND = -500,
  /**
   * A measure lacks a field that its kind needs.
   */
  OKR_STATUS_MEASURE_INCOMPLETE = -501,
  /**
   * Baseline and target are equal, so there is no way to go.
   */
  OKR_STATUS_ZERO_RANGE = -502,
  /**
   * The stated direction is not the one from baseline to target.
   */
  OKR_STATUS_DIRECTION_DISAGREES = -503,
  /**
   * An aggregate does not suit the kind of measure.
   */
  OKR_STATUS_BAD_AGGREGATE = -504,
  /**
   * Levels are fewer than two, repeat a value, or have scores that rise and fall.
   */
  OKR_STATUS_BAD_LEVELS = -505,
  /**
   * Bounds or zero_at lie on the wrong side.
   */
  OKR_STATUS_BAD_BOUNDS = -506,
  /**
   * Distance credit needs a bound other than zero.
   */
  OKR_STATUS_ZERO_TARGET = -507,
  /**
   * A check-in has a value that its measure does not take.
   */
  OKR_STATUS_VALUE_NOT_FOR_KIND = -508,
  /**
   * A plan belongs to move, ratio, inverse and from_children only, with ascending dates.
   */
  OKR_STATUS_BAD_PLAN = -509,
  /**
   * A period ends before it starts.
   */
  OKR_STATUS_WINDOW_REVERSED = -510,
  /**
   * A guardrail needs an at_least, at_most or between measure.
   */
  OKR_STATUS_GUARDRAIL_NEEDS_HOLD = -511,
  /**
   * No preset has that name.
   */
  OKR_STATUS_UNKNOWN_POLICY = -600,
  /**
   * A band list is empty, out of order, or its last band has a limit.
   */
  OKR_STATUS_BAD_BANDS = -601,
  /**
   * Policy fields do not fit together.
   */
  OKR_STATUS_BAD_POLICY = -602,
  /**
   * An objective is counted by its own measure and has none.
   */
  OKR_STATUS_OWN_MEASURE_MISSING = -603,
  /**
   * Values of different units are added up.
   */
  OKR_STATUS_UNIT_MISMATCH = -604,
  /**
   * Nothing has that id.
   */
  OKR_STATUS_UNKNOWN_ID = -800,
  /**
   * The scorecard was made before the workspace changed.
   */
  OKR_STATUS_STALE_SCORECARD = -801,
  /**
   * The scorecard was made of another workspace.
   */
  OKR_STATUS_FOREIGN_SCORECARD = -802,
  /**
   * The scorecard holds progress only.
   */
  OKR_STATUS_PARTIAL_SCORECARD = -803,
  /**
   * An amendment names something other than a key result.
   */
  OKR_STATUS_NOT_AMENDABLE = -804,
  /**
   * An objective is carried over into the cycle that it is in.
   */
  OKR_STATUS_SAME_CYCLE = -805,
  /**
   * The call was cancelled before it had come to its end.
   */
  OKR_STATUS_CANCELLED = -806,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_status okr_status;
#else
typedef int32_t okr_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How an objective or key result stands.
 */
enum okr_row_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Nothing can be said.
   */
  OKR_ROW_STATUS_NONE = 0,
  /**
   * No value yet.
   */
  OKR_ROW_STATUS_NOT_STARTED = 1,
  /**
   * As planned or better.
   */
  OKR_ROW_STATUS_ON_TRACK = 2,
  /**
   * Behind the plan.
   */
  OKR_ROW_STATUS_AT_RISK = 3,
  /**
   * Far behind the plan.
   */
  OKR_ROW_STATUS_OFF_TRACK = 4,
  /**
   * Reached.
   */
  OKR_ROW_STATUS_ACHIEVED = 5,
  /**
   * More than reached.
   */
  OKR_ROW_STATUS_EXCEEDED = 6,
  /**
   * Not reached by the end.
   */
  OKR_ROW_STATUS_MISSED = 7,
  /**
   * Put off.
   */
  OKR_ROW_STATUS_POSTPONED = 8,
  /**
   * Given up.
   */
  OKR_ROW_STATUS_CANCELLED = 9,
  /**
   * Put away.
   */
  OKR_ROW_STATUS_ARCHIVED = 10,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_row_status okr_row_status;
#else
typedef int32_t okr_row_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Why a status is what it is: the step that decided.
 */
enum okr_reason
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Nothing was asked for: the scorecard holds progress only.
   */
  OKR_REASON_NONE = 0,
  /**
   * The outcome stated when it was closed.
   */
  OKR_REASON_CLOSED = 1,
  /**
   * Its state: draft, postponed, cancelled or archived.
   */
  OKR_REASON_STATE = 2,
  /**
   * Somebody set it by hand.
   */
  OKR_REASON_OVERRIDE = 3,
  /**
   * There is no progress to judge.
   */
  OKR_REASON_NO_PROGRESS = 4,
  /**
   * The window is over, or it was closed without an outcome.
   */
  OKR_REASON_FINAL = 5,
  /**
   * There is no value yet.
   */
  OKR_REASON_NOT_STARTED = 6,
  /**
   * The target is reached.
   */
  OKR_REASON_GOAL = 7,
  /**
   * Nobody has checked in for too long.
   */
  OKR_REASON_STALE = 8,
  /**
   * It is too early to judge.
   */
  OKR_REASON_GRACE = 9,
  /**
   * Progress over expected.
   */
  OKR_REASON_RATIO = 10,
  /**
   * Progress minus expected.
   */
  OKR_REASON_GAP = 11,
  /**
   * Progress alone.
   */
  OKR_REASON_PROGRESS = 12,
  /**
   * Stated confidence.
   */
  OKR_REASON_CONFIDENCE = 13,
  /**
   * The state of a hold measure.
   */
  OKR_REASON_HOLD = 14,
  /**
   * The worst of the members.
   */
  OKR_REASON_WORST = 15,
  /**
   * What all members say, or that they differ.
   */
  OKR_REASON_UNANIMOUS = 16,
  /**
   * The mean of the members.
   */
  OKR_REASON_MEAN = 17,
  /**
   * An unmet guardrail.
   */
  OKR_REASON_GUARDRAIL = 18,
  /**
   * People state the status, and nobody did.
   */
  OKR_REASON_STATED = 19,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_reason okr_reason;
#else
typedef int32_t okr_reason;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Why a key result counts towards nothing.
 */
enum okr_left_out
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * It counts.
   */
  OKR_LEFT_OUT_COUNTED = 0,
  /**
   * Not agreed yet.
   */
  OKR_LEFT_OUT_DRAFT = 1,
  /**
   * Put off.
   */
  OKR_LEFT_OUT_POSTPONED = 2,
  /**
   * Given up.
   */
  OKR_LEFT_OUT_CANCELLED = 3,
  /**
   * Put away.
   */
  OKR_LEFT_OUT_ARCHIVED = 4,
  /**
   * Guards, and is never averaged.
   */
  OKR_LEFT_OUT_GUARDRAIL = 5,
  /**
   * Shown, never progress.
   */
  OKR_LEFT_OUT_TRACKED = 6,
  /**
   * Its own start lies ahead.
   */
  OKR_LEFT_OUT_NOT_STARTED_YET = 7,
  /**
   * It holds a bound, and the policy counts none of those.
   */
  OKR_LEFT_OUT_HOLD = 8,
  /**
   * Its unit is not that of the objective, and the policy counts no other.
   */
  OKR_LEFT_OUT_OTHER_UNIT = 9,
  /**
   * Its weight is zero.
   */
  OKR_LEFT_OUT_ZERO_WEIGHT = 10,
  /**
   * It has no value, and the policy skips those.
   */
  OKR_LEFT_OUT_NO_VALUE = 11,
  /**
   * It has no progress.
   */
  OKR_LEFT_OUT_NO_PROGRESS = 12,
  /**
   * The policy counts other members.
   */
  OKR_LEFT_OUT_NOT_SELECTED = 13,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_left_out okr_left_out;
#else
typedef int32_t okr_left_out;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much a finding matters.
 */
enum okr_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * No finding.
   */
  OKR_SEVERITY_NONE = 0,
  /**
   * The document cannot be used.
   */
  OKR_SEVERITY_ERROR = 1,
  /**
   * The document can be used, and somebody should look.
   */
  OKR_SEVERITY_WARNING = 2,
  /**
   * Worth knowing.
   */
  OKR_SEVERITY_HINT = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_severity okr_severity;
#else
typedef int32_t okr_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much of a scorecard to compute: what `okr_scorecard_fill` takes as `detail`.
 */
enum okr_detail
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Everything.
   */
  OKR_DETAIL_WHOLE = 0,
  /**
   * Progress alone, which takes less time, with raw progress and what is left out of key results. The rest reads as absent:
   * raw progress of objectives, expected, confidence, status and staleness, and the value, baseline and target of measures.
   * Refused are columns of these, tables, reports, explanations and findings.
   */
  OKR_DETAIL_PROGRESS = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_detail okr_detail;
#else
typedef int32_t okr_detail;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Which limit: what `okr_limits_set` and `okr_limits_get` take as `which`.
 */
enum okr_limit
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Bytes of the document. Default 64 MiB, at most 4 GiB - 1.
   */
  OKR_LIMIT_BYTES = 0,
  /**
   * Levels of nested arrays and objects. Default 64, at most 120.
   */
  OKR_LIMIT_DEPTH = 1,
  /**
   * Bytes of one text. Default 64 KiB, at most those of a document.
   */
  OKR_LIMIT_TEXT = 2,
  /**
   * Bytes of one id. Default 255, at most those of a document.
   */
  OKR_LIMIT_ID = 3,
  /**
   * Cycles, teams, people and KPIs, each. Default 1 million, at most 100 million.
   */
  OKR_LIMIT_RECORDS = 4,
  /**
   * Objectives. Default 1 million, at most 100 million.
   */
  OKR_LIMIT_OBJECTIVES = 5,
  /**
   * Key results. Default 1 million, at most 100 million.
   */
  OKR_LIMIT_KEY_RESULTS = 6,
  /**
   * Links. Default 4 million, at most 100 million.
   */
  OKR_LIMIT_LINKS = 7,
  /**
   * Links into one objective or key result. Default 100,000, at most 100 million.
   */
  OKR_LIMIT_FAN_IN = 8,
  /**
   * Check-ins and KPI readings, and once more the readings that key results read of KPIs. Default 10 million, at most
   * 100 million.
   */
  OKR_LIMIT_CHECK_INS = 9,
  /**
   * Different policies that objectives state for themselves. Default 10,000, at most 1 million.
   */
  OKR_LIMIT_POLICIES = 10,
  /**
   * Everything else that comes in lists, together. Default 4 million, at most 100 million.
   */
  OKR_LIMIT_OTHERS = 11,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_limit okr_limit;
#else
typedef int32_t okr_limit;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Which numbers: what the functions of columns take as `which`.
 */
enum okr_numbers
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Progress as shown, a fraction (1 = 100 %).
   */
  OKR_NUMBERS_PROGRESS = 0,
  /**
   * Progress before any clamp, a fraction that may be negative or above 1.
   */
  OKR_NUMBERS_RAW = 1,
  /**
   * The progress that the plan asks for, a fraction.
   */
  OKR_NUMBERS_EXPECTED = 2,
  /**
   * Stated confidence, 0 to 1.
   */
  OKR_NUMBERS_CONFIDENCE = 3,
  /**
   * The present value in the unit of its measure: of key results only.
   */
  OKR_NUMBERS_VALUE = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_numbers okr_numbers;
#else
typedef int32_t okr_numbers;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * In which order the rows of a table of objectives or key results stand: what `okr_scorecard_table` takes as `order`.
 */
enum okr_order
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * That of the document.
   */
  OKR_ORDER_DOCUMENT = 0,
  /**
   * That of the rows, as the functions by row count them: numbers are lent and never copied.
   */
  OKR_ORDER_ROWS = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_order okr_order;
#else
typedef int32_t okr_order;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Which table: what `okr_scorecard_table` and `okr_tables_add` take as `which`. The project's okr-core/docs/document.md lists
 * the columns that come in.
 */
enum okr_table
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Objectives, a row each; coming in: `id`, `title` and more.
   */
  OKR_TABLE_OBJECTIVES = 0,
  /**
   * Key results, a row each; coming in: `objective`, `id`, `title`, `kind` and more.
   */
  OKR_TABLE_KEY_RESULTS = 1,
  /**
   * Check-ins of key results and objectives: `key_result` or `objective`, `on`, `value` and more. Only coming in; for those of a
   * workspace see `okr_workspace_check_in_table`.
   */
  OKR_TABLE_CHECK_INS = 2,
  /**
   * Links from one objective or key result to another. Only coming in.
   */
  OKR_TABLE_ALIGNMENTS = 3,
  /**
   * Cycles, a row each.
   */
  OKR_TABLE_CYCLES = 4,
  /**
   * Teams, a row each.
   */
  OKR_TABLE_TEAMS = 5,
  /**
   * People, a row each.
   */
  OKR_TABLE_PEOPLE = 6,
  /**
   * KPIs, a row each.
   */
  OKR_TABLE_KPIS = 7,
  /**
   * Readings of KPIs. Only coming in.
   */
  OKR_TABLE_READINGS = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum okr_table okr_table;
#else
typedef int32_t okr_table;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Text that the caller owns, such as a report: free it with `okr_buf_free`.
 */
typedef struct okr_buf okr_buf;

/**
 * Cancels calls that have begun. It is handed to long calls beforehand: with `okr_limits_cancelled_by` to those that read,
 * and as `cancel` to those whose names end in `_until`. Once cancelled it stays so: make a new one for the next call.
 */
typedef struct okr_cancel okr_cancel;

/**
 * What an event changed: what a scorecard is brought up to date with.
 */
typedef struct okr_change okr_change;

/**
 * Why a call failed. It never changes, so that any thread may read it, and is freed with `okr_error_free`.
 *
 * All that is wrong is in `okr_error_findings`, at least one entry; the other texts are those of the first of them.
 */
typedef struct okr_error okr_error;

/**
 * What is wrong or doubtful, at most 1,000 entries, counted from 0. It never changes, so that any thread may read it.
 */
typedef struct okr_findings okr_findings;

/**
 * How much of everything a document may have, for `okr_workspace_parse_with` and for tables, and who may cancel the reading.
 */
typedef struct okr_limits okr_limits;

/**
 * The rules of counting, for `okr_workspace_score`. It never changes, so that any thread may use it.
 */
typedef struct okr_policy okr_policy;

/**
 * A workspace evaluated as of a date. It lives apart from its workspace, whose ids and titles it shares.
 */
typedef struct okr_scorecard okr_scorecard;

/**
 * An organisation in tables, on the way to a workspace.
 */
typedef struct okr_tables okr_tables;

/**
 * All OKR data of one organisation, read from a document and checked: what is scored, and what events change.
 */
typedef struct okr_workspace okr_workspace;

/**
 * Text that is borrowed: UTF-8, not ended by a zero byte.
 *
 * It lives as long as what it was asked of: until that handle is changed or freed. Print it with
 * `printf("%.*s", (int)text.len, text.data)`.
 */
typedef struct okr_str {
  /**
   * The first byte; never NULL, also where there is no text.
   */
  const char *data;
  /**
   * Bytes.
   */
  size_t len;
} okr_str;

/**
 * A civil date from 1900-01-01 to 2999-12-31, as days since 1970-01-01; without time and zone.
 */
typedef int32_t okr_date;

/**
 * Row numbers that are borrowed from a scorecard.
 */
typedef struct okr_rows {
  /**
   * The rows; NULL where there is none.
   */
  const uint32_t *values;
  /**
   * How many there are.
   */
  size_t len;
} okr_rows;

/**
 * Numbers of all rows, borrowed from a scorecard.
 */
typedef struct okr_column {
  /**
   * The numbers by row; NULL where there is no row. A row without a number holds NaN.
   */
  const double *values;
  /**
   * One bit a row, the lowest of a byte first, set where there is a number: Arrow's layout. NULL where there is no row.
   */
  const uint8_t *validity;
  /**
   * Rows.
   */
  size_t len;
} okr_column;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Reads a document and checks it, with the default limits on documents from outside.
 *
 * - `text`, `len`: the document, JSON in UTF-8, and its bytes. It may hold anything, and is not kept.
 * - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
 * - `err`: gets the error with all that is wrong with the document, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: any status from -100 to -699, that of the first finding; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_workspace_parse(const char *text,
                               size_t len,
                               struct okr_workspace **out,
                               struct okr_error **err);

/**
 * Prints the document as it is now: canonical JSON on one line, which reads back to the same workspace under limits
 * that allow its length: events and what is carried over make it longer than what was read.
 *
 * - `workspace`: the workspace.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_print(const struct okr_workspace *workspace, struct okr_buf **out, struct okr_error **err);

/**
 * The name of the organisation.
 *
 * - `workspace`: the workspace.
 * - Returns text that lives until the workspace is changed or freed; empty where the document has none, and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_workspace_name(const struct okr_workspace *workspace);

/**
 * Another workspace with the same document, to be changed apart: for trying things, or for readers that keep the old one.
 *
 * What the two have in common is shared, such as ids and texts. Scorecards of one are foreign to the other.
 *
 * - `workspace`: the workspace.
 * - `out`: gets the copy, owned by the caller (`okr_workspace_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_copy(const struct okr_workspace *workspace,
                              struct okr_workspace **out,
                              struct okr_error **err);

/**
 * Frees a workspace. Scorecards that were made of it live on.
 *
 * - `workspace`: the workspace; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_workspace_free(struct okr_workspace *workspace);

/**
 * A date from its year, month and day.
 *
 * - `year`, `month`, `day`: 1900 to 2999, 1 to 12, 1 to 31.
 * - `out`: gets the date; 0 where there is none.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE` for a day that does not exist; the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_date_make(int32_t year, int32_t month, int32_t day, okr_date *out, struct okr_error **err);

/**
 * A date from text such as `2026-11-21`.
 *
 * - `text`, `len`: the text, UTF-8, and its bytes.
 * - `out`: gets the date; 0 where there is none.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_date_parse(const char *text, size_t len, okr_date *out, struct okr_error **err);

/**
 * Year, month and day of a date.
 *
 * - `date`: the date.
 * - `year`, `month`, `day`: get its parts; each may be NULL where it is not wanted. 0 where there is no such date.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE` outside 1900 to 2999; the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_date_split(okr_date date, int32_t *year, int32_t *month, int32_t *day, struct okr_error **err);

/**
 * Evaluates everything as of a date.
 *
 * - `workspace`: the workspace.
 * - `as_of`: the date; what is dated later does not exist for it.
 * - `policy`: the rules of counting; NULL for those of the workspace.
 * - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_score(const struct okr_workspace *workspace,
                               okr_date as_of,
                               const struct okr_policy *policy,
                               struct okr_scorecard **out,
                               struct okr_error **err);

/**
 * The progress of an objective or key result.
 *
 * - `card`: the scorecard.
 * - `id`, `id_len`: which one: UTF-8, and its bytes.
 * - `out`: gets the progress as shown, a fraction (1 = 100 %); NaN where there is none.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
 *   `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_progress(const struct okr_scorecard *card,
                                  const char *id,
                                  size_t id_len,
                                  double *out,
                                  struct okr_error **err);

/**
 * The progress that the plan of an objective or key result asks for by the date.
 *
 * - `card`: the scorecard.
 * - `id`, `id_len`: which one: UTF-8, and its bytes.
 * - `out`: gets what is expected, a fraction (1 = 100 %); NaN where nothing is.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
 *   `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_expected(const struct okr_scorecard *card,
                                  const char *id,
                                  size_t id_len,
                                  double *out,
                                  struct okr_error **err);

/**
 * How an objective or key result stands.
 *
 * - `card`: the scorecard.
 * - `id`, `id_len`: which one: UTF-8, and its bytes.
 * - `out`: gets the status; `OKR_ROW_STATUS_NONE` where nothing can be said.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
 *   `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_status(const struct okr_scorecard *card,
                                const char *id,
                                size_t id_len,
                                okr_row_status *out,
                                struct okr_error **err);

/**
 * The date that a scorecard holds for.
 *
 * - `card`: the scorecard.
 * - Returns the date; 0, which is also 1970-01-01, for an empty scorecard and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_date okr_scorecard_as_of(const struct okr_scorecard *card);

/**
 * Whether a scorecard shows a workspace as that is now: it was made of it, and brought up to date with every change since.
 *
 * - `card`: the scorecard.
 * - `workspace`: the workspace.
 * - Returns 1 or 0; 0 for an empty scorecard, for one of another workspace, and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
int32_t okr_scorecard_is_current(const struct okr_scorecard *card,
                                 const struct okr_workspace *workspace);

/**
 * Brings a scorecard up to date after a change of its workspace: only what the change reaches is computed, to the same
 * bits as by scoring again.
 *
 * Columns and texts that were borrowed from the scorecard are not to be used any more.
 *
 * - `card`: the scorecard, one of this workspace. It is computed over again where it missed a change, and where it has a
 *   policy of its own.
 * - `workspace`: the workspace, as it is after the change.
 * - `change`: what the event gave.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard; `OKR_STATUS_FOREIGN_SCORECARD` for one of another workspace, such as a
 *   copy, or of this one before it met a bug: it stays as it was, and can be filled; the common ones.
 * - Threads: no other may use the scorecard; several may use the workspace and the change.
 * - Since 0.1.
 */
okr_status okr_scorecard_refresh(struct okr_scorecard *card,
                                 const struct okr_workspace *workspace,
                                 const struct okr_change *change,
                                 struct okr_error **err);

/**
 * An empty scorecard, to be filled.
 *
 * - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_scorecard_new(struct okr_scorecard **out, struct okr_error **err);

/**
 * Evaluates a workspace, under its own policy, into a scorecard that exists already, and whose memory is used again.
 *
 * Columns and texts that were borrowed from the scorecard are not to be used any more.
 *
 * - `card`: the scorecard, whatever it held.
 * - `workspace`: the workspace.
 * - `as_of`: the date; what is dated later does not exist for it.
 * - `detail`: an `okr_detail`.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE`, `OKR_STATUS_BAD_CHOICE`, and the common ones.
 * - Threads: no other may use the scorecard; several may use the workspace.
 * - Since 0.1.
 */
okr_status okr_scorecard_fill(struct okr_scorecard *card,
                              const struct okr_workspace *workspace,
                              okr_date as_of,
                              int32_t detail,
                              struct okr_error **err);

/**
 * Frees a scorecard. Tables that were made of it live on.
 *
 * - `card`: the scorecard; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_scorecard_free(struct okr_scorecard *card);

/**
 * What the call returned that gave this error.
 *
 * - `err`: the error.
 * - Returns its status; `OKR_STATUS_OK` for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_error_status(const struct okr_error *err);

/**
 * The stable name of the error, such as `unknown_field`.
 *
 * - `err`: the error.
 * - Returns text that lives as long as the program; empty for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_error_name(const struct okr_error *err);

/**
 * What was found and what was expected, in one line of English.
 *
 * - `err`: the error.
 * - Returns text that lives as long as the error; empty for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_error_message(const struct okr_error *err);

/**
 * Where it is wrong: a JSON pointer such as `/objectives/0/title` into what was read: document, policy, event, list of
 * what is carried over, or tables.
 *
 * - `err`: the error.
 * - Returns text that lives as long as the error; empty where the whole input is meant, and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_error_path(const struct okr_error *err);

/**
 * What to do about it, in one line of English, such as the name that may be meant.
 *
 * - `err`: the error.
 * - Returns text that lives as long as the error; empty for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_error_help(const struct okr_error *err);

/**
 * All that is wrong: errors first, each in the order of reading. What is wrong with a call alone, such as a pointer that is
 * NULL, is a list of one, so that whoever goes through the list has told everything.
 *
 * - `err`: the error.
 * - Returns a list that belongs to the error and lives as long as it; NULL for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
const struct okr_findings *okr_error_findings(const struct okr_error *err);

/**
 * Frees an error, and with it its texts and findings.
 *
 * - `err`: the error; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_error_free(struct okr_error *err);

/**
 * The text of a buffer.
 *
 * - `buf`: the buffer.
 * - Returns text that lives as long as the buffer, and is followed by a zero byte that `len` does not count; empty for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_buf_text(const struct okr_buf *buf);

/**
 * Frees a buffer, and with it its text.
 *
 * - `buf`: the buffer; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_buf_free(struct okr_buf *buf);

/**
 * The name of a status, such as `unknown_id`: the same word as in findings and in JSON.
 *
 * - `status`: what a call returned, or the code of a finding (`okr_findings_code`), negated: warnings and hints, which no call
 *   returns, have names too.
 * - Returns text that lives as long as the program; empty for a number that is neither.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_status_name(int32_t status);

/**
 * What a status means, in one line of English.
 *
 * - `status`: what a call returned, or the code of a finding, negated, as in `okr_status_name`.
 * - Returns text that lives as long as the program; empty for a number that is neither.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_status_summary(int32_t status);

/**
 * Applies a check-in, the most common event: the value of a key result, or of an objective that has a value by hand. That of
 * an objective whose policy reads no such value is kept and printed, and read by nothing.
 *
 * For a note, an author, or a confidence without a value, see `okr_workspace_apply`. The first event costs a copy of the
 * histories of the workspace, by which a bug can be undone, and later ones now and then as well.
 *
 * - `workspace`: the workspace.
 * - `id`, `id_len`: whose value it is: UTF-8, and its bytes.
 * - `on`: the day that the value holds for.
 * - `value`: the value, in the unit of the measure.
 * - `confidence`: the stated probability of reaching the target, 0 to 1; NaN (`NAN`) where there is none.
 * - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its path is that of the event as JSON, such as
 *   `/kind/check_in/value`.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`; `OKR_STATUS_BAD_DATE`; `OKR_STATUS_NOT_FINITE`; `OKR_STATUS_VALUE_NOT_FOR_KIND` where
 *   the measure takes no number; `OKR_STATUS_OUT_OF_RANGE`; `OKR_STATUS_TOO_MANY` where the workspace has as many check-ins as
 *   its limits allow; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: no other may use the workspace.
 * - Since 0.1.
 */
okr_status okr_workspace_check_in(struct okr_workspace *workspace,
                                  const char *id,
                                  size_t id_len,
                                  okr_date on,
                                  double value,
                                  double confidence,
                                  struct okr_change **change,
                                  struct okr_error **err);

/**
 * Applies a check-in of a yes-or-no key result (measure `binary`).
 *
 * - `workspace`: the workspace.
 * - `id`, `id_len`: whose value it is: UTF-8, and its bytes.
 * - `on`: the day that the value holds for.
 * - `done`: 1 for done, 0 for not done.
 * - `confidence`: the stated probability of reaching the target, 0 to 1; NaN (`NAN`) where there is none.
 * - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: as `okr_workspace_check_in`; `OKR_STATUS_BAD_CHOICE` for a `done` that is neither 0 nor 1.
 * - Threads: no other may use the workspace.
 * - Since 0.1.
 */
okr_status okr_workspace_check_in_done(struct okr_workspace *workspace,
                                       const char *id,
                                       size_t id_len,
                                       okr_date on,
                                       int32_t done,
                                       double confidence,
                                       struct okr_change **change,
                                       struct okr_error **err);

/**
 * Applies an event stated as JSON, of any kind. An event has four fields: `of`, the id of the objective or key result;
 * `kind`, one of the four below with its fields as in a document; and, for the journal of a host, which keeps events as it
 * wrote them, `at`, the day on which it was recorded, and `by`, the id of who did. These two are read, as a date and a text, and
 * not kept: no document has a place for them.
 *
 * - A check-in: `{"of": "dau", "kind": {"check_in": {"on": "2026-11-16", "value": 11000, "confidence": 0.7, "note": "a new
 *   onboarding", "by": "ana"}}}`. Confidence is 0 to 1, whatever `confidence_scale` the document has.
 * - An amendment of a key result: `{"of": "dau", "kind": {"amendment": {"on": "2026-11-16", "target": 13000, "reason": "a new
 *   market", "by": "ana"}}, "at": "2026-11-17", "by": "ben"}`.
 * - A change of state: `{"of": "habit", "kind": {"state": {"on": "2026-11-16", "state": "postponed"}}}`.
 * - A status set by hand: `{"of": "habit", "kind": {"override": {"on": "2026-11-16", "status": "at_risk", "by": "ana", "reason":
 *   "two of us are leaving"}}}`.
 *
 * It is read under the limits that the workspace was made with.
 *
 * - `workspace`: the workspace.
 * - `text`, `len`: the event, JSON in UTF-8, and its bytes.
 * - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Nothing has changed then.
 * - Errors: what may be wrong with an event is what may be wrong with the same in a document, any status from -100 to -699, with
 *   paths such as `/kind/check_in/value`;
 *   `OKR_STATUS_UNKNOWN_ID`; `OKR_STATUS_NOT_AMENDABLE`; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: no other may use the workspace.
 * - Since 0.1.
 */
okr_status okr_workspace_apply(struct okr_workspace *workspace,
                               const char *text,
                               size_t len,
                               struct okr_change **change,
                               struct okr_error **err);

/**
 * One change and the one that came right after it, so that a scorecard is brought up to date once for both.
 *
 * With others in between, a refresh computes everything over again, to the same result.
 *
 * - `first`, `later`: the two changes, which stay as they are.
 * - `out`: gets both in one, owned by the caller (`okr_change_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_change_join(const struct okr_change *first,
                           const struct okr_change *later,
                           struct okr_change **out,
                           struct okr_error **err);

/**
 * Frees a change.
 *
 * - `change`: the change; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_change_free(struct okr_change *change);

/**
 * Carries objectives over into the next cycle: new ones are added that continue them, all or none. The date of the scorecard
 * is the day of carrying, and the `carry_over` of its policy says where key results start.
 *
 * What is stated about the objectives and their key results comes along, and `continues` names what each came from;
 * check-ins, amendments, states, overrides, initiatives, plans and dates of their own stay behind.
 *
 * - `workspace`: the workspace. It costs as much as reading the document again, however many are carried over in one call.
 * - `card`: the scorecard, a whole one, of the workspace as it is. It is stale afterwards, unless the list is empty.
 * - `text`, `len`: what is carried over, JSON in UTF-8, and its bytes: a list such as `[{"of": "habit", "id": "habit-q1", "cycle":
 *   "Q1", "key_results": {"dau": "dau-q1"}}]`, with the objective, the id that its continuation gets, and the cycle of that.
 *   Key results come along that `key_results` names, each with the id it gets; the others are left behind. It is read under
 *   the limits that the workspace was made with.
 * - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
 * - `err`: gets the error with all that is wrong, owned by the caller (`okr_error_free`); may be NULL. Nothing has changed then. Its
 *   paths are those of the list, such as `/0/cycle`; what is wrong with the new objectives in the document has its path there.
 * - Errors: `OKR_STATUS_UNKNOWN_ID` for an objective, or key result of it, that is not there; `OKR_STATUS_DANGLING_REFERENCE` for a
 *   cycle that is not there; `OKR_STATUS_SAME_CYCLE` for the one that it is in; `OKR_STATUS_DUPLICATE_ID`; `OKR_STATUS_ZERO_RANGE`
 *   where no way is left to go; `OKR_STATUS_NOT_SCORED`; `OKR_STATUS_STALE_SCORECARD`; `OKR_STATUS_FOREIGN_SCORECARD`;
 *   `OKR_STATUS_PARTIAL_SCORECARD`; any other from -100 to -699 for the list and the new document; `OKR_STATUS_BAD_LENGTH`; the
 *   common ones.
 * - Threads: no other may use the workspace; several may use the scorecard.
 * - Since 0.1.
 */
okr_status okr_workspace_carry_over(struct okr_workspace *workspace,
                                    const struct okr_scorecard *card,
                                    const char *text,
                                    size_t len,
                                    struct okr_change **change,
                                    struct okr_error **err);

/**
 * How many objectives a scorecard has: their rows are 0 to one less.
 *
 * - `card`: the scorecard.
 * - Returns the number of objectives; 0 for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint32_t okr_objective_count(const struct okr_scorecard *card);

/**
 * How many key results a scorecard has: their rows are 0 to one less.
 *
 * - `card`: the scorecard.
 * - Returns the number of key results; 0 for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint32_t okr_key_result_count(const struct okr_scorecard *card);

/**
 * The row of an objective.
 *
 * - `card`: the scorecard.
 * - `id`, `id_len`: which objective: UTF-8, and its bytes.
 * - `out`: gets its row; `OKR_NO_ROW` where there is none.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, also for a key result; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
 *   `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_objective_find(const struct okr_scorecard *card,
                              const char *id,
                              size_t id_len,
                              uint32_t *out,
                              struct okr_error **err);

/**
 * The row of a key result.
 *
 * - `card`: the scorecard.
 * - `id`, `id_len`: which key result: UTF-8, and its bytes.
 * - `out`: gets its row; `OKR_NO_ROW` where there is none.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, also for an objective; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
 *   `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_key_result_find(const struct okr_scorecard *card,
                               const char *id,
                               size_t id_len,
                               uint32_t *out,
                               struct okr_error **err);

/**
 * The rows of all objectives in the order of the document; rows themselves are in another one.
 *
 * - `card`: the scorecard.
 * - Returns rows that live until the scorecard is refreshed, filled or freed; none for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_rows okr_objective_order(const struct okr_scorecard *card);

/**
 * The rows of all key results in the order of the document, those of one objective after those of another.
 *
 * - `card`: the scorecard.
 * - Returns rows that live until the scorecard is refreshed, filled or freed; none for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_rows okr_key_result_order(const struct okr_scorecard *card);

/**
 * The rows of the key results of an objective, in the order of the document. The first call for a scorecard goes through all
 * key results, later ones take no time.
 *
 * - `card`, `row`: the scorecard, and the row of an objective.
 * - Returns rows that live until the scorecard is refreshed, filled or freed; none for an objective without key results, beyond
 *   the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_rows okr_objective_key_results(const struct okr_scorecard *card,
                                          uint32_t row);

/**
 * The id of an objective.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_objective_id(const struct okr_scorecard *card, uint32_t row);

/**
 * The title of an objective.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_objective_title(const struct okr_scorecard *card, uint32_t row);

/**
 * The progress of an objective as shown.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction (1 = 100 %); NaN where nothing counts towards it, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_objective_progress(const struct okr_scorecard *card, uint32_t row);

/**
 * The progress of an objective before any clamp.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction that may be negative or above 1; NaN where there is no progress, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_objective_raw(const struct okr_scorecard *card,
                         uint32_t row);

/**
 * The progress that the plan of an objective asks for by the date.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction (1 = 100 %); NaN where nothing is expected, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_objective_expected(const struct okr_scorecard *card, uint32_t row);

/**
 * The stated confidence of an objective.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a probability, 0 to 1; NaN where nobody stated any, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_objective_confidence(const struct okr_scorecard *card, uint32_t row);

/**
 * How an objective stands.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the status; `OKR_ROW_STATUS_NONE` where nothing can be said, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_row_status okr_objective_status(const struct okr_scorecard *card, uint32_t row);

/**
 * Why the status of an objective is what it is.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the step that decided; `OKR_REASON_NONE` in a scorecard of progress only, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_reason okr_objective_status_reason(const struct okr_scorecard *card, uint32_t row);

/**
 * Whether nobody has checked in for too long on anything that counts towards an objective.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns 1 or 0; 0 beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
int32_t okr_objective_is_stale(const struct okr_scorecard *card, uint32_t row);

/**
 * The id of a key result.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_key_result_id(const struct okr_scorecard *card, uint32_t row);

/**
 * The title of a key result.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_key_result_title(const struct okr_scorecard *card, uint32_t row);

/**
 * The objective that a key result belongs to.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the row of the objective; `OKR_NO_ROW` beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint32_t okr_key_result_objective(const struct okr_scorecard *card, uint32_t row);

/**
 * The present value of a key result.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the value in the unit of its measure, 1 or 0 for done or not; NaN where there is none, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_value(const struct okr_scorecard *card,
                            uint32_t row);

/**
 * The value that a key result starts from.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the baseline in force, in the unit of the measure; NaN where it has none, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_baseline(const struct okr_scorecard *card, uint32_t row);

/**
 * The value that a key result is to reach.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the target in force, in the unit of the measure; NaN where it has none, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_target(const struct okr_scorecard *card, uint32_t row);

/**
 * The unit of a key result's values.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns text that lives until the scorecard is refreshed, filled or freed; empty where none is stated, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_key_result_unit(const struct okr_scorecard *card,
                                   uint32_t row);

/**
 * The progress of a key result as shown.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction (1 = 100 %); NaN where its measure makes none, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_progress(const struct okr_scorecard *card, uint32_t row);

/**
 * The progress of a key result before any clamp.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction that may be negative or above 1; NaN where there is no progress, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_raw(const struct okr_scorecard *card,
                          uint32_t row);

/**
 * The progress that the plan of a key result asks for by the date.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a fraction (1 = 100 %); NaN where nothing is expected, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_expected(const struct okr_scorecard *card, uint32_t row);

/**
 * The stated confidence of a key result.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns a probability, 0 to 1; NaN where nobody stated any, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
double okr_key_result_confidence(const struct okr_scorecard *card, uint32_t row);

/**
 * How a key result stands.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the status; `OKR_ROW_STATUS_NONE` where nothing can be said, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_row_status okr_key_result_status(const struct okr_scorecard *card, uint32_t row);

/**
 * Why the status of a key result is what it is.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the step that decided; `OKR_REASON_NONE` in a scorecard of progress only, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_reason okr_key_result_status_reason(const struct okr_scorecard *card, uint32_t row);

/**
 * Whether nobody has checked in on a key result for too long.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns 1 or 0; 0 beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
int32_t okr_key_result_is_stale(const struct okr_scorecard *card, uint32_t row);

/**
 * Why a key result counts for nobody, whatever its objective makes of it. What the objective leaves out by its weights, its
 * selection and its policy is in tables and reports only: `OKR_LEFT_OUT_HOLD`, `OKR_LEFT_OUT_OTHER_UNIT`,
 * `OKR_LEFT_OUT_ZERO_WEIGHT` and `OKR_LEFT_OUT_NOT_SELECTED` are never returned here.
 *
 * - `card`, `row`: the scorecard, and a row of it.
 * - Returns the reason; `OKR_LEFT_OUT_COUNTED` where it may count, beyond the last row and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_left_out okr_key_result_excluded(const struct okr_scorecard *card,
                                     uint32_t row);

/**
 * The word of a severity, as in JSON: `warning`.
 *
 * - `severity`: an `okr_severity`.
 * - Returns text that lives as long as the program; empty for a number that is none, and for `OKR_SEVERITY_NONE`.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_severity_name(int32_t severity);

/**
 * The word of a status, as in JSON: `on_track`.
 *
 * - `status`: an `okr_row_status`.
 * - Returns text that lives as long as the program; empty for a number that is none.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_row_status_name(int32_t status);

/**
 * The word of a reason, as in JSON: `guardrail`.
 *
 * - `reason`: an `okr_reason`.
 * - Returns text that lives as long as the program; empty for a number that is none, and for `OKR_REASON_NONE`.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_reason_name(int32_t reason);

/**
 * The word for why a key result is left out, as in JSON: `zero_weight`.
 *
 * - `left_out`: an `okr_left_out`.
 * - Returns text that lives as long as the program; empty for a number that is none.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_left_out_name(int32_t left_out);

/**
 * What the policy calls the status of an objective, such as "Behind" where it stands for `at_risk`.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of objectives.
 * - `out`: gets text that lives until the scorecard or the workspace is changed or freed; empty where the policy has no word of
 *   its own, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_objective_label(const struct okr_scorecard *card,
                               const struct okr_workspace *workspace,
                               uint32_t row,
                               struct okr_str *out,
                               struct okr_error **err);

/**
 * The score of an objective that is over: its progress as shown, cut to the range that the policy grades in (G1).
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of objectives.
 * - `out`: gets the score, a fraction, 0 to 1 where the policy states no other range; NaN where it is not over, has no progress, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_objective_score(const struct okr_scorecard *card,
                               const struct okr_workspace *workspace,
                               uint32_t row,
                               double *out,
                               struct okr_error **err);

/**
 * What the policy calls the score of an objective that is over, such as "Good".
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of objectives.
 * - `out`: gets text that lives as that of the label; empty where there is no score or no word for it, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_objective_grade(const struct okr_scorecard *card,
                               const struct okr_workspace *workspace,
                               uint32_t row,
                               struct okr_str *out,
                               struct okr_error **err);

/**
 * What the policy calls the status of a key result, such as "Behind" where it stands for `at_risk`.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of key results.
 * - `out`: gets text that lives until the scorecard or the workspace is changed or freed; empty where the policy has no word of
 *   its own, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_key_result_label(const struct okr_scorecard *card,
                                const struct okr_workspace *workspace,
                                uint32_t row,
                                struct okr_str *out,
                                struct okr_error **err);

/**
 * The score of a key result that is over: its progress as shown, cut to the range that the policy grades in (G1).
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of key results.
 * - `out`: gets the score, a fraction, 0 to 1 where the policy states no other range; NaN where it is not over, has no progress, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_key_result_score(const struct okr_scorecard *card,
                                const struct okr_workspace *workspace,
                                uint32_t row,
                                double *out,
                                struct okr_error **err);

/**
 * What the policy calls the score of a key result that is over, such as "Good".
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `row`: a row of key results.
 * - `out`: gets text that lives as that of the label; empty where there is no score or no word for it, and beyond the last row.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_key_result_grade(const struct okr_scorecard *card,
                                const struct okr_workspace *workspace,
                                uint32_t row,
                                struct okr_str *out,
                                struct okr_error **err);

/**
 * How many presets there are: policies with a name, such as the ways of counting of products.
 *
 * - Returns the number of presets.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
uint32_t okr_preset_count(void);

/**
 * The name of a preset, such as `google`.
 *
 * - `at`: which one, counted from 0 in alphabetical order.
 * - Returns text that lives as long as the program; empty beyond the last one.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_preset_name(uint32_t at);

/**
 * A preset by name.
 *
 * - `name`, `len`: the name, UTF-8, and its bytes.
 * - `out`: gets the policy, owned by the caller (`okr_policy_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest name.
 * - Errors: `OKR_STATUS_UNKNOWN_POLICY`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_policy_preset(const char *name, size_t len, struct okr_policy **out, struct okr_error **err);

/**
 * Reads a policy: the stated fields on top of its `base`, the preset `default` where none is named.
 *
 * It may have 1 MiB, 64 levels and texts of 64 KiB: no limits change that.
 *
 * - `text`, `len`: the policy, JSON in UTF-8, and its bytes: `{"base": "google", "rollup": {"mean": "minimum"}}`.
 * - `out`: gets the policy, owned by the caller (`okr_policy_free`).
 * - `err`: gets the error with all that is wrong with it, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: any status from -100 to -305 and from -600 to -602, that of the first finding; `OKR_STATUS_BAD_LENGTH`; the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_policy_parse(const char *text,
                            size_t len,
                            struct okr_policy **out,
                            struct okr_error **err);

/**
 * The policy that a workspace is scored by where no other is named.
 *
 * - `workspace`: the workspace.
 * - `out`: gets the policy, owned by the caller (`okr_policy_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_policy(const struct okr_workspace *workspace, struct okr_policy **out, struct okr_error **err);

/**
 * The name of a policy; one that states fields and no name goes by `custom`.
 *
 * - `policy`: the policy.
 * - Returns text that lives as long as the policy; empty for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_policy_name(const struct okr_policy *policy);

/**
 * Prints a policy: JSON on one line, with every field stated.
 *
 * - `policy`: the policy.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_policy_print(const struct okr_policy *policy, struct okr_buf **out, struct okr_error **err);

/**
 * Frees a policy. Scorecards that were made with it live on.
 *
 * - `policy`: the policy; NULL is harmless.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_policy_free(struct okr_policy *policy);

/**
 * Why an objective or key result stands where it does, as JSON: contributions that add up to its progress, what was left
 * out and why, and the rules that were used.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `id`, `id_len`: which one: UTF-8, and its bytes.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
 * - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`,
 *   `OKR_STATUS_FOREIGN_SCORECARD`, `OKR_STATUS_PARTIAL_SCORECARD`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the
 *   common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_explain(const struct okr_scorecard *card,
                                 const struct okr_workspace *workspace,
                                 const char *id,
                                 size_t id_len,
                                 struct okr_buf **out,
                                 struct okr_error **err);

/**
 * A whole scorecard as JSON: every objective, key result, KPI, team, person and cycle, with reasons and findings.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_report(const struct okr_scorecard *card,
                                const struct okr_workspace *workspace,
                                struct okr_buf **out,
                                struct okr_error **err);

/**
 * What changes when a workspace is counted by another policy, and why, as JSON: every row that differs, with the fields
 * that cause it.
 *
 * - `workspace`: the workspace.
 * - `before`, `after`: the two policies.
 * - `as_of`: the date; what is dated later does not exist for it.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_DATE`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_compare_policies(const struct okr_workspace *workspace,
                                          const struct okr_policy *before,
                                          const struct okr_policy *after,
                                          okr_date as_of,
                                          struct okr_buf **out,
                                          struct okr_error **err);

/**
 * Warnings and hints about the document as it is now, as far as its rows do not silence them.
 *
 * - `workspace`: the workspace.
 * - `out`: gets the list, owned by the caller (`okr_findings_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_findings(const struct okr_workspace *workspace,
                                  struct okr_findings **out,
                                  struct okr_error **err);

/**
 * Warnings and hints about an evaluation, in the order of the document.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `out`: gets the list, owned by the caller (`okr_findings_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
 *   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_findings(const struct okr_scorecard *card,
                                  const struct okr_workspace *workspace,
                                  struct okr_findings **out,
                                  struct okr_error **err);

/**
 * How many entries a list has.
 *
 * - `findings`: the list.
 * - Returns the number of entries, at most 1,000; 0 for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint32_t okr_findings_count(const struct okr_findings *findings);

/**
 * How many more there are than a list has room for.
 *
 * - `findings`: the list.
 * - Returns how many are counted and not listed; 0 for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint64_t okr_findings_unlisted(const struct okr_findings *findings);

/**
 * How much a finding matters.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns the severity; `OKR_SEVERITY_NONE` beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_severity okr_findings_severity(const struct okr_findings *findings, uint32_t at);

/**
 * The stable number of a finding's code, such as 711; that of an error is its status, negated.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns the number; 0 beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
int32_t okr_findings_code(const struct okr_findings *findings, uint32_t at);

/**
 * The stable name of a finding's code, such as `no_window`.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns text that lives as long as the program; empty beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_findings_name(const struct okr_findings *findings, uint32_t at);

/**
 * Where it was found: a JSON pointer into what was read: document, policy, event, list of what is carried over, or
 * tables.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns text that lives as long as the list; empty for the whole input, beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_findings_path(const struct okr_findings *findings, uint32_t at);

/**
 * What was found and what was expected, in one line of English.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns text that lives as long as the list; empty beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_findings_message(const struct okr_findings *findings, uint32_t at);

/**
 * What to do about it, in one line of English.
 *
 * - `findings`, `at`: the list, and the entry, counted from 0.
 * - Returns text that lives as long as the list; empty beyond the last entry and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
struct okr_str okr_findings_help(const struct okr_findings *findings, uint32_t at);

/**
 * Frees a list that the caller owns, and with it its texts.
 *
 * - `findings`: the list; NULL is harmless, and so is the list of an error, which stays with that.
 * - Threads: no other may use it.
 * - Since 0.1.
 */
void okr_findings_free(struct okr_findings *findings);

/**
 * A number of every objective.
 *
 * - `card`: the scorecard.
 * - `which`: an `okr_numbers`.
 * - `out`: gets the column, of as many rows as there are objectives, which lives until the scorecard is refreshed, filled
 *   or freed.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_CHOICE`, also for `OKR_NUMBERS_VALUE`; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
 *   `OKR_STATUS_PARTIAL_SCORECARD` for what a scorecard of progress only does not have; the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_objective_column(const struct okr_scorecard *card,
                                int32_t which,
                                struct okr_column *out,
                                struct okr_error **err);

/**
 * A number of every key result.
 *
 * - `card`: the scorecard.
 * - `which`: an `okr_numbers`.
 * - `out`: gets the column, of as many rows as there are key results, which lives until the scorecard is refreshed, filled
 *   or freed.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_CHOICE`; `OKR_STATUS_NOT_SCORED` for an empty scorecard; `OKR_STATUS_PARTIAL_SCORECARD` for what
 *   a scorecard of progress only does not have; the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_key_result_column(const struct okr_scorecard *card,
                                 int32_t which,
                                 struct okr_column *out,
                                 struct okr_error **err);

/**
 * The default limits, which suit documents that anybody may have written.
 *
 * - `out`: gets the limits, owned by the caller (`okr_limits_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_limits_new(struct okr_limits **out, struct okr_error **err);

/**
 * The highest counts there are, for documents of one's own.
 *
 * - `out`: gets the limits, owned by the caller (`okr_limits_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_limits_large(struct okr_limits **out, struct okr_error **err);

/**
 * Sets a limit; above its maximum it is set to the maximum.
 *
 * - `limits`: the limits.
 * - `which`: an `okr_limit`.
 * - `most`: how many there may be.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_CHOICE`, and the common ones.
 * - Threads: no other may use the limits.
 * - Since 0.1.
 */
okr_status okr_limits_set(struct okr_limits *limits, int32_t which, uint64_t most, struct okr_error **err);

/**
 * A limit as it holds: as it was set, or its maximum.
 *
 * - `limits`: the limits.
 * - `which`: an `okr_limit`.
 * - Returns how many there may be; 0 for a number that is no limit, and for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
uint64_t okr_limits_get(const struct okr_limits *limits, int32_t which);

/**
 * Reads a document and checks it under given limits. Its events keep to them too: to the bytes of one event, to those of texts
 * and ids, and to the numbers of check-ins and list entries.
 *
 * - `text`, `len`: the document, JSON in UTF-8, and its bytes. It may hold anything, and is not kept.
 * - `limits`: the limits; NULL for the default ones.
 * - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
 * - `err`: gets the error with all that is wrong with the document, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: as `okr_workspace_parse`; among them `OKR_STATUS_TOO_LARGE`, `OKR_STATUS_TOO_DEEP`, `OKR_STATUS_TOO_MANY` and
 *   `OKR_STATUS_TEXT_TOO_LONG` tell of limits; `OKR_STATUS_CANCELLED` by the flag of the limits.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_workspace_parse_with(const char *text,
                                    size_t len,
                                    const struct okr_limits *limits,
                                    struct okr_workspace **out,
                                    struct okr_error **err);

/**
 * Frees limits.
 *
 * - `limits`: the limits; NULL is harmless.
 * - Threads: no other may use them.
 * - Since 0.1.
 */
void okr_limits_free(struct okr_limits *limits);

/**
 * A table of a scorecard, for any reader of the Arrow C stream interface.
 *
 * What it holds stays as it is when the scorecard is refreshed or freed.
 *
 * - `card`: the scorecard, a whole one.
 * - `workspace`: the workspace that it was made of, unchanged since.
 * - `which`: an `okr_table`, of objectives, key results, cycles, teams, people or KPIs.
 * - `order`: an `okr_order`; it says nothing of other tables than objectives and key results.
 * - `out`: gets the stream, which is the caller's to read and to release: memory for a structure, whose old contents do not
 *   matter. Its `release` is NULL where there is no stream.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_BAD_CHOICE`, also for tables that only come in; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
 *   `OKR_STATUS_STALE_SCORECARD`; `OKR_STATUS_FOREIGN_SCORECARD`; `OKR_STATUS_PARTIAL_SCORECARD`; the common ones.
 * - Threads: several at once; the stream belongs to one at a time.
 * - Since 0.1.
 */
okr_status okr_scorecard_table(const struct okr_scorecard *card,
                               const struct okr_workspace *workspace,
                               int32_t which,
                               int32_t order,
                               struct ArrowArrayStream *out,
                               struct okr_error **err);

/**
 * Every check-in of a workspace as a table, for any reader of the Arrow C stream interface.
 *
 * - `workspace`: the workspace. What the table holds stays as it is when that changes or is freed.
 * - `out`: gets the stream, which is the caller's to read and to release: memory for a structure, whose old contents do not
 *   matter. Its `release` is NULL where there is no stream.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: several at once; the stream belongs to one at a time.
 * - Since 0.1.
 */
okr_status okr_workspace_check_in_table(const struct okr_workspace *workspace,
                                        struct ArrowArrayStream *out,
                                        struct okr_error **err);

/**
 * An organisation without tables yet.
 *
 * - `name`, `name_len`: the name of the organisation: UTF-8, and its bytes; may be empty.
 * - `preset`, `preset_len`: the name of the preset that counts: UTF-8, and its bytes; empty for `default`.
 * - `out`: gets the tables, owned by the caller (`okr_tables_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_UNKNOWN_POLICY`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_tables_new(const char *name,
                          size_t name_len,
                          const char *preset,
                          size_t preset_len,
                          struct okr_tables **out,
                          struct okr_error **err);

/**
 * Reads a table from a stream, in place of what was there. Rows are copied out; the stream is released.
 *
 * Read are booleans, integers and floats of any width, decimals of up to 128 bits (as the nearest float), texts in all three
 * layouts, dates, timestamps, dictionaries of any of these, and columns without a type. A timestamp is its civil day: by the
 * clock it shows where it has no zone, by that of UTC or of a fixed offset where it names one; other zones are refused.
 *
 * - `tables`: the tables.
 * - `which`: an `okr_table`.
 * - `stream`: the stream, of any producer that keeps to the Arrow C stream interface. It is taken, whatever becomes of it:
 *   its `release` is NULL afterwards. Its callbacks must return, without an exception or `longjmp` that goes past this call.
 * - `limits`: the limits; NULL for the default ones. Rows are measured by that of what they are: objectives, key results, links,
 *   check-ins (readings too), or records; texts by that of bytes. The flag of the limits is looked at before each column of a batch.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its path names table, row (from 0) and column, as
 *   `/check_ins/17/value`. The table is what it was before then.
 * - Errors: `OKR_STATUS_TOO_MANY` for rows, and for more than 256 columns; `OKR_STATUS_TOO_LARGE` for texts;
 *   `OKR_STATUS_BAD_DATE` outside 1900 to 2999; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_CANCELLED`; `OKR_STATUS_BAD_TABLE`
 *   for types that are not read, producers that fail, and what breaks the interface; `OKR_STATUS_BAD_CHOICE`; the common ones.
 * - Threads: no other may use the tables and the stream.
 * - Since 0.1.
 */
okr_status okr_tables_add(struct okr_tables *tables,
                          int32_t which,
                          struct ArrowArrayStream *stream,
                          const struct okr_limits *limits,
                          struct okr_error **err);

/**
 * Makes a workspace of tables: the same as that of the document that says the same.
 *
 * - `tables`: the tables, which stay as they are.
 * - `limits`: the limits; NULL for the default ones.
 * - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
 * - `err`: gets the error with all that is wrong, owned by the caller (`okr_error_free`); may be NULL. Its paths name table, row
 *   (from 0) and column.
 * - Errors: as `okr_workspace_parse`, but those of JSON text; `OKR_STATUS_CANCELLED` by the flag of the limits.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_from_tables(const struct okr_tables *tables,
                                     const struct okr_limits *limits,
                                     struct okr_workspace **out,
                                     struct okr_error **err);

/**
 * Frees tables. A workspace that was made of them lives on.
 *
 * - `tables`: the tables; NULL is harmless.
 * - Threads: no other may use them.
 * - Since 0.1.
 */
void okr_tables_free(struct okr_tables *tables);

/**
 * A flag that is not set yet.
 *
 * - `out`: gets the flag, owned by the caller (`okr_cancel_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_cancel_new(struct okr_cancel **out, struct okr_error **err);

/**
 * Cancels the calls that have the flag, and all later ones.
 *
 * They end soon with `OKR_STATUS_CANCELLED`: they look at the flag once in some thousand rows, however these are spread over
 * objectives. Done to their end are the check-ins of a few thousand key results, the means of a few hundred objectives,
 * and a pass over the text or over a table's column: a tenth of a second or two for the largest that the default limits
 * allow. A call whose work is done by then succeeds as if nobody had cancelled.
 *
 * - `cancel`: the flag; NULL is harmless.
 * - Threads: several at once, also while calls run that have the flag. Not for signal handlers.
 * - Since 0.1.
 */
void okr_cancel_now(const struct okr_cancel *cancel);

/**
 * Whether somebody has cancelled.
 *
 * - `cancel`: the flag.
 * - Returns 1 after `okr_cancel_now`, else 0; 0 for NULL.
 * - Threads: several at once.
 * - Since 0.1.
 */
int32_t okr_cancel_is_set(const struct okr_cancel *cancel);

/**
 * Lets calls that read under limits be cancelled: `okr_workspace_parse_with`, `okr_tables_add` and `okr_workspace_from_tables`.
 *
 * What they read is then no workspace and no table. A workspace that they made is not touched by the flag any more.
 *
 * - `limits`: the limits.
 * - `cancel`: the flag, in place of the one that they had. The limits share it from then on, so that either may be freed
 *   first. NULL takes the flag away.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: no other may use the limits; several may use the flag.
 * - Since 0.1.
 */
okr_status okr_limits_cancelled_by(struct okr_limits *limits,
                                   const struct okr_cancel *cancel,
                                   struct okr_error **err);

/**
 * As `okr_workspace_score`, until it is cancelled.
 *
 * - `workspace`, `as_of`, `policy`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_score`.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_score_until(const struct okr_workspace *workspace,
                                     okr_date as_of,
                                     const struct okr_policy *policy,
                                     const struct okr_cancel *cancel,
                                     struct okr_scorecard **out,
                                     struct okr_error **err);

/**
 * As `okr_scorecard_fill`, until it is cancelled; the scorecard is empty then, and can be filled again.
 *
 * - `card`, `workspace`, `as_of`, `detail`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_fill`.
 * - Threads: no other may use the scorecard; several may use the workspace and the flag.
 * - Since 0.1.
 */
okr_status okr_scorecard_fill_until(struct okr_scorecard *card,
                                    const struct okr_workspace *workspace,
                                    okr_date as_of,
                                    int32_t detail,
                                    const struct okr_cancel *cancel,
                                    struct okr_error **err);

/**
 * As `okr_scorecard_refresh`, until it is cancelled; the scorecard is empty then, and is to be filled again.
 *
 * - `card`, `workspace`, `change`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_refresh`.
 * - Threads: no other may use the scorecard; several may use the workspace, the change and the flag.
 * - Since 0.1.
 */
okr_status okr_scorecard_refresh_until(struct okr_scorecard *card,
                                       const struct okr_workspace *workspace,
                                       const struct okr_change *change,
                                       const struct okr_cancel *cancel,
                                       struct okr_error **err);

/**
 * As `okr_workspace_carry_over`, until it is cancelled. Nothing has changed then.
 *
 * - `workspace`, `card`, `text`, `len`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `change`: gets what it changed, owned by the caller (`okr_change_free`); may be NULL.
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_carry_over`.
 * - Threads: no other may use the workspace; several may use the scorecard and the flag.
 * - Since 0.1.
 */
okr_status okr_workspace_carry_over_until(struct okr_workspace *workspace,
                                          const struct okr_scorecard *card,
                                          const char *text,
                                          size_t len,
                                          const struct okr_cancel *cancel,
                                          struct okr_change **change,
                                          struct okr_error **err);

/**
 * As `okr_scorecard_findings`, until it is cancelled.
 *
 * - `card`, `workspace`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `out`: gets the list, owned by the caller (`okr_findings_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_findings`.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_findings_until(const struct okr_scorecard *card,
                                        const struct okr_workspace *workspace,
                                        const struct okr_cancel *cancel,
                                        struct okr_findings **out,
                                        struct okr_error **err);

/**
 * As `okr_scorecard_report`, until it is cancelled.
 *
 * - `card`, `workspace`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_report`.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_scorecard_report_until(const struct okr_scorecard *card,
                                      const struct okr_workspace *workspace,
                                      const struct okr_cancel *cancel,
                                      struct okr_buf **out,
                                      struct okr_error **err);

/**
 * As `okr_workspace_compare_policies`, until it is cancelled.
 *
 * - `workspace`, `before`, `after`, `as_of`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_compare_policies`.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_compare_policies_until(const struct okr_workspace *workspace,
                                                const struct okr_policy *before,
                                                const struct okr_policy *after,
                                                okr_date as_of,
                                                const struct okr_cancel *cancel,
                                                struct okr_buf **out,
                                                struct okr_error **err);

/**
 * As `okr_workspace_print`, until it is cancelled.
 *
 * - `workspace`: as there.
 * - `cancel`: the flag; NULL where nobody cancels.
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: `OKR_STATUS_CANCELLED`, and the common ones.
 * - Threads: several at once.
 * - Since 0.1.
 */
okr_status okr_workspace_print_until(const struct okr_workspace *workspace,
                                     const struct okr_cancel *cancel,
                                     struct okr_buf **out,
                                     struct okr_error **err);

/**
 * Frees a flag, after the calls that it was passed to have returned. Limits that share it go on having it.
 *
 * - `cancel`: the flag; NULL is harmless.
 * - Threads: no other may use it, and no call that it was passed to may still run.
 * - Since 0.1.
 */
void okr_cancel_free(struct okr_cancel *cancel);

/**
 * The version of the library as one number: major * 10000 + minor * 100 + patch.
 *
 * - Returns what was `OKR_VERSION_NUMBER` when the library was built; that may be later than the program.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
uint32_t okr_version_number(void);

/**
 * The version of the library as text, such as `0.1.0`.
 *
 * - Returns text that lives as long as the program.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
struct okr_str okr_version_text(void);

/**
 * The version of the binary interface.
 *
 * - Returns what was `OKR_ABI_VERSION` when the library was built: a program compiled with the same, and with no later
 *   `OKR_VERSION_NUMBER`, runs with it.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
uint32_t okr_abi_version(void);

/**
 * How the library was built, as JSON on one line: version, ABI version, processor, system, and whether it is a debug build.
 *
 * - `out`: gets the text, owned by the caller (`okr_buf_free`).
 * - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
 * - Errors: none but the common ones.
 * - Threads: any, at any time.
 * - Since 0.1.
 */
okr_status okr_build_info(struct okr_buf **out,
                          struct okr_error **err);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* OKR_H */
