// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

/// The part of JSON Schema draft 7 that our schemas use. A keyword it does not know is a violation of its
/// own, so a schema cannot promise what nobody checks.
class SchemaWalker
{
    using json = nlohmann::json;

public:
    explicit SchemaWalker(json schema)
        : m_schema(std::move(schema))
    { }

    /// Where `document` breaks the schema and how; empty if it does not.
    [[nodiscard]] std::string violation(const json& document) { return check(m_schema, document, "#"); }

    /// Keys of the schema that no document given to violation() has used, as "<path in the schema>".
    [[nodiscard]] std::set<std::string> unusedKeys() const
    {
        std::set<std::string> unused;
        collect(m_schema, "", [&](const std::string& place, const json&) {
            if (!m_used.contains(place))
                unused.insert(place);
        });
        return unused;
    }

    /// Keys that the schema does not explain.
    [[nodiscard]] std::set<std::string> undescribedKeys() const
    {
        std::set<std::string> undescribed;
        collect(m_schema, "", [&](const std::string& place, const json& schema) {
            if (schema.value("description", "").empty())
                undescribed.insert(place);
        });
        return undescribed;
    }

private:
    template <class Visit> static void collect(const json& node, const std::string& path, Visit visit)
    {
        if (!node.is_structured())
            return;
        if (node.is_object() && node.contains("properties"))
            for (const auto& [key, schema] : node["properties"].items())
                visit(path + "/properties/" + key, schema);
        for (const auto& [key, child] : node.items())
            collect(child, path + "/" + key, visit);
    }

    [[nodiscard]] static bool isOfType(const json& value, const std::string& type)
    {
        return type == "object"    ? value.is_object()
               : type == "array"   ? value.is_array()
               : type == "string"  ? value.is_string()
               : type == "integer" ? value.is_number_integer()
               : type == "number"  ? value.is_number()
               : type == "boolean" ? value.is_boolean()
                                   : false;
    }

    std::string check(const json& schema, const json& value, const std::string& at,
                      const std::string& place = "")
    {
        if (schema.contains("$ref")) {
            const std::string target = schema["$ref"].get<std::string>().substr(1); // without the '#'
            return check(m_schema.at(json::json_pointer(target)), value, at, target);
        }
        for (const auto& [keyword, rule] : schema.items()) {
            const std::string problem = apply(keyword, rule, schema, value, at, place);
            if (!problem.empty())
                return problem;
        }
        return {};
    }

    std::string apply(const std::string& keyword, const json& rule, const json& schema, const json& value,
                      const std::string& at, const std::string& place)
    {
        static const std::set<std::string> kSaysNothing{"$schema", "$comment",    "title",
                                                        "default", "description", "definitions"};
        if (kSaysNothing.contains(keyword))
            return {};
        if (keyword == "properties" || (keyword == "additionalProperties" && !schema.contains("properties")))
            return checkMembers(schema, value, at, place);
        if (keyword == "additionalProperties")
            return {};
        if (keyword == "items")
            return checkItems(rule, value, at, place + "/items");
        if (keyword == "oneOf")
            return checkOneOf(rule, value, at, place + "/oneOf");
        return holds(keyword, rule, value) ? std::string() : at + " breaks " + keyword + " " + rule.dump();
    }

    /// The keywords that look at nothing but one value.
    static bool holds(const std::string& keyword, const json& rule, const json& value)
    {
        if (keyword == "type")
            return rule.is_array() ? std::any_of(rule.begin(), rule.end(),
                                                 [&](const json& t) { return isOfType(value, t); })
                                   : isOfType(value, rule);
        if (keyword == "const")
            return value == rule;
        if (keyword == "enum")
            return std::find(rule.begin(), rule.end(), value) != rule.end();
        if (keyword == "not")
            return value != rule.at("const");
        if (keyword == "minimum" || keyword == "maximum" || keyword == "exclusiveMinimum")
            return !value.is_number()
                   || (keyword == "minimum"   ? value >= rule
                       : keyword == "maximum" ? value <= rule
                                              : value > rule);
        if (keyword == "minItems" || keyword == "maxItems")
            return !value.is_array() || (keyword == "minItems" ? value.size() >= rule : value.size() <= rule);
        if (keyword == "minLength" || keyword == "maxLength") {
            // Characters, not bytes: continuation bytes of UTF-8 do not count.
            const std::string text = value.is_string() ? value.get<std::string>() : std::string();
            const auto length = std::count_if(text.begin(), text.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            });
            return !value.is_string() || (keyword == "minLength" ? length >= rule : length <= rule);
        }
        if (keyword == "uniqueItems")
            return !value.is_array() || std::set<json>(value.begin(), value.end()).size() == value.size();
        if (keyword == "pattern")
            return !value.is_string()
                   || std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
        if (keyword == "required")
            return !value.is_object() || std::all_of(rule.begin(), rule.end(), [&](const json& key) {
                return value.contains(key.get<std::string>());
            });
        if (keyword == "dependencies")
            return std::all_of(rule.items().begin(), rule.items().end(), [&](const auto& item) {
                return !value.contains(item.key())
                       || value.contains(item.value().at(0).template get<std::string>());
            });
        return false;
    }

    std::string checkMembers(const json& schema, const json& value, const std::string& at,
                             const std::string& place)
    {
        if (!value.is_object())
            return {};
        for (const auto& [key, member] : value.items()) {
            const std::string inside = at + "/" + key;
            if (schema.contains("properties") && schema["properties"].contains(key)) {
                const std::string name = place + "/properties/" + key;
                m_used.insert(name);
                if (std::string problem = check(schema["properties"][key], member, inside, name);
                    !problem.empty())
                    return problem;
            } else if (const json others = schema.value("additionalProperties", json(true));
                       others == false) {
                return inside + " is no key of the schema";
            } else if (others.is_object()) {
                if (std::string problem = check(others, member, inside); !problem.empty())
                    return problem;
            }
        }
        return {};
    }

    std::string checkItems(const json& schema, const json& value, const std::string& at,
                           const std::string& place)
    {
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
            if (std::string problem = check(schema, value[i], at + "/" + std::to_string(i), place);
                !problem.empty())
                return problem;
        return {};
    }

    std::string checkOneOf(const json& choices, const json& value, const std::string& at,
                           const std::string& place)
    {
        int matches = 0;
        std::string problems;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const std::string problem = check(choices[i], value, at, place + "/" + std::to_string(i));
            matches += problem.empty() ? 1 : 0;
            problems += (problems.empty() ? "" : "; or ") + problem;
        }
        return matches == 1 ? std::string() : at + " is none of its kinds, or several: " + problems;
    }

    json m_schema;
    std::set<std::string> m_used;
};
