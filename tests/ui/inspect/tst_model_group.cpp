// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "comparison/candidate.h"
#include "comparison/eye_jnd_image.h"
#include "faces/drawn_faces.h"
#include "inspect/eye_images.h"
#include "inspect/inspect_controller.h"
#include "inspect/level_bar.h"
#include "inspect/model_bar.h"
#include "inspect/model_group.h"
#include "inspect/pixel_readout.h"
#include "inspect/residual_bar.h"
#include "inspect_window.h"
#include "metrics/psnr.h"

using namespace limen;
using namespace limen::test;

namespace {

using Names = EyeImages::Names;

struct ModelWindow : Window {
    ModelGroup* group() const { return part<ModelGroup>(); }
    EyeImages* eyes() const { return part<EyeImages>(); }
    const ModelGroup::Column& column(const char* key) const { return *group()->column(key); }
    QString value(const char* key) const { return column(key).value->text(); }
    std::vector<std::string> keys() const {
        std::vector<std::string> keys;
        for (const ModelGroup::Column& column : group()->columns())
            keys.push_back(column.key);
        return keys;
    }
};

QString decibels(double value) {
    return QStringLiteral("%1 dB").arg(value, 0, 'f', 2);
}

/// Eye images of the fakes, whose making the test holds.
struct Held {
    std::shared_ptr<FakeStudy> study = std::make_shared<FakeStudy>();
    Gate gate;
    std::mutex mutex;
    std::vector<std::string> made;  // model and image
    InspectController controller{std::make_unique<FakeLoader>(study), std::make_unique<FakeJudge>(study)};
    std::unique_ptr<EyeImages> eyes;

    Held() {
        for (ImageId image = 1; image <= 4; ++image)
            study->add(image);
        eyes = std::make_unique<EyeImages>(
            &controller, nullptr, [this](const EyeModelChoice& model, const RgbImage& face, ImageId image) {
                {
                    const std::lock_guard lock(mutex);
                    made.push_back(model.name + std::to_string(image));
                }
                gate.pass();
                if (model.name == "wu17")
                    throwFailure("It cannot be made.", "Leave it out.");
                return face;
            });
        eyes->choose({"chou95", "zhang05"});
        controller.setSource({});
    }
    ~Held() {
        gate.open();
        eyes.reset();
    }
    std::vector<std::string> asked() {
        const std::lock_guard lock(mutex);
        return made;
    }
};

}  // namespace

