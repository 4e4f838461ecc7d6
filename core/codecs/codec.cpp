// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/codec.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/error.h"
#include "codecs/codec_entry.h"

namespace limen {

namespace {

/// In the order of the list shown to users; the first is the setting of record.
std::vector<CodecEntry> allEntries() {
    std::vector<CodecEntry> entries = {
        hevcEntry(),
        av1Entry(),
        jpegEntry(),
        webpEntry(),
        vvencEntry(),
        vtmEntry(),
    };
    for (CodecEntry& entry : entries)
        for (const CodecParameter& parameter : entry.parameters)
            entry.info.parameters.push_back(parameter.key + "=" + parameter.defaultValue);
    return entries;
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t to = text.find(separator); to != std::string::npos; to = text.find(separator, from)) {
        parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    parts.push_back(text.substr(from));
    return parts;
}

CodecValues parseValues(const CodecEntry& entry, const std::string& text) {
    const std::string& name = entry.info.name;
    CodecValues values;
    for (const std::string& part : split(text, ',')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos)
            throwBadInput(
                fmt::format(
                    "\"{}\" in the codec setting {}:{} is not of the form key=value.", part, name, text),
                entry.info.parameters.empty()
                    ? fmt::format("The codec {} has no parameters.", name)
                    : fmt::format("Write for example {}:{}.", name, entry.info.parameters.front()));
        const std::string key = part.substr(0, equals);
        const std::string value = part.substr(equals + 1);
        const auto parameter = std::find_if(entry.parameters.begin(),
                                            entry.parameters.end(),
                                            [&](const CodecParameter& known) { return known.key == key; });
        if (parameter == entry.parameters.end())
            throwBadInput(fmt::format("The codec {} has no parameter \"{}\"; it has {}.",
                                      name,
                                      key,
                                      entry.parameters.empty()
                                          ? "none"
                                          : fmt::format("{}", fmt::join(entry.info.parameters, ", "))),
                          "Correct the codec setting.");
        if (std::find(parameter->values.begin(), parameter->values.end(), value) == parameter->values.end())
            throwBadInput(fmt::format("\"{}\" is no value of {}'s parameter {}, which takes {}.",
                                      value,
                                      name,
                                      key,
                                      fmt::join(parameter->values, ", ")),
                          "Correct the codec setting.");
        if (!values.emplace(key, value).second)
            throwBadInput(fmt::format("The codec setting {}:{} gives {} twice.", name, text, key),
                          "Give each parameter once.");
    }
    return values;
}

/// The codec that a setting names.
CodecEntry entryOf(const std::string& setting) {
    const std::string name = setting.substr(0, setting.find(':'));
    std::vector<std::string> names;
    std::vector<CodecEntry> entries = allEntries();
    for (CodecEntry& known : entries) {
        if (known.info.name == name)
            return std::move(known);
        names.push_back(known.info.name);
    }
    throwBadInput(fmt::format("There is no codec \"{}\"; Limen knows {}.", name, fmt::join(names, ", ")),
                  "`limen codecs` lists them with their levels and parameters.");
}

CodecValues valuesOf(const CodecEntry& entry, const std::string& setting) {
    const std::size_t colon = setting.find(':');
    CodecValues values;
    if (colon != std::string::npos)
        values = parseValues(entry, setting.substr(colon + 1));
    for (const CodecParameter& parameter : entry.parameters)
        values.emplace(parameter.key, parameter.defaultValue);
    return values;
}

}  // namespace

int CodecLevels::indexOf(int wanted) const {
    const int offset = wanted - finest;
    if (offset % step != 0 || offset / step < 0 || offset / step >= count())
        return -1;
    return offset / step;
}

std::vector<int> CodecLevels::all() const {
    std::vector<int> levels;
    for (int index = 0; index < count(); ++index)
        levels.push_back(level(index));
    return levels;
}

double bitsPerPixel(std::size_t bytes, int width, int height) {
    return 8.0 * static_cast<double>(bytes) / (static_cast<double>(width) * static_cast<double>(height));
}

Codec::~Codec() = default;

void requireEncodable(const Codec& codec, const RgbImage& image, int level) {
    if (image.width < 1 || image.height < 1)
        throwBadInput("An image without pixels cannot be encoded.", "Choose another image.");
    const CodecLevels& levels = codec.levels();
    if (levels.indexOf(level) < 0)
        throwBadInput(fmt::format("The codec {} has no {} {}.", codec.name(), levels.unit, level),
                      fmt::format("Its levels run from {} {} (finest) to {} (coarsest) in steps of {}.",
                                  levels.unit,
                                  levels.finest,
                                  levels.coarsest,
                                  std::abs(levels.step)));
}

std::vector<CodecInfo> knownCodecs() {
    std::vector<CodecInfo> infos;
    for (CodecEntry& entry : allEntries())
        infos.push_back(std::move(entry.info));
    return infos;
}

CodecValues codecValues(const std::string& setting) {
    return valuesOf(entryOf(setting), setting);
}

std::unique_ptr<Codec> createCodec(const std::string& setting, const std::stop_token& stop) {
    const CodecEntry entry = entryOf(setting);
    const std::string& name = entry.info.name;
    if (!entry.info.available)
        throwBadInput(entry.info.problem.empty()
                          ? fmt::format("The codec {} is not available on this machine.", name)
                          : fmt::format("The codec {} is not available: {}.", name, entry.info.problem),
                      fmt::format("It needs {}.", entry.info.whatToInstall));
    return entry.make(valuesOf(entry, setting), stop);
}

}  // namespace limen
