// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/table_opener.h"

#include "ui/session/session_location.h"
#include "ui/window/import_sheet.h"

#include <QFile>
#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace paretoscope::ui::window {

namespace {

constexpr qint64 kLargest_bytes = 256LL << 20;

using ReadTable = std::shared_ptr<Result<study::Table>>;

Result<study::Table> readTable(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Io, "The table cannot be read: " + file.errorString().toStdString() + ".", {}, {}};
    if (file.size() > kLargest_bytes)
        return Error{ErrorCode::InvalidInput, "The table is larger than 256 MiB.", {}, {}};
    const QByteArray bytes = file.readAll();
    return study::tableFromCsv({bytes.data(), static_cast<std::size_t>(bytes.size())});
}

Result<QString> writeSession(const QString& file, const study::Table& table,
                             const std::vector<study::ImportColumn>& columns)
{
    const Result<study::Study> study = study::studyOfTable(table, columns,
                                                           QFileInfo(file).completeBaseName().toStdString());
    if (!study)
        return study.error();
    const std::filesystem::path session = session::sessionFileFor(file.toStdString(),
                                                                  study::fingerprint(*study->document));
    std::error_code failure;
    if (std::filesystem::exists(session, failure))
        return QString::fromStdString(session.string()); // the same table, read the same way
    std::filesystem::create_directories(session.parent_path(), failure);
    if (const Status written = study::writeTableSession(*study, session); !written) {
        std::filesystem::remove(session, failure); // half a table would open as if it were whole
        return written.error();
    }
    return QString::fromStdString(session.string());
}

} // namespace

TableOpener::TableOpener(QWidget& window)
    : QObject(&window)
    , m_window(window)
    , m_work(this)
{ }

bool TableOpener::looksLikeTable(const QString& file)
{
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending == QLatin1String("csv") || ending == QLatin1String("tsv");
}

void TableOpener::open(const QString& file)
{
    m_work.run<ReadTable>(
        [file](const plots::LatestJob::Stale&, const std::function<void(ReadTable)>& deliver) {
            deliver(std::make_shared<Result<study::Table>>(readTable(file)));
        },
        [this, file](const ReadTable& read) {
            if (*read)
                ask(file, std::make_shared<const study::Table>(std::move(*read).value()));
            else
                Q_EMIT failed(read->error(), file);
        });
}

void TableOpener::ask(const QString& file, const std::shared_ptr<const study::Table>& table)
{
    auto* sheet = new ImportSheet(QFileInfo(file).fileName(), table, &m_window);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this,
            [this, sheet, file, table] { write(file, table, sheet->columns()); });
    sheet->open();
}

void TableOpener::write(const QString& file, const std::shared_ptr<const study::Table>& table,
                        const std::vector<study::ImportColumn>& columns)
{
    using Written = std::shared_ptr<Result<QString>>;
    m_work.run<Written>(
        [file, table, columns](const plots::LatestJob::Stale&, const std::function<void(Written)>& deliver) {
            deliver(std::make_shared<Result<QString>>(writeSession(file, *table, columns)));
        },
        [this, file](const Written& written) {
            if (*written)
                Q_EMIT ready(written->value());
            else
                Q_EMIT failed(written->error(), file);
        });
}

} // namespace paretoscope::ui::window
