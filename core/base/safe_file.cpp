// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/safe_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/error.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

/// An open file that deletes itself unless committed.
class PartFile {
public:
    explicit PartFile(const fs::path& target) : m_target(target) {
        static std::atomic<unsigned> counter = 0;
        m_part = target;
        m_part += fmt::format(".{}-{}.part", ::getpid(), counter++);
        m_descriptor = ::open(m_part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor < 0)
            fail(errno);
    }
    ~PartFile() {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        if (!m_committed)
            ::unlink(m_part.c_str());
    }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    void write(const char* data, std::size_t size) {
        while (size > 0) {
            const ssize_t written = ::write(m_descriptor, data, size);
            if (written < 0) {
                if (errno == EINTR)
                    continue;
                fail(errno);
            }
            data += written;
            size -= static_cast<std::size_t>(written);
        }
    }

    void commit() {
        if (::fsync(m_descriptor) != 0)
            fail(errno);
        const int closed = ::close(m_descriptor);
        m_descriptor = -1;
        if (closed != 0 || ::rename(m_part.c_str(), m_target.c_str()) != 0)
            fail(errno);
        m_committed = true;
    }

private:
    [[noreturn]] void fail(int error) const {
        // The destructor does not run when the constructor throws, but then nothing was created.
        throwFailure(fmt::format("Cannot write {}: {}.", m_target.string(), reason(error)),
                     error == ENOSPC ? "Free some space on that disk and run the command again."
                                     : "Choose a folder you may write to.");
    }

    fs::path m_target;
    fs::path m_part;
    int m_descriptor = -1;
    bool m_committed = false;
};

}  // namespace

std::vector<std::uint8_t> readFile(const fs::path& file, std::uintmax_t maxBytes) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        throwBadInput(fmt::format("There is no file {}.", file.string()), "Check the path.");
    if (error || status.type() != fs::file_type::regular)
        throwBadInput(fmt::format("{} is not a readable file.", file.string()), "Name a regular file.");
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        throwBadInput(fmt::format("Cannot read {}: {}.", file.string(), error.message()));
    if (size > maxBytes)
        throwBadInput(
            fmt::format("{} is too large ({} bytes; at most {} are read).", file.string(), size, maxBytes));
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throwBadInput(fmt::format("Cannot open {}: {}.", file.string(), reason(errno)),
                      "Check the file's permissions.");
    std::vector<std::uint8_t> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(in.gcount()) != size)
        throwBadInput(fmt::format("Cannot read {} to its end.", file.string()));
    return bytes;
}

std::string readTextFile(const fs::path& file, std::uintmax_t maxBytes) {
    const std::vector<std::uint8_t> bytes = readFile(file, maxBytes);
    return {bytes.begin(), bytes.end()};
}

void writeFileAtomically(const fs::path& file, std::span<const std::uint8_t> bytes) {
    PartFile part(file);
    part.write(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    part.commit();
}

void writeFileAtomically(const fs::path& file, std::string_view text) {
    PartFile part(file);
    part.write(text.data(), text.size());
    part.commit();
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder, error))
        throwFailure(fmt::format("Cannot make the folder {}: {}.",
                                 folder.string(),
                                 error ? error.message() : "a file of that name is in the way"),
                     "Choose a folder you may write to.");
}

ScratchFolder::ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "limen-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throwFailure(fmt::format("Cannot make a temporary folder: {}.", reason(errno)),
                     "Set TMPDIR to a folder you may write to.");
    m_path = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

}  // namespace limen
