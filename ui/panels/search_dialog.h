// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/search_again.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace paretoscope::ui::panels {

class MethodForm;

/// How the study shall be searched: method, its options, seed and budget. Trials depend on all of these, so
/// another choice is another study with a session of its own, written as a file; the present one stays as it
/// is. What cannot be is said in a sentence at once.
class SearchDialog : public QDialog
{
    Q_OBJECT

public:
    SearchDialog(const session::StudyDocument& document, QWidget* parent);

    [[nodiscard]] study::Search search() const;
    /// Why the search cannot be made, or what is remarkable about it; empty when neither.
    [[nodiscard]] QString remark() const;
    /// Where the study goes; empty = among the program's own files.
    void setFile(const QString& file);

Q_SIGNALS:
    void written(const QString& file); ///< the study is there, to be opened

private:
    void buildMethods();
    [[nodiscard]] QWidget* buildNumbers();
    [[nodiscard]] QWidget* buildFooter();
    void showMethod(int row);
    void check();
    void say(const QString& sentence, bool possible);
    void browse();
    void write();

    study::Study m_study; ///< shares what is large
    QListWidget* m_methods;
    MethodForm* m_form;
    QSpinBox* m_seed;
    QSpinBox* m_evaluations;
    QLabel* m_where;
    QLabel* m_remark;
    QPushButton* m_start;
    QString m_file;
    QTimer m_settle; ///< typing comes in bursts
    plots::LatestJob m_checking;
    plots::LatestJob m_writing;
};

} // namespace paretoscope::ui::panels
