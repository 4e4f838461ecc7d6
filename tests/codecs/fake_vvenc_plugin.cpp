// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// Stands for the plug-in that calls VVenC. What it does wrong is decided when it is compiled:
// FAKE_NUMBER, FAKE_BUILT_FOR, FAKE_RUNS_WITH, and FAKE_RESULT: 0 encodes, 1 fails, 2 writes garbage.

#include <algorithm>
#include <cstdio>
#include <string>

#include "codecs/vvenc/vvenc_plugin.h"

namespace {

int encode(LimenVvencPicture* picture) {
    if (FAKE_RESULT == 1) {
        std::snprintf(picture->message, picture->messageCapacity, "it is only a test");
        return 1;
    }
    const std::string good("\0\0\0\1\0\171xx\0\0\0\1\0\201xx\0\0\1\0\101\200x", 23);
    const std::string stream = FAKE_RESULT == 0 ? good : "garbage";
    std::copy(stream.begin(), stream.end(), picture->stream);
    picture->size = stream.size();
    const int samples = picture->width * picture->height * 3 / 2;
    for (int i = 0; i < samples; ++i)
        picture->reconstruction[i] = static_cast<std::uint16_t>(picture->samples[i] << 2U);
    return 0;
}

}  // namespace

extern "C" const LimenVvencApi* limenVvencApi() {
    static const LimenVvencApi api = {FAKE_NUMBER, FAKE_BUILT_FOR, FAKE_RUNS_WITH, encode};
    return &api;
}
