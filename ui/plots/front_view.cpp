// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/design_card.h"
#include "ui/plots/front_choices.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/pin_prices.h"
#include "ui/plots/plot_style.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr int kStrip_px = 22; ///< above the plot, for caption and colour scale

} // namespace

FrontView::FrontView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_cloud(this, [this] {
        m_painter.density = m_cloud.image();
        m_painter.densityMap = m_cloud.map();
        redraw();
    })
{
    setAccessibleName(tr("Front"));
    buildPlot();
    m_choices = new FrontChoices(document, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_choices);
    column->addWidget(m_plot, 1);
    m_prices = new PinPrices(document, this);
    m_gate = new session::RefreshGate(this, [this] { refresh(); });
    connectDocument();
    restyle();
    takeAxes();
}

FrontView::~FrontView() = default;

void FrontView::buildPlot()
{
    m_plot = new QCustomPlot(this);
    m_plot->setAccessibleName(tr("Front plot"));
    m_plot->setFocusPolicy(Qt::StrongFocus);
    m_plot->setMouseTracking(true);
    m_plot->setMinimumSize(240, 180);
    m_plot->installEventFilter(this);
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    m_plot->axisRect()->setMinimumMargins(QMargins(0, kStrip_px + 2, 14, 0));
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->setVisible(axis == m_plot->xAxis || axis == m_plot->yAxis);
    setFocusProxy(m_plot);

    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) {
        m_painter.paintRegion(painter);
        paintProductLines(painter, false);
        m_painter.paintCloud(painter);
        m_painter.paintFront(painter, m_document.selection());
        paintProductLines(painter, true);
        paintReferences(painter);
        paintPinMarks(painter, m_pinMarks, m_painter.colours);
        paintOtherPins(painter);
    });
    new PaintedLayer(
        m_plot, QStringLiteral("legend"), [this](QPainter& painter) { paintStrip(painter); }, false);
    new PaintedLayer(m_plot, QString::fromLatin1(kOverlayLayer),
                     [this](QPainter& painter) { paintOverlay(painter); });

    m_empty = new QLabel(tr("No designs yet. Start the search, or open a study."), m_plot);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_chip = new QToolButton(m_plot);
    m_chip->setToolTip(tr("Show everything (0)"));
    m_chip->setFocusPolicy(Qt::NoFocus);
    m_chip->hide();
    connect(m_chip, &QToolButton::clicked, this, &FrontView::fit);
    m_card = new HoverCard(m_plot);
}

void FrontView::connectDocument()
{
    session::Selection& selection = m_document.selection();
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, &FrontView::refilter);
    const auto pinNotes = [this] {
        if (!m_pinMarks.empty() || !m_document.pins().empty()) {
            markPins();
            redraw();
        }
    };
    connect(&m_document, &session::StudyDocument::passingChanged, this, pinNotes);
    connect(m_prices, &PinPrices::changed, this, pinNotes);
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] {
        growRange();
        relayout();
        describe();
    });
    connect(&m_document.ghost(), &session::Ghost::changed, this, &FrontView::redrawOverlay);
    connect(&selection, &session::Selection::brushChanged, this, &FrontView::rebrush);
    connect(&selection, &session::Selection::trayChanged, this, &FrontView::redraw);
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        m_painter.chooseDiscs(m_document.selection());
        redraw();
        describe();
    });
    connect(&selection, &session::Selection::hoverChanged, this, &FrontView::redrawOverlay);
    connect(m_choices, &FrontChoices::axesChanged, this, &FrontView::takeAxes);
    connect(m_choices, &FrontChoices::fitWanted, this, &FrontView::fit);
    connect(m_choices, &FrontChoices::shownChanged, this, [this] {
        m_painter.showInfeasible = m_choices->showsInfeasible();
        m_painter.showRegion = m_choices->showsRegion();
        growRange();
        relayout();
    });
    connect(&m_document, &session::StudyDocument::pairWanted, m_choices, &FrontChoices::choosePair);
}

void FrontView::setAxes(const QString& x, const QString& y, const QString& colour, const QString& size)
{
    m_choices->choose(x, y, colour, size);
}

void FrontView::setTool(FrontTool tool)
{
    m_choices->setTool(tool);
}

void FrontView::takeAxes()
{
    m_painter.showInfeasible = m_choices->showsInfeasible();
    m_painter.showRegion = m_choices->showsRegion();
    m_scene.setAxes(m_choices->axes());
    m_painter.logShades = m_scene.axes().colour && m_scene.axes().colour->logarithmic;
    m_prices->setAxes(m_scene.axes().x, m_scene.axes().y);
    m_zoomed = false;
    m_fitted.reset();
    m_ruler.reset();
    refresh();
}

// ---- following the document
// ---------------------------------------------------------------------------------

