// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/network_opener.h"

#include "core/base/atomic_file.h"
#include "core/study/other_network.h"
#include "core/study/study.h"
#include "ui/session/session_location.h"

#include <nlohmann/json.hpp>

namespace paretoscope::ui::window {

namespace {

Result<QString> writeStudy(const QString& network, std::shared_ptr<const nlohmann::json> like,
                           const QString& sample)
{
    if (like == nullptr) {
        const Result<study::Study> read = study::readStudy(sample.toStdString());
        if (!read)
            return read.error();
        like = read->document;
    }
    const Result<nlohmann::json> document = study::withNetwork(*like, network.toStdString());
    if (!document)
        return document.error();
    // Beside the sessions, under a name that tells equal questions from others.
    std::filesystem::path file = session::sessionFileFor(network.toStdString(),
                                                         study::fingerprint(*document));
    file.replace_extension(".json");
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (const Status written = writeFileAtomically(file, document->dump(2)); !written)
        return written.error();
    return QString::fromStdString(file.string());
}

} // namespace

NetworkOpener::NetworkOpener(QObject* parent)
    : QObject(parent)
    , m_work(this)
{ }

void NetworkOpener::consider(const QString& file)
{
    m_work.run<bool>(
        [file](const plots::LatestJob::Stale&, const std::function<void(bool)>& deliver) {
            deliver(study::looksLikeNetwork(file.toStdString()));
        },
        [this, file](bool network) {
            if (network)
                Q_EMIT recognised(file);
        });
}

void NetworkOpener::make(const QString& network, std::shared_ptr<const nlohmann::json> like,
                         const QString& sample)
{
    using Written = std::shared_ptr<Result<QString>>;
    m_work.run<Written>(
        [network, like = std::move(like), sample](const plots::LatestJob::Stale&,
                                                  const std::function<void(Written)>& deliver) {
            deliver(std::make_shared<Result<QString>>(writeStudy(network, like, sample)));
        },
        [this, network](const Written& written) {
            if (*written)
                Q_EMIT ready(written->value());
            else
                Q_EMIT failed(written->error(), network);
        });
}

} // namespace paretoscope::ui::window
