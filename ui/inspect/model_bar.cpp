// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/model_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>
#include <algorithm>

#include "inspect/eye_images.h"

namespace limen {

ModelBar::ModelBar(EyeImages* eyes, QAction* exportAction, QWidget* parent)
    : QWidget(parent), m_eyes(eyes), m_button(new QToolButton(this)), m_menu(new QMenu(this)) {
    m_menu->installEventFilter(this);

    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setToolTip(tr("Which models of the human eye stand beside the prediction"));
    auto* save = new QToolButton(this);
    save->setDefaultAction(exportAction);
    save->setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_button);
    layout->addWidget(save);
    connect(eyes, &EyeImages::choicesChanged, this, &ModelBar::fillMenu);
    connect(eyes, &EyeImages::chosenChanged, this, &ModelBar::showChosen);
    fillMenu();
}

void ModelBar::fillMenu() {
    m_menu->clear();
    m_models.clear();
    EyeImages::Names published;
    for (const EyeModelChoice& choice : m_eyes->choices()) {
        if (choice.hash.empty())
            published.push_back(choice.name);
        else if (m_models.size() == static_cast<qsizetype>(published.size()))
            m_menu->addSeparator();  // the first that somebody has trained
        QAction* action = m_menu->addAction(
            QString::fromStdString(choice.title).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setCheckable(true);
        action->setData(QString::fromStdString(choice.name));
        connect(action, &QAction::triggered, this, &ModelBar::readMenu);
        m_models.append(action);
    }
    m_menu->addSeparator();
    const auto addSet = [this](const QString& text, const EyeImages::Names& names) {
        connect(
            m_menu->addAction(text), &QAction::triggered, m_eyes, [this, names] { m_eyes->choose(names); });
    };
    addSet(tr("&All published"), published);
    addSet(tr("&None"), {});
    addSet(tr("As in the paper's &figures"), EyeImages::shownInPaper());
    showChosen();
}

void ModelBar::readMenu() {
    EyeImages::Names names;
    for (const QAction* action : m_models)
        if (action->isChecked())
            names.push_back(action->data().toString().toStdString());
    m_eyes->choose(names);
}

void ModelBar::showChosen() {
    const EyeImages::Names& chosen = m_eyes->chosen();
    for (QAction* action : m_models)
        action->setChecked(std::find(chosen.begin(), chosen.end(), action->data().toString().toStdString()) !=
                           chosen.end());
    m_button->setText(tr("&Eye models: %1 of %2").arg(chosen.size()).arg(m_models.size()));
}

bool ModelBar::eventFilter(QObject* watched, QEvent* event) {
    // Several are switched in one go: a model that is switched does not close the menu.
    QAction* action = nullptr;
    if (event->type() == QEvent::MouseButtonRelease)
        action = m_menu->actionAt(static_cast<QMouseEvent*>(event)->position().toPoint());
    else if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space)
        action = m_menu->activeAction();
    if (action != nullptr && action->isCheckable()) {
        action->trigger();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace limen
