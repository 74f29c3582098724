// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/english_plurals.h"
#include "ui/report/report_job.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace paretoscope::ui;

namespace {

struct Options
{
    QString file;
    QString session;
    std::optional<look::Theme> theme;
    QSize size;
    QString screenshot;
    QString report;
    double after_s = 3.0;
};

std::optional<look::Theme> themeNamed(const QString& name)
{
    if (name == QLatin1String("system"))
        return look::Theme::System;
    if (name == QLatin1String("light"))
        return look::Theme::Light;
    if (name == QLatin1String("dark"))
        return look::Theme::Dark;
    return std::nullopt;
}

/// \returns what is wrong with the command line; empty = nothing
QString read(const QCommandLineParser& parser, Options& options)
{
    if (parser.positionalArguments().size() > 1)
        return QCoreApplication::translate("main", "One study or session can be opened at a time.");
    options.file = parser.positionalArguments().value(0);
    options.session = parser.value(QStringLiteral("session"));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    options.report = parser.value(QStringLiteral("report"));
    if (!options.report.isEmpty() && options.file.isEmpty())
        return QCoreApplication::translate("main", "--report needs a study or session to report on.");
    if (parser.isSet(QStringLiteral("theme"))) {
        options.theme = themeNamed(parser.value(QStringLiteral("theme")));
        if (!options.theme)
            return QCoreApplication::translate("main", "--theme is light, dark or system.");
    }
    if (parser.isSet(QStringLiteral("size"))) {
        const QStringList sides = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
        options.size = {sides.value(0).toInt(), sides.value(1).toInt()};
        if (sides.size() != 2 || options.size.width() < 320 || options.size.height() < 240
            || options.size.width() > 16384 || options.size.height() > 16384)
            return QCoreApplication::translate("main", "--size is WxH, 320x240 to 16384x16384.");
    }
    bool number = true;
    if (parser.isSet(QStringLiteral("after")))
        options.after_s = parser.value(QStringLiteral("after")).toDouble(&number);
    if (!number || !(options.after_s >= 0.0 && options.after_s <= 86400.0))
        return QCoreApplication::translate("main", "--after is a number of seconds, 0 to 86400.");
    return {};
}

void describe(QCommandLineParser& parser)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("main", text); };
    parser.setApplicationDescription(
        say("Explore neural networks and the accelerators that run them, together."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"), say("Study (.json) or session (.pscope) to open."),
                                 QStringLiteral("[FILE]"));
    parser.addOptions(
        {{QStringLiteral("session"), say("Keep the session of the study in FILE."), QStringLiteral("FILE")},
         {QStringLiteral("theme"), say("light, dark or system."), QStringLiteral("NAME")},
         {QStringLiteral("size"), say("Size of the window."), QStringLiteral("WxH")},
         {QStringLiteral("screenshot"), say("Save a picture of the window (PNG) and quit."),
          QStringLiteral("OUT.png")},
         {QStringLiteral("report"),
          say("Write a report and its figures into FOLDER, without a window, and quit."),
          QStringLiteral("FOLDER")},
         {QStringLiteral("after"), say("Seconds to wait before the screenshot (3)."),
          QStringLiteral("SECONDS")}});
}

/// Opens the document, lets nothing run, writes the report. \returns the exit code
int writeReport(const Options& options)
{
    const auto fail = [](const paretoscope::Error& error) {
        std::fprintf(stderr, "paretoscope: %s\n", error.text().c_str());
        return error.code == paretoscope::ErrorCode::Io ? 4 : 2;
    };
    auto opened = session::StudyDocument::open(options.file.toStdString(), options.session.toStdString(),
                                               [] {});
    if (!opened)
        return fail(opened.error());
    session::StudyDocument document(std::move(opened).value());
    QApplication::setQuitOnLastWindowClosed(false); // figures are windows that nobody sees
    report::ReportJob job(document, options.report);
    QObject::connect(&job, &report::ReportJob::finished, &job, [](const QString& problem, const QString&) {
        if (!problem.isEmpty())
            std::fprintf(stderr, "paretoscope: %s\n", qPrintable(problem));
        QApplication::exit(problem.isEmpty() ? 0 : 4);
    });
    job.start();
    return QApplication::exec();
}

/// Qt takes "--session FILE" for the desktop's session management and drops it; as one word it is left to us.
std::vector<std::string> withoutQtsSession(int argc, char** argv)
{
    std::vector<std::string> words(argv, argv + argc);
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        if (words[i] != "--session" && words[i] != "-session")
            continue;
        words[i] = "--session=" + words[i + 1];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return words;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> words = withoutQtsSession(argc, argv);
    std::vector<char*> wordsForQt;
    for (std::string& word : words)
        wordsForQt.push_back(word.data());
    wordsForQt.push_back(nullptr);
    int count = static_cast<int>(words.size());
    QApplication application(count, wordsForQt.data()); // keeps both for as long as it lives
    look::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    QApplication::setOrganizationName(QStringLiteral("Paretoscope"));
    QApplication::setApplicationName(QStringLiteral("paretoscope"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QStringLiteral(PARETOSCOPE_VERSION));
    QCommandLineParser parser;
    describe(parser);
    parser.process(application);
    Options options;
    if (const QString wrong = read(parser, options); !wrong.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(wrong));
        return 2;
    }

    if (!options.report.isEmpty())
        return writeReport(options);

    window::MainWindow window(std::make_unique<QSettings>());
    if (options.theme)
        window.setTheme(*options.theme);
    if (options.size.isValid() && !options.size.isEmpty())
        window.resize(options.size);
    window.show();
    if (!options.file.isEmpty())
        window.openFile(options.file, options.session);
    if (!options.screenshot.isEmpty()) {
        window.skipTour();
        QTimer::singleShot(static_cast<int>(options.after_s * 1000.0), &window, [&] {
            const bool saved = window.grab().save(options.screenshot, "PNG");
            window.close();
            QApplication::exit(saved ? 0 : 4);
        });
    }
    return QApplication::exec();
}
