// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/design.h"

#include <memory>
#include <string>

namespace paretoscope::space {

class Space;

/// A known constraint: a named predicate on a design that costs nothing to check, written as an expression
/// over parameter names ("pe_columns * pe_rows <= 512"). Numbers stand for themselves, a category for its
/// index, and `dataflow == row_stationary` may name a category. An inactive parameter makes the constraint
/// hold. Thread-safe.
class InputConstraint
{
public:
    /// Errors: InvalidInput with the place in the expression (unknown name, syntax).
    [[nodiscard]] static Result<InputConstraint> parse(std::string name, std::string expression,
                                                       const Space& space);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::string& expression() const { return m_expression; }
    [[nodiscard]] bool holds(const Design& design) const;

private:
    struct Compiled; // keeps the expression library out of this header
    InputConstraint() = default;
    std::string m_name;
    std::string m_expression;
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace paretoscope::space
