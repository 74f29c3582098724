// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_signals.h"

#include <csignal>

namespace paretoscope::cli {

namespace {

volatile std::sig_atomic_t signalled = 0;

} // namespace

void stopOnSignals()
{
    struct sigaction action
    { };
    action.sa_handler = [](int) { signalled = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool interrupted()
{
    return signalled != 0;
}

} // namespace paretoscope::cli
