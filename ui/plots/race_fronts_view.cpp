// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_fronts_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_style.h"
#include "ui/session/theme_follower.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr int kLeast_px = 170; ///< a picture narrower than this says nothing
constexpr int kAxisLeft_px = 66, kAxisBottom_px = 44;
constexpr int kPlaneGap_px = 12;

} // namespace

RaceFrontsView::RaceFrontsView(std::shared_ptr<const problem::Problem> problem, QWidget* parent,
                               const session::ReferenceShelf* references)
    : QWidget(parent)
    , m_problem(std::move(problem))
    , m_references(references)
    , m_plot(new QCustomPlot(this))
    , m_job(this)
{
    for (session::Axis& each : session::axesOf(*m_problem))
        if (each.isObjective)
            m_axes.push_back(std::move(each));
    if (m_references != nullptr)
        connect(m_references, &session::ReferenceShelf::changed, this,
                [this] { m_plot->replot(QCustomPlot::rpQueuedReplot); });
    setAccessibleName(tr("Fronts of the methods"));
    m_plot->setAccessibleName(tr("Fronts of the methods, side by side"));
    m_plot->setMinimumSize(220, 130);
    m_plot->installEventFilter(this);
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    m_plot->plotLayout()->setRowSpacing(0);
    m_plot->plotLayout()->setColumnSpacing(0);
    new PaintedLayer(
        m_plot, QStringLiteral("main"),
        [this](QPainter& painter) {
            for (std::size_t i = 0; i < m_cells.size(); ++i) {
                paintCell(painter, i);
                paintTitle(painter, i);
            }
        },
        false);
    buildBar();
    restyle();
    new session::ThemeFollower(this, [this] {
        restyle();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
    describe();
}

void RaceFrontsView::buildBar()
{
    const auto choice = [this](const QString& name, int first) {
        auto* made = new QComboBox(this);
        made->setAccessibleName(name);
        for (const session::Axis& each : m_axes)
            made->addItem(each.label);
        made->setCurrentIndex(std::min(first, made->count() - 1));
        connect(made, &QComboBox::currentIndexChanged, this, [this] {
            request();
            Q_EMIT choiceChanged();
        });
        return made;
    };
    // Neighbours in a list of objectives often go together, as latency and energy do: the first and the last
    // (our choice).
    m_x = choice(tr("Objective to the right"), 0);
    m_y = choice(tr("Objective upwards"), std::max(static_cast<int>(m_axes.size()) - 1, 0));
    m_allSeeds = new QToolButton(this);
    m_allSeeds->setText(tr("all seeds"));
    m_allSeeds->setCheckable(true);
    m_allSeeds->setChecked(true);
    m_allSeeds->setAutoRaise(true);
    m_allSeeds->setAccessibleName(tr("Show the fronts of all seeds"));
    m_allSeeds->setToolTip(
        tr("Faint stairs are the other seeds; the designs belong to the seed in the middle"));
    connect(m_allSeeds, &QToolButton::toggled, this, [this] {
        m_plot->replot(QCustomPlot::rpQueuedReplot);
        Q_EMIT choiceChanged();
    });
    m_when = new QLabel(this);
    m_when->setProperty("role", QStringLiteral("caption"));
    m_when->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 2);
    bar->setSpacing(8);
    for (auto* each : {m_x, m_y}) {
        auto* letter = new QLabel(each == m_x ? tr("x") : tr("y"), this);
        letter->setProperty("role", QStringLiteral("caption"));
        bar->addWidget(letter);
        bar->addWidget(each);
    }
    bar->addWidget(m_when, 1);
    bar->addWidget(m_allSeeds);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_plot, 1);
}

QWidget* RaceFrontsView::canvas() const
{
    return m_plot;
}

study::RacePlane RaceFrontsView::plane() const
{
    return {static_cast<std::size_t>(std::max(m_x->currentIndex(), 0)),
            static_cast<std::size_t>(std::max(m_y->currentIndex(), 0))};
}

void RaceFrontsView::setPlane(study::RacePlane plane)
{
    if (plane.x < m_axes.size() && plane.y < m_axes.size()) {
        m_x->setCurrentIndex(static_cast<int>(plane.x));
        m_y->setCurrentIndex(static_cast<int>(plane.y));
    }
}

bool RaceFrontsView::allSeeds() const
{
    return m_allSeeds->isChecked();
}

void RaceFrontsView::setAllSeeds(bool on)
{
    m_allSeeds->setChecked(on);
}

const session::Axis& RaceFrontsView::axis(bool x) const
{
    return m_axes[x ? plane().x : plane().y];
}

void RaceFrontsView::setRace(study::RaceSnapshotPtr race)
{
    m_race = std::move(race);
    m_names = m_race ? methodTitles(*m_race) : QStringList();
    if (!m_race)
        m_moment.reset();
    request();
}

void RaceFrontsView::setMoment(std::optional<study::RaceMoment> moment)
{
    if (m_moment == moment)
        return;
    m_moment = moment;
    request();
}

