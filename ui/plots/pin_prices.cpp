// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/pin_prices.h"

#include "ui/plots/pin_limits.h"

#include <QLocale>

#include <cmath>
#include <utility>
#include <vector>

namespace paretoscope::ui::plots {

namespace {

constexpr int kSettle_ms = 100;   ///< without a change before the counting starts (our choice)
constexpr int kFollow_ms = 3'000; ///< between two prices while designs arrive (our choice)

QString percent(double share)
{
    return QStringLiteral("%1\u00a0%").arg(QLocale().toString(100.0 * share, 'f', share < 0.0995 ? 1 : 0));
}

} // namespace

PinPrices::PinPrices(session::StudyDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_job(this)
{
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &PinPrices::count);
    connect(&document, &session::StudyDocument::pinsChanged, this, [this] {
        m_stale = true;
        m_counting = false;
        ask();
    });
    connect(&document.selection(), &session::Selection::focusChanged, this, &PinPrices::ask);
    connect(&document, &session::StudyDocument::snapshotChanged, this, [this] {
        if (!m_settle.isActive() && !m_document.pins().empty())
            m_settle.start(kFollow_ms);
    });
    ask();
}

void PinPrices::setAxes(const session::Axis& x, const session::Axis& y)
{
    m_x = x;
    m_y = y;
    m_stale = true;
    ask();
}

void PinPrices::ask()
{
    if (m_document.pins().empty()) {
        m_job.cancel();
        m_settle.stop();
        m_prices.clear();
        return;
    }
    m_settle.start(kSettle_ms);
}

std::optional<study::PriceQuestion> PinPrices::questionFor(const std::string& axis) const
{
    if (m_x.isParameter && m_y.isParameter)
        return std::nullopt;
    const bool onY = QString::fromStdString(axis) == m_y.name;
    const bool onX = QString::fromStdString(axis) == m_x.name;
    if (m_y.isParameter || m_x.isParameter || onX || onY) {
        const session::Axis& told = m_y.isParameter || (onY && !m_x.isParameter) ? m_x : m_y;
        return study::PriceQuestion{told.index, std::nullopt};
    }
    study::PriceQuestion question{m_y.index, std::nullopt};
    const std::optional<session::TrialId> held = m_document.selection().focus()
                                                     ? m_document.selection().focus()
                                                     : m_document.snapshot()->knee;
    const study::Trial* trial = held ? m_document.trial(*held) : nullptr;
    const double value = trial ? m_x.value(*trial, m_document.problem()) : std::nan("");
    if (std::isfinite(value))
        question.held = study::PriceQuestion::Held{m_x.index, value};
    return question;
}

void PinPrices::count()
{
    m_counting = true;
    Q_EMIT changed(); // that it is being counted
    struct Asked
    {
        std::size_t pin = 0;
        study::PriceQuestion question;
    };
    std::vector<Asked> asked;
    const study::Pins pins = m_document.pins();
    for (std::size_t i = 0; i < pins.size(); ++i) {
        if (const std::optional<study::PriceQuestion> question = questionFor(pins[i].axis))
            asked.push_back({i, *question});
    }
    m_job.run<Prices>(
        [snapshot = m_document.snapshot(), problem = m_document.study().problem, pins,
         asked](const auto& stale, const auto& deliver) {
            Prices prices;
            for (const Asked& each : asked) {
                const std::optional<study::PinPrice> price = study::pinPrice(*snapshot, *problem, pins,
                                                                             each.pin, each.question, stale);
                if (!price)
                    return;
                prices[pins[each.pin].axis] = *price;
            }
            deliver(std::move(prices));
        },
        [this](const Prices& prices) {
            m_prices = prices;
            m_stale = m_counting = false;
            Q_EMIT changed();
        });
}

QString PinPrices::words(const study::PinPrice& price, const QString& axis) const
{
    if (price.nothingPasses)
        return tr("no design passes");
    const std::optional<study::PriceQuestion> question = questionFor(axis.toStdString());
    QStringList words;
    if (question && price.worse > 0.0) { // not when NaN
        const session::Axis& told = question->metric == m_y.index && !m_y.isParameter ? m_y : m_x;
        if (std::isinf(price.worse))
            words << tr("leaves none at equal %1").arg(m_x.label);
        else
            words << (question->held
                          ? tr("costs %1 %2 at equal %3").arg(percent(price.worse), told.label, m_x.label)
                          : tr("costs %1 %2").arg(percent(price.worse), told.label));
    }
    if (price.volumeLoss >= 0.0005)
        words << tr("%1 of the hypervolume").arg(percent(price.volumeLoss));
    if (std::isnan(price.worse) && std::isnan(price.volumeLoss))
        return tr("price not known");
    return words.isEmpty() ? tr("costs nothing") : words.join(QStringLiteral(" · "));
}

QString PinPrices::text(const QString& axis) const
{
    if (!m_document.pinOn(axis) || !questionFor(axis.toStdString()))
        return {};
    const auto found = m_prices.find(axis.toStdString());
    if (!m_stale && found != m_prices.end())
        return words(found->second, axis);
    return m_counting ? QStringLiteral("…") : QString();
}

QStringList PinPrices::others() const
{
    QStringList lines;
    for (const study::Pin& pin : m_document.pins()) {
        const QString name = QString::fromStdString(pin.axis);
        const int place = session::axisNamed(m_document.axes(), name);
        if (name == m_x.name || name == m_y.name || place < 0)
            continue;
        const session::Axis& axis = m_document.axes()[static_cast<std::size_t>(place)];
        QStringList words{axis.label};
        if (std::isfinite(pin.minimum))
            words << limitText(axis, false, pin.minimum);
        if (std::isfinite(pin.maximum))
            words << limitText(axis, true, pin.maximum);
        const QString price = text(name);
        lines << (price.isEmpty() ? words.join(QLatin1Char(' '))
                                  : QStringLiteral("%1: %2").arg(words.join(QLatin1Char(' ')), price));
    }
    return lines;
}

} // namespace paretoscope::ui::plots
