// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/runner.h"
#include "core/study/session.h"
#include "ui/session/snapshot_bell.h"
#include "ui/session/study_document.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>

namespace paretoscope::test {

/// An open document without files, threads or a search: its trials are drawn from a known shape, as many as
/// the test asks for, so that every view can be driven at any size. Starting, pausing and stopping change the
/// state that is published and nothing else. Every eleventh design is infeasible, for one of two reasons.
class FabricatedDocument
{
public:
    using Explain = std::function<Result<problem::Explanation>(const space::Design&)>;

    /// \param explain what a design is made of; empty = nothing is explained
    /// \param fillers parameters beyond the four that matter, for a space as large as a study's
    explicit FabricatedDocument(std::uint64_t trials = 0, Explain explain = {}, std::size_t fillers = 0);
    ~FabricatedDocument();

    [[nodiscard]] ui::session::StudyDocument& document() { return *m_document; }
    /// Publishes a snapshot with this many trials and waits until the document has it.
    void growTo(std::uint64_t trials, study::RunState state = study::RunState::Running);
    /// Replaces the metrics of the next trial to be made: a design far from all others.
    void addTrial(double energy_J, double latency_s, double area_mm2);

private:
    class Runner;
    std::unique_ptr<ui::session::StudyDocument> m_document;
    std::shared_ptr<ui::session::SnapshotBell> m_bell;
    Runner* m_runner = nullptr; ///< owned by the document
};

} // namespace paretoscope::test
