// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"

namespace paretoscope::accuracy {

/// How the embedded data set is drawn. All numbers are our choice, set so that the networks of the default
/// space spread from worse than half right to nearly always right (bench_training prints the spread).
struct GlyphOptions
{
    int side = 16;              ///< pixels, 12 to 64
    int trainingImages = 2400;  ///< 16 to 100,000
    int validationImages = 600; ///< 16 to 100,000
    double noise = 0.10;        ///< standard deviation of every pixel, as a share of full ink, 0 to 1
    int clutter = 1;            ///< stray strokes over an image, at most, 0 to 10
    double distortion = 0.85;   ///< scales turns, shears, stretches and shaky strokes, 0 to 2
    std::uint64_t seed = 1;

    [[nodiscard]] Status validate() const;
};

/// Sixteen signs (the digits, A, C, E, H, K, T) drawn with a pen of random width and ink, turned up to 20
/// degrees, sheared up to 0.25, stretched to 0.65 to 1.05 of the field in either direction, shifted, with
/// shaky corners, over an uneven ground, crossed by stray strokes, under Gaussian noise. Image i shows sign
/// i mod 16 and depends on the seed and i alone, so a larger set begins with the images of a smaller one;
/// training and validation images never share a stream. Nothing is downloaded, nothing is stored.
/// Errors: InvalidInput for options out of range.
[[nodiscard]] Result<DataSet> drawGlyphs(const GlyphOptions& options);

/// What the classes show, in order: "0" to "9", "A", ...
[[nodiscard]] const std::vector<std::string>& glyphNames();

} // namespace paretoscope::accuracy
