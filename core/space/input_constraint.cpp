// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/input_constraint.h"

#include "core/space/parameter_support.h"
#include "core/space/predicate_syntax.h"
#include "core/space/space.h"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <string_view>

namespace paretoscope::space {

namespace {

constexpr std::array<std::string_view, 10> kFunctions{"abs",  "ceil", "exp", "floor", "log",
                                                      "log2", "max",  "min", "mod",   "sqrt"};

double largest(const double* values, int n)
{
    return *std::max_element(values, values + n);
}
double smallest(const double* values, int n)
{
    return *std::min_element(values, values + n);
}

void defineVocabulary(mu::Parser& parser)
{
    parser.ClearFun();
    parser.ClearConst();
    parser.DefineFun("abs", static_cast<double (*)(double)>(std::fabs));
    parser.DefineFun("ceil", static_cast<double (*)(double)>(std::ceil));
    parser.DefineFun("exp", static_cast<double (*)(double)>(std::exp));
    parser.DefineFun("floor", static_cast<double (*)(double)>(std::floor));
    parser.DefineFun("log", static_cast<double (*)(double)>(std::log));
    parser.DefineFun("log2", static_cast<double (*)(double)>(std::log2));
    parser.DefineFun("sqrt", static_cast<double (*)(double)>(std::sqrt));
    parser.DefineFun("mod", static_cast<double (*)(double, double)>(std::fmod));
    parser.DefineFun("max", largest);
    parser.DefineFun("min", smallest);
    parser.DefineInfixOprt(
        "!", +[](double x) { return x == 0.0 ? 1.0 : 0.0; });
}

/// What the names of an expression stand for.
struct Vocabulary
{
    std::vector<std::pair<std::string, std::size_t>> parameters; ///< name, index in the space
    std::map<std::string, double> categories;                    ///< name, index of the category
};

/// One bytecode and the cells its variables live in. The library evaluates by writing into the parser itself,
/// so an evaluator serves one thread at a time.
struct Evaluator
{
    mu::Parser parser;
    std::vector<double> cells;

    Evaluator(const std::string& expression, const Vocabulary& vocabulary)
        : cells(vocabulary.parameters.size(), 1.0)
    {
        defineVocabulary(parser);
        for (const auto& [category, index] : vocabulary.categories)
            parser.DefineConst(category, index);
        for (std::size_t i = 0; i < cells.size(); ++i)
            parser.DefineVar(vocabulary.parameters[i].first, &cells[i]);
        parser.SetExpr(expression);
        (void)parser.Eval(); // compiles, and throws where the syntax is wrong
    }
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;
};

/// Where a category of that name stands in the categoricals of the space; several where they disagree.
std::vector<double> categoryIndices(const Space& space, const std::string& category)
{
    std::vector<double> found;
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (space.parameter(i).kind() != ParameterKind::Categorical)
            continue;
        const auto labels = labelsOf(space.parameter(i));
        const auto at = std::find(labels.begin(), labels.end(), category);
        const auto index = static_cast<double>(at - labels.begin());
        if (at != labels.end() && std::find(found.begin(), found.end(), index) == found.end())
            found.push_back(index);
    }
    return found;
}

Status resolve(const PredicateToken& token, const Space& space, Vocabulary& vocabulary)
{
    const auto quoted = "\"" + token.text + "\"";
    const auto categories = categoryIndices(space, token.text);
    const auto index = space.indexOf(token.text);
    if (index && !categories.empty())
        return syntaxError(quoted + " is a parameter and a category; rename one of them", token.place);
    if (categories.size() > 1) {
        return syntaxError(quoted + " stands at different places in several parameters; rename one of them",
                           token.place);
    }
    if (!categories.empty()) {
        vocabulary.categories.emplace(token.text, categories.front());
        return success();
    }
    if (!index) {
        return syntaxError(quoted + " is neither a parameter of this study nor a category of one",
                           token.place);
    }
    if (space.parameter(*index).kind() == ParameterKind::Permutation
        || space.parameter(*index).kind() == ParameterKind::Factorization) {
        return syntaxError(
            quoted
                + " is no single number; real, integer, ordinal and categorical parameters are "
                  "allowed in a constraint",
            token.place);
    }
    const std::pair<std::string, std::size_t> entry{token.text, *index};
    if (std::find(vocabulary.parameters.begin(), vocabulary.parameters.end(), entry)
        == vocabulary.parameters.end())
        vocabulary.parameters.push_back(entry);
    return success();
}

Result<Vocabulary> resolveAll(const std::vector<PredicateToken>& tokens, const Space& space)
{
    Vocabulary vocabulary;
    for (const PredicateToken& token : tokens) {
        if (token.kind == PredicateToken::Kind::Function
            && std::find(kFunctions.begin(), kFunctions.end(), token.text) == kFunctions.end()) {
            return syntaxError(
                "\"" + token.text
                    + "\" is not a known function; known are abs, ceil, exp, floor, log, log2, max, "
                      "min, mod and sqrt",
                token.place);
        }
        if (token.kind != PredicateToken::Kind::Name)
            continue;
        if (std::find(kFunctions.begin(), kFunctions.end(), token.text) != kFunctions.end())
            return syntaxError("\"" + token.text + "\" is the name of a function; \"(\" is expected after it",
                               token.place);
        if (const Status known = resolve(token, space, vocabulary); !known)
            return known.error();
    }
    if (vocabulary.parameters.empty())
        return syntaxError("the expression names no parameter of this study", 0);
    return vocabulary;
}

} // namespace

