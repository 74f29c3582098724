// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_axes_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/pointer_manners.h"
#include "ui/plots/reference_marks.h"
#include "ui/session/design_name.h"

#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kMostEmphasised = 200; ///< lines painted with a pen; more would not be told apart

const QString kOrder = QStringLiteral("parallel/order");
const QString kTurned = QStringLiteral("parallel/turned");
const QString kHidden = QStringLiteral("parallel/hidden");
const QString kRescaled = QStringLiteral(
    "parallel/rescaled"); ///< linear where the axis says logarithmic, and back
const QString kCurved = QStringLiteral("parallel/curved");

bool naturallyFlipped(const session::Axis& axis)
{
    return !axis.isParameter && axis.better == problem::Direction::Minimize;
}

} // namespace

ParallelAxesView::ParallelAxesView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_keeper(DesignFieldKeeper::of(document))
    , m_field(std::make_shared<DesignField>())
    , m_colours(look::coloursFor(palette()))
    , m_hover(document, this)
    , m_job(this)
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
    , m_filterGate(new session::RefreshGate(
          this, [this] { refresh(); }, kFiltersPerSecond))
{
    setAccessibleName(tr("Parallel axes"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    buildButton();        // a new font lays everything out
    QFont small = font(); // a dozen axes share the width
    small.setPointSizeF(small.pointSizeF() * 0.88);
    setFont(small);
    makePlaces();
    connectDocument();
    refresh();
}

ParallelAxesView::~ParallelAxesView() = default;

void ParallelAxesView::buildButton()
{
    m_more = new QToolButton(this);
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::NoFocus); // the Menu key opens the same menu
    m_more->setAccessibleName(tr("Axes and lines"));
    connect(m_more, &QToolButton::clicked, this,
            [this] { openMenu(std::nullopt, m_more->mapToGlobal(QPoint(0, m_more->height()))); });
}

void ParallelAxesView::connectDocument()
{
    session::Selection& selection = m_document.selection();
    // Pins and brushes in a turn of their own: the view under the hand comes first.
    const auto refilter = [this] { m_filterGate->request(); };
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, [this, refilter] {
        markStale(); // a pin is drawn at once, and even where no design is moved by it
        refilter();
    });
    connect(&selection, &session::Selection::brushChanged, this, [this, refilter] {
        if (m_document.selection().brush() != m_ownBrush)
            clearBrushes();
        refilter();
    });
    connect(&m_keeper, &DesignFieldKeeper::changed, this,
            [this] { isVisible() ? adoptField() : m_gate->request(); });
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] {
        rescale();
        relayout();
    });
    connect(&selection, &session::Selection::trayChanged, this, [this] { update(); });
    connect(&selection, &session::Selection::hoverChanged, this, [this] { update(); });
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        update();
        describe();
    });
}

void ParallelAxesView::makePlaces()
{
    const QStringList order = m_document.viewSetting(kOrder).toStringList();
    const QStringList turned = m_document.viewSetting(kTurned).toStringList();
    const QStringList hidden = m_document.viewSetting(kHidden).toStringList();
    const QStringList rescaled = m_document.viewSetting(kRescaled).toStringList();
    m_curved = m_document.viewSetting(kCurved, false).toBool();
    const std::vector<session::Axis>& axes = m_document.axes();
    for (std::size_t column = 0; column < axes.size(); ++column) {
        const session::Axis& axis = axes[column];
        if (!axis.isObjective && !axis.isParameter)
            continue;
        Place place;
        place.axis = axis;
        place.scale.column = column;
        place.wantsLog = axis.logarithmic != rescaled.contains(axis.name);
        place.scale.flipped = naturallyFlipped(axis) != turned.contains(axis.name);
        (hidden.contains(axis.name) ? m_hidden : m_places).push_back(std::move(place));
    }
    std::stable_sort(m_places.begin(), m_places.end(), [&order](const Place& a, const Place& b) {
        const auto rank = [&order](const Place& p) {
            const qsizetype at = order.indexOf(p.axis.name);
            return at < 0 ? order.size() : at;
        };
        return rank(a) < rank(b);
    });
    measureTitles();
}

