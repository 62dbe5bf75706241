//! The fonts in the binary, and what they can show.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontBook, FontInstance, FontStyle, FontVariations, FontWeight};
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

/// The faces of each family, ready to look up letters in.
static FACES: LazyLock<Vec<Vec<FontInstance>>> = LazyLock::new(|| FAMILIES.map(faces).into());

/// The advances in ems of the first letters of Unicode in the bold text face, our widest.
static ADVANCES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let is_bold = |face: &&FontInstance| face.font().info().variant.weight == FontWeight::BOLD;
    let bold = FACES[0].iter().find(is_bold).expect("the first family has a bold face");
    ('\0'..'\u{250}').map(|letter| advance(bold, letter)).collect()
});

fn is_used(font: &Font) -> bool {
    let info = font.info();
    let weight = info.variant.weight;
    FAMILIES.contains(&info.family.as_str())
        && info.variant.style == FontStyle::Normal
        && (weight == FontWeight::REGULAR || weight == FontWeight::BOLD)
}

fn faces(family: &str) -> Vec<FontInstance> {
    let ours = FONTS.iter().filter(|font| font.info().family == family);
    let ready = |font: &Font| font.clone().instantiate(font.info().variant, Abs::pt(10.0), &FontVariations::default());
    ours.map(ready).collect()
}

/// `None` also for a letter that a face lists without a shape for it.
fn glyph(face: &FontInstance, letter: char) -> Option<u16> {
    face.ttf().glyph_index(letter).map(|glyph| glyph.0).filter(|&glyph| glyph > 0)
}

fn advance(face: &FontInstance, letter: char) -> f64 {
    glyph(face, letter).and_then(|glyph| face.x_advance(glyph)).map_or(1.0, Em::get)
}

/// Whether one family has all characters of a cluster, both in regular and in bold.
pub(crate) fn show(cluster: &str) -> bool {
    let has_all = |face: &FontInstance| cluster.chars().all(|letter| glyph(face, letter).is_some());
    FACES.iter().any(|family| family.iter().all(has_all))
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
