//! Organisations and registers as their pages show them.
use super::{
    matters::Matter,
    store::{self, sheets::Sheet},
};
use crate::groups;
use domain::{
    group::Group,
    organisation::{Identified, Organisation, Tie},
};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Its names over time, the present one first: each with its days.
pub fn names(it: &Organisation) -> Vec<Value> {
    let mut from = it.from;
    let mut all = Vec::new();
    for before in &it.former {
        all.push(name(&before.name, &before.brand, from, Some(before.to)));
        from = before.to.tomorrow().ok();
    }
    all.push(name(&it.name, &it.brand, from, it.to));
    all.reverse();
    all
}

fn name(name: &str, brand: &str, from: Option<Date>, to: Option<Date>) -> Value {
    json!({ "name": name, "brand": brand, "from": from, "to": to })
}

/// An identifier, also as open data names it.
pub fn identifier(it: &Identified) -> Value {
    json!({
        "scheme": store::word(it.identifier.scheme()), "code": it.identifier.code(), "org_id": it.identifier.org_id(),
        "from": it.from, "to": it.to,
    })
}

/// Whom it belongs to: how, who, and the days.
pub fn above(it: &Organisation, known: &[Organisation]) -> Vec<Value> {
    let of = |tie: &Tie| known.iter().find(|one| one.id == tie.organisation).map(|one| tied(tie, one));
    it.ties.iter().filter_map(of).collect()
}

/// Who belongs to it.
pub fn below(it: &Organisation, known: &[Organisation]) -> Vec<Value> {
    let to_it = |one: &Organisation| -> Vec<Value> {
        one.ties.iter().filter(|tie| tie.organisation == it.id).map(|tie| tied(tie, one)).collect()
    };
    known.iter().flat_map(to_it).collect()
}

fn tied(tie: &Tie, other: &Organisation) -> Value {
    json!({
        "kind": tie.kind, "reference": other.reference, "name": other.called(), "address": super::path(&other.reference),
        "from": tie.from, "to": tie.to,
    })
}

/// A group of its system, or whose network it is; none where it only has a seat.
pub fn group(it: &Organisation, group: &Group) -> Option<Value> {
    let named = group.systems.contains(&it.id) || group.network == it.id;
    named.then(|| json!({ "name": group.name, "address": groups::path(&group.reference) }))
}

/// An open matter that still names it.
pub fn matter(it: &Matter) -> Value {
    json!({ "kind": it.what.word(), "title": it.title, "address": it.href })
}

/// A register that was sent, with what it would do or did.
pub fn register(sheet: &Sheet, report: &Value) -> Value {
    let address = format!("/organisations/registers/{}", sheet.id);
    json!({
        "sent_at": sheet.sent_at, "loaded_at": sheet.loaded_at, "report": report, "address": address,
        "load": format!("{address}/load"),
    })
}
