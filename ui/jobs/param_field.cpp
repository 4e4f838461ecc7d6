// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/param_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStandardItemModel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "base/error.h"
#include "ui/jobs/field_help.h"

namespace limen {

namespace {

constexpr int fieldWidth = 320;

QString numberText(const Json& value) {
    return QString::fromStdString(value.dump());
}

QString rangeText(const ParamSpec& spec) {
    if (spec.minimum && spec.maximum)
        return ParamField::tr("%1 to %2").arg(*spec.minimum).arg(*spec.maximum);
    if (spec.minimum)
        return ParamField::tr("at least %1").arg(*spec.minimum);
    return spec.maximum ? ParamField::tr("at most %1").arg(*spec.maximum) : QString();
}

QString toolTipOf(const ParamSpec& spec) {
    QString tip = QString::fromStdString(spec.help);
    const QString range = rangeText(spec);
    if (!range.isEmpty())
        tip += QStringLiteral(" (") + range + QStringLiteral(")");
    return tip;
}

/// A number that is not one is handed on as text, so that validation can say what is wrong with it.
Json parseNumber(const QString& text, bool integer) {
    bool isNumber = false;
    if (integer) {
        const qlonglong whole = text.toLongLong(&isNumber);
        if (isNumber)
            return whole;
    } else {
        const double real = text.toDouble(&isNumber);
        if (isNumber && std::isfinite(real))
            return real;
    }
    return text.toStdString();
}

}  // namespace

ParamField::ParamField(const ParamSpec& spec, const FormChoices& choices, QWidget* parent)
    : QWidget(parent), m_spec(spec) {
    m_editor = makeEditor(choices);
    m_editor->setToolTip(toolTipOf(spec));
    m_editor->setAccessibleName(title());
    m_editor->setAccessibleDescription(toolTipOf(spec));
    m_editor->setObjectName(QString::fromStdString(spec.name));
    setFocusProxy(m_editor);

    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(m_editor, 1);
    if (isPath() && !spec.repeated) {
        auto* button = new QToolButton;
        button->setIcon(style()->standardIcon(QStyle::SP_DirOpenIcon));
        button->setToolTip(tr("Choose…"));
        button->setAccessibleName(tr("Choose %1").arg(title()));
        connect(button, &QToolButton::clicked, this, &ParamField::browse);
        line->addWidget(button);
    }
    if (!spec.unit.empty())
        line->addWidget(new QLabel(QString::fromStdString(spec.unit)));
    if (const QString page = helpPageOf(spec); !page.isEmpty()) {
        auto* help = new QToolButton;
        help->setText(QStringLiteral("?"));
        help->setAutoRaise(true);
        help->setFocusPolicy(Qt::NoFocus);  // F1 does the same from the field
        help->setToolTip(tr("About this field (F1)"));
        help->setAccessibleName(tr("About %1").arg(title()));
        connect(help, &QToolButton::clicked, this, [this, page] { Q_EMIT helpRequested(page); });
        line->addWidget(help);
    }

    m_problem = new QLabel;
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    QFont bold = m_problem->font();
    bold.setBold(true);
    m_problem->setFont(bold);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    setValue(spec.defaultValue);
}

QString ParamField::title() const {
    QString name = QString::fromStdString(m_spec.name).replace(u'-', u' ');
    // Short names that are abbreviations in the field are written as such.
    for (const char* abbreviation : {"qp", "far", "csv"})
        if (name == QLatin1String(abbreviation))
            return name.toUpper();
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

bool ParamField::isPath() const {
    switch (m_spec.type) {
        case ParamType::InputFile:
        case ParamType::ConfigFile:
        case ParamType::OutputFile:
        case ParamType::InputFolder:
        case ParamType::OutputFolder:
        case ParamType::Study:
            return true;
        default:
            return false;
    }
}

QWidget* ParamField::makeEditor(const FormChoices& choices) {
    if (m_spec.repeated) {
        auto* lines = new QPlainTextEdit;
        lines->setPlaceholderText(tr("one per line"));
        lines->setTabChangesFocus(true);
        lines->setFixedHeight(fontMetrics().lineSpacing() * 4);
        connect(lines, &QPlainTextEdit::textChanged, this, &ParamField::edited);
        return lines;
    }
    if (m_spec.type == ParamType::Flag) {
        auto* box = new QCheckBox(QString::fromStdString(m_spec.help));
        connect(box, &QCheckBox::toggled, this, &ParamField::edited);
        return box;
    }
    if (m_spec.type == ParamType::Choice || m_spec.type == ParamType::Codec ||
        m_spec.type == ParamType::Recognizer)
        return makeChoice(choices);
    auto* line = new QLineEdit;
    line->setMinimumWidth(fieldWidth);
    line->setClearButtonEnabled(!m_spec.required);
    if (m_spec.type == ParamType::Integer || m_spec.type == ParamType::Real) {
        line->setPlaceholderText(rangeText(m_spec));
        line->setMinimumWidth(fieldWidth / 3);
    } else if (m_spec.type == ParamType::Levels) {
        line->setPlaceholderText(tr("all; or 13-51, or 22,32,37"));
    } else if (!m_spec.required) {
        line->setPlaceholderText(tr("optional"));
    }
    connect(line, &QLineEdit::textEdited, this, &ParamField::edited);
    return line;
}

QWidget* ParamField::makeChoice(const FormChoices& choices) {
    auto* box = new QComboBox;
    box->setMinimumWidth(fieldWidth);
    box->setEditable(m_spec.type != ParamType::Choice);
    box->setInsertPolicy(QComboBox::NoInsert);
    if (m_spec.type == ParamType::Choice && !m_spec.required && m_spec.defaultValue.is_null())
        box->addItem({});
    for (const std::string& choice : m_spec.choices)
        box->addItem(QString::fromStdString(choice));
    if (m_spec.type == ParamType::Recognizer)
        box->addItems(choices.recognizers);
    if (m_spec.type == ParamType::Codec)
        for (const FormChoices::Codec& codec : choices.codecs) {
            box->addItem(codec.name);
            const int row = box->count() - 1;
            box->setItemData(row, codec.title, Qt::ToolTipRole);
            if (codec.whatToInstall.isEmpty())
                continue;
            box->setItemData(row, codec.whatToInstall, Qt::ToolTipRole);
            if (auto* items = qobject_cast<QStandardItemModel*>(box->model()))
                items->item(row)->setEnabled(false);
        }
    if (box->isEditable()) {
        box->setCurrentIndex(-1);
        if (!m_spec.required)
            box->lineEdit()->setPlaceholderText(tr("the study's only one"));
    }
    connect(box, &QComboBox::currentTextChanged, this, &ParamField::edited);
    return box;
}

QString ParamField::text() const {
    if (const auto* box = qobject_cast<QComboBox*>(m_editor))
        return box->currentText().trimmed();
    if (const auto* lines = qobject_cast<QPlainTextEdit*>(m_editor))
        return lines->toPlainText();
    return static_cast<QLineEdit*>(m_editor)->text().trimmed();
}

void ParamField::setText(const QString& text) {
    if (auto* box = qobject_cast<QComboBox*>(m_editor)) {
        if (box->isEditable())
            box->setEditText(text);
        else
            box->setCurrentIndex(box->findText(text));
    } else if (auto* lines = qobject_cast<QPlainTextEdit*>(m_editor)) {
        lines->setPlainText(text);
    } else {
        static_cast<QLineEdit*>(m_editor)->setText(text);
    }
}

Json ParamField::value() const {
    if (const auto* check = qobject_cast<QCheckBox*>(m_editor))
        return check->isChecked();
    const bool integer = m_spec.type == ParamType::Integer;
    const bool number = integer || m_spec.type == ParamType::Real;
    if (m_spec.repeated) {
        Json values = Json::array();
        for (const QString& line : text().split(u'\n', Qt::SkipEmptyParts))
            values.push_back(number ? parseNumber(line.trimmed(), integer)
                                    : Json(line.trimmed().toStdString()));
        return values.empty() ? Json() : values;
    }
    const QString entered = text();
    if (entered.isEmpty())
        return {};
    return number ? parseNumber(entered, integer) : Json(entered.toStdString());
}

void ParamField::setValue(const Json& value) {
    const auto plain = [](const Json& item) {
        return item.is_string() ? QString::fromStdString(item.get<std::string>()) : numberText(item);
    };
    if (auto* check = qobject_cast<QCheckBox*>(m_editor)) {
        check->setChecked(value.is_boolean() && value.get<bool>());
        return;
    }
    if (value.is_array()) {
        QStringList lines;
        for (const Json& item : value)
            lines.append(plain(item));
        setText(lines.join(u'\n'));
        return;
    }
    setText(value.is_null() ? QString() : plain(value));
}

bool ParamField::validate() {
    try {
        Json raw = Json::object();
        const Json entered = value();
        if (!entered.is_null())
            raw[m_spec.name] = entered;
        validateParams({m_spec}, raw);
        showProblem({});
    } catch (const Error& error) {
        QString problem = QString::fromUtf8(error.what());
        // Validation speaks of options; here they are fields.
        problem.replace(QStringLiteral("--") + QString::fromStdString(m_spec.name), title());
        // The help of the parameter is its tooltip already.
        if (!error.hint().empty() && error.hint().find(m_spec.help) == std::string::npos)
            problem += QStringLiteral(" ") + QString::fromStdString(error.hint());
        showProblem(problem);
    }
    return m_problem->text().isEmpty();
}

void ParamField::showProblem(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QString ParamField::problem() const {
    return m_problem->text();
}

void ParamField::browse() {
    const bool folder = m_spec.type == ParamType::InputFolder || m_spec.type == ParamType::OutputFolder ||
                        m_spec.type == ParamType::Study;
    auto* dialog = new QFileDialog(this, title(), text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory
                        : m_spec.type == ParamType::InputFile || m_spec.type == ParamType::ConfigFile
                            ? QFileDialog::ExistingFile
                            : QFileDialog::AnyFile);
    if (m_spec.type == ParamType::OutputFile)
        dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        setText(path);
        validate();
        Q_EMIT edited();
    });
    dialog->open();
}

}  // namespace limen
