// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_choice.h"

#include "core/base/atomic_file.h"
#include "core/problem/training_problem.h"
#include "core/study/other_data.h"
#include "core/study/study.h"
#include "ui/panels/labelled.h"
#include "ui/panels/text.h"
#include "ui/session/session_location.h"

#include <nlohmann/json.hpp>

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

const QString kGlyphs = QStringLiteral("glyphs"), kIdx = QStringLiteral("idx"),
              kCifar = QStringLiteral("cifar");
const QString kRecentKey = QStringLiteral("data/recent"); ///< "idx /data/mnist", newest first
constexpr int kMostRecent = 4;
constexpr int kFolder_px = 360; ///< longer ones are shortened in the middle

QStringList recentFolders()
{
    QStringList entries;
    for (const QString& entry : QSettings().value(kRecentKey).toStringList()) {
        const QString kind = entry.section(QLatin1Char(' '), 0, 0);
        const bool known = kind == kIdx || kind == kCifar;
        if (entries.size() < kMostRecent && known && QFileInfo(entry.section(QLatin1Char(' '), 1)).isDir())
            entries << entry;
    }
    return entries;
}

void rememberFolder(const QString& kind, const QString& folder)
{
    QSettings store;
    QStringList entries = store.value(kRecentKey).toStringList();
    const QString entry = kind + QLatin1Char(' ') + QFileInfo(folder).absoluteFilePath();
    entries.removeAll(entry);
    entries.prepend(entry);
    store.setValue(kRecentKey, entries.mid(0, kMostRecent));
}

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
                                             : tr("%1: %2 images to learn from, %3 to judge by; %4")
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
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(*menu); });
    m_button->setMenu(menu);
    m_button->setAccessibleName(tr("Let the networks learn from other images"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(now);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addWidget(m_remark);
}

void DataChoice::fill(QMenu& menu)
{
    menu.clear();
    menu.addAction(tr("Signs that the program draws"), this, [this] { choose(kGlyphs, {}); });
    menu.addAction(tr("A folder of MNIST files or the like (IDX)…"), this, [this] { browse(kIdx); });
    menu.addAction(tr("A folder of CIFAR binary files…"), this, [this] { browse(kCifar); });
    const QStringList recent = recentFolders();
    if (recent.isEmpty())
        return;
    menu.addSeparator();
    for (const QString& entry : recent) {
        const QString kind = entry.section(QLatin1Char(' '), 0, 0),
                      folder = entry.section(QLatin1Char(' '), 1);
        const QString form = kind == kCifar ? tr("CIFAR") : tr("IDX");
        QAction* action = menu.addAction(
            tr("%1 (%2)").arg(menu.fontMetrics().elidedText(folder, Qt::ElideMiddle, kFolder_px), form), this,
            [this, kind, folder] { choose(kind, folder); });
        action->setToolTip(folder);
    }
}

/// A dialog of its own, so that the run goes on and is watched while a person looks for the folder.
void DataChoice::browse(const QString& kind)
{
    auto* dialog = new QFileDialog(
        this, kind == kIdx ? tr("Folder with train-images-idx3-ubyte and the like, unpacked")
                           : tr("Folder with data_batch_1.bin or train.bin"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly, false); // the files tell whether it is the right folder
    for (const QString& entry : recentFolders())
        if (entry.startsWith(kind)) {
            dialog->setDirectory(entry.section(QLatin1Char(' '), 1));
            break;
        }
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, kind](const QString& folder) { choose(kind, folder); });
    dialog->open();
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
        [this, kind, folder](const WrittenStudy& result) {
            m_button->setEnabled(true);
            m_remark->setText(result.problem);
            m_remark->setVisible(!result.problem.isEmpty());
            if (!result.problem.isEmpty())
                return;
            if (!folder.isEmpty())
                rememberFolder(kind, folder);
            Q_EMIT written(result.file);
        });
}

} // namespace paretoscope::ui::panels
