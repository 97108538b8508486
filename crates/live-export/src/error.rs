//! Why a request could not be written as a set.

use als_model::ReadError;
use als_model::edit::EditError;

/// Why a request could not be written as a set; nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A part with notes has nothing to play them.
    #[error("the part {part:?} has notes but no instrument")]
    NoInstrument {
        /// The part's name.
        part: String,
    },
    /// A clip or instrument names a file that the request says nothing about.
    #[error("{place} plays {sample:?}, which is not among the samples of the request")]
    NoSample {
        /// Who asks for it.
        place: String,
        /// The file.
        sample: String,
    },
    /// An instrument names a plug-in that the request says nothing about, or that has no id.
    #[error(
        "the part {part:?} is played on the plug-in {plugin:?}, which is not among those of the request"
    )]
    NoPlugin {
        /// The part's name.
        part: String,
        /// The plug-in's id.
        plugin: String,
    },
    /// A note on a key that no pad of the kit lies on.
    #[error("the clip {clip:?} of {part:?} strikes key {key}, where its kit has no pad")]
    NoPad {
        /// The part's name.
        part: String,
        /// The clip's name.
        clip: String,
        /// The key, 0 to 127.
        key: u8,
    },
    /// A part mixes notes and audio.
    #[error("the clip {clip:?} of {part:?} is {found}, but the track is for {wanted}")]
    WrongContent {
        /// The part's name.
        part: String,
        /// The clip's name.
        clip: String,
        /// `notes` or `audio`.
        found: &'static str,
        /// `audio` or `notes`.
        wanted: &'static str,
    },
    /// The set refused an element.
    #[error("{place} could not be written")]
    Refused {
        /// Which part, clip, bus or device.
        place: String,
        /// Why.
        #[source]
        source: EditError,
    },
    /// What was written is no set.
    #[error("the finished set cannot be read back")]
    Unreadable(#[from] ReadError),
}

/// Says at which place an edit was refused.
pub trait At<T> {
    /// Names the place of the refusal.
    fn at(self, place: &str) -> Result<T, ExportError>;
}

impl<T> At<T> for Result<T, EditError> {
    fn at(self, place: &str) -> Result<T, ExportError> {
        self.map_err(|source| ExportError::Refused { place: place.to_owned(), source })
    }
}
