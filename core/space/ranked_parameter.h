// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

namespace paretoscope::space {

/// Numbers in a row, each known by its rank. What integers and ordinals have in common: everything but how a
/// rank becomes a number and back.
class RankedParameter : public Parameter
{
public:
    void sample(Rng& rng, std::span<double> value) const final;
    [[nodiscard]] std::optional<std::uint64_t> count() const final;
    void at(std::uint64_t index, std::span<double> value) const final { value[0] = valueAt(index); }
    void mutate(Rng& rng, double reach, std::span<double> value) const final;
    [[nodiscard]] std::vector<double> neighbours(std::span<const double> value) const final;
    void features(std::span<const double> value, std::span<double> out) const final;
    [[nodiscard]] std::string print(std::span<const double> value) const final;
    [[nodiscard]] Result<std::vector<double>> parse(const std::string& text) const final;
    [[nodiscard]] bool contains(std::span<const double> value) const final;
    [[nodiscard]] double axisPosition(std::span<const double> value) const final { return value[0]; }

protected:
    using Parameter::Parameter;
    /// How many values there are, at least 1; may exceed what count() admits.
    [[nodiscard]] virtual std::uint64_t ranks() const = 0;
    [[nodiscard]] virtual double valueAt(std::uint64_t rank) const = 0;
    /// Absent where `value` is none of the values.
    [[nodiscard]] virtual std::optional<std::uint64_t> rankOf(double value) const = 0;
    /// "8, 10, 12 to 32", to end a refusal with.
    [[nodiscard]] virtual std::string allowed() const = 0;
};

} // namespace paretoscope::space
