// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_map.h"

#include "ui/look/quantity.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

LessonMap::LessonMap(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_layer(new QComboBox(this))
    , m_plot(addPlot(tr("Map of the model"), false))
{
    m_layer->addItems({tr("What the model expects"), tr("How unsure it is"), tr("What each place promises"),
                       tr("The truth")});
    m_layer->setAccessibleName(tr("What the map shows"));
    connect(m_layer, &QComboBox::currentIndexChanged, this, &LessonMap::refresh);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 2, 6, 0);
    row->addWidget(new QLabel(tr("Map:"), this));
    row->addWidget(m_layer);
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(m_plot, 1);
    dress(*m_plot->xAxis, std::size_t{0});
    dress(*m_plot->yAxis, std::size_t{1});
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 8, 96, 0)); // the scale stands on the right
    new PaintedLayer(
        m_plot, QStringLiteral("main"), [this](QPainter& painter) { paintMap(painter); }, false);
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) { paintResults(painter); });
}

void LessonMap::setLayer(Layer layer)
{
    m_layer->setCurrentIndex(layer);
}

LessonMap::Layer LessonMap::layer() const
{
    return truthShown() ? Truth : static_cast<Layer>(m_layer->currentIndex());
}

QPointF LessonMap::pixel(const space::Design& design) const
{
    return {m_plot->xAxis->coordToPixel(design.row()[0]), m_plot->yAxis->coordToPixel(design.row()[1])};
}

QPointF LessonMap::placeOf(double x, double y) const
{
    return m_plot->mapTo(this,
                         QPointF(m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y)).toPoint());
}

/// A map's result is a colour, which nobody can point at.
std::optional<QPointF> LessonMap::resultOf(const lesson::LessonStep&) const
{
    return {};
}

double LessonMap::missOf(QPointF, QPointF) const
{
    return 0.0;
}

void LessonMap::clicked(QPointF) { }

std::vector<double> LessonMap::valuesOfLayer() const
{
    if (layer() == Truth)
        return lesson().stage.truth;
    const lesson::LessonStep* step = current();
    if (step == nullptr || step->beliefs.outcomes.empty())
        return {};
    const optimizer::OutcomeBelief& belief = step->beliefs.outcomes[0];
    if (layer() == Expected)
        return belief.median;
    std::vector<double> values;
    if (layer() == Uncertainty) {
        for (std::size_t i = 0; i < belief.low.size(); ++i)
            values.push_back(0.5 * (belief.high[i] - belief.low[i]));
        return values;
    }
    const std::vector<double>& promise = step->beliefs.acquisition;
    const double most = *std::max_element(promise.begin(), promise.end());
    for (const double value : promise) // of the logarithm, down to a millionth of the best
        values.push_back(std::max(value - most, std::log(1e-6)) / -std::log(1e-6) + 1.0);
    return values;
}

void LessonMap::colourMap()
{
    const std::vector<double> values = valuesOfLayer();
    m_image = {};
    if (values.empty())
        return;
    // What the model expects is shown in the colours of the truth, so that the two can be compared.
    const bool isValue = layer() == Expected || layer() == Truth;
    const std::vector<double>& spread = isValue ? lesson().stage.truth : values;
    const auto [low, high] = std::minmax_element(spread.begin(), spread.end());
    m_shown = {*low, std::max(*high, *low + 1e-12)};
    m_logarithmic = isValue && m_shown.low > 0.0; // else the valleys all look alike
    const auto columns = static_cast<int>(lesson().stage.columns);
    const auto rows = static_cast<int>(lesson().stage.rows);
    m_image = QImage(columns, rows, QImage::Format_RGB32);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const double value = values[static_cast<std::size_t>(row * columns + column)];
            const double share = std::clamp(shareOf(m_shown, value, m_logarithmic), 0.0, 1.0);
            m_image.setPixelColor(column, rows - 1 - row, look::sequential(share, colours().dark));
        }
    }
}

void LessonMap::paintMap(QPainter& painter) const
{
    const QRect area = m_plot->axisRect()->rect();
    if (m_image.isNull()) {
        painter.setPen(colours().mutedText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                         current() == nullptr ? QString()
                                              : tr("No model yet: the first designs only spread."));
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, m_image);
    const QRect scale(area.right() + 14, area.top(), 12, area.height());
    for (int y = 0; y < scale.height(); ++y)
        painter.fillRect(QRect(scale.left(), scale.bottom() - y, scale.width(), 1),
                         look::sequential(static_cast<double>(y) / scale.height(), colours().dark));
    painter.setPen(colours().mutedText);
    const bool isPromise = layer() == Promise;
    const QString unit = QString::fromStdString(metric(0).unit);
    const int height = painter.fontMetrics().height();
    const auto label = [&](int top, const QString& text) {
        painter.drawText(QRect(scale.right() + 5, top, 64, height), Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    label(scale.top(), isPromise ? tr("most") : look::quantity(m_shown.high, unit));
    label(scale.bottom() - height + 1, isPromise ? tr("least") : look::quantity(m_shown.low, unit));
}

void LessonMap::paintResults(QPainter& painter) const
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < results(); ++i) {
        paintFrontDisc(painter, pixel(lesson().steps[i].trial.design), colours().front, colours(), false);
        if (!best || valueOf(lesson().steps[i], 0) < valueOf(lesson().steps[*best], 0))
            best = i;
    }
    if (best)
        paintKnee(painter, pixel(lesson().steps[*best].trial.design), colours().front, colours());
    if (const lesson::LessonStep* step = current())
        paintProposal(painter, pixel(step->trial.design));
}

void LessonMap::draw()
{
    colourMap();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LessonMap::describe()
{
    setAccessibleDescription(tr("%1: %2 results; the map shows: %3.")
                                 .arg(QString::fromStdString(lesson().method))
                                 .arg(results())
                                 .arg(m_layer->itemText(layer())));
}

} // namespace paretoscope::ui::plots
