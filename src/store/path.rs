//! Where paths lead.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::state::from_home;

/// Whether something stands at this path, be it readable or not.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The path of a report that someone has typed: `~` stands for their own folder, and a name without an extension, where nothing
/// has it, for that of a report file.
pub fn meant(path: &Path) -> PathBuf {
    let path = from_home(path);
    if path.extension().is_none() && !exists(&path) { path.with_extension("ron") } else { path }
}

/// Whether there is a folder at this path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether two paths lead to the same file, whatever their names.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let (Ok(first), Ok(second)) = (fs::canonicalize(one), fs::canonicalize(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let number = |path: &Path| fs::metadata(path).map(|facts| (facts.dev(), facts.ino())).ok();
        first == second || number(&first).is_some_and(|one| number(&second) == Some(one))
    }
    #[cfg(not(unix))]
    {
        first == second
    }
}

/// A path as it is written in a file of this folder: relative where there is a way.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(folder), Ok(there)) = (fs::canonicalize(folder), fs::canonicalize(path)) else {
        return path.to_owned();
    };
    let common = folder.components().zip(there.components()).take_while(|(one, other)| one == other).count();
    // Another drive of Windows has no relative way to it.
    if common == 0 {
        return there;
    }
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(there.components().skip(common)).collect()
}
