// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/label_export.h"

#include <fmt/format.h>
#include <map>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/stored_codec.h"
#include "image/image_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::map<ImageId, Label> labelsByImage(Study& study, const LabelSet& set) {
    std::map<ImageId, Label> labels;
    for (const Label& label : LabelTable(study).labels(set.id))
        labels.emplace(label.image, label);
    return labels;
}

}  // namespace

std::string safeName(const std::string& text) {
    std::string name;
    for (const char c : text)
        name += c == '/' || c == '\0' ? '_' : c;
    return name.empty() || name == "." || name == ".." ? "_" + name : name;
}

std::size_t exportLabels(Study& study, const LabelSet& set, const fs::path& file) {
    const std::string codec = csvField(EncodingTable(study).codec(set.key.codec).setting);
    const std::string recognizer = csvField(EmbeddingTable(study).recognizer(set.key.recognizer).name);
    const std::map<ImageId, Label> labels = labelsByImage(study, set);
    std::string text = "image,identity,role,codec,recognizer,far,reading,threshold,jnd_qp,bpp,flag\n";
    std::size_t rows = 0;
    for (const ImageRecord& image : ImageTable(study).withRole(Role::Probe)) {
        const auto found = labels.find(image.id);
        if (found == labels.end())
            continue;
        const Label& label = found->second;
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n",
                            csvField(image.stem),
                            csvField(image.identity),
                            roleName(image.role),
                            codec,
                            recognizer,
                            set.key.farRequested,
                            readingName(set.key.reading),
                            set.threshold,
                            label.level ? std::to_string(*label.level) : "",
                            label.bpp ? fmt::format("{}", *label.bpp) : "",
                            flagName(label.flag));
        ++rows;
    }
    writeFileAtomically(file, text);
    return rows;
}

std::size_t exportImages(Study& study,
                         const ImageExport& request,
                         const fs::path& folder,
                         const JobContext& context) {
    // A study made elsewhere can be exported here: its pictures are stored where nothing here decodes them.
    const std::unique_ptr<Codec> codec =
        request.codec
            ? openStoredCodec(request.codec->setting, request.codec->identity, request.codec->levels).codec
            : nullptr;
    const std::map<ImageId, Label> labels =
        request.labels ? labelsByImage(study, *request.labels) : std::map<ImageId, Label>();
    const ImageTable images(study);
    const EncodingTable encodings(study);
    const std::vector<ImageRecord> all = images.all();
    std::size_t files = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        context.throwIfStopped();
        const ImageRecord& image = all[i];
        const fs::path target = folder / safeName(image.identity) / safeName(image.stem);
        makeFolder(target);
        writePng(target / "original.png", images.face(image.id));
        ++files;
        if (image.role == Role::Probe && request.codec) {
            const auto label = labels.find(image.id);
            for (const EncodingRecord& record : encodings.records(request.codec->id, image.id)) {
                const auto picture =
                    encodings.reconstruction(request.codec->id, image.id, record.level, *codec);
                writePng(target / fmt::format("qp{:02}.png", record.level), *picture);
                ++files;
                if (label != labels.end() && label->second.level == record.level) {
                    writePng(target / "jnd.png", *picture);
                    ++files;
                }
            }
        }
        context.progress(i + 1, all.size(), "writing images");
    }
    return files;
}

}  // namespace limen
