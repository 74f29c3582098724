// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/operation.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace paretoscope::silicon {

/// What varies over the grid of Simba-like machines. The number of columns is left out: in the data set it
/// changes no figure.
struct SimbaSizes
{
    std::int64_t macs = 1024;
    std::int64_t accumulator_words = 64; ///< of 24 bits
    std::int64_t weight_words = 16'384;
    std::int64_t input_words = 1'024;
    std::int64_t global_words = 65'536;
};

/// The template that the grid scales (repository ucb-bar/cosa, configs/arch/simba_dse.yaml; A, its default
/// sizes are in the grid): DRAM, one global buffer for inputs and outputs, 64 input buffers, 128 weight
/// buffers, 128 accumulation buffers, a weight register for each MAC. DRAM moves 10 words a cycle each way
/// (the template's 20, halved; the data set's fully connected layers take exactly that long, A). Of the
/// global buffer a quarter holds inputs and the rest outputs, as the data set's mapper splits it (the same
/// repository, src/cosa.py, A). Energies of DRAM and of the larger buffers as Accelergy gave them for the
/// same group's other machine (ucb-bar/dosa, dataset/dse/energy_model.py; B for this one); of MACs, registers
/// and accumulators by `technology` (C: the data set does not say).
[[nodiscard]] hardware::SpatialArchitecture simba(const SimbaSizes& sizes,
                                                  const hardware::Technology& technology);

/// The grid: one entry per machine that differs, and a column of figures for each layer.
struct SimbaGrid
{
    struct Layer
    {
        std::string name;
        workload::Operation operation;
        std::vector<double> cycles; ///< by machine
        std::vector<double> energy_J;
    };
    std::vector<SimbaSizes> machines;
    std::vector<Layer> layers;
};

/// Reads configs.csv, layers.csv, grid_cycles.csv and grid_energy_uj.csv. Errors: those of the tables; a
/// machine or a layer that one file has and another has not.
[[nodiscard]] Result<SimbaGrid> readSimbaGrid(const std::filesystem::path& folder);

} // namespace paretoscope::silicon
