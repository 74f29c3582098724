// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/front_place.h"
#include "core/study/snapshot.h"

#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace paretoscope::ui::panels {

/// What a changed design would come to.
struct WhatIfAnswer
{
    space::Design design;
    problem::Outcome outcome;
    std::shared_ptr<const problem::Explanation> explanation; ///< null where there is none
    study::FrontPlace place;
    bool isShort = false; ///< from a shorter search; the exact answer follows unless another is asked for
    double took_s = 0.0;  ///< of the evaluation, without the explanation
};
using WhatIfAnswerPtr = std::shared_ptr<const WhatIfAnswer>;

/// Evaluates designs for a moving hand, on a thread of its own: the newest request wins. Where exact
/// evaluations take longer than a hand waits, a shorter search from the known design answers first, and the
/// exact one follows when the hand rests. Lives on the UI thread.
class WhatIfEvaluation : public QObject
{
    Q_OBJECT

public:
    static constexpr double kPrompt_s = 0.1; ///< what feels immediate while dragging

    explicit WhatIfEvaluation(std::shared_ptr<const problem::Problem> problem, QObject* parent = nullptr);
    ~WhatIfEvaluation() override;

    /// \param known    a design that was evaluated, near which others will be asked for
    /// \param exact_s  how long an exact evaluation is expected to take
    void startFrom(space::Design known, double exact_s);
    /// What is asked from now on is asked of this one: the same question under other conditions.
    void setProblem(std::shared_ptr<const problem::Problem> problem);
    /// \param snapshot whose front the answer is placed in
    void ask(space::Design design, study::SnapshotPtr snapshot);
    void cancel(); ///< nothing asked so far is answered any more

Q_SIGNALS:
    void answered(paretoscope::ui::panels::WhatIfAnswerPtr answer);

private:
    struct Request
    {
        std::shared_ptr<const problem::Problem> problem;
        space::Design design;
        study::SnapshotPtr snapshot;
        quint64 generation = 0;
    };
    void work(const std::stop_token& stop);
    void answer(const Request& request, const std::stop_token& stop);
    [[nodiscard]] bool tell(const problem::Problem& problem, const Request& request, bool isShort,
                            const std::stop_token& stop);
    [[nodiscard]] std::shared_ptr<const problem::Problem> shorter(const problem::Problem& problem,
                                                                  const std::stop_token& stop);

    std::shared_ptr<const problem::Problem> m_problem; ///< UI thread only; requests carry theirs
    quint64 m_generation = 0;                          ///< of the newest request; UI thread only
    quint64 m_cancelled = 0; ///< answers of requests up to this one are dropped; UI thread only

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_next;
    space::Design m_known;
    double m_exact_s = 0.0;                            ///< expected; follows what is measured
    bool m_refining = false;                           ///< what runs may be cut short by a newer request
    std::stop_source m_running;                        ///< of the request being answered
    std::shared_ptr<const problem::Problem> m_shorter; ///< for m_known; the worker's, made when needed
    bool m_knownChanged = false;
    std::jthread m_thread; ///< last: joined before what it uses goes
};

} // namespace paretoscope::ui::panels
