// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QButtonGroup>
#include <QGridLayout>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::panels {

/// One of several pages, chosen by buttons that share the width: one row where there is room, as many even
/// rows as it takes where there is not, so that no page hides behind a scroll arrow in a narrow dock.
class PageSwitch : public QWidget
{
    Q_OBJECT

public:
    explicit PageSwitch(QWidget* parent = nullptr);

    void addPage(const QString& title, const QString& help);
    void setCurrent(int page);
    void setPageVisible(int page, bool visible); ///< a page that is not offered keeps its number
    [[nodiscard]] int current() const { return m_group->checkedId(); }
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int page);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] std::vector<QAbstractButton*> offered() const;
    [[nodiscard]] int widest() const;
    void arrange();

    QButtonGroup* m_group;
    QGridLayout* m_grid;
    int m_columns = 0;
};

} // namespace paretoscope::ui::panels
