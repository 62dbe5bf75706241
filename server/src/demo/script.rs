//! The story as it is written down: `story/*.toml`, read into steps in the order of their time.
use crate::error::{Error, Result};
use domain::time::Timestamp;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(RustEmbed)]
#[folder = "src/demo/story"]
struct Files;

/// Who is in the story, and what happens.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Page {
    /// When the demonstration begins, `2026-11-23 09:00` in London; one file says so.
    pub now: Option<String>,
    /// Organisations that no official list holds.
    pub organisation: Vec<Body>,
    /// The people.
    pub person: Vec<Player>,
    /// Inputs of acts by name, for the steps of this file and for the tests.
    pub facts: Map<String, Value>,
    /// Steps that come together often, by name.
    pub scene: BTreeMap<String, Vec<Step>>,
    /// What happens, in order.
    pub step: Vec<Step>,
    /// What happens after the demonstration begins, if nobody does otherwise; the tests go on with it.
    pub later: Vec<Step>,
}

/// An organisation of the story.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What the story calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its kinds, words of `domain::organisation::Kind`.
    pub kinds: Vec<String>,
    /// The register of its identifier.
    pub scheme: String,
    /// Its identifier there.
    pub code: String,
}

/// A person of the story.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Player {
    /// What the story calls them.
    pub key: String,
    /// Their name.
    pub name: String,
    /// Whether they run the service.
    #[serde(default)]
    pub operator: bool,
    /// Whether they audit it.
    #[serde(default)]
    pub auditor: bool,
    /// Duties, each with the name of the organisation.
    #[serde(default)]
    pub does: BTreeMap<String, String>,
    /// What they can do as the demonstration begins; a sentence.
    #[serde(default)]
    pub now: String,
    /// Where: an address with kept references.
    #[serde(default)]
    pub link: String,
}

/// One act of one person, or a scene of several.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// When, in London; without it, some minutes after the step before.
    pub at: String,
    /// Who; a list does it one after the other.
    pub who: Value,
    /// The act's name.
    pub act: String,
    /// The scene's name, instead of an act.
    pub scene: String,
    /// The reference in the act's address, or its parts by name.
    pub on: Value,
    /// The facts that fill the form.
    pub facts: String,
    /// What is filled in, over the facts; in a scene, what stands for its `{names}`.
    pub with: Map<String, Value>,
    /// The name under which the new thing's reference is kept.
    pub keep: String,
}

/// One act of one person at one moment.
#[derive(Debug, Clone)]
pub struct Beat {
    /// The file it stands in.
    pub file: String,
    /// When.
    pub at: Timestamp,
    /// Who, by key.
    pub who: String,
    /// The act's name.
    pub act: String,
    /// The parts of the act's address.
    pub on: Map<String, Value>,
    /// What is filled in where the form asks for it.
    pub facts: Map<String, Value>,
    /// What is filled in over that; the form must ask for all of it.
    pub with: Map<String, Value>,
    /// The name under which the new thing's reference is kept.
    pub keep: String,
}

/// Everything the files say, with the steps as beats in the order of their time.
#[derive(Debug)]
pub struct Script {
    /// When the demonstration begins.
    pub now: Timestamp,
    /// Organisations that no official list holds.
    pub bodies: Vec<Body>,
    /// The people.
    pub players: Vec<Player>,
    /// What happens.
    pub beats: Vec<Beat>,
    /// What happens after that.
    pub later: Vec<Beat>,
}

/// The facts of one file, for tests that walk the same case.
pub fn facts(file: &str) -> Result<Map<String, Value>> {
    Ok(page(file)?.facts)
}

/// Reads the whole story.
pub fn script() -> Result<Script> {
    let names: Vec<_> = Files::iter().map(|name| name.trim_end_matches(".toml").to_string()).collect();
    let pages: Vec<Page> = names.iter().map(|name| page(name)).collect::<Result<_>>()?;
    let scenes: BTreeMap<String, Vec<Step>> = pages.iter().flat_map(|page| page.scene.clone()).collect();
    let now = pages.iter().find_map(|page| page.now.as_deref()).ok_or_else(|| wrong("no file says when it is now"))?;
    let (mut beats, mut later) = (Vec::new(), Vec::new());
    for (file, page) in names.iter().zip(&pages) {
        beats.extend(in_order((file, page), &page.step, &scenes)?);
        later.extend(in_order((file, page), &page.later, &scenes)?);
    }
    beats.sort_by_key(|beat| beat.at);
    later.sort_by_key(|beat| beat.at);
    let bodies = pages.iter().flat_map(|page| page.organisation.clone()).collect();
    let players = pages.iter().flat_map(|page| page.person.clone()).collect();
    Ok(Script { now: moment(now)?, bodies, players, beats, later })
}

