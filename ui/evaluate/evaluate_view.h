// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "ui/evaluate/study_results.h"

class QListWidget;
class QStackedWidget;

namespace limen {

class FailureGallery;
class FigurePage;
class TablePage;

/// The Evaluate workspace: tables and figures that the study keeps and the faces whose levels were missed
/// most, one of them shown. It measures nothing: that is the job evaluate.
class EvaluateView : public QWidget {
    Q_OBJECT
public:
    explicit EvaluateView(QWidget* parent = nullptr);

    /// Of the open study; what was shown stays where it is still there. An empty path: no study.
    void setResults(const std::filesystem::path& study, const StudyResults& results);

    QListWidget* list() const { return m_list; }
    TablePage* tablePage() const { return m_tablePage; }
    FigurePage* figurePage() const { return m_figurePage; }
    FailureGallery* gallery() const { return m_gallery; }
    /// Shows a table or figure by its id, or "gallery". False: there is none.
    bool showEntry(const std::string& id);
    /// Of what is shown; empty: nothing.
    std::string shownEntry() const;

Q_SIGNALS:
    void jobRequested(const QString& job, const limen::Json& values);
    void imageRequested(qint64 image);
    void failed(const QString& text);
    void done(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeEmptyPage();
    QWidget* makeListColumn();
    void fillList();
    void paintHeadings();
    void addHeading(const QString& text);
    void addEntry(const std::string& id, const QString& text, const QString& tip);
    void showRow(int row);

    StudyResults m_results;
    std::filesystem::path m_study;
    QStackedWidget* m_stack;
    QListWidget* m_list;
    QStackedWidget* m_pages;
    TablePage* m_tablePage;
    FigurePage* m_figurePage;
    FailureGallery* m_gallery;
};

}  // namespace limen
