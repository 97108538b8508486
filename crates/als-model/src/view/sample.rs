//! Sample files: where they are, and what Live remembers of them.

use super::{Spot, ViewError, view};

/// A reference to a sample.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'t>(pub(super) Spot<'t>);
view!(Sample);

/// A reference to any file.
#[derive(Debug, Clone, Copy)]
pub struct File<'t>(pub(super) Spot<'t>);
view!(File);

/// What a file's relative path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Base {
    /// There is only the absolute path.
    Absolute,
    /// The set's own folder.
    Set,
    /// The project's folder.
    Project,
    /// A pack.
    Pack,
    /// The user's library.
    UserLibrary,
    /// What comes with Live.
    Builtin,
    /// Another number.
    Other(i64),
}

impl<'t> Sample<'t> {
    /// The reference at this element.
    pub fn at(spot: Spot<'t>) -> Self {
        Self(spot)
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn file(self) -> Result<File<'t>, ViewError> {
        self.0.need("FileRef").map(File)
    }

    /// Frames; 0 where Live has not looked.
    pub fn frames(self) -> i64 {
        self.0.whole("DefaultDuration").unwrap_or(0)
    }

    /// Frames a second; 0 where Live has not looked.
    pub fn rate(self) -> i64 {
        self.0.whole("DefaultSampleRate").unwrap_or(0)
    }

    /// When the file was changed, in seconds since 1970.
    pub fn modified(self) -> Option<i64> {
        self.0.whole("LastModDate").ok()
    }
}

impl File<'_> {
    /// The file's own name.
    pub fn name(self) -> String {
        let named = self.0.text("Name").unwrap_or_default();
        if !named.is_empty() {
            return named.into_owned();
        }
        let path = self.path();
        let path = if path.is_empty() { self.relative_path() } else { path };
        path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
    }

    /// The absolute path as it was on the machine that saved it; empty until Live 10, which hid it in a blob.
    pub fn path(self) -> String {
        self.0.text("Path").unwrap_or_default().into_owned()
    }

    /// The path from the [`base`](Self::base), joined by `/`; empty when there is none.
    ///
    /// Live 10 and earlier write it folder by folder, an empty name for the folder above.
    pub fn relative_path(self) -> String {
        if let Ok(text) = self.0.text("RelativePath") {
            return text.into_owned();
        }
        let folders =
            self.0.list("RelativePath").map(|it| it.tree.attr(it.node, "Dir").unwrap_or_default());
        let mut path: Vec<String> = folders
            .map(|it| if it.is_empty() { "..".to_owned() } else { it.into_owned() })
            .collect();
        let name = self.0.text("Name").unwrap_or_default();
        if !path.is_empty() || self.0.switch("HasRelativePath").unwrap_or(false) {
            path.push(name.into_owned());
        }
        path.join("/")
    }

    /// What the relative path starts from.
    pub fn base(self) -> Base {
        match self.0.whole("RelativePathType").unwrap_or(0) {
            0 => Base::Absolute,
            1 => Base::Set,
            3 => Base::Project,
            5 => Base::Pack,
            6 => Base::UserLibrary,
            7 => Base::Builtin,
            it => Base::Other(it),
        }
    }

    /// The pack's name, empty when it is none.
    pub fn pack(self) -> String {
        self.0.text("LivePackName").unwrap_or_default().into_owned()
    }

    /// Bytes; 0 where Live has not looked.
    pub fn size(self) -> i64 {
        self.0
            .whole("OriginalFileSize")
            .or_else(|_| self.0.whole("SearchHint/FileSize"))
            .unwrap_or(0)
    }

    /// Check value over the file's first 16 384 bytes; 0 where Live has not looked.
    pub fn crc(self) -> i64 {
        self.0.whole("OriginalCrc").or_else(|_| self.0.whole("SearchHint/Crc")).unwrap_or(0)
    }
}
