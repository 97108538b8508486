//! What the reader takes, and what it says when it does not.

/// How much a reader takes before it refuses.
///
/// The largest set of the corpus has 49 MB and 733 000 elements; the deepest is 42 deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest document, in bytes of XML. 512 MB; never beyond 4 GB.
    pub bytes: usize,
    /// The most elements. 12 million.
    pub elements: usize,
    /// The deepest nesting. 1000.
    pub depth: usize,
    /// The most attributes of one element. 64.
    pub attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 512 << 20, elements: 12_000_000, depth: 1000, attributes: 64 }
    }
}

/// Why a text is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Nothing but blanks.
    #[error("the document is empty")]
    Empty,
    /// Text that does not begin as XML does.
    #[error("this is not XML: it begins with {0:?}")]
    NotXml(String),
    /// A document type, which could make entities: Live writes none.
    #[error("line {line}: a document type (DTD) is not accepted")]
    DocumentType {
        /// Counted from 1.
        line: usize,
    },
    /// An entity beyond the five of XML and character numbers.
    #[error("line {line}, column {column}: unknown entity {name:?}")]
    Entity {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
        /// The entity as it stands, or the start of it.
        name: String,
    },
    /// The rules of XML are broken.
    #[error("line {line}, column {column}: {what}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// The text ends inside an element.
    #[error("the document ends inside <{0}>: it is cut off")]
    CutOff(String),
    /// More than the [`Limits`] allow.
    #[error("line {line}: more than {most} {of}")]
    Limit {
        /// Counted from 1; 0 for the document as a whole.
        line: usize,
        /// The limit.
        most: usize,
        /// Of what there is too much.
        of: &'static str,
    },
    /// The document says that it is not in UTF-8.
    #[error("the document says that its encoding is {0}; only UTF-8 is read")]
    Encoding(String),
}
