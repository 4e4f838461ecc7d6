// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "architecture/source_walls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <sstream>
#include <string_view>

namespace limen::test {
namespace {

namespace fs = std::filesystem;

bool isUnder(const std::string& path, std::string_view folder) {
    return path.starts_with(folder);
}

bool isCpp(const std::string& path) {
    return path.ends_with(".cpp") || path.ends_with(".h");
}

/// Files that can carry a comment and therefore carry their own licence; the others are listed in
/// .reuse/dep5.
bool carriesLicenceLines(const std::string& path) {
    static constexpr std::array<std::string_view, 10> endings = {
        ".cpp", ".h", ".cmake", "CMakeLists.txt", ".sh", ".py", ".ci/run", ".svg", ".desktop", ".qrc"};
    return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

/// Files of core that may include LibTorch. None does: networks are reached through models/models_api.h.
constexpr std::array<std::string_view, 0> torchAdapters = {};

bool includesQt(const std::string& header) {
    static const std::regex qt(R"(["<](Q[A-Z]\w*|Qt\w*/.*)[">]|<q[a-z]+\.h>)");
    return std::regex_match(header, qt);
}

bool includesTorch(const std::string& header) {
    static const std::regex torch(R"(["<](torch|ATen|c10|caffe2)/.*)");
    return std::regex_match(header, torch);
}

/// Quoted headers are named by room; one without a folder lies beside the file that includes it.
bool isOfRoom(const std::string& header, std::initializer_list<std::string_view> rooms) {
    if (header.front() != '"' || header.find('/') == std::string::npos)
        return true;
    return std::ranges::any_of(
        rooms, [&](std::string_view room) { return header.compare(1, room.size(), room) == 0; });
}

struct Wall {
    std::string_view reason;
    std::function<bool(const std::string& path, const std::string& header)> broken;
};

const std::vector<Wall>& walls() {
    static const std::vector<Wall> all = {
        {"core and models know no Qt",
         [](const std::string& path, const std::string& header) {
             return (isUnder(path, "core/") || isUnder(path, "models/")) && includesQt(header);
         }},
        {"LibTorch is seen in models alone",
         [](const std::string& path, const std::string& header) {
             return includesTorch(header) && !isUnder(path, "models/") && !isUnder(path, "tests/models/") &&
                    std::ranges::find(torchAdapters, path) == torchAdapters.end();
         }},
        {"QCustomPlot is seen in ui/plots alone",
         [](const std::string& path, const std::string& header) {
             return header.find("qcustomplot.h") != std::string::npos && !isUnder(path, "ui/plots/");
         }},
        {"headers are named by room, not by '..'",
         [](const std::string&, const std::string& header) {
             return header.find("../") != std::string::npos;
         }},
        {"core/base stands on nothing else of Limen",
         [](const std::string& path, const std::string& header) {
             return isUnder(path, "core/base/") && !isOfRoom(header, {"base/"});
         }},
        {"models knows core/base alone",
         [](const std::string& path, const std::string& header) {
             return isUnder(path, "models/") && !isOfRoom(header, {"base/", "models/"});
         }},
        {"core knows nothing of the window and the programs",
         [](const std::string& path, const std::string& header) {
             return isUnder(path, "core/") && (header.starts_with("\"ui/") || header.starts_with("\"app/"));
         }},
        {"core reaches the networks through models/models_api.h",
         [](const std::string& path, const std::string& header) {
             return isUnder(path, "core/") && header.starts_with("\"models/") &&
                    header != "\"models/models_api.h\"";
         }},
        {"the window and the programs reach the networks through core",
         [](const std::string& path, const std::string& header) {
             return (isUnder(path, "ui/") || isUnder(path, "app/")) && header.starts_with("\"models/");
         }},
        {"the window knows nothing of the programs",
         [](const std::string& path, const std::string& header) {
             return isUnder(path, "ui/") && header.starts_with("\"app/");
         }},
    };
    return all;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

void checkIncludes(const SourceFile& file,
                   const std::vector<std::string>& lines,
                   std::vector<std::string>& breaches) {
    static const std::regex include(R"rx(^\s*#\s*include\s*(<[^>]+>|"[^"]+").*)rx");
    for (size_t i = 0; i < lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_match(lines[i], match, include))
            continue;
        for (const Wall& wall : walls())
            if (wall.broken(file.path, match[1]))
                breaches.push_back(
                    fmt::format("{}:{}: includes {}, but {}", file.path, i + 1, match[1].str(), wall.reason));
    }
}

void checkLicence(const SourceFile& file,
                  const std::vector<std::string>& lines,
                  std::vector<std::string>& breaches) {
    const bool window = isUnder(file.path, "ui/") || isUnder(file.path, "app/");
    const bool library = isUnder(file.path, "core/") || isUnder(file.path, "models/");
    bool holder = false;
    std::string licence;
    // A shebang or an XML declaration may come first.
    for (size_t i = 0; i < std::min<size_t>(lines.size(), 5); ++i) {
        static const std::regex identifier(R"(.*SPDX-License-Identifier: ([\w.-]+).*)");
        std::smatch match;
        holder = holder || lines[i].find("SPDX-FileCopyrightText: ") != std::string::npos;
        if (std::regex_match(lines[i], match, identifier))
            licence = match[1];
    }
    if (!holder || licence.empty())
        breaches.push_back(file.path + ": lacks its SPDX lines");
    else if (window && licence != "GPL-3.0-or-later")
        breaches.push_back(file.path + ": ui and app are GPL-3.0-or-later, as QCustomPlot is GPL");
    else if (library && licence != "BSD-3-Clause")
        breaches.push_back(file.path + ": core and models are BSD-3-Clause");
}

void checkMachinePaths(const SourceFile& file,
                       const std::vector<std::string>& lines,
                       std::vector<std::string>& breaches) {
    static const std::regex machine(R"((^|[^\w./~$})-])/(home|work|Users|root)/\w)");
    for (size_t i = 0; i < lines.size(); ++i)
        if (std::regex_search(lines[i], machine))
            breaches.push_back(fmt::format("{}:{}: names a path of one machine", file.path, i + 1));
}

bool isLeftOut(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (name == ".git")  // a folder, or in a linked work tree a file that names one
        return true;
    if (!entry.is_directory() || entry.is_symlink())
        return false;
    return (name.starts_with('.') && name != ".ci") || name == "build" ||
           fs::exists(entry.path() / "CMakeCache.txt");
}

}  // namespace

std::vector<SourceFile> readSourceTree(const fs::path& root) {
    std::vector<SourceFile> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
         ++entry) {
        if (isLeftOut(*entry)) {
            if (entry->is_directory())
                entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file())
            continue;
        std::ifstream stream(entry->path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (text.find('\0') == std::string::npos)
            files.push_back({entry->path().lexically_relative(root).generic_string(), std::move(text)});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<std::string> findBreaches(const SourceFile& file) {
    std::vector<std::string> breaches;
    const std::vector<std::string> lines = linesOf(file.text);
    if (isCpp(file.path))
        checkIncludes(file, lines, breaches);
    if (carriesLicenceLines(file.path)) {
        checkLicence(file, lines, breaches);
        if (lines.size() > static_cast<size_t>(longestSourceFile))
            breaches.push_back(fmt::format("{}: has {} lines, more than {}: more than one concept",
                                           file.path,
                                           lines.size(),
                                           longestSourceFile));
    }
    checkMachinePaths(file, lines, breaches);
    return breaches;
}

}  // namespace limen::test
