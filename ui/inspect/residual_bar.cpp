// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/residual_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <algorithm>

#include "inspect/colour_bar.h"

namespace limen {

ResidualBar::ResidualBar(QWidget* parent)
    : QWidget(parent),
      m_test(new QComboBox(this)),
      m_channel(new QComboBox(this)),
      m_gain(new QComboBox(this)),
      m_lock(new QCheckBox(tr("&Lock range"), this)),
      m_colours(new ColourBar(this)) {
    m_test->addItem(tr("of the decoded image"), false);
    m_test->addItem(tr("of the JND image"), true);
    m_test->setAccessibleName(tr("Image the residual is taken of"));
    m_test->setToolTip(
        tr("Residual = original - decoded image at the slider, or original - image at the JND point"));

    m_channel->addItem(tr("Luma"), static_cast<int>(ResidualChannel::Luma));
    m_channel->addItem(tr("Red"), static_cast<int>(ResidualChannel::Red));
    m_channel->addItem(tr("Green"), static_cast<int>(ResidualChannel::Green));
    m_channel->addItem(tr("Blue"), static_cast<int>(ResidualChannel::Blue));
    m_channel->addItem(tr("Largest of R, G, B"), static_cast<int>(ResidualChannel::Largest));
    m_channel->setAccessibleName(tr("Channel of the residual"));
    m_channel->setToolTip(
        tr("Luma: 0.299 R + 0.587 G + 0.114 B (BT.601) of the signed differences. "
           "Largest: the channel with the largest magnitude, with its sign."));

    for (int gain = 1; gain <= ResidualSetting::maxGain; gain *= 2)
        m_gain->addItem(tr("%1x", "gain").arg(gain), gain);
    m_gain->setAccessibleName(tr("Gain of the residual"));
    m_gain->setToolTip(
        tr("Colours span 255 / gain grey levels to either side of zero (E: more, Shift+E: less)"));

    m_lock->setToolTip(
        tr("Keep the range when level or image change, so that residuals can be compared. "
           "Unlocked, the gain follows each residual: at most 0.5 % of its pixels exceed the range."));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* title = new QLabel(tr("&Residual"), this);
    title->setBuddy(m_test);
    layout->addWidget(title);
    layout->addWidget(m_test);
    layout->addWidget(m_channel);
    auto* gainTitle = new QLabel(tr("&Gain"), this);
    gainTitle->setBuddy(m_gain);
    layout->addWidget(gainTitle);
    layout->addWidget(m_gain);
    layout->addWidget(m_lock);
    layout->addSpacing(8);
    layout->addWidget(m_colours, 1);

    for (QComboBox* box : {m_test, m_channel})
        connect(box, &QComboBox::currentIndexChanged, this, &ResidualBar::readControls);
    connect(m_gain, &QComboBox::activated, this, [this] {
        m_lock->setChecked(true);  // a gain chosen by hand is meant to stay
        readControls();
    });
    connect(m_lock, &QCheckBox::toggled, this, &ResidualBar::readControls);
    showSetting();
}

void ResidualBar::setSetting(const ResidualSetting& setting) {
    if (setting == m_setting)
        return;
    m_setting = setting;
    showSetting();
    Q_EMIT settingChanged();
}

void ResidualBar::showGain(int gain) {
    const QScopedValueRollback showing(m_showing, true);
    m_setting.gain = gain;
    m_gain->setCurrentIndex(m_gain->findData(gain));
    m_colours->setRange(residualRange(gain));
}

void ResidualBar::stepGain(int steps) {
    ResidualSetting next = m_setting;
    next.lockRange = true;
    for (; steps > 0; --steps)
        next.gain = std::min(next.gain * 2, ResidualSetting::maxGain);
    for (; steps < 0; ++steps)
        next.gain = std::max(next.gain / 2, 1);
    setSetting(next);
}

void ResidualBar::setTestShown(bool shown) {
    m_test->setVisible(shown);
}

void ResidualBar::readControls() {
    if (m_showing)
        return;
    ResidualSetting next;
    next.ofJndImage = m_test->currentData().toBool();
    next.channel = static_cast<ResidualChannel>(m_channel->currentData().toInt());
    next.gain = m_gain->currentData().toInt();
    next.lockRange = m_lock->isChecked();
    setSetting(next);
}

void ResidualBar::showSetting() {
    showGain(m_setting.gain);
    const QScopedValueRollback showing(m_showing, true);
    m_test->setCurrentIndex(m_test->findData(m_setting.ofJndImage));
    m_channel->setCurrentIndex(m_channel->findData(static_cast<int>(m_setting.channel)));
    m_lock->setChecked(m_setting.lockRange);
}

}  // namespace limen