/// One at a time, and once more for whatever came meanwhile: a slow machine shows fewer pictures, not none.
void RaceFrontsView::request()
{
    if (!m_race) {
        m_job.cancel();
        m_working = m_again = false;
        return show({});
    }
    m_again = m_working;
    if (std::exchange(m_working, true))
        return;
    m_job.run<study::RaceFronts>(
        [race = m_race, problem = m_problem, plane = plane(), moment = m_moment](const LatestJob::Stale&,
                                                                                 const auto& deliver) {
            deliver(study::raceFronts(*race, *problem, plane, moment));
        },
        [this](const study::RaceFronts& fronts) {
            m_working = false;
            show(fronts);
            if (std::exchange(m_again, false))
                request();
        });
}

void RaceFrontsView::show(study::RaceFronts fronts)
{
    m_fronts = std::move(fronts);
    if (m_fronts.low) {
        m_xRange = roundedAround(m_fronts.low->x, m_fronts.high->x, axis(true).logarithmic);
        m_yRange = roundedAround(m_fronts.low->y, m_fronts.high->y, axis(false).logarithmic);
    }
    layOut();
    dress();
    QString when;
    if (m_moment && m_moment->clock == study::RaceClock::Seconds)
        when = tr("as they were after %1").arg(look::duration(m_moment->at));
    else if (m_moment)
        when = tr("as they were after %1 evaluations").arg(look::count(static_cast<quint64>(m_moment->at)));
    else if (m_race)
        when = tr("grey: the best of all methods together");
    m_when->setText(when);
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void RaceFrontsView::layOut()
{
    const std::size_t methods = m_race ? m_race->methods.size() : 0;
    const int count = static_cast<int>(methods);
    int columns = std::clamp((m_plot->width() - kAxisLeft_px) / kLeast_px, 1, std::max(count, 1));
    const int rows = (std::max(count, 1) + columns - 1) / columns;
    columns = (std::max(count, 1) + rows - 1) / rows; // 2 + 2 instead of 3 + 1
    if (methods != m_cells.size() || columns != m_columns) {
        m_plot->plotLayout()->clear();
        m_cells.clear();
        for (int i = 0; i < count; ++i) {
            auto* cell = new QCPAxisRect(m_plot, true);
            m_plot->plotLayout()->addElement(i / columns, i % columns, cell);
            for (QCPAxis* each : cell->axes())
                each->setVisible(each == cell->axis(QCPAxis::atBottom)
                                 || each == cell->axis(QCPAxis::atLeft));
            m_cells.push_back(cell);
        }
        m_plot->plotLayout()->simplify();
        m_columns = columns;
        restyle();
    }
    // The pictures are of one size although only those at the edge carry numbers.
    const int title = QFontMetrics(font()).height() + 8;
    const double inner = (m_plot->width() - kAxisLeft_px - columns * kPlaneGap_px)
                         / static_cast<double>(columns);
    const double high = (m_plot->height() - kAxisBottom_px - rows * title) / static_cast<double>(rows);
    m_cellSize = {static_cast<int>(inner), static_cast<int>(high)};
    for (int i = 0; i < count; ++i) {
        QCPAxisRect* cell = m_cells[static_cast<std::size_t>(i)];
        const bool left = i % columns == 0;
        const bool lowest = i + columns >= count;
        cell->setAutoMargins(QCP::msNone);
        cell->setMargins(QMargins(left ? kAxisLeft_px : 0, title, kPlaneGap_px,
                                  i / columns == rows - 1 ? kAxisBottom_px : 0));
        cell->axis(QCPAxis::atLeft)->setTickLabels(left);
        cell->axis(QCPAxis::atBottom)->setTickLabels(lowest && i / columns == rows - 1);
        m_plot->plotLayout()->setColumnStretchFactor(
            i % columns, std::max(inner + kPlaneGap_px + (left ? kAxisLeft_px : 0), 1.0));
        m_plot->plotLayout()->setRowStretchFactor(
            i / columns, std::max(high + title + (i / columns == rows - 1 ? kAxisBottom_px : 0), 1.0));
    }
}

void RaceFrontsView::dress()
{
    for (QCPAxisRect* cell : m_cells) {
        for (const bool isX : {true, false}) {
            QCPAxis& each = *cell->axis(isX ? QCPAxis::atBottom : QCPAxis::atLeft);
            const ValueRange range = isX ? m_xRange : m_yRange;
            each.setRange(range.low, range.high);
            dressAxis(each, dressOf(axis(isX), axis(isX).logarithmic && range.low > 0.0));
            if (each.tickLabels())
                suitLength(each, isX ? m_cellSize.width() : m_cellSize.height());
            else
                each.setLabel({});
        }
    }
}

bool RaceFrontsView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && event->type() == QEvent::Resize) {
        layOut();
        dress();
    }
    return QWidget::eventFilter(watched, event);
}

void RaceFrontsView::restyle()
{
    m_plot->setFont(font());
    applyStyle(*m_plot, look::coloursFor(palette()));
}

void RaceFrontsView::describe()
{
    QStringList parts;
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        parts << titleOf(i);
    m_plot->setAccessibleDescription(parts.isEmpty() ? tr("Nothing to show yet.")
                                                     : parts.join(QStringLiteral("; ")));
}

} // namespace paretoscope::ui::plots