void FrontView::refresh()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    m_scene.follow(*snapshot, m_document.problem());
    m_scene.refilter(*snapshot, m_document.pins(), m_document.problem());
    m_scene.setBrush(m_document.selection().brush());
    m_painter.reference = referenceOfAxes();
    const PlaneMap before = m_painter.map;
    growRange();
    if (before.x == m_painter.map.x && before.y == m_painter.map.y && before.logX == m_scene.logX()
        && before.logY == m_scene.logY())
        updateContent();
    else
        relayout();
    updateMessages();
    describe();
}

void FrontView::refilter()
{
    if (!isVisible()) {
        m_gate->request();
        return;
    }
    m_scene.refilter(*m_document.snapshot(), m_document.pins(), m_document.problem());
    updateContent();
    describe();
}

void FrontView::rebrush()
{
    if (!isVisible()) {
        m_gate->request();
        return;
    }
    const std::uint64_t before = m_scene.revision();
    m_scene.setBrush(m_document.selection().brush());
    if (m_scene.revision() != before)
        updateContent();
    else
        redraw(); // the brush was made here, and only the count of it is new
}

void FrontView::growRange()
{
    const std::optional<FrontScene::Extent> extent = m_scene.extent(m_painter.showInfeasible);
    if (!extent)
        return;
    const auto rounded = [this](ValueRange range, const session::Axis& axis, bool logarithmic) {
        range = withReferences(range, m_document, axis);
        if (!axis.categories.isEmpty())
            return ValueRange{-0.5, static_cast<double>(axis.categories.size()) - 0.5};
        return roundedAround(range.low, range.high, logarithmic);
    };
    FrontScene::Extent fitted{rounded(extent->x, m_scene.axes().x, m_scene.logX()),
                              rounded(extent->y, m_scene.axes().y, m_scene.logY())};
    if (m_fitted && m_document.snapshot()->state == study::RunState::Running) {
        const auto joined = [](ValueRange a, ValueRange b) {
            return ValueRange{std::min(a.low, b.low), std::max(a.high, b.high)};
        };
        fitted = {joined(fitted.x, m_fitted->x), joined(fitted.y, m_fitted->y)};
    }
    m_fitted = fitted;
    if (m_zoomed)
        return;
    m_painter.map.x = fitted.x;
    m_painter.map.y = fitted.y;
}

void FrontView::relayout()
{
    PlaneMap& map = m_painter.map;
    map.logX = m_scene.logX() && map.x.low > 0.0;
    map.logY = m_scene.logY() && map.y.low > 0.0;
    m_plot->xAxis->setRange(map.x.low, map.x.high);
    m_plot->yAxis->setRange(map.y.low, map.y.high);
    dressAxis(*m_plot->xAxis, dressOf(m_scene.axes().x, map.logX));
    dressAxis(*m_plot->yAxis, dressOf(m_scene.axes().y, map.logY));
    // The margins follow the tick labels, so the plot has to settle before anything is placed in it.
    m_plot->plotLayout()->update(QCPLayoutElement::upPreparation);
    m_plot->plotLayout()->update(QCPLayoutElement::upMargins);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    map.area = QRectF(m_plot->axisRect()->rect());
    updateContent();
}

void FrontView::updateContent()
{
    DensityStyle style{m_painter.colours.dark,
                       m_painter.colours.canvas,
                       m_painter.colours.dominated,
                       m_painter.colours.dimmed,
                       {},
                       m_painter.logShades};
    if (m_scene.axes().colour)
        style.shades = m_scene.shadeRange();
    m_cloud.follow(m_scene, m_painter.map, m_plot->devicePixelRatioF(), style);
    m_painter.dense = m_cloud.isDense();
    m_painter.density = m_cloud.image();
    m_painter.densityMap = m_cloud.map();
    m_painter.chooseDiscs(m_document.selection());
    markReferences();
    markPins();
    redraw();
}

void FrontView::markPins()
{
    const QString passing = tr("%1 of %2 pass")
                                .arg(look::count(m_document.passing()),
                                     look::count(m_document.snapshot()->feasible));
    m_pinMarks.clear();
    for (const bool onX : {true, false})
        appendPinMarks(m_pinMarks, m_document.pinOn(axisOf(onX).name), axisOf(onX), onX, m_painter.map,
                       QFontMetricsF(font()), {passing, m_prices->text(axisOf(onX).name)});
}

void FrontView::markReferences()
{
    m_references.clear();
    if (!m_fitted) // the axes have no range of their own before the first design
        return;
    const problem::Problem& problem = m_document.problem();
    m_references = plots::referenceMarks(
        m_document.references(), m_painter.map.area, [&](const study::Reference& reference) {
            const double x = axisOf(true).value(reference.trial, problem);
            const double y = axisOf(false).value(reference.trial, problem);
            const bool placed = (!m_painter.map.logX || x > 0.0) && (!m_painter.map.logY || y > 0.0);
            return placed ? std::optional(m_painter.map.toPixel(x, y)) : std::nullopt;
        });
}

