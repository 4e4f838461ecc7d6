// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/encoder_program.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <regex>
#include <sstream>
#include <tuple>

#include "base/child_process.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "image/yuv420_buffer.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t keptOutput = 1U << 20U;
constexpr std::size_t longestSaying = 200;

std::optional<std::chrono::milliseconds> chosenTimeout() {
    const char* text = std::getenv("LIMEN_CODEC_TIMEOUT");
    char* end = nullptr;
    const double seconds = text != nullptr ? std::strtod(text, &end) : 0.0;
    if (text == nullptr || end == text || *end != '\0' || !(seconds > 0.0) || seconds > 1e6)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0));
}

bool isProgram(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

/// The last line of text that says something, without what a terminal would obey.
std::string lastLine(const std::string& text) {
    std::istringstream lines(text);
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
        if (line.find_first_not_of(' ') != std::string::npos)
            last = line.substr(line.find_first_not_of(' '));
    }
    while (!last.empty() && (last.back() == '.' || last.back() == ' '))
        last.pop_back();
    return last.substr(0, longestSaying);
}

fs::path findInPath(const std::vector<std::string>& names) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        for (const std::string& name : names)
            if (!folder.empty() && isProgram(fs::path(folder) / name))
                return fs::path(folder) / name;
    return {};
}

EncoderProgram askVersion(const fs::path& path, const ProgramSearch& search) {
    EncoderProgram program;
    program.path = path;
    ChildCommand command;
    command.arguments = {path.string()};
    command.arguments.insert(command.arguments.end(), search.versionArgs.begin(), search.versionArgs.end());
    command.timeout = chosenTimeout().value_or(std::chrono::seconds(5));
    command.keptBytes = keptOutput;
    try {
        const ChildResult result = runChild(command, {});
        const std::string said = std::string(result.output.begin(), result.output.end()) + result.errors;
        std::smatch match;
        if (std::regex_search(said, match, std::regex(search.versionPattern)))
            program.version = match[1];
        else
            program.problem =
                fmt::format("{} does not say which version it is ({})", path.string(), result.ending());
    } catch (const Error& error) {
        const std::string what = error.what();
        program.problem = what.substr(0, what.find_last_not_of('.') + 1);
    }
    return program;
}

/// Asked once for each state of the file.
EncoderProgram versionOf(const fs::path& path, const ProgramSearch& search) {
    using Key = std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t>;
    static std::mutex mutex;
    static std::map<Key, EncoderProgram> known;
    struct stat state {};
    if (::stat(path.c_str(), &state) != 0)
        return askVersion(path, search);
    // Clocks of file systems tick slowly: a file just written may be written again and look the same.
    constexpr std::time_t tick = 2;
    if (std::time(nullptr) - state.st_mtim.tv_sec < tick)
        return askVersion(path, search);
    const Key key = {path.string(), state.st_size, state.st_mtim.tv_sec, state.st_mtim.tv_nsec};
    const std::lock_guard lock(mutex);
    const auto found = known.find(key);
    if (found != known.end())
        return found->second;
    EncoderProgram program = askVersion(path, search);
    known.emplace(key, program);
    return program;
}

}  // namespace

EncoderProgram findProgram(const ProgramSearch& search) {
    const std::optional<EncoderPlace> place = encoderPlace(search.place);
    if (!place) {
        const fs::path found = findInPath(search.names);
        return found.empty() ? EncoderProgram{} : versionOf(found, search);
    }
    for (const std::string& folder : search.folders)
        for (const std::string& name : search.names)
            if (isProgram(place->path / folder / name))
                return versionOf((place->path / folder / name).lexically_normal(), search);
    EncoderProgram none;
    none.problem = fmt::format("{} names {}, where there is no {}",
                               place->saidBy,
                               place->path.string(),
                               fmt::join(search.names, " or "));
    return none;
}

std::chrono::milliseconds programTimeout(int width, int height) {
    if (const auto chosen = chosenTimeout())
        return *chosen;
    // VTM takes up to half a millisecond for a pixel; ten times that on a slow or busy machine.
    return std::chrono::seconds(120) + std::chrono::milliseconds(std::int64_t{5} * width * height);
}

void writeProgramInput(const fs::path& file, std::span<const std::uint8_t> bytes) {
    // Nobody else sees the file and nobody needs it after a crash: neither renamed nor synced.
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out)
        throwFailure(fmt::format("Cannot write {} for an encoder.", file.string()),
                     "Set TMPDIR to a folder with space that you may write to.");
}

void runProgram(const std::vector<std::string>& arguments,
                int width,
                int height,
                const std::stop_token& stop) {
    ChildCommand command;
    command.arguments = arguments;
    command.timeout = programTimeout(width, height);
    command.keptBytes = keptOutput;
    const ChildResult result = runChild(command, stop);
    if (result.succeeded())
        return;
    std::string said = lastLine(result.errors);
    if (said.empty())
        said = lastLine(std::string(result.output.begin(), result.output.end()));
    throwFailure(fmt::format("The program {} ended with {}{}.",
                             arguments.front(),
                             result.ending(),
                             said.empty() ? ", saying nothing" : ": " + said),
                 "Run `limen codecs` to see which program is used, and try it by hand.");
}

std::vector<std::uint8_t> programOutput(const fs::path& program,
                                        const fs::path& file,
                                        const std::string& what,
                                        std::uintmax_t maxBytes) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error)))
        throwFailure(
            fmt::format("The program {} ended without an error but wrote no {}.", program.string(), what));
    const std::uintmax_t size = fs::file_size(file, error);
    if (error || size == 0 || size > maxBytes)
        throwFailure(fmt::format("The program {} ended without an error but wrote a {} of {} bytes.",
                                 program.string(),
                                 what,
                                 error ? 0 : size));
    return readFile(file, maxBytes);
}

std::vector<std::uint16_t> tenBitSamples(const fs::path& program,
                                         const fs::path& file,
                                         int width,
                                         int height) {
    const std::size_t count = Yuv420Buffer::sampleCount(width, height);
    const std::vector<std::uint8_t> bytes = programOutput(program, file, "picture", count * 64);
    if (bytes.size() != 2 * count)
        throwFailure(
            fmt::format("The program {} wrote a picture of {} bytes instead of {} ({}x{} pixels, 16 bits).",
                        program.string(),
                        bytes.size(),
                        2 * count,
                        width,
                        height));
    std::vector<std::uint16_t> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = static_cast<std::uint16_t>(bytes[2 * i] | (bytes[2 * i + 1] << 8U));
    if (std::any_of(samples.begin(), samples.end(), [](std::uint16_t sample) { return sample > 1023; }))
        throwFailure(
            fmt::format("The program {} wrote a picture with values beyond 10 bits.", program.string()));
    return samples;
}

}  // namespace limen