void ParallelAxesView::saveChoices()
{
    QStringList turned;
    QStringList rescaled;
    for (const std::vector<Place>* places : {&m_places, &m_hidden}) {
        for (const Place& place : *places) {
            if (place.scale.flipped != naturallyFlipped(place.axis))
                turned << place.axis.name;
            if (place.wantsLog != place.axis.logarithmic)
                rescaled << place.axis.name;
        }
    }
    m_document.setViewSetting(kOrder, axisOrder());
    m_document.setViewSetting(kTurned, turned);
    m_document.setViewSetting(kHidden, hiddenAxes());
    m_document.setViewSetting(kRescaled, rescaled);
    m_document.setViewSetting(kCurved, m_curved);
}

// ---- following the document
// ---------------------------------------------------------------------------------

void ParallelAxesView::refresh()
{
    m_keeper.request();
    adoptField();
    describe();
}

void ParallelAxesView::adoptField()
{
    if (m_field == m_keeper.field())
        return;
    m_field = m_keeper.field();
    m_emphasised.clear();
    const std::size_t stride = m_field->litFront.size() / kMostEmphasised + 1;
    for (std::size_t i = 0; i < m_field->litFront.size(); i += stride)
        m_emphasised.push_back(m_field->litFront[i]);
    rescale();
    requestImage(); // drawn when it comes, so that lines and axes change together
    update();
    describe();
}

void ParallelAxesView::rescale()
{
    const bool isRunning = m_document.snapshot()->state == study::RunState::Running;
    for (std::vector<Place>* places : {&m_places, &m_hidden}) {
        for (Place& place : *places) {
            const session::Axis& axis = place.axis;
            ValueRange& range = place.scale.range;
            if (!axis.categories.isEmpty()) {
                range = {-0.5, static_cast<double>(axis.categories.size()) - 0.5};
            } else if (axis.isParameter) {
                range = {axis.low, axis.high > axis.low ? axis.high : axis.low + 1.0};
            } else if (place.scale.column < m_field->table.columns()
                       && m_field->table.extent(place.scale.column)) {
                const ValueRange extent = withReferences(*m_field->table.extent(place.scale.column),
                                                         m_document, axis);
                const ValueRange fitted = roundedAround(extent.low, extent.high, place.wantsLog);
                const bool growsOnly = isRunning && place.fitted;
                place.fitted = true;
                range = growsOnly
                            ? ValueRange{std::min(range.low, fitted.low), std::max(range.high, fitted.high)}
                            : fitted;
            }
            place.scale.logarithmic = place.wantsLog && range.low > 0.0;
        }
    }
}

void ParallelAxesView::requestImage()
{
    if (m_places.size() < 2 || m_field->table.rows() == 0)
        return;
    ParallelRequest request;
    const QRectF area = plotArea();
    const double ratio = devicePixelRatioF();
    request.field = m_field;
    request.former = m_counts;
    request.frame.curved = m_curved;
    request.frame.size = (area.size() * ratio).toSize();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        request.frame.axes.push_back(m_places[i].scale);
        const int x = static_cast<int>((xOf(i) - area.left()) * ratio);
        request.frame.x.push_back(std::clamp(x, 0, std::max(0, request.frame.size.width() - 1)));
    }
    request.canvas = m_colours.canvas;
    request.lit = m_colours.dominated;
    request.dark = m_colours.dimmed;
    request.front = m_colours.front;
    request.emphasised = m_emphasised;
    m_job.run<ParallelPicture>(
        [request](const auto& stale, const auto& deliver) { accumulateParallel(request, stale, deliver); },
        [this](const ParallelPicture& picture) {
            m_image = picture.image;
            if (picture.counts)
                m_counts = picture.counts;
            markStale();
        });
}

void ParallelAxesView::markStale()
{
    m_baseStale = true;
    update();
}

void ParallelAxesView::relayout()
{
    const auto hidden = static_cast<int>(m_hidden.size());
    m_more->setText(hidden > 0 ? QStringLiteral("+%1").arg(hidden) : QStringLiteral("⋯"));
    m_more->setToolTip(hidden > 0 ? tr("%Ln hidden axes; curves or lines", nullptr, hidden)
                                  : tr("Hide and show axes; curves or lines"));
    m_more->setGeometry(width() - 31, 1, 30, 22);
    requestImage();
    markStale();
    describe();
}

