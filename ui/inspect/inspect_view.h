// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace limen {

/// Which results are looked at. All of one study; what is missing is explained instead of shown.
struct InspectSource {
    std::filesystem::path study;
    std::string codecSetting = "hevc";
    std::optional<std::int64_t> labelSet;  ///< LabelSet::id; none: nothing labelled yet
    std::string recognizer;                ///< installed name or a card's path; empty: no similarity
};

/// The Inspect workspace: four linked panes, the level slider with live re-encoding, and the details of one image.
/// Encoding, embedding and reading the study happen on a worker thread of its own.
class InspectView : public QWidget {
    Q_OBJECT

public:
    explicit InspectView(QWidget* parent = nullptr);
    ~InspectView() override;

    void setSource(const InspectSource& source);
    /// Shows the empty state and closes the study.
    void clear();
    void setImage(std::int64_t imageId);

    /// The codec's native level at the slider; 0 while there is no codec.
    int level() const;
    void setLevel(int level);

    /// For the View menu, in its order; separators included.
    QList<QAction*> viewActions() const;

    /// Zoom, gain, channel, level; for the session.
    QByteArray saveViewState() const;
    void restoreViewState(const QByteArray& state);

Q_SIGNALS:
    void busyChanged(bool busy);
    /// A sentence for the message bar.
    void message(const QString& text);

private:
    class Panels;
    std::unique_ptr<Panels> m_panels;
};

}  // namespace limen
