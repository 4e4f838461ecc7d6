// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "base/cancellation.h"
#include "base/error.h"

namespace limen {

namespace {

using Clock = std::chrono::steady_clock;

std::string reason(int error) {
    return std::generic_category().message(error);
}

class Descriptor {
public:
    explicit Descriptor(int descriptor = -1) : m_descriptor(descriptor) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        return *this;
    }
    int get() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    void close() {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = -1;
    }
    Descriptor&& checked(const char* what) && {
        if (m_descriptor < 0)
            throwFailure(fmt::format("Cannot make {}: {}.", what, reason(errno)));
        return std::move(*this);
    }

private:
    int m_descriptor;
};

struct Channel {
    Descriptor ours;
    Descriptor childs;
};

/// For what the child writes.
Channel makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throwFailure(fmt::format("Cannot make a pipe: {}.", reason(errno)));
    Channel channel{Descriptor(ends[0]), Descriptor(ends[1])};
    ::fcntl(channel.ours.get(), F_SETFL, O_NONBLOCK);
    return channel;
}

/// For what the child reads. A socket, because writing to a pipe that nobody reads any more raises SIGPIPE.
Channel makeInput(bool wanted) {
    if (!wanted)
        return {Descriptor(),
                Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)).checked("an empty input")};
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throwFailure(fmt::format("Cannot make a socket: {}.", reason(errno)));
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Kills and reaps the process group it leads unless finish() was called.
class Child {
public:
    explicit Child(pid_t pid) : m_pid(pid) {}
    ~Child() {
        if (m_pid > 0)
            finish();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    pid_t pid() const { return m_pid; }

    /// The group is killed before its leader is reaped, while the number cannot belong to anybody else.
    /// Returns the status of waitpid().
    int finish() {
        ::kill(-m_pid, SIGKILL);
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        m_pid = -1;
        return status;
    }

private:
    pid_t m_pid;
};

class SpawnSettings {
public:
    SpawnSettings(const Channel& input, const Channel& output, const Channel& errors) {
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        posix_spawnattr_setpgroup(&attributes, 0);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        // A program that ignores interrupts passes that on; the child starts as from a terminal.
        sigset_t defaults;
        sigemptyset(&defaults);
        for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGHUP, SIGCHLD})
            sigaddset(&defaults, signal);
        posix_spawnattr_setsigdefault(&attributes, &defaults);
        // Everything else was opened with close-on-exec.
        posix_spawn_file_actions_adddup2(&actions, input.childs.get(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output.childs.get(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, errors.childs.get(), STDERR_FILENO);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
};

pid_t spawn(const std::vector<std::string>& arguments, const SpawnSettings& settings) {
    if (arguments.empty())
        throwBadInput("There is no program to run.");
    std::vector<char*> vector;
    for (const std::string& argument : arguments)
        vector.push_back(const_cast<char*>(argument.c_str()));  // POSIX: not modified
    vector.push_back(nullptr);
    pid_t pid = -1;
    const int error =
        ::posix_spawnp(&pid, vector.front(), &settings.actions, &settings.attributes, vector.data(), environ);
    if (error != 0)
        throwBadInput(
            fmt::format("Cannot start the program {}: {}.", arguments.front(), reason(error)),
            error == ENOENT ? fmt::format("Install {} or give its full path.", arguments.front()) : "");
    return pid;
}

/// Readable when the process has ended. glibc 2.36 declares pidfd_open() without C linkage.
Descriptor openPid(pid_t pid) {
    return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))).checked("a handle of a program");
}

/// Reads what is there; closes the descriptor at its end.
template <typename Container>
void receive(Descriptor& from, Container& into, std::size_t limit, bool& truncated) {
    std::array<char, 65536> buffer;
    for (;;) {
        const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
        if (got > 0) {
            const std::size_t kept = std::min(static_cast<std::size_t>(got), limit - into.size());
            into.insert(into.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(kept));
            truncated = truncated || kept < static_cast<std::size_t>(got);
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0 || errno != EAGAIN)
            from.close();
        return;
    }
}

/// Writes what fits; closes the descriptor when all is written or nobody reads.
void send(Descriptor& to, std::span<const std::uint8_t>& rest) {
    while (!rest.empty()) {
        const ssize_t sent = ::send(to.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            rest = rest.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN)
            return;
        break;
    }
    to.close();
}

int millisecondsUntil(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
}

}  // namespace

std::string ChildResult::ending() const {
    return signal != 0 ? fmt::format("signal {}", signal) : fmt::format("exit code {}", exitCode);
}

ChildResult runChild(const ChildCommand& command, const std::stop_token& stop) {
    throwIfStopped(stop);
    Channel input = makeInput(!command.input.empty());
    Channel output = makePipe();
    Channel errors = makePipe();
    const Descriptor wake = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)).checked("an event");
    const std::stop_callback onStop(stop, [&wake] { ::eventfd_write(wake.get(), 1); });

    const auto deadline = Clock::now() + command.timeout;
    Child child(spawn(command.arguments, SpawnSettings(input, output, errors)));
    input.childs.close();
    output.childs.close();
    errors.childs.close();
    const Descriptor ended = openPid(child.pid());

    ChildResult result;
    std::span<const std::uint8_t> rest = command.input;
    for (;;) {
        // poll() passes over negative descriptors.
        std::array<pollfd, 5> polled = {{{ended.get(), POLLIN, 0},
                                         {wake.get(), POLLIN, 0},
                                         {output.ours.get(), POLLIN, 0},
                                         {errors.ours.get(), POLLIN, 0},
                                         {input.ours.get(), POLLOUT, 0}}};
        if (::poll(polled.data(), polled.size(), millisecondsUntil(deadline)) < 0 && errno != EINTR)
            throwFailure(fmt::format("Waiting for {} failed: {}.", command.arguments.front(), reason(errno)));
        throwIfStopped(stop);
        if (output.ours.isOpen() && polled[2].revents != 0)
            receive(output.ours, result.output, command.keptBytes, result.truncated);
        if (errors.ours.isOpen() && polled[3].revents != 0)
            receive(errors.ours, result.errors, command.keptBytes, result.truncated);
        if (input.ours.isOpen() && polled[4].revents != 0)
            send(input.ours, rest);
        if (polled[0].revents != 0)
            break;
        if (Clock::now() >= deadline)
            throwFailure(fmt::format("The program {} did not finish within {} seconds and was ended.",
                                     command.arguments.front(),
                                     std::chrono::duration<double>(command.timeout).count()));
    }
    const int status = child.finish();
    if (WIFSIGNALED(status))
        result.signal = WTERMSIG(status);
    else
        result.exitCode = WEXITSTATUS(status);
    // What it wrote last is still in the pipes.
    if (output.ours.isOpen())
        receive(output.ours, result.output, command.keptBytes, result.truncated);
    if (errors.ours.isOpen())
        receive(errors.ours, result.errors, command.keptBytes, result.truncated);
    return result;
}

}  // namespace limen
