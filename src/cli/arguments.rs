//! The grammar of the command line, and its help in two languages.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use clap_complete::Shell;

use super::{Outcome, complain};
use crate::export::Format;
use crate::report::document::nearest;
use crate::store::exists;
use crate::words::{Lang, Words};

/// Takes the command line apart. When that ends the program already, gives its outcome.
pub fn parse(
    arguments: impl Iterator<Item = OsString>,
    configured: Option<Lang>,
) -> Result<(&'static Words, ArgMatches), Outcome> {
    let arguments: Vec<OsString> = arguments.collect();
    let words = Words::of(language(&arguments, configured));
    let wanted = |name: &str| arguments.iter().any(|argument| argument == name);
    let matches = command(words, wanted).try_get_matches_from(&arguments).and_then(|matches| {
        // `--lang` may stand before a subcommand, a file may not.
        let confused = matches.contains_id("file") && matches.subcommand_name().is_some();
        if confused { Err(clap::Error::new(ErrorKind::ArgumentConflict)) } else { Ok(matches) }
    });
    matches.map(|matches| (words, matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(io::stdout(), "{}", error.render());
            Outcome::Fine
        }
        kind => {
            complain(&misspelt(words, &arguments).unwrap_or_else(|| sentence(words, kind, &error)));
            Outcome::Failed
        }
    })
}

/// Whether a byte order mark is asked for in a format that has none.
pub fn marks_in_vain(command: &str, matches: &ArgMatches) -> bool {
    let is_csv = match (command, matches.try_get_one::<String>("format").ok().flatten()) {
        ("export", _) => export_format(matches) == Some(Format::Csv),
        (_, Some(format)) => format == "csv",
        (_, None) => command == "facts",
    };
    let is_asked = matches.try_get_one::<bool>("bom").is_ok_and(|asked| asked == Some(&true));
    is_asked && !is_csv
}

/// The format to export to: what was asked for, or what the name of the file to write says.
pub fn export_format(matches: &ArgMatches) -> Option<Format> {
    let extension = || matches.get_one::<PathBuf>("output")?.extension()?.to_str();
    Format::from_id(matches.get_one::<String>("to").map(String::as_str).or_else(extension)?)
}

/// The language has to be known before the command line is understood, since its help and its errors are in that language.
fn language(arguments: &[OsString], configured: Option<Lang>) -> Lang {
    let texts: Vec<_> = arguments.iter().skip(1).map(|argument| argument.to_string_lossy()).collect();
    let after_flag = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1].as_ref());
    let named = after_flag.or_else(|| texts.iter().find_map(|text| text.strip_prefix("--lang=")));
    named
        .and_then(Lang::from_id)
        .or(configured)
        .unwrap_or_else(|| Lang::from_environment(|name| std::env::var(name).ok()))
}

