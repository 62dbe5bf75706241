//! All that the typesetter may see: one fixed template, our fonts, and a document as data.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::fonts::{BOOK, FONTS};

static TEMPLATE: LazyLock<Source> = LazyLock::new(|| {
    let path = VirtualPath::new("template.typ").expect("a plain file name is a path");
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    Source::new(id, include_str!("../template.typ").into())
});

/// One document on its way to pages. No other file, no package and no clock can be reached from it.
pub(crate) struct Paper {
    library: LazyHash<Library>,
}

impl Paper {
    /// The template's world with this document as its input.
    pub(crate) fn new(document: Dict) -> Self {
        // Header cells of rows are still behind this feature.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_inputs(document).with_features(features).build();
        Self { library: LazyHash::new(library) }
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == TEMPLATE.id() {
            true => Ok(TEMPLATE.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
