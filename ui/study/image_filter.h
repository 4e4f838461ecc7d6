// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "ui/study/study_snapshot.h"

namespace limen {

/// What is typed above the image table. Words match image or identity; `flag:ok`, `role:probe`,
/// `identity:NAME` and comparisons such as `qp>=35` or `bpp<0.3` narrow further; all must hold. A condition
/// that is not finished yet (`qp>`) holds for every image, so that the table does not go blank while typing.
class ImageFilter {
public:
    static ImageFilter parse(const QString& text);

    bool matches(const ImageRow& row) const;
    /// For the tooltip of the box.
    static QString explanation();

private:
    enum class Field { Level, Bpp };
    enum class Comparison { Less, LessEqual, Equal, GreaterEqual, Greater };
    struct Condition {
        Field field;
        Comparison comparison;
        double value;
        bool holds(const ImageRow& row) const;
    };

    bool addToken(const QString& token);
    bool addComparison(const QString& token);

    QStringList m_words;
    QStringList m_flags;
    QStringList m_roles;
    QStringList m_identities;
    std::vector<Condition> m_conditions;
};

}  // namespace limen
