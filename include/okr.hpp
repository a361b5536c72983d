// okr for C++17: handles that free themselves, text as string_view, and errors as exceptions. Everything else is okr.h, whose
// functions take `handle.get()`.
//
//     okr::workspace workspace = okr::parse(document);
//     okr::scorecard card = okr::score(workspace, okr::date(2026, 11, 16));
//     std::printf("%.0f%%\n", 100 * okr::progress(card, "habit"));
#ifndef OKR_HPP
#define OKR_HPP

#include "okr.h"

#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace okr {

struct deleter {
  void operator()(okr_workspace *handle) const noexcept { okr_workspace_free(handle); }
  void operator()(okr_scorecard *handle) const noexcept { okr_scorecard_free(handle); }
  void operator()(okr_policy *handle) const noexcept { okr_policy_free(handle); }
  void operator()(okr_change *handle) const noexcept { okr_change_free(handle); }
  void operator()(okr_findings *handle) const noexcept { okr_findings_free(handle); }
  void operator()(okr_limits *handle) const noexcept { okr_limits_free(handle); }
  void operator()(okr_tables *handle) const noexcept { okr_tables_free(handle); }
  void operator()(okr_cancel *handle) const noexcept { okr_cancel_free(handle); }
  void operator()(okr_buf *handle) const noexcept { okr_buf_free(handle); }
  void operator()(okr_error *handle) const noexcept { okr_error_free(handle); }
};

using workspace = std::unique_ptr<okr_workspace, deleter>;
using scorecard = std::unique_ptr<okr_scorecard, deleter>;
using policy = std::unique_ptr<okr_policy, deleter>;
using change = std::unique_ptr<okr_change, deleter>;
using findings = std::unique_ptr<okr_findings, deleter>;
using limits = std::unique_ptr<okr_limits, deleter>;
using tables = std::unique_ptr<okr_tables, deleter>;
using cancel = std::unique_ptr<okr_cancel, deleter>;
using buf = std::unique_ptr<okr_buf, deleter>;

/// Text that is borrowed: it lives as long as what it was asked of.
inline std::string_view view(okr_str text) noexcept { return {text.data, text.len}; }

/// Text of one's own.
inline std::string text(const buf &buffer) { return std::string(view(okr_buf_text(buffer.get()))); }

/// What a call that fails throws. Copies share what the library said.
class error : public std::runtime_error {
public:
  error(okr_status status, std::shared_ptr<okr_error> said)
      : std::runtime_error(std::string(view(said ? okr_error_message(said.get()) : okr_status_summary(status)))),
        status_(status), said_(std::move(said)) {}

  /// What the call returned.
  okr_status status() const noexcept { return status_; }
  /// The stable name, such as `unknown_field`: that of the error, which has one also where the status is OKR_STATUS_OTHER.
  std::string_view name() const noexcept { return view(said_ ? okr_error_name(said_.get()) : okr_status_name(status_)); }
  /// Where it is wrong: a JSON pointer.
  std::string_view path() const noexcept { return view(okr_error_path(said_.get())); }
  /// What to do about it.
  std::string_view help() const noexcept { return view(okr_error_help(said_.get())); }
  /// All that is wrong; it lives as long as the exception.
  const okr_findings *found() const noexcept { return okr_error_findings(said_.get()); }

private:
  okr_status status_;
  std::shared_ptr<okr_error> said_;
};

/// Calls a function of okr.h that takes an error last, and throws where it fails:
/// `okr::call(okr_scorecard_refresh, card.get(), workspace.get(), change.get())`.
template <typename Function, typename... Inputs>
void call(Function function, Inputs... inputs)
{
  okr_error *written = nullptr;
  okr_status status = function(inputs..., &written);
  // Owned before anything else: what follows needs memory, and may throw for want of it.
  std::unique_ptr<okr_error, deleter> said(written);
  if (status != OKR_STATUS_OK) {
    throw error(status, std::move(said));
  }
}

/// The same for one that makes a handle: `okr::make<okr::buf>(okr_workspace_print, workspace.get())`.
template <typename Handle, typename Function, typename... Inputs>
Handle make(Function function, Inputs... inputs)
{
  typename Handle::pointer made = nullptr;
  call(function, inputs..., &made);
  return Handle(made);
}

inline workspace parse(std::string_view document)
{
  return make<workspace>(okr_workspace_parse, document.data(), document.size());
}

inline okr_date date(int32_t year, int32_t month, int32_t day)
{
  okr_date made = 0;
  call(okr_date_make, year, month, day, &made);
  return made;
}

inline change check_in(workspace &of, std::string_view id, okr_date on, double value,
                       double confidence = std::numeric_limits<double>::quiet_NaN())
{
  return make<change>(okr_workspace_check_in, of.get(), id.data(), id.size(), on, value, confidence);
}

/// Under the policy of the workspace, where no other is given.
inline scorecard score(const workspace &of, okr_date as_of, const okr_policy *rules = nullptr)
{
  return make<scorecard>(okr_workspace_score, static_cast<const okr_workspace *>(of.get()), as_of, rules);
}

/// A fraction, 1 = 100 %; NaN where there is none.
inline double progress(const scorecard &card, std::string_view id)
{
  double number = 0;
  call(okr_scorecard_progress, static_cast<const okr_scorecard *>(card.get()), id.data(), id.size(), &number);
  return number;
}

} // namespace okr

#endif // OKR_HPP
