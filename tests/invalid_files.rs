//! A folder of broken report files, each with the sentence it must give: place, what was found, what was expected, the remedy.
//! `BLESS=1 cargo test --test invalid_files` writes the sentences anew; read them before they are committed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid")
}

/// What `reportui check FILE` says on standard error, and its exit code.
fn check(file: &Path, lang: &str) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(folder())
        .args(["--lang", lang, "check"])
        .arg(file.file_name().unwrap())
        .output()
        .unwrap();
    assert!(output.stdout.is_empty(), "an unreadable file is no data");
    let said = String::from_utf8(output.stderr).unwrap();
    (said.lines().next().unwrap_or_default().to_owned(), output.status.code())
}

#[test]
fn each_broken_file_gives_its_sentence() {
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    assert!(files.len() > 40);
    let mut wrong = Vec::new();
    for file in files {
        let (zh, code) = check(&file, "zh");
        let (en, _) = check(&file, "en");
        let said = format!("{zh}\n{en}\n");
        assert_eq!(code, Some(2), "{}", file.display());
        assert!(!said.contains('\u{1b}'), "{}", file.display());
        let expected = file.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
        if said != expected {
            wrong.push(format!("{}\n  says   {said}  should {expected}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_notepad_and_old_offices_write_is_read() {
    let sample = support::sample(2020);
    let folder = tempfile::tempdir().unwrap();
    let gbk = encoding_rs::GB18030.encode(&sample).0.into_owned();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(sample.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let crlf = sample.replace('\n', "\r\n");
    let comments = sample.replace("documents: (", "/* from the register */ documents: ( // counted twice");
    for (name, bytes) in [
        ("bom", [b"\xef\xbb\xbf", sample.as_bytes()].concat()),
        ("crlf", crlf.into_bytes()),
        ("gbk", gbk),
        ("utf-16", utf16),
        ("comments", comments.into_bytes()),
    ] {
        let file = folder.path().join(format!("{name}.ron"));
        fs::write(&file, bytes).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_reportui")).arg("check").arg(&file).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        fs::remove_file(&file).unwrap();
    }
}

#[test]
fn files_that_are_none_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.ron");
    fs::File::create(&huge).unwrap().set_len(100 * 1024 * 1024).unwrap();
    for (path, expected) in
        [(huge.as_path(), "100 MB"), (folder.path().join("none.ron").as_path(), "没有这个文件")]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_reportui"))
            .args(["check", "--lang", "zh"])
            .arg(path)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(expected), "{said}");
    }
}
