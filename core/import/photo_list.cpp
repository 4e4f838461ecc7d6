// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "import/photo_list.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <system_error>

#include "base/cancellation.h"
#include "base/csv_table.h"
#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

bool isDigit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// The digits at the front without leading zeros; removes them from `text`.
std::string_view takeNumber(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && isDigit(text[length]))
        ++length;
    std::string_view number = text.substr(0, length);
    text.remove_prefix(length);
    while (number.size() > 1 && number.front() == '0')
        number.remove_prefix(1);
    return number;
}

/// Whether a file says it is an image; kinds that cannot be read are included, so that they are reported.
bool claimsToBeImage(const fs::path& file) {
    static constexpr std::array<std::string_view, 22> extensions{
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png",  ".webp", ".bmp",  ".dib", ".tif", ".tiff", ".pgm",
        ".ppm", ".pbm",  ".pnm", ".gif",  ".heic", ".heif", ".avif", ".jp2", ".j2k", ".jxl",  ".apng"};
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

/// What a folder holds, hidden things left out, in natural order.
std::vector<fs::directory_entry> entriesOf(const fs::path& folder, std::error_code& error) {
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (!at->path().filename().string().starts_with('.'))
            entries.push_back(*at);
    std::sort(entries.begin(), entries.end(), [](const fs::directory_entry& a, const fs::directory_entry& b) {
        return naturalLess(a.path().filename().string(), b.path().filename().string());
    });
    return entries;
}

std::string stemOf(const fs::path& file) {
    const std::string stem = displayText(file.stem());
    // Stems become names of exported folders, where these two would lead elsewhere.
    return stem == "." || stem == ".." ? "image" : stem;
}

void listImages(const fs::path& folder,
                const std::string& identity,
                Role role,
                const std::stop_token& stop,
                PhotoList& list) {
    std::error_code error;
    for (const fs::directory_entry& entry : entriesOf(folder, error)) {
        throwIfStopped(stop);
        std::error_code ignored;
        if (entry.is_directory(ignored)) {
            if (!entry.is_symlink(ignored))
                listImages(entry.path(), identity, role, stop, list);
        } else if (claimsToBeImage(entry.path())) {
            list.photos.push_back({entry.path(), identity, stemOf(entry.path()), role});
        } else {
            ++list.ignored;
        }
    }
    if (error)
        list.failed.push_back(
            {displayText(folder), fmt::format("The folder cannot be read: {}.", error.message())});
}

/// A link to the imported folder itself or one above it would make an identity of everything.
bool leadsUpwards(const fs::path& entry, const fs::path& folder) {
    std::error_code error;
    const fs::path target = fs::canonical(entry, error);
    const fs::path start = fs::canonical(folder, error);
    return !error &&
           std::mismatch(target.begin(), target.end(), start.begin(), start.end()).first == target.end();
}

std::optional<Role> roleNamed(const std::string& text) {
    for (const Role role : {Role::Probe, Role::Distractor})
        if (text == roleName(role))
            return role;
    return std::nullopt;
}

/// Identities become names of exported folders: one that leads elsewhere is refused where it comes in.
bool usableIdentity(const std::string& identity) {
    const bool control = std::any_of(
        identity.begin(), identity.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/'; });
    return !control && !identity.empty() && identity != "." && identity != "..";
}

}  // namespace

bool naturalLess(std::string_view a, std::string_view b) {
    const std::string_view wholeA = a;
    const std::string_view wholeB = b;
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const std::string_view numberA = takeNumber(a);
            const std::string_view numberB = takeNumber(b);
            if (numberA.size() != numberB.size())
                return numberA.size() < numberB.size();
            if (numberA != numberB)
                return numberA < numberB;
        } else {
            if (a.front() != b.front())
                return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    if (a.empty() != b.empty())
        return a.empty();
    return wholeA < wholeB;
}

std::string displayText(const fs::path& path) {
    // The JSON library's writer holds the one UTF-8 repair that is already linked.
    return Json::parse(Json(path.string()).dump(-1, ' ', false, Json::error_handler_t::replace))
        .get<std::string>();
}

PhotoList listIdentityFolders(const fs::path& folder, Role role, const std::stop_token& stop) {
    PhotoList list;
    std::error_code error;
    for (const fs::directory_entry& entry : entriesOf(folder, error)) {
        std::error_code ignored;
        if (!entry.is_directory(ignored))
            ++(claimsToBeImage(entry.path()) ? list.outsideIdentities : list.ignored);
        else if (!entry.is_symlink(ignored) || !leadsUpwards(entry.path(), folder))
            listImages(entry.path(), displayText(entry.path().filename()), role, stop, list);
    }
    if (error)
        throwBadInput(fmt::format("The folder {} cannot be read: {}.", displayText(folder), error.message()),
                      "Check its permissions.");
    return list;
}

PhotoList listImagesBelow(const fs::path& folder, const std::stop_token& stop) {
    PhotoList list;
    listImages(folder, {}, Role::Probe, stop, list);
    return list;
}

PhotoList listFromCsv(const fs::path& folder, const fs::path& csv, Role role) {
    const CsvTable table = parseCsv(readTextFile(csv), csv.string());
    const auto file = table.column("file");
    const auto identity = table.column("identity");
    const auto roleColumn = table.column("role");
    if (!file || !identity)
        throwBadInput(fmt::format("{} has no column \"{}\".", csv.string(), file ? "identity" : "file"),
                      "Its first line must name the columns file, identity and, if wanted, role.");
    PhotoList list;
    for (const CsvTable::Row& row : table.rows) {
        const auto fail = [&](const std::string& what, const std::string& hint) {
            throwBadInput(fmt::format("{}, line {}: {}.", csv.string(), row.line, what), hint);
        };
        const std::string& name = row.fields[*file];
        const std::string& person = row.fields[*identity];
        if (name.empty())
            fail("the file is not named", "Every line needs a file.");
        if (!usableIdentity(person))
            fail(fmt::format("\"{}\" cannot be the name of an identity", person),
                 "Use a name without slashes and control characters.");
        Role photoRole = role;
        if (roleColumn && !row.fields[*roleColumn].empty()) {
            const auto named = roleNamed(row.fields[*roleColumn]);
            if (!named)
                fail(fmt::format("the role \"{}\" is unknown", row.fields[*roleColumn]),
                     "Roles are probe and distractor.");
            photoRole = *named;
        }
        const fs::path path = folder / name;
        list.photos.push_back({path, displayText(person), stemOf(path), photoRole});
    }
    return list;
}

void checkOneRolePerIdentity(const std::vector<Photo>& photos) {
    std::map<std::string, Role> roles;
    for (const Photo& photo : photos)
        if (const auto [known, added] = roles.try_emplace(photo.identity, photo.role);
            known->second != photo.role)
            throwBadInput(
                fmt::format("The identity {} is listed both as probe and as distractor.", photo.identity),
                "An identity is either a probe or a distractor.");
}

}  // namespace limen
