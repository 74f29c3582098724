// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/mapping_bench.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QObject>

#include <memory>
#include <optional>

namespace paretoscope::ui::panels {

/// Editing the mapping of one layer: which draft is in hand, what a step makes of it, and what it costs. The
/// draft lives in the document, so that undo and redo work as everywhere; costs come from the pool, the
/// newest mapping's only. Knows nothing of how it is drawn.
class MappingEditing : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Opening, Ready, Failed };
    using Mapping = cost::spatial::Mapping;
    using TriedPtr = std::shared_ptr<const problem::TriedMapping>;

    explicit MappingEditing(session::StudyDocument& document, QObject* parent = nullptr);

    /// Looks up the layer's machine and mapping in the background; Ready or Failed follows.
    void open(session::TrialId trial, const QString& layer);
    void close();
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const session::MappingKey& key() const { return m_key; }
    [[nodiscard]] QString failure() const { return m_failure; }
    /// What edits are measured on; null unless Ready.
    [[nodiscard]] const problem::MappingBench* bench() const { return m_bench.get(); }

    [[nodiscard]] const Mapping& draft() const { return m_draft; }
    [[nodiscard]] bool isEdited() const { return m_bench && m_draft != m_bench->searched(); }
    /// The mapping that the search found, with its cost; null unless Ready.
    [[nodiscard]] TriedPtr start() const { return m_start; }
    /// The newest cost known: of the draft, or of what is being dragged; null unless Ready.
    [[nodiscard]] TriedPtr shown() const { return m_shown; }
    /// The newest that can run.
    [[nodiscard]] TriedPtr lastThatRuns() const { return m_lastThatRuns; }

    // Steps. Each is one entry of the undo stack. Absent where the step makes no sense; then refused() says
    // why.
    std::optional<cost::spatial::LoopPlace> move(cost::spatial::LoopPlace from, cost::spatial::LoopPlace to);
    std::optional<cost::spatial::LoopPlace> step(cost::spatial::LoopPlace loop, cost::spatial::Step step);
    std::optional<cost::spatial::LoopPlace> setFactor(cost::spatial::LoopPlace loop, std::int64_t factor,
                                                      cost::spatial::LanePlace partner);
    bool toggle(std::size_t level, std::size_t tensor);
    void reset(); ///< to the search's mapping
    void keep(const QString& name);
    bool useKept(const QString& name);

    /// Shows the cost of a mapping that is only considered, during a drag; without one, the draft's again.
    void consider(const std::optional<Mapping>& mapping);

    [[nodiscard]] QString loopName(cost::spatial::LoopPlace loop) const; ///< "k"
    /// "global buffer, along columns"
    [[nodiscard]] QString laneName(cost::spatial::LanePlace lane) const;

Q_SIGNALS:
    void stateChanged();
    void draftChanged();
    void costChanged();
    void refused(const QString& sentence);
    /// An undo or redo changed a draft, perhaps of another layer: whoever shows layers may turn to it.
    void revisited(quint64 trial, const QString& layer);

private:
    void become(State state);
    std::optional<cost::spatial::LoopPlace> take(const std::optional<cost::spatial::Edited>& edited,
                                                 const QString& text, const QString& otherwise);
    void setDraft(const Mapping& mapping, const QString& text);
    void readDraft();
    void measure(const Mapping& mapping);

    session::StudyDocument& m_document;
    State m_state = State::Closed;
    session::MappingKey m_key;
    QString m_failure;
    std::shared_ptr<const problem::MappingBench> m_bench;
    Mapping m_draft;
    TriedPtr m_start, m_shown, m_lastThatRuns;
    plots::LatestJob m_opening;
    plots::LatestJob m_measuring;
};

} // namespace paretoscope::ui::panels
