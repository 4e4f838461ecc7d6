// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <QAction>
#include <QtTest>

#include "inspect/inspect_view.h"
#include "inspect/pane_grid.h"
#include "inspect_fakes.h"

namespace limen::test {

/// An Inspect view of the fakes.
struct Window {
    std::shared_ptr<FakeStudy> study = std::make_shared<FakeStudy>();
    std::unique_ptr<InspectView> view;

    Window() { study->add(1); }
    ~Window() {
        study->frames.open();
        study->judgements.open();
        study->predictions.open();
    }
    void open() {
        view = std::make_unique<InspectView>(std::make_unique<FakeLoader>(study),
                                             std::make_unique<FakeJudge>(study),
                                             std::make_unique<FakePredictor>(study));
        view->resize(1200, 860);
        view->show();
        view->setSource({});
    }
    PaneGrid* grid() const { return view->findChild<PaneGrid*>(); }
    ImagePane* pane(PaneGrid::Pane which) const { return grid()->pane(which); }
    template <class Widget>
    Widget* part() const {
        return view->findChild<Widget*>();
    }
    QAction* action(const char* name) const {
        for (QAction* action : view->viewActions())
            if (action->objectName() == QLatin1String(name))
                return action;
        return nullptr;
    }
    bool showsLevel(int level) const {
        return grid()->title(PaneGrid::Decoded).contains(QStringLiteral("QP %1 ").arg(level));
    }
    void point(PaneGrid::Pane which, QPoint pixel) const {
        ImagePane* pane = this->pane(which);
        const double scale = pane->imageRect().width() / FakeStudy::width;
        const QPointF at = (pane->imageRect().topLeft() + (QPointF(pixel) + QPointF(0.5, 0.5)) * scale) /
                           pane->devicePixelRatioF();
        QTest::mouseMove(pane, at.toPoint());
    }
};

}  // namespace limen::test
