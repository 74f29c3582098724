// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/projection_work.h"

#include "core/base/rng.h"
#include "core/projection/alignment.h"
#include "core/projection/neighbourhood_quality.h"
#include "ui/look/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace paretoscope::ui::plots {

namespace {

using Stale = LatestJob::Stale;
using Deliver = std::function<void(ProjectionStep)>;

constexpr double kGrowth = 1.1;         ///< so many times as many designs make a new picture
constexpr std::size_t kMostFront = 500; ///< of the front among the representatives
constexpr int kFirstEpochs = 250;
constexpr int kLaterEpochs = 80;
constexpr std::size_t kKeptOf = 10; ///< neighbours that the quality is about
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

QString said(const Error& error)
{
    return QString::fromStdString(error.what);
}

/// Reads the space's features of a design into a row.
class FeatureReader
{
public:
    explicit FeatureReader(const ProjectionRequest& request)
        : m_field(*request.field)
        , m_space(request.problem->space())
        , m_row(m_space.featureCount())
    { }
    [[nodiscard]] bool has(std::size_t row) const
    {
        return m_field.table.feasible(row) && !m_field.snapshot->trials[row].design.empty();
    }
    [[nodiscard]] std::span<const double> operator()(std::size_t row)
    {
        m_space.features(m_field.snapshot->trials[row].design, m_row);
        return m_row;
    }
    [[nodiscard]] Eigen::RowVectorXf single(std::size_t row)
    {
        static_cast<void>((*this)(row));
        return Eigen::Map<const Eigen::RowVectorXd>(m_row.data(), static_cast<Eigen::Index>(m_row.size()))
            .cast<float>();
    }

private:
    const DesignField& m_field;
    const space::Space& m_space;
    std::vector<double> m_row;
};

/// Places the rows from `from` on. \param placeOf takes a row, gives a place \returns false if stale
template <class PlaceOf>
bool placeRows(Projection& picture, const ProjectionRequest& request, std::size_t from, PlaceOf placeOf,
               const FeatureReader& features, const Stale& stale)
{
    const std::size_t rows = request.field->table.rows();
    picture.places.resize(2 * rows, kNone);
    for (std::size_t row = from; row < rows; ++row) {
        if ((row & 0x3ff) == 0 && stale())
            return false;
        if (!features.has(row))
            continue;
        const QPointF place = placeOf(row);
        picture.places[2 * row] = static_cast<float>(place.x());
        picture.places[2 * row + 1] = static_cast<float>(place.y());
    }
    double left = std::numeric_limits<double>::infinity();
    double top = left;
    double right = -left;
    double bottom = -left;
    picture.placed = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        if (!picture.hasPlace(row))
            continue;
        ++picture.placed;
        const QPointF at = picture.place(row);
        left = std::min(left, at.x());
        right = std::max(right, at.x());
        top = std::min(top, at.y());
        bottom = std::max(bottom, at.y());
    }
    picture.extent = picture.placed > 0 ? QRectF(QPointF(left, top), QPointF(right, bottom)) : QRectF();
    return true;
}

/// Adds new rows to the moments and, where there are many, finds new components. \returns whether it did
bool fitComponents(Projection& picture, const ProjectionRequest& request, FeatureReader& features)
{
    for (std::size_t row = picture.momentRows; row < request.field->table.rows(); ++row) {
        if (features.has(row))
            picture.moments.add(features(row));
    }
    picture.momentRows = request.field->table.rows();
    const std::uint64_t count = picture.moments.count();
    if (picture.fittedTo > 0 && static_cast<double>(count) < kGrowth * static_cast<double>(picture.fittedTo))
        return false;
    Result<projection::PrincipalComponents> found = projection::principalComponents(picture.moments);
    picture.reason = found ? QString() : said(found.error());
    if (!found)
        return false;
    if (picture.fittedTo > 0)
        projection::keepDirections(found.value(), picture.components);
    picture.components = std::move(found).value();
    picture.fittedTo = count;
    return true;
}

