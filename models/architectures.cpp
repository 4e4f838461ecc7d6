// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/architectures.h"

#include <fmt/format.h>
#include <map>

#include "base/error.h"
#include "models/face_chain.h"
#include "models/landmark_chain.h"
#include "models/mobile_face_net.h"

namespace limen::models {

std::vector<ConvLayer> buildChain(
    const std::string& architecture, const Json& options, TensorSource& source, int width, int height) {
    using Plan = std::vector<ConvLayer> (*)(const Json&, TensorSource&, int, int);
    static const std::map<std::string, Plan> plans = {
        {"face-chain", faceChain}, {"landmark-chain", landmarkChain}, {"mobilefacenet", mobileFaceNet}};
    const auto plan = plans.find(architecture);
    if (plan == plans.end())
        throwBadInput(fmt::format("Limen has no architecture \"{}\".", architecture),
                      "This version knows face-chain, landmark-chain and mobilefacenet; other networks can "
                      "be used as onnx, "
                      "caffe or tensorflow files.");
    return plan->second(options, source, width, height);
}

}  // namespace limen::models
