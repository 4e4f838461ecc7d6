// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/trainable_norm.h"

#include "models/channel_kernels.h"
#include "models/interleaved_image.h"

namespace limen::models {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

const float* floats(const at::Tensor& tensor) {
    return tensor.data_ptr<float>();
}

/// Two sums for each channel, 2 x channels, in double: `run(index, first, second)` adds those of one image.
/// Each image has sums of its own, so that the threads' number and order cannot reach the result.
template <class Run>
at::Tensor sumsOf(const at::Tensor& x, const Run& run) {
    const at::Tensor sums = at::zeros({x.size(0), 2, x.size(1)}, at::kDouble);
    forImages(x.size(0), [&](std::int64_t i) {
        double* first = sums.data_ptr<double>() + 2 * i * x.size(1);
        run(i, first, first + x.size(1));
    });
    return sums.sum(0);
}

struct Norm : torch::autograd::Function<Norm> {
    static at::Tensor forward(AutogradContext* context,
                              const at::Tensor& x,
                              const at::Tensor& weight,
                              const at::Tensor& bias,
                              at::Tensor running,
                              at::Tensor runningVariance,
                              double momentum,
                              double eps) {
        const std::int64_t channels = x.size(1);
        const std::int64_t rows = x.size(2) * x.size(3);
        const double count = static_cast<double>(x.size(0) * rows);
        const at::Tensor origin = x[0].select(2, 0).select(1, 0).to(at::kFloat).contiguous();
        const at::Tensor sums = sumsOf(x, [&](std::int64_t i, double* sum, double* square) {
            if (x.scalar_type() == at::kFloat)
                channelSums(image<const float>(x, i), floats(origin), sum, square, rows, channels);
            else
                channelSumsBf16(
                    image<const std::uint16_t>(x, i), floats(origin), sum, square, rows, channels);
        });
        const at::Tensor offset = sums[0] / count;
        const at::Tensor mean = offset + origin;
        const at::Tensor variance = (sums[1] / count - offset.square()).clamp_min(0.0);
        running.lerp_(mean.to(at::kFloat), momentum);
        runningVariance.lerp_((variance * (count / (count - 1))).to(at::kFloat), momentum);

        const at::Tensor inverse = (variance + eps).rsqrt();
        const at::Tensor scale = (weight * inverse).to(at::kFloat);
        const at::Tensor shift = (bias - weight * inverse * mean).to(at::kFloat);
        const at::Tensor y = at::empty_like(x);
        forImages(x.size(0), [&](std::int64_t i) {
            if (x.scalar_type() == at::kFloat)
                channelAffine(image<const float>(x, i),
                              floats(scale),
                              floats(shift),
                              image<float>(y, i),
                              rows,
                              channels);
            else
                channelAffineBf16(image<const std::uint16_t>(x, i),
                                  floats(scale),
                                  floats(shift),
                                  image<std::uint16_t>(y, i),
                                  rows,
                                  channels);
        });
        context->save_for_backward({x, weight, mean, inverse});
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& mean = saved[2];
        const at::Tensor& inverse = saved[3];
        const std::int64_t channels = x.size(1);
        const std::int64_t rows = x.size(2) * x.size(3);
        const double count = static_cast<double>(x.size(0) * rows);
        const at::Tensor above = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor origin = mean.to(at::kFloat);
        const at::Tensor sums = sumsOf(x, [&](std::int64_t i, double* sum, double* product) {
            if (x.scalar_type() == at::kFloat)
                channelProducts(image<const float>(x, i),
                                image<const float>(above, i),
                                floats(origin),
                                sum,
                                product,
                                rows,
                                channels);
            else
                channelProductsBf16(image<const std::uint16_t>(x, i),
                                    image<const std::uint16_t>(above, i),
                                    floats(origin),
                                    sum,
                                    product,
                                    rows,
                                    channels);
        });
        // The three paths to x of Ioffe 2015, section 3, as one linear function of x and the gradient.
        const at::Tensor factor = saved[1] * inverse;
        const at::Tensor scale = -factor * inverse.square() * sums[1] / count;
        const at::Tensor shift = (-factor * sums[0] / count - scale * mean).to(at::kFloat);
        const at::Tensor narrowFactor = factor.to(at::kFloat);
        const at::Tensor narrowScale = scale.to(at::kFloat);
        const at::Tensor below = at::empty_like(x);
        forImages(x.size(0), [&](std::int64_t i) {
            if (x.scalar_type() == at::kFloat)
                channelCombine(image<const float>(x, i),
                               image<const float>(above, i),
                               floats(narrowScale),
                               floats(narrowFactor),
                               floats(shift),
                               image<float>(below, i),
                               rows,
                               channels);
            else
                channelCombineBf16(image<const std::uint16_t>(x, i),
                                   image<const std::uint16_t>(above, i),
                                   floats(narrowScale),
                                   floats(narrowFactor),
                                   floats(shift),
                                   image<std::uint16_t>(below, i),
                                   rows,
                                   channels);
        });
        return {below,
                (sums[1] * inverse).to(at::kFloat),
                sums[0].to(at::kFloat),
                Variable(),
                Variable(),
                Variable(),
                Variable()};
    }
};

}  // namespace

at::Tensor trainableNorm(const at::Tensor& x,
                         const at::Tensor& weight,
                         const at::Tensor& bias,
                         const at::Tensor& mean,
                         const at::Tensor& variance,
                         double momentum,
                         double eps) {
    if (!isInterleaved(x))
        return at::batch_norm(x, weight, bias, mean, variance, /*training=*/true, momentum, eps, false);
    return Norm::apply(x, weight, bias, mean, variance, momentum, eps);
}

}  // namespace limen::models
