// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "core/study/reference.h"
#include "core/study/snapshot.h"
#include "core/study/study.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <optional>
#include <vector>

namespace paretoscope::ui::report {

struct Figure
{
    QString name; ///< of the file, without ending: "front"
    QString caption;
    QImage image;
    QByteArray svg; ///< the same as vectors; may be empty
};

/// A design that the report takes apart.
struct ChosenDesign
{
    std::uint64_t id = 0;
    QString place; ///< "A" in the compare tray, "knee"; may be empty
    QStringList tags;
    QString note;
    std::optional<problem::Explanation> explanation;
    std::vector<Figure> figures; ///< its machine, its energy
};

struct PinLine
{
    QString text;
    bool steers = false;
};
struct SetLine
{
    QString name;
    quint64 designs = 0;
};
struct MarkedDesign
{
    std::uint64_t id = 0;
    QStringList tags;
    QString note;
};

/// Everything a report says.
struct ReportContent
{
    study::Study study;
    study::SnapshotPtr snapshot;
    study::References references; ///< those that were measured
    QList<PinLine> pins;
    QString search; ///< in force; empty = none
    QList<SetLine> sets;
    QList<MarkedDesign> notes; ///< designs with a note or tags, by number
    std::vector<ChosenDesign> chosen;
    std::vector<Figure> figures; ///< of all designs
};

/// One HTML page that needs no other file: the question, the search and its limits, the result with its
/// figures, chosen designs side by side and taken apart, what was noted, the front as a table, the
/// assumptions with their evidence marks, and what is needed to repeat the run (fingerprint, seed).
[[nodiscard]] QString reportHtml(const ReportContent& content);

/// The same on A4 pages, except that the table of the front lists objectives alone.
[[nodiscard]] QByteArray reportPdf(const ReportContent& content);

/// Writes report.html, report.pdf and every figure as PNG (and SVG, where there is one) into `folder`, each
/// in one step. Errors: Io.
[[nodiscard]] Status writeReport(const ReportContent& content, const QString& folder);

} // namespace paretoscope::ui::report
