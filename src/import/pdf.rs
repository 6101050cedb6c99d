//! PDF files with a text layer.
//!
//! The reading is done by `pdf-extract`. It panics on many damaged files and may take for ever on a few, so it works in a thread
//! of its own that is given up after a while.

use std::panic;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::NotImported;
use super::document::Document;
use super::text;

/// No report takes a second; what takes longer than this is no report.
const PATIENCE: Duration = Duration::from_secs(20);

/// The stack for files whose objects are nested deeply.
const STACK: usize = 64 * 1024 * 1024;

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<Document, NotImported> {
    let (done, result) = mpsc::channel();
    let bytes = bytes.to_vec();
    let worker = thread::Builder::new().name(WORKER.to_owned()).stack_size(STACK).spawn(move || {
        let _ = done.send(pdf_extract::extract_text_from_mem_by_pages(&bytes));
    });
    worker.map_err(|_| NotImported::Pdf)?;
    // A panic drops the sender, which is an error here too.
    let pages = result.recv_timeout(PATIENCE).ok().and_then(Result::ok).ok_or(NotImported::Pdf)?;
    let mut document = Document::default();
    for (index, page) in pages.iter().enumerate() {
        text::add(&mut document, page, index + 1, false);
    }
    if document.lines.iter().all(super::document::Line::is_blank) {
        return Err(NotImported::NoText);
    }
    Ok(document)
}

/// The name of the thread that reads.
const WORKER: &str = "pdf";

/// Whether this is the thread that reads a PDF: its panics are an answer, and nobody needs to see them.
pub fn is_worker() -> bool {
    thread::current().name() == Some(WORKER)
}

/// Keeps the panics of the reader off the terminal; those of everything else are told as before.
pub fn keep_panics_quiet() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !is_worker() {
            before(panic);
        }
    }));
}
