// The wrapper for C++: handles free themselves, also where something is thrown, and exceptions say what the errors said.
#include "okr.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <utility>

#define EXPECT(condition)                                                                                              \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                             \
      std::exit(1);                                                                                                    \
    }                                                                                                                  \
  } while (0)

// How often memory is still given, where there is an end to it.
static int left = -1;
// Whether the functions below are asked for it.
static bool is_asked = false;

// Not in place: valgrind puts its own there by their names.
__attribute__((noinline)) void *operator new(std::size_t size)
{
  is_asked = true;
  void *given = left == 0 ? nullptr : std::malloc(size ? size : 1);
  if (given == nullptr) {
    throw std::bad_alloc();
  }
  left -= left > 0;
  return given;
}

__attribute__((noinline)) void operator delete(void *given) noexcept { std::free(given); }
__attribute__((noinline)) void operator delete(void *given, std::size_t) noexcept { std::free(given); }

static const std::string_view document = R"({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
  {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}}]}]})";

static okr_status thrown_by(std::string_view text)
{
  try {
    okr::parse(text);
  } catch (const okr::error &error) {
    okr::error copy = error;
    EXPECT(copy.name() == okr::view(okr_status_name(copy.status())) && copy.what()[0] != 0);
    // It is the name that the library gave, and not one that is looked up by the status, which several errors may share.
    EXPECT(copy.name() == okr::view(okr_findings_name(copy.found(), 0)));
    EXPECT(copy.name().data() == okr_findings_name(copy.found(), 0).data);
    EXPECT(okr::error(OKR_STATUS_OTHER, nullptr).name() == "other");
    EXPECT(copy.status() != OKR_STATUS_UNKNOWN_FIELD || copy.path() == "/nmae");
    EXPECT(okr_findings_count(copy.found()) > 0);
    return copy.status();
  }
  return OKR_STATUS_OK;
}

// Whoever looks at the memory of this program sees that nothing is lost where there is none left for an exception.
static void throw_without_memory()
{
  int without = 0;
  for (bool is_enough = false; !is_enough; without++) {
    left = without;
    try {
      okr::parse(R"({"okr": 1, "a name that is misspelt, so that the message is too long to be kept in place": 1})");
    } catch (const okr::error &) {
      is_enough = true;
    } catch (const std::bad_alloc &) {
    }
    left = -1;
  }
  EXPECT(without > 2 || !is_asked);
}

int main()
{
  okr::workspace workspace = okr::parse(document);
  okr_date day = okr::date(2026, 11, 16);
  okr::scorecard card = okr::score(workspace, day);
  EXPECT(okr::progress(card, "o") == 0);
  okr::change change = okr::check_in(workspace, "k", day, 5, 0.7);
  okr::call(okr_scorecard_refresh, card.get(), workspace.get(), change.get());
  EXPECT(okr::progress(card, "o") == 0.5);
  okr::policy google = okr::make<okr::policy>(okr_policy_preset, "google", std::size_t(6));
  okr::scorecard moved = std::move(card);
  card = okr::score(workspace, day, google.get());
  EXPECT(okr::progress(moved, "o") == 0.5 && okr::progress(card, "k") == 0.5);
  std::string printed = okr::text(okr::make<okr::buf>(okr_workspace_print, workspace.get()));
  EXPECT(okr::progress(okr::score(okr::parse(printed), day), "o") == 0.5);
  EXPECT(thrown_by("{") == OKR_STATUS_INVALID_JSON && thrown_by(R"({"okr": 1, "nmae": 1})") == OKR_STATUS_UNKNOWN_FIELD);
  try {
    okr::progress(card, "none");
    EXPECT(false);
  } catch (const okr::error &error) {
    EXPECT(error.status() == OKR_STATUS_UNKNOWN_ID && !error.help().empty());
  }
  throw_without_memory();
  std::puts("fine");
  return 0;
}
