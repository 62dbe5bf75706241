//! The plain model of a document: what its maker writes, with no word about looks.

/// A document before it is typeset. Every string is plain text from anywhere: it is never read as markup.
///
/// A line break in a paragraph, list item, fact, cell or notice is kept; elsewhere it becomes a space. Control
/// characters and invisible direction overrides are dropped. A title, heading, caption, footer or signature is cut
/// after 600 letters, because it must not be parted between pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The title on page one and in the file's metadata. Not blank.
    pub title: String,
    /// A line under the title.
    pub subtitle: Option<String>,
    /// The language the text is in, as a BCP 47 tag: `en-GB`, `cy-GB`.
    pub language: String,
    /// The document's own reference, such as `AG-7K3QX4`; it stands at the head of every page.
    pub reference: String,
    /// What is said about the document before it begins, as name and value: version, parties, dates.
    pub meta: Vec<(String, String)>,
    /// The document itself.
    pub blocks: Vec<Block>,
    /// A line at the foot of every page beside "Page x of y", such as `AG-7K3QX4 · version 3 · text hash abc…`.
    pub footer: String,
    /// The moment of creation that the file states (in UTC); part of what makes the bytes the same twice.
    pub created: jiff::Timestamp,
}

/// One piece of a document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; it stays with what follows it. A level that skips one is raised to the next allowed (PDF/UA-1, 7.4).
    Heading {
        /// How deep it stands.
        level: Level,
        /// Its words, number included if it has one. A blank heading is left out.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A bulleted list.
    List(Vec<String>),
    /// Terms, each with what holds of it.
    Facts(Vec<(String, String)>),
    /// A table whose header repeats on every page. Short rows are filled up with blank cells.
    Table {
        /// What the table shows; blank for none.
        caption: String,
        /// The names of the columns.
        headers: Vec<String>,
        /// The rows, a cell for each column.
        rows: Vec<Vec<String>>,
        /// The columns (from 0) that hold numbers, which are set flush right.
        numeric: Vec<usize>,
    },
    /// A passage that must not be overlooked.
    Notice(String),
    /// Those who sign, or have signed.
    Signatures(Vec<Signature>),
    /// What follows begins on a new page.
    PageBreak,
}

/// How deep a heading stands under the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A main part of the document.
    One,
    /// A part of a part.
    Two,
    /// The smallest part with a heading.
    Three,
}

/// One party's place to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The organisation signed for.
    pub party: String,
    /// The person who signs.
    pub name: String,
    /// In which role they sign.
    pub role: String,
    /// How and when they signed, in words; `None` leaves lines for a signature and a date by hand.
    pub signed: Option<String>,
}
