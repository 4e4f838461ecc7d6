// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/channel_moments.h"

#include <cmath>
#include <vector>

#include "models/channel_kernels.h"
#include "models/interleaved_image.h"

namespace limen::models {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double momentEps = 1e-5;

/// y = x * scale + shift; one row of `scale` and `shift` for each image, or one for all.
void affine(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift, const at::Tensor& y) {
    const std::int64_t channels = x.size(1);
    const std::int64_t rows = x.size(2) * x.size(3);
    const std::int64_t step = scale.dim() == 2 ? channels : 0;
    forImages(x.size(0), [&](std::int64_t i) {
        const float* a = scale.data_ptr<float>() + i * step;
        const float* b = shift.data_ptr<float>() + i * step;
        if (x.scalar_type() == at::kFloat)
            channelAffine(image<const float>(x, i), a, b, image<float>(y, i), rows, channels);
        else
            channelAffineBf16(
                image<const std::uint16_t>(x, i), a, b, image<std::uint16_t>(y, i), rows, channels);
    });
}

/// On a CPU, interleaved channels.
struct Moments : torch::autograd::Function<Moments> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
        const std::int64_t channels = x.size(1);
        const std::int64_t rows = x.size(2) * x.size(3);
        const at::Tensor origin = x.select(3, 0).select(2, 0).to(at::kFloat).contiguous();
        const at::Tensor sums = at::zeros({2, x.size(0), channels}, at::kDouble);
        forImages(x.size(0), [&](std::int64_t i) {
            const float* first = origin.data_ptr<float>() + i * channels;
            double* sum = sums.data_ptr<double>() + i * channels;
            double* square = sum + x.size(0) * channels;
            if (x.scalar_type() == at::kFloat)
                channelSums(image<const float>(x, i), first, sum, square, rows, channels);
            else
                channelSumsBf16(image<const std::uint16_t>(x, i), first, sum, square, rows, channels);
        });
        const double count = static_cast<double>(rows);
        const at::Tensor mean = sums[0] / count;
        const at::Tensor variance = ((sums[1] - sums[0] * mean) / (count - 1)).clamp_min(0.0);
        const at::Tensor moments = at::cat({mean + origin, (variance + momentEps).sqrt()}, 1).to(at::kFloat);
        context->save_for_backward({x, moments});
        return moments;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const double count = static_cast<double>(x.size(2) * x.size(3));
        const std::vector<at::Tensor> moments = saved[1].chunk(2, 1);
        const std::vector<at::Tensor> above = gradients[0].to(at::kFloat).chunk(2, 1);
        // d mean / dx = 1 / n; d deviation / dx = (x - mean) / ((n - 1) deviation)
        const at::Tensor scale = (above[1] / (moments[1] * (count - 1))).contiguous();
        const at::Tensor shift = (above[0] / count - scale * moments[0]).contiguous();
        const at::Tensor below = at::empty_like(x);
        affine(x, scale, shift, below);
        return {below};
    }
};

}  // namespace

at::Tensor channelMoments(const at::Tensor& x) {
    if (isInterleaved(x))
        return Moments::apply(x);
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor variance = at::var(wide, at::IntArrayRef{2, 3}, /*unbiased=*/true, /*keepdim=*/false);
    return at::cat({wide.mean(at::IntArrayRef{2, 3}), (variance + momentEps).sqrt()}, 1);
}

at::Tensor channelAffine(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift) {
    if (!isInterleaved(x))
        return at::addcmul(
            shift.to(x.scalar_type()).view({1, -1, 1, 1}), x, scale.to(x.scalar_type()).view({1, -1, 1, 1}));
    const at::Tensor y = at::empty_like(x);
    affine(x, scale, shift, y);
    return y;
}

}  // namespace limen::models
