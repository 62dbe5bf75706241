//! References that a person would find on a page: the assessment of a response, the item about a thing.
use crate::{
    agreements, calls, collaborations,
    error::{Error, Result},
    groups, organisations, outcomes, selection,
    web::App,
};
use domain::ids::PersonId;

/// The reference of somebody's assessment of an organisation's response to a call.
pub async fn assessment(app: &App, call: &str, by: PersonId, of: &str) -> Result<String> {
    let mut tx = app.db.read().await?;
    let call = calls::store::by_reference(&mut tx, call).await?.ok_or(Error::NotFound)?;
    let mine = selection::store::of_call(&mut tx, call.id).await?.into_iter().filter(|it| it.assessor == by);
    let organisation = organisations::store::by_name(&mut tx, of).await?.ok_or(Error::NotFound)?;
    let found = mine.into_iter().find(|it| it.organisation == organisation.id);
    found.map(|it| it.reference).ok_or(Error::NotFound)
}

/// The reference of the item about a thing on the agenda of a meeting.
pub async fn item(app: &App, about: &str, meeting: &str) -> Result<String> {
    let mut tx = app.db.read().await?;
    let meeting = groups::meetings::store::by_reference(&mut tx, meeting).await?.ok_or(Error::NotFound)?;
    let mut items = groups::items::store::of_meeting(&mut tx, meeting.id).await?.into_iter();
    items.find(|item| item.about == about).map(|item| item.reference).ok_or(Error::NotFound)
}

/// The reference of the collaboration that an agreement is about.
pub async fn collaboration(app: &App, agreement: &str) -> Result<String> {
    let mut tx = app.db.read().await?;
    let agreement = agreements::store::by_reference(&mut tx, agreement).await?.ok_or(Error::NotFound)?;
    let found = collaborations::store::find(&mut tx, agreement.collaboration).await?;
    found.map(|it| it.reference).ok_or(Error::NotFound)
}

/// The reference of the report on the collaboration of an agreement.
pub async fn outcome(app: &App, agreement: &str) -> Result<String> {
    let mut tx = app.db.read().await?;
    let agreement = agreements::store::by_reference(&mut tx, agreement).await?.ok_or(Error::NotFound)?;
    let found = outcomes::store::of_collaboration(&mut tx, agreement.collaboration).await?;
    found.map(|it| it.reference).ok_or(Error::NotFound)
}
