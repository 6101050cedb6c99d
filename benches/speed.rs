//! Speed of what happens between a key and the screen, and of reading and writing. Each name tells the figure wanted.
//!
//! Measured on a report with 3 000 characters of prose, on a screen of 120 by 40.

#![allow(missing_docs, clippy::expect_used)]

mod common;

use std::hint::black_box;
use std::path::PathBuf;

use common::long_report;
use criterion::{Criterion, criterion_group, criterion_main};
use reportui::app::{App, Code, Document, Key, LastYear};
use reportui::check::{Policy, Totals, check};
use reportui::export::{Format, Source, export};
use reportui::form::{Form, Forms};
use reportui::import::import;
use reportui::report::{Report, document};
use reportui::store::{self, How, Machine, Store};
use reportui::term::Screen;
use reportui::ui::{draw, theme::Theme};
use reportui::words::{Lang, Words};

fn editor() -> App {
    let (form, report) = long_report();
    let document = Document { is_new: false, ..Document::new_at(Some(PathBuf::from("2024.ron"))) };
    App::new(Words::of(Lang::Zh), form, report, LastYear::None, document)
}

fn checking(criterion: &mut Criterion) {
    let (form, report) = long_report();
    criterion.bench_function("totals alone, wanted <= 20 us with arithmetic", |bench| {
        bench.iter(|| Totals::of(black_box(form), black_box(&report)));
    });
    criterion.bench_function("check, every rule, wanted <= 200 us", |bench| {
        bench.iter(|| check(black_box(form), black_box(&report), None, &Policy::default()));
    });
    let tables_only = Report { prose: vec![Vec::new(); report.prose.len()].into(), ..report };
    criterion.bench_function("check of the tables, no prose, wanted <= 20 us", |bench| {
        bench.iter(|| check(black_box(form), black_box(&tables_only), None, &Policy::default()));
    });
}

/// Draws an app as the terminal's loop does, on a screen of 120 by 40.
fn frames() -> impl FnMut(&mut App) {
    let mut screen = Screen::new(std::io::sink(), 120, 40);
    let theme = Theme::coloured();
    move |app| {
        let frame = draw(app, &theme, screen.blank());
        app.seen(screen.show(frame).expect("shown"));
    }
}

fn keys(criterion: &mut Criterion) {
    let mut frame = frames();
    let mut app = editor();
    // A digit is typed and taken back again, a key and a frame each time.
    let mut keys = [Code::Char('7'), Code::Backspace].into_iter().cycle();
    criterion.bench_function("a key in a cell: update + check + draw, wanted <= 400 us", |bench| {
        bench.iter(|| {
            app.key(Key::plain(keys.next().unwrap_or(Code::Backspace)));
            frame(&mut app);
        });
    });
    let mut app = editor();
    let mut moves = [Code::Down, Code::Down, Code::Right, Code::Up].into_iter().cycle();
    criterion.bench_function("a cursor move: update + draw, wanted <= 400 us", |bench| {
        bench.iter(|| {
            app.key(Key::plain(moves.next().unwrap_or(Code::Down)));
            frame(&mut app);
        });
    });
}

/// An editor in a section of 300 KB, of one paragraph or of paragraphs as people write them.
fn long_section(paragraphs: usize) -> App {
    let (form, mut report) = long_report();
    let text = report.prose[0].concat();
    let text = text.repeat(300_000 / paragraphs / text.len() + 1);
    report.prose[0] = vec![text; paragraphs];
    let document = Document { is_new: false, ..Document::new_at(Some(PathBuf::from("2024.ron"))) };
    let mut app = App::new(Words::of(Lang::Zh), form, report, LastYear::None, document);
    app.key(Key::alt(Code::Char('1')));
    app
}

fn prose(criterion: &mut Criterion) {
    let mut frame = frames();
    for (name, paragraphs) in [("30 paragraphs", 30), ("one paragraph", 1)] {
        for (place, to) in [("beginning", Code::Home), ("middle", Code::Down), ("end", Code::End)] {
            let mut app = long_section(paragraphs);
            frame(&mut app);
            match to {
                Code::Down => (0..40).for_each(|_| {
                    app.key(Key::plain(Code::PageDown));
                }),
                to => drop(app.key(Key::ctrl(to))),
            }
            frame(&mut app);
            let mut keys = [Code::Char('字'), Code::Backspace].into_iter().cycle();
            criterion.bench_function(
                &format!("a key in 300 KB of text, {name}, {place}: update + check + draw, wanted <= 1 ms"),
                |bench| {
                    bench.iter(|| {
                        app.key(Key::plain(keys.next().unwrap_or(Code::Backspace)));
                        frame(&mut app);
                    });
                },
            );
        }
    }
}

fn files(criterion: &mut Criterion) {
    let (form, report) = long_report();
    let text = document::write(form, &report);
    criterion.bench_function("read a report's text", |bench| {
        bench.iter(|| document::read(Forms, black_box(&text)).expect("sound"));
    });
    criterion.bench_function("write a report's text", |bench| {
        bench.iter(|| document::write(black_box(form), black_box(&report)));
    });
    criterion.bench_function("read a form file, once a run", |bench| {
        bench.iter(|| Form::read(black_box(include_str!("../assets/forms/2021.ron"))).expect("sound"));
    });
    criterion.bench_function("make the words of a form ready to be found, once a run", |bench| {
        let source = include_str!("../assets/forms/2021.ron");
        bench.iter_batched(
            || Form::read(source).expect("sound"),
            |form| black_box(form.wordings().find("主动公开").len()),
            criterion::BatchSize::SmallInput,
        );
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("2024.ron");
    let disk = Store::new(Machine, Some(folder.path().join("state")));
    disk.save(&file, text.as_bytes(), How { create: true, ..How::default() }).expect("saved");
    criterion
        .bench_function("open a file", |bench| bench.iter(|| store::load(black_box(&file)).expect("read")));
    criterion.bench_function("save a file: write, sync, rename, sync", |bench| {
        bench.iter(|| disk.save(black_box(&file), text.as_bytes(), How::default()).expect("saved"));
    });
}

/// The report as each document; what is wanted of the two that are made most.
fn exports(criterion: &mut Criterion) {
    let (form, report) = long_report();
    let derived = check(form, &report, None, &Policy::default());
    let words = Words::of(Lang::Zh);
    let source = Source {
        report: &report,
        form,
        derived: &derived,
        words,
        file: "2024.ron",
        units: &[],
        is_draft: false,
    };
    for format in Format::ALL {
        let wanted = match format {
            Format::Docx => ", wanted < 20 ms",
            Format::Html => ", wanted < 2 ms",
            _ => "",
        };
        criterion.bench_function(&format!("export {}{wanted}", format.id()), |bench| {
            bench.iter(|| export(format, black_box(&source)));
        });
    }
}

/// A page as published; only where the published reports are.
fn documents(criterion: &mut Criterion) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reports");
    for name in ["shuyang-drc-2023.html", "suqian-city-2024-layout.txt"] {
        let Ok(page) = std::fs::read(folder.join(name)) else { continue };
        criterion.bench_function(&format!("import {name}, {} KB", page.len() / 1024), |bench| {
            bench.iter(|| import(name, black_box(page.clone())).expect("a report"));
        });
    }
}

criterion_group!(benches, checking, keys, prose, files, exports, documents);
criterion_main!(benches);
