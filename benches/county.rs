//! Forty thousand reports: how many a second `check`, `facts` and `sum` take on one and on two cores, and with how much memory,
//! beside a straightforward Python script that does the same sums.
//!
//! `cargo bench --bench county -- 2000` takes another number of reports. On Linux, where `taskset` gives a program its cores and
//! `/proc` tells its memory.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss)]

mod common;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::peak_memory;
use reportui::form::Forms;
use reportui::report::{Value, document};

/// The sums as someone would write them down in a minute.
const PYTHON: &str = r#"
import re, sys, pathlib
sums, table = {}, None
for path in sorted(pathlib.Path(".").glob("*.ron")):
    for line in path.read_text(encoding="utf-8").splitlines():
        if m := re.match(r"    (\w+): \($", line):
            table = m[1]
        elif m := re.match(r"        (\w+): \((.*)\),$", line):
            for column, number in re.findall(r"(\w+): (-?[\d.]+)", m[2]):
                key = table, m[1], column
                sums[key] = sums.get(key, 0) + float(number)
print(len(sums))
"#;

fn main() {
    let count = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(40_000_u64);
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    generate(folder, count);
    println!("{count} reports with the prose of the sample of 2024, read once before each measurement");
    let program = env!("CARGO_BIN_EXE_reportui");
    let sum = folder.join("../county-of-the-bench.ron");
    let sum = sum.to_string_lossy();
    for cores in ["0", "0,1"] {
        for arguments in [vec!["facts", "."], vec!["check", "."], vec!["sum", ".", "--force", "-o", &sum]] {
            measure(folder, count, cores, program, &arguments);
        }
    }
    measure(folder, count, "0", "python3", &["-c", PYTHON]);
    let _ = fs::remove_file(folder.join("../county-of-the-bench.ron"));
}

/// Reports of so many organs, their numbers all different.
fn generate(folder: &Path, count: u64) {
    let text = include_str!("../assets/samples/2024.ron");
    let (form, sample) = document::read(Forms, text).expect("the sample is sound");
    for number in 0..count {
        let mut report = sample.clone();
        report.organ = format!("第{number}镇人民政府");
        for value in &mut report.cells {
            if let Value::Number(old) = value {
                *old += rust_decimal::Decimal::from(number);
            }
        }
        fs::write(folder.join(format!("{number:06}.ron")), document::write(form, &report)).expect("written");
    }
}

fn measure(folder: &Path, count: u64, cores: &str, program: &str, arguments: &[&str]) {
    let output = File::create("/dev/null").expect("a sink");
    let began = Instant::now();
    let mut child = Command::new("taskset")
        .args(["-c", cores, program])
        .args(arguments)
        .current_dir(folder)
        .stdout(output)
        .stderr(Stdio::null())
        .spawn()
        .expect("taskset starts programs");
    let mut peak = 0;
    while child.try_wait().expect("it can be waited for").is_none() {
        peak = peak.max(peak_memory(child.id()));
        sleep(Duration::from_millis(5));
    }
    let took = began.elapsed().as_secs_f64();
    let what = if program == "python3" { "python" } else { arguments[0] };
    let cores = cores.split(',').count();
    println!(
        "{what:8} {cores} core(s): {:8.0} reports a second, peak {:.1} MB",
        count as f64 / took,
        peak as f64 / 1024.0
    );
}
