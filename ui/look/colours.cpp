// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/colours.h"

#include "ui/look/legible.h"

#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::look {

namespace {

/// Relative luminance, WCAG 2.1.
double luminance(const QColor& colour)
{
    const auto linear = [](double share) {
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
           + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)}); // a list: values, not references
    return (high + 0.05) / (low + 0.05);
}

/// The colour itself, or the nearest lightness of the same hue that stands out from `canvas` by `ratio`.
QColor readable(QColor colour, const QColor& canvas, double ratio)
{
    const float step = luminance(canvas) > 0.18 ? -0.01F : 0.01F;
    while (contrast(colour, canvas) < ratio) {
        const float lightness = colour.lightnessF() + step;
        if (lightness <= 0.0F || lightness >= 1.0F)
            break;
        colour = QColor::fromHslF(std::max(colour.hslHueF(), 0.0F), colour.hslSaturationF(), lightness);
    }
    return colour;
}

/// Okabe and Ito 2008, "Color Universal Design"; the strongest first, black (grey in the dark) last.
constexpr std::array<QRgb, 8> kOkabeIto{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7,
                                        0xffe69f00, 0xff56b4e9, 0xfff0e442, 0xff606060};

/// Text and marks appear on canvas and panel: the one they stand out from less.
QColor harderGround(const Colours& colours)
{
    return colours.dark ? colours.panel : colours.panel.darker(101);
}

constexpr double kMark = 3.1; ///< a little above 3:1, for rounding to 8 bits
constexpr double kText = 4.6;

QPalette palette(bool dark)
{
    const QColor window(dark ? 0xff1b1f24 : 0xfff5f6f8);
    const QColor base(dark ? 0xff14171b : 0xffffffff);
    const QColor text(dark ? 0xffe6e9ed : 0xff1b2027);
    const QColor muted(dark ? 0xffa3adb8 : 0xff566170);
    const QColor button(dark ? 0xff272d34 : 0xfffcfcfd);
    const QColor accent(dark ? 0xff3d7fb5 : 0xff0b66a8);
    QPalette made;
    made.setColor(QPalette::Window, window);
    made.setColor(QPalette::WindowText, text);
    made.setColor(QPalette::Base, base);
    made.setColor(QPalette::AlternateBase, QColor(dark ? 0xff191d22 : 0xfff8f9fa));
    made.setColor(QPalette::ToolTipBase, QColor(dark ? 0xff2b323a : 0xffffffff));
    made.setColor(QPalette::ToolTipText, text);
    made.setColor(QPalette::Text, text);
    made.setColor(QPalette::PlaceholderText, muted);
    made.setColor(QPalette::Button, button);
    made.setColor(QPalette::ButtonText, text);
    made.setColor(QPalette::BrightText, QColor(0xffffffff));
    made.setColor(QPalette::Light, QColor(dark ? 0xff353c45 : 0xffffffff));
    made.setColor(QPalette::Midlight, QColor(dark ? 0xff2c333b : 0xffeceef1));
    made.setColor(QPalette::Mid, QColor(dark ? 0xff3a424c : 0xffd0d5db));
    made.setColor(QPalette::Dark, QColor(dark ? 0xff0e1013 : 0xffb3bac3));
    made.setColor(QPalette::Shadow, QColor(dark ? 0xff000000 : 0xff8b94a0));
    made.setColor(QPalette::Highlight, accent);
    made.setColor(QPalette::HighlightedText, QColor(dark ? 0xff0a0d10 : 0xffffffff));
    made.setColor(QPalette::Link, QColor(dark ? 0xff6db8ee : 0xff0b66a8));
    made.setColor(QPalette::LinkVisited, QColor(dark ? 0xffc79bd8 : 0xff7a3f8f));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        made.setColor(QPalette::Disabled, role, QColor(dark ? 0xff6c7682 : 0xff9aa3ae));
    return made;
}

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Window)) < 0.18;
}

} // namespace

QColor legible(const QColor& mark, const Colours& colours)
{
    return readable(mark, harderGround(colours), kText);
}

Colours coloursFor(const QPalette& palette)
{
    Colours made;
    made.dark = isDark(palette);
    made.canvas = palette.color(QPalette::Base);
    made.panel = palette.color(QPalette::Window);
    const QColor ground = harderGround(made);
    const auto mark = [&](QRgb colour) { return readable(QColor(colour), ground, kMark); };
    const auto writing = [&](QRgb colour) { return readable(QColor(colour), ground, kText); };
    made.text = readable(palette.color(QPalette::WindowText), ground, kText);
    made.mutedText = writing(made.dark ? 0xffa3adb8 : 0xff566170);
    made.line = mark(made.dark ? 0xff6f7a86 : 0xff868f9a);
    made.grid = QColor(made.dark ? 0xff2a3037 : 0xffe7eaee);
    made.accent = writing(made.dark ? 0xff56b4e9 : 0xff0b66a8);
    made.front = mark(made.dark ? 0xff56b4e9 : 0xff0072b2);
    made.dominated = mark(made.dark ? 0xff77828e : 0xff868f9a);
    made.infeasible = mark(0xffd55e00);
    made.dimmed = QColor(made.dark ? 0xff3a424c : 0xffcdd3da);
    made.focus = mark(made.dark ? 0xfff2c14e : 0xffc98a00);
    made.pin = mark(made.dark ? 0xffcc79a7 : 0xffa3457d);
    made.reference = mark(made.dark ? 0xffb79bff : 0xff6a3fc8);
    made.better = writing(made.dark ? 0xff35c79a : 0xff00795a);
    made.worse = writing(made.dark ? 0xffff9455 : 0xffb84a00);
    std::transform(kOkabeIto.begin(), kOkabeIto.end(), made.series.begin(), mark);
    return made;
}

QPalette paletteFor(Theme theme)
{
    // Before the first palette of ours is set, the application's palette is the desktop's.
    static const bool desktopIsDark = isDark(QGuiApplication::palette());
    return palette(theme == Theme::Dark || (theme == Theme::System && desktopIsDark));
}

QColor sequential(double share, bool dark)
{
    // Cividis (Nunez, Anderton, Renslow 2018), every eighth of the scale, linear in between.
    static constexpr std::array<std::array<double, 3>, 9> kCividis{{{0, 32, 76},
                                                                    {24, 58, 111},
                                                                    {65, 77, 107},
                                                                    {95, 98, 112},
                                                                    {124, 123, 120},
                                                                    {155, 146, 118},
                                                                    {188, 171, 107},
                                                                    {222, 200, 87},
                                                                    {255, 234, 70}}};
    // On a dark canvas the scale starts at its middle blue, tinted, so that every mark keeps a contrast of
    // 3:1 and lightness still grows from end to end.
    static constexpr std::array<double, 3> kTint{60, 110, 190};
    const double wanted = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
    const double tint = dark ? 0.45 * (1.0 - wanted) : 0.0;
    const double place = (dark ? 0.35 + 0.65 * wanted : wanted) * (kCividis.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), kCividis.size() - 2);
    const double along = place - static_cast<double>(below);
    const auto channel = [&](std::size_t c) {
        const double cividis = kCividis[below][c] * (1.0 - along) + kCividis[below + 1][c] * along;
        return static_cast<int>(std::lround(cividis * (1.0 - tint) + kTint[c] * tint));
    };
    return {channel(0), channel(1), channel(2)};
}

QColor trayColour(const Colours& colours, int position)
{
    const auto size = static_cast<int>(colours.series.size());
    return colours.series[static_cast<std::size_t>(((position % size) + size) % size)];
}

} // namespace paretoscope::ui::look
