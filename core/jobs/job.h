// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "base/outcome.h"

namespace limen {

enum class ParamType {
    Text,
    Integer,
    Real,
    Flag,
    Choice,      ///< one of `choices`
    InputFile,   ///< must exist
    ConfigFile,  ///< a JSON object with values for other parameters of the job; those given as well win
    OutputFile,
    InputFolder,  ///< must exist
    OutputFolder,
    Study,       ///< a study's folder
    Codec,       ///< NAME[:key=value,...]
    Recognizer,  ///< an installed name or a card's path
    Levels,      ///< "13-51", "22,32,37" or one level
};

/// One parameter of a job. From it come the option and its help, the row of the form, and the validation.
struct ParamSpec {
    std::string name;  ///< "max-per-identity": --max-per-identity on the command line
    ParamType type = ParamType::Text;
    std::string help = {};   ///< one sentence, no full stop
    Json defaultValue = {};  ///< null: none
    bool required = false;
    bool positional = false;
    bool repeated = false;  ///< a list of values (positional)
    std::optional<double> minimum = {};
    std::optional<double> maximum = {};
    std::string unit = {};
    std::vector<std::string> choices = {};
    bool inForm = true;  ///< shown in the window's form
};

/// Validated values of a job's parameters, every default filled in.
class Params {
public:
    bool has(const std::string& name) const;  ///< given, or with a default
    std::string text(const std::string& name) const;
    std::vector<std::string> texts(const std::string& name) const;
    long integer(const std::string& name) const;
    double real(const std::string& name) const;
    bool flag(const std::string& name) const;
    const Json& values() const { return m_values; }

private:
    friend Params validateParams(const std::vector<ParamSpec>& specs, const Json& raw);
    const Json& at(const std::string& name) const;
    Json m_values = Json::object();
};

/// Checks names, types, ranges, choices and the existence of inputs; fills in defaults.
/// Throws Error (BadInput) naming the parameter.
Params validateParams(const std::vector<ParamSpec>& specs, const Json& raw);

/// A verb: the only thing that app/ and ui/ call.
struct Job {
    std::string id;     ///< stable, the verb on the command line
    std::string title;  ///< "Find JND points"
    std::string help;   ///< a paragraph
    std::vector<ParamSpec> params;
    std::function<Outcome(const Params&, JobContext&)> run;
    bool changesStudy =
        false;  ///< takes the write lock of the study named by --study; written to its history
    bool createsStudy =
        false;              ///< makes that study if it is not there; an empty one is removed again on failure
    bool inWindow = false;  ///< offered in the window's job menu
};

/// Every job Limen has, in the order of the help.
const std::vector<Job>& allJobs();
/// nullptr if there is none of that id.
const Job* findJob(const std::string& id);

/// Validates, takes the write lock and writes the history where the job changes a study, runs, and turns
/// everything thrown into an Outcome. Never throws.
Outcome runJob(const Job& job, const Json& rawParams, JobContext& context);

}  // namespace limen
