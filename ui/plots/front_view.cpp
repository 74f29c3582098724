// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/design_card.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/plot_style.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kDenseAbove = 5'000; ///< points in view; measured: markers cost 3 ms per 10,000 then
constexpr int kStrip_px = 22;              ///< above the plot, for caption and colour scale

session::Axis noAxis()
{
    return {};
}

} // namespace

FrontView::FrontView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_densityJob(this)
{
    setAccessibleName(tr("Front"));
    buildPlot();
    buildToolbar();
    m_gate = new session::RefreshGate(this, [this] { refresh(); });
    restoreChoices();
    connectDocument();
    restyle();
    chooseAxes();
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
        m_painter.paintCloud(painter);
        m_painter.paintFront(painter, m_document.selection());
        paintPinMarks(painter, m_pinMarks, m_painter.colours);
    });
    const auto paintStrip = [this](QPainter& painter) {
        const QRectF area = m_painter.map.area;
        const QRectF strip(area.left(), area.top() - kStrip_px, area.width(), kStrip_px - 3);
        painter.setFont(font());
        const QString text = caption();
        const double used = QFontMetricsF(font()).horizontalAdvance(text) + 16.0;
        m_painter.paintLegend(painter, strip.adjusted(std::min(used, strip.width()), 0, 0, 0));
        painter.setPen(m_painter.colours.mutedText);
        painter.drawText(strip, Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    new PaintedLayer(m_plot, QStringLiteral("legend"), paintStrip, false);
    new PaintedLayer(m_plot, QString::fromLatin1(kOverlayLayer), [this](QPainter& painter) {
        m_painter.paintSelection(painter, m_document.selection());
        if (m_gesture != Gesture::Brush && m_gesture != Gesture::ZoomBox)
            return;
        QColor fill = m_painter.colours.accent;
        fill.setAlpha(m_gesture == Gesture::ZoomBox ? 12 : 36);
        painter.setPen(QPen(m_painter.colours.accent, 1.0,
                            m_gesture == Gesture::ZoomBox ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(fill);
        painter.drawRect(QRectF(m_pressedAt, m_lastAt).normalized());
    });

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

void FrontView::buildToolbar()
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 4, 6, 2);
    bar->setSpacing(4);
    const auto choice = [this, bar](const QString& letter, const QString& name) {
        auto* label = new QLabel(letter, this);
        auto* box = new QComboBox(this);
        box->setAccessibleName(name);
        box->setToolTip(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(9);
        label->setBuddy(box);
        bar->addWidget(label);
        bar->addWidget(box, 1);
        connect(box, &QComboBox::activated, this, &FrontView::chooseAxes);
        return box;
    };
    const auto toggle = [this, bar](const QString& text, const QString& name, const QString& tip) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setAccessibleName(name);
        button->setToolTip(tip);
        bar->addWidget(button);
        connect(button, &QToolButton::clicked, this, &FrontView::chooseAxes);
        return button;
    };
    m_xChoice = choice(tr("x"), tr("Horizontal axis"));
    m_xLog = toggle(tr("log"), tr("Logarithmic horizontal axis"), tr("Equal ratios are equal lengths"));
    m_yChoice = choice(tr("y"), tr("Vertical axis"));
    m_yLog = toggle(tr("log"), tr("Logarithmic vertical axis"), tr("Equal ratios are equal lengths"));
    m_colourChoice = choice(tr("colour"), tr("Colour of the designs"));
    bar->addStretch(1);
    m_infeasible = toggle(tr("infeasible"), tr("Show infeasible designs"),
                          tr("Crosses for designs that break a constraint"));
    auto* whole = toggle(tr("fit"), tr("Fit the view"), tr("Show everything (0)"));
    whole->setCheckable(false);
    whole->disconnect(this);
    connect(whole, &QToolButton::clicked, this, &FrontView::fit);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_plot, 1);
}

void FrontView::connectDocument()
{
    session::Selection& selection = m_document.selection();
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, &FrontView::refilter);
    connect(&selection, &session::Selection::brushChanged, this, &FrontView::refilter);
    connect(&selection, &session::Selection::trayChanged, this, &FrontView::redraw);
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        m_painter.chooseDiscs(m_document.selection());
        redraw();
        describe();
    });
    connect(&selection, &session::Selection::hoverChanged, this, &FrontView::redrawOverlay);
    connect(&m_document, &session::StudyDocument::pairWanted, this, [this](const QString& x, const QString& y) {
        setAxes(x, y, m_colourChoice->currentData().toString());
    });
}

