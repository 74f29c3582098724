// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/projection_view.h"

#include "ui/plots/pointer_manners.h"

#include "ui/look/quantity.h"
#include "ui/session/theme_follower.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QResizeEvent>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kPicturesPerSecond = 4.0; ///< while designs arrive
constexpr double kFittedAir = 1.12;        ///< how much more than the designs a fitted view shows

const QString kMethod = QStringLiteral("projection/method");
const QString kColour = QStringLiteral("projection/colour");
const QString kArrows = QStringLiteral("projection/arrows");
const QString kByOrder = QStringLiteral("#order");
const QString kByOrigin = QStringLiteral("#origin");

} // namespace

ProjectionView::ProjectionView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_keeper(DesignFieldKeeper::of(document))
    , m_field(std::make_shared<DesignField>())
    , m_colours(look::coloursFor(palette()))
    , m_features(featureNames(document.problem().space()))
    , m_hover(document, this)
    , m_projectJob(this)
    , m_cloudJob(this)
{
    setAccessibleName(tr("Projection"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    buildBar();
    m_gate = new session::RefreshGate(
        this, [this] { refresh(); }, kPicturesPerSecond);
    m_filterGate = new session::RefreshGate(
        this, [this] { refresh(); }, kFiltersPerSecond);
    restoreChoices();
    connectDocument();
    new session::ThemeFollower(this, [this] {
        m_colours = look::coloursFor(palette());
        layOut();
    });
    refresh();
}

ProjectionView::~ProjectionView() = default;

void ProjectionView::buildBar()
{
    m_bar = new QWidget(this);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(6, 4, 6, 2);
    row->setSpacing(4);
    const auto choice = [this, row](const QString& text, const QString& name) {
        auto* label = new QLabel(text, m_bar);
        auto* box = new QComboBox(m_bar);
        box->setAccessibleName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box, 1);
        return box;
    };
    const auto button = [this, row](const QString& text, const QString& name, const QString& tip) {
        auto* made = new QToolButton(m_bar);
        made->setText(text);
        made->setAutoRaise(true);
        made->setAccessibleName(name);
        made->setToolTip(tip);
        row->addWidget(made);
        return made;
    };
    m_methodChoice = choice(tr("by"), tr("Kind of projection"));
    m_methodChoice->addItem(tr("principal components"), 0);
    m_methodChoice->addItem(tr("neighbours"), 1);
    m_methodChoice->setItemData(0, tr("The two directions in which the parameters vary most"),
                                Qt::ToolTipRole);
    m_methodChoice->setItemData(1, tr("Designs with similar parameters lie together"), Qt::ToolTipRole);
    m_colourChoice = choice(tr("colour"), tr("Colour of the designs"));
    row->addStretch(1);
    m_again = button(tr("arrange"), tr("Arrange again"), tr("Arrange the designs by their neighbours"));
    m_lasso = button(tr("lasso"), tr("Lasso"), tr("Draw around designs to brush them (also Alt+drag)"));
    m_arrows = button(tr("arrows"), tr("Parameters as arrows"), tr("Which way each parameter grows"));
    auto* whole = button(tr("fit"), tr("Fit the view"), tr("Show everything (0)"));
    m_lasso->setCheckable(true);
    m_arrows->setCheckable(true);
    connect(whole, &QToolButton::clicked, this, &ProjectionView::fit);
    connect(m_again, &QToolButton::clicked, this, [this] {
        m_isStopped = false;
        requestProjection();
    });
    connect(m_arrows, &QToolButton::toggled, this, [this](bool on) {
        m_document.setViewSetting(kArrows, on);
        update();
    });
    connect(m_methodChoice, &QComboBox::activated, this, [this](int index) {
        setMethod(index == 1 ? ProjectionMethod::Neighbours : ProjectionMethod::Components);
    });
    connect(m_colourChoice, &QComboBox::activated, this,
            [this] { setColouredBy(m_colourChoice->currentData().toString()); });

    m_progressRow = new QWidget(this);
    auto* progressRow = new QHBoxLayout(m_progressRow);
    progressRow->setContentsMargins(8, 0, 8, 2);
    m_progress = new QProgressBar(m_progressRow);
    m_progress->setAccessibleName(tr("Arranging designs"));
    m_progress->setFormat(tr("Arranging designs by their neighbours: %p %"));
    auto* cancel = new QToolButton(m_progressRow);
    cancel->setText(tr("Stop"));
    cancel->setAccessibleName(tr("Stop arranging"));
    connect(cancel, &QToolButton::clicked, this, &ProjectionView::cancelArranging);
    progressRow->addWidget(m_progress, 1);
    progressRow->addWidget(cancel);
    m_progressRow->hide();
}

void ProjectionView::restoreChoices()
{
    m_colourChoice->addItem(tr("none"), QString());
    QString objective;
    for (const session::Axis& axis : m_document.axes()) {
        m_colourChoice->addItem(axis.label, axis.name);
        if (axis.isObjective && objective.isEmpty())
            objective = axis.name;
    }
    m_colourChoice->addItem(tr("order of evaluation"), kByOrder);
    m_colourChoice->addItem(tr("origin"), kByOrigin);
    const QString colour = m_document.viewSetting(kColour, objective).toString();
    m_colourChoice->setCurrentIndex(std::max(0, m_colourChoice->findData(colour)));
    m_arrows->setChecked(m_document.viewSetting(kArrows, true).toBool());
    m_method = m_document.viewSetting(kMethod, 0).toInt() == 1 ? ProjectionMethod::Neighbours
                                                               : ProjectionMethod::Components;
    m_methodChoice->setCurrentIndex(m_method == ProjectionMethod::Neighbours ? 1 : 0);
    m_arrows->setVisible(m_method == ProjectionMethod::Components);
    m_again->hide();
}

void ProjectionView::connectDocument()
{
    session::Selection& selection = m_document.selection();
    const auto refilter = [this] { m_filterGate->request(); };
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, refilter);
    connect(&selection, &session::Selection::brushChanged, this, refilter);
    connect(&m_keeper, &DesignFieldKeeper::changed, this,
            [this] { isVisible() ? adoptField() : m_gate->request(); });
    const auto repaint = [this] { update(); };
    connect(&selection, &session::Selection::trayChanged, this, repaint);
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] {
        placeReferences();
        update();
    });
    connect(&selection, &session::Selection::hoverChanged, this, repaint);
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        update();
        describe();
    });
}

