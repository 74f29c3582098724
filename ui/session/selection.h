// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::ui::session {

using TrialId = std::uint64_t;

/// What is selected, for every view at once: hover (a temporary echo), focus (the one design under
/// discussion, gold ring), brush (a set), and the compare tray (up to eight designs, A to H). Signals are
/// coalesced: at most one of each per turn of the event loop. Tray changes go through StudyDocument, which
/// makes them undoable.
class Selection : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kTrayPlaces = 8;

    explicit Selection(QObject* parent = nullptr);

    [[nodiscard]] std::optional<TrialId> focus() const { return m_focus; }
    [[nodiscard]] std::optional<TrialId> hover() const { return m_hover; }
    /// Ascending; empty = no brush. What was drawn by hand among what the filter lets through; only the
    /// filter where nothing was drawn.
    [[nodiscard]] const std::vector<TrialId>& brush() const { return m_brush; }
    [[nodiscard]] bool isDrawn() const { return !m_drawn.empty(); } ///< there is a brush made by hand
    [[nodiscard]] const std::vector<TrialId>& tray() const { return m_tray; } ///< in order A, B, ...
    [[nodiscard]] int trayPlace(TrialId id) const;                            ///< -1 when not in the tray

    void setFocus(std::optional<TrialId> id);
    void setHover(std::optional<TrialId> id);
    void setBrush(std::vector<TrialId> ids); ///< any order; the brush made by hand
    /// What a search expression lets through, ascending; empty = it hides nothing. For DesignFilter only.
    void setFilter(std::vector<TrialId> ids);
    void setTray(std::vector<TrialId> ids); ///< for undo commands only
    /// What Esc undoes of the selection: the focus, then the brush made by hand. \returns whether there was
    /// any
    bool stepBack();

Q_SIGNALS:
    void focusChanged();
    void hoverChanged();
    void brushChanged();
    void trayChanged();

private:
    void schedule(int what);
    std::optional<TrialId> m_focus;
    std::optional<TrialId> m_hover;
    void combine();
    std::vector<TrialId> m_drawn;
    std::vector<TrialId> m_filter;
    std::vector<TrialId> m_brush; ///< both together
    std::vector<TrialId> m_tray;
    int m_pending = 0;
};

} // namespace paretoscope::ui::session