/// Eye models stand beside the prediction, each as the comparison has it, whatever the user does meanwhile.
class TestModelGroup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setStyle(QStringLiteral("Fusion"));
        QLocale::setDefault(QLocale::c());
    }

    void theImagesAreThoseOfTheComparison() {
        JndFaces faces;
        for (int person = 0; person < 2; ++person) {
            JndFace face;
            face.image = 40 + person;
            face.original = face.jnd = drawFace(static_cast<std::uint64_t>(person), 1);
            faces.faces.push_back(face);
        }
        ComparedPart part;
        part.faces = &faces;
        part.measured = {0, 1};
        const EyeImages::Make make = EyeImages::asCompared();
        const Held all;
        JobContext context(silentObserver(), {});
        for (const Candidate& candidate : eyeModelCandidates(RunOptions{}.seed)) {
            const CandidateAnswers answers = candidate.answer(part, context);
            for (std::size_t i = 0; i < 2; ++i)
                QVERIFY2(answers.faces[i].jnd == make(*all.eyes->choice(candidate.name),
                                                      faces.faces[i].original,
                                                      faces.faces[i].image),
                         candidate.name.c_str());
        }
    }

    void columnsHaveTheirNumbers() {
        ModelWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        window.view->setImage(1);
        window.action("inspect-compare")->trigger();
        QVERIFY(window.group()->isVisible() && !window.grid()->isVisible());
        QCOMPARE(window.keys(),
                 (std::vector<std::string>{
                     "original", "ground truth", "predicted", "zhang05", "wu17", "jiang22"}));
        const RgbImage original = FakeStudy::picture(1), jnd = FakeStudy::decoded(1, 20);
        QTRY_COMPARE(window.value("original"), decibels(psnr(jnd, original)));
        QTRY_COMPARE(window.value("predicted"), decibels(psnr(jnd, FakeStudy::decoded(1, 16))));
        QCOMPARE(window.value("ground truth"), QStringLiteral("QP 20"));
        for (const char* model : {"zhang05", "wu17", "jiang22"}) {
            const double expected = psnr(jnd, eyeJndImage(*createEyeModel(model), original, 1, 1));
            QTRY_COMPARE(window.value(model), decibels(expected));
        }
        // The prediction is nearest; the face unchanged takes no part.
        QVERIFY(window.column("predicted").value->font().bold());
        QVERIFY(!window.column("original").value->font().bold());
        QVERIFY(!window.column("zhang05").value->font().bold());
        QVERIFY(window.column("original").residual->image().isNull());
        QVERIFY(!window.column("zhang05").residual->image().isNull());
        // Nothing shown follows the slider.
        QVERIFY(!window.part<LevelBar>()->isVisible());
        window.action("inspect-compare")->trigger();
        QVERIFY(window.grid()->isVisible() && window.part<LevelBar>()->isVisible());
    }

    void withoutGroundTruthThereIsNoNumber() {
        ModelWindow window;
        window.open();
        window.view->setComparing(true);
        QCOMPARE(window.column("original").image->emptyText(),
                 QStringLiteral("Choose an image in the table."));
        window.view->setImage(1);
        QTRY_VERIFY(!window.column("jiang22").image->image().isNull());
        QCOMPARE(window.value("jiang22"), QString());
        QVERIFY(window.column("ground truth")
                    .image->emptyText()
                    .contains(QStringLiteral("Jobs › Find JND points")));
        QVERIFY(!window.column("jiang22").residual->image().isNull());
    }

    void modelsAreSwitchedInTheMenu() {
        ModelWindow window;
        window.open();
        window.view->setImage(1);
        window.view->setComparing(true);
        QMenu* menu = window.part<ModelBar>()->menu();
        QAction* wu13 = nullptr;
        for (QAction* action : menu->actions())
            if (action->data().toString() == QStringLiteral("wu13"))
                wu13 = action;
        QVERIFY(wu13 != nullptr && !wu13->isChecked());
        ImagePane* kept = window.column("zhang05").image;
        wu13->trigger();
        // In the order of the models, not of the clicks.
        QCOMPARE(window.keys(),
                 (std::vector<std::string>{
                     "original", "ground truth", "predicted", "zhang05", "wu13", "wu17", "jiang22"}));
        QCOMPARE(window.column("zhang05").image, kept);
        QTRY_VERIFY(!window.column("wu13").image->image().isNull());
        window.eyes()->choose({});
        QCOMPARE(window.keys().size(), std::size_t{3});
        QVERIFY(!wu13->isChecked());
        window.eyes()->choose({"nobody", "chou95"});
        QCOMPARE(window.eyes()->chosen(), (Names{"chou95"}));
    }

    void movingOnDropsWhatIsNotMadeYet() {
        Held held;
        held.gate.close();
        held.controller.setImage(1);
        held.eyes->setEnabled(true);
        QTRY_COMPARE(held.asked(), (std::vector<std::string>{"chou951"}));
        held.controller.setImage(2);
        QTRY_VERIFY(held.controller.face() != nullptr && held.controller.face()->record.id == 2);
        QVERIFY(held.eyes->image("chou95") == nullptr);
        held.gate.open();
        QTRY_VERIFY(held.eyes->image("zhang05") != nullptr);
        // The first face's second model was never asked, its first one never shown.
        QCOMPARE(held.asked(), (std::vector<std::string>{"chou951", "chou952", "zhang052"}));
        QVERIFY(*held.eyes->image("chou95") == FakeStudy::picture(2));
    }

    void facesAreRememberedAndNothingIsMadeWhileOff() {
        Held held;
        held.controller.setImage(1);
        QTRY_VERIFY(held.controller.face() != nullptr);
        QCOMPARE(held.asked().size(), std::size_t{0});
        held.eyes->setEnabled(true);
        QTRY_VERIFY(held.eyes->image("zhang05") != nullptr);
        held.controller.setImage(2);
        QTRY_VERIFY(held.controller.face() != nullptr && held.controller.face()->record.id == 2 &&
                    held.eyes->image("zhang05") != nullptr);
        held.controller.setImage(1);
        QTRY_VERIFY(held.controller.face() != nullptr && held.controller.face()->record.id == 1);
        QVERIFY(*held.eyes->image("zhang05") == FakeStudy::picture(1));
        QCOMPARE(held.asked().size(), std::size_t{4});
    }

    void aModelThatFailsSaysWhyInItsPlace() {
        Held held;
        held.eyes->choose({"wu17", "jiang22"});
        held.eyes->setEnabled(true);
        held.controller.setImage(1);
        QTRY_VERIFY(held.eyes->image("jiang22") != nullptr);
        QVERIFY(held.eyes->image("wu17") == nullptr);
        QVERIFY(held.eyes->problem("wu17").contains(QStringLiteral("It cannot be made.")));
    }

    void aStudyIsClosedWhileModelsCompute() {
        ModelWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        window.view->setComparing(true);
        window.eyes()->choose({"chou95", "liu10", "wu13", "wu17"});
        window.view->setImage(1);
        QTRY_VERIFY(!window.column("original").image->image().isNull());
        window.view->clear();
        QTRY_VERIFY(window.column("original").image->image().isNull());
        QTest::qWait(50);  // whatever was under way arrives
        for (const ModelGroup::Column& column : window.group()->columns())
            QVERIFY(column.image->image().isNull() && column.value->text().isEmpty());
        window.view->setSource({});
        window.view->setImage(1);
        QTRY_VERIFY(!window.column("original").image->image().isNull());
        window.view.reset();  // and once more, with the whole view
    }

    void panesLookThroughOneView() {
        ModelWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        window.view->setImage(1);
        window.view->setComparing(true);
        QTRY_VERIFY(!window.column("jiang22").image->image().isNull());
        ImagePane* pane = window.column("jiang22").image;
        QTRY_VERIFY(pane->imageRect().height() > 20.0);
        // The whole image is seen in every pane.
        for (const ModelGroup::Column& column : window.group()->columns()) {
            QVERIFY(column.image->imageRect().width() <=
                    column.image->width() * pane->devicePixelRatioF() + 1);
            QVERIFY(column.image->imageRect().height() <=
                    column.image->height() * pane->devicePixelRatioF() + 1);
        }
        const double scale = pane->imageRect().width() / FakeStudy::width;
        const QPointF at =
            (pane->imageRect().topLeft() + QPointF(3.5, 2.5) * scale) / pane->devicePixelRatioF();
        QTest::mouseMove(pane, at.toPoint());
        const QString text = window.part<PixelReadout>()->text();
        const RgbImage made = eyeJndImage(*createEyeModel("jiang22"), FakeStudy::picture(1), 1, 1);
        const std::uint8_t* rgb = made.at(3, 2);
        QVERIFY2(text.contains(QStringLiteral("\nJiang22\t%1\t%2\t%3\n").arg(rgb[0]).arg(rgb[1]).arg(rgb[2])),
                 qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("\nJiang22 residual\t")));
        window.view->setComparing(false);
        QVERIFY(!window.part<PixelReadout>()->text().contains(QStringLiteral("Jiang22")));
    }

    void oneGainForAll() {
        ModelWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        window.view->setImage(1);
        window.view->setComparing(true);
        QTRY_VERIFY(!window.column("wu17").residual->image().isNull());
        auto* bar = window.part<ResidualBar>();
        ResidualSetting setting = bar->setting();
        setting.gain = 2;
        bar->setSetting(setting);
        QVERIFY(window.column("original").residual->emptyText().contains(QStringLiteral("2x")));
        setting.lockRange = false;
        bar->setSetting(setting);
        QVERIFY(bar->setting().gain > 2);  // the residuals are small
    }

    void manyColumnsGoOnBelow() {
        ModelWindow window;
        window.open();
        window.view->setComparing(true);
        window.eyes()->choose({"chou95", "yang05", "zhang05", "liu10", "wu13", "wu17", "jiang22"});
        window.group()->resize(900, 600);
        QCOMPARE(window.group()->columnsPerRow(), 5);
        window.group()->resize(1800, 300);
        QCOMPARE(window.group()->columnsPerRow(), 10);
    }

    void theSessionKeepsWhatIsCompared() {
        ModelWindow first;
        first.open();
        first.view->setComparing(true);
        first.eyes()->choose({"liu10"});
        const QByteArray state = first.view->saveViewState();
        ModelWindow second;
        second.open();
        second.view->restoreViewState(state);
        QVERIFY(second.view->isComparing() && second.group()->isVisible());
        QCOMPARE(second.eyes()->chosen(), (Names{"liu10"}));
        second.view->restoreViewState("{\"scale\":1}");  // of an earlier version
        QVERIFY(!second.view->isComparing());
        QCOMPARE(second.eyes()->chosen(), (Names{"liu10"}));
    }

    void theGroupIsExportedAsAFigure() {
        ModelWindow window;
        window.study->label(1, LabelFlag::Ok, 20);
        window.open();
        QSignalSpy messages(window.view.get(), &InspectView::message);
        QVERIFY(!window.view->exportComparison(QStringLiteral("/tmp/nothing.svg")));
        window.view->setImage(1);
        window.view->setComparing(true);
        QTRY_VERIFY(!window.value("jiang22").isEmpty());
        const QTemporaryDir folder;
        const auto bytesOf = [&folder](const char* name) {
            QFile file(folder.filePath(QString::fromUtf8(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        for (const char* name : {"one.svg", "one.pdf", "one.png"})
            QVERIFY(window.view->exportComparison(folder.filePath(QString::fromUtf8(name))));
        const QByteArray svg = bytesOf("one.svg");
        QVERIFY(svg.contains("Jiang22") && svg.contains(window.value("jiang22").toUtf8()));
        QVERIFY(svg.contains("A/A_0001"));
        QVERIFY(bytesOf("one.pdf").startsWith("%PDF"));
        const QImage png = QImage::fromData(bytesOf("one.png"), "PNG");
        QVERIFY(png.width() >= 3 * 6 * FakeStudy::width);  // three pixels each, so that text can be read
        messages.clear();
        QVERIFY(!window.view->exportComparison(folder.filePath(QStringLiteral("one.bmp"))));
        QVERIFY(messages.first().first().toString().contains(QStringLiteral(".svg, .pdf or .png")));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("one.bmp"))));
    }
};

QTEST_MAIN(TestModelGroup)
#include "tst_model_group.moc"
