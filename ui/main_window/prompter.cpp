// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/prompter.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace limen {

Prompter::~Prompter() = default;

bool DialogPrompter::cancelJobsAndQuit(QWidget* window, const QString& runningJob) {
    const auto translated = [](const char* text) {
        return QCoreApplication::translate("limen::DialogPrompter", text);
    };
    QMessageBox box(window);
    box.setIcon(QMessageBox::Question);
    box.setWindowTitle(translated("Quit Limen?"));
    box.setText(translated("“%1” is still running.").arg(runningJob));
    box.setInformativeText(
        translated("What is done is kept: run the job again later and it goes on from there."));
    const QPushButton* quit =
        box.addButton(translated("Cancel the job and quit"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(translated("Stay"), QMessageBox::RejectRole));
    box.exec();
    return box.clickedButton() == quit;
}

}  // namespace limen
