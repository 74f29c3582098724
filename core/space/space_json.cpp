// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space_json.h"

#include "core/space/parameter_support.h"

namespace paretoscope::space {

namespace {

constexpr auto kLargest = static_cast<std::int64_t>(kMostCounted);

std::optional<Condition> conditionFrom(JsonReader& reader)
{
    if (!reader.has("condition"))
        return {};
    JsonReader inner = reader.object("condition");
    Condition condition;
    condition.parent = inner.string("parent");
    const nlohmann::json& values = inner.raw("values");
    if (!values.is_array() || values.empty()) {
        inner.fail("values", "is " + describe(values) + "; a list of the parent's values is expected.");
        return condition;
    }
    for (const nlohmann::json& value : values) {
        if (value.is_string())
            condition.values.push_back(value.get<std::string>());
        else if (value.is_number())
            condition.values.push_back(printNumber(value.get<double>()));
        else
            inner.fail("values", "holds " + describe(value) + "; texts and numbers are expected.");
    }
    return condition;
}

Result<ParameterPtr> ofKind(const std::string& kind, ParameterName name, JsonReader& reader)
{
    if (kind == "real") {
        const double low = reader.number("min", {});
        const double high = reader.number("max", {});
        return makeReal(std::move(name), low, high,
                        reader.choice("scale", {"linear", "log"}, "linear") == "log");
    }
    if (kind == "integer") {
        const std::int64_t low = reader.integer("min", -kLargest, kLargest);
        const std::int64_t high = reader.integer("max", -kLargest, kLargest);
        return makeInteger(std::move(name), low, high, reader.integer("step", 1, kLargest, 1));
    }
    if (kind == "ordinal")
        return makeOrdinal(std::move(name), reader.numbers("values", {}));
    if (kind == "categorical")
        return makeCategorical(std::move(name), reader.strings("values"));
    if (kind == "factorization") {
        const std::int64_t n = reader.integer("n", 1, kLargest);
        return makeFactorization(std::move(name), n,
                                 static_cast<std::size_t>(reader.integer("factors", 1, 16)));
    }
    return makePermutation(std::move(name), reader.strings("items"));
}

/// Null after a failure, which the reader then knows.
ParameterPtr parameterFrom(JsonReader& reader, std::map<std::string, std::string>& sets)
{
    ParameterName name;
    name.name = reader.string("name");
    name.label = reader.string("label", "");
    name.unit = reader.string("unit", "");
    name.condition = conditionFrom(reader);
    if (reader.has("sets"))
        sets[name.name] = reader.string("sets");
    const std::string kind = reader.choice(
        "kind", {"real", "integer", "ordinal", "categorical", "factorization", "permutation"});
    if (reader.failed())
        return nullptr;
    auto parameter = ofKind(kind, std::move(name), reader);
    // A reading problem comes first: the constructor then only saw a default.
    if (!parameter && !reader.failed())
        reader.fail({}, parameter.error().what, parameter.error().hint);
    return parameter && !reader.failed() ? *parameter : nullptr;
}

bool someDesignIsPossible(const Space& space)
{
    if (space.constraints().empty())
        return true;
    Rng rng(0);
    if (space.sample(rng))
        return true;
    constexpr std::uint64_t kMostTried = 1'000'000;
    const auto count = space.count();
    if (!count || *count > kMostTried)
        return false;
    for (std::uint64_t i = 0; i < *count; ++i)
        if (space.satisfiesConstraints(space.at(i)))
            return true;
    return false;
}

} // namespace

Result<SpaceDescription> spaceFromJson(JsonReader& study)
{
    SpaceDescription description;
    std::vector<ParameterPtr> parameters;
    for (JsonReader& item : study.objects("parameters"))
        parameters.push_back(parameterFrom(item, description.sets));
    std::vector<JsonReader> constraints = study.objects("input_constraints", true);
    if (!study.failed()) {
        auto space = Space::make(std::move(parameters));
        if (space)
            description.space = std::move(space).value();
        else
            study.fail("parameters",
                       space.error().where + (space.error().where.empty() ? "" : ": ") + space.error().what);
    }
    for (JsonReader& item : constraints) {
        std::string name = item.string("name");
        std::string expression = item.string("expression");
        if (study.failed())
            break;
        if (const Status added = description.space.constrain(std::move(name), std::move(expression)); !added)
            item.fail(added.error().what.starts_with("the name")
                              || added.error().what.starts_with("a constraint's")
                          ? "name"
                          : "expression",
                      added.error().what, added.error().hint);
    }
    if (!study.failed() && !someDesignIsPossible(description.space)) {
        study.fail("input_constraints",
                   "leave no design: among 10000 drawn at random none satisfies them all.",
                   "Relax one of them, or widen the parameters.");
    }
    if (study.failed())
        return study.finish().error();
    return description;
}

} // namespace paretoscope::space
