// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_matrix_view.h"

#include "ui/plots/pointer_manners.h"
#include "ui/session/theme_follower.h"

#include <QMenu>
#include <QResizeEvent>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kRowTitles_px = 62.0; ///< for the values of rows
constexpr double kTop_px = 8.0;
constexpr double kRightEdge_px = 10.0;
constexpr double kCellGap_px = 6.0;
constexpr std::size_t kMostStops = 40; ///< legal values beyond which an axis is drawn as if continuous
constexpr double kEndAir = 0.08;       ///< beyond the ends of a parameter

const QString kAxes = QStringLiteral("matrix/axes");

/// How far the designs are spread over an axis: standard deviation of where they stand on it.
double spread(const DesignField& field, const AxisScale& scale)
{
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    const std::size_t stride = field.table.rows() / 2000 + 1;
    for (std::size_t row = 0; row < field.table.rows(); row += stride) {
        const double share = scale.height(static_cast<double>(field.table.at(row, scale.column)));
        if (!field.table.feasible(row) || !std::isfinite(share))
            continue;
        n += 1.0;
        sum += share;
        squares += share * share;
    }
    return n > 0.0 ? std::sqrt(std::max(0.0, squares / n - sum / n * sum / n)) : 0.0;
}

/// Where the legal values of an axis stand on it, if they are few.
std::vector<double> stopsOf(const session::Axis& axis, const AxisScale& scale)
{
    std::vector<double> stops;
    for (qsizetype c = 0; c < axis.categories.size(); ++c)
        stops.push_back(scale.height(static_cast<double>(c)));
    for (const double value : axis.values)
        stops.push_back(scale.height(value));
    if (stops.size() > kMostStops)
        stops.clear();
    return stops;
}

/// A parameter's range with a little air, so that its first and last values are not on the frame.
ValueRange withAir(const session::Axis& axis)
{
    const double high = axis.high > axis.low ? axis.high : axis.low + 1.0;
    const bool logarithmic = axis.logarithmic && axis.low > 0.0;
    return {valueAt({axis.low, high}, -kEndAir, logarithmic),
            valueAt({axis.low, high}, 1.0 + kEndAir, logarithmic)};
}

} // namespace

ScatterMatrixView::ScatterMatrixView(session::StudyDocument& document, QWidget* parent)
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
    , m_brushGate(new session::RefreshGate(
          this, [this] { applyBrush(); }, kFiltersPerSecond))
{
    setAccessibleName(tr("Scatter matrix"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    buildButton();
    new session::ThemeFollower(this, [this] {
        m_colours = look::coloursFor(palette());
        layOut();
    });
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    setFont(small);
    connectDocument();
    m_chosenByHand = m_document.viewSetting(kAxes).isValid();
    chooseAxes();
    refresh();
}

ScatterMatrixView::~ScatterMatrixView() = default;

void ScatterMatrixView::buildButton()
{
    m_choice = new QToolButton(this);
    m_choice->setText(tr("Axes…"));
    m_choice->setToolTip(tr("Choose up to %1 objectives and parameters").arg(kMostAxes));
    m_choice->setAccessibleName(tr("Axes of the scatter matrix"));
    m_choice->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_choice);
    m_choice->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(*menu); });
}

void ScatterMatrixView::fillMenu(QMenu& menu)
{
    menu.clear();
    const QStringList shown = axesShown();
    for (const session::Axis& axis : m_document.axes()) {
        QAction* entry = menu.addAction(axis.label, this, [this, name = axis.name](bool on) {
            QStringList names = axesShown();
            on ? names.append(name) : static_cast<void>(names.removeAll(name));
            setAxesShown(names);
        });
        entry->setCheckable(true);
        entry->setChecked(shown.contains(axis.name));
        entry->setEnabled(entry->isChecked() ? shown.size() > 2 : shown.size() < kMostAxes);
    }
    menu.addSeparator();
    menu.addAction(tr("Objectives and the parameters that vary most"), this, [this] {
        m_document.setViewSetting(kAxes, QVariant());
        m_chosenByHand = false;
        chooseAxes();
        rescale();
        layOut();
    });
}

