// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/padded_join.h"

#include "models/interleaved_image.h"
#include "models/padded_join_kernel.h"

namespace limen::models {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr at::MemoryFormat interleaved = at::MemoryFormat::ChannelsLast;

at::Tensor join(const JoinShape& shape, const at::Tensor& coarse, const at::Tensor& fine) {
    at::Tensor result =
        at::empty({fine.size(0), shape.coarse + shape.fine, shape.height + 2, shape.width + 2},
                  fine.options().memory_format(interleaved));
    forImages(fine.size(0), [&](std::int64_t index) {
        if (fine.scalar_type() == at::kFloat)
            joinForward(
                shape, image<float>(coarse, index), image<float>(fine, index), image<float>(result, index));
        else
            joinForwardBf16(shape,
                            image<std::uint16_t>(coarse, index),
                            image<std::uint16_t>(fine, index),
                            image<std::uint16_t>(result, index));
    });
    return result;
}

/// On a CPU, interleaved channels. A part that is not there has no channels: LibTorch wants tensors.
struct PaddedJoin : torch::autograd::Function<PaddedJoin> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& coarse, const at::Tensor& fine) {
        const JoinShape shape = {fine.size(2), fine.size(3), coarse.size(1), fine.size(1)};
        TORCH_CHECK(shape.coarse == 0 ||
                        (coarse.scalar_type() == fine.scalar_type() && coarse.size(0) == fine.size(0) &&
                         2 * coarse.size(2) == shape.height && 2 * coarse.size(3) == shape.width),
                    "the parts of a join differ in type or size");
        context->saved_data["coarse"] = shape.coarse;
        context->saved_data["fine"] = shape.fine;
        return join(shape, coarse, fine);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor above = gradients[0].contiguous(interleaved);
        const JoinShape shape = {above.size(2) - 2,
                                 above.size(3) - 2,
                                 context->saved_data["coarse"].toInt(),
                                 context->saved_data["fine"].toInt()};
        const auto part = [&](std::int64_t channels, std::int64_t divisor) {
            return at::empty({above.size(0), channels, shape.height / divisor, shape.width / divisor},
                             above.options().memory_format(interleaved));
        };
        const at::Tensor coarse = part(shape.coarse, 2);
        const at::Tensor fine = part(shape.fine, 1);
        forImages(above.size(0), [&](std::int64_t index) {
            if (above.scalar_type() == at::kFloat)
                joinBackward(shape,
                             image<float>(above, index),
                             image<float>(coarse, index),
                             image<float>(fine, index));
            else
                joinBackwardBf16(shape,
                                 image<std::uint16_t>(above, index),
                                 image<std::uint16_t>(coarse, index),
                                 image<std::uint16_t>(fine, index));
        });
        return {coarse, fine};
    }
};

at::Tensor plainJoin(const at::Tensor& coarse, const at::Tensor& fine) {
    at::Tensor joined = fine;
    if (coarse.defined()) {
        const at::Tensor doubled = at::upsample_bilinear2d(
            coarse, {2 * coarse.size(2), 2 * coarse.size(3)}, /*align_corners=*/false);
        joined = fine.defined() ? at::cat({doubled, fine}, 1) : doubled;
    }
    return at::reflection_pad2d(joined, {1, 1, 1, 1});
}

}  // namespace

at::Tensor paddedJoin(const at::Tensor& coarse, const at::Tensor& fine) {
    const at::Tensor& any = coarse.defined() ? coarse : fine;
    if (!isInterleaved(any))
        return plainJoin(coarse, fine);
    const auto packed = [&](const at::Tensor& x, std::int64_t height, std::int64_t width) {
        return x.defined() ? x.contiguous(interleaved)
                           : at::empty({any.size(0), 0, height, width}, any.options());
    };
    const std::int64_t height = fine.defined() ? fine.size(2) : 2 * coarse.size(2);
    const std::int64_t width = fine.defined() ? fine.size(3) : 2 * coarse.size(3);
    return PaddedJoin::apply(packed(coarse, height / 2, width / 2), packed(fine, height, width));
}

}  // namespace limen::models