void projectComponents(const ProjectionRequest& request, const Stale& stale, const Deliver& deliver)
{
    auto picture = request.former ? std::make_shared<Projection>(*request.former)
                                  : std::make_shared<Projection>();
    picture->method = ProjectionMethod::Components;
    FeatureReader features(request);
    const std::size_t known = picture->places.size() / 2;
    const bool isNew = fitComponents(*picture, request, features);
    const auto placeOf = [&](std::size_t row) {
        const std::array<double, 2> place = picture->components.project(features(row));
        return QPointF(place[0], place[1]);
    };
    if (!picture->reason.isEmpty()
        || placeRows(*picture, request, isNew ? 0 : known, placeOf, features, stale))
        deliver({1.0, picture});
}

/// The front and, of the others, those that a fixed lot picks: when designs come, most of the picked stay.
std::vector<session::TrialId> pickRepresentatives(const DesignField& field, const FeatureReader& features)
{
    std::vector<session::TrialId> all;
    for (std::size_t row = 0; row < field.table.rows(); ++row) {
        if (features.has(row))
            all.push_back(row);
    }
    if (all.size() <= kMostRepresentatives)
        return all;
    std::vector<session::TrialId> picked;
    const std::vector<std::uint64_t>& front = field.snapshot->front;
    for (std::size_t i = 0; i < front.size(); i += front.size() / kMostFront + 1) {
        if (front[i] < field.table.rows() && features.has(front[i]))
            picked.push_back(front[i]);
    }
    const std::size_t others = kMostRepresentatives - picked.size();
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(others), all.end(),
                     [](session::TrialId a, session::TrialId b) { return scatter(a) < scatter(b); });
    picked.insert(picked.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(others));
    std::sort(picked.begin(), picked.end());
    picked.erase(std::unique(picked.begin(), picked.end()), picked.end());
    return picked;
}

/// Where the representatives begin: where they were, or among their neighbours, or by principal components.
Result<projection::Plane> startOf(const Projection& former, const std::vector<session::TrialId>& ids,
                                  FeatureReader& features)
{
    projection::Plane start(static_cast<Eigen::Index>(ids.size()), 2);
    projection::Moments moments;
    projection::PrincipalComponents components;
    if (!former.placer) {
        for (const session::TrialId id : ids)
            moments.add(features(id));
        Result<projection::PrincipalComponents> found = projection::principalComponents(moments);
        if (!found)
            return found.error();
        components = std::move(found).value();
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        if (!former.placer) {
            const std::array<double, 2> place = components.project(features(ids[i]));
            start.row(at) << static_cast<float>(place[0]), static_cast<float>(place[1]);
        } else if (former.hasPlace(ids[i])) {
            start.row(at) << former.places[2 * ids[i]], former.places[2 * ids[i] + 1];
        } else {
            start.row(at) = former.placer->place(features.single(ids[i]));
        }
    }
    return start;
}

/// Turns a new arrangement so that the designs which the former one had lie where they lay.
void layOnFormer(projection::Plane& plane, const std::vector<session::TrialId>& ids, const Projection& former)
{
    if (!former.arranged)
        return;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    std::size_t at = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        while (at < former.representatives.size() && former.representatives[at] < ids[i])
            ++at;
        if (at < former.representatives.size() && former.representatives[at] == ids[i])
            pairs.emplace_back(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(at));
    }
    projection::alignTo(plane, *former.arranged, pairs);
}