void ScatterMatrixView::connectDocument()
{
    session::Selection& selection = m_document.selection();
    const auto refilter = [this] { m_filterGate->request(); };
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, refilter);
    connect(&selection, &session::Selection::brushChanged, this, [this, refilter] {
        if (m_document.selection().brush() != m_ownBrush && !m_isBrushing)
            m_brushCell.reset();
        refilter();
    });
    connect(&m_keeper, &DesignFieldKeeper::changed, this,
            [this] { isVisible() ? adoptField() : m_gate->request(); });
    const auto repaint = [this] { update(); };
    connect(&selection, &session::Selection::trayChanged, this, repaint);
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] {
        rescale();
        layOut();
        update();
    });
    connect(&selection, &session::Selection::hoverChanged, this, repaint);
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        update();
        describe();
    });
}

// ---- axes
// ---------------------------------------------------------------------------------------------------

QStringList ScatterMatrixView::usualAxes() const
{
    QStringList names;
    std::vector<std::pair<double, QString>> parameters;
    const std::vector<session::Axis>& axes = m_document.axes();
    for (std::size_t column = 0; column < axes.size(); ++column) {
        const session::Axis& axis = axes[column];
        if (axis.isObjective && names.size() < kMostAxes)
            names << axis.name;
        if (!axis.isParameter)
            continue;
        const AxisScale scale{column, {axis.low, axis.high}, axis.logarithmic, false};
        parameters.emplace_back(m_field->table.rows() > 0 ? -spread(*m_field, scale) : 0.0, axis.name);
    }
    std::stable_sort(parameters.begin(), parameters.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [order, name] : parameters) {
        if (names.size() < kMostAxes)
            names << name;
    }
    return names;
}

void ScatterMatrixView::chooseAxes()
{
    const QStringList names = m_chosenByHand ? m_document.viewSetting(kAxes).toStringList() : usualAxes();
    m_shown.clear();
    const std::vector<session::Axis>& axes = m_document.axes();
    for (const QString& name : names) {
        const int column = session::axisNamed(axes, name);
        if (column < 0 || m_shown.size() >= static_cast<std::size_t>(kMostAxes))
            continue;
        Shown shown;
        shown.column = static_cast<std::size_t>(column);
        shown.axis = axes[shown.column];
        shown.scale.column = shown.column;
        m_shown.push_back(std::move(shown));
    }
    m_active = {1, 0};
    m_brushCell.reset();
}

QStringList ScatterMatrixView::axesShown() const
{
    QStringList names;
    for (const Shown& shown : m_shown)
        names << shown.axis.name;
    return names;
}

void ScatterMatrixView::setAxesShown(const QStringList& names)
{
    m_document.setViewSetting(kAxes, names);
    m_chosenByHand = true;
    chooseAxes();
    rescale();
    layOut();
}

// ---- following the document
// ---------------------------------------------------------------------------------

void ScatterMatrixView::refresh()
{
    m_keeper.request();
    adoptField();
    update(); // pins are drawn even where no design is moved by them
}

void ScatterMatrixView::adoptField()
{
    if (m_field == m_keeper.field())
        return;
    const bool wasEmpty = isEmpty();
    m_field = m_keeper.field();
    if (wasEmpty && !isEmpty() && !m_chosenByHand)
        chooseAxes(); // which parameters vary is known only now
    rescale();
    layOut();
    describe();
}

