// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/drawn_glyphs.h"

#include "core/base/normal_draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretoscope::accuracy {

namespace {

struct Point
{
    double x = 0.0;
    double y = 0.0; ///< downwards
};
using Stroke = std::vector<Point>;

struct Glyph
{
    std::string name;
    std::vector<Stroke> strokes; ///< in a field from (-1, -1) to (1, 1)
};

// Drawn by hand on a grid: our choice. Some resemble each other on purpose (0 and C, 3 and 8, 5 and 6, A and
// H).
const std::vector<Glyph>& glyphs()
{
    static const std::vector<Glyph> kGlyphs{
        {"0", {{{0, -1}, {.6, -.6}, {.7, 0}, {.6, .6}, {0, 1}, {-.6, .6}, {-.7, 0}, {-.6, -.6}, {0, -1}}}},
        {"1", {{{-.4, -.6}, {0, -1}, {0, 1}}, {{-.4, 1}, {.4, 1}}}},
        {"2", {{{-.6, -.6}, {-.2, -1}, {.4, -.9}, {.6, -.4}, {-.6, 1}, {.7, 1}}}},
        {"3", {{{-.6, -.9}, {.3, -1}, {.6, -.5}, {0, -.05}, {.6, .5}, {.3, 1}, {-.6, .9}}}},
        {"4", {{{.4, 1}, {.4, -1}, {-.7, .3}, {.8, .3}}}},
        {"5", {{{.6, -1}, {-.5, -1}, {-.5, -.1}, {.3, -.2}, {.6, .4}, {.2, 1}, {-.6, .9}}}},
        {"6", {{{.5, -.9}, {-.2, -.8}, {-.6, .1}, {-.5, .8}, {.1, 1}, {.6, .5}, {.1, 0}, {-.55, .3}}}},
        {"7", {{{-.7, -1}, {.7, -1}, {-.1, 1}}}},
        {"8",
         {{{0, -.05}, {.5, -.5}, {0, -1}, {-.5, -.5}, {0, -.05}, {.6, .5}, {0, 1}, {-.6, .5}, {0, -.05}}}},
        {"9", {{{.55, -.3}, {-.1, 0}, {-.6, -.5}, {-.1, -1}, {.5, -.8}, {.6, -.1}, {.2, .8}, {-.5, .9}}}},
        {"A", {{{-.7, 1}, {0, -1}, {.7, 1}}, {{-.45, .3}, {.45, .3}}}},
        {"C", {{{.6, -.7}, {.1, -1}, {-.5, -.6}, {-.7, 0}, {-.5, .6}, {.1, 1}, {.6, .7}}}},
        {"E", {{{.6, -1}, {-.5, -1}, {-.5, 1}, {.6, 1}}, {{-.5, 0}, {.4, 0}}}},
        {"H", {{{-.6, -1}, {-.6, 1}}, {{.6, -1}, {.6, 1}}, {{-.6, 0}, {.6, 0}}}},
        {"K", {{{-.5, -1}, {-.5, 1}}, {{.6, -1}, {-.5, .1}, {.6, 1}}}},
        {"T", {{{-.7, -1}, {.7, -1}}, {{0, -1}, {0, 1}}}},
    };
    return kGlyphs;
}

/// Takes a sign's field into the image, the same way for all its strokes.
struct Transform
{
    double xx = 1.0, xy = 0.0, yx = 0.0, yy = 1.0, dx = 0.0, dy = 0.0;
    [[nodiscard]] Point operator()(Point p) const
    {
        return {xx * p.x + xy * p.y + dx, yx * p.x + yy * p.y + dy};
    }
};

Transform randomTransform(const GlyphOptions& options, Rng& rng)
{
    const double d = options.distortion;
    const double half = 0.5 * options.side;
    const double angle = d * rng.uniform(-20.0, 20.0) * std::numbers::pi / 180.0;
    const double shear = d * rng.uniform(-0.25, 0.25);
    const double wide = half * (0.85 + d * rng.uniform(-0.20, 0.20)) * 0.8;
    const double high = half * (0.85 + d * rng.uniform(-0.20, 0.20)) * 0.8;
    const double reach = 0.09 * options.side;
    Transform t;
    t.xx = wide * std::cos(angle);
    t.xy = high * (shear * std::cos(angle) - std::sin(angle));
    t.yx = wide * std::sin(angle);
    t.yy = high * (shear * std::sin(angle) + std::cos(angle));
    t.dx = half + d * rng.uniform(-reach, reach);
    t.dy = half + d * rng.uniform(-reach, reach);
    return t;
}

double distanceToSegment(Point p, Point a, Point b)
{
    const Point along{b.x - a.x, b.y - a.y};
    const double length2 = along.x * along.x + along.y * along.y;
    const double t = length2 > 0.0 ? ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / length2 : 0.0;
    const double s = std::clamp(t, 0.0, 1.0);
    return std::hypot(p.x - a.x - s * along.x, p.y - a.y - s * along.y);
}

/// A picture of ink between 0 and 1 and a pen that darkens it; edges are smooth over a pixel.
class Sheet
{
public:
    explicit Sheet(int side)
        : m_side(side)
        , m_ink(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))
    { }

