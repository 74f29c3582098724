// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/data_set.h"

#include "core/base/rng.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::accuracy {

namespace {

Error wrong(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

ImageSet chosen(const ImageSet& from, std::span<const std::size_t> indices)
{
    ImageSet images{from.shape, from.classes, {}, {}};
    images.pixels.reserve(indices.size() * from.shape.values());
    images.labels.reserve(indices.size());
    for (const std::size_t index : indices) {
        const std::span<const std::uint8_t> image = from.image(index);
        images.pixels.insert(images.pixels.end(), image.begin(), image.end());
        images.labels.push_back(from.labels[index]);
    }
    return images;
}

} // namespace

Status ImageSet::validate() const
{
    if (labels.empty())
        return wrong("The data set has no images.");
    if (shape.channels < 1 || shape.height < 1 || shape.width < 1)
        return wrong("The images of the data set are empty.");
    if (pixels.size() != labels.size() * shape.values())
        return wrong("The data set has another number of pixels than its images need.");
    const int largest = *std::max_element(labels.begin(), labels.end());
    if (largest >= classes)
        return wrong("A label of the data set is " + std::to_string(largest) + ", but it has only "
                     + std::to_string(classes) + " classes.");
    return success();
}

Status DataSet::validate() const
{
    if (const Status status = training.validate(); !status)
        return status;
    if (const Status status = validation.validate(); !status)
        return status;
    if (training.shape != validation.shape || training.classes != validation.classes)
        return wrong("Training and validation images differ in size or in their number of classes.");
    return success();
}

Result<DataSet> split(ImageSet images, double share, std::uint64_t seed)
{
    if (const Status status = images.validate(); !status)
        return status.error();
    const std::size_t count = images.size();
    const auto taken = static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
    if (!(share > 0.0 && share < 1.0) || taken == 0 || taken >= count)
        return wrong("The share of validation images must leave at least one image on either side.");
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    Rng rng(seed);
    for (std::size_t i = count - 1; i > 0; --i)
        std::swap(order[i], order[rng.below(i + 1)]);
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(taken);
    // In the order of the file: a data set that was shuffled stays so, and a seed decides only who is where.
    std::sort(order.begin(), middle);
    std::sort(middle, order.end());
    DataSet halves;
    halves.validation = chosen(images, std::span(order).first(taken));
    halves.training = chosen(images, std::span(order).subspan(taken));
    return halves;
}

ImageSet firstImages(ImageSet images, std::size_t count)
{
    if (count < images.size()) {
        images.pixels.resize(count * images.shape.values());
        images.labels.resize(count);
    }
    return images;
}

} // namespace paretoscope::accuracy
