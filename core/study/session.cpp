// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/session.h"

#include "core/study/session_store.h"

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>
#include <utility>

namespace paretoscope::study {

namespace {

using nlohmann::json;

/// A store with a thread of its own. Commands are done in the order they came; small values wait in memory
/// and are written together as soon as the thread has nothing else to do.
class FileSession final : public Session
{
public:
    FileSession(std::filesystem::path file, Study study, SessionStore store, SessionStore::State state)
        : m_study(std::move(study))
        , m_file(std::move(file))
        , m_state(std::move(state))
        , m_store(std::move(store))
        , m_thread([this](const std::stop_token& stop) { serve(stop); })
    { }
    ~FileSession() override = default; // the thread, last member, writes what is left and ends

    std::filesystem::path file() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_file;
    }
    const Study& study() const override { return m_study; }

    Status append(std::span<const Trial> trials) override
    {
        return perform([&] { return m_store.append(trials, *m_study.problem); });
    }
    Result<TrialLog> trials() override
    {
        return perform([&] { return m_store.trials(*m_study.problem); });
    }
    Status moveTo(const std::filesystem::path& file) override
    {
        return perform([&] {
            Status moved = m_store.moveTo(file);
            if (!moved)
                return moved;
            {
                const std::scoped_lock lock(m_mutex);
                m_file = file;
            }
            return writeDirty();
        });
    }
    Status flush() override
    {
        return perform([&] { return writeDirty(); });
    }

    void put(const std::string& key, json value) override
    {
        const std::scoped_lock lock(m_mutex);
        m_state[key] = std::move(value);
        m_dirty.insert(key);
        m_writeSoon = true;
        m_changed.notify_one();
    }
    json get(const std::string& key) override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_state.find(key);
        return found == m_state.end() ? json() : found->second;
    }
    void onWriteError(std::function<void(const Error&)> handler) override
    {
        const std::scoped_lock lock(m_mutex);
        m_handler = std::move(handler);
    }

private:
    /// Does `work` on the session's thread and waits for its result.
    template <class Work> auto perform(Work work) -> decltype(work())
    {
        std::packaged_task<decltype(work())()> task(std::move(work));
        auto result = task.get_future();
        {
            const std::scoped_lock lock(m_mutex);
            m_commands.emplace_back([&task] { task(); });
            m_changed.notify_one();
        }
        return result.get();
    }

    void serve(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, stop, [this] { return !m_commands.empty() || m_writeSoon; });
            if (!m_commands.empty()) {
                const std::function<void()> command = std::move(m_commands.front());
                m_commands.pop_front();
                lock.unlock();
                command();
                lock.lock();
            } else if (m_writeSoon) {
                lock.unlock();
                report(writeDirty());
                lock.lock();
            } else if (stop.stop_requested()) {
                return;
            }
        }
    }

    /// What failed stays dirty and is tried again with the next value, or by flush().
    Status writeDirty()
    {
        SessionStore::State values;
        {
            const std::scoped_lock lock(m_mutex);
            m_writeSoon = false;
            for (const std::string& key : m_dirty)
                values.emplace(key, m_state.at(key));
            m_dirty.clear();
        }
        if (values.empty())
            return success();
        Status status = m_store.write(values);
        if (!status) {
            const std::scoped_lock lock(m_mutex);
            for (const auto& [key, value] : values)
                m_dirty.insert(key);
        }
        return status;
    }

    void report(const Status& status)
    {
        if (status)
            return;
        std::function<void(const Error&)> handler;
        {
            const std::scoped_lock lock(m_mutex);
            handler = m_handler;
        }
        if (handler)
            handler(status.error());
    }

    const Study m_study;
    mutable std::mutex m_mutex; ///< guards everything up to the store
    std::filesystem::path m_file;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_commands;
    SessionStore::State m_state;
    std::set<std::string> m_dirty;
    bool m_writeSoon = false;
    std::function<void(const Error&)> m_handler;
    SessionStore m_store; ///< the thread's alone
    std::jthread m_thread;
};

Result<std::unique_ptr<Session>> begin(const std::filesystem::path& file, SessionStore store)
{
    Result<Study> study = studyFromDocument(store.document(), file.string());
    if (!study)
        return study.error();
    Result<SessionStore::State> state = store.state();
    if (!state)
        return state.error();
    return std::unique_ptr<Session>(std::make_unique<FileSession>(
        file, std::move(study).value(), std::move(store), std::move(state).value()));
}

} // namespace

Result<std::unique_ptr<Session>> Session::create(const std::filesystem::path& file, const Study& study)
{
    if (study.document == nullptr)
        return Error{ErrorCode::InvalidInput, "cannot hold a study without its document.", file.string(), {}};
    Result<SessionStore> store = SessionStore::create(file, study.name, *study.document);
    if (!store)
        return store.error();
    return begin(file, std::move(store).value());
}

Result<std::unique_ptr<Session>> Session::open(const std::filesystem::path& file, Access access)
{
    Result<SessionStore> store = SessionStore::open(file, access);
    if (!store)
        return store.error();
    return begin(file, std::move(store).value());
}

} // namespace paretoscope::study
