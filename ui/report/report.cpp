// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report.h"

#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/study/reference_ratio.h"
#include "ui/look/quantity.h"
#include "ui/look/wording.h"
#include "ui/plots/race_style.h"
#include "ui/session/axis.h"

#include <QBuffer>
#include <QDir>
#include <QPageSize>
#include <QPdfWriter>
#include <QStringList>
#include <QTextDocument>
#include <QUrl>

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

/// Where a picture is found: inside the page, or among the resources of a document that is printed.
enum class Medium { Page, Paper };

QString figureHtml(const Figure& figure, Medium medium)
{
    if (medium == Medium::Paper) {
        // A picture taller than a page would be cut at its end.
        constexpr double kWidest_px = 640.0, kTallest_px = 800.0;
        const double shape = static_cast<double>(figure.image.width()) / std::max(figure.image.height(), 1);
        const double width = std::min(
            {kWidest_px, kTallest_px * shape, figure.image.width() / figure.image.devicePixelRatio()});
        return QStringLiteral("<p><img width=\"%1\" src=\"figure:%2\"><br><i>%3</i></p>")
            .arg(width)
            .arg(figure.name, escaped(figure.caption));
    }
    return QStringLiteral(
               "<figure><img alt=\"%1\" src=\"data:image/png;base64,%2\"><figcaption>%1</figcaption>"
               "</figure>")
        .arg(escaped(figure.caption), QString::fromLatin1(pngOf(figure.image).toBase64()));
}

QString searchSection(const ReportContent& content)
{
    const study::Study& study = content.study;
    const study::Snapshot& snapshot = *content.snapshot;
    QString html = QStringLiteral("<p>")
                   + tr("Method %1, seed %2. %3 of %4 evaluations done.")
                         .arg(escaped(plots::methodTitle(study.method.name)), QString::number(study.seed),
                              look::count(snapshot.trials.size()),
                              look::count(std::max<quint64>(snapshot.budget, snapshot.trials.size())))
                   + QStringLiteral("</p>");
    QList<QStringList> rows;
    for (const PinLine& pin : content.pins)
        rows.append(
            {escaped(pin.text), pin.steers ? tr("the search obeys it") : tr("filters what is shown")});
    if (!content.search.isEmpty())
        rows.append({escaped(content.search), tr("search in force")});
    return rows.isEmpty() ? html : html + table({tr("Limit"), tr("Effect")}, rows);
}

/// A trial of the log or a reference; null when it is neither.
const study::Trial* trialOf(const ReportContent& content, std::uint64_t id)
{
    for (const study::Reference& reference : content.references)
        if (reference.trial.id == id)
            return &reference.trial;
    return id < content.snapshot->trials.size() ? &content.snapshot->trials[id] : nullptr;
}

QString nameOf(const ReportContent& content, std::uint64_t id)
{
    for (const study::Reference& reference : content.references)
        if (reference.trial.id == id)
            return QStringLiteral("★ ") + text(reference.name);
    return QStringLiteral("#") + QString::number(id);
}

/// Known designs beside the best that was found, in every metric.
QString referencesSection(const ReportContent& content)
{
    if (content.references.empty())
        return {};
    const problem::Problem& problem = *content.study.problem;
    QStringList header{QString()};
    QString html;
    for (const study::Reference& reference : content.references) {
        header << escaped(nameOf(content, reference.trial.id));
        if (!reference.note.empty())
            html += QStringLiteral("<p>")
                    + escaped(QStringLiteral("★ %1: %2").arg(text(reference.name), text(reference.note)))
                    + QStringLiteral("</p>");
    }
    header << tr("Best found")
           << tr("Best found against ★ %1").arg(escaped(text(content.references.front().name)));
    QList<QStringList> rows;
    for (const Axis& axis : session::axesOf(problem)) {
        if (axis.isParameter)
            continue;
        study::BestTrial best(problem, axis.index);
        best.follow(content.snapshot->trials);
        const study::Trial* found = best.id() ? trialOf(content, *best.id()) : nullptr;
        QStringList row{axis.isObjective ? QStringLiteral("<b>%1</b>").arg(escaped(axis.label))
                                         : escaped(axis.label)};
        for (const study::Reference& reference : content.references)
            row << escaped(axis.text(axis.value(reference.trial, problem), 4));
        const auto ratio = found ? study::ratioTo(content.references.front().trial, *found, axis.index)
                                 : std::nullopt;
        row << (found ? escaped(axis.text(axis.value(*found, problem), 4)) : QString())
            << (ratio ? look::quantity(*ratio, {}, 3) + QStringLiteral(" ×") : QString());
        rows.append(row);
    }
    return html + table(header, rows);
}

