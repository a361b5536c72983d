// The C interface from C++17 by okr.hpp: score FILE YEAR-MONTH-DAY. For every objective it prints id, progress and status.
#include "okr.hpp"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

static std::string read_file(const char *path)
{
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw std::runtime_error(std::string("cannot read ") + path);
  }
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

static void print(const okr::scorecard &card)
{
  okr_rows rows = okr_objective_order(card.get());
  for (std::size_t at = 0; at < rows.len; at++) {
    std::uint32_t row = rows.values[at];
    double progress = okr_objective_progress(card.get(), row);
    std::string line(okr::view(okr_objective_id(card.get(), row)));
    char shown[32] = "-";
    if (!std::isnan(progress)) {
      std::snprintf(shown, sizeof shown, "%.3f", 100 * progress);
    }
    line.append(" ").append(shown).append(" ");
    line.append(okr::view(okr_row_status_name(static_cast<std::int32_t>(okr_objective_status(card.get(), row)))));
    std::puts(line.c_str());
  }
}

int main(int count, char **arguments)
{
  if (count != 3) {
    std::fputs("score FILE YEAR-MONTH-DAY\n", stderr);
    return 2;
  }
  try {
    okr_date as_of = 0;
    std::string_view date = arguments[2];
    okr::call(okr_date_parse, date.data(), date.size(), &as_of);
    print(okr::score(okr::parse(read_file(arguments[1])), as_of));
  } catch (const okr::error &error) {
    std::fprintf(stderr, "%s: %s\n", std::string(error.path()).c_str(), error.what());
    return 2;
  } catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