void FrontView::restoreChoices()
{
    QStringList objectives;
    const std::vector<session::Axis>& axes = m_document.axes();
    m_colourChoice->addItem(tr("none"), QString());
    for (const session::Axis& axis : axes) {
        for (QComboBox* box : {m_xChoice, m_yChoice, m_colourChoice})
            box->addItem(axis.label, axis.name);
        if (axis.isObjective)
            objectives << axis.name;
    }
    const auto restore = [this](QComboBox* box, const char* key, const QString& fallback) {
        const QString name = m_document.viewSetting(QLatin1String(key), fallback).toString();
        box->setCurrentIndex(std::max(0, box->findData(name)));
    };
    const auto objective = [&objectives](int k) { return objectives.value(k); };
    restore(m_xChoice, "front/x", objective(objectives.size() > 1 ? 1 : 0));
    restore(m_yChoice, "front/y", objective(0));
    restore(m_colourChoice, "front/colour", objective(2));
    const auto logByNature = [&axes](QComboBox* box) {
        const int i = session::axisNamed(axes, box->currentData().toString());
        return i >= 0 && axes[static_cast<std::size_t>(i)].logarithmic;
    };
    m_xLog->setChecked(m_document.viewSetting(QStringLiteral("front/logX"), logByNature(m_xChoice)).toBool());
    m_yLog->setChecked(m_document.viewSetting(QStringLiteral("front/logY"), logByNature(m_yChoice)).toBool());
    m_infeasible->setChecked(m_document.viewSetting(QStringLiteral("front/infeasible"), false).toBool());
}

void FrontView::setAxes(const QString& x, const QString& y, const QString& colour)
{
    const auto choose = [](QComboBox* box, const QString& name) {
        if (const int i = box->findData(name); i >= 0)
            box->setCurrentIndex(i);
    };
    choose(m_xChoice, x);
    choose(m_yChoice, y);
    choose(m_colourChoice, colour);
    chooseAxes();
}

void FrontView::chooseAxes()
{
    const std::vector<session::Axis>& axes = m_document.axes();
    const auto chosen = [&axes](const QComboBox* box) -> std::optional<session::Axis> {
        const int i = session::axisNamed(axes, box->currentData().toString());
        return i < 0 ? std::nullopt : std::optional(axes[static_cast<std::size_t>(i)]);
    };
    m_document.setViewSetting(QStringLiteral("front/x"), m_xChoice->currentData());
    m_document.setViewSetting(QStringLiteral("front/y"), m_yChoice->currentData());
    m_document.setViewSetting(QStringLiteral("front/colour"), m_colourChoice->currentData());
    m_document.setViewSetting(QStringLiteral("front/logX"), m_xLog->isChecked());
    m_document.setViewSetting(QStringLiteral("front/logY"), m_yLog->isChecked());
    m_document.setViewSetting(QStringLiteral("front/infeasible"), m_infeasible->isChecked());
    m_painter.showInfeasible = m_infeasible->isChecked();

    m_scene.setAxes(
        {chosen(m_xChoice).value_or(noAxis()), chosen(m_yChoice).value_or(noAxis()), chosen(m_colourChoice)});
    m_painter.logShades = m_scene.axes().colour && m_scene.axes().colour->logarithmic;
    m_zoomed = false;
    m_fitted.reset();
    m_painter.density = {};
    refresh();
}

// ---- following the document
// ---------------------------------------------------------------------------------

void FrontView::refresh()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    m_scene.follow(*snapshot, m_document.problem());
    m_scene.refilter(*snapshot, study::PinFilter(m_document.pins(), m_document.problem()),
                     m_document.selection().brush());
    m_painter.reference = referenceOfAxes();
    growRange();
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
    m_scene.refilter(*m_document.snapshot(), study::PinFilter(m_document.pins(), m_document.problem()),
                     m_document.selection().brush());
    relayout();
    describe();
}

void FrontView::growRange()
{
    const std::optional<FrontScene::Extent> extent = m_scene.extent(m_painter.showInfeasible);
    if (!extent)
        return;
    const auto rounded = [](ValueRange range, const session::Axis& axis, bool logarithmic) {
        if (!axis.categories.isEmpty())
            return ValueRange{-0.5, static_cast<double>(axis.categories.size()) - 0.5};
        return roundedAround(range.low, range.high, logarithmic);
    };
    FrontScene::Extent fitted{rounded(extent->x, m_scene.axes().x, m_xLog->isChecked()),
                              rounded(extent->y, m_scene.axes().y, m_yLog->isChecked())};
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
    map.logX = m_xLog->isChecked() && map.x.low > 0.0;
    map.logY = m_yLog->isChecked() && map.y.low > 0.0;
    m_plot->xAxis->setRange(map.x.low, map.x.high);
    m_plot->yAxis->setRange(map.y.low, map.y.high);
    dressAxis(*m_plot->xAxis, dressOf(m_scene.axes().x, map.logX));
    dressAxis(*m_plot->yAxis, dressOf(m_scene.axes().y, map.logY));
    // The margins follow the tick labels, so the plot has to settle before anything is placed in it.
    m_plot->plotLayout()->update(QCPLayoutElement::upPreparation);
    m_plot->plotLayout()->update(QCPLayoutElement::upMargins);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    map.area = QRectF(m_plot->axisRect()->rect());

    m_pinMarks.clear();
    for (const bool onX : {true, false})
        appendPinMarks(m_pinMarks, m_document.pinOn(axisOf(onX).name), axisOf(onX), onX, map,
                       QFontMetricsF(font()));
    m_gridStale = true;
    const ScenePoints& points = m_scene.points();
    const auto inView = std::count_if(points.begin(), points.end(), [&map](const ScenePoint& p) {
        return p.feasible && map.shows(p.x, p.y);
    });
    m_painter.dense = static_cast<std::size_t>(inView) > kDenseAbove;
    m_painter.chooseDiscs(m_document.selection());
    if (m_painter.dense)
        requestDensity();
    redraw();
}

