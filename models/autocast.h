// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include <string>

namespace limen::models {

/// While it lives, convolutions and products of this thread run in bf16 where `precision` is "bf16".
/// Weights, gradients and sums stay fp32.
class Autocast {
public:
    Autocast(const std::string& precision, at::Device device)
        : m_on(precision == "bf16"), m_device(device.type()) {
        if (m_on)
            switchTo(true);
    }
    ~Autocast() {
        if (!m_on)
            return;
        // Casts of weights are kept until then; the next step has other weights.
        at::autocast::clear_cache();
        switchTo(false);
    }
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    void switchTo(bool on) const {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        at::autocast::set_autocast_enabled(m_device, on);
        at::autocast::set_autocast_dtype(m_device, at::kBFloat16);
#else
        if (m_device == at::kCUDA) {
            at::autocast::set_enabled(on);
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        } else {
            at::autocast::set_cpu_enabled(on);
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        }
#endif
    }

    bool m_on;
    at::DeviceType m_device;
};

}  // namespace limen::models