    void draw(const Stroke& stroke, double width, double ink)
    {
        for (std::size_t i = 0; i + 1 < stroke.size(); ++i)
            drawSegment(stroke[i], stroke[i + 1], 0.5 * width, ink);
    }
    [[nodiscard]] std::vector<double>& ink() { return m_ink; }

private:
    void drawSegment(Point a, Point b, double radius, double ink)
    {
        const double reach = radius + 1.0;
        const auto within = [this](double at) { return std::clamp(static_cast<int>(at), 0, m_side - 1); };
        for (int y = within(std::min(a.y, b.y) - reach); y <= within(std::max(a.y, b.y) + reach); ++y)
            for (int x = within(std::min(a.x, b.x) - reach); x <= within(std::max(a.x, b.x) + reach); ++x) {
                const double distance = distanceToSegment({x + 0.5, y + 0.5}, a, b);
                const double cover = std::clamp(radius + 0.5 - distance, 0.0, 1.0);
                double& pixel = m_ink[static_cast<std::size_t>(y * m_side + x)];
                pixel = std::max(pixel, ink * cover);
            }
    }

    int m_side;
    std::vector<double> m_ink;
};

Stroke shaken(const Stroke& stroke, const Transform& transform, double shake, Rng& rng)
{
    Stroke drawn;
    for (const Point& point : stroke)
        drawn.push_back(transform({point.x + shake * drawNormal(rng), point.y + shake * drawNormal(rng)}));
    return drawn;
}

Stroke strayStroke(const GlyphOptions& options, Rng& rng)
{
    const double side = options.side;
    const Point from{rng.uniform(0.0, side), rng.uniform(0.0, side)};
    const double angle = rng.uniform(0.0, 2.0 * std::numbers::pi);
    const double length = rng.uniform(0.15, 0.45) * side;
    return {from, {from.x + length * std::cos(angle), from.y + length * std::sin(angle)}};
}

void drawImage(const GlyphOptions& options, const Glyph& glyph, Rng& rng, std::vector<std::uint8_t>& pixels)
{
    Sheet sheet(options.side);
    const double pen = options.side / 16.0;
    const Transform transform = randomTransform(options, rng);
    const double width = pen * rng.uniform(0.9, 2.0);
    const double ink = rng.uniform(0.55, 1.0);
    for (const Stroke& stroke : glyph.strokes)
        sheet.draw(shaken(stroke, transform, 0.06 * options.distortion, rng), width, ink);
    const auto strays = rng.below(static_cast<std::uint64_t>(options.clutter) + 1);
    for (std::uint64_t i = 0; i < strays; ++i)
        sheet.draw(strayStroke(options, rng), pen * rng.uniform(0.7, 1.4), rng.uniform(0.3, 0.8));
    // The ground rises from one side of the image to the other.
    const double level = rng.uniform(0.0, 0.15);
    const double slopeX = rng.uniform(-0.15, 0.15);
    const double slopeY = rng.uniform(-0.15, 0.15);
    for (int y = 0; y < options.side; ++y)
        for (int x = 0; x < options.side; ++x) {
            const double ground = level + slopeX * (x / double(options.side) - 0.5)
                                  + slopeY * (y / double(options.side) - 0.5);
            const double value = sheet.ink()[static_cast<std::size_t>(y * options.side + x)]
                                 + std::max(0.0, ground) + options.noise * drawNormal(rng);
            pixels.push_back(static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(value, 0.0, 1.0))));
        }
}

ImageSet drawSet(const GlyphOptions& options, int count, std::uint64_t firstStream)
{
    const auto classes = glyphs().size();
    ImageSet images{{1, options.side, options.side}, static_cast<int>(classes), {}, {}};
    images.pixels.reserve(static_cast<std::size_t>(count) * images.shape.values());
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        Rng rng(options.seed, firstStream + i);
        drawImage(options, glyphs()[i % classes], rng, images.pixels);
        images.labels.push_back(static_cast<std::uint8_t>(i % classes));
    }
    return images;
}

} // namespace

Status GlyphOptions::validate() const
{
    const auto wrong = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), {}, {}};
    };
    if (side < 12 || side > 64)
        return wrong("Drawn images have from 12 to 64 pixels a side.");
    if (trainingImages < 16 || trainingImages > 100'000 || validationImages < 16
        || validationImages > 100'000)
        return wrong("From 16 to 100,000 images can be drawn for training, and for validation.");
    if (!(noise >= 0.0 && noise <= 1.0))
        return wrong("The noise of drawn images is from 0 to 1.");
    if (clutter < 0 || clutter > 10)
        return wrong("Drawn images have from 0 to 10 stray strokes.");
    if (!(distortion >= 0.0 && distortion <= 2.0))
        return wrong("The distortion of drawn images is from 0 to 2.");
    return success();
}

Result<DataSet> drawGlyphs(const GlyphOptions& options)
{
    if (const Status status = options.validate(); !status)
        return status.error();
    constexpr std::uint64_t kValidationStreams = std::uint64_t{1} << 40U;
    return DataSet{"Drawn signs", "drawn by this program, seed " + std::to_string(options.seed),
                   drawSet(options, options.trainingImages, 0),
                   drawSet(options, options.validationImages, kValidationStreams)};
}

const std::vector<std::string>& glyphNames()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const Glyph& glyph : glyphs())
            names.push_back(glyph.name);
        return names;
    }();
    return kNames;
}

} // namespace paretoscope::accuracy