/// Arranges the representatives anew. \returns false if stale
bool arrange(Projection& picture, const ProjectionRequest& request, FeatureReader& features,
             const Stale& stale, const Deliver& deliver)
{
    picture.representatives = pickRepresentatives(*request.field, features);
    const std::vector<session::TrialId>& ids = picture.representatives;
    auto points = std::make_shared<projection::Points>(
        static_cast<Eigen::Index>(ids.size()),
        static_cast<Eigen::Index>(request.problem->space().featureCount()));
    for (std::size_t i = 0; i < ids.size(); ++i)
        points->row(static_cast<Eigen::Index>(i)) = features.single(ids[i]);
    const Projection none;
    const Projection& former = request.former ? *request.former : none;
    const Result<projection::Plane> start = startOf(former, ids, features);
    if (!start) {
        picture.reason = said(start.error());
        return true;
    }
    double told = 0.0;
    const projection::Progress progress = [&](double share) {
        if (share >= told + 0.01)
            deliver({told = share, nullptr});
        return !stale();
    };
    projection::EmbeddingOptions options;
    options.epochs = former.arranged ? kLaterEpochs : kFirstEpochs;
    Result<projection::Plane> plane = projection::embedNeighbours(*points, *start, options, progress);
    if (!plane) {
        picture.reason = said(plane.error());
        return plane.error().code != ErrorCode::Cancelled;
    }
    layOnFormer(plane.value(), ids, former);
    const Result<double> kept = projection::keptNeighbours(*points, *plane, std::min(kKeptOf, ids.size() - 1),
                                                           [&](double) { return !stale(); });
    if (!kept)
        return false;
    picture.reason.clear();
    picture.kept = *kept;
    picture.arranged = std::make_shared<projection::Plane>(std::move(plane).value());
    picture.placer = std::make_shared<projection::NeighbourPlacer>(points, picture.arranged);
    return true;
}

void projectNeighbours(const ProjectionRequest& request, const Stale& stale, const Deliver& deliver)
{
    auto picture = request.former ? std::make_shared<Projection>(*request.former)
                                  : std::make_shared<Projection>();
    picture->method = ProjectionMethod::Neighbours;
    FeatureReader features(request);
    std::size_t from = picture->places.size() / 2;
    const auto feasible = static_cast<double>(request.field->feasible);
    if (!picture->placer || feasible >= kGrowth * static_cast<double>(picture->fittedTo)) {
        if (!arrange(*picture, request, features, stale, deliver))
            return;
        picture->fittedTo = request.field->feasible;
        from = 0;
    }
    if (!picture->reason.isEmpty()) {
        deliver({1.0, picture});
        return;
    }
    const auto placeOf = [&](std::size_t row) {
        const Eigen::RowVector2f place = picture->placer->place(features.single(row));
        return QPointF(static_cast<double>(place[0]), static_cast<double>(place[1]));
    };
    if (placeRows(*picture, request, from, placeOf, features, stale))
        deliver({1.0, picture});
}

} // namespace

bool Projection::hasPlace(std::size_t row) const
{
    return 2 * row + 1 < places.size() && std::isfinite(places[2 * row]);
}

void project(const ProjectionRequest& request, const LatestJob::Stale& stale,
             const std::function<void(ProjectionStep)>& deliver)
{
    if (request.method == ProjectionMethod::Components)
        projectComponents(request, stale, deliver);
    else
        projectNeighbours(request, stale, deliver);
}

std::optional<QPointF> placeOnPicture(const Projection& picture, const space::Space& space,
                                      const space::Design& design)
{
    if (design.empty() || !picture.reason.isEmpty())
        return std::nullopt;
    Eigen::RowVectorXd row(static_cast<Eigen::Index>(space.featureCount()));
    space.features(design, {row.data(), space.featureCount()});
    if (picture.placer) {
        const Eigen::RowVector2f place = picture.placer->place(row.cast<float>());
        return QPointF(static_cast<double>(place.x()), static_cast<double>(place.y()));
    }
    if (picture.components.mean.size() != row.size())
        return std::nullopt;
    const std::array<double, 2> place = picture.components.project({row.data(), space.featureCount()});
    return QPointF(place[0], place[1]);
}

std::vector<QString> featureNames(const space::Space& space)
{
    std::vector<QString> names;
    for (std::size_t p = 0; p < space.size(); ++p) {
        const space::Parameter& parameter = space.parameter(p);
        const QString label = QString::fromStdString(parameter.label());
        const std::vector<std::string> categories = parameter.kind() == space::ParameterKind::Categorical
                                                        ? space::labelsOf(parameter)
                                                        : std::vector<std::string>();
        for (std::size_t f = 0; f < parameter.featureCount(); ++f) {
            if (f < categories.size())
                names.push_back(QStringLiteral("%1 = %2").arg(label, look::wordsOf(categories[f])));
            else
                names.push_back(
                    parameter.featureCount() == 1
                        ? label
                        : QCoreApplication::translate("Projection", "%1, part %2").arg(label).arg(f + 1));
        }
    }
    return names;
}

} // namespace paretoscope::ui::plots
