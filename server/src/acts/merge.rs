//! Two people changed the same thing: nothing is overwritten silently, the second chooses field by field (X4).
use super::{
    Opened,
    page::{self, Drawn, Visit},
};
use crate::{
    error::Result,
    forms::{self, Leaf, Posted, Problem, Raw},
    messages::Messages,
};
use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

/// The merge page: for each field that differs, what is saved now and what was typed. A form that begins empty has
/// nothing to merge: it is shown again, with what is there now.
pub async fn show(visit: &Visit, posted: &Posted) -> Result<Response> {
    let (opened, _) = visit.open().await?;
    let theirs = leaves(visit, &Raw::of(visit.act.form, &opened.values), &opened);
    let yours = leaves(visit, &posted.fields, &opened);
    let different = theirs.into_iter().zip(yours).filter(|(theirs, yours)| theirs.answer != yours.answer);
    let differences: Vec<Value> = different
        .map(|(theirs, yours)| json!({ "name": theirs.name, "label": theirs.label, "saved": theirs.answer, "yours": yours.answer }))
        .collect();
    if opened.values.is_null() || differences.is_empty() {
        return look_again(visit, posted, &opened);
    }
    let mut common = visit.common(&opened, opened.version);
    let hidden = page::both(common["hidden"].take(), posted.fields.to_json());
    common["hidden"] = page::both(hidden, json!({ "_merge": "yes", "_confirmed": "yes" }));
    let shown = json!({ "fields": differences, "heading": Messages::english().text("page.merge", &[]) });
    visit.page(StatusCode::CONFLICT, "merge.html", shown, common)
}

fn leaves(visit: &Visit, fields: &Raw, opened: &Opened) -> Vec<Leaf> {
    forms::leaves(visit.act.name, visit.act.form, fields, &opened.options)
}

fn look_again(visit: &Visit, posted: &Posted, opened: &Opened) -> Result<Response> {
    let stale = [Problem::new("stale")];
    let drawn = Drawn { opened, raw: &posted.fields, problems: &stale, kept: None, version: opened.version };
    visit.draw(StatusCode::CONFLICT, drawn)
}

/// What the person chose on the merge page: their own text, but for the fields where they keep what is saved.
pub async fn merged(visit: &Visit, mut posted: Posted) -> Result<Posted> {
    let (opened, _) = visit.open().await?;
    let saved = Raw::of(visit.act.form, &opened.values);
    for leaf in leaves(visit, &saved, &opened) {
        if posted.ours(&format!("_keep-{}", leaf.name)) == Some("saved") {
            posted.fields.take_from(&saved, &leaf.name);
        }
    }
    Ok(posted)
}
