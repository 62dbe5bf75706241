//! The form of an act as a page.
use super::{Act, Address, Desk, Door, Opened};
use crate::{
    caller::Caller,
    error::{Error, Result},
    forms::{self, Problem, Raw},
    ids,
    messages::Messages,
    typed,
    typed::Typed,
    web::App,
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::{Value, json};

/// What a page of an act is drawn from.
pub struct Drawn<'a> {
    /// What the act said when it opened.
    pub opened: &'a Opened,
    /// What stands in the fields.
    pub raw: &'a Raw,
    /// What is wrong with them.
    pub problems: &'a [Problem],
    /// When what stands there was kept, if it was typed and not sent.
    pub kept: Option<String>,
    /// The version the form was made from.
    pub version: Option<u64>,
}

/// `GET`: the form, with what somebody typed before if they have not sent it.
pub async fn show<A: Act>(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (opened, typed) = open::<A>(&app, &caller, &address).await?;
    let saved = Raw::of(A::FORM, &opened.values);
    let (raw, kept) = match typed {
        Some(Typed { fields, saved_at }) => (fields, Some(saved_at)),
        None => (with_query::<A>(saved, &address), None),
    };
    let drawn = Drawn { opened: &opened, raw: &raw, problems: &[], kept, version: opened.version };
    draw::<A>(&app, &caller, &address, StatusCode::OK, drawn)
}

/// Opens an act for a caller, with what they typed before at this address.
pub async fn open<A: Act>(app: &App, caller: &Caller, address: &Address) -> Result<(Opened, Option<Typed>)> {
    if A::DOOR == Door::SignedIn {
        caller.signed_in()?;
    }
    let mut tx = app.db.read().await?;
    let desk = Desk { tx: &mut tx, actor: &caller.actor, at: app.clock.now(), address };
    let opened = A::open(desk).await?;
    let typed = match caller.is_signed_in() && !A::FORM.is_empty() {
        true => typed::find(&mut tx, caller.actor.person, &address.path).await?,
        false => None,
    };
    Ok((opened, typed))
}

/// A link may fill in a field that the form leaves empty: `?group=GR-…`.
fn with_query<A: Act>(mut raw: Raw, address: &Address) -> Raw {
    for field in A::FORM {
        if let (None, Some(text)) = (raw.first(field.name), address.query(field.name)) {
            raw.push(field.name.into(), text.into());
        }
    }
    raw
}

/// The form with what stands in it and what is wrong with it.
pub fn draw<A: Act>(
    app: &App,
    caller: &Caller,
    address: &Address,
    status: StatusCode,
    drawn: Drawn<'_>,
) -> Result<Response> {
    let fields = forms::show(A::NAME, A::FORM, drawn.raw, &drawn.opened.options, drawn.problems);
    let keeps = caller.is_signed_in() && !A::FORM.is_empty();
    let shown = json!({
        "fields": fields,
        "errors": summary::<A>(drawn.problems),
        "saved": drawn.kept,
        "autosave": keeps.then(|| A::autosave(&address.path)),
    });
    app.form_page(caller, status, A::TEMPLATE, both(shown, common::<A>(address, drawn.opened, drawn.version)))
}

/// What every page of an act needs: its texts, where it posts to, its hidden fields, its facts.
pub fn common<A: Act>(address: &Address, opened: &Opened, version: Option<u64>) -> Value {
    let text = |part: &str| texts(A::NAME, part, &opened.facts);
    json!({
        "act": A::NAME,
        "heading": text("title").unwrap_or_else(|| format!("[[act.{}.title]]", A::NAME)),
        "caption": text("caption").or_else(|| caption(&opened.facts)),
        "lead": text("lead"),
        "inset": text("inset"),
        "warning": text("warning").map(|text| json!({ "title": Messages::english().text("page.warning", &[]), "text": text })),
        "button": text("button").unwrap_or_else(|| Messages::english().text("page.continue", &[])),
        "action": address.path,
        "hidden": hidden(version),
        "facts": opened.facts,
        "cancel": (!opened.back.is_empty()).then(|| json!({ "href": opened.back })),
        "back": (!opened.back.is_empty()).then(|| json!({ "href": opened.back })),
    })
}

/// A text of an act with its facts filled in.
fn texts(act: &str, part: &str, facts: &Value) -> Option<String> {
    let key = format!("act.{act}.{part}");
    Messages::english().find(&key)?;
    let facts: Vec<(&str, String)> =
        facts.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), plain(value))).collect();
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(Messages::english().text(&key, &facts))
}

fn caption(facts: &Value) -> Option<String> {
    let title = facts.get("title")?.as_str()?;
    let reference = facts.get("reference").and_then(Value::as_str).unwrap_or_default();
    Some(format!("{reference} {title}").trim().to_string())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

fn hidden(version: Option<u64>) -> Value {
    let mut hidden = json!({ "_once": ids::secret() });
    if let Some(version) = version {
        hidden["_version"] = json!(version);
    }
    hidden
}

/// One context made of two.
pub fn both(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// The error summary: each sentence with the id of its field.
pub fn summary<A: Act>(problems: &[Problem]) -> Vec<Value> {
    problems
        .iter()
        .map(|problem| {
            let label = forms::label(A::NAME, problem.field.as_deref().unwrap_or_default());
            json!({ "text": forms::sentence(problem, &label), "id": problem.field.as_ref().map(|name| format!("f-{name}")) })
        })
        .collect()
}

/// The reasons of an error that belong on the form it came from; other errors go on as they are.
pub fn reasons(error: Error) -> Result<(StatusCode, Vec<Problem>)> {
    match error {
        Error::Invalid(_) | Error::Refused(_) if !matches!(error, Error::Refused(domain::refusal::Refusal::Denied)) => {
            Ok((error.status(), error.reasons()))
        }
        other => Err(other),
    }
}
