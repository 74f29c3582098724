// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command.h"

#include <algorithm>
#include <vector>

namespace paretoscope::ui::window {

namespace {

constexpr int kLetter = 4;
constexpr int kFollows = 12;
constexpr int kStartsWord = 10;

/// Best score of placing typed[from..] in text[at..], by dynamic programming over both.
int bestFit(const QString& typed, const QString& text)
{
    const qsizetype rows = typed.size(), columns = text.size();
    const auto at = [columns](qsizetype row, qsizetype column) {
        return static_cast<std::size_t>(row * (columns + 1) + column);
    };
    constexpr int kImpossible = -1'000'000;
    // ends[r][c]: the r-th letter stands exactly at c; best[r][c]: anywhere up to c.
    std::vector<int> ends(at(rows, columns) + 1, kImpossible), best(ends);
    for (qsizetype c = 0; c <= columns; ++c)
        best[at(0, c)] = 0;
    for (qsizetype r = 1; r <= rows; ++r) {
        for (qsizetype c = 1; c <= columns; ++c) {
            if (typed[r - 1].toCaseFolded() == text[c - 1].toCaseFolded()) {
                const bool starts = c == 1 || !text[c - 2].isLetterOrNumber();
                const int here = kLetter + (starts ? kStartsWord : 0);
                ends[at(r, c)] = std::max(best[at(r - 1, c - 1)] + here,
                                          ends[at(r - 1, c - 1)] + here + kFollows);
            }
            best[at(r, c)] = std::max(best[at(r, c - 1)], ends[at(r, c)]);
        }
    }
    return best[at(rows, columns)];
}

} // namespace

int fit(const QString& typed, const QString& text)
{
    QString letters = typed;
    letters.remove(QLatin1Char(' '));
    if (letters.isEmpty())
        return 0;
    if (letters.size() > text.size())
        return -1;
    const int score = bestFit(letters, text);
    // A long text fits many letters by chance.
    return score < 0 ? -1 : std::max(1, score * 4 - static_cast<int>(text.size()));
}

QList<Command> fitting(const QString& typed, const QList<Command>& commands)
{
    QList<std::pair<int, qsizetype>> order;
    for (qsizetype i = 0; i < commands.size(); ++i) {
        const int title = fit(typed, commands[i].title);
        const int score = std::max(title,
                                   fit(typed, commands[i].detail + QLatin1Char(' ') + commands[i].title) / 2);
        if (score >= 0 && (title >= 0 || score > 0))
            order.append({score, i});
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    QList<Command> found;
    for (const auto& [score, place] : order)
        found.append(commands[place]);
    return found;
}

} // namespace paretoscope::ui::window
