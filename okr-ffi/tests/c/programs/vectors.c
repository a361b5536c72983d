/* Scores every document of a list, by its own policy and by the preset named, and prints the bits of all numbers, the words and
   the report, for comparison with those of Rust. */
#include "expect.h"

static void print_bits(double number)
{
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  /* All that is no number is alike. */
  printf(" %016llx", isnan(number) ? 0ull : (unsigned long long)bits + 1);
}

static void print_text(okr_str text)
{
  printf(" %.*s", (int)text.len, text.data);
}

/* What the policy says of a row, and its score. */
typedef okr_status (*word_of)(const okr_scorecard *, const okr_workspace *, uint32_t, okr_str *, okr_error **);
typedef okr_status (*score_of)(const okr_scorecard *, const okr_workspace *, uint32_t, double *, okr_error **);

static void print_said(const okr_scorecard *card, const okr_workspace *workspace, uint32_t row, word_of label, score_of score, word_of grade)
{
  okr_str word;
  double number;
  EXPECT_OK(label(card, workspace, row, &word, NULL));
  print_text(word);
  EXPECT_OK(score(card, workspace, row, &number, NULL));
  print_bits(number);
  EXPECT_OK(grade(card, workspace, row, &word, NULL));
  print_text(word);
}

static void print_report(const okr_scorecard *card, const okr_workspace *workspace)
{
  okr_buf *report;
  EXPECT_OK(okr_scorecard_report(card, workspace, &report, NULL));
  printf("r");
  print_text(okr_buf_text(report));
  printf("\n");
  okr_buf_free(report);
}

static void print_rows(const okr_scorecard *card, const okr_workspace *workspace)
{
  okr_rows objectives = okr_objective_order(card), key_results = okr_key_result_order(card);
  size_t at;
  for (at = 0; at < objectives.len; at++) {
    uint32_t row = objectives.values[at];
    printf("o");
    print_text(okr_objective_id(card, row));
    print_bits(okr_objective_progress(card, row));
    print_bits(okr_objective_raw(card, row));
    print_bits(okr_objective_expected(card, row));
    print_bits(okr_objective_confidence(card, row));
    print_text(okr_row_status_name((int32_t)okr_objective_status(card, row)));
    print_text(okr_reason_name((int32_t)okr_objective_status_reason(card, row)));
    print_said(card, workspace, row, okr_objective_label, okr_objective_score, okr_objective_grade);
    printf(" %d\n", okr_objective_is_stale(card, row));
  }
  for (at = 0; at < key_results.len; at++) {
    uint32_t row = key_results.values[at];
    printf("k");
    print_text(okr_key_result_id(card, row));
    print_bits(okr_key_result_value(card, row));
    print_bits(okr_key_result_baseline(card, row));
    print_bits(okr_key_result_target(card, row));
    print_bits(okr_key_result_progress(card, row));
    print_bits(okr_key_result_raw(card, row));
    print_bits(okr_key_result_expected(card, row));
    print_bits(okr_key_result_confidence(card, row));
    print_text(okr_row_status_name((int32_t)okr_key_result_status(card, row)));
    print_text(okr_reason_name((int32_t)okr_key_result_status_reason(card, row)));
    print_text(okr_left_out_name((int32_t)okr_key_result_excluded(card, row)));
    print_said(card, workspace, row, okr_key_result_label, okr_key_result_score, okr_key_result_grade);
    printf(" %d\n", okr_key_result_is_stale(card, row));
  }
}

int main(int count, char **arguments)
{
  size_t len;
  char *list, *at;
  okr_policy *policy;
  EXPECT(count == 3);
  EXPECT_OK(okr_policy_preset(arguments[2], strlen(arguments[2]), &policy, NULL));
  list = file(arguments[1], &len);
  /* An entry is a date, the bytes of a document, and the document on a line of its own. */
  for (at = list; at < list + len;) {
    okr_date date = (okr_date)strtol(at, &at, 10);
    size_t bytes = strtoul(at, &at, 10);
    okr_workspace *workspace;
    okr_scorecard *card;
    okr_error *error;
    okr_status status;
    EXPECT(*at == '\n');
    status = okr_workspace_parse(at + 1, bytes, &workspace, &error);
    if (status == OKR_STATUS_OK) {
      EXPECT_OK(okr_workspace_score(workspace, date, NULL, &card, NULL));
      print_rows(card, workspace);
      print_report(card, workspace);
      okr_scorecard_free(card);
      EXPECT_OK(okr_workspace_score(workspace, date, policy, &card, NULL));
      print_rows(card, workspace);
      okr_scorecard_free(card);
    } else {
      printf("e %d", (int)status);
      print_text(okr_error_path(error));
      printf("\n");
    }
    okr_error_free(error);
    okr_workspace_free(workspace);
    at += bytes + 2;
  }
  free(list);
  okr_policy_free(policy);
  return 0;
}
