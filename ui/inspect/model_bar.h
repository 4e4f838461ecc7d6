// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QToolButton;
QT_END_NAMESPACE

namespace limen {

class EyeImages;

/// Chooses which eye models stand beside the prediction, and exports what is shown.
class ModelBar : public QWidget {
    Q_OBJECT

public:
    ModelBar(EyeImages* eyes, QAction* exportAction, QWidget* parent = nullptr);

    QMenu* menu() const { return m_menu; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fillMenu();
    void readMenu();
    void showChosen();

    EyeImages* m_eyes;
    QToolButton* m_button;
    QMenu* m_menu;
    QList<QAction*> m_models;  ///< data: name
};

}  // namespace limen
