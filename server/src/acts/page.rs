//! The form of an act as a page.
use super::{Address, Desk, Door, Flow, Known, Opened};
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
use axum::{http::StatusCode, response::Response};
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

/// One visit to an act: whose, at which address.
pub struct Visit {
    /// The act.
    pub act: Known,
    /// The application.
    pub app: App,
    /// Who came.
    pub caller: Caller,
    /// To where.
    pub address: Address,
}

/// `GET`: the form, with what somebody typed before if they have not sent it.
pub async fn show(visit: &Visit) -> Result<Response> {
    let (opened, typed) = visit.open().await?;
    let (raw, kept) = match typed {
        Some(Typed { fields, saved_at }) => (fields, Some(saved_at)),
        None => (visit.with_query(Raw::of(visit.act.form, &opened.values)), None),
    };
    visit.draw(StatusCode::OK, Drawn { opened: &opened, raw: &raw, problems: &[], kept, version: opened.version })
}

impl Visit {
    /// Opens the act, with what this person typed before at this address.
    pub async fn open(&self) -> Result<(Opened, Option<Typed>)> {
        if self.act.door == Door::SignedIn {
            self.caller.signed_in()?;
        }
        let mut tx = self.app.db.read().await?;
        let (actor, address) = (&self.caller.actor, &self.address);
        let opened = (self.act.open)(Desk { tx: &mut tx, actor, at: self.app.clock.now(), address }).await?;
        let typed = match self.keeps() {
            true => typed::find(&mut tx, actor.person, &address.path).await?,
            false => None,
        };
        Ok((opened, typed))
    }

    /// Whether what is typed here is kept for the person until it is sent.
    fn keeps(&self) -> bool {
        self.caller.is_signed_in() && self.act.may_be_kept()
    }

    /// A link may fill in a field that the form leaves empty: `?group=GR-…`.
    fn with_query(&self, mut raw: Raw) -> Raw {
        for field in self.act.form {
            if let (None, Some(text)) = (raw.first(field.name), self.address.query(field.name)) {
                raw.push(field.name.into(), text.into());
            }
        }
        raw
    }

    /// The form with what stands in it and what is wrong with it.
    pub fn draw(&self, status: StatusCode, drawn: Drawn<'_>) -> Result<Response> {
        let act = &self.act;
        let mut shown = json!({
            "fields": forms::show(act.name, act.form, drawn.raw, &drawn.opened.options, drawn.problems),
            "errors": summary(act.name, drawn.problems),
            "saved": drawn.kept,
            "autosave": self.keeps().then(|| (act.autosave)(&self.address.path)),
        });
        if act.flow == Flow::Checked {
            shown["button"] = go_on().into();
        }
        self.page(status, act.template, shown, self.common(drawn.opened, drawn.version))
    }

    /// A page of this act.
    pub fn page(&self, status: StatusCode, template: &str, shown: Value, common: Value) -> Result<Response> {
        self.app.form_page(&self.caller, status, template, both(common, shown))
    }

    /// What every page of an act needs: its texts, where it posts to, its hidden fields, its facts.
    pub fn common(&self, opened: &Opened, version: Option<u64>) -> Value {
        let act = &self.act;
        let text = |part: &str| texts(act.name, part, &opened.facts);
        json!({
            "act": act.name,
            "heading": text("title").unwrap_or_else(|| format!("[[act.{}.title]]", act.name)),
            "caption": text("caption").or_else(|| caption(&opened.facts)),
            "lead": text("lead"),
            "inset": text("inset"),
            "warning": text("warning").map(|text| json!({ "title": Messages::english().text("page.warning", &[]), "text": text })),
            "button": text("button").unwrap_or_else(go_on),
            "action": self.address.path,
            "hidden": hidden(version),
            "facts": opened.facts,
            "cancel": (!opened.back.is_empty()).then(|| json!({ "href": opened.back })),
            "back": (!opened.back.is_empty()).then(|| json!({ "href": opened.back })),
        })
    }
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

/// What the button says of a form that leads to another page: nothing is done yet.
fn go_on() -> String {
    Messages::english().text("page.continue", &[])
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

/// The error summary: each sentence with the id of its field, or else where the remedy is.
fn summary(act: &str, problems: &[Problem]) -> Vec<Value> {
    problems
        .iter()
        .map(|problem| {
            let label = forms::label(act, problem.field.as_deref().unwrap_or_default());
            let remedy = Messages::english().find(&format!("error.{}.href", problem.code));
            json!({ "text": forms::sentence(problem, &label), "id": problem.field.as_ref().map(|name| format!("f-{name}")), "href": remedy })
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
