// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/attribution_page.h"

#include "ui/look/quantity.h"

#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace paretoscope::ui::panels {

namespace {

QString timesText(double factor)
{
    return AttributionPage::tr("%1 ×").arg(look::quantity(factor, QString(), 3));
}

QString cellOfSearch(const codesign::MachineResult& searched, const codesign::MachineResult& old)
{
    if (!searched.complete)
        return AttributionPage::tr("no valid mapping");
    const QString value = look::quantity(searched.edp_Js(), QStringLiteral("J·s"));
    return old.complete
               ? QStringLiteral("<b>%1</b><br>%2").arg(timesText(searched.edp_Js() / old.edp_Js()), value)
               : value;
}

QString verdictOf(const codesign::Attribution& parts)
{
    if (std::isnan(parts.byMachine))
        return AttributionPage::tr(
            "One of the four has no valid mapping, so the improvement cannot be shared out.");
    const double both = std::exp(parts.byMachine + parts.byMappings);
    const auto effect = [](double logarithm) {
        constexpr double kSmallest = 0.005; // would be printed as a factor of 1
        if (std::abs(logarithm) < kSmallest)
            return AttributionPage::tr("changes nothing");
        return logarithm >= 0.0 ? AttributionPage::tr("divides it by %1")
                                      .arg(look::quantity(std::exp(logarithm), QString(), 3))
                                : AttributionPage::tr("multiplies it by %1")
                                      .arg(look::quantity(std::exp(-logarithm), QString(), 3));
    };
    return AttributionPage::tr(
               "Energy times delay is %1 that of the hand-made machine. The machine %2; its style "
               "of mapping %3. Each figure is the mean over the two orders in which the changes "
               "can be made, so that together they give the whole.")
        .arg(timesText(1.0 / both), effect(parts.byMachine), effect(parts.byMappings));
}

} // namespace

AttributionPage::AttributionPage(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_words(new QLabel(this))
    , m_job(this)
{
    setAccessibleName(tr("What machine and mappings contributed"));
    auto* grid = new QGridLayout;
    grid->setSpacing(6);
    const QString styles[]{tr("Its style of mapping"), tr("This design's style")};
    const QString machines[]{tr("Hand-made\nmachine"), tr("This\nmachine")};
    for (int column = 0; column < 2; ++column) {
        auto* head = new QLabel(styles[column], this);
        head->setAlignment(Qt::AlignCenter);
        head->setWordWrap(true);
        grid->addWidget(head, 0, column + 1);
        grid->setColumnStretch(column + 1, 1);
    }
    for (int row = 0; row < 2; ++row) {
        grid->addWidget(new QLabel(machines[row], this), row + 1, 0);
        for (int column = 0; column < 2; ++column) {
            auto* cell = new QLabel(this);
            cell->setFrameShape(QFrame::StyledPanel);
            cell->setAlignment(Qt::AlignCenter);
            cell->setWordWrap(true);
            cell->setMinimumHeight(3 * fontMetrics().lineSpacing());
            grid->addWidget(cell, row + 1, column + 1);
            m_cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = cell;
        }
    }
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop);
    auto* caption = new QLabel(
        tr("Energy × delay against the hand-made machine (Eyeriss), all four with mappings "
           "searched equally long; below 1 is better. The style of mapping is the dataflow: "
           "whether a filter's width stays inside a PE, and whether its height runs along "
           "the rows."),
        this);
    caption->setProperty("role", QStringLiteral("caption"));
    caption->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(caption);
    column->addLayout(grid);
    column->addWidget(m_words, 1);
}

AttributionPage::~AttributionPage()
{
    m_stop.request_stop();
}

void AttributionPage::setDesign(session::TrialId id)
{
    m_wanted = id;
    if (isVisible())
        start();
}

void AttributionPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    start();
}

QString AttributionPage::words() const
{
    return m_words->text();
}

QString AttributionPage::cellText(std::size_t row, std::size_t column) const
{
    return m_cells[row][column]->text();
}

void AttributionPage::start()
{
    const study::Trial* trial = m_wanted ? m_document.trial(*m_wanted) : nullptr;
    if (trial == nullptr || m_wanted == m_asked)
        return;
    m_asked = m_wanted;
    for (auto& row : m_cells)
        for (QLabel* cell : row)
            cell->setText(QStringLiteral("…"));
    m_words->setText(tr("Searching the mappings of all four…"));
    m_stop.request_stop();
    m_stop = {};
    m_job.run<Answer>(
        [problem = m_document.study().problem, design = trial->design, stop = m_stop.get_token()](
            const plots::LatestJob::Stale&, const std::function<void(Answer)>& deliver) {
            deliver(std::make_shared<const Result<codesign::Attribution>>(
                codesign::attributionOf(*problem, design, stop)));
        },
        [this](const Answer& answer) { take(answer); });
}

void AttributionPage::take(const Answer& answer)
{
    if (!*answer) {
        m_words->setText(QString::fromStdString(answer->error().what));
        return;
    }
    const codesign::Attribution& parts = answer->value();
    m_cells[0][0]->setText(cellOfSearch(parts.old, parts.old));
    m_cells[0][1]->setText(cellOfSearch(parts.mappingsOnly, parts.old));
    m_cells[1][0]->setText(cellOfSearch(parts.machineOnly, parts.old));
    m_cells[1][1]->setText(cellOfSearch(parts.both, parts.old));
    m_words->setText(verdictOf(parts));
}

} // namespace paretoscope::ui::panels
