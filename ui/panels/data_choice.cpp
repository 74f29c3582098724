// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_choice.h"

#include "core/base/json_reader.h"
#include "core/problem/training_problem.h"
#include "core/study/other_data.h"
#include "core/study/study.h"
#include "ui/panels/labelled.h"
#include "ui/panels/text.h"
#include "ui/session/session_location.h"

#include <QFileDialog>
#include <QMenu>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

struct WrittenStudy
{
    QString file;
    QString problem;
};

WrittenStudy writeWithData(const nlohmann::json& document, const std::string& kind, const std::string& folder)
{
    const Result<nlohmann::json> other = study::withData(document, kind, folder);
    if (!other)
        return {{}, text(other.error().text())};
    const std::filesystem::path file = session::studyFileFor(other->value("name", std::string()), kind,
                                                             study::fingerprint(*other));
    std::error_code ignored; // writing says what is wrong
    std::filesystem::create_directories(file.parent_path(), ignored);
    if (const Status status = writeFileAtomically(file, other->dump(2)); !status)
        return {{}, text(status.error().text())};
    return {text(file.string()), {}};
}

} // namespace

DataChoice::DataChoice(const session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_button(new QPushButton(tr("Other images…"), this))
    , m_remark(labelled({}, "error", this))
    , m_work(this)
{
    const auto images = problem::trainingDataOf(document.problem());
    QLabel* now = labelled(images == nullptr ? QString()
                                             : tr("%1: %2 images to learn from, %3 to judge by. %4")
                                                   .arg(text(images->name))
                                                   .arg(images->training.size())
                                                   .arg(images->validation.size())
                                                   .arg(text(images->source)),
                           "plain", this);
    for (QLabel* label : {now, m_remark}) {
        label->setWordWrap(true);
        label->setMinimumWidth(1);
    }
    m_remark->hide();
    auto* menu = new QMenu(m_button);
    menu->addAction(tr("Signs that the program draws"), this,
                    [this] { choose(QStringLiteral("glyphs"), {}); });
    menu->addAction(tr("A folder of MNIST files or the like (IDX)…"), this, [this] {
        browse(QStringLiteral("idx"), tr("Folder with train-images-idx3-ubyte and the like, unpacked"));
    });
    menu->addAction(tr("A folder of CIFAR binary files…"), this, [this] {
        browse(QStringLiteral("cifar"), tr("Folder with data_batch_1.bin or train.bin"));
    });
    m_button->setMenu(menu);
    m_button->setAccessibleName(tr("Let the networks learn from other images"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(now);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addWidget(m_remark);
}

void DataChoice::browse(const QString& kind, const QString& title)
{
    const QString folder = QFileDialog::getExistingDirectory(window(), title);
    if (!folder.isEmpty())
        choose(kind, folder);
}

void DataChoice::choose(const QString& kind, const QString& folder)
{
    m_button->setEnabled(false);
    m_remark->hide();
    const auto document = m_document.study().document;
    m_work.run<WrittenStudy>(
        [document, kind, folder](const plots::LatestJob::Stale&,
                                 const std::function<void(WrittenStudy)>& deliver) {
            deliver(writeWithData(*document, kind.toStdString(), folder.toStdString()));
        },
        [this](const WrittenStudy& result) {
            m_button->setEnabled(true);
            m_remark->setText(result.problem);
            m_remark->setVisible(!result.problem.isEmpty());
            if (result.problem.isEmpty())
                Q_EMIT written(result.file);
        });
}

} // namespace paretoscope::ui::panels
