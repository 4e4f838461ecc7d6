// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The models, one file each. Only the list includes this; everybody else asks createEyeModel().

#include "hvs/eye_model.h"

namespace limen {

std::unique_ptr<EyeModel> makeChou95(const EyeModelOptions& options);   // chou95.cpp
std::unique_ptr<EyeModel> makeYang05(const EyeModelOptions& options);   // yang05.cpp
std::unique_ptr<EyeModel> makeZhang05(const EyeModelOptions& options);  // zhang05.cpp
std::unique_ptr<EyeModel> makeLiu10(const EyeModelOptions& options);    // liu10.cpp
std::unique_ptr<EyeModel> makeWu13(const EyeModelOptions& options);     // wu13.cpp
std::unique_ptr<EyeModel> makeWu17(const EyeModelOptions& options);     // wu17.cpp
std::unique_ptr<EyeModel> makeJiang22(const EyeModelOptions& options);  // jiang22.cpp

}  // namespace limen
