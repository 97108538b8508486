//! A Live document: the tree, what kind of file it is, and its way from and to the disk.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::container::{self, ContainerError, Packing};
use crate::tree::{Limits, NodeId, Tree, TreeError};

/// The kinds of document that share Live's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A set: `.als`.
    Set,
    /// A clip, which is a set with one track: `.alc`.
    Clip,
    /// A rack preset: `.adg`.
    Rack,
    /// A device preset: `.adv`.
    Device,
}

impl Kind {
    /// The ending of a file of this kind, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Set => "als",
            Self::Clip => "alc",
            Self::Rack => "adg",
            Self::Device => "adv",
        }
    }
}

/// Why a file is no Live document that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk would not give it.
    #[error("{} could not be read", .path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The gzip or text around the document is broken.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The XML is broken.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// Sound XML of something else.
    #[error("this is not a Live document: its outermost element is <{0}>, not <Ableton>")]
    NotLive(String),
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be written", .path.display())]
pub struct WriteError {
    /// The file that was to be.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// A document of Live with all that is in it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Everything the document holds.
    pub tree: Tree,
    /// What kind of document it is.
    pub kind: Kind,
    /// How it came; [`to_bytes`](Self::to_bytes) packs the same way.
    pub packing: Packing,
}

impl Document {
    /// Reads a file of Live: gzip or bare XML.
    ///
    /// # Errors
    ///
    /// [`ReadError`] with one line that says what is wrong.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let path = path.as_ref();
        let limits = Limits::default();
        let disk = |source| ReadError::Disk { path: path.to_owned(), source };
        let file = fs::File::open(path).map_err(disk)?;
        let mut bytes = Vec::new();
        file.take(limits.bytes as u64 + 1).read_to_end(&mut bytes).map_err(disk)?;
        let mut document = Self::from_bytes(&bytes)?;
        let is_clip = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("alc"));
        if document.kind == Kind::Set && is_clip {
            document.kind = Kind::Clip;
        }
        Ok(document)
    }

    /// Reads a document from memory. A clip cannot be told from a set without its file's name.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        let limits = Limits::default();
        let (text, packing) = container::unwrap(bytes, limits.bytes)?;
        let tree = Tree::from_string(text, &limits)?;
        let mut document = Self::from_tree(tree)?;
        document.packing = packing;
        Ok(document)
    }

    /// Makes a document of a tree; its kind follows from what stands inside the root.
    ///
    /// # Errors
    ///
    /// [`ReadError::NotLive`] when the root is not `<Ableton>`.
    pub fn from_tree(tree: Tree) -> Result<Self, ReadError> {
        let root = tree.root().filter(|it| tree.tag(*it) == "Ableton").ok_or_else(|| {
            ReadError::NotLive(tree.root().map(|it| tree.tag(it).to_owned()).unwrap_or_default())
        })?;
        let kind = match tree.children(root).next().map(|it| tree.tag(it)) {
            Some("LiveSet") | None => Kind::Set,
            Some(tag) if tag.ends_with("Preset") => Kind::Rack,
            Some(_) => Kind::Device,
        };
        Ok(Self { tree, kind, packing: Packing::Gzip })
    }

    /// The element that holds everything: `<LiveSet>`, or a preset's device.
    pub fn content(&self) -> Option<NodeId> {
        self.tree.root().and_then(|it| self.tree.children(it).next())
    }

    /// The file's bytes, packed the way the document came; the same bytes each time.
    ///
    /// # Errors
    ///
    /// None in practice: writing to memory does not fail.
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let text = self.tree.to_xml();
        match self.packing {
            Packing::Gzip => container::wrap(&text),
            Packing::Plain => Ok(text.into_bytes()),
        }
    }

    /// Writes the file so that at no moment half of it stands there: aside, onto the disk, renamed.
    ///
    /// A file that is already there is replaced.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; nothing is left behind then.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        let path = path.as_ref();
        let failed = |source| WriteError { path: path.to_owned(), source };
        let bytes = self.to_bytes().map_err(failed)?;
        replace(path, &bytes).map_err(failed)
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
    let (mut file, aside) = open_aside(folder, &name)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let done = written.and_then(|()| fs::rename(&aside, path));
    if done.is_err() {
        let _ = fs::remove_file(&aside);
    }
    done
}

/// A new file beside the one that is wanted.
fn open_aside(folder: &Path, name: &str) -> io::Result<(fs::File, PathBuf)> {
    let process = std::process::id();
    for attempt in 0..1000 {
        let aside = folder.join(format!(".{name}.{process}-{attempt}.part"));
        match fs::File::create_new(&aside) {
            Ok(file) => return Ok((file, aside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_written_whole_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Song.als");
        let mut document = Document::from_tree(Tree::new("Ableton")).unwrap();
        let root = document.tree.root().unwrap();
        document.tree.append(root, "LiveSet");
        document.write(&path).unwrap();
        document.write(&path).unwrap();

        let again = Document::read(&path).unwrap();
        assert_eq!(again.kind, Kind::Set);
        assert_eq!(again.tree.to_string(), document.tree.to_string());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn the_kind_follows_from_what_is_inside() {
        let kind = |xml: &str| Document::from_bytes(xml.as_bytes()).unwrap().kind;
        assert_eq!(kind("<Ableton><LiveSet/></Ableton>"), Kind::Set);
        assert_eq!(kind("<Ableton><GroupDevicePreset/></Ableton>"), Kind::Rack);
        assert_eq!(kind("<Ableton><Eq8/></Ableton>"), Kind::Device);
    }

    #[test]
    fn other_xml_is_no_live_document() {
        let error = Document::from_bytes(b"<svg />").unwrap_err().to_string();
        assert_eq!(
            error,
            "this is not a Live document: its outermost element is <svg>, not <Ableton>"
        );
    }
}
