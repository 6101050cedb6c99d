//! The grammar of the command line, and its help in two languages.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Outcome, complain};
use crate::export::Format;
use crate::words::{Lang, Words};

/// Takes the command line apart. When that ends the program already, gives its outcome.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<(&'static Words, ArgMatches), Outcome> {
    let arguments: Vec<OsString> = arguments.collect();
    let words = Words::of(language(&arguments));
    let matches = command(words).try_get_matches_from(arguments).and_then(|matches| {
        // `--lang` may stand before a subcommand, a file may not.
        let confused = matches.contains_id("file") && matches.subcommand_name().is_some();
        if confused { Err(clap::Error::new(ErrorKind::ArgumentConflict)) } else { Ok(matches) }
    });
    matches.map(|matches| (words, matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(std::io::stdout(), "{}", error.render());
            Outcome::Fine
        }
        kind => {
            complain(&sentence(words, kind, &error));
            Outcome::Failed
        }
    })
}

/// The language has to be known before the command line is understood, since its help and its errors are in that language.
fn language(arguments: &[OsString]) -> Lang {
    let texts: Vec<_> = arguments.iter().skip(1).map(|argument| argument.to_string_lossy()).collect();
    let after_flag = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1].as_ref());
    let named = after_flag.or_else(|| texts.iter().find_map(|text| text.strip_prefix("--lang=")));
    named.and_then(Lang::from_id).unwrap_or_else(|| Lang::from_environment(|name| std::env::var(name).ok()))
}

fn command(words: &'static Words) -> Command {
    let about = |key| words.get(key);
    let template = |command: Command| {
        let usage = words.get(usage_key(command.get_name()));
        command
            .help_template(words.get("cli.template"))
            .override_usage(usage)
            .disable_help_flag(true)
            .next_help_heading(words.get("cli.options"))
            .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(about("cli.help")))
    };
    let files = || {
        Arg::new("file")
            .value_name(words.get("cli.file"))
            .value_parser(ValueParser::path_buf())
            .num_args(1..)
            .required(true)
            .help(about("cli.files"))
            .help_heading(words.get("cli.arguments"))
    };
    let format = |shown: &'static str, names: &'static [&'static str]| {
        Arg::new("format")
            .long("format")
            .value_name(shown)
            .value_parser(PossibleValuesParser::new(names))
            .hide_possible_values(true)
            .default_value(names[0])
            .hide_default_value(true)
            .help(about("cli.format"))
    };
    let flag =
        |name: &'static str, key| Arg::new(name).long(name).action(ArgAction::SetTrue).help(about(key));
    let check = template(Command::new("check"))
        .about(about("cli.check"))
        .arg(files())
        .arg(format("text|json|csv|md", &["text", "json", "csv", "md"]))
        .arg(flag("strict", "cli.strict"))
        .arg(flag("bom", "cli.bom"));
    let facts = template(Command::new("facts"))
        .about(about("cli.facts"))
        .arg(files())
        .arg(format("csv|ndjson", &["csv", "ndjson"]))
        .arg(flag("bom", "cli.bom"));
    let import = template(Command::new("import"))
        .about(about("cli.import"))
        .arg(files().help(about("cli.import.document")))
        .arg(output(words, "cli.import.output"))
        .arg(format("text|json", &["text", "json"]))
        .arg(flag("force", "cli.force"));
    let formats = Format::ALL.map(Format::id);
    let export = template(Command::new("export"))
        .about(about("cli.export"))
        .arg(files())
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("docx|html|xlsx|md|txt|csv|json")
                .value_parser(PossibleValuesParser::new(formats))
                .hide_possible_values(true)
                .required(true)
                .help(about("cli.export.to")),
        )
        .arg(output(words, "cli.export.output"))
        .arg(flag("draft", "cli.export.draft"))
        .arg(flag("force", "cli.force"));
    let preview = template(Command::new("preview")).about(about("cli.preview")).arg(files());
    let number = |name: &'static str, key| {
        Arg::new(name).long(name).value_name("N").value_parser(clap::value_parser!(u64)).help(about(key))
    };
    let versions = template(Command::new("versions"))
        .about(about("cli.versions"))
        .arg(
            Arg::new("file")
                .value_name(words.get("cli.file"))
                .value_parser(ValueParser::path_buf())
                .required(true)
                .help(about("cli.report"))
                .help_heading(words.get("cli.arguments")),
        )
        .arg(number("show", "cli.versions.show"))
        .arg(number("compare", "cli.versions.compare"))
        .arg(number("restore", "cli.versions.restore").conflicts_with_all(["show", "compare"]));
    template(Command::new("reportui"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(words.get("cli.commands"))
        .subcommand_value_name(words.get("cli.command"))
        .about(about("cli.about"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(about("cli.version")),
        )
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("zh|en")
                .value_parser(PossibleValuesParser::new(["zh", "en"]))
                .hide_possible_values(true)
                .help(about("cli.lang")),
        )
        .arg(
            Arg::new("file")
                .value_name(words.get("cli.file"))
                .value_parser(ValueParser::path_buf())
                .help(about("cli.edit"))
                .help_heading(words.get("cli.arguments")),
        )
        .subcommand(check)
        .subcommand(facts)
        .subcommand(import)
        .subcommand(export)
        .subcommand(preview)
        .subcommand(versions)
}

fn output(words: &'static Words, about: &'static str) -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name(words.get("cli.file"))
        .value_parser(ValueParser::path_buf())
        .help(words.get(about))
}

/// The key of the line that shows how a command is written; `clap` would write it in English.
fn usage_key(command: &str) -> &'static str {
    match command {
        "check" => "cli.usage.check",
        "facts" => "cli.usage.facts",
        "export" => "cli.usage.export",
        "import" => "cli.usage.import",
        "preview" => "cli.usage.preview",
        "versions" => "cli.usage.versions",
        _ => "cli.usage.reportui",
    }
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
            words.say("cli.error.value", &[("argument", &argument), ("value", &value), ("valid", &valid)])
        }
        ErrorKind::MissingRequiredArgument => words.say("cli.error.missing", &[("argument", &argument)]),
        _ => words.get("cli.error.other").to_owned(),
    };
    words.say("cli.error", &[("what", &what)])
}

/// The files a subcommand was given.
pub fn files(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many("file").into_iter().flatten().cloned().collect()
}
