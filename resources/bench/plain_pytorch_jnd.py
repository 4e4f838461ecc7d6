# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
"""The JND predictor of Tian 2022 as one writes it in PyTorch: what `limen bench train` and `limen bench predict`
compare Limen with.

A request, one JSON object, comes on standard input; the answer, another, goes to standard output:

- {"job": "version"}
- {"job": "train", network, weights, batch, lambdas, rate, content, seed, layouts, repetitions, threads, device}:
  for each memory layout a step that warms up, whose losses are told, then steps that are timed.
- {"job": "predict", network, weights, images, output, layouts, repetitions, threads, device}: for each memory
  layout a batch that warms up, whose answer is written to `output`, then the same that are timed.

Tensors travel in safetensors files, under Limen's names. Needs PyTorch and NumPy, nothing else.
"""

import json
import struct
import sys
import time

import numpy
import torch
import torch.nn.functional as F
from torch import nn

LAYOUTS = {"default": torch.contiguous_format, "channels_last": torch.channels_last}
UNITS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 14, 3)}
LEVELS = 5
REDUCTION = 8  # of UEGAN's attention
VGG_LAYERS = (2, 5, 9, 12, 16, 19, 22, 25, 29, 32, 35, 38, 42)  # their places in the port to torch of Li 2017
VGG_AFTER_POOLING = (9, 16, 29, 42)
VGG_COMPARED = (2, 9, 16, 29, 42)  # relu1_1 ... relu5_1


