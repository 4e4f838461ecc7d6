// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/paper_reference.h"

namespace limen {

const PaperTable& paperTable2() {
    static const PaperTable table = {
        {{"PSNR", true}, {"LPIPS", false}, {"dSDD-FIQA", false}, {"dSER-FIQ", false}, {"dFaceQnet", false}},
        {{"Yang05", {25.8388, 0.2679, 16.1851, 0.1537, 0.0659}},
         {"Zhang05", {27.3104, 0.2763, 15.5901, 0.1539, 0.0596}},
         {"Liu10", {25.4451, 0.2664, 16.1044, 0.1531, 0.0684}},
         {"Wu17", {25.3268, 0.2745, 15.7492, 0.1505, 0.0657}},
         {"Shen21", {27.8303, 0.2081, 15.2704, 0.1421, 0.0670}},
         // Printed as 0.0646; the mean of its five folds is this.
         {"Jiang22", {28.2220, 0.2528, 15.9565, 0.1552, 0.0605}},
         {"Proposed", {30.9470, 0.1293, 9.1811, 0.1307, 0.0483}}},
        {"dFaceQnet of Jiang22 is the mean of the folds; the mean that is printed is probably a misprint."}};
    return table;
}

const PaperTable& paperTable4() {
    static const PaperTable table = {
        {{"to the same person", false}, {"to other people", true}},
        {{"without identity loss", {0.8834, 1.4146}}, {"with identity loss", {0.8807, 1.4147}}},
        {}};
    return table;
}

const PaperTable& paperTable5() {
    static const PaperTable table = {{{"PSNR", true}, {"LPIPS", false}, {"dSDD-FIQA", false}},
                                     {{"no AFD, no skips", {27.9070, 0.2665, 16.2935}},
                                      {"AFD, no skips", {27.9842, 0.2642, 15.1565}},
                                      {"AFD and skips", {30.9470, 0.1293, 9.1811}}},
                                     {}};
    return table;
}

const PaperCoding& paperTable3() {
    static const PaperCoding coding = {
        {{"QP 42", 0.20, 87.75},
         {"QP 41", 0.22, 91.99},
         // ACC is printed as 94.86; the mean of its five folds is this.
         {"QP 40", 0.24, 94.75},
         {"QP 37", 0.33, 98.28},
         {"QP 36", 0.37, 98.75},
         {"QP 35", 0.42, 99.03},
         {"QP 32", 0.59, 99.45},
         {"QP 24", 1.43, 99.68}},
        {{"Proposed", 0.36, 98.90}, {"MV-NR", 0.22, 90.44}, {"MV-FR", 0.22, 90.39}},
        5.0,
        -81.0,
        {"The paper prints rates with two digits and eight constant levels, between which is interpolated: "
         "its differences at equal rate are uncertain by about 0.1 points near its own operating point and "
         "by more than a point where the curve is steep.",
         "For the true JND points the text gives bounds (at least so much), of all images."}};
    return coding;
}

}  // namespace limen
