// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace paretoscope {

enum class ErrorCode { InvalidInput, NotFound, Unsupported, Io, Busy, Cancelled, Internal };

/// An expected failure, told in the three parts a person needs.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string what;  ///< what is wrong, one sentence: what was found and what is allowed
    std::string where; ///< file and JSON pointer, or trial; may be empty
    std::string hint;  ///< what can be done next; may be empty

    /// One line for stderr or a log: "where: what hint".
    [[nodiscard]] std::string text() const
    {
        std::string line = where.empty() ? what : where + ": " + what;
        return hint.empty() ? line : line + " " + hint;
    }
};

/// A value or the reason why there is none. Stands in for std::expected, which this compiler lacks.
template <class T> class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    { }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    { }

    [[nodiscard]] bool hasValue() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return hasValue(); }

    [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
    [[nodiscard]] T& value() & { return std::get<0>(m_state); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const& { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

using Status = Result<std::monostate>;
[[nodiscard]] inline Status success()
{
    return std::monostate{};
}

} // namespace paretoscope
