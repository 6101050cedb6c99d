//! The steps that writing is made of, behind a trait: a simulated disk makes each of them fail, stops at each as a power cut
//! would, and forgets what was not synced.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What is known of a file without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is a file, not a folder or a device.
    pub is_file: bool,
    /// Bytes.
    pub length: u64,
    /// When it was last written, in milliseconds since 1970.
    pub modified: u64,
    /// Nobody may write it.
    pub is_read_only: bool,
    /// Permission bits, where the system has them.
    pub mode: u32,
    /// User and group it belongs to, where the system has them.
    pub owner: (u32, u32),
    /// Names that lead to it.
    pub links: u64,
}

/// Who may look into a file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Whoever the system lets by default.
    Usual,
    /// This person only.
    Private,
}

/// A disk. Every method is one step: it is done or it fails.
pub trait Disk: Debug + Send + Sync {
    /// A file's bytes; an error when it has more than `most`.
    fn read(&self, file: &Path, most: u64) -> io::Result<Vec<u8>>;
    /// What is known of what a path leads to.
    fn facts(&self, path: &Path) -> io::Result<Facts>;
    /// Whether something has this name, be it a link that leads nowhere.
    fn is_taken(&self, path: &Path) -> bool;
    /// Whether this person may write a file that is there.
    fn may_write(&self, file: &Path) -> io::Result<()>;
    /// The path without links.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Makes an empty file that must not exist yet.
    fn create(&self, file: &Path, privacy: Privacy) -> io::Result<()>;
    /// Writes a file's bytes from its beginning, in place of what it holds.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Waits until a file's bytes are on the disk.
    fn sync(&self, file: &Path) -> io::Result<()>;
    /// Gives a file the permissions and the owner of another.
    fn dress(&self, file: &Path, like: &Facts) -> io::Result<()>;
    /// Gives a file another name, in place of what has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name that must not exist yet.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, file: &Path) -> io::Result<()>;
    /// Waits until a folder's names are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a folder, and those above it, that only this person can look into; it may be there already.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// What is in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
}

/// Makes a folder, and waits until it is on the disk: what lies in a folder is there only when the folder's own name is.
pub fn make_lasting_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    disk.make_folder(folder)?;
    for made in missing {
        let _ = disk.sync_folder(folder_of(made));
    }
    Ok(())
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl Disk for Machine {
    fn read(&self, file: &Path, most: u64) -> io::Result<Vec<u8>> {
        let opened = File::open(file)?;
        let length = opened.metadata()?.len().min(most);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        // A file may grow, or be one whose length the system does not tell.
        opened.take(most + 1).read_to_end(&mut bytes)?;
        match u64::try_from(bytes.len()) {
            Ok(length) if length <= most => Ok(bytes),
            _ => Err(io::ErrorKind::FileTooLarge.into()),
        }
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let metadata = fs::metadata(path)?;
        let facts = Facts {
            is_file: metadata.is_file(),
            length: metadata.len(),
            modified: metadata.modified().map_or(0, super::clock::milliseconds),
            is_read_only: metadata.permissions().readonly(),
            links: 1,
            ..Facts::default()
        };
        #[cfg(unix)]
        let facts = {
            use std::os::unix::fs::MetadataExt as _;
            let owner = (metadata.uid(), metadata.gid());
            Facts { mode: metadata.mode() & 0o7777, owner, links: metadata.nlink(), ..facts }
        };
        Ok(facts)
    }

    fn is_taken(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok()
    }

    fn may_write(&self, file: &Path) -> io::Result<()> {
        OpenOptions::new().write(true).open(file).map(drop)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn create(&self, file: &Path, privacy: Privacy) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if privacy == Privacy::Private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = privacy;
        options.open(file).map(drop)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).truncate(true).open(file)?.write_all(bytes)
    }

    fn sync(&self, file: &Path) -> io::Result<()> {
        // Windows lets nobody flush what they may not write.
        OpenOptions::new().read(true).append(true).open(file)?.sync_all()
    }

    fn dress(&self, file: &Path, like: &Facts) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
            let own = fs::metadata(file)?;
            let (user, group) = like.owner;
            if (own.uid(), own.gid()) != like.owner {
                chown(file, Some(user), Some(group))?;
            }
            fs::set_permissions(file, fs::Permissions::from_mode(like.mode))?;
        }
        #[cfg(not(unix))]
        let _ = (file, like);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows has no such step: names are on the disk when the call returns.
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut paths: Vec<_> =
            fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        Ok(paths)
    }
}

/// The folder that a path is in; that of a bare name is the current one.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
