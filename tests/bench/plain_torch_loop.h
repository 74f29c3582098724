// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"
#include "core/accuracy/network_plans.h"

/// The yardstick of bench_training: the loop that libtorch's own documentation shows, with its modules and
/// its optimizer, for the networks of plainNetwork().
class PlainTorchLoop
{
public:
    PlainTorchLoop(const paretoscope::accuracy::HyperParameters& parameters,
                   const paretoscope::accuracy::DataSet& data);
    ~PlainTorchLoop();
    /// Learns from every training image once, then counts the validation images named right.
    /// \returns the share named right
    double epoch();

private:
    struct Parts;
    Parts* m_parts;
};
