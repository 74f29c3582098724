// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/explainer.h"

#include <QMetaObject>

#include <algorithm>
#include <exception>

namespace paretoscope::ui::session {

Explainer::Explainer(std::shared_ptr<const problem::Problem> problem, QObject* parent)
    : QObject(parent)
    , m_problem(std::move(problem))
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{ }

Explainer::~Explainer() = default;

ExplanationPtr Explainer::ask(TrialId id, const space::Design& design)
{
    const auto kept = std::find_if(m_kept.begin(), m_kept.end(),
                                   [id](const auto& k) { return k.first == id; });
    if (kept != m_kept.end()) {
        m_kept.splice(m_kept.begin(), m_kept, kept);
        return kept->second;
    }
    if (m_errors.contains(id))
        return nullptr;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_busy && m_current == id)
            return nullptr;
        std::erase_if(m_waiting, [id](const Request& request) { return request.id == id; });
        if (m_waiting.size() == kWaiting)
            m_waiting.erase(m_waiting.begin());
        m_waiting.push_back({id, design});
    }
    m_wake.notify_one();
    return nullptr;
}

void Explainer::work(const std::stop_token& stop)
{
    for (;;) {
        Request request;
        {
            std::unique_lock lock(m_mutex);
            m_busy = false;
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }))
                return;
            request = std::move(m_waiting.back());
            m_waiting.pop_back();
            m_busy = true;
            m_current = request.id;
        }
        auto result = std::make_shared<Result<problem::Explanation>>(Error{});
        try {
            *result = m_problem->explain(request.design, stop);
        } catch (const std::exception& failure) {
            *result = Error{ErrorCode::Internal, failure.what(), {}, {}};
        }
        if (stop.stop_requested())
            return;
        QMetaObject::invokeMethod(
            this, [this, id = request.id, result] { keep(id, result); }, Qt::QueuedConnection);
    }
}

void Explainer::keep(TrialId id, const std::shared_ptr<Result<problem::Explanation>>& result)
{
    if (*result) {
        m_kept.emplace_front(id, std::make_shared<const problem::Explanation>(std::move(*result).value()));
        if (m_kept.size() > kKept)
            m_kept.pop_back();
    } else {
        m_errors.insert(id, QString::fromStdString(result->error().text()));
    }
    Q_EMIT explained(id);
}

} // namespace paretoscope::ui::session
