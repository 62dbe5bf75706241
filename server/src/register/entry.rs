//! An entry of the register: what the public sees of one thing, and how it is found.
use super::search::facet;
use domain::{time::Timestamp, words};
use serde::Serialize;
use uuid::Uuid;

words! {
    /// The kinds of things that the register holds.
    pub enum Kind {
        /// A health need: an approved challenge.
        Need = "need",
        /// A call.
        Call = "call",
        /// A collaboration.
        Collaboration = "collaboration",
        /// An outcome report.
        Outcome = "outcome",
    }
}
words! {
    /// How far along the way from need to outcome a thing is.
    pub enum Stage {
        /// A need or an open call that looks for partners.
        Seeking = "seeking",
        /// A call whose answers are being judged.
        Choosing = "choosing",
        /// Partners were found; they agree what to do.
        Agreeing = "agreeing",
        /// The work is being done.
        Delivering = "delivering",
        /// The work has ended; the outcome is being reported.
        Reporting = "reporting",
        /// The outcome is published.
        Published = "published",
        /// Ended without a partner or before its time.
        Ended = "ended",
    }
}

words! {
    /// What a list goes by.
    pub enum Order {
        /// The best fit first; only for a search by words.
        Fit = "fit",
        /// What became public last comes first.
        Newest = "newest",
        /// By title.
        Title = "title",
    }
}

/// What the public sees of one thing. Every field is public; nothing else ever reaches the search index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The id of the thing.
    #[serde(skip)]
    pub subject_id: Uuid,
    /// Its human reference.
    pub reference: String,
    /// What kind of thing.
    pub kind: Kind,
    /// What people call it.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Every public text of it, for the search; not shown as such.
    #[serde(skip)]
    pub words: String,
    /// The condition or theme; may be empty.
    pub condition: String,
    /// Where, in words; may be empty.
    pub place: String,
    /// Who takes part, by name.
    pub organisations: Vec<String>,
    /// The status of the thing.
    pub status: String,
    /// How far along it is.
    pub stage: Stage,
    /// Its page, as a path.
    pub href: String,
    /// Until when it can be answered, or when it is due; none for most.
    pub due_at: Option<Timestamp>,
}

/// An entry as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its place in the order in which things became public.
    #[serde(skip)]
    pub number: i64,
    /// What the public sees.
    #[serde(flatten)]
    pub entry: Entry,
    /// When it became public.
    pub published_at: Timestamp,
    /// When something the public sees last changed.
    pub changed_at: Timestamp,
}

impl Entry {
    /// The words by which filters find it: one per kind, stage and word of condition, place and organisations.
    pub fn facets(&self) -> String {
        let mut facets = facet("all", "entry");
        facets.extend(facet("kind", self.kind.as_str()));
        facets.extend(facet("stage", self.stage.as_str()));
        facets.extend(facet("condition", &self.condition));
        facets.extend(facet("place", &self.place));
        facets.extend(facet("organisation", &self.organisations.join(" ")));
        facets.join(" ")
    }

    /// What sorting by title goes by: the title in small letters.
    pub fn title_key(&self) -> String {
        self.title.to_lowercase().chars().take(200).collect()
    }
}

/// The first sentences of a text, at most about 240 characters, cut at a word.
pub fn summary(text: &str) -> String {
    const MOST: usize = 240;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(MOST) else { return text };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', '.']))
}
