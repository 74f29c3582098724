// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report.h"

#include "core/base/json_reader.h"
#include "ui/look/quantity.h"
#include "ui/session/axis.h"

#include <QBuffer>
#include <QDir>
#include <QStringList>

#include <algorithm>

namespace paretoscope::ui::report {

namespace {

using session::Axis;

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}
QString escaped(const QString& plain)
{
    return plain.toHtmlEscaped();
}

QString tr(const char* sentence)
{
    return QObject::tr(sentence);
}

/// A table from its header and rows, already escaped; the first column is left-aligned, the others are
/// numbers.
QString table(const QStringList& header, const QList<QStringList>& rows)
{
    QString html = QStringLiteral("<table><thead><tr><th>") + header.join(QStringLiteral("</th><th>"))
                   + QStringLiteral("</th></tr></thead><tbody>");
    for (const QStringList& row : rows)
        html += QStringLiteral("<tr><td>") + row.join(QStringLiteral("</td><td>"))
                + QStringLiteral("</td></tr>");
    return html + QStringLiteral("</tbody></table>\n");
}

QByteArray pngOf(const QImage& image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QString questionSection(const ReportContent& content)
{
    const study::Study& study = content.study;
    QString html = QStringLiteral("<p>") + escaped(text(study.description)) + QStringLiteral("</p>");
    QList<QStringList> rows;
    for (const Axis& axis : session::axesOf(*study.problem)) {
        if (axis.isObjective)
            rows.append({escaped(axis.label), axis.better == problem::Direction::Minimize
                                                  ? tr("objective, less is better")
                                                  : tr("objective, more is better")});
        else if (axis.isParameter)
            rows.append({escaped(axis.label),
                         axis.categories.isEmpty()
                             ? escaped(axis.text(axis.low) + QStringLiteral(" … ") + axis.text(axis.high))
                             : escaped(axis.categories.join(QStringLiteral(", ")))});
    }
    return html + table({tr("Choice or objective"), tr("Range")}, rows);
}

QString resultSection(const ReportContent& content)
{
    const study::Snapshot& snapshot = *content.snapshot;
    QString html = QStringLiteral("<p>")
                   + tr("%1 designs evaluated, %2 feasible, %3 on the front, in %4.")
                         .arg(look::count(snapshot.trials.size()), look::count(snapshot.feasible),
                              look::count(snapshot.front.size()), look::duration(snapshot.running_s))
                   + QStringLiteral("</p>");
    for (const Figure& figure : content.figures) {
        html += QStringLiteral(
                    "<figure><img alt=\"%1\" src=\"data:image/png;base64,%2\"><figcaption>%1</figcaption>"
                    "</figure>")
                    .arg(escaped(figure.caption), QString::fromLatin1(pngOf(figure.image).toBase64()));
    }
    return html;
}

QString frontSection(const ReportContent& content)
{
    const problem::Problem& problem = *content.study.problem;
    const std::vector<Axis> axes = session::axesOf(problem);
    QStringList header{tr("Design")};
    for (const Axis& axis : axes)
        if (axis.isObjective || axis.isParameter)
            header.append(escaped(axis.label));
    QList<QStringList> rows;
    for (const std::uint64_t id : content.snapshot->front) {
        const study::Trial& trial = content.snapshot->trials[id];
        QStringList row{QStringLiteral("#") + QString::number(id)
                        + (content.snapshot->knee == id ? tr(" (knee)") : QString())};
        for (const Axis& axis : axes)
            if (axis.isObjective || axis.isParameter)
                row.append(escaped(axis.text(axis.value(trial, problem), 4)));
        rows.append(row);
    }
    return table(header, rows);
}

QString explanationSection(const problem::Explanation& explanation)
{
    QList<QStringList> energy;
    for (const problem::EnergyPart& part : explanation.energy)
        energy.append(
            {escaped(text(part.component)), escaped(text(part.operand)),
             look::quantity(part.energy_J, QStringLiteral("J")),
             QString::number(100.0 * part.energy_J / explanation.energy_J, 'f', 1) + QStringLiteral(" %")});
    QList<QStringList> layers;
    for (const problem::LayerExplanation& layer : explanation.layers)
        layers.append({escaped(text(layer.name)), escaped(text(layer.shape)), QString::number(layer.repeats),
                       look::quantity(layer.latency_s, QStringLiteral("s")),
                       look::quantity(layer.energy_J, QStringLiteral("J")),
                       QString::number(100.0 * layer.utilization, 'f', 0) + QStringLiteral(" %"),
                       escaped(text(layer.bound))});
    QString html;
    if (!energy.isEmpty())
        html += QStringLiteral("<h3>") + tr("Energy") + QStringLiteral("</h3>")
                + table({tr("Component"), tr("Operand"), tr("Energy"), tr("Share")}, energy);
    if (!layers.isEmpty())
        html += QStringLiteral("<h3>") + tr("Layers") + QStringLiteral("</h3>")
                + table({tr("Layer"), tr("Shape"), tr("Times"), tr("Latency"), tr("Energy"),
                         tr("Utilization"), tr("Bound by")},
                        layers);
    html += QStringLiteral("<h3>") + tr("Assumptions") + QStringLiteral("</h3><ul>");
    for (const std::string& note : explanation.notes)
        html += QStringLiteral("<li>") + escaped(text(note)) + QStringLiteral("</li>");
    return html + QStringLiteral("</ul>");
}

QString reasonsSection(const study::Snapshot& snapshot)
{
    QList<QStringList> rows;
    for (const study::ReasonCount& reason : snapshot.reasons)
        rows.append({escaped(text(reason.reason)), look::count(reason.count),
                     QStringLiteral("#") + QString::number(reason.example)});
    return rows.isEmpty() ? QString() : table({tr("Reason"), tr("Designs"), tr("Example")}, rows);
}

QString repeatSection(const ReportContent& content)
{
    const study::Study& study = content.study;
    return QStringLiteral("<p>")
           + tr("Study fingerprint %1, method %2, seed %3. The same study and seed give the same designs on "
                "every "
                "machine, whatever the number of workers.")
                 .arg(QString::number(study::fingerprint(*study.document), 16),
                      escaped(text(study.method.name)), QString::number(study.seed))
           + QStringLiteral("</p>");
}

constexpr const char* kStyle = R"(
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24;
       background: #fff; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; font-size: 13px; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #d8dde3; text-align: right; }
th:first-child, td:first-child { text-align: left; }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { color: #57606a; font-size: 13px; }
)";

} // namespace

QString reportHtml(const ReportContent& content)
{
    const QString title = escaped(text(content.study.name));
    QString html = QStringLiteral(
                       "<!doctype html><html><head><meta charset=\"utf-8\"><title>%1</title><style>")
                       .arg(title)
                   + QString::fromLatin1(kStyle)
                   + QStringLiteral("</style></head><body><h1>%1</h1>\n").arg(title);
    const auto section = [&html](const QString& heading, const QString& body) {
        if (!body.isEmpty())
            html += QStringLiteral("<h2>") + heading + QStringLiteral("</h2>\n") + body + QLatin1Char('\n');
    };
    section(tr("Question"), questionSection(content));
    section(tr("Result"), resultSection(content));
    section(tr("The front"), frontSection(content));
    if (content.highlighted && content.explanation)
        section(tr("Design #%1, taken apart").arg(*content.highlighted),
                explanationSection(*content.explanation));
    section(tr("Why designs were not feasible"), reasonsSection(*content.snapshot));
    section(tr("To repeat this"), repeatSection(content));
    return html + QStringLiteral("</body></html>\n");
}

Status writeReport(const ReportContent& content, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::Io, "The folder cannot be created.", folder.toStdString(),
                     "Choose another one."};
    const QDir target(folder);
    for (const Figure& figure : content.figures) {
        const QByteArray png = pngOf(figure.image);
        const QString file = target.filePath(figure.name + QStringLiteral(".png"));
        if (Status status = writeFileAtomically(file.toStdString(),
                                                {png.data(), static_cast<std::size_t>(png.size())});
            !status)
            return status;
        if (figure.svg.isEmpty())
            continue;
        const QString vectors = target.filePath(figure.name + QStringLiteral(".svg"));
        if (Status status = writeFileAtomically(
                vectors.toStdString(), {figure.svg.data(), static_cast<std::size_t>(figure.svg.size())});
            !status)
            return status;
    }
    return writeFileAtomically(target.filePath(QStringLiteral("report.html")).toStdString(),
                               reportHtml(content).toStdString());
}

} // namespace paretoscope::ui::report
