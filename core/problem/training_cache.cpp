// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_cache.h"

namespace paretoscope::problem {

TrainingCache::Entry TrainingCache::get(const std::string& key, const std::stop_token& stop,
                                        const std::function<Entry()>& train)
{
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto [place, isNew] = m_entries.try_emplace(key, nullptr);
        if (isNew)
            break;
        if (place->second != nullptr)
            return *place->second;
        const auto ready = [&] {
            const auto found = m_entries.find(key);
            return found == m_entries.end() || found->second != nullptr;
        };
        if (!m_changed.wait(lock, stop, ready))
            return Error{ErrorCode::Cancelled, "stopped", {}, {}};
    }
    lock.unlock();
    Entry entry = train();
    lock.lock();
    if (!entry && entry.error().code == ErrorCode::Cancelled) {
        m_entries.erase(key); // whoever waits trains it itself
    } else {
        m_entries[key] = std::make_shared<const Entry>(entry);
        m_kept.push_back(key);
        ++m_done;
        if (m_kept.size() > m_capacity) {
            m_entries.erase(m_kept.front());
            m_kept.pop_front();
        }
    }
    m_changed.notify_all();
    return entry;
}

std::size_t TrainingCache::trainings() const
{
    const std::lock_guard lock(m_mutex);
    return m_done;
}

} // namespace paretoscope::problem
