// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/trainable_prelu.h"

#include "models/interleaved_image.h"
#include "models/prelu_backward.h"

namespace limen::models {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Pixels summed in fp32 before their sum joins the others: enough to be quick, too few to lose digits.
/// Fixed, so that the sum does not depend on the number of threads.
constexpr std::int64_t block = 1024;

/// On a CPU, interleaved channels.
struct PRelu : torch::autograd::Function<PRelu> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& slope) {
        context->save_for_backward({x, slope});
        return at::prelu(x, slope.to(x.scalar_type()));
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& slope = saved[1];
        const at::Tensor above = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor below = at::empty_like(x);
        const std::int64_t channels = x.size(1);
        const std::int64_t rows = x.numel() / channels;
        const std::int64_t blocks = (rows + block - 1) / block;
        at::Tensor sums = at::zeros({blocks, channels}, at::kFloat);
        at::parallel_for(0, blocks, 1, [&](std::int64_t from, std::int64_t to) {
            for (std::int64_t index = from; index < to; ++index) {
                const std::int64_t start = index * block * channels;
                const std::int64_t count = std::min(block, rows - index * block);
                float* sum = sums.data_ptr<float>() + index * channels;
                if (x.scalar_type() == at::kFloat)
                    preluBackward(x.data_ptr<float>() + start,
                                  above.data_ptr<float>() + start,
                                  slope.data_ptr<float>(),
                                  below.data_ptr<float>() + start,
                                  sum,
                                  count,
                                  channels);
                else
                    preluBackwardBf16(static_cast<const std::uint16_t*>(x.data_ptr()) + start,
                                      static_cast<const std::uint16_t*>(above.data_ptr()) + start,
                                      slope.data_ptr<float>(),
                                      static_cast<std::uint16_t*>(below.data_ptr()) + start,
                                      sum,
                                      count,
                                      channels);
            }
        });
        return {below, sums.sum(0)};
    }
};

}  // namespace

at::Tensor trainablePRelu(const at::Tensor& x, const at::Tensor& slope) {
    if (!isInterleaved(x))
        return at::prelu(x, slope.to(x.scalar_type()));
    return PRelu::apply(x, slope);
}

}  // namespace limen::models
