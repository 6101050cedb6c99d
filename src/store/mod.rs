//! The disk: reading reports whatever their encoding, saving them so that a file is either the old one or the new one, keeping
//! what is unsaved and what was saved before, and telling who has a report open.
//!
//! The only room that names `std::fs`. What writes goes through [`Disk`], so that tests can make every step fail.

pub mod clock;
mod disk;
mod folder;
mod load;
mod lock;
mod open;
mod path;
mod previous;
mod recovery;
mod save;
#[cfg(test)]
mod simulated;
mod state;
mod versions;

use std::path::PathBuf;
use std::sync::Arc;

pub use crate::text::decode::{Encoding, NotText, Style};
pub use disk::{Disk, Facts, Machine, Privacy};
pub use folder::{FileKind, Listed, documents_in, is_document, list, reports_in};
pub use load::{
    Loaded, MAX_BYTES, ReadError, SAMPLES, STANDARD, digest_of, is_report, load, load_any, load_document,
    read_text, sample,
};
pub use lock::{Holder, Lock, NotLocked};
pub use open::Opened;
pub use path::{exists, is_folder, is_same, meant, seen_from};
pub use previous::{Neighbours, Previous, previous};
pub use recovery::{Keeper, Recovered, Snapshot};
pub use save::{How, SaveError};
pub use state::{Left, Recent, Shelf, config_file, form_files, from_home};
pub use versions::Version;

/// A disk, and the folder on it in which the program keeps what belongs to no report file; none where the platform has none.
#[derive(Debug, Clone)]
pub struct Store {
    disk: Arc<dyn Disk>,
    state: Option<PathBuf>,
}

impl Store {
    /// The disk and the state folder of this machine.
    pub fn of_this_machine() -> Self {
        Self::new(Machine, state::state_folder())
    }

    /// A store on any disk.
    pub fn new(disk: impl Disk + 'static, state: Option<PathBuf>) -> Self {
        Self { disk: Arc::new(disk), state }
    }
}

/// A digest by which a file is known again; no protection against anyone who wants to deceive. It is FNV-1a, since what is
/// written into the state folder has to be understood by the next version too, which no hasher of the library promises.
pub fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
