// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupt.h"

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>

#include "base/error.h"

namespace limen {

namespace {

// Only write() and _exit() are safe in a signal handler, hence the pipe.
std::array<int, 2> pipeEnds = {-1, -1};
volatile std::sig_atomic_t signals = 0;

extern "C" void onSignal(int) {
    if (signals > 0)
        ::_exit(130);
    signals = 1;
    const char byte = 's';
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
}

}  // namespace

Interrupt::Interrupt() {
    if (::pipe2(pipeEnds.data(), O_CLOEXEC) != 0)
        throwFailure("The system has no pipe left.");
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    m_thread = std::thread([this] {
        char byte = 0;
        ssize_t count = 0;
        do {
            count = ::read(pipeEnds[0], &byte, 1);
        } while (count < 0 && errno == EINTR);
        if (count == 1 && byte == 's')
            m_source.request_stop();
    });
}

Interrupt::~Interrupt() {
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGTERM, SIG_DFL);
    const char byte = 'q';
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
    m_thread.join();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
}

}  // namespace limen
