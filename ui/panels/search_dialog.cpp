// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/search_dialog.h"

#include "ui/panels/labelled.h"
#include "ui/panels/method_form.h"
#include "ui/panels/text.h"
#include "ui/session/session_location.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

constexpr int kSettle_ms = 120; ///< our choice

QString sentenceOf(const Error& error)
{
    QString sentence = text(error.what);
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

int asInt(std::uint64_t number, int most)
{
    return static_cast<int>(std::min<std::uint64_t>(number, static_cast<std::uint64_t>(most)));
}

/// What came of writing a study.
struct Written
{
    QString file;
    QString problem;
};

Written writeAgain(const study::Study& study, const study::Search& search, const QString& file)
{
    const Result<study::Study> again = study::searchedAgain(study, search);
    if (!again)
        return {{}, sentenceOf(again.error())};
    const std::filesystem::path path = file.isEmpty()
                                           ? session::studyFileFor(again->name, search.method.name,
                                                                   study::fingerprint(*again->document))
                                           : std::filesystem::path(file.toStdString());
    std::error_code ignored; // writing says what is wrong
    std::filesystem::create_directories(path.parent_path(), ignored);
    if (const Status status = study::writeStudy(*again, path); !status)
        return {{}, text(status.error().text())};
    return {text(path.string()), {}};
}

} // namespace

SearchDialog::SearchDialog(const session::StudyDocument& document, QWidget* parent)
    : QDialog(parent)
    , m_study(document.study())
    , m_methods(new QListWidget(this))
    , m_form(new MethodForm(this))
    , m_seed(new QSpinBox(this))
    , m_evaluations(new QSpinBox(this))
    , m_where(labelled({}, "caption", this))
    , m_remark(labelled({}, "error", this))
    , m_start(new QPushButton(tr("Search again"), this))
    , m_checking(this)
    , m_writing(this)
{
    setWindowTitle(tr("Search again with another method"));
    QLabel* what = labelled(
        tr("The same question, looked into another way. A search with another method, seed or "
           "budget has designs of its own, so it becomes a study beside this one; this one "
           "and all its designs are kept."),
        "caption", this);
    what->setWordWrap(true);
    auto* middle = new QGridLayout;
    middle->setHorizontalSpacing(16);
    middle->addWidget(sectionTitle(tr("Method"), this), 0, 0);
    middle->addWidget(m_methods, 1, 0);
    middle->addWidget(m_form, 0, 1, 2, 1);
    middle->setColumnStretch(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(what);
    column->addLayout(middle, 1);
    column->addWidget(buildNumbers());
    m_remark->setWordWrap(true);
    m_remark->setMinimumHeight(m_remark->sizeHint().height());
    column->addWidget(m_remark);
    column->addWidget(buildFooter());
    resize(780, 600);
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &SearchDialog::check);
    const auto later = [this] { m_settle.start(kSettle_ms); };
    connect(m_form, &MethodForm::changed, this, later);
    connect(m_seed, &QSpinBox::valueChanged, this, later);
    connect(m_evaluations, &QSpinBox::valueChanged, this, later);
    buildMethods();
    setFile({});
}

void SearchDialog::buildMethods()
{
    m_methods->setAccessibleName(tr("Search methods"));
    m_methods->setFixedWidth(200);
    m_methods->setSpacing(2);
    int present = 0;
    for (const optimizer::MethodDoc& doc : optimizer::methods()) {
        const bool now = doc.name == m_study.method.name;
        auto* item = new QListWidgetItem(now ? tr("%1 (now)").arg(text(doc.label)) : text(doc.label),
                                         m_methods);
        item->setToolTip(text(doc.help));
        if (now)
            present = m_methods->count() - 1;
    }
    connect(m_methods, &QListWidget::currentRowChanged, this, &SearchDialog::showMethod);
    m_methods->setCurrentRow(present);
}

