//! What can go wrong between a document and its PDF.

use typst::diag::SourceDiagnostic;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The title is blank; PDF/UA-1 (7.1) asks for one.
    #[error("a document needs a title")]
    Untitled,
    /// The language is not a BCP 47 tag of a language and perhaps a region, such as `en-GB`.
    #[error("{0:?} is not a language such as en-GB")]
    Language(String),
    /// The moment lies before year 0, which a PDF cannot say.
    #[error("{0} cannot be the date of a PDF")]
    Moment(jiff::Timestamp),
    /// The typesetter or the check against the PDF standards refused: a fault of ours, with its own words.
    #[error("the document cannot be typeset: {0}")]
    Typesetting(String),
}

impl Error {
    /// The typesetter's words in one line.
    pub(crate) fn typesetting(found: impl IntoIterator<Item = SourceDiagnostic>) -> Self {
        let words: Vec<String> = found.into_iter().map(|one| one.message.to_string()).collect();
        Self::Typesetting(words.join("; "))
    }
}
