// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/filter_tree.h"

#include "core/study/filter_words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::study {

namespace {

using Node = TrialFilter::Node;

constexpr double kEqualWithin = 1e-9;

double valueOf(const Node& node, const Trial& trial, const problem::Problem& problem)
{
    switch (node.axis) {
    case Node::Axis::Design:
        return static_cast<double>(trial.id);
    case Node::Axis::Metric:
        if (node.index < trial.outcome.metrics.size())
            return trial.outcome.metrics[node.index];
        break;
    case Node::Axis::Parameter: {
        const space::Space& space = problem.space();
        if (!trial.design.empty() && space.isActive(trial.design, node.index))
            return space.parameter(node.index).axisPosition(space.value(trial.design, node.index));
        break;
    }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

bool compares(const Node& node, double value)
{
    if (std::isnan(value))
        return false;
    const bool equal = std::abs(value - node.value)
                       <= kEqualWithin * std::max(std::abs(value), std::abs(node.value));
    if (node.sign == "=")
        return equal;
    if (node.sign == "!=")
        return !equal;
    if (node.sign.size() == 2 && equal)
        return true;
    return !equal && (node.sign.front() == '<' ? value < node.value : value > node.value);
}

bool anyIs(const std::vector<std::string>& words, const std::string& wanted)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return sameWord(word, wanted); });
}

bool wordHolds(const std::string& word, const Trial& trial, const FilterFacts& facts)
{
    using problem::Verdict;
    if (word == "front")
        return facts.onFront(trial.id);
    if (word == "knee")
        return facts.isKnee(trial.id);
    if (word == "feasible")
        return trial.outcome.verdict == Verdict::Feasible;
    if (word == "infeasible")
        return trial.outcome.verdict == Verdict::Infeasible;
    if (word == "failed")
        return trial.outcome.verdict == Verdict::Failed;
    if (word == "manual")
        return trial.origin == Origin::Manual;
    if (word == "pinned")
        return facts.passesPins(trial);
    if (word == "noted")
        return !facts.note(trial.id).empty();
    return !facts.tags(trial.id).empty(); // tagged
}

} // namespace

bool holds(const Node& node, const Trial& trial, const FilterFacts& facts, const problem::Problem& problem)
{
    const auto part = [&](const FilterTree& each) { return holds(*each, trial, facts, problem); };
    switch (node.kind) {
    case Node::Kind::And:
        return std::all_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::Or:
        return std::any_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::Not:
        return !part(node.parts.front());
    case Node::Kind::Compare:
        return compares(node, valueOf(node, trial, problem));
    case Node::Kind::Word:
        return wordHolds(node.text, trial, facts);
    case Node::Kind::Tag:
        return anyIs(facts.tags(trial.id), node.text);
    case Node::Kind::Set:
        return anyIs(facts.sets(trial.id), node.text);
    case Node::Kind::Note:
        return containsWord(facts.note(trial.id), node.text);
    case Node::Kind::Reason:
        return containsWord(trial.outcome.reason, node.text);
    }
    return false;
}

} // namespace paretoscope::study
