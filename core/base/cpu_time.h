// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

namespace paretoscope {

/// Processor time of this thread: unlike the clock on the wall it does not count what other programs do.
[[nodiscard]] inline double threadCpu_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Adds the processor time of its life to a sum. Made and destroyed by one thread.
class CpuMeter
{
public:
    explicit CpuMeter(double& sum_s)
        : m_sum_s(sum_s)
        , m_began_s(threadCpu_s())
    { }
    CpuMeter(const CpuMeter&) = delete;
    CpuMeter& operator=(const CpuMeter&) = delete;
    ~CpuMeter() { m_sum_s += threadCpu_s() - m_began_s; }

private:
    double& m_sum_s;
    double m_began_s;
};

} // namespace paretoscope
