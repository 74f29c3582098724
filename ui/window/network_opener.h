// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/plots/latest_job.h"

#include <nlohmann/json.hpp>

#include <QObject>
#include <QString>

#include <memory>

namespace paretoscope::ui::window {

/// Makes studies of networks that are dropped on the window. All file work is done in the background.
class NetworkOpener : public QObject
{
    Q_OBJECT

public:
    explicit NetworkOpener(QObject* parent);

    /// recognised() follows if the file describes a network, nothing if not.
    void consider(const QString& file);
    /// Writes a study that asks of this network what another asks of its own; ready() or failed() follows.
    /// \param like an embedded study document; null = read `sample`
    void make(const QString& network, std::shared_ptr<const nlohmann::json> like, const QString& sample);

Q_SIGNALS:
    void recognised(const QString& network);
    void ready(const QString& study);
    void failed(const paretoscope::Error& error, const QString& network);

private:
    plots::LatestJob m_work;
};

} // namespace paretoscope::ui::window
