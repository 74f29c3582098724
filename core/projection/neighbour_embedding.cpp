// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/neighbour_embedding.h"

#include "core/base/rng.h"
#include "core/projection/neighbour_graph.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::projection {

namespace {

constexpr float kSpread = 1.6F;    ///< a of the curve: how soon a pair counts as apart
constexpr int kPushes = 5;         ///< random pairs a pull
constexpr float kStrongest = 4.0F; ///< no step of a pair goes farther, before the rate
constexpr float kSoftening = 1e-3F;
constexpr float kStartSpan = 10.0F;         ///< the start is scaled to it
constexpr float kJitter = 1e-3F;            ///< of the start, so that twins can part
constexpr double kShareOfNeighbours = 0.25; ///< of the progress that finding neighbours stands for

/// Moves points along the ties, epoch by epoch. A tie of weight w takes part in a share w / strongest of the
/// epochs, evenly spread.
class Mover
{
public:
    Mover(Plane start, std::vector<Edge> edges, std::uint64_t seed)
        : m_plane(std::move(start))
        , m_edges(std::move(edges))
        , m_rng(seed, 1)
    {
        float strongest = 0.0F;
        for (const Edge& edge : m_edges)
            strongest = std::max(strongest, edge.weight);
        for (const Edge& edge : m_edges)
            m_due.push_back(strongest / std::max(edge.weight, 1e-6F));
        m_period = m_due;
    }

    void epoch(int number, float rate)
    {
        for (std::size_t e = 0; e < m_edges.size(); ++e) {
            if (m_due[e] > static_cast<float>(number + 1))
                continue;
            m_due[e] += m_period[e];
            pull(m_edges[e], rate);
            for (int k = 0; k < kPushes; ++k)
                push(m_edges[e].a, rate);
            for (int k = 0; k < kPushes; ++k)
                push(m_edges[e].b, rate);
        }
    }
    [[nodiscard]] const Plane& plane() const { return m_plane; }

private:
    static float clipped(float step) { return std::clamp(step, -kStrongest, kStrongest); }

    void pull(const Edge& edge, float rate)
    {
        float* a = m_plane.row(edge.a).data();
        float* b = m_plane.row(edge.b).data();
        const float dx = a[0] - b[0];
        const float dy = a[1] - b[1];
        const float strength = -2.0F * kSpread / (1.0F + kSpread * (dx * dx + dy * dy));
        const float sx = rate * clipped(strength * dx);
        const float sy = rate * clipped(strength * dy);
        a[0] += sx;
        a[1] += sy;
        b[0] -= sx;
        b[1] -= sy;
    }
    void push(std::uint32_t row, float rate)
    {
        const auto other = static_cast<Eigen::Index>(m_rng.below(static_cast<std::uint64_t>(m_plane.rows())));
        if (other == static_cast<Eigen::Index>(row))
            return;
        float* a = m_plane.row(row).data();
        const float* b = m_plane.row(other).data();
        const float dx = a[0] - b[0];
        const float dy = a[1] - b[1];
        const float squared = dx * dx + dy * dy;
        const float strength = 2.0F / ((kSoftening + squared) * (1.0F + kSpread * squared));
        a[0] += rate * clipped(strength * dx);
        a[1] += rate * clipped(strength * dy);
    }

    Plane m_plane;
    std::vector<Edge> m_edges;
    std::vector<float> m_period; ///< epochs between two turns of a tie
    std::vector<float> m_due;
    Rng m_rng;
};

/// Centred, as large as the curve expects, no two points at the same place.
Plane prepared(const Plane& start, std::uint64_t seed)
{
    Plane plane = start.rowwise() - start.colwise().mean();
    const float reach = plane.cwiseAbs().maxCoeff();
    if (reach > 0.0F)
        plane *= kStartSpan / reach;
    Rng rng(seed, 0);
    for (Eigen::Index i = 0; i < plane.size(); ++i)
        plane.data()[i] += kJitter * static_cast<float>(rng.uniform(-1.0, 1.0));
    return plane;
}

Error stopped()
{
    return Error{ErrorCode::Cancelled, "Stopped.", {}, {}};
}

} // namespace

Result<Plane> embedNeighbours(const Points& points, const Plane& start, const EmbeddingOptions& options,
                              const Progress& progress)
{
    const auto n = static_cast<std::size_t>(points.rows());
    if (n < 3)
        return Error{ErrorCode::InvalidInput, "Needs 3 or more designs.", {}, {}};
    if (start.rows() != points.rows())
        return Error{ErrorCode::InvalidInput, "Every design needs a place to start from.", {}, {}};
    const std::size_t count = std::clamp<std::size_t>(options.neighbours, 1, n - 1);
    const Progress first = [&progress](double share) {
        return !progress || progress(kShareOfNeighbours * share);
    };
    Result<std::vector<Neighbour>> neighbours = nearestNeighbours(points, count, first);
    if (!neighbours)
        return neighbours.error();
    Mover mover(prepared(start, options.seed), neighbourGraph(*neighbours, count), options.seed);
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        const double share = static_cast<double>(epoch) / options.epochs;
        if (progress && !progress(kShareOfNeighbours + (1.0 - kShareOfNeighbours) * share))
            return stopped();
        mover.epoch(epoch, static_cast<float>(1.0 - share));
    }
    return mover.plane();
}

NeighbourPlacer::NeighbourPlacer(std::shared_ptr<const Points> points, std::shared_ptr<const Plane> plane)
    : m_plane(std::move(plane))
    , m_forest(std::move(points))
{ }

Eigen::RowVector2f NeighbourPlacer::place(const Eigen::Ref<const Eigen::RowVectorXf>& point) const
{
    std::array<Neighbour, 4> nearest;
    m_forest.nearest(point, nearest);
    Eigen::RowVector2f sum = Eigen::RowVector2f::Zero();
    float weights = 0.0F;
    for (const Neighbour& neighbour : nearest) {
        if (!std::isfinite(neighbour.squared))
            break;
        if (neighbour.squared == 0.0F)
            return m_plane->row(neighbour.row);
        const float weight = 1.0F / neighbour.squared;
        sum += weight * m_plane->row(neighbour.row);
        weights += weight;
    }
    return weights > 0.0F ? Eigen::RowVector2f(sum / weights) : sum;
}

} // namespace paretoscope::projection
