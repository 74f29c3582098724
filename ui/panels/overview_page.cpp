// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/overview_page.h"

#include "core/study/reference_ratio.h"
#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/text.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"
#include "ui/session/theme_follower.h"

#include <QEvent>
#include <QGridLayout>
#include <QVBoxLayout>

#include <cmath>

namespace paretoscope::ui::panels {

OverviewPage::OverviewPage(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_notes(new QLabel(this))
    , m_ratio(new QLabel(this))
{
    auto* box = new ResponsiveBox(620, this);
    box->add(makeSection(tr("Measured"), false));
    box->add(makeSection(tr("Chosen"), true));
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_ratio->setWordWrap(true);
    m_ratio->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_ratio->hide();
    layout->addWidget(m_ratio);
    layout->addWidget(box);
    layout->addWidget(m_notes);
    layout->addStretch(1);
    restyle();
    new session::ThemeFollower(this, [this] { restyle(); });
}

QWidget* OverviewPage::makeSection(const QString& title, bool parameters)
{
    auto* section = new QWidget(this);
    auto* grid = new QGridLayout(section);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    auto* heading = new QLabel(title, section);
    m_titles.push_back(heading);
    grid->addWidget(heading, 0, 0, 1, parameters ? 3 : 2);
    if (!parameters)
        grid->addWidget(makeCaption(section), 0, 2);
    const std::vector<session::Axis>& axes = m_document.axes();
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (axes[i].isParameter != parameters)
            continue;
        Row row{i, new QLabel(axes[i].label, section), new QLabel(section), new QLabel(section)};
        if (!parameters)
            row.name->setToolTip(text(m_document.problem().metrics()[axes[i].index].help));
        row.name->setWordWrap(true);
        row.value->setAlignment((parameters ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        row.value->setWordWrap(parameters); // a choice may be several words, a measure is never broken
        row.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row.context->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        const int line = grid->rowCount();
        grid->addWidget(row.name, line, 0);
        grid->addWidget(row.value, line, 1, 1, parameters ? 2 : 1);
        if (parameters)
            row.context->hide();
        else
            grid->addWidget(row.context, line, 2);
        m_rows.push_back(row);
    }
    grid->setColumnStretch(0, 1); // names break only where there is no room
    grid->setColumnStretch(2, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    return section;
}

QLabel* OverviewPage::makeCaption(QWidget* section)
{
    m_caption = new QLabel(tr("vs best of the front"), section);
    m_caption->setToolTip(
        tr("How far each objective is from the best value that any design on the front has"));
    m_caption->setWordWrap(true);
    return m_caption;
}

QString OverviewPage::contextOf(const session::Axis& axis, double value) const
{
    if (!axis.isObjective || !std::isfinite(value))
        return {};
    const std::optional<double> best = bestOnFront(m_document, axis.index);
    if (!best)
        return {};
    if (compareMetric(m_document.problem().metrics()[axis.index], value, *best) <= 0)
        return tr("best");
    return look::relativeChange(*best, value, axis.unit);
}

QString OverviewPage::contextHelp(const session::Axis& axis, const QString& context) const
{
    if (context.isEmpty())
        return {};
    const QString best = axis.text(*bestOnFront(m_document, axis.index));
    return context == tr("best") ? tr("No design on the front is better: %1.").arg(best)
                                 : tr("%1 from the best of the front, %2.").arg(context, best);
}

QString OverviewPage::ratioTextOf(const study::Trial& trial) const
{
    const study::Reference* baseline = m_document.references().baseline();
    if (study::isReference(trial.id)) {
        const study::Reference* own = m_document.references().find(trial.id);
        return own ? text(own->note) : QString();
    }
    QStringList parts{session::ratioText(m_document, trial)};
    for (const session::Axis& axis : m_document.axes()) {
        if (!axis.isObjective || baseline == nullptr
            || axis.index == study::judgedMetric(m_document.problem()))
            continue;
        if (const auto ratio = study::ratioTo(baseline->trial, trial, axis.index))
            parts << tr("%1 %2\u00a0×").arg(axis.label, look::quantity(*ratio, {}, 3));
    }
    parts.removeAll(QString());
    return parts.isEmpty() ? QString() : QStringLiteral("★ ") + parts.join(QStringLiteral(" · "));
}

void OverviewPage::setTrial(const study::Trial& trial)
{
    m_ratio->setText(ratioTextOf(trial));
    m_isNote = study::isReference(trial.id);
    restyle();
    m_ratio->setVisible(!m_ratio->text().isEmpty());
    for (const Row& row : m_rows) {
        const session::Axis& axis = m_document.axes()[row.axis];
        const double value = axis.value(trial, m_document.problem());
        row.value->setText(std::isfinite(value) ? axis.text(value) : QStringLiteral("–"));
        const QString context = contextOf(axis, value);
        row.context->setText(context);
        row.context->setToolTip(contextHelp(axis, context));
        row.value->setToolTip(std::isfinite(value) ? axis.text(value, 8)
                                                   : tr("Not known, or not in use here."));
    }
}

void OverviewPage::setNotes(const std::vector<std::string>& notes)
{
    QStringList lines;
    for (const std::string& note : notes)
        lines << QStringLiteral("• ") + text(note);
    m_notes->setText(lines.isEmpty() ? QString()
                                     : tr("What these numbers assume") + QLatin1Char('\n')
                                           + lines.join(QLatin1Char('\n')));
    m_notes->setVisible(!lines.isEmpty());
}

QString OverviewPage::valueText(const QString& axis) const
{
    for (const Row& row : m_rows)
        if (m_document.axes()[row.axis].name == axis)
            return row.value->text();
    return {};
}

QString OverviewPage::contextText(const QString& axis) const
{
    for (const Row& row : m_rows)
        if (m_document.axes()[row.axis].name == axis)
            return row.context->text();
    return {};
}

QString OverviewPage::ratioText() const
{
    return m_ratio->text();
}

void OverviewPage::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    const auto paint = [](QLabel* label, const QColor& ink) {
        QPalette inked = label->palette();
        inked.setColor(QPalette::WindowText, ink);
        label->setPalette(inked);
    };
    for (QLabel* title : m_titles) {
        QFont small = font();
        small.setWeight(QFont::DemiBold);
        title->setFont(small);
        paint(title, colours.mutedText);
    }
    for (const Row& row : m_rows) {
        QFont face = font();
        if (m_document.axes()[row.axis].isObjective) {
            face.setWeight(QFont::DemiBold);
            face.setPointSizeF(font().pointSizeF() * 1.2);
        }
        row.value->setFont(face);
        paint(row.name, m_document.axes()[row.axis].isObjective ? colours.text : colours.mutedText);
        paint(row.context, colours.mutedText);
    }
    paint(m_caption, colours.mutedText);
    paint(m_notes, colours.mutedText);
    paint(m_ratio, m_isNote ? colours.mutedText : colours.reference);
}

} // namespace paretoscope::ui::panels
