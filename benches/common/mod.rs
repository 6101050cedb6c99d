//! What the benchmarks share.

#![allow(dead_code)]

use std::fs;

use reportui::form::{Form, Forms};
use reportui::report::{Report, document};

/// The 2024 sample with its paragraphs repeated until they have 3 000 characters.
pub fn long_report() -> (&'static Form, Report) {
    let text = include_str!("../../assets/samples/2024.ron");
    let (form, mut report) = document::read(Forms, text).expect("the sample is sound");
    let paragraphs = report.prose[0].clone();
    let characters =
        |report: &Report| report.prose.iter().flatten().map(|text| text.chars().count()).sum::<usize>();
    for paragraph in paragraphs.iter().cycle() {
        if characters(&report) >= 3000 {
            break;
        }
        report.prose[0].push(paragraph.clone());
    }
    (form, report)
}

/// The most memory that a running program has had so far, in KiB; 0 where `/proc` does not tell.
pub fn peak_memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
