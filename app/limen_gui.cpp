// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <QApplication>
#include <QLocale>
#include <QSocketNotifier>
#include <QTimer>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/version.h"
#include "study/study.h"
#include "ui/main_window/main_window.h"

namespace {

std::array<int, 2> signalPipe = {-1, -1};

/// Writing a byte is all that is allowed in a signal handler; the window does the rest.
extern "C" void onSignal(int) {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
}

/// Ctrl-C in the terminal closes the window as its button would, without a question.
std::unique_ptr<QSocketNotifier> closeOnSignal(limen::MainWindow& window) {
    if (::pipe(signalPipe.data()) != 0)
        return nullptr;
    auto notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    QObject::connect(
        notifier.get(), &QSocketNotifier::activated, &window, [&window, source = notifier.get()] {
            source->setEnabled(false);
            window.quit();
        });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    return notifier;
}

bool isAskedFor(int argc, char** argv, const char* option) {
    return std::any_of(
        argv + 1, argv + argc, [option](const char* word) { return std::string(word) == option; });
}

}  // namespace

int main(int argc, char** argv) {
    using namespace limen;
    // Answered before any window system is needed.
    if (isAskedFor(argc, argv, "--version")) {
        fmt::print("limen-gui {}\n", limenVersion());
        return 0;
    }
    if (isAskedFor(argc, argv, "--help") || isAskedFor(argc, argv, "-h")) {
        fmt::print(
            "Usage: limen-gui [STUDY]\n\n"
            "Opens the window; with STUDY, a .limen folder, that study, else the study of the last "
            "session.\n\n"
            "  -h, --help     this text\n"
            "  --version      the program's version\n\n"
            "The work itself can be done without a window: limen --help.\n");
        return 0;
    }
    // One pool of threads is Limen's own; those of the libraries would only fight with it. Read when the
    // networks are loaded, which is later.
    ::setenv("OMP_NUM_THREADS", "1", /*overwrite=*/0);
    ::setenv("OPENBLAS_NUM_THREADS", "1", /*overwrite=*/0);

    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Limen"));
    QApplication::setApplicationName(QStringLiteral("limen-gui"));
    QApplication::setApplicationDisplayName(QStringLiteral("Limen"));
    QApplication::setApplicationVersion(QString::fromStdString(limenVersion()));
    QApplication::setDesktopFileName(QStringLiteral("org.limen.Limen"));
    // The window speaks English; so do its numbers, which are also typed back into it and copied into
    // commands.
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));

    MainWindow window;
    const auto notifier = closeOnSignal(window);
    window.show();
    const QStringList arguments = QApplication::arguments();
    // After the first paint: opening a study must not delay the window.
    QTimer::singleShot(0, &window, [&window, &arguments] {
        if (arguments.size() < 2) {
            window.openLastStudy();
            return;
        }
        const QString study = arguments.at(1);
        if (!Study::exists(study.toStdString()))
            fmt::print(stderr, "limen-gui: {} is not a study.\n", study.toStdString());
        window.openPath(study);
    });
    return QApplication::exec();
}
