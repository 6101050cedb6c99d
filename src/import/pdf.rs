//! PDF files with a text layer.
//!
//! The reading is done by `pdf-extract`. It panics on many damaged files and may take for ever on a few, so it works in a thread
//! of its own that is given up after a while.

use std::panic;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId};

use super::NotImported;
use super::{document, text};

/// No report takes a second; what takes longer than this is no report.
const PATIENCE: Duration = Duration::from_secs(20);

/// The stack for files whose objects are nested deeply.
const STACK: usize = 64 * 1024 * 1024;

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<document::Document, NotImported> {
    let (done, result) = mpsc::channel();
    let bytes = bytes.to_vec();
    let worker = thread::Builder::new().name(WORKER.to_owned()).stack_size(STACK).spawn(move || {
        if ends(&bytes) {
            let _ = done.send(pdf_extract::extract_text_from_mem_by_pages(&bytes));
        }
    });
    worker.map_err(|_| NotImported::Pdf)?;
    // A panic drops the sender, which is an error here too.
    let pages = result.recv_timeout(PATIENCE).ok().and_then(Result::ok).ok_or(NotImported::Pdf)?;
    let mut document = document::Document::default();
    for (index, page) in pages.iter().enumerate() {
        text::add(&mut document, page, index + 1, false);
    }
    if document.lines.iter().all(document::Line::is_blank) {
        return Err(NotImported::NoText);
    }
    Ok(document)
}

/// How deep drawings may lie within drawings, and how many there may be: far more than in any report.
const DEEPEST: usize = 64;
const MOST_DRAWN: usize = 20_000;

/// Whether the drawings of all pages come to an end. One that draws itself would end the program: no thread survives a stack that
/// overflows.
fn ends(bytes: &[u8]) -> bool {
    let Ok(mut file) = Document::load_mem(bytes) else { return false };
    if file.is_encrypted() && file.decrypt("").is_err() {
        return false;
    }
    let mut left = MOST_DRAWN;
    file.page_iter().all(|page| {
        let resources = inherited(&file, page);
        let content = file.get_page_content(page).unwrap_or_default();
        is_drawn(&file, &content, resources, DEEPEST, &mut left)
    })
}

/// The resources of a page, its own or those of the pages it is among.
fn inherited(file: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = file.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST {
        if let Some(resources) = entry(file, node, b"Resources") {
            return resources.as_dict().ok();
        }
        node = entry(file, node, b"Parent")?.as_dict().ok()?;
    }
    None
}

fn entry<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    file.dereference(dictionary.get(key).ok()?).ok().map(|(_, object)| object)
}

/// Whether a content with all that is drawn in it comes to an end.
fn is_drawn(
    file: &Document,
    content: &[u8],
    resources: Option<&Dictionary>,
    depth: usize,
    left: &mut usize,
) -> bool {
    let Ok(content) = Content::decode(content) else { return true };
    let drawings = content.operations.iter().filter(|operation| operation.operator == "Do");
    drawings.into_iter().all(|operation| {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let drawing = resources
            .and_then(|resources| entry(file, resources, b"XObject")?.as_dict().ok())
            .and_then(|drawings| entry(file, drawings, name?)?.as_stream().ok());
        let Some(drawing) = drawing else { return true };
        *left = left.saturating_sub(1);
        if depth == 0 || *left == 0 {
            return false;
        }
        let own = entry(file, &drawing.dict, b"Resources").and_then(|own| own.as_dict().ok());
        let content = drawing.decompressed_content().unwrap_or_else(|_| drawing.content.clone());
        is_drawn(file, &content, own.or(resources), depth - 1, left)
    })
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
