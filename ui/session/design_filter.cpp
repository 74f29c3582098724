// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/design_filter.h"

#include "ui/look/quantity.h"
#include "ui/session/design_marks.h"
#include "ui/session/study_document.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::session {

namespace {

constexpr qint64 kSlice_ms = 4;      ///< our choice: a third of what one event may take
constexpr std::size_t kStride = 512; ///< trials between two looks at the clock
constexpr int kFollowFront_ms = 400; ///< who asks for the front is looked at anew this often while it grows
constexpr const char* kTextKey = "filter";

std::vector<std::string> utf8(const QStringList& words)
{
    std::vector<std::string> made;
    for (const QString& word : words)
        made.push_back(word.toStdString());
    return made;
}

std::optional<double> readQuantity(const std::string& text, const std::string& unit)
{
    double value = 0.0;
    return look::parseQuantity(QString::fromStdString(text), QString::fromStdString(unit), value)
               ? std::optional(value)
               : std::nullopt;
}

} // namespace

class DesignFilter::Facts : public study::FilterFacts
{
public:
    explicit Facts(StudyDocument& document)
        : m_document(document)
    { }
    void follow(const study::Snapshot& snapshot)
    {
        m_front = snapshot.front;
        std::sort(m_front.begin(), m_front.end());
        m_knee = snapshot.knee;
    }
    [[nodiscard]] bool onFront(TrialId id) const override
    {
        return std::binary_search(m_front.begin(), m_front.end(), id);
    }
    [[nodiscard]] bool isKnee(TrialId id) const override { return m_knee == id; }
    [[nodiscard]] bool passesPins(const study::Trial& trial) const override
    {
        return m_document.passesPins(trial);
    }
    [[nodiscard]] std::string note(TrialId id) const override { return m_document.note(id).toStdString(); }
    [[nodiscard]] std::vector<std::string> tags(TrialId id) const override
    {
        return utf8(m_document.marks().tags(id));
    }
    [[nodiscard]] std::vector<std::string> sets(TrialId id) const override
    {
        std::vector<std::string> names;
        for (const DesignSet& set : m_document.marks().sets())
            if (std::binary_search(set.ids.begin(), set.ids.end(), id))
                names.push_back(set.name.toStdString());
        return names;
    }

private:
    StudyDocument& m_document;
    std::vector<TrialId> m_front; ///< ascending
    std::optional<TrialId> m_knee;
};

DesignFilter::DesignFilter(StudyDocument& document)
    : QObject(&document)
    , m_document(document)
    , m_facts(std::make_unique<Facts>(document))
    , m_settle(new QTimer(this))
{
    m_settle->setSingleShot(true);
    m_settle->setInterval(kFollowFront_ms);
    connect(m_settle, &QTimer::timeout, this, &DesignFilter::restart);
    connect(&document, &StudyDocument::snapshotChanged, this, &DesignFilter::adopt);
    connect(&document, &StudyDocument::pinsChanged, this, &DesignFilter::restart);
    connect(&document, &StudyDocument::noteChanged, this, &DesignFilter::restart);
    connect(&document.marks(), &DesignMarks::changed, this, &DesignFilter::restart);
    // A text that an older study understood and this one does not hides nothing.
    (void)set(document.viewSetting(QString::fromLatin1(kTextKey)).toString());
}

DesignFilter::~DesignFilter() = default;

Status DesignFilter::set(const QString& text)
{
    const QString plain = text.trimmed();
    if (plain == m_text)
        return success();
    std::optional<study::TrialFilter> wanted;
    if (!plain.isEmpty()) {
        Result<study::TrialFilter> read = study::TrialFilter::compile(plain.toStdString(),
                                                                      m_document.problem(), readQuantity);
        if (!read)
            return read.error();
        wanted = *read;
    }
    m_filter = std::move(wanted);
    m_text = plain;
    m_document.setViewSetting(QString::fromLatin1(kTextKey), plain);
    restart();
    Q_EMIT changed();
    return success();
}

bool DesignFilter::isComplete() const
{
    return !m_filter || m_seen >= m_document.snapshot()->trials.size();
}

void DesignFilter::restart()
{
    m_seen = 0;
    m_matching.clear();
    if (m_filter) {
        m_facts->follow(*m_document.snapshot());
        advance();
    } else {
        m_document.selection().setFilter({});
    }
}

void DesignFilter::adopt()
{
    if (!m_filter)
        return;
    if (m_document.snapshot()->trials.size() < m_seen) {
        restart();
    } else if (m_filter->asksForFront()) {
        if (!m_settle->isActive())
            m_settle->start();
    } else if (!m_scheduled) {
        advance();
    }
}

void DesignFilter::advance()
{
    if (!m_filter)
        return;
    QElapsedTimer clock;
    clock.start();
    const study::TrialLog& trials = m_document.snapshot()->trials;
    while (m_seen < trials.size() && (m_seen % kStride != 0 || clock.elapsed() < kSlice_ms)) {
        const study::Trial& trial = trials[m_seen++];
        if (m_filter->passes(trial, *m_facts))
            m_matching.push_back(trial.id);
    }
    if (m_seen >= trials.size()) {
        m_document.selection().setFilter(m_matching);
        Q_EMIT changed();
    } else if (!std::exchange(m_scheduled, true)) {
        QTimer::singleShot(0, this, [this] {
            m_scheduled = false;
            advance();
        });
    }
}

} // namespace paretoscope::ui::session
