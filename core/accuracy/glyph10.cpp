// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/glyph10.h"

#include "core/base/normal_draw.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace paretoscope::accuracy {

namespace {

constexpr int kColumns = 5;
constexpr int kRows = 7;

/// Row by row from the top.
constexpr std::array<std::string_view, kGlyphClasses> kBitmaps{
    "01110100011001110101110011000101110", "00100011000010000100001000010001110",
    "01110100010000100010001000100011111", "11111000100010000010000011000101110",
    "00010001100101010010111110001000010", "11111100001111000001000011000101110",
    "00110010001000011110100011000101110", "11111000010001000100010000100001000",
    "01110100011000101110100011000101110", "01110100011000101111000010001001100",
};

void draw(int digit, Rng& rng, Eigen::Ref<Eigen::VectorXf> image)
{
    const int left = 2 + static_cast<int>(rng.below(3));
    const int top = 1 + static_cast<int>(rng.below(3));
    const int slant = static_cast<int>(rng.below(3)) - 1;
    const std::string_view bitmap = kBitmaps[static_cast<std::size_t>(digit)];
    image.setZero();
    for (int row = 0; row < kRows; ++row) {
        for (int column = 0; column < kColumns; ++column) {
            if (bitmap[static_cast<std::size_t>(row * kColumns + column)] != '1')
                continue;
            const int x = left + column + 1 + slant * (row - 3) / 3;
            const int y = top + row + 1;
            image(y * kGlyphSide + x) = 1.0F;
        }
    }
    constexpr double kMissing = 0.06;
    constexpr double kNoise = 0.25;
    for (float& pixel : image) {
        if (rng.chance(kMissing))
            pixel = 0.0F;
        pixel = std::clamp(pixel + static_cast<float>(kNoise * drawNormal(rng)), 0.0F, 1.0F);
    }
}

} // namespace

GlyphSet glyphSamples(std::size_t count, std::uint64_t seed)
{
    GlyphSet set{Eigen::MatrixXf(kGlyphPixels, static_cast<Eigen::Index>(count)), {}};
    for (std::size_t i = 0; i < count; ++i) {
        Rng rng(seed, i);
        const int digit = static_cast<int>(i % kGlyphClasses);
        draw(digit, rng, set.images.col(static_cast<Eigen::Index>(i)));
        set.labels.push_back(digit);
    }
    return set;
}

} // namespace paretoscope::accuracy