void ProjectionView::setMethod(ProjectionMethod method)
{
    if (m_method == method)
        return;
    cancelArranging();
    m_isStopped = false;
    m_method = method;
    m_methodChoice->setCurrentIndex(method == ProjectionMethod::Neighbours ? 1 : 0);
    m_arrows->setVisible(method == ProjectionMethod::Components);
    m_document.setViewSetting(kMethod, method == ProjectionMethod::Neighbours ? 1 : 0);
    m_cloud = {};
    m_zoomed = false;
    requestProjection();
    layOut();
    describe();
}

void ProjectionView::setColouredBy(const QString& what)
{
    const int index = m_colourChoice->findData(what);
    if (index < 0)
        return;
    m_colourChoice->setCurrentIndex(index);
    m_document.setViewSetting(kColour, what);
    requestCloud();
    update();
}

const ProjectionPtr& ProjectionView::projection() const
{
    return m_projections[m_method == ProjectionMethod::Neighbours ? 1 : 0];
}

// ---- following the document
// ---------------------------------------------------------------------------------

void ProjectionView::refresh()
{
    m_keeper.request();
    adoptField();
    update();
}

void ProjectionView::adoptField()
{
    if (m_field == m_keeper.field())
        return;
    m_field = m_keeper.field();
    if (!projection() || projection()->places.size() < 2 * m_field->table.rows())
        requestProjection();
    requestCloud();
    describe();
    update();
}

void ProjectionView::requestProjection()
{
    if (m_field->feasible < 3 || m_isStopped)
        return;
    ProjectionRequest request{m_field, m_document.study().problem, m_method, projection()};
    m_projectJob.run<ProjectionStep>(
        [request](const auto& stale, const auto& deliver) { project(request, stale, deliver); },
        [this](const ProjectionStep& step) { adoptStep(step); });
}

void ProjectionView::adoptStep(const ProjectionStep& step)
{
    setArranging(!step.done, step.share);
    if (!step.done)
        return;
    m_projections[step.done->method == ProjectionMethod::Neighbours ? 1 : 0] = step.done;
    placeReferences();
    if (!m_zoomed)
        fit();
    requestCloud();
    describe();
    update();
    if (projection() == step.done && step.done->places.size() < 2 * m_field->table.rows()
        && step.done->reason.isEmpty())
        requestProjection(); // designs have come meanwhile
}

void ProjectionView::setArranging(bool on, double share)
{
    m_progress->setValue(static_cast<int>(100.0 * share));
    if (m_isArranging == on)
        return;
    m_isArranging = on;
    m_progressRow->setVisible(on); // over the picture, so that the picture stays where it is
    m_again->setVisible(m_isStopped);
}

void ProjectionView::cancelArranging()
{
    if (!m_isArranging && !m_projectJob.isBusy())
        return;
    m_projectJob.cancel();
    m_isStopped = true;
    m_isArranging = true; // so that what shows it is put away, whether or not it was seen
    setArranging(false, 0.0);
    update();
}