class Afd(nn.Module):
    """Takes the identity out of a feature."""

    def __init__(self, channels, mode):
        super().__init__()
        self.mode = mode
        if mode == "off":
            return
        narrow = max(1, channels // REDUCTION)
        self.squeeze = nn.Conv2d(2 * channels, narrow, 1, bias=False)
        self.expand = nn.Conv2d(narrow, channels, 1, bias=False)
        if mode == "gam":
            self.fuse = nn.Conv2d(2 * channels, channels, 1)

    def forward(self, x):
        if self.mode == "off":
            return x
        mean = x.mean((2, 3), keepdim=True)
        deviation = (x.var((2, 3), keepdim=True) + 1e-5).sqrt()
        attention = self.expand(F.relu(self.squeeze(torch.cat([mean, deviation], 1))))
        if self.mode == "gate":
            return x * torch.sigmoid(attention)
        return self.fuse(torch.cat([x, attention.expand_as(x)], 1))


class Unit(nn.Module):
    """The improved residual unit of ArcFace's encoders."""

    def __init__(self, inputs, outputs, halves):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.prelu = nn.PReLU(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, stride=2 if halves else 1, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if halves:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.prelu(self.bn2(self.conv1(self.bn1(x))))
        y = self.bn3(self.conv2(y))
        return y + (x if self.downsample is None else self.downsample(x))


class Encoder(nn.Module):
    def __init__(self, widths, units):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.prelu = nn.PReLU(widths[0])
        for level in range(1, LEVELS):
            stage = [Unit(widths[level - 1 if i == 0 else level], widths[level], i == 0)
                     for i in range(units[level - 1])]
            self.add_module(f"layer{level}", nn.Sequential(*stage))

    def level(self, number, x):
        if number == 0:
            return self.prelu(self.bn1(self.conv1(x)))
        return getattr(self, f"layer{number}")(x)


class DecoderStep(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, padding_mode="reflect", bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class JndNetwork(nn.Module):
    def __init__(self, afd="gam", skips=True, depth=50, width=1.0):
        super().__init__()
        self.mode = afd
        self.skips = skips
        wide = [int(channels * width) for channels in (64, 64, 128, 256, 512)]
        self.encoder = Encoder(wide, UNITS[depth])
        for level in range(LEVELS):
            self.add_module(f"afd{level + 1}", Afd(wide[level], afd))
        self.decoder = nn.ModuleDict()
        inputs = wide[-1]
        for level, outputs in zip((4, 3, 2, 1), (256, 128, 64, 64)):
            outputs = int(outputs * width)
            self.decoder[str(level)] = DecoderStep(inputs + (wide[level - 1] if skips else 0), outputs)
            inputs = outputs
        self.decoder["out"] = nn.Conv2d(inputs, 3, 3, padding=1, padding_mode="reflect")

    def forward(self, images, others=None):
        """The JND images of `images`, and the deepest identity features of both."""
        count = len(images)
        x = images if others is None else torch.cat([images, others])
        residuals = []
        for level in range(LEVELS):
            x = self.encoder.level(level, x)
            identity = getattr(self, f"afd{level + 1}")(x)
            residuals.append(x[:count] if self.mode == "off" else x[:count] - identity[:count])
            x = identity
        y = residuals[-1]
        for level in (4, 3, 2, 1):
            y = F.interpolate(y, scale_factor=2, mode="bilinear", align_corners=False)
            if self.skips:
                y = torch.cat([y, residuals[level - 1]], 1)
            y = self.decoder[str(level)](y)
        return images - torch.tanh(self.decoder["out"](y)), x


class Vgg:
    """The convolutions of VGG-19 as far as the file goes; a 1x1 convolution before them takes RGB in [0, 1]."""

    def __init__(self, tensors):
        stored = [index for index in VGG_LAYERS if f"{index}.weight" in tensors]
        last = max(index for index in stored if index in VGG_COMPARED)
        self.indices = [index for index in stored if index <= last]
        self.tensors = {name: tensor for name, tensor in tensors.items() if int(name.split(".")[0]) <= last}

    def to_layout(self, device, layout):
        self.tensors = {name: tensor.to(device, memory_format=layout) if tensor.dim() == 4 else tensor.to(device)
                        for name, tensor in self.tensors.items()}
        return self

    def __call__(self, pictures):
        t = self.tensors
        x = F.conv2d((pictures + 1) / 2, t["0.weight"], t["0.bias"])
        features = []
        for index in self.indices:
            if index in VGG_AFTER_POOLING:
                x = F.max_pool2d(x, 2)
            x = F.relu(F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), t[f"{index}.weight"], t[f"{index}.bias"]))
            if index in VGG_COMPARED:
                features.append(x)
        return features


def read_safetensors(path):
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise ValueError(f"{path}: {name} is {entry['dtype']}, not F32")
        first, end = entry["data_offsets"]
        values = numpy.frombuffer(data[first:end], dtype="<f4").copy()
        tensors[name] = torch.from_numpy(values).view(entry["shape"])
    return tensors


def write_safetensors(path, name, tensor):
    data = tensor.contiguous().numpy().astype("<f4").tobytes()
    header = {name: {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [0, len(data)]}}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read_network(request):
    network = JndNetwork(**request["network"])
    missing, unknown = network.load_state_dict(read_safetensors(request["weights"]), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unknown:
        raise ValueError(f"the weights lack {missing} and hold {unknown}, which the network does not know")
    return network


class Training:
    def __init__(self, request, layout):
        self.request = request
        device = request["device"]
        self.network = read_network(request).to(device, memory_format=layout).train()
        self.optimizer = torch.optim.Adam(self.network.parameters(), request["rate"])
        batch = read_safetensors(request["batch"])
        self.images, self.jnd, self.positives = (
            batch[name].to(device, memory_format=layout) for name in ("images", "jnd", "positives"))
        self.negatives = batch["negatives"].long().to(device)
        self.content = request["content"]
        self.vgg = None
        if self.content is not None:
            self.vgg = Vgg(read_safetensors(self.content["vgg19"])).to_layout(device, layout)
        self.steps = 0

    def content_loss(self, predicted):
        wanted = self.jnd
        side = self.content["crop"]
        if side > 0:
            # The same square that Limen looks at.
            generator = torch.Generator().manual_seed(self.request["seed"] * 1000003 + self.steps)
            top, left = (torch.randint(extent - side + 1, (1,), generator=generator).item()
                         for extent in wanted.shape[2:])
            predicted = predicted[:, :, top:top + side, left:left + side]
            wanted = wanted[:, :, top:top + side, left:left + side]
        with torch.no_grad():
            features = self.vgg(wanted)
        return sum(F.mse_loss(a, b) for a, b in zip(self.vgg(predicted), features))

    def step(self):
        """Forward, backward, one step of the optimiser; gives each term of the loss."""
        lambdas = self.request["lambdas"]
        predicted, identity = self.network(self.images, self.positives)
        anchor, positive = identity.split(len(self.images))

        def distance(a, b):
            return (a - b).abs().flatten(1).mean(1)

        terms = {
            "identity": (F.softplus(distance(anchor, positive)) +
                         F.softplus(-distance(anchor, anchor[self.negatives]))).mean(),
            "pixel": F.l1_loss(predicted, self.jnd),
        }
        total = lambdas["identity"] * terms["identity"] + lambdas["pixel"] * terms["pixel"]
        if self.content is not None and self.steps % self.content["every"] == 0:
            terms["content"] = self.content_loss(predicted)
            total = total + lambdas["content"] * self.content["every"] * terms["content"]
        terms["loss"] = total
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        self.optimizer.step()
        self.steps += 1
        return {name: term.item() for name, term in terms.items()}

    def gradient_norm(self):
        return sum(p.grad.norm().item() ** 2 for p in self.network.parameters()) ** 0.5


def timed(count, work):
    """Milliseconds of wall time and of processor time for each of `count` calls."""
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(count):
        work()
    return {"ms": (time.perf_counter() - wall) * 1000 / count,
            "cpu_ms": (time.process_time() - processor) * 1000 / count}


def train(request):
    answer = {}
    for name in request["layouts"]:
        training = Training(request, LAYOUTS[name])
        losses = training.step()
        losses["gradient"] = training.gradient_norm()
        answer[name] = dict(timed(request["repetitions"], training.step), losses=losses)
    return answer


@torch.no_grad()
def predict(request):
    answer = {}
    images = read_safetensors(request["images"])["images"]
    for name in request["layouts"]:
        network = read_network(request).to(request["device"], memory_format=LAYOUTS[name]).eval()

        def work():
            pictures = images.to(request["device"], memory_format=LAYOUTS[name])
            return network(pictures)[0].clamp(-1, 1).cpu()

        write_safetensors(request["output"], "jnd", work())
        answer[name] = timed(request["repetitions"], work)
    return answer


def main():
    request = json.load(sys.stdin)
    answer = {}
    if request["job"] != "version":
        torch.set_num_threads(request["threads"])
        answer = {"train": train, "predict": predict}[request["job"]](request)
    json.dump(dict(answer, torch=torch.__version__), sys.stdout)


if __name__ == "__main__":
    main()