void FrontView::requestDensity()
{
    const PlaneMap map = m_painter.map;
    const double ratio = m_plot->devicePixelRatioF();
    const QSize cells((map.area.size() * ratio / kDensityCell_px).toSize());
    DensityStyle style{m_painter.colours.dark,
                       m_painter.colours.canvas,
                       m_painter.colours.dominated,
                       m_painter.colours.dimmed,
                       {},
                       m_painter.logShades};
    if (m_scene.axes().colour)
        style.shades = m_scene.shadeRange();
    m_densityJob.run<QImage>(
        [points = m_scene.sharedPoints(), map, cells, style](const auto& stale, const auto& deliver) {
            deliver(densityImage(*points, map, cells, style, stale));
        },
        [this, map](const QImage& image) {
            m_painter.density = image;
            m_painter.densityMap = map;
            redraw();
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
    m_empty->setVisible(m_scene.points().empty());
    m_empty->setGeometry(m_plot->axisRect()->rect());

    const ScenePoints& points = m_scene.points();
    qsizetype outside = 0;
    for (std::size_t i = m_pointsAtZoom; m_zoomed && i < points.size(); ++i)
        outside += points[i].feasible && !m_painter.map.shows(points[i].x, points[i].y) ? 1 : 0;
    m_chip->setVisible(outside > 0);
    m_chip->setText(tr("%Ln new design(s) outside the view", nullptr, static_cast<int>(outside)));
    m_chip->adjustSize();
    const QRect area = m_plot->axisRect()->rect();
    m_chip->move(area.left() + 8, area.bottom() - m_chip->height() - 8);
}

void FrontView::describe()
{
    QString sentence = m_scene.points().empty()
                           ? m_empty->text()
                           : tr("Front, %Ln design(s)", nullptr, static_cast<int>(m_scene.front().size()))
                                 + tr(" of %1, %2 over %3")
                                       .arg(look::count(m_scene.trialsSeen()), m_scene.axes().y.label,
                                            m_scene.axes().x.label);
    if (const std::optional<session::TrialId> focus = m_document.selection().focus())
        sentence += tr("; focus ") + designSentence(m_document, *focus);
    setAccessibleDescription(sentence);
    m_plot->setAccessibleDescription(sentence);
}

QString FrontView::caption() const
{
    if (m_scene.points().empty())
        return {};
    const FrontPainter::DiscCount discs = m_painter.discCount();
    QStringList words;
    words << (discs.drawn < discs.inView
                  ? tr("front %1 of %2 shown").arg(look::count(discs.drawn), look::count(discs.inView))
                  : tr("front %1").arg(look::count(discs.drawn)));
    words << (m_painter.dense ? tr("density of %1").arg(look::count(m_scene.points().size()))
                              : tr("%1 designs").arg(look::count(m_scene.points().size())));
    if (m_scene.withoutValue() > 0 && m_painter.showInfeasible)
        words << tr("%1 without a value").arg(look::count(m_scene.withoutValue()));
    return words.join(QStringLiteral(" · "));
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
    const ScenePoint* point = m_scene.point(id);
    if (!point || !m_painter.map.shows(point->x, point->y))
        return std::nullopt;
    return m_painter.map.toPixel(point->x, point->y).toPoint();
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

void FrontView::focusKnee()
{
    if (m_scene.knee())
        m_document.selection().setFocus(m_scene.knee());
}

void FrontView::walkFront(int steps)
{
    std::vector<session::TrialId> path;
    for (const std::size_t i : m_scene.front()) {
        if (m_scene.points()[i].passes)
            path.push_back(m_scene.points()[i].id);
    }
    if (path.empty())
        return;
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    const auto here = focus ? std::find(path.begin(), path.end(), *focus) : path.end();
    if (here != path.end()) {
        const auto last = static_cast<std::ptrdiff_t>(path.size()) - 1;
        const std::ptrdiff_t next = std::clamp<std::ptrdiff_t>(here - path.begin() + steps, 0, last);
        m_document.selection().setFocus(path[static_cast<std::size_t>(next)]);
        return;
    }
    // From a design beside the front the walk starts at the member nearest in x; from nowhere, at the end.
    const ScenePoint* from = focus ? m_scene.point(*focus) : nullptr;
    session::TrialId start = steps >= 0 ? path.front() : path.back();
    for (const session::TrialId id : path) {
        if (from && std::abs(m_scene.point(id)->x - from->x) < std::abs(m_scene.point(start)->x - from->x))
            start = id;
    }
    m_document.selection().setFocus(start);
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