QString designName(const ReportContent& content, const ChosenDesign& design)
{
    const QString number = nameOf(content, design.id);
    return design.place.isEmpty() ? number : QStringLiteral("%1 (%2)").arg(number, design.place);
}

/// Chosen designs as columns, so that any number of axes fits a page.
QString chosenSection(const ReportContent& content)
{
    if (content.chosen.empty())
        return {};
    const problem::Problem& problem = *content.study.problem;
    QStringList header{QString()};
    QStringList tags{tr("Tags")}, notes{tr("Note")};
    for (const ChosenDesign& design : content.chosen) {
        header << escaped(designName(content, design));
        tags << escaped(design.tags.join(QStringLiteral(", ")));
        notes << escaped(design.note);
    }
    QList<QStringList> rows;
    for (const Axis& axis : session::axesOf(problem)) {
        QStringList row{axis.isObjective ? QStringLiteral("<b>%1</b>").arg(escaped(axis.label))
                                         : escaped(axis.label)};
        for (const ChosenDesign& design : content.chosen)
            row << escaped(axis.text(axis.value(*trialOf(content, design.id), problem), 4));
        rows.append(row);
    }
    rows.append(tags);
    rows.append(notes);
    return table(header, rows);
}

QString marksSection(const ReportContent& content)
{
    QList<QStringList> rows;
    for (const MarkedDesign& design : content.notes)
        rows.append({escaped(nameOf(content, design.id)), escaped(design.tags.join(QStringLiteral(", "))),
                     escaped(design.note)});
    QString html = rows.isEmpty() ? QString() : table({tr("Design"), tr("Tags"), tr("Note")}, rows);
    rows.clear();
    for (const SetLine& set : content.sets)
        rows.append({escaped(set.name), look::count(set.designs)});
    return rows.isEmpty() ? html : html + table({tr("Set"), tr("Designs")}, rows);
}

QString resultSection(const ReportContent& content, Medium medium)
{
    const study::Snapshot& snapshot = *content.snapshot;
    QString html = QStringLiteral("<p>")
                   + tr("%1 designs evaluated, %2 feasible, %3 on the front, in %4.")
                         .arg(look::count(snapshot.trials.size()), look::count(snapshot.feasible),
                              look::count(snapshot.front.size()), look::duration(snapshot.running_s))
                   + QStringLiteral("</p>");
    for (const Figure& figure : content.figures)
        html += figureHtml(figure, medium);
    return html;
}

