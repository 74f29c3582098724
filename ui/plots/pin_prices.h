// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin_price.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <map>
#include <optional>
#include <string>

namespace paretoscope::ui::plots {

/// What each pin of a document costs, counted in the background a moment after pins, focus or designs stop
/// changing. The price is told in the two axes of a plane: a limit on one costs on the other; a limit on a
/// third axis costs on the upright one, at the focus's place on the other.
class PinPrices : public QObject
{
    Q_OBJECT

public:
    PinPrices(session::StudyDocument& document, QObject* parent);

    /// The plane to tell prices in.
    void setAxes(const session::Axis& x, const session::Axis& y);
    /// "costs 7.2 % Energy at equal Latency", "…" while it is counted; empty where there is nothing to tell.
    [[nodiscard]] QString text(const QString& axis) const;
    /// The same of all pins on other axes than these two, with the pin before it, one a line.
    [[nodiscard]] QStringList others() const;

Q_SIGNALS:
    void changed();

private:
    using Prices = std::map<std::string, study::PinPrice>;
    void ask();
    void count();
    [[nodiscard]] std::optional<study::PriceQuestion> questionFor(const std::string& axis) const;
    [[nodiscard]] QString words(const study::PinPrice& price, const QString& axis) const;

    session::StudyDocument& m_document;
    session::Axis m_x, m_y;
    Prices m_prices;
    bool m_stale = true; ///< the prices are of other pins
    bool m_counting = false;
    QTimer m_settle;
    LatestJob m_job;
};

} // namespace paretoscope::ui::plots
