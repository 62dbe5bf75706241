//! From a plain document model to a tagged PDF: agreements, summaries, letters, minutes and reports.

mod error;
mod fonts;
mod model;
mod text;
mod values;
mod widths;
mod world;

pub use error::Error;
pub use model::{Block, Document, Level, Signature};

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Typesets a document as A4 PDF/A-2a and PDF/UA-1: tagged, titled, in its language, with all fonts inside.
///
/// The same document gives the same bytes. No network, file or clock is read, and no string of the document is ever
/// read as markup or code; a character that no font of ours shows is printed as its code point, as in `[U+1F600]`.
///
/// This blocks for tens of milliseconds (a table of thousands of rows: seconds): on an async runtime call it inside
/// `spawn_blocking`.
///
/// # Errors
/// [`Error::Untitled`] and [`Error::Language`] when the document cannot be accessible, [`Error::Moment`] when its
/// moment has no place in a PDF; the others are faults of ours.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    let options = options(document)?;
    let world = world::Paper::new(values::of(document)?);
    let bytes = typeset(&world, &options);
    // Without this the layout cache keeps every document that was ever made.
    typst::comemo::evict(0);
    bytes
}

fn typeset(world: &world::Paper, options: &PdfOptions) -> Result<Vec<u8>, Error> {
    let pages = typst::compile::<PagedDocument>(world).output.map_err(Error::typesetting)?;
    typst_pdf::pdf(&pages, options).map_err(Error::typesetting)
}

fn options(document: &Document) -> Result<PdfOptions, Error> {
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("PDF/A-2a and PDF/UA-1 both allow PDF 1.7");
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{} {}", document.reference, document.footer)),
        creator: Smart::Custom(Some("Trefoil".into())),
        timestamp: Some(timestamp(document.created)?),
        standards,
        ..PdfOptions::default()
    })
}

fn timestamp(created: jiff::Timestamp) -> Result<Timestamp, Error> {
    let at = created.to_zoned(jiff::tz::TimeZone::UTC);
    let part = |n: i8| u8::try_from(n).ok();
    let datetime = || {
        let (month, day) = (part(at.month())?, part(at.day())?);
        let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
        let year = u16::try_from(at.year()).ok()?;
        Datetime::from_ymd_hms(year.into(), month, day, hour, minute, second)
    };
    datetime().map(Timestamp::new_utc).ok_or(Error::Moment(created))
}
