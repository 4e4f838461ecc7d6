// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace limen {

/// The only questions the window stops for: those whose answer can lose work. Behind an interface, so that
/// tests answer them.
class Prompter {
public:
    virtual ~Prompter();
    /// Whether to cancel the jobs that are running and quit; false: stay.
    virtual bool cancelJobsAndQuit(QWidget* window, const QString& runningJob) = 0;
};

/// Asks with message boxes.
class DialogPrompter : public Prompter {
public:
    bool cancelJobsAndQuit(QWidget* window, const QString& runningJob) override;
};

}  // namespace limen