bool ParallelAxesView::isSettled() const
{
    return !m_job.isBusy() && m_field == m_keeper.field() && m_field->snapshot == m_document.snapshot()
           && m_field->pins == m_document.pins() && m_field->brush == m_document.selection().brush();
}

void ParallelAxesView::describe()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    QString sentence = tr("%Ln axes", nullptr, static_cast<int>(m_places.size()))
                       + tr(", %Ln design(s)", nullptr, static_cast<int>(snapshot->feasible));
    if (m_active < m_places.size()) {
        const session::Axis& axis = m_places[m_active].axis;
        sentence += tr("; axis %1").arg(axis.label);
        if (const study::Pin* pin = m_document.pinOn(axis.name)) {
            if (std::isfinite(pin->minimum))
                sentence += QStringLiteral(" ") + limitText(axis, pin->excluded, pin->minimum);
            if (std::isfinite(pin->maximum))
                sentence += QStringLiteral(" ") + limitText(axis, !pin->excluded, pin->maximum);
        }
        const std::optional<session::TrialId> focus = m_document.selection().focus();
        if (const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr)
            sentence += tr("; focus %1 at %2")
                            .arg(session::designName(m_document, *focus),
                                 axis.text(axis.value(*trial, m_document.problem())));
    }
    setAccessibleDescription(sentence);
}

QString ParallelAxesView::activeAxis() const
{
    return m_active < m_places.size() ? m_places[m_active].axis.name : QString();
}

QStringList ParallelAxesView::axisOrder() const
{
    QStringList names;
    for (const Place& place : m_places)
        names << place.axis.name;
    return names;
}

QStringList ParallelAxesView::hiddenAxes() const
{
    QStringList names;
    for (const Place& place : m_hidden)
        names << place.axis.name;
    return names;
}

std::optional<std::size_t> ParallelAxesView::placeNamed(const QString& axis) const
{
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (m_places[i].axis.name == axis)
            return i;
    }
    return std::nullopt;
}

void ParallelAxesView::hideAxis(const QString& axis)
{
    const std::optional<std::size_t> place = placeNamed(axis);
    if (!place || m_places.size() <= 2)
        return;
    const auto at = m_places.begin() + static_cast<std::ptrdiff_t>(*place);
    const bool wasBrushed = at->brush.has_value();
    at->brush.reset();
    m_hidden.push_back(std::move(*at));
    m_places.erase(at);
    m_active = std::min(m_active, m_places.size() - 1);
    if (wasBrushed)
        applyBrushes();
    measureTitles();
    saveChoices();
    relayout();
}

void ParallelAxesView::showAxis(const QString& axis)
{
    const auto at = std::find_if(m_hidden.begin(), m_hidden.end(),
                                 [&axis](const Place& place) { return place.axis.name == axis; });
    if (at == m_hidden.end())
        return;
    m_places.push_back(std::move(*at));
    m_hidden.erase(at);
    m_active = m_places.size() - 1;
    measureTitles();
    saveChoices();
    relayout();
}

void ParallelAxesView::setCurved(bool curved)
{
    if (m_curved == curved)
        return;
    m_curved = curved;
    saveChoices();
    relayout();
}

void ParallelAxesView::setLogarithmic(const QString& axis, bool logarithmic)
{
    const std::optional<std::size_t> place = placeNamed(axis);
    if (!place || m_places[*place].wantsLog == logarithmic)
        return;
    m_places[*place].wantsLog = logarithmic;
    m_places[*place].fitted = false; // another scale has other round ends
    m_places[*place].brush.reset();
    saveChoices();
    rescale();
    relayout();
}

bool ParallelAxesView::isLogarithmic(const QString& axis) const
{
    const std::optional<std::size_t> place = placeNamed(axis);
    return place && m_places[*place].scale.logarithmic;
}

QPointF ParallelAxesView::placeOf(const QString& axis, double value) const
{
    const std::optional<std::size_t> place = placeNamed(axis);
    return place ? QPointF(xOf(*place), yOf(m_places[*place].scale.height(value))) : QPointF();
}

QSize ParallelAxesView::sizeHint() const
{
    return {700, 280};
}

QSize ParallelAxesView::minimumSizeHint() const
{
    return {320, 160};
}

} // namespace paretoscope::ui::plots