fn page(name: &str) -> Result<Page> {
    let file = Files::get(&format!("{name}.toml")).ok_or_else(|| wrong(&format!("there is no file {name}")))?;
    toml::from_str(&String::from_utf8_lossy(&file.data)).map_err(|e| wrong(&format!("{name}.toml: {e}")))
}

/// A file's name with what it says.
type Named<'a> = (&'a str, &'a Page);

fn in_order(from: Named<'_>, steps: &[Step], scenes: &BTreeMap<String, Vec<Step>>) -> Result<Vec<Beat>> {
    let (mut beats, mut at) = (Vec::new(), Timestamp(jiff::Timestamp::UNIX_EPOCH));
    for step in steps {
        play(step, from, scenes, &mut at, &mut beats)?;
    }
    Ok(beats)
}

fn play(
    step: &Step,
    from: Named<'_>,
    scenes: &BTreeMap<String, Vec<Step>>,
    at: &mut Timestamp,
    beats: &mut Vec<Beat>,
) -> Result<()> {
    *at = if step.at.is_empty() { at.plus_seconds(157) } else { moment(&step.at)? };
    if step.scene.is_empty() {
        return act(step, from, at, beats);
    }
    let inside = scenes.get(&step.scene).ok_or_else(|| wrong(&format!("there is no scene {}", step.scene)))?;
    for (n, one) in inside.iter().enumerate() {
        let mut one = one.filled(&step.with);
        if n == 0 {
            one.at.clone_from(&step.at);
        }
        play(&one, from, scenes, at, beats)?;
    }
    Ok(())
}

fn act(step: &Step, (file, page): Named<'_>, at: &mut Timestamp, beats: &mut Vec<Beat>) -> Result<()> {
    let facts = match step.facts.is_empty() {
        true => Map::new(),
        false => named(page, &step.facts)?,
    };
    let on = match &step.on {
        Value::String(reference) => Map::from_iter([("reference".into(), Value::String(reference.clone()))]),
        other => other.as_object().cloned().unwrap_or_default(),
    };
    let crowd = step.who.as_array().cloned().unwrap_or_else(|| vec![step.who.clone()]);
    for (n, who) in crowd.iter().enumerate() {
        let who = who.as_str().unwrap_or_default().to_string();
        *at = if n == 0 { *at } else { at.plus_seconds(31) };
        let (act, keep) = (step.act.clone(), step.keep.clone());
        let (on, facts, with) = (on.clone(), facts.clone(), step.with.clone());
        beats.push(Beat { file: file.into(), at: *at, who, act, on, facts, with, keep });
    }
    Ok(())
}

/// Facts by a name with points in it, `heads.goals`.
fn named(page: &Page, name: &str) -> Result<Map<String, Value>> {
    let pointer = format!("/{}", name.replace('.', "/"));
    let facts = Value::Object(page.facts.clone());
    let found = facts.pointer(&pointer).and_then(Value::as_object).cloned();
    found.ok_or_else(|| wrong(&format!("there are no facts {name}")))
}

impl Step {
    /// The step of a scene, with what stands for its `{names}`.
    fn filled(&self, given: &Map<String, Value>) -> Step {
        let text = |text: &str| fill(&Value::String(text.into()), given).as_str().unwrap_or_default().to_string();
        let with = self.with.iter().map(|(name, value)| (name.clone(), fill(value, given))).collect();
        Step {
            at: text(&self.at),
            who: fill(&self.who, given),
            act: self.act.clone(),
            scene: self.scene.clone(),
            on: fill(&self.on, given),
            facts: text(&self.facts),
            with,
            keep: text(&self.keep),
        }
    }
}

/// A value with what stands for its `{names}`; a text that is one name becomes whatever stands for it.
fn fill(value: &Value, given: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(name) if given.contains_key(name) => given[name].clone(),
            _ => Value::String(given.iter().fold(text.clone(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default())
            })),
        },
        Value::Array(list) => list.iter().map(|one| fill(one, given)).collect(),
        Value::Object(map) => map.iter().map(|(name, one)| (name.clone(), fill(one, given))).collect(),
        other => other.clone(),
    }
}

/// `2026-11-23 09:00` in London.
pub fn moment(text: &str) -> Result<Timestamp> {
    let local: jiff::civil::DateTime = text.parse().map_err(|e| wrong(&format!("{text}: {e}")))?;
    let zoned = local.in_tz(domain::time::ZONE).map_err(|e| wrong(&format!("{text}: {e}")))?;
    Ok(Timestamp(zoned.timestamp()))
}

fn wrong(what: &str) -> Error {
    Error::Fault(format!("the story: {what}"))
}
