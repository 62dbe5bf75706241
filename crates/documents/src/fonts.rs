//! The fonts in the binary, and what they can show.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontStyle, FontWeight};
use typst::utils::LazyHash;

/// The families the template names, in the same order: the first that shows a cluster sets it.
const FAMILIES: [&str; 3] = ["Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"];

/// The regular and bold faces of our families; the template uses no others.
pub(crate) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    all.filter(is_used).collect()
});

/// The typesetter's index of [`FONTS`].
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

fn is_used(font: &Font) -> bool {
    let info = font.info();
    let weight = info.variant.weight;
    FAMILIES.contains(&info.family.as_str())
        && info.variant.style == FontStyle::Normal
        && (weight == FontWeight::REGULAR || weight == FontWeight::BOLD)
}

/// Whether one family has all characters of a cluster, both in regular and in bold.
pub(crate) fn show(cluster: &str) -> bool {
    FAMILIES.iter().any(|family| {
        let mut faces = FONTS.iter().filter(|font| font.info().family == *family);
        faces.all(|face| cluster.chars().all(|c| face.info().coverage.contains(c.into())))
    })
}