QString frontSection(const ReportContent& content, Medium medium)
{
    const problem::Problem& problem = *content.study.problem;
    const std::vector<Axis> axes = session::axesOf(problem);
    const auto isShown = [medium](const Axis& axis) {
        return axis.isObjective || (axis.isParameter && medium == Medium::Page);
    };
    QStringList header{tr("Design")};
    for (const Axis& axis : axes)
        if (isShown(axis))
            header.append(escaped(axis.label));
    QList<QStringList> rows;
    for (const std::uint64_t id : content.snapshot->front) {
        const study::Trial& trial = content.snapshot->trials[id];
        QStringList row{QStringLiteral("#") + QString::number(id)
                        + (content.snapshot->knee == id ? tr(" (knee)") : QString())};
        for (const Axis& axis : axes)
            if (isShown(axis))
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
            {escaped(look::wordsOf(part.component)), escaped(look::wordsOf(part.operand)),
             look::quantity(part.energy_J, QStringLiteral("J")),
             QString::number(100.0 * part.energy_J / explanation.energy_J, 'f', 1) + QStringLiteral(" %")});
    QList<QStringList> layers;
    for (const problem::LayerExplanation& layer : explanation.layers)
        layers.append({escaped(text(layer.name)), escaped(text(layer.shape)), QString::number(layer.repeats),
                       look::quantity(layer.latency_s, QStringLiteral("s")),
                       look::quantity(layer.energy_J, QStringLiteral("J")),
                       QString::number(100.0 * layer.utilization, 'f', 0) + QStringLiteral(" %"),
                       escaped(look::wordsOf(layer.bound))});
    QString html;
    if (!energy.isEmpty())
        html += QStringLiteral("<h3>") + tr("Energy") + QStringLiteral("</h3>")
                + table({tr("Component"), tr("Operand"), tr("Energy"), tr("Share")}, energy);
    if (!layers.isEmpty())
        html += QStringLiteral("<h3>") + tr("Layers") + QStringLiteral("</h3>")
                + table({tr("Layer"), tr("Shape"), tr("Times"), tr("Latency"), tr("Energy"),
                         tr("Utilization"), tr("Limited by")},
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

/// What the printing engine understands of style.
constexpr const char* kPaperStyle = R"(
body { color: #1b1f24; } table { margin-top: 6px; margin-bottom: 6px; }
th, td { padding: 1px 8px; } th { text-align: left; color: #57606a; }
h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 14px; } h3 { font-size: 10pt; }
)";

QString page(const ReportContent& content, Medium medium, const QString& style)
{
    const QString title = escaped(text(content.study.name));
    QString html = QStringLiteral(
                       "<!doctype html><html><head><meta charset=\"utf-8\"><title>%1</title><style>")
                       .arg(title)
                   + style + QStringLiteral("</style></head><body><h1>%1</h1>\n").arg(title);
    const auto section = [&html](const QString& heading, const QString& body) {
        if (!body.isEmpty())
            html += QStringLiteral("<h2>") + heading + QStringLiteral("</h2>\n") + body + QLatin1Char('\n');
    };
    section(tr("Question"), questionSection(content));
    section(tr("Search"), searchSection(content));
    section(tr("Result"), resultSection(content, medium));
    section(tr("Against reference designs"), referencesSection(content));
    section(tr("Chosen designs"), chosenSection(content));
    for (const ChosenDesign& design : content.chosen) {
        QString body;
        for (const Figure& figure : design.figures)
            body += figureHtml(figure, medium);
        if (design.explanation)
            body += explanationSection(*design.explanation);
        section(tr("Design %1, taken apart").arg(escaped(designName(content, design))), body);
    }
    section(tr("Notes, tags and sets"), marksSection(content));
    section(tr("The front"), frontSection(content, medium));
    section(tr("Why designs were not feasible"), reasonsSection(*content.snapshot));
    section(tr("To repeat this"), repeatSection(content));
    return html + QStringLiteral("</body></html>\n");
}

std::vector<const Figure*> allFigures(const ReportContent& content)
{
    std::vector<const Figure*> all;
    for (const Figure& figure : content.figures)
        all.push_back(&figure);
    for (const ChosenDesign& design : content.chosen)
        for (const Figure& figure : design.figures)
            all.push_back(&figure);
    return all;
}

Status writeBytes(const QString& file, const QByteArray& bytes)
{
    return writeFileAtomically(file.toStdString(), {bytes.data(), static_cast<std::size_t>(bytes.size())});
}

} // namespace

QString reportHtml(const ReportContent& content)
{
    return page(content, Medium::Page, QString::fromLatin1(kStyle));
}

QByteArray reportPdf(const ReportContent& content)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(text(content.study.name));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
    QTextDocument document;
    for (const Figure* figure : allFigures(content))
        document.addResource(QTextDocument::ImageResource, QUrl(QStringLiteral("figure:") + figure->name),
                             figure->image);
    document.setDefaultFont(QFont(QStringLiteral("sans-serif"), 9));
    document.setHtml(page(content, Medium::Paper, QString::fromLatin1(kPaperStyle)));
    document.print(&writer);
    return bytes;
}

Status writeReport(const ReportContent& content, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::Io, "The folder cannot be created.", folder.toStdString(),
                     "Choose another one."};
    const QDir target(folder);
    for (const Figure* figure : allFigures(content)) {
        const QString file = target.filePath(figure->name);
        if (Status status = writeBytes(file + QStringLiteral(".png"), pngOf(figure->image)); !status)
            return status;
        if (figure->svg.isEmpty())
            continue;
        if (Status status = writeBytes(file + QStringLiteral(".svg"), figure->svg); !status)
            return status;
    }
    if (Status status = writeBytes(target.filePath(QStringLiteral("report.pdf")), reportPdf(content));
        !status)
        return status;
    return writeBytes(target.filePath(QStringLiteral("report.html")), reportHtml(content).toUtf8());
}

} // namespace paretoscope::ui::report