QWidget* SearchDialog::buildNumbers()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(asInt(m_study.seed, m_seed->maximum()));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Where the random numbers start: the same seed gives the same search."));
    m_evaluations->setRange(1, 100'000'000);
    m_evaluations->setValue(asInt(m_study.evaluations, m_evaluations->maximum()));
    m_evaluations->setGroupSeparatorShown(true);
    m_evaluations->setAccessibleName(tr("Evaluations"));
    m_evaluations->setToolTip(tr("How many designs are evaluated; a finished search can be extended."));
    for (const auto& [name, editor] :
         {std::pair(tr("Evaluations"), m_evaluations), std::pair(tr("Seed"), m_seed)}) {
        QLabel* label = labelled(name, "plain", box);
        label->setBuddy(editor);
        editor->setMinimumWidth(120);
        row->addWidget(label);
        row->addWidget(editor);
        row->addSpacing(12);
    }
    row->addStretch();
    return box;
}

QWidget* SearchDialog::buildFooter()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* choose = new QPushButton(tr("Keep as…"), box);
    choose->setToolTip(tr("Choose where the new study is written"));
    choose->setAutoDefault(false);
    auto* cancel = new QPushButton(tr("Cancel"), box);
    cancel->setAutoDefault(false);
    m_start->setProperty("role", QStringLiteral("primary"));
    m_start->setDefault(true);
    connect(choose, &QPushButton::clicked, this, &SearchDialog::browse);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &SearchDialog::write);
    row->addWidget(m_where, 1);
    for (QPushButton* button : {choose, cancel, m_start})
        row->addWidget(button);
    return box;
}

void SearchDialog::showMethod(int row)
{
    if (row < 0)
        return;
    m_form->setMethod(optimizer::methods()[static_cast<std::size_t>(row)], m_study.method);
    m_settle.start(kSettle_ms);
}

study::Search SearchDialog::search() const
{
    return {m_form->choice(), static_cast<std::uint64_t>(m_seed->value()),
            static_cast<std::uint64_t>(m_evaluations->value())};
}

QString SearchDialog::remark() const
{
    return m_remark->text();
}

/// Making a method may take a while (a grid counts its designs), so it is tried in the background.
void SearchDialog::check()
{
    const auto work = [study = m_study, search = search()](const plots::LatestJob::Stale&,
                                                           const std::function<void(QString)>& deliver) {
        const Status status = study::checkSearch(study, search);
        deliver(status ? QString() : sentenceOf(status.error()));
    };
    m_checking.run<QString>(work, [this](const QString& problem) {
        const study::Search wanted = search();
        const bool alike = wanted.method.name == m_study.method.name && wanted.seed == m_study.seed;
        say(!problem.isEmpty() ? problem
            : alike ? tr("Method and seed are those of the present search. With the same options it "
                         "will propose the same designs.")
                    : QString(),
            problem.isEmpty());
    });
}

void SearchDialog::say(const QString& sentence, bool possible)
{
    m_remark->setText(sentence);
    m_remark->setProperty("role", possible ? QStringLiteral("caption") : QStringLiteral("error"));
    m_remark->style()->unpolish(m_remark); // the role decides the look
    m_remark->style()->polish(m_remark);
    m_start->setEnabled(possible);
}

void SearchDialog::setFile(const QString& file)
{
    m_file = file;
    const QString where = file.isEmpty() ? tr("The new study is kept among the program's own.")
                                         : tr("The new study is kept as %1.").arg(QFileInfo(file).fileName());
    m_where->setText(where);
    m_where->setToolTip(file);
}

void SearchDialog::browse()
{
    auto* dialog = new QFileDialog(this, tr("Keep the new study as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("Studies (*.json)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SearchDialog::setFile);
    dialog->open();
}

void SearchDialog::write()
{
    m_checking.cancel(); // what writing says is the last word
    m_start->setEnabled(false);
    const auto work = [study = m_study, search = search(), file = m_file](
                          const plots::LatestJob::Stale&, const std::function<void(Written)>& deliver) {
        deliver(writeAgain(study, search, file));
    };
    m_writing.run<Written>(work, [this](const Written& result) {
        if (!result.problem.isEmpty())
            return say(result.problem, false);
        Q_EMIT written(result.file);
        accept();
    });
}

} // namespace paretoscope::ui::panels
