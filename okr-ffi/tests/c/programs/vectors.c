/* Scores every document of a list and prints the bits of all numbers, for comparison with those of Rust. */
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

static void print_rows(const okr_scorecard *card)
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
    printf(" %d\n", okr_key_result_is_stale(card, row));
  }
}

int main(int count, char **arguments)
{
  size_t len;
  char *list, *at;
  EXPECT(count == 2);
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
      print_rows(card);
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
  return 0;
}
