//! The fonts in the binary, and what they can show.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontBook, FontInstance, FontStyle, FontVariations, FontWeight};
use typst::utils::LazyHash;

/// The families the template names, in the same order: the first that shows a cluster sets it.
const FAMILIES: [&str; 3] = [
    "Libertinus Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
];

/// The regular and bold faces of our families; the template uses no others.
pub(crate) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    all.filter(is_used).collect()
});

/// The typesetter's index of [`FONTS`].
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// The advances in ems of the first letters of Unicode in the bold text face, our widest.
static ADVANCES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let bold = faces(FAMILIES[0]).find(|font| font.info().variant.weight == FontWeight::BOLD);
    let bold = bold.expect("the first family has a bold face").clone();
    let variant = bold.info().variant;
    let bold = bold.instantiate(variant, Abs::pt(10.0), &FontVariations::default());
    ('\0'..'\u{250}')
        .map(|letter| advance(&bold, letter))
        .collect()
});

fn is_used(font: &Font) -> bool {
    let info = font.info();
    let weight = info.variant.weight;
    FAMILIES.contains(&info.family.as_str())
        && info.variant.style == FontStyle::Normal
        && (weight == FontWeight::REGULAR || weight == FontWeight::BOLD)
}

fn faces(family: &str) -> impl Iterator<Item = &'static Font> {
    FONTS
        .iter()
        .filter(move |font| font.info().family == family)
}

fn advance(font: &FontInstance, letter: char) -> f64 {
    let glyph = font.ttf().glyph_index(letter);
    glyph
        .and_then(|glyph| font.x_advance(glyph.0))
        .map_or(1.0, Em::get)
}

/// Whether one family has all characters of a cluster, both in regular and in bold.
pub(crate) fn show(cluster: &str) -> bool {
    FAMILIES.iter().any(|family| {
        faces(family).all(|face| {
            cluster
                .chars()
                .all(|c| face.info().coverage.contains(c.into()))
        })
    })
}

/// The width of a text on one line, in ems, or `most` if that is less. Letters beyond Latin count as one em.
pub(crate) fn width(text: &str, most: f64) -> f64 {
    let mut width = 0.0;
    for letter in text.chars() {
        width += ADVANCES.get(letter as usize).copied().unwrap_or(1.0);
        if width >= most {
            return most;
        }
    }
    width
}