void FrontView::redraw()
{
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FrontView::redrawOverlay()
{
    const std::optional<session::TrialId> hover = m_document.selection().hover();
    const std::optional<QPoint> at = hover ? pixelOf(*hover) : std::nullopt;
    if (at && m_hoverIsMine && m_gesture == Gesture::None)
        m_card->showAt(*at, designCard(m_document, *hover));
    else
        m_card->dismiss();
    m_plot->layer(QString::fromLatin1(kOverlayLayer))->replot();
}

void FrontView::updateMessages()
{
    m_empty->setVisible(m_scene.trialsSeen() == m_scene.withoutValue());
    m_empty->setGeometry(m_plot->axisRect()->rect());

    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = m_painter.map.scale();
    int outside = 0;
    for (std::size_t id = m_pointsAtZoom; m_zoomed && id < points.size(); ++id)
        outside += points.is(id, kFeasible) && points.isPlaced(id) && !scale.shows(points.u[id], points.v[id])
                       ? 1
                       : 0;
    m_chip->setVisible(outside > 0);
    m_chip->setText(tr("%Ln new design(s) outside the view", nullptr, outside));
    m_chip->adjustSize();
    const QRect area = m_plot->axisRect()->rect();
    m_chip->move(area.right() - m_chip->width() - 8, area.bottom() - m_chip->height() - 8);
}

void FrontView::describe()
{
    QString sentence = m_scene.trialsSeen() == m_scene.withoutValue()
                           ? m_empty->text()
                           : tr("Front, %Ln design(s)", nullptr, static_cast<int>(m_scene.front().size()))
                                 + tr(" of %1, %2 over %3")
                                       .arg(look::count(m_scene.trialsSeen()), m_scene.axes().y.label,
                                            m_scene.axes().x.label);
    if (const std::optional<session::TrialId> focus = m_document.selection().focus())
        sentence += tr("; focus ") + designSentence(m_document, *focus);
    for (const study::Reference& reference : m_document.references().all())
        if (reference.evaluated)
            sentence += tr("; reference ") + designSentence(m_document, reference.trial.id);
    if (const QString step = tradeOffText(); !step.isEmpty())
        sentence += QStringLiteral("; ") + step;
    setAccessibleDescription(sentence);
    m_plot->setAccessibleDescription(sentence);
}

std::optional<QPointF> FrontView::referenceOfAxes() const
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    const std::vector<problem::Objective>& objectives = m_document.problem().objectives();
    const auto bound = [&](const session::Axis& axis) -> std::optional<double> {
        for (std::size_t k = 0;
             axis.isObjective && k < std::min(objectives.size(), snapshot->reference.size()); ++k) {
            if (objectives[k].metric == axis.index)
                return snapshot->reference[k];
        }
        return std::nullopt;
    };
    const std::optional<double> x = bound(m_scene.axes().x);
    const std::optional<double> y = bound(m_scene.axes().y);
    return x && y ? std::optional(QPointF(*x, *y)) : std::nullopt;
}

// ---- what others may ask
// ------------------------------------------------------------------------------------

QString FrontView::activeAxis() const
{
    return axisOf(m_activeIsX).name;
}

QWidget* FrontView::canvas() const
{
    return m_plot;
}

std::optional<QPoint> FrontView::pixelOf(session::TrialId id) const
{
    if (const ReferenceMark* mark = referenceMark(m_references, id))
        return mark->at.toPoint();
    if (!m_scene.has(id) || !m_painter.map.scale().shows(m_scene.points().u[id], m_scene.points().v[id]))
        return std::nullopt;
    return m_painter.pixel(id).toPoint();
}

QString FrontView::chipText() const
{
    return m_chip->isHidden() ? QString() : m_chip->text();
}

void FrontView::paintFigure(QPainter& painter, QSize size)
{
    const QRect before = m_plot->viewport();
    m_plot->setViewport(QRect(QPoint(0, 0), size));
    relayout();
    // QCustomPlot draws with a painter of its own kind only; a picture carries its strokes to any other.
    QPicture picture;
    QCPPainter strokes(&picture);
    m_plot->toPainter(&strokes, size.width(), size.height());
    strokes.end();
    painter.drawPicture(0, 0, picture);
    m_plot->setViewport(before);
    relayout();
}

QSize FrontView::sizeHint() const
{
    return {700, 500};
}

void FrontView::fit()
{
    m_zoomed = false;
    growRange();
    relayout();
    updateMessages();
}

// ---- restyling
// ----------------------------------------------------------------------------------------------

void FrontView::restyle()
{
    m_painter.colours = look::coloursFor(palette());
    m_plot->setFont(font());
    applyStyle(*m_plot, m_painter.colours);
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, m_painter.colours.mutedText);
    m_empty->setPalette(muted);
}

void FrontView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (m_gate && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)) {
        restyle();
        relayout();
    }
}

} // namespace paretoscope::ui::plots