ProjectionShade ProjectionView::shade() const
{
    ProjectionShade shade;
    const QString what = m_colourChoice->currentData().toString();
    shade.series.assign(m_colours.series.begin(), m_colours.series.end());
    if (what == kByOrder) {
        shade.by = ProjectionShade::By::Order;
        shade.range = {0.0, std::max(1.0, static_cast<double>(m_field->table.rows()) - 1.0)};
    } else if (what == kByOrigin) {
        shade.by = ProjectionShade::By::Origin;
        shade.categories = 2;
    } else if (const session::Axis* axis = shadeAxis()) {
        shade.column = static_cast<std::size_t>(axis - m_document.axes().data());
        if (shade.column >= m_field->table.columns() || !m_field->table.extent(shade.column))
            return shade;
        shade.by = ProjectionShade::By::Column;
        shade.categories = static_cast<int>(axis->categories.size());
        shade.range = *m_field->table.extent(shade.column);
        if (!(shade.range.high > shade.range.low))
            shade.range.high = shade.range.low + 1.0;
        shade.logarithmic = axis->logarithmic;
    }
    return shade;
}

const session::Axis* ProjectionView::shadeAxis() const
{
    const int at = session::axisNamed(m_document.axes(), m_colourChoice->currentData().toString());
    return at < 0 ? nullptr : &m_document.axes()[static_cast<std::size_t>(at)];
}

void ProjectionView::requestCloud()
{
    if (!message().isEmpty())
        return;
    ProjectionCloudRequest request;
    request.field = m_field;
    request.projection = projection();
    request.frame = m_frame;
    request.ratio = devicePixelRatioF();
    request.style.dark = m_colours.dark;
    request.style.canvas = m_colours.canvas;
    request.style.lit = m_colours.dominated;
    request.style.context = m_colours.dimmed;
    request.shade = shade();
    m_cloudJob.run<ProjectionCloud>(
        [request](const auto& stale, const auto& deliver) { deliver(projectionCloud(request, stale)); },
        [this](const ProjectionCloud& cloud) {
            m_cloud = cloud;
            update();
        });
}

void ProjectionView::fit()
{
    m_zoomed = false;
    m_frame.area = plotArea();
    if (projection()) {
        const QRectF extent = projection()->extent;
        m_frame.centre = extent.center();
        m_frame.perPixel = kFittedAir
                           * std::max({extent.width() / std::max(1.0, m_frame.area.width()),
                                       extent.height() / std::max(1.0, m_frame.area.height()), 1e-9});
    }
    requestCloud();
    update();
}

void ProjectionView::placeReferences()
{
    m_references.clear();
    if (!projection())
        return;
    for (const study::Reference& reference : m_document.references().all())
        if (const std::optional<QPointF> place = placeOnPicture(*projection(), m_document.problem().space(),
                                                                reference.trial.design))
            m_references.insert(reference.trial.id, *place);
}

void ProjectionView::layOut()
{
    m_bar->setGeometry(0, 0, width(), m_bar->sizeHint().height());
    m_frame.area = plotArea();
    const int wide = std::min(460, static_cast<int>(m_frame.area.width()) - 16);
    m_progressRow->setGeometry(static_cast<int>(m_frame.area.center().x()) - wide / 2,
                               static_cast<int>(m_frame.area.top()) + 6, wide,
                               m_progressRow->sizeHint().height());
    m_zoomed ? requestCloud() : fit();
    update();
}

QString ProjectionView::message() const
{
    if (m_field->feasible < 3)
        return tr("Needs 3 or more designs.");
    if (!projection())
        return m_isStopped ? tr("Stopped. Press “arrange” to begin again.") : tr("Arranging designs…");
    return projection()->reason;
}

bool ProjectionView::isSettled() const
{
    return !m_projectJob.isBusy() && !m_cloudJob.isBusy() && m_field == m_keeper.field()
           && m_field->snapshot == m_document.snapshot() && m_field->pins == m_document.pins()
           && m_field->brush == m_document.selection().brush();
}

void ProjectionView::describe()
{
    QString sentence = m_methodChoice->currentText()
                       + tr(", %Ln design(s)", nullptr, static_cast<int>(m_field->feasible))
                       + tr(", %Ln lit", nullptr, static_cast<int>(m_field->lit));
    if (m_document.selection().focus())
        sentence += tr("; focus %1").arg(*m_document.selection().focus());
    setAccessibleDescription(sentence);
}

void ProjectionView::resizeEvent(QResizeEvent*)
{
    layOut();
}

QSize ProjectionView::sizeHint() const
{
    return {700, 520};
}

QSize ProjectionView::minimumSizeHint() const
{
    return {320, 240};
}

} // namespace paretoscope::ui::plots
