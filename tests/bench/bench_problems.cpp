// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_problems.h"

#include "bench_accelerator.h"
#include "bench_formula.h"
#include "bench_multimodal.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <numbers>
#include <sstream>

namespace paretoscope::bench {

namespace {

using std::numbers::sqrt2;

space::Space boxed(const std::vector<Bounds>& bounds)
{
    std::vector<space::ParameterPtr> parameters;
    for (const auto& [low, high, whole] : bounds) {
        const space::ParameterName name{"x" + std::to_string(parameters.size() + 1), "", "", {}};
        parameters.push_back(whole ? space::makeInteger(name, std::lround(low), std::lround(high)).value()
                                   : space::makeReal(name, low, high, false).value());
    }
    return space::Space::make(parameters).value();
}

} // namespace

BenchProblem boxProblem(const std::string& name, const std::vector<Bounds>& bounds, std::vector<double> ideal,
                        std::vector<double> nadir, std::size_t constraints,
                        std::function<Evaluation(Values)> formula)
{
    BenchProblem problem{name, {boxed(bounds), ideal.size()}, std::move(ideal), std::move(nadir), {}};
    for (std::size_t i = 0; i < constraints; ++i)
        problem.search.constraints.push_back({"g" + std::to_string(i + 1)});
    problem.evaluate = [formula = std::move(formula)](const space::Design& design) {
        return formula(design.row());
    };
    return problem;
}

namespace {

BenchProblem zdt(const std::string& name, std::size_t d, double power)
{
    return boxProblem(name, std::vector<Bounds>(d), {0, 0}, {1, 1}, 0, [power](Values x) -> Evaluation {
        double g = 1.0;
        for (std::size_t i = 1; i < x.size(); ++i)
            g += 9.0 * x[i] / static_cast<double>(x.size() - 1);
        return {{x[0], g * (1.0 - std::pow(x[0] / g, power))}, {}};
    });
}

std::vector<double> spherical(Values x, std::size_t m)
{
    double g = 0.0;
    for (std::size_t i = m - 1; i < x.size(); ++i)
        g += (x[i] - 0.5) * (x[i] - 0.5);
    std::vector<double> f(m, 1.0 + g);
    for (std::size_t k = 0; k < m; ++k) {
        for (std::size_t i = 0; i + 1 + k < m; ++i)
            f[k] *= std::cos(x[i] * std::numbers::pi / 2.0);
        if (k > 0)
            f[k] *= std::sin(x[m - 1 - k] * std::numbers::pi / 2.0);
    }
    return f;
}

BenchProblem dtlz2(const std::string& name, std::size_t d)
{
    return boxProblem(name, std::vector<Bounds>(d), {0, 0, 0}, {1, 1, 1}, 0, [](Values x) -> Evaluation {
        return {spherical(x, 3), {}};
    });
}

BenchProblem c2dtlz2(const std::string& name, std::size_t m, std::size_t d)
{
    return boxProblem(name, std::vector<Bounds>(d), std::vector<double>(m, 0.0), std::vector<double>(m, 1.0),
                      1, [m](Values x) -> Evaluation {
                          const std::vector<double> f = spherical(x, m);
                          const double r2 = m == 3 ? 0.16 : 0.04;
                          double squares = 0.0;
                          double middle = -r2;
                          for (const double value : f) {
                              squares += value * value;
                              middle += std::pow(value - 1.0 / std::sqrt(static_cast<double>(m)), 2.0);
                          }
                          double g = middle;
                          for (const double value : f)
                              g = std::min(g, squares - value * value + (value - 1.0) * (value - 1.0) - r2);
                          return {f, {g}};
                      });
}

BenchProblem bnh()
{
    return boxProblem("bnh", {{0, 5}, {0, 3}}, {0, 4}, {136, 50}, 2, [](Values x) -> Evaluation {
        const double a = x[0], b = x[1];
        return {{4 * a * a + 4 * b * b, (a - 5) * (a - 5) + (b - 5) * (b - 5)},
                {((a - 5) * (a - 5) + b * b - 25) / 25, (7.7 - (a - 8) * (a - 8) - (b + 3) * (b + 3)) / 7.7}};
    });
}

BenchProblem osy()
{
    return boxProblem("osy", {{0, 10}, {0, 10}, {1, 5}, {0, 6}, {1, 5}, {0, 10}}, {-274, 4}, {-42, 76}, 6,
                      [](Values x) -> Evaluation {
                          const double a = x[0], b = x[1], c = x[2], d = x[3], e = x[4], f = x[5];
                          double squares = 0.0;
                          for (const double value : x)
                              squares += value * value;
                          return {{-(25 * (a - 2) * (a - 2) + (b - 2) * (b - 2) + (c - 1) * (c - 1)
                                     + (d - 4) * (d - 4) + (e - 1) * (e - 1)),
                                   squares},
                                  {-(a + b - 2) / 2, -(6 - a - b) / 6, -(2 - b + a) / 2, -(2 - a + 3 * b) / 2,
                                   -(4 - (c - 3) * (c - 3) - d) / 4, -((e - 3) * (e - 3) + f - 4) / 4}};
                      });
}

BenchProblem fourBarTruss()
{
    return boxProblem("re21", {{1, 3}, {sqrt2, 3}, {sqrt2, 3}, {1, 3}},
                      {1237.8414230005742, 0.002761423749158419}, {2886.3695604236013, 0.04}, 0,
                      [](Values x) -> Evaluation {
                          return {{200 * (2 * x[0] + sqrt2 * x[1] + std::sqrt(x[2]) + x[3]),
                                   0.01 * (2 / x[0] + 2 * sqrt2 / x[1] - 2 * sqrt2 / x[2] + 2 / x[3])},
                                  {}};
                      });
}

/// The sum of what is below 0.
double violated(std::initializer_list<double> margins)
{
    double sum = 0.0;
    for (const double margin : margins)
        sum += std::max(0.0, -margin);
    return sum;
}

BenchProblem pressureVessel()
{
    return boxProblem(
        "re23", {{1, 100, true}, {1, 100, true}, {10, 200}, {10, 240}}, {15.9018007813, 0},
        {5852.05896876, 1288669.78054}, 0, [](Values x) -> Evaluation {
            const double s = 0.0625 * x[0], h = 0.0625 * x[1], r = x[2], l = x[3];
            const double pi = std::numbers::pi;
            return {{0.6224 * s * r * l + 1.7781 * h * r * r + 3.1661 * s * s * l + 19.84 * s * s * r,
                     violated({s - 0.0193 * r, h - 0.00954 * r,
                               pi * r * r * l + 4.0 / 3.0 * pi * r * r * r - 1296000.0})},
                    {}};
        });
}

BenchProblem hatchCover()
{
    return boxProblem("re24", {{0.5, 4}, {0.5, 50}}, {60.5, 0}, {481.608088535, 44.2819047619}, 0,
                      [](Values x) -> Evaluation {
                          const double a = x[0], b = x[1], modulus = 700000.0;
                          const double buckling = modulus * a * a / 100.0;
                          const double bending = 4500.0 / (a * b);
                          const double shear = 1800.0 / b;
                          const double deflection = 562000.0 / (modulus * a * b * b);
                          return {{a + 120 * b, violated({1 - bending / 700.0, 1 - shear / 450.0,
                                                          1 - deflection / 1.5, 1 - bending / buckling})},
                                  {}};
                      });
}

using Table = std::map<std::string, std::vector<std::string>>; ///< columns by name

Result<Table> readTable(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::string line;
    if (!stream || !std::getline(stream, line))
        return Error{ErrorCode::Io, "cannot be read.", file.string(), "Set PARETOSCOPE_SHARED."};
    std::vector<std::string> names;
    const auto cells = [](const std::string& text) {
        std::vector<std::string> parts;
        std::istringstream row(text);
        for (std::string cell; std::getline(row, cell, ',');)
            parts.push_back(cell);
        return parts;
    };
    names = cells(line);
    Table table;
    while (std::getline(stream, line)) {
        const std::vector<std::string> row = cells(line);
        if (row.size() != names.size())
            return Error{ErrorCode::InvalidInput, "holds a row of another length.", file.string(), {}};
        for (std::size_t i = 0; i < row.size(); ++i)
            table[names[i]].push_back(row[i]);
    }
    return table;
}

struct Cell
{
    double error = 0.0;   ///< per cent
    double latency = 0.0; ///< ms
    double energy_mJ = 0.0;
};

/// NAS-Bench-201: six edges of five operations each, every design measured.
Result<BenchProblem> cellSearch(const std::string& name, const std::filesystem::path& folder,
                                const std::string& accuracy, const std::string& device, bool limited)
{
    const auto cells = readTable(folder / "nb201" / "nb201.csv");
    const auto costs = readTable(folder / "nb201_hw" / "hw_cost.csv");
    if (!cells || !costs)
        return cells ? costs.error() : cells.error();
    const auto table = std::make_shared<std::vector<Cell>>(15'625);
    for (std::size_t i = 0; i < cells->at("ops").size(); ++i) {
        const auto index = static_cast<std::size_t>(std::stoul(cells->at("ops")[i], nullptr, 5));
        (*table)[index] = {100.0 - std::stod(cells->at(accuracy)[i]), std::stod(costs->at(device)[i]),
                           std::stod(costs->at("eyeriss_energy_mj")[i])};
    }
    std::vector<space::ParameterPtr> edges;
    for (const char* edge : {"edge_1_0", "edge_2_0", "edge_2_1", "edge_3_0", "edge_3_1", "edge_3_2"})
        edges.push_back(space::makeCategorical({edge, "", "", {}}, {"none", "skip_connect", "nor_conv_1x1",
                                                                    "nor_conv_3x3", "avg_pool_3x3"})
                            .value());
    BenchProblem problem{name, {space::Space::make(edges).value(), 2}, {}, {}, {}};
    problem.ideal = limited ? std::vector{27.57, 0.0} : std::vector{5.6267, 0.0};
    problem.nadir = limited ? std::vector{45.0, 45.0} : std::vector{12.0, 23.6};
    if (limited)
        problem.search.constraints = {{"energy"}};
    problem.evaluate = [table, limited](const space::Design& design) {
        std::size_t index = 0;
        for (const double operation : design.row())
            index = 5 * index + static_cast<std::size_t>(operation);
        const Cell& cell = (*table)[index];
        Evaluation result{{cell.error, cell.latency}, {}};
        if (limited)
            result.constraints = {cell.energy_mJ / 1.2 - 1.0};
        return result;
    };
    return problem;
}

/// The number behind `key` in a name ("_d8"), or the fallback.
std::size_t suffix(const std::string& name, const std::string& key, std::size_t fallback)
{
    const std::size_t at = name.find(key);
    return at == std::string::npos ? fallback : std::stoul(name.substr(at + key.size()));
}

Result<BenchProblem> byName(const std::string& name, const std::filesystem::path& tables)
{
    const std::string stem = name.substr(0, name.find('_'));
    if (name == "nb201_c10_pixel3")
        return cellSearch(name, tables, "c10_test_200", "pixel3", false);
    if (name == "nb201_c100_raspi4")
        return cellSearch(name, tables, "c100_test_200", "raspi4", true);
    if (name == "accel_a" || name == "accel_b")
        return acceleratorToy(name == "accel_b");
    if (stem == "zdt1" || stem == "zdt2")
        return zdt(name, suffix(name, "_d", 30), stem == "zdt1" ? 0.5 : 2.0);
    if (stem == "zdt4")
        return zdt4(name, suffix(name, "_d", 10));
    if (stem == "dtlz1")
        return dtlz1(name, suffix(name, "_d", 7));
    if (stem == "dtlz3")
        return dtlz3(name, suffix(name, "_d", 7));
    if (stem == "dtlz2")
        return dtlz2(name, suffix(name, "_d", 12));
    if (stem == "c2dtlz2")
        return c2dtlz2(name, suffix(name, "_m", 3), suffix(name, "_d", 12));
    if (name == "bnh")
        return bnh();
    if (name == "osy")
        return osy();
    if (name == "re21")
        return fourBarTruss();
    if (name == "re23")
        return pressureVessel();
    if (name == "re24")
        return hatchCover();
    return Error{ErrorCode::NotFound, "\"" + name + "\" is no problem of this bench.", {}, {}};
}

} // namespace

Result<BenchProblem> benchProblem(const std::string& name, const std::filesystem::path& tables)
{
    Result<BenchProblem> found = byName(name, tables);
    if (!found)
        return found;
    BenchProblem problem = std::move(found).value();
    std::vector<double> reference;
    for (std::size_t i = 0; i < problem.ideal.size(); ++i)
        reference.push_back(problem.ideal[i] + 1.1 * (problem.nadir[i] - problem.ideal[i]));
    problem.search.reference = reference;
    return problem;
}

const std::vector<std::string>& cheapProblems()
{
    static const std::vector<std::string> kNames{
        "accel_a", "accel_b", "bnh",  "c2dtlz2", "dtlz2", "nb201_c100_raspi4", "nb201_c10_pixel3", "osy",
        "re21",    "re23",    "re24", "zdt1",    "zdt2"};
    return kNames;
}

const std::vector<std::string>& expensiveProblems()
{
    static const std::vector<std::string> kNames{
        "accel_a",          "accel_b", "bnh",  "c2dtlz2_m2_d6", "dtlz2_d6", "nb201_c100_raspi4",
        "nb201_c10_pixel3", "osy",     "re21", "re23",          "re24",     "zdt1_d8",
        "zdt2_d8"};
    return kNames;
}

const std::vector<std::string>& heldOutProblems()
{
    static const std::vector<std::string> kNames{"zdt4", "dtlz1", "dtlz3"};
    return kNames;
}

} // namespace paretoscope::bench
