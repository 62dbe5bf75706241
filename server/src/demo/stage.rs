//! Plays the story: each beat is done as its person would do it, by opening the form, filling it in and sending it.
use super::{lookup, script::Beat};
use crate::{
    acts::{Address, Desk, Known, Opened},
    error::{Done, Error, Result},
    forms::{self, Choice, Field, Kind},
    people,
    web::App,
};
use domain::{actor::Actor, ids::PersonId};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Where the story stands: the acts there are, the people by key, and the references that were kept.
pub struct Stage<'a> {
    app: &'a App,
    acts: BTreeMap<&'static str, Known>,
    people: BTreeMap<String, PersonId>,
    kept: BTreeMap<String, String>,
}

/// A beat that is ready to be sent.
pub struct Prepared {
    /// The act.
    pub act: Known,
    /// Where.
    pub address: Address,
    /// Who.
    pub actor: Actor,
    /// What is sent.
    pub typed: Value,
}

impl<'a> Stage<'a> {
    /// An empty stage.
    pub fn new(app: &'a App) -> Stage<'a> {
        let acts = crate::acts().into_iter().map(|act| (act.name, act)).collect();
        Stage { app, acts, people: BTreeMap::new(), kept: BTreeMap::new() }
    }

    /// Brings a person on.
    pub fn enter(&mut self, key: &str, person: PersonId) {
        self.people.insert(key.into(), person);
    }

    /// Does one beat, after every job that was due before it.
    pub async fn play(&mut self, beat: &Beat) -> Result<()> {
        super::clock::advance(self.app, beat.at).await?;
        let done = self.act(beat).await.map_err(|error| told(beat, &error))?;
        self.note(beat, &done).await
    }

    /// Keeps what a beat led to, under the name that the story has for it.
    pub async fn note(&mut self, beat: &Beat, done: &Done) -> Result<()> {
        if !beat.keep.is_empty() {
            self.keep(&beat.keep, done);
        }
        if beat.act == "agreement.begin" {
            let collaboration = lookup::collaboration(self.app, &self.kept[&beat.keep]).await?;
            self.kept.insert(format!("{}.collaboration", beat.keep), collaboration);
        }
        Ok(())
    }

    /// Where a beat is done and what is sent there, as its person would send it.
    pub async fn prepare(&self, beat: &Beat) -> Result<Prepared> {
        let act = *self.acts.get(beat.act.as_str()).ok_or_else(|| Error::Fault("there is no such act".into()))?;
        let (address, actor) = (self.address(&act, beat).await?, self.actor(beat).await?);
        let mut tx = self.app.db.read().await?;
        let opened = (act.open)(Desk { tx: &mut tx, actor: &actor, at: beat.at, address: &address }).await?;
        let typed = self.typed(act.form, &opened, beat)?;
        Ok(Prepared { act, address, actor, typed })
    }

    async fn act(&self, beat: &Beat) -> Result<Done> {
        let Prepared { act, address, actor, typed } = self.prepare(beat).await?;
        let value = forms::read_json(act.form, &typed).map_err(Error::Invalid)?;
        let mut unit = self.app.unit(actor).await?;
        let done = (act.run)(&mut unit, &address, value).await?;
        unit.commit().await?;
        Ok(done)
    }

    /// The person of a key.
    pub fn person(&self, key: &str) -> Result<PersonId> {
        self.people.get(key).copied().ok_or_else(|| Error::Fault(format!("nobody is called {key:?}")))
    }

    async fn actor(&self, beat: &Beat) -> Result<Actor> {
        let person = self.person(&beat.who)?;
        let mut tx = self.app.db.read().await?;
        let found = people::store::actor(&mut tx, person, beat.at).await?;
        found.map(|(actor, _)| actor).ok_or(Error::SignInFirst)
    }

    /// Where a beat is done: by the parts of its address, or by what the reference is for.
    async fn address(&self, act: &Known, beat: &Beat) -> Result<Address> {
        let part =
            |(name, value): (&String, &Value)| Ok((name.clone(), self.known(value.as_str().unwrap_or_default())?));
        let mut parts: BTreeMap<String, String> = beat.on.iter().map(part).collect::<Result<_>>()?;
        if let Some(call) = parts.remove("assessment") {
            let of = parts.remove("of").unwrap_or_default();
            let found = lookup::assessment(self.app, &call, self.person(&beat.who)?, &of).await?;
            parts.insert("reference".into(), found);
        }
        if let Some(agreement) = parts.remove("outcome_of") {
            parts.insert("reference".into(), lookup::outcome(self.app, &agreement).await?);
        }
        if let Some(about) = parts.remove("item") {
            let meeting = parts.remove("in").unwrap_or_default();
            parts.insert("reference".into(), lookup::item(self.app, &about, &meeting).await?);
        }
        Ok(Address::new(act.path, parts))
    }

    /// What stands in the form when it is sent: what stood there, and what the person wrote over it.
    fn typed(&self, form: &[Field], opened: &Opened, beat: &Beat) -> Result<Value> {
        let mut typed = Map::new();
        for field in form {
            let before = opened.values.get(field.name).cloned().unwrap_or(Value::Null);
            let written = beat.with.get(field.name).or_else(|| beat.facts.get(field.name));
            let value = written.map_or(Ok(before), |value| self.meant(field, value, opened))?;
            typed.insert(field.name.into(), value);
        }
        let unknown: Vec<&String> = beat.with.keys().filter(|name| !typed.contains_key(*name)).collect();
        if unknown.is_empty() { Ok(Value::Object(typed)) } else { Err(Error::Fault(format!("no field {unknown:?}"))) }
    }

    /// A value as the form takes it: options are chosen by what they say, references by the name they were kept under.
    fn meant(&self, field: &Field, value: &Value, opened: &Opened) -> Result<Value> {
        match (field.kind, value) {
            (Kind::Rows(fields) | Kind::Each(fields), Value::Array(rows)) => {
                rows.iter().map(|row| self.row(fields, row, opened)).collect()
            }
            (Kind::Pick, Value::String(text)) => Ok(self.option(field, text, opened)?.into()),
            (Kind::Picks, Value::Array(texts)) => {
                let texts = texts.iter().filter_map(Value::as_str);
                texts.map(|text| Ok(Value::String(self.option(field, text, opened)?))).collect()
            }
            (_, Value::String(text)) => Ok(self.known(text)?.into()),
            _ => Ok(value.clone()),
        }
    }

    fn row(&self, fields: &[Field], row: &Value, opened: &Opened) -> Result<Value> {
        let row = row.as_object().cloned().unwrap_or_default();
        let cell = |field: &Field| {
            let value = row.get(field.name).unwrap_or(&Value::Null);
            Ok((field.name.to_string(), self.meant(field, value, opened)?))
        };
        Ok(Value::Object(fields.iter().map(cell).collect::<Result<_>>()?))
    }

    fn option(&self, field: &Field, text: &str, opened: &Opened) -> Result<String> {
        let text = self.known(text)?;
        let options = opened.options.get(field.name).map(Vec::as_slice).unwrap_or_default();
        let equal = |option: &&Choice| option.value == text || option.text == text || text == "*";
        let within = |option: &&Choice| option.text.contains(&text);
        let found = options.iter().find(equal).or_else(|| options.iter().find(within));
        let texts = || options.iter().map(|option| option.text.as_str()).collect::<Vec<_>>();
        found
            .map(|option| option.value.clone())
            .ok_or_else(|| Error::Fault(format!("{}: {text:?} is none of {:?}", field.name, texts())))
    }

    /// A text with kept references in it, written `$name`.
    pub fn known(&self, text: &str) -> Result<String> {
        let Some(at) = text.find('$') else { return Ok(text.into()) };
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c)).unwrap_or(rest.len());
        let kept = self.kept.get(&rest[..end]);
        let kept = kept.ok_or_else(|| Error::Fault(format!("nothing was kept as {:?}", &rest[..end])))?;
        Ok(format!("{}{kept}{}", &text[..at], self.known(&rest[end..])?))
    }

    /// Every reference that was kept, by name.
    pub fn things(&self) -> &BTreeMap<String, String> {
        &self.kept
    }

    /// Keeps the reference of what was done under a name, and everything else that the act told under `name.fact`.
    fn keep(&mut self, name: &str, done: &Done) {
        let last = done.to.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let reference = done.body.get("reference").and_then(Value::as_str).unwrap_or(last);
        self.kept.insert(name.into(), reference.into());
        for (fact, value) in done.body.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), String::from);
            self.kept.insert(format!("{name}.{fact}"), text);
        }
    }
}

/// An error with the beat it stopped at.
fn told(beat: &Beat, error: &Error) -> Error {
    let reasons: Vec<String> =
        error.reasons().iter().map(|it| format!("{} {:?} {:?}", it.code, it.field, it.facts)).collect();
    Error::Fault(format!("{} at {}, {} {:?}: {error}: {reasons:?}", beat.who, beat.at, beat.act, beat.on))
}
