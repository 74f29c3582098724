// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/reference_shelf.h"
#include "ui/window/main_window.h"

#include <QStatusBar>

namespace paretoscope::ui::window {

void MainWindow::makeFocusReference()
{
    const auto focus = m_document->selection().focus();
    const study::Trial* trial = focus ? m_document->trial(*focus) : nullptr;
    if (trial == nullptr || study::isReference(*focus))
        return statusBar()->showMessage(tr("Click a design first; it becomes the reference."), kHint_ms);
    if (trial->outcome.verdict != problem::Verdict::Feasible)
        return statusBar()->showMessage(tr("Only a feasible design can be a reference."), kHint_ms);
    if (m_document->references().sameDesign(trial->design) != nullptr)
        return statusBar()->showMessage(tr("This design is a reference already."), kHint_ms);
    const auto make = [this, id = *focus](const QString& name) {
        if (const study::Trial* design = m_document->trial(id))
            m_document->references().make(*design, name);
    };
    const QString usual = session::ReferenceShelf::usualName(*focus);
    const auto named = [this, make, usual](const QString& typed) -> QList<Command> {
        const QString name = typed.isEmpty() ? usual : typed.simplified();
        if (!m_document->references().isFree(name))
            return {};
        return {{tr("Call it \"%1\"").arg(name), {}, {}, [make, name] { make(name); }}};
    };
    ask(tr("Make design %1 a reference").arg(*focus), tr("Its name on every view, such as: our last chip"),
        {}, named);
}

const study::Reference* MainWindow::focusedReference() const
{
    const auto focus = m_document->selection().focus();
    const study::Trial* trial = focus ? m_document->trial(*focus) : nullptr;
    if (trial == nullptr)
        return nullptr;
    const study::Reference* known = m_document->references().find(*focus);
    return known != nullptr ? known : m_document->references().sameDesign(trial->design);
}

void MainWindow::nameFocusedReference()
{
    const study::Reference* known = focusedReference();
    if (known == nullptr)
        return statusBar()->showMessage(tr("Click the star of a reference first; it gets another name."),
                                        kHint_ms);
    const QString former = QString::fromStdString(known->name);
    if (!known->own)
        return statusBar()->showMessage(tr("%1 has its name from the study.").arg(former), kHint_ms);
    const auto named = [this, id = known->trial.id](const QString& typed) -> QList<Command> {
        const QString name = typed.simplified();
        if (!m_document->references().isFree(name))
            return {};
        return {{tr("Call it \"%1\"").arg(name), {}, {}, [this, id, name] {
                     m_document->references().rename(id, name);
                 }}};
    };
    ask(tr("Another name for %1").arg(former), tr("Its name on every view, such as: our last chip"), {},
        named);
}

void MainWindow::removeFocusedReference()
{
    const study::Reference* known = focusedReference();
    if (known == nullptr)
        return statusBar()->showMessage(tr("Click the star of a reference first; it is taken away."),
                                        kHint_ms);
    m_document->references().remove(known->trial.id);
}

} // namespace paretoscope::ui::window