/// The parts that the grammar is made of, in one language.
#[derive(Clone, Copy)]
struct Grammar(&'static Words);

/// A subcommand.
struct Subcommand {
    name: &'static str,
    /// Keys of the lines that show how it is written and what it is for.
    usage: &'static str,
    about: &'static str,
    /// Adds what it takes.
    with: fn(Grammar, Command) -> Command,
}

/// Every subcommand, as help lists them.
const SUBCOMMANDS: [Subcommand; 14] = {
    const fn one(
        name: &'static str,
        usage: &'static str,
        about: &'static str,
        with: fn(Grammar, Command) -> Command,
    ) -> Subcommand {
        Subcommand { name, usage, about, with }
    }
    [
        one("new", "cli.usage.new", "cli.new", Grammar::new_report),
        one("check", "cli.usage.check", "cli.check", Grammar::check),
        one("compare", "cli.usage.compare", "cli.compare", Grammar::compare),
        one("config", "cli.usage.config", "cli.config", Grammar::config),
        one("facts", "cli.usage.facts", "cli.facts", Grammar::facts),
        one("forms", "cli.usage.forms", "cli.forms", Grammar::forms),
        one("import", "cli.usage.import", "cli.import", Grammar::import),
        one("export", "cli.usage.export", "cli.export", Grammar::export),
        one("preview", "cli.usage.preview", "cli.preview", Grammar::preview),
        one("rules", "cli.usage.rules", "cli.rules", Grammar::rules),
        one("sum", "cli.usage.sum", "cli.sum", Grammar::sum),
        one("versions", "cli.usage.versions", "cli.versions", Grammar::versions),
        one("completions", "cli.usage.completions", "cli.completions", Grammar::completions),
        one("man", "cli.usage.man", "cli.man", Grammar::man),
    ]
};

/// The grammar. Most runs open a file, so only subcommands that are `wanted` are there in full; the others have a name.
fn command(words: &'static Words, wanted: impl Fn(&str) -> bool) -> Command {
    let grammar = Grammar(words);
    let subcommands = SUBCOMMANDS.iter().map(|one| {
        let command = Command::new(one.name).about(words.get(one.about));
        if wanted(one.name) { (one.with)(grammar, grammar.begin(command, one.usage)) } else { command }
    });
    grammar
        .begin(Command::new("reportui").about(words.get("cli.about")), "cli.usage.reportui")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(words.get("cli.commands"))
        .subcommand_value_name(words.get("cli.command"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(words.get("cli.version")),
        )
        .arg(grammar.choice("lang", "zh|en", &["zh", "en"], "cli.lang").global(true))
        .arg(grammar.file("cli.edit").required(false))
        .subcommands(subcommands)
}

impl Grammar {
    fn new_report(self, command: Command) -> Command {
        command
            .arg(
                Arg::new("year")
                    .value_name(self.0.get("cli.new.year-name"))
                    .value_parser(clap::value_parser!(u16))
                    .required(true)
                    .help(self.0.get("cli.new.year"))
                    .help_heading(self.0.get("cli.arguments")),
            )
            .arg(self.path("from", "cli.new.from"))
            .arg(self.output("cli.new.output"))
            .arg(self.flag("force", "cli.force"))
    }

    fn check(self, command: Command) -> Command {
        command
            .arg(self.files("cli.files"))
            .arg(self.format("text|json|csv|md", &["text", "json", "csv", "md"]))
            .arg(self.previous())
            .arg(self.flag("strict", "cli.strict"))
            .arg(self.flag("bom", "cli.bom"))
    }

    fn compare(self, command: Command) -> Command {
        command
            .arg(self.file("cli.compare.files").num_args(2))
            .arg(self.format("text|json", &["text", "json"]))
    }

    fn config(self, command: Command) -> Command {
        command.arg(
            Arg::new("action")
                .value_name("show")
                .value_parser(PossibleValuesParser::new(["show"]))
                .hide_possible_values(true)
                .required(true)
                .help(self.0.get("cli.config.show"))
                .help_heading(self.0.get("cli.arguments")),
        )
    }

    fn facts(self, command: Command) -> Command {
        command
            .arg(self.files("cli.files"))
            .arg(self.format("csv|ndjson", &["csv", "ndjson"]))
            .arg(self.flag("bom", "cli.bom"))
    }

    fn forms(self, command: Command) -> Command {
        command
            .arg(
                Arg::new("action")
                    .value_name("lint|show")
                    .value_parser(PossibleValuesParser::new(["list", "lint", "show"]))
                    .hide_possible_values(true)
                    .help(self.0.get("cli.forms.action"))
                    .help_heading(self.0.get("cli.arguments")),
            )
            .arg(
                Arg::new("form")
                    .value_name(self.0.get("cli.file"))
                    .value_parser(ValueParser::path_buf())
                    .help(self.0.get("cli.forms.form"))
                    .help_heading(self.0.get("cli.arguments")),
            )
    }

    fn completions(self, command: Command) -> Command {
        command.arg(
            Arg::new("shell")
                .value_name("bash|zsh|fish|powershell|elvish")
                .value_parser(PossibleValuesParser::new(SHELLS.map(|(name, _)| name)))
                .hide_possible_values(true)
                .required(true)
                .help(self.0.get("cli.completions.shell"))
                .help_heading(self.0.get("cli.arguments")),
        )
    }

    fn man(self, command: Command) -> Command {
        command.arg(
            Arg::new("command")
                .value_name(self.0.get("cli.command"))
                .value_parser(PossibleValuesParser::new(SUBCOMMANDS.map(|one| one.name)))
                .hide_possible_values(true)
                .help(self.0.get("cli.man.command"))
                .help_heading(self.0.get("cli.arguments")),
        )
    }

    fn import(self, command: Command) -> Command {
        command
            .arg(self.files("cli.import.document"))
            .arg(self.output("cli.import.output"))
            .arg(self.format("text|json", &["text", "json"]))
            .arg(self.flag("force", "cli.force"))
    }

    fn export(self, command: Command) -> Command {
        const SHOWN: &str = "docx|html|xlsx|md|txt|csv|json";
        command
            .arg(self.files("cli.files"))
            .arg(self.choice("to", SHOWN, &Format::ALL.map(Format::id), "cli.export.to"))
            .arg(self.output("cli.export.output"))
            .arg(self.previous())
            .arg(self.flag("draft", "cli.export.draft"))
            .arg(self.flag("bom", "cli.bom"))
            .arg(self.flag("force", "cli.force"))
    }

    fn preview(self, command: Command) -> Command {
        command.arg(self.files("cli.files"))
    }

    fn rules(self, command: Command) -> Command {
        command.arg(
            Arg::new("rule")
                .value_name("ID")
                .help(self.0.get("cli.rules.id"))
                .help_heading(self.0.get("cli.arguments")),
        )
    }

    fn sum(self, command: Command) -> Command {
        command
            .arg(self.files("cli.files"))
            .arg(self.output("cli.sum.output"))
            .arg(self.text("organ", "cli.sum.organ-name", "cli.sum.organ"))
            .arg(self.path("expect", "cli.sum.expect"))
            .arg(
                self.text("explain", "cli.sum.address", "cli.sum.explain")
                    .conflicts_with_all(["output", "expect"]),
            )
            .arg(self.flag("force", "cli.force"))
    }

    fn versions(self, command: Command) -> Command {
        command
            .arg(self.file("cli.report"))
            .arg(self.number("show"))
            .arg(self.number("compare"))
            .arg(self.number("restore").conflicts_with_all(["show", "compare"]))
    }

    /// A command with its help in our own words; `clap` would write it in English.
    fn begin(self, command: Command, usage: &'static str) -> Command {
        command
            .help_template(self.0.get("cli.template"))
            .override_usage(self.0.get(usage))
            .disable_help_flag(true)
            .next_help_heading(self.0.get("cli.options"))
            .arg(
                Arg::new("help").short('h').long("help").action(ArgAction::Help).help(self.0.get("cli.help")),
            )
    }

    fn file(self, about: &'static str) -> Arg {
        Arg::new("file")
            .value_name(self.0.get("cli.file"))
            .value_parser(ValueParser::path_buf())
            .required(true)
            .help(self.0.get(about))
            .help_heading(self.0.get("cli.arguments"))
    }

    fn files(self, about: &'static str) -> Arg {
        self.file(about).num_args(1..)
    }

    fn choice(
        self,
        name: &'static str,
        shown: &'static str,
        names: &[&'static str],
        about: &'static str,
    ) -> Arg {
        Arg::new(name)
            .long(name)
            .value_name(shown)
            .value_parser(PossibleValuesParser::new(names))
            .hide_possible_values(true)
            .help(self.0.get(about))
    }

    /// The format of what goes to standard output; the first is meant where nothing is said.
    fn format(self, shown: &'static str, names: &'static [&'static str]) -> Arg {
        self.choice("format", shown, names, "cli.format").default_value(names[0]).hide_default_value(true)
    }

    fn output(self, about: &'static str) -> Arg {
        self.path("output", about).short('o')
    }

    /// Where last year's report is.
    fn previous(self) -> Arg {
        self.path("previous", "cli.previous")
    }

    fn path(self, name: &'static str, about: &'static str) -> Arg {
        Arg::new(name)
            .long(name)
            .value_name(self.0.get("cli.file"))
            .value_parser(ValueParser::path_buf())
            .help(self.0.get(about))
    }

    fn text(self, name: &'static str, shown: &'static str, about: &'static str) -> Arg {
        Arg::new(name).long(name).value_name(self.0.get(shown)).help(self.0.get(about))
    }

    fn flag(self, name: &'static str, about: &'static str) -> Arg {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(self.0.get(about))
    }

    /// The number of a version.
    fn number(self, name: &'static str) -> Arg {
        let about = match name {
            "show" => "cli.versions.show",
            "compare" => "cli.versions.compare",
            _ => "cli.versions.restore",
        };
        let number = clap::value_parser!(u64);
        Arg::new(name).long(name).value_name("N").value_parser(number).help(self.0.get(about))
    }
}

/// The shells that can complete what is typed for them.
const SHELLS: [(&str, Shell); 5] = [
    ("bash", Shell::Bash),
    ("zsh", Shell::Zsh),
    ("fish", Shell::Fish),
    ("powershell", Shell::PowerShell),
    ("elvish", Shell::Elvish),
];

/// `reportui completions SHELL`: a script by which the shell completes commands and options.
pub fn completions(words: &'static Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let name = matches.get_one::<String>("shell");
    let shell = SHELLS.iter().find(|(known, _)| name.is_some_and(|name| name == known));
    let Some((_, shell)) = shell else { return Ok(Outcome::Failed) };
    // The generator ends the program when it cannot write, so it writes into memory.
    let mut out = Vec::new();
    clap_complete::generate(*shell, &mut command(words, |_| true), "reportui", &mut out);
    io::stdout().lock().write_all(&out)?;
    Ok(Outcome::Fine)
}

/// `reportui man [COMMAND]`: the manual page of the program, or of a command.
pub fn man(words: &'static Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let mut out = Vec::new();
    let whole = command(words, |_| true).after_long_help(words.get("cli.codes"));
    let page = match matches.get_one::<String>("command").and_then(|name| whole.find_subcommand(name)) {
        Some(one) => {
            let name = format!("reportui-{}", one.get_name());
            one.clone()
                .display_name(&name)
                .bin_name(name.replacen('-', " ", 1))
                .after_long_help(words.get("cli.codes"))
        }
        None => whole.long_about(words.manual().replace("# ", "").replace('\n', "\n\n")),
    };
    clap_mangen::Man::new(page).render(&mut out)?;
    io::stdout().lock().write_all(&out)?;
    Ok(Outcome::Fine)
}

/// What is wrong when the first word is nearly a command, and no file.
fn misspelt(words: &Words, arguments: &[OsString]) -> Option<String> {
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    // What stands behind an option may be its value.
    let is_word = |pair: &&[Cow<str>]| !pair[1].starts_with('-') && pair[0] != "--lang";
    let word = arguments.windows(2).find(is_word)?[1].as_ref();
    let is_command = SUBCOMMANDS.iter().any(|one| one.name == word);
    (!is_command && !exists(Path::new(word))).then(|| nearly_a_command(words, word)).flatten()
}

/// What is wrong when a new report would have nearly the name of a command, and no extension.
pub fn misspelt_alone(words: &Words, file: &Path) -> Option<String> {
    let word = file.to_str().filter(|_| file.extension().is_none() && !exists(file))?;
    // `report` is a good name for a report, if not far from `export`.
    let names = SUBCOMMANDS.iter().map(|one| one.name);
    let is_likely = nearest(word, names)?.chars().next() == word.chars().next();
    is_likely.then(|| nearly_a_command(words, word)).flatten()
}

fn nearly_a_command(words: &Words, word: &str) -> Option<String> {
    let nearest = nearest(word, SUBCOMMANDS.iter().map(|one| one.name))?;
    let what = words.say("cli.error.command", &[("word", &word), ("nearest", &nearest)]);
    Some(words.say("cli.error", &[("what", &what)]))
}

/// What is wrong with the command line, and where to look.
fn sentence(words: &Words, kind: ErrorKind, error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match kind {
        ErrorKind::UnknownArgument => words.say("cli.error.unknown", &[("argument", &argument)]),
        ErrorKind::InvalidValue if value.is_empty() => {
            words.say("cli.error.no-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            let argument = argument.trim_matches(['[', ']']);
            words.say("cli.error.value", &[("argument", &argument), ("value", &value), ("valid", &valid)])
        }
        ErrorKind::MissingRequiredArgument | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            words.say("cli.error.missing", &[("argument", &argument)])
        }
        _ => {
            let what = if value.is_empty() { argument } else { value };
            words.say("cli.error.other", &[("what", &what)])
        }
    };
    words.say("cli.error", &[("what", &what)])
}

/// The files a subcommand was given.
pub fn files(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many("file").into_iter().flatten().cloned().collect()
}
