//! Two people changed the same thing: nothing is overwritten silently, the second chooses field by field (X4).
use super::{
    Act, Address, Opened,
    page::{self, Drawn},
};
use crate::{
    caller::Caller,
    error::Result,
    forms::{self, Posted, Problem, Raw},
    messages::Messages,
    web::App,
};
use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

/// The merge page: for each field that differs, what is saved now and what was typed. A form that begins empty has
/// nothing to merge: it is shown again, with what is there now.
pub async fn show<A: Act>(app: &App, caller: &Caller, address: &Address, posted: &Posted) -> Result<Response> {
    let (opened, _) = page::open::<A>(app, caller, address).await?;
    let saved = Raw::of(A::FORM, &opened.values);
    let theirs = forms::leaves(A::NAME, A::FORM, &saved, &opened.options);
    let yours = forms::leaves(A::NAME, A::FORM, &posted.fields, &opened.options);
    let different = theirs.into_iter().zip(yours).filter(|(theirs, yours)| theirs.answer != yours.answer);
    let differences: Vec<Value> = different
        .map(|(theirs, yours)| json!({ "name": theirs.name, "label": theirs.label, "saved": theirs.answer, "yours": yours.answer }))
        .collect();
    if opened.values.is_null() || differences.is_empty() {
        return look_again::<A>(app, caller, address, posted, &opened);
    }
    let mut common = page::common::<A>(address, &opened, opened.version);
    let hidden = page::both(common["hidden"].take(), posted.fields.to_json());
    common["hidden"] = page::both(hidden, json!({ "_merge": "yes", "_confirmed": "yes" }));
    let shown = json!({ "fields": differences, "heading": Messages::english().text("page.merge", &[]) });
    app.form_page(caller, StatusCode::CONFLICT, "merge.html", page::both(common, shown))
}

fn look_again<A: Act>(
    app: &App,
    caller: &Caller,
    address: &Address,
    posted: &Posted,
    opened: &Opened,
) -> Result<Response> {
    let stale = [Problem::new("stale")];
    let drawn = Drawn { opened, raw: &posted.fields, problems: &stale, kept: None, version: opened.version };
    page::draw::<A>(app, caller, address, StatusCode::CONFLICT, drawn)
}

/// What the person chose on the merge page: their own text, but for the fields where they keep what is saved.
pub async fn merged<A: Act>(app: &App, caller: &Caller, address: &Address, mut posted: Posted) -> Result<Posted> {
    let (opened, _) = page::open::<A>(app, caller, address).await?;
    let saved = Raw::of(A::FORM, &opened.values);
    for leaf in forms::leaves(A::NAME, A::FORM, &saved, &opened.options) {
        if posted.ours(&format!("_keep-{}", leaf.name)) == Some("saved") {
            posted.fields.take_from(&saved, &leaf.name);
        }
    }
    Ok(posted)
}
