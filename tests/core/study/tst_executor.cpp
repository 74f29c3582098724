// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/executor.h"

#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace paretoscope::study;

class TestExecutor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWorker_worksAtTheSameTime_data()
    {
        QTest::addColumn<unsigned>("workers");
        QTest::newRow("one") << 1U;
        QTest::newRow("two") << 2U;
        QTest::newRow("more than cores") << 9U;
    }
    /// All tasks wait for each other, so they only end if there are as many threads as promised.
    void everyWorker_worksAtTheSameTime()
    {
        QFETCH(unsigned, workers);
        const auto executor = makeThreadExecutor(workers);
        QCOMPARE(executor->workers(), workers);
        std::mutex mutex;
        std::condition_variable met;
        std::set<std::thread::id> threads;
        std::atomic<unsigned> over = 0;
        for (unsigned i = 0; i < workers; ++i)
            executor->submit([&](const std::stop_token&) {
                std::unique_lock lock(mutex);
                threads.insert(std::this_thread::get_id());
                met.notify_all();
                met.wait(lock, [&] { return threads.size() == workers; });
                ++over;
            });
        QTRY_COMPARE(over.load(), workers);
        const std::scoped_lock lock(mutex);
        QVERIFY(!threads.contains(std::this_thread::get_id()));
    }

    void oneWorker_keepsTheOrderOfSubmission()
    {
        std::vector<int> order;
        {
            const auto executor = makeThreadExecutor(1);
            for (int i = 0; i < 500; ++i)
                executor->submit([&order, i](const std::stop_token&) { order.push_back(i); });
        }
        QCOMPARE(order.size(), std::size_t{500});
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void cancel_stopsWhatRunsAndDropsWhatWaits()
    {
        std::atomic<int> started = 0;
        std::atomic<int> stopped = 0;
        const auto executor = makeThreadExecutor(2);
        for (int i = 0; i < 50; ++i)
            executor->submit([&](const std::stop_token& stop) {
                ++started;
                while (!stop.stop_requested())
                    std::this_thread::yield();
                ++stopped;
            });
        QTRY_COMPARE(started.load(), 2);
        executor->cancel();
        QTRY_COMPARE(stopped.load(), 2);
        std::atomic<bool> fresh = false;
        executor->submit([&](const std::stop_token& stop) { fresh = !stop.stop_requested(); });
        QTRY_VERIFY(fresh);
        QCOMPARE(started.load(), 2);
    }
};

QTEST_APPLESS_MAIN(TestExecutor)
#include "tst_executor.moc"
