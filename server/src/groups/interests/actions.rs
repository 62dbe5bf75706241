//! What people do with their standing interests, and what other rooms ask of them.
use super::{
    reminders,
    store::{self, Worded, Words},
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids, organisations,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    event::Decided,
    ids::{InterestId, OrganisationId},
    interest::{Cited, Content, Interest, Kind, Shown, stale_on},
    refusal::Refusal,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::Deserialize;

/// What a person says of an interest.
#[derive(Debug, Deserialize)]
pub struct Said {
    /// Which kind.
    pub kind: Kind,
    /// What it is.
    pub description: String,
    /// With which organisation of the list: its reference or id.
    pub listed: Option<String>,
    /// With which organisation, by name, if it is not on the list.
    pub organisation: String,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// The name of another register that says the same.
    pub register: String,
    /// Where it says so.
    pub register_link: Option<String>,
    /// Why the public should not read it.
    pub withhold_because: String,
}

/// What was said, ready to decide on and to keep.
struct Put {
    content: Content,
    words: Words,
    salt: String,
}

/// A person declares for themselves; the words stand beside the record.
pub async fn declare(unit: &mut Unit, said: Said) -> Result<Interest> {
    let before = store::of(&mut unit.tx, &[unit.actor.person]).await?;
    let before: Vec<Interest> = before.into_iter().map(|it| it.interest).collect();
    let Put { content, words, salt } = put(&mut unit.tx, said).await?;
    let new = (ids::new(InterestId), ids::reference("IN"));
    let decided = Interest::declare(&unit.actor, new, content, &before, unit.at)?;
    let interest = unit.save(decided).await?;
    store::describe(&mut unit.tx, interest.id, &words, &salt).await?;
    reminders::schedule(&mut unit.tx, interest.person, unit.at).await?;
    Ok(interest)
}

/// Its person says it differently; what it said before is kept.
pub async fn change(unit: &mut Unit, reference: &str, said: Said) -> Result<Interest> {
    let before = own(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&before.interest)?;
    let Put { content, words, salt } = put(&mut unit.tx, said).await?;
    let decided = before.interest.clone().change(&unit.actor, content, unit.at)?;
    store::keep(&mut unit.tx, &before).await?;
    let interest = unit.save(decided).await?;
    store::describe(&mut unit.tx, interest.id, &words, &salt).await?;
    Ok(interest)
}

/// Its person says which day was its last.
pub async fn end(unit: &mut Unit, reference: &str, last: Date) -> Result<Interest> {
    let before = own(&mut unit.tx, &unit.actor, reference).await?;
    let decided = before.interest.end(&unit.actor, last, unit.at)?;
    unit.save(decided).await
}

/// "Nothing has changed": everything that runs counts for another year; without any, a nil return says so.
pub async fn renew(unit: &mut Unit) -> Result<()> {
    let declared = store::of(&mut unit.tx, &[unit.actor.person]).await?;
    if declared.is_empty() {
        return Err(Refusal::because("nothing_to_renew").into());
    }
    let standing: Vec<Worded> = super::register::standing(&declared, unit.at.day()).cloned().collect();
    if standing.is_empty() {
        return declare(unit, nothing()).await.map(drop);
    }
    for it in standing {
        let decided: Decided<Interest> = it.interest.renew(&unit.actor, unit.at)?;
        unit.save(decided).await?;
    }
    reminders::schedule(&mut unit.tx, unit.actor.person, unit.at).await
}

/// Those who run a group of its person decide whether the public reads it.
pub async fn rule(unit: &mut Unit, reference: &str, shown: Shown, reasons: String) -> Result<Interest> {
    let it = get(&mut unit.tx, reference).await?;
    let groups = store::groups_of(&mut unit.tx, it.interest.person, unit.at).await?;
    let decided = it.interest.rule(&unit.actor, &groups, shown, reasons, unit.at)?;
    unit.save(decided).await
}

/// The interest of this reference.
pub async fn get(tx: &mut Tx, reference: &str) -> Result<Worded> {
    store::by_reference(tx, reference).await?.ok_or(Error::NotFound)
}

/// The actor's own interest of this reference.
pub async fn own(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Worded> {
    let found = get(tx, reference).await?;
    if found.interest.person == actor.person { Ok(found) } else { Err(Error::NotFound) }
}

/// Refuses whoever has not declared or renewed within the last year: they cannot vote, assess or approve (G3).
pub async fn must_be_current(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<()> {
    let current = store::current(tx, &[actor.person], at).await?;
    if current.contains(&actor.person) { Ok(()) } else { Err(Refusal::because("interests_stale").into()) }
}

/// Refuses whoever should have declared and has not, or has let a declaration lapse. Somebody of a party who neither
/// has a seat nor sits on a panel, and never declared, owes no declaration (G3).
pub async fn must_not_be_stale(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<()> {
    let latest = store::latest(tx, &[actor.person]).await?.remove(&actor.person);
    let owes = actor.roles.iter().any(|role| matches!(role, Role::Sits(..) | Role::Assesses(_)));
    let stale = latest.map_or(owes, |stood| stale_on(stood) <= at.day());
    if stale { Err(Refusal::because("interests_stale").into()) } else { Ok(()) }
}

async fn put(tx: &mut Tx, said: Said) -> Result<Put> {
    let (listed, organisation) = organisation(tx, &said).await?;
    let cited = Cited { register: said.register, link: said.register_link.unwrap_or_default() };
    let (description, withhold_because) = (said.description, said.withhold_because);
    let words = Words { description, organisation, listed, cited, withhold_because };
    let salt = ids::salt();
    let content = Content {
        kind: said.kind,
        description: words.description.clone(),
        organisation: words.organisation.clone(),
        from: said.from,
        to: said.to,
        cited: words.cited.clone(),
        withhold_because: words.withhold_because.clone(),
        says: record::commit(&salt, words.text().as_bytes()).to_string(),
    };
    Ok(Put { content, words, salt: hex::encode(salt) })
}

/// The organisation that was picked, or the one of the list that has exactly the name that was typed, or that name.
async fn organisation(tx: &mut Tx, said: &Said) -> Result<(Option<OrganisationId>, String)> {
    let typed = said.organisation.trim();
    let found = match said.listed.as_deref().unwrap_or_default() {
        "" => organisations::store::by_name(tx, typed).await?,
        picked => Some(picked_of_list(tx, picked).await?),
    };
    match found {
        Some(found) if typed.is_empty() || found.name.to_lowercase() == typed.to_lowercase() => {
            Ok((Some(found.id), found.name))
        }
        Some(_) => Err(Problem::new("pick_or_name").at("organisation").into()),
        None => Ok((None, typed.into())),
    }
}

async fn picked_of_list(tx: &mut Tx, value: &str) -> Result<domain::organisation::Organisation> {
    let id = organisations::actions::picked(tx, value, "listed").await?;
    organisations::store::find(tx, id).await?.ok_or(Error::NotFound)
}

fn nothing() -> Said {
    Said {
        kind: Kind::Nothing,
        description: String::new(),
        listed: None,
        organisation: String::new(),
        from: None,
        to: None,
        register: String::new(),
        register_link: None,
        withhold_because: String::new(),
    }
}
