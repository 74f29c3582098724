// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::accuracy {

/// The extent of one image, or of what a layer makes of it.
struct MapShape
{
    int channels = 1;
    int height = 1;
    int width = 1;

    [[nodiscard]] std::size_t values() const
    {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height)
               * static_cast<std::size_t>(width);
    }
    friend bool operator==(const MapShape&, const MapShape&) = default;
};

/// Images and what they show. A pixel is 0 to 255; whoever computes with it divides by 255.
struct ImageSet
{
    MapShape shape;
    int classes = 0;
    std::vector<std::uint8_t> pixels; ///< image by image, channel by channel, row by row
    std::vector<std::uint8_t> labels; ///< below `classes`, one per image

    [[nodiscard]] std::size_t size() const { return labels.size(); }
    [[nodiscard]] std::span<const std::uint8_t> image(std::size_t index) const
    {
        return std::span(pixels).subspan(index * shape.values(), shape.values());
    }
    /// Errors: no image, sizes that do not fit each other, a label that no class has.
    [[nodiscard]] Status validate() const;
};

/// What networks learn from, and what they are judged by. Both halves have the same shape and classes.
struct DataSet
{
    std::string name;
    std::string source; ///< the files, or how it was drawn
    ImageSet training;
    ImageSet validation;

    [[nodiscard]] Status validate() const;
};

/// Takes `share` of the images, chosen by the seed, out as validation images; the others are for training.
/// Errors: InvalidInput where one of the two would be empty.
[[nodiscard]] Result<DataSet> split(ImageSet images, double share, std::uint64_t seed);

/// The first `count` images, or all where there are fewer. Files of data sets are shuffled as they come.
[[nodiscard]] ImageSet firstImages(ImageSet images, std::size_t count);

} // namespace paretoscope::accuracy
