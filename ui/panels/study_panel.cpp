// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

QString rangeOf(const session::Axis& axis)
{
    if (!axis.categories.isEmpty())
        return axis.categories.join(QStringLiteral(", ")).replace(QLatin1Char('_'), QLatin1Char(' '));
    return axis.text(axis.low) + QStringLiteral(" … ") + axis.text(axis.high);
}

QString helpOf(const session::Axis& axis, const problem::Problem& problem)
{
    return axis.isParameter ? QString() : QString::fromStdString(problem.metrics()[axis.index].help);
}

} // namespace

StudyPanel::StudyPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
{
    auto* content = new QWidget;
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(12, 8, 12, 12);
    m_column->setSpacing(4);

    const study::Study& study = m_document.study();
    auto* name = new QLabel(QString::fromStdString(study.name), content);
    QFont font = name->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.1);
    name->setFont(font);
    name->setWordWrap(true);
    m_column->addWidget(name);
    addText(QString::fromStdString(study.description));

    addSection(tr("Objectives"));
    for (const session::Axis& axis : m_document.axes())
        if (axis.isObjective)
            addAxis(axis);
    addSection(tr("Choices"));
    for (const session::Axis& axis : m_document.axes())
        if (axis.isParameter)
            addAxis(axis);
    const auto& constraints = m_document.problem().space().constraints();
    if (!constraints.empty())
        addSection(tr("Known constraints"));
    for (const space::InputConstraint& constraint : constraints)
        addText(QString::fromStdString(constraint.expression()));
    addSection(tr("Search"));
    for (const optimizer::MethodDoc& method : optimizer::methods())
        if (method.name == study.method.name)
            addText(QString::fromStdString(method.label + ". " + method.help));
    m_column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Study"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

void StudyPanel::addSection(const QString& title)
{
    auto* label = new QLabel(title.toUpper());
    label->setForegroundRole(QPalette::PlaceholderText);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.82);
    font.setLetterSpacing(QFont::PercentageSpacing, 106);
    label->setFont(font);
    label->setContentsMargins(0, 12, 0, 0);
    m_column->addWidget(label);
}

void StudyPanel::addText(const QString& text)
{
    if (text.isEmpty())
        return;
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    m_column->addWidget(label);
}

void StudyPanel::addAxis(const session::Axis& axis)
{
    auto* button = new QPushButton(axis.label);
    button->setFlat(true);
    button->setCursor(Qt::PointingHandCursor);
    button->setStyleSheet(QStringLiteral("QPushButton { text-align: left; padding: 1px 0; }"));
    button->setAccessibleName(tr("Pin %1").arg(axis.label));
    const QString help = helpOf(axis, m_document.problem());
    button->setToolTip(help.isEmpty() ? tr("Click to pin %1.").arg(axis.label)
                                      : help + QLatin1Char('\n') + tr("Click to pin it."));
    connect(button, &QPushButton::clicked, this, [this, name = axis.name] { Q_EMIT pinWanted(name); });

    auto* value = new QLabel(axis.isParameter                              ? rangeOf(axis)
                             : axis.better == problem::Direction::Minimize ? tr("less is better")
                                                                           : tr("more is better"));
    value->setForegroundRole(QPalette::PlaceholderText);
    value->setWordWrap(true);
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(button);
    row->addWidget(value, 1);
    m_column->addLayout(row);
}

} // namespace paretoscope::ui::panels
