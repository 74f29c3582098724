// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/design_marks.h"

#include <QUndoCommand>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::session {

using nlohmann::json;

/// From one state of all marks to another; both share what did not change.
class MarksCommand : public QUndoCommand
{
public:
    MarksCommand(DesignMarks& marks, DesignMarks::Tags tags, QList<DesignSet> sets, const QString& text)
        : QUndoCommand(text)
        , m_marks(marks)
        , m_tagsBefore(marks.m_tags)
        , m_tagsAfter(std::move(tags))
        , m_setsBefore(marks.m_sets)
        , m_setsAfter(std::move(sets))
    { }
    void undo() override { m_marks.apply(m_tagsBefore, m_setsBefore); }
    void redo() override { m_marks.apply(m_tagsAfter, m_setsAfter); }

private:
    DesignMarks& m_marks;
    DesignMarks::Tags m_tagsBefore, m_tagsAfter;
    QList<DesignSet> m_setsBefore, m_setsAfter;
};

namespace {

std::vector<TrialId> idsFrom(const json& list)
{
    std::vector<TrialId> ids;
    if (list.is_array())
        for (const json& id : list)
            if (id.is_number_unsigned())
                ids.push_back(id.get<TrialId>());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

QStringList tidy(const QStringList& tags)
{
    QStringList kept;
    for (const QString& tag : tags)
        if (const QString plain = tag.simplified(); !plain.isEmpty())
            kept << plain;
    kept.removeDuplicates();
    return kept;
}

} // namespace

DesignMarks::DesignMarks(QUndoStack& undo, std::function<void(const json&)> store, QObject* parent)
    : QObject(parent)
    , m_undo(undo)
    , m_store(std::move(store))
{ }

void DesignMarks::restore(const json& kept)
{
    m_tags.clear();
    m_sets.clear();
    if (!kept.is_object())
        return;
    for (const json& item : kept.value("tags", json::array())) {
        const json id = item.is_object() ? item.value("trial", json()) : json();
        if (!id.is_number_unsigned())
            continue;
        QStringList words;
        for (const json& word : item.value("tags", json::array()))
            if (word.is_string())
                words << QString::fromStdString(word.get<std::string>());
        if (words = tidy(words); !words.isEmpty())
            m_tags.insert(id.get<TrialId>(), words);
    }
    for (const json& item : kept.value("sets", json::array())) {
        const json name = item.is_object() ? item.value("name", json()) : json();
        if (!name.is_string() || set(QString::fromStdString(name.get<std::string>())) != nullptr)
            continue;
        const json colour = item.value("colour", json());
        m_sets.append({QString::fromStdString(name.get<std::string>()),
                       colour.is_number_unsigned() ? static_cast<int>(colour.get<unsigned>() % kColours) : 0,
                       idsFrom(item.value("designs", json()))});
    }
}

QStringList DesignMarks::allTags() const
{
    QStringList all;
    for (const QStringList& words : m_tags)
        all += words;
    all.removeDuplicates();
    all.sort(Qt::CaseInsensitive);
    return all;
}

std::vector<TrialId> DesignMarks::taggedDesigns() const
{
    std::vector<TrialId> ids(m_tags.keyBegin(), m_tags.keyEnd());
    std::sort(ids.begin(), ids.end());
    return ids;
}

void DesignMarks::setTags(TrialId id, const QStringList& tags)
{
    const QStringList wanted = tidy(tags);
    if (wanted == m_tags.value(id))
        return;
    Tags after = m_tags;
    if (wanted.isEmpty())
        after.remove(id);
    else
        after.insert(id, wanted);
    change(std::move(after), m_sets, tr("tags of design %1").arg(id));
}

const DesignSet* DesignMarks::set(const QString& name) const
{
    const auto found = std::find_if(m_sets.begin(), m_sets.end(), [&](const DesignSet& each) {
        return each.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == m_sets.end() ? nullptr : &*found;
}

int DesignMarks::colourOf(TrialId id) const
{
    for (const DesignSet& each : m_sets)
        if (std::binary_search(each.ids.begin(), each.ids.end(), id))
            return each.colour;
    return -1;
}

void DesignMarks::keep(const QString& name, std::vector<TrialId> ids)
{
    const QString plain = name.simplified();
    if (plain.isEmpty() || ids.empty())
        return;
    std::sort(ids.begin(), ids.end());
    QList<DesignSet> after = m_sets;
    const auto former = std::find_if(after.begin(), after.end(), [&](const DesignSet& each) {
        return each.name.compare(plain, Qt::CaseInsensitive) == 0;
    });
    if (former != after.end()) {
        former->ids = std::move(ids);
    } else {
        int colour = 0;
        const auto taken = [&](int wanted) {
            return std::any_of(after.begin(), after.end(),
                               [wanted](const DesignSet& each) { return each.colour == wanted; });
        };
        while (colour + 1 < kColours && taken(colour))
            ++colour;
        after.append({plain, colour, std::move(ids)});
    }
    if (after != m_sets)
        change(m_tags, std::move(after), tr("keep set %1").arg(plain));
}

void DesignMarks::remove(const QString& name)
{
    const DesignSet* former = set(name);
    if (former == nullptr)
        return;
    QList<DesignSet> after = m_sets;
    after.removeAt(former - m_sets.constData()); // data() would move the sets from under the pointer
    change(m_tags, std::move(after), tr("forget set %1").arg(name));
}

void DesignMarks::change(Tags tags, QList<DesignSet> sets, const QString& text)
{
    m_undo.push(new MarksCommand(*this, std::move(tags), std::move(sets), text));
}

void DesignMarks::apply(const Tags& tags, const QList<DesignSet>& sets)
{
    m_tags = tags;
    m_sets = sets;
    json tagged = json::array();
    for (const TrialId id : taggedDesigns()) {
        json words = json::array();
        for (const QString& word : m_tags.value(id))
            words.push_back(word.toStdString());
        tagged.push_back({{"trial", id}, {"tags", std::move(words)}});
    }
    json kept = json::array();
    for (const DesignSet& each : m_sets)
        kept.push_back({{"name", each.name.toStdString()}, {"colour", each.colour}, {"designs", each.ids}});
    m_store({{"tags", std::move(tagged)}, {"sets", std::move(kept)}});
    Q_EMIT changed();
}

} // namespace paretoscope::ui::session