/// A pool: evaluators are compiled as threads need them, and lent to one thread at a time. The lock is held
/// only to take and to give back.
struct InputConstraint::Compiled
{
    Compiled(std::string text, Vocabulary words)
        : expression(std::move(text))
        , vocabulary(std::move(words))
    { }

    std::unique_ptr<Evaluator> take() const
    {
        {
            const std::scoped_lock lock(mutex);
            if (!idle.empty()) {
                auto evaluator = std::move(idle.back());
                idle.pop_back();
                return evaluator;
            }
        }
        return std::make_unique<Evaluator>(expression, vocabulary);
    }

    void giveBack(std::unique_ptr<Evaluator> evaluator) const
    {
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(evaluator));
    }

    std::string expression;
    Vocabulary vocabulary;
    std::vector<std::size_t> slots; ///< of the design, one per cell
    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<Evaluator>> idle;
};

Result<InputConstraint> InputConstraint::parse(std::string name, std::string expression, const Space& space)
{
    const auto located = [&](Error error) {
        error.where = "constraint \"" + name + "\"";
        return error;
    };
    if (!isIdentifier(name)) {
        return located(
            {ErrorCode::InvalidInput,
             "a constraint's name is lower-case letters, digits and underscores, beginning with a letter.",
             {},
             {}});
    }
    const auto tokens = tokenize(expression);
    if (!tokens)
        return located(tokens.error());
    if (const Status shaped = checkPredicate(*tokens); !shaped)
        return located(shaped.error());
    auto vocabulary = resolveAll(*tokens, space);
    if (!vocabulary)
        return located(vocabulary.error());

    auto compiled = std::make_shared<Compiled>(expression, std::move(vocabulary).value());
    const Design layout(std::vector<double>(space.slotCount()));
    for (const auto& [parameter, index] : compiled->vocabulary.parameters)
        compiled->slots.push_back(
            static_cast<std::size_t>(space.value(layout, index).data() - layout.row().data()));
    try {
        compiled->giveBack(compiled->take());
    } catch (const mu::Parser::exception_type& e) {
        const int place = e.GetPos();
        const auto end = static_cast<int>(expression.size());
        return located(syntaxError("this cannot be read: " + e.GetMsg(),
                                   static_cast<std::size_t>(place >= 0 && place <= end ? place : 0)));
    }
    InputConstraint constraint;
    constraint.m_name = std::move(name);
    constraint.m_expression = std::move(expression);
    constraint.m_compiled = std::move(compiled);
    return constraint;
}

bool InputConstraint::holds(const Design& design) const
{
    const std::span<const double> slots = design.row();
    for (const std::size_t slot : m_compiled->slots)
        if (slots[slot] == kInactive)
            return true;
    try {
        auto evaluator = m_compiled->take();
        for (std::size_t i = 0; i < evaluator->cells.size(); ++i)
            evaluator->cells[i] = slots[m_compiled->slots[i]];
        const double truth = evaluator->parser.Eval();
        m_compiled->giveBack(std::move(evaluator));
        return !std::isnan(truth) && truth != 0.0;
    } catch (const mu::Parser::exception_type&) {
        return false; // undefined, as NaN is
    }
}

} // namespace paretoscope::space