void ScatterMatrixView::rescale()
{
    const bool isRunning = m_document.snapshot()->state == study::RunState::Running;
    for (Shown& shown : m_shown) {
        const session::Axis& axis = shown.axis;
        ValueRange& range = shown.scale.range;
        if (!axis.categories.isEmpty()) {
            range = {-0.5, static_cast<double>(axis.categories.size()) - 0.5};
        } else if (axis.isParameter) {
            range = withAir(axis);
        } else if (shown.column < m_field->table.columns() && m_field->table.extent(shown.column)) {
            const ValueRange extent = withReferences(*m_field->table.extent(shown.column), m_document, axis);
            const ValueRange fitted = roundedAround(extent.low, extent.high, axis.logarithmic);
            range = isRunning && shown.fitted
                        ? ValueRange{std::min(range.low, fitted.low), std::max(range.high, fitted.high)}
                        : fitted;
            shown.fitted = true;
        }
        shown.scale.logarithmic = axis.logarithmic && range.low > 0.0;
    }
}

void ScatterMatrixView::layOut()
{
    m_choice->adjustSize();
    m_choice->move(width() - m_choice->width() - 6, 4);
    const double line = QFontMetricsF(font()).height();
    const auto count = std::max(1.0, static_cast<double>(m_shown.size()));
    const double wide = (width() - kRowTitles_px - kRightEdge_px + kCellGap_px) / count - kCellGap_px;
    const double tall = (height() - kTop_px - 2.0 * line - 8.0 + kCellGap_px) / count - kCellGap_px;
    const double ratio = devicePixelRatioF();
    m_origin = QPointF(kRowTitles_px, kTop_px);
    m_frame = {};
    m_frame.ratio = ratio;
    m_frame.side = QSize(std::max(0, static_cast<int>(wide * ratio)),
                         std::max(0, static_cast<int>(tall * ratio)));
    m_frame.gap = static_cast<int>(std::lround(kCellGap_px * ratio));
    for (const Shown& shown : m_shown) {
        m_frame.axes.push_back(shown.scale);
        m_frame.stops.push_back(stopsOf(shown.axis, shown.scale));
    }
    if (!m_shown.empty()) {
        const QRect last = m_frame.cell(m_shown.size() - 1, m_shown.size() - 1);
        m_frame.size = QSize(last.right() + 1, last.bottom() + 1);
    }
    requestImage();
    update();
}

void ScatterMatrixView::requestImage()
{
    if (isEmpty())
        return;
    MatrixRequest request;
    request.field = m_field;
    request.frame = m_frame;
    request.canvas = m_colours.canvas;
    request.lit = m_colours.dominated;
    request.context = m_colours.dimmed;
    request.front = m_colours.front;
    request.dark = m_colours.dark;
    request.former = m_levels;
    m_job.run<MatrixPicture>(
        [request](const auto& stale, const auto& deliver) { deliver(matrixImage(request, stale)); },
        [this](const MatrixPicture& picture) {
            if (picture.image.isNull())
                return;
            m_image = picture.image;
            m_levels = picture.levels;
            update();
        });
}

bool ScatterMatrixView::isSettled() const
{
    return !m_job.isBusy() && m_field == m_keeper.field() && m_field->snapshot == m_document.snapshot()
           && m_field->pins == m_document.pins() && m_field->brush == m_document.selection().brush();
}

void ScatterMatrixView::describe()
{
    QString sentence = tr("%Ln axes", nullptr, static_cast<int>(m_shown.size()))
                       + tr(", %Ln design(s)", nullptr, static_cast<int>(m_field->feasible))
                       + tr(", %Ln lit", nullptr, static_cast<int>(m_field->lit));
    if (m_active.row < m_shown.size() && m_active.column < m_shown.size())
        sentence += tr("; %1 over %2")
                        .arg(m_shown[m_active.row].axis.label, m_shown[m_active.column].axis.label);
    if (m_document.selection().focus())
        sentence += tr("; focus %1").arg(*m_document.selection().focus());
    setAccessibleDescription(sentence);
}

void ScatterMatrixView::resizeEvent(QResizeEvent*)
{
    layOut();
}

QSize ScatterMatrixView::sizeHint() const
{
    return {700, 520};
}

QSize ScatterMatrixView::minimumSizeHint() const
{
    return {320, 240};
}

} // namespace paretoscope::ui::plots
