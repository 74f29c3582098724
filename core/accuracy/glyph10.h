// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <vector>

/// How well a network does its job: data, training, and inference as hardware does it.
namespace paretoscope::accuracy {

/// Pictures in columns, and what each shows.
struct GlyphSet
{
    Eigen::MatrixXf images; ///< pixels x samples, each in [0, 1]
    std::vector<int> labels;
};

inline constexpr int kGlyphSide = 12; ///< pixels
inline constexpr int kGlyphPixels = kGlyphSide * kGlyphSide;
inline constexpr int kGlyphClasses = 10;

/// Ten digits of five by seven pixels on a canvas of twelve by twelve: shifted, slanted, with missing pixels
/// and noise. Made, not measured, so nothing has to be downloaded (our choice, all numbers). Sample i shows
/// the digit i mod 10. Same seed, same pictures.
[[nodiscard]] GlyphSet glyphSamples(std::size_t count, std::uint64_t seed);

} // namespace paretoscope::accuracy
