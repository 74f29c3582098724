// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
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

/// Everything a report says.
struct ReportContent
{
    study::Study study;
    study::SnapshotPtr snapshot;
    std::optional<std::uint64_t> highlighted;        ///< the design explained below, usually the knee
    std::optional<problem::Explanation> explanation; ///< of that design
    std::vector<Figure> figures;
};

/// One HTML page that needs no other file: the question, the front as a picture and as a table, one design
/// taken apart, the assumptions with their evidence marks, and what is needed to repeat the run (fingerprint,
/// seed).
[[nodiscard]] QString reportHtml(const ReportContent& content);

/// Writes report.html and every figure as PNG (and SVG, where there is one) into `folder`, each in one step.
/// Errors: Io.
[[nodiscard]] Status writeReport(const ReportContent& content, const QString& folder);

} // namespace paretoscope::ui::report
