// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/codesign_json.h"

#include "core/codesign/codesign_problem.h"

#include <algorithm>

namespace paretoscope::codesign {

namespace {

template <class Kind>
Kind chosen(JsonReader& reader, const char* key, const std::vector<std::string>& names,
            const std::string& fallback)
{
    const auto found = std::find(names.begin(), names.end(), reader.choice(key, names, fallback));
    return static_cast<Kind>(found == names.end() ? 0 : found - names.begin());
}

MappingSearchOptions searchFrom(JsonReader& description)
{
    MappingSearchOptions options;
    options.evaluator = chosen<EvaluatorKind>(description, "evaluator", {"lite", "exact"}, "exact");
    JsonReader search = description.object("mapping_search", true);
    options.method = chosen<InnerMethod>(search, "method", innerMethods(), "constrained_bo");
    options.surrogate = chosen<SurrogateKind>(
        search, "surrogate", {"linear", "matern_features", "matern_raw", "forest"}, "linear");
    options.acquisition = chosen<InnerAcquisition>(search, "acquisition",
                                                   {"lower_bound", "expected_improvement"}, "lower_bound");
    options.lambda = search.number("lambda", {0.0, 100.0}, options.lambda);
    options.evaluations = search.integer("evaluations", 1, 1'000'000, options.evaluations);
    options.warmUp = search.integer("warm_up", 2, 100'000, options.warmUp);
    options.pool = static_cast<std::size_t>(search.integer("pool", 1, 100'000, 150));
    options.seed = static_cast<std::uint64_t>(search.integer("seed", 0, 1'000'000'000, 1));
    return options;
}

} // namespace

Result<std::shared_ptr<const problem::Problem>> codesignFromJson(JsonReader& study, JsonReader& description)
{
    CodesignQuestion question;
    const nlohmann::json& network = description.raw("network");
    question.name = study.string("name");
    question.objectives = study.strings("objectives", std::vector<std::string>{"edp"});
    question.pes = static_cast<std::int32_t>(description.integer("pes", 1, 65'536, 168));
    question.inner = searchFrom(description);
    if (study.failed())
        return study.finish().error();
    auto read = workload::networkFromJson(network, description.where("network"));
    if (!read)
        return read.error();
    question.network = std::move(read).value();
    auto made = makeCodesignProblem(std::move(question));
    if (made || !made.error().where.empty())
        return made;
    Error error = made.error();
    error.where = study.where();
    return error;
}

} // namespace paretoscope::codesign
