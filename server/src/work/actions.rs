//! What awaits somebody, and what comes in what they follow, gathered from every room; their calendar and daily mail.
use super::{Ahead, Item, store};
use crate::{
    agreements, calls, collaborations,
    error::{Error, Result},
    groups, ids, needs, outcomes, people, responses, selection, sessions,
    unit::Unit,
};
use db::Tx;
use domain::{actor::Actor, person::Event, time::Timestamp};

/// Everything that awaits this actor, what is due first at the top, what has no date last. The number of statements is
/// the same however much there is.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let mut items = from("group", groups::work::awaiting(tx, actor, at).await?);
    items.extend(from("need", needs::work::awaiting(tx, actor, at).await?));
    items.extend(from("call", calls::work::awaiting(tx, actor, at).await?));
    items.extend(from("response", responses::work::awaiting(tx, actor, at).await?));
    items.extend(from("selection", selection::work::awaiting(tx, actor, at).await?));
    items.extend(from("agreement", agreements::work::awaiting(tx, actor, at).await?));
    items.extend(from("collaboration", collaborations::work::awaiting(tx, actor, at).await?));
    items.extend(from("outcome", outcomes::work::awaiting(tx, actor, at).await?));
    items.sort_by_key(|item| (item.by.is_none(), item.by));
    Ok(items)
}

/// The dates to come of what this actor follows, the next first, each once.
pub async fn ahead(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Ahead>> {
    let mut dates = groups::work::ahead(tx, actor).await?;
    dates.extend(calls::work::ahead(tx, actor).await?);
    dates.extend(responses::work::ahead(tx, actor).await?);
    dates.extend(collaborations::work::ahead(tx, actor, at).await?);
    dates.extend(outcomes::work::ahead(tx, actor).await?);
    dates.retain(|date| date.at > at);
    dates.sort_by(|a, b| (a.at, &a.about.reference, a.what).cmp(&(b.at, &b.about.reference, b.what)));
    dates.dedup_by(|a, b| (a.at, &a.about.reference, a.what) == (b.at, &b.about.reference, b.what));
    Ok(dates)
}

fn from(kind: &'static str, items: Vec<Item>) -> Vec<Item> {
    items.into_iter().map(|item| Item { kind, ..item }).collect()
}

/// Makes the secret address of the actor's calendar, in place of the one there was, and gives its secret: it is kept nowhere.
pub async fn make_calendar(unit: &mut Unit) -> Result<String> {
    let secret = ids::secret();
    store::keep_calendar(&mut unit.tx, unit.actor.person, &sessions::hash(&secret), unit.at).await?;
    witness(unit, Event::CalendarMade).await?;
    Ok(secret)
}

/// Takes the secret address of the actor's calendar back; nothing happens where there is none.
pub async fn revoke_calendar(unit: &mut Unit) -> Result<()> {
    if store::forget_calendar(&mut unit.tx, unit.actor.person).await? {
        witness(unit, Event::CalendarRevoked).await?;
    }
    Ok(())
}

/// Sends the actor a mail each working morning from now on; nothing happens where that is so already.
pub async fn begin_digest(unit: &mut Unit) -> Result<()> {
    if store::begin_digest(&mut unit.tx, unit.actor.person).await? {
        witness(unit, Event::DigestBegun).await?;
        super::digest::schedule(&mut unit.tx, unit.at).await?;
    }
    Ok(())
}

/// Sends the actor no more daily mail.
pub async fn end_digest(unit: &mut Unit) -> Result<()> {
    if store::end_digest(&mut unit.tx, unit.actor.person).await? {
        witness(unit, Event::DigestEnded).await?;
    }
    Ok(())
}

async fn witness(unit: &mut Unit, event: Event) -> Result<()> {
    let person = people::store::find(&mut unit.tx, unit.actor.person).await?.ok_or(Error::SignInFirst)?;
    unit.witness(&person, event);
    Ok(())
}
