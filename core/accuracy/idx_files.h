// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"

#include <filesystem>

namespace paretoscope::accuracy {

/// Reads a file of images and a file of labels in the IDX format of MNIST, Fashion-MNIST, KMNIST and EMNIST,
/// unpacked: two zero bytes, 8 (unsigned bytes), the number of dimensions (3 for images, 1 for labels), each
/// size as 32 bits with the highest byte first, then the bytes. (LeCun, Cortes, Burges: "The MNIST database
/// of handwritten digits", from memory.) The number of classes is the largest label + 1.
/// Errors: those of readBinaryFile(); another magic number, a packed file, sizes that the file does not hold,
/// a different number of images and labels.
[[nodiscard]] Result<ImageSet> readIdxImages(const std::filesystem::path& images,
                                             const std::filesystem::path& labels);

/// The four files of an MNIST-like folder: train-images-idx3-ubyte, train-labels-idx1-ubyte and the same with
/// t10k for validation. A dot in place of the second dash is understood, too.
[[nodiscard]] Result<DataSet> readIdxFolder(const std::filesystem::path& folder);

} // namespace paretoscope::accuracy
