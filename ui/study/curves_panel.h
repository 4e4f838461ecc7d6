// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "ui/study/curves_loader.h"

class QLabel;
class QStackedLayout;

namespace limen {

class CodecCurves;

/// The codec settings of a study beside one another: accuracy over rate and JND points. Counts only while it
/// is shown; otherwise it says in one sentence what to run.
class CurvesPanel : public QWidget {
    Q_OBJECT
public:
    explicit CurvesPanel(QWidget* parent = nullptr);

    /// The label set with which others are compared; none: the study has no labels. What is shown of other
    /// settings of the same comparison stays as long as `changed` does not say that there are new results.
    void setSource(const std::filesystem::path& folder, std::optional<std::int64_t> labelSet, bool changed);
    void clear();

    CodecCurves* curves() const { return m_curves; }
    /// The sentence in place of the curves; empty while they are shown.
    QString message() const;
    /// What is missing below the curves; usually empty.
    QString note() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    bool shows(std::int64_t labelSet) const;
    void loadIfSeen();
    void showMessage(const QString& text);
    void onLoaded(const std::shared_ptr<const CurveSets>& sets);

    CurvesLoader m_loader;
    QStackedLayout* m_stack;
    QLabel* m_message;
    CodecCurves* m_curves;
    QLabel* m_note;
    std::filesystem::path m_folder;
    std::optional<std::int64_t> m_labelSet;
    std::shared_ptr<const CurveSets> m_shown;
    bool m_stale = false;
};

}  // namespace limen
