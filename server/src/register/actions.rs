//! What people ask of the register.
use crate::error::Result;
use db::Tx;

/// An entry of the public register that was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// Its human reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
    /// Its page.
    pub href: String,
    /// `need`, `call`, `collaboration` or `outcome`.
    pub kind: String,
    /// The status of the thing.
    pub status: String,
    /// The condition or theme; may be empty.
    pub condition: String,
    /// Where, in words; may be empty.
    pub place: String,
    /// The organisations that take part, by name, with commas; may be empty.
    pub organisations: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
}

/// Published things most like this text, the most similar first, at most ten: "has anyone done this?" (N1).
/// Any text will do, however long; nothing for nothing.
pub async fn similar(tx: &mut Tx, text: &str) -> Result<Vec<Found>> {
    let _ = (tx, text);
    Ok(Vec::new())
}
