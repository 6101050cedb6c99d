//! The `reportui` program: a contents page to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    reportui::cli::run(std::env::args_os())
}
