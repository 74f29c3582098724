// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_result.h"

#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/what_if_words.h"
#include "ui/session/theme_follower.h"

#include <QEvent>
#include <QGridLayout>

#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr QChar kMinus(0x2212);

QString signedChange(const session::Axis& axis, double before, double after)
{
    const QString size = axis.text(std::abs(after - before));
    return (after < before ? QString(kMinus) : QStringLiteral("+")) + size;
}

double valueOf(const std::vector<double>& metrics, std::size_t index)
{
    return index < metrics.size() ? metrics[index] : std::nan("");
}

} // namespace

WhatIfResult::WhatIfResult(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_place(new QLabel(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    for (std::size_t i = 0; i < document.axes().size(); ++i) {
        const session::Axis& axis = document.axes()[i];
        if (axis.isParameter || !axis.isObjective)
            continue;
        Row row{i, new QLabel(axis.label, this), new QLabel(this), new QLabel(this), 0};
        row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.change->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const int line = static_cast<int>(m_rows.size());
        grid->addWidget(row.name, line, 0);
        grid->addWidget(row.value, line, 1);
        grid->addWidget(row.change, line, 2);
        m_rows.push_back(row);
    }
    grid->setColumnStretch(2, 1);
    m_place->setWordWrap(true);
    m_place->setTextFormat(Qt::PlainText);
    // Room for two lines, so that what stands below keeps its place while a hand moves.
    m_place->setMinimumHeight(2 * m_place->fontMetrics().lineSpacing() + 2);
    m_place->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_place->setContentsMargins(0, 4, 0, 0);
    grid->addWidget(m_place, static_cast<int>(m_rows.size()), 0, 1, 3);
    restyle();
    new session::ThemeFollower(this, [this] { restyle(); });
}

void WhatIfResult::fill(Row& row, double before, double after, bool changed)
{
    const session::Axis& axis = m_document.axes()[row.axis];
    row.value->setText(std::isfinite(after) ? axis.text(after) : QStringLiteral("–"));
    row.value->setToolTip(std::isfinite(before) ? tr("%1 before").arg(axis.text(before, 8)) : QString());
    row.better = 0;
    row.change->clear();
    if (!changed || !std::isfinite(before) || !std::isfinite(after))
        return;
    row.better = compareMetric(m_document.problem().metrics()[axis.index], before, after);
    if (row.better == 0) {
        row.change->setText(tr("as before"));
        return;
    }
    QStringList words{signedChange(axis, before, after)};
    if (look::isToldInPercent(before, after))
        words << look::relativeChange(before, after, axis.unit);
    words << (row.better > 0 ? QStringLiteral("▲") : QStringLiteral("▼"));
    row.change->setText(words.join(QStringLiteral("  ")));
    row.change->setToolTip(row.better > 0 ? tr("Better than before") : tr("Worse than before"));
}

void WhatIfResult::show(const study::Trial& start, const WhatIfAnswerPtr& answer)
{
    const std::vector<double>& now = answer ? answer->outcome.metrics : start.outcome.metrics;
    for (Row& row : m_rows) {
        const std::size_t metric = m_document.axes()[row.axis].index;
        fill(row, valueOf(start.outcome.metrics, metric), valueOf(now, metric), answer != nullptr);
    }
    if (answer)
        m_place->setText(placeWords(*answer));
    else
        m_place->setText(tr("As it is. Move a slider to see what it changes."));
    restyle();
}

void WhatIfResult::setWaiting(bool waiting)
{
    if (std::exchange(m_waiting, waiting) != waiting)
        restyle();
}

QString WhatIfResult::valueText(const QString& axis) const
{
    for (const Row& row : m_rows)
        if (m_document.axes()[row.axis].name == axis)
            return row.value->text();
    return {};
}

QString WhatIfResult::changeText(const QString& axis) const
{
    for (const Row& row : m_rows)
        if (m_document.axes()[row.axis].name == axis)
            return row.change->text();
    return {};
}

void WhatIfResult::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    const auto paint = [this, &colours](QLabel* label, const QColor& ink) {
        QPalette inked = label->palette();
        inked.setColor(QPalette::WindowText, m_waiting ? colours.mutedText : ink);
        label->setPalette(inked);
    };
    QFont face = font();
    face.setWeight(QFont::DemiBold);
    face.setPointSizeF(font().pointSizeF() * 1.15);
    for (const Row& row : m_rows) {
        row.value->setFont(face);
        paint(row.name, colours.text);
        paint(row.value, colours.text);
        paint(row.change, row.better > 0   ? colours.better
                          : row.better < 0 ? colours.worse
                                           : colours.mutedText);
    }
    paint(m_place, colours.text);
}

} // namespace paretoscope::ui::panels
