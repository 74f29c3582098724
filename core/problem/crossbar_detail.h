// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// What only a crossbar machine has to tell about a layer. One occurrence.
struct CrossbarLayerDetail
{
    std::string name;
    std::int64_t repeats = 1;
    std::int64_t rowTiles = 1, columnTiles = 1; ///< of one matrix, in arrays (logical ones where slices part)
    std::int64_t matrices = 1;                  ///< groups of the layer, or arrays full of packed groups
    std::int64_t usedRows = 1, usedColumns = 1; ///< of the fullest array
    std::int64_t copies = 1;
    std::int64_t arrays = 0;   ///< physical ones, copies included
    double wastedArrays = 0.0; ///< arrays' worth of cells without weights
    double utilization = 0.0;  ///< cells that hold weights
    double vector_s = 0.0;     ///< a copy takes a new input vector that often
    double conversions = 0.0;
    int adcBitsNeeded = 0;
    int adcBitsLost = 0;
    double sqnr_dB = 0.0;
};

/// A share of the chip, all tiles together.
struct CrossbarArea
{
    std::string component;
    double area_mm2 = 0.0;
};

/// The machine and how the network stands in it.
struct CrossbarDetail
{
    std::string layout; ///< "adjacent_columns", "separate_arrays", "bit_groups"
    std::int64_t rows = 1, columns = 1;
    int cellBits = 1, weightBits = 1, inputBits = 1, dacBits = 1, adcBits = 1;
    std::int64_t weightSlices = 1;
    int inputSlices = 1;
    bool differential = false;
    std::int64_t adcsPerArray = 1, dacsPerArray = 1;
    std::int64_t arraysPerCore = 1, coresPerTile = 1;
    std::int64_t tiles = 0;
    std::int64_t arrays = 0;        ///< that hold weights
    std::int64_t builtArrays = 0;   ///< in the tiles
    double utilization = 0.0;       ///< cells with weights over cells of the arrays in use
    double interval_s = 0.0;        ///< between two inferences
    std::vector<CrossbarArea> area; ///< sums to Explanation::area_mm2
    std::vector<CrossbarLayerDetail> layers;
};

} // namespace paretoscope::problem
