//! Reads a PDF back as its readers do: text in order, tags, metadata.

use documents::{Block, Document};
use lopdf::{Dictionary, Object};

/// A document of these blocks, with nothing unusual about it.
pub fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Minutes".into(),
        subtitle: None,
        language: "en-GB".into(),
        reference: "MI-1".into(),
        meta: vec![],
        blocks,
        footer: "MI-1 · version 1".into(),
        created: "2026-02-02T14:03:27Z".parse().unwrap(),
    }
}

/// A PDF as read back.
pub struct Reader(lopdf::Document);

impl Reader {
    /// Makes the PDF and reads it.
    pub fn of(document: &Document) -> Self {
        Self(lopdf::Document::load_mem(&documents::pdf(document).unwrap()).unwrap())
    }

    pub fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// The text of one page, from 1, with a single space wherever there is any, and no marks of possible breaks.
    pub fn page(&self, number: u32) -> String {
        let text = self.0.extract_text(&[number]).unwrap().replace('\u{200B}', "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of all pages.
    pub fn text(&self) -> String {
        let pages: Vec<_> = (1..=self.pages() as u32).map(|page| self.page(page)).collect();
        pages.join(" ")
    }

    pub fn catalog(&self) -> &Dictionary {
        self.0.catalog().unwrap()
    }

    /// The file's metadata as XML.
    pub fn metadata(&self) -> String {
        let stream = self.0.get_object(self.catalog().get(b"Metadata").unwrap().as_reference().unwrap());
        let stream = stream.unwrap().as_stream().unwrap();
        String::from_utf8(stream.get_plain_content().unwrap()).unwrap()
    }

    /// How often a structure tag such as `TH` stands in the document.
    pub fn tagged(&self, tag: &str) -> usize {
        self.elements()
            .filter(|element| element.get(b"S").and_then(Object::as_name).ok() == Some(tag.as_bytes()))
            .count()
    }

    /// The structure elements that say for what a header cell stands.
    pub fn scopes(&self) -> Vec<String> {
        self.0.objects.values().map(|object| format!("{object:?}")).filter(|text| text.contains("Scope")).collect()
    }

    fn elements(&self) -> impl Iterator<Item = &Dictionary> {
        self.0.objects.values().filter_map(|object| object.as_dict().ok()).filter(|dict| dict.has(b"P"))
    }
}
