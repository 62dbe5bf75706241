//! The register of interests as its readers may see it: the same for page, JSON and CSV (G3, X3).
use super::{
    super::{showing::Names, words},
    acts,
    store::{self, Worded},
};
use crate::{csv, error::Result, people};
use db::Tx;
use domain::{
    actor::Actor,
    group::Group,
    ids::{GroupId, PersonId},
    interest::{Kind, Shown, stale_on},
    policy,
    time::Timestamp,
};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Whose eyes look at entries: those of a reader, with the groups in which the people of the entries have their seats.
pub struct Reader<'a> {
    /// Who reads.
    pub actor: &'a Actor,
    /// Where the people of the entries sit.
    pub groups: &'a [GroupId],
    /// The names that are mentioned.
    pub names: &'a Names,
    /// When.
    pub at: Timestamp,
}

/// What a reader sees of a group's register.
#[derive(Debug)]
pub struct Register {
    /// Its entries, each as [`Reader::entry`] shows it.
    pub entries: Vec<Value>,
    /// The names of those with a seat and no current declaration.
    pub stale: Vec<String>,
}

/// The entries of everybody with a seat in a group today, as this reader may see them.
pub async fn of_group(tx: &mut Tx, actor: &Actor, group: &Group, at: Timestamp) -> Result<Register> {
    let mut held: Vec<PersonId> = group.held(at).map(|seat| seat.person).collect();
    held.dedup();
    let declared = store::of(tx, &held).await?;
    let people = [held.clone(), rulers(&declared)].concat();
    let names = Names { people: people::store::names(tx, &people).await?, ..Names::default() };
    let reader = Reader { actor, groups: &[group.id], names: &names, at };
    let entry = |it: &Worded| {
        let mut entry = reader.entry(it);
        entry["actions"] = json!(acts::offers_to_rule(it, &reader).into_iter().collect::<Vec<_>>());
        entry
    };
    let entries = on_register(&declared, at.day()).map(entry).collect();
    let stale = held.iter().filter(|person| until(&declared, **person).is_none_or(|day| day <= at.day()));
    Ok(Register { entries, stale: stale.map(|person| names.person(*person)).collect() })
}

/// Everyone who decided whether the public reads one of these.
pub fn rulers(declared: &[Worded]) -> Vec<PersonId> {
    declared.iter().filter_map(|it| it.interest.ruled.as_ref()).map(|ruled| ruled.by).collect()
}

/// The day from which on what a person declared is stale; none if they declared nothing.
pub fn until(declared: &[Worded], person: PersonId) -> Option<Date> {
    let own = declared.iter().filter(|it| it.interest.person == person);
    own.map(|it| stale_on(it.interest.confirmed_at())).max()
}

/// What stands today, of interests with the latest first: all that run; of somebody without any, their last nil return.
pub fn standing(declared: &[Worded], today: Date) -> impl Iterator<Item = &Worded> {
    declared.iter().enumerate().filter(move |(n, it)| stands(it, &declared[..*n], declared, today)).map(|(_, it)| it)
}

fn stands(it: &Worded, later: &[Worded], all: &[Worded], today: Date) -> bool {
    let same = |other: &&Worded| other.interest.person == it.interest.person;
    match it.interest.kind {
        Kind::Nothing => {
            let running = all.iter().filter(same).any(|other| other.interest.is_running(today));
            !running && !later.iter().filter(same).any(|other| other.interest.kind == Kind::Nothing)
        }
        _ => it.interest.is_running(today),
    }
}

/// What stands, and what ended lately.
pub fn on_register(declared: &[Worded], today: Date) -> impl Iterator<Item = &Worded> {
    let lately = declared.iter().filter(move |it| it.interest.ended_lately(today));
    standing(declared, today).chain(lately)
}

impl Reader<'_> {
    /// An entry as this reader may see it: what is withheld from them says so, with the reasons and who decided.
    pub fn entry(&self, it: &Worded) -> Value {
        let interest = &it.interest;
        let mut entry = json!({
            "reference": interest.reference,
            "person": interest.person,
            "name": self.names.person(interest.person),
            "declared_at": interest.declared_at,
            "confirmed_at": interest.confirmed_at(),
            "shown": interest.shown,
            "ruled": self.ruled(it),
            "in_full": self.reads(it),
        });
        if self.reads(it) {
            entry = crate::acts::both(entry, self.words(it));
        }
        entry
    }

    fn reads(&self, it: &Worded) -> bool {
        policy::may_read_interest(self.actor, &it.interest, self.groups)
    }

    /// Who decided whether the public reads it, and why; the reasons are public.
    fn ruled(&self, it: &Worded) -> Value {
        let ruled = it.interest.ruled.as_ref().filter(|_| it.interest.shown != Shown::Public);
        json!(ruled.map(|it| json!({ "by": self.names.person(it.by), "at": it.at, "reasons": it.reasons })))
    }

    fn words(&self, it: &Worded) -> Value {
        let Worded { interest, words } = it;
        let cited = (!words.cited.register.is_empty()).then_some(&words.cited);
        json!({
            "kind": interest.kind,
            "kind_text": words::of("kind", interest.kind.as_str()),
            "description": words.description,
            "organisation": words.organisation,
            "listed": words.listed,
            "from": interest.from,
            "to": interest.to,
            "cited": cited.map(|it| json!({ "register": it.register, "link": it.link })),
            "withhold_because": words.withhold_because,
        })
    }

    /// Whether this reader may decide whether the public reads it.
    pub fn rules(&self, it: &Worded) -> bool {
        it.interest.kind != Kind::Nothing && policy::may_rule_interest(self.actor, &it.interest, self.groups).is_ok()
    }
}

/// The columns of the register as CSV.
const COLUMNS: [&str; 13] = [
    "reference",
    "name",
    "kind",
    "description",
    "organisation",
    "from",
    "to",
    "declared_at",
    "confirmed_at",
    "register",
    "register_link",
    "shown",
    "withheld_because",
];

/// Entries as comma-separated text; what its reader may not see is empty, and the last two columns say why.
pub fn table(entries: &[Value]) -> String {
    let head = csv::row(COLUMNS.iter().map(|name| name.to_string()));
    let cell = |entry: &Value, column: &str| match column {
        "register" => text(&entry["cited"]["register"]),
        "register_link" => text(&entry["cited"]["link"]),
        "withheld_because" => text(&entry["ruled"]["reasons"]),
        other => text(&entry[other]),
    };
    let line = |entry: &Value| csv::row(COLUMNS.iter().map(|column| cell(entry, column)));
    head + &entries.iter().map(line).collect::<String>()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}
