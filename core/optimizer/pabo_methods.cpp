// SPDX-License-Identifier: GPL-3.0-or-later
// What PABO says of itself, and how it is made from what was chosen.
#include "core/optimizer/pabo.h"

namespace paretoscope::optimizer {

namespace {

/// All but the mode.
PaboOptions paboOptionsFrom(const ChosenOptions& options, const SearchProblem& problem)
{
    PaboOptions chosen;
    chosen.search = modelSearchFrom(options, problem);
    chosen.gate = options.count("gate") == 1;
    chosen.share = options.count("share") == 1 ? PaboOptions::Share::Always
                                               : PaboOptions::Share::NonDominated;
    chosen.order = options.count("order") == 1 ? PaboOptions::Order::FirstOnly
                                               : PaboOptions::Order::Alternating;
    chosen.kappa = options.number("kappa");
    chosen.known = options.count("free") == 0;
    chosen.fillGaps = options.count("aim") == 0;
    return chosen;
}

} // namespace

Method paboMethod()
{
    MethodDoc doc{
        "pabo", "PABO",
        "One model per objective, and an agent between them: in each turn one objective proposes, and the "
        "others say what they think of it. Anchored mode improves one point of the front at a time and is "
        "ours; agent mode is our reading of the paper, a weak front builder here, because it improves single "
        "objectives by turns and so crowds the ends of the front.",
        modelSearchOptions()};
    doc.options.push_back(
        {"mode",
         "Mode",
         0,
         0,
         1,
         "anchored: improve one objective of a point of the front while the others probably do not lose (our "
         "choice). agent: improve one objective; the agent decides what is evaluated and which models learn "
         "of it (our reading of the abstract; the paper's body was not available).",
         "",
         "Parsa, Ankit, Ziabari, Roy 2019 (abstract)",
         false,
         {"anchored", "agent"}});
    doc.options.push_back(
        {"gate",
         "Gate",
         0,
         0,
         1,
         "Agent mode: do not evaluate a design that the other models expect to be dominated "
         "even if they are lucky. Saves evaluations only (our reading).",
         "",
         "",
         false,
         {"off", "on"}});
    doc.options.push_back({"share",
                           "Share results",
                           0,
                           0,
                           1,
                           "Agent mode: whether the other models learn of a result only if nothing dominates "
                           "it, which spares them updates, or always (our reading).",
                           "",
                           "",
                           false,
                           {"non-dominated", "always"}});
    doc.options.push_back({"order",
                           "Owner of a turn",
                           0,
                           0,
                           1,
                           "Which objective proposes: each in turn, or the first one always.",
                           "",
                           "",
                           false,
                           {"alternating", "first only"}});
    doc.options.push_back({"kappa", "Optimism of the gate", 1, 0, 10,
                           "How many standard deviations to the good the gate lets a model hope.",
                           "standard deviations", ""});
    doc.options.push_back({"free",
                           "Free objectives",
                           0,
                           0,
                           1,
                           "Anchored mode: whether an objective that costs no evaluation is known of every "
                           "candidate, or expected by its model like the others.",
                           "",
                           "",
                           false,
                           {"known", "expected"}});
    doc.options.push_back(
        {"aim",
         "Aim",
         0,
         0,
         1,
         "Anchored mode with two objectives: while one improves on a point of the front, the "
         "other may give way up to the next point, so that gaps are filled; or it must not "
         "lose at all, so that the point is beaten.",
         "",
         "",
         false,
         {"fill gaps", "beat the point"}});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            PaboOptions chosen = paboOptionsFrom(options, problem);
            chosen.mode = options.count("mode") == 1 ? PaboOptions::Mode::Agent : PaboOptions::Mode::Anchored;
            return std::unique_ptr<Optimizer>(std::make_unique<Pabo>(problem, seed, chosen));
        }};
}

Method paboLiteralMethod()
{
    MethodDoc doc = paboMethod().doc;
    doc.name = "pabo_literal";
    doc.label = "PABO, literal";
    doc.help =
        "PABO in agent mode, our reading of the paper's abstract: one model per objective; in each turn "
        "one objective improves itself, and an agent decides what is evaluated and which models learn "
        "of it. A weak front builder here, because it crowds the ends of the front.";
    std::erase_if(doc.options, [](const OptionDoc& option) {
        return option.name == "mode" || option.name == "free" || option.name == "aim";
    });
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            PaboOptions chosen = paboOptionsFrom(options, problem);
            chosen.mode = PaboOptions::Mode::Agent;
            chosen.method = "pabo_literal";
            return std::unique_ptr<Optimizer>(std::make_unique<Pabo>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
