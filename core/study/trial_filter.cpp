// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial_filter.h"

#include "core/space/predicate_syntax.h"
#include "core/study/filter_parser.h"
#include "core/study/filter_tree.h"
#include "core/study/filter_words.h"

#include <utility>

namespace paretoscope::study {

const std::vector<std::string>& filterKeywords()
{
    static const std::vector<std::string> kWords{"front",  "knee",   "feasible", "infeasible", "failed",
                                                 "manual", "pinned", "noted",    "tagged"};
    return kWords;
}

Result<TrialFilter> TrialFilter::compile(const std::string& text, const problem::Problem& problem,
                                         const ReadQuantity& quantity)
{
    Result<std::vector<FilterWord>> words = filterWords(text);
    if (!words)
        return words.error();
    if (words->empty())
        return space::syntaxError("nothing to search for; write a condition such as area < 5", 0);
    Result<ParsedFilter> parsed = parseFilter(std::move(words).value(), problem, quantity);
    if (!parsed)
        return parsed.error();
    TrialFilter filter;
    filter.m_root = parsed->root;
    filter.m_asksForFront = parsed->asksForFront;
    filter.m_problem = &problem;
    return filter;
}

bool TrialFilter::passes(const Trial& trial, const FilterFacts& facts) const
{
    return holds(*m_root, trial, facts, *m_problem);
}

bool TrialFilter::asksForFront() const
{
    return m_asksForFront;
}

} // namespace paretoscope::study
