//! One-time links: they end, they work once, and they lead to a page with a form, so that opening one changes nothing.
use super::store;
use crate::{
    error::{Error, Result},
    ids, mail,
    messages::Messages,
    sessions,
    web::App,
};
use db::Tx;
use domain::{
    ids::PersonId,
    refusal::{Reason, Refusal},
    time::Timestamp,
};

domain::words! {
    /// What a one-time link is for.
    pub enum Purpose {
        /// To accept an invitation: name and password.
        Invitation = "invitation",
        /// To set a new password.
        Password = "password",
    }
}

impl Purpose {
    /// How long a link works, in seconds: a week for an invitation, an hour for a password.
    pub fn seconds(self) -> i64 {
        match self {
            Purpose::Invitation => 7 * 24 * 3600,
            Purpose::Password => 3600,
        }
    }
    /// The page of a link, as a path.
    pub fn path(self, secret: &str) -> String {
        match self {
            Purpose::Invitation => format!("/invitations/{secret}"),
            Purpose::Password => format!("/password-reset/{secret}"),
        }
    }
    fn ended(self) -> Reason {
        Reason::new(match self {
            Purpose::Invitation => "invitation_ended",
            Purpose::Password => "password_link_ended",
        })
    }
}

/// Makes a link for a person, instead of those for the same purpose that were made before; gives its secret.
pub async fn make(tx: &mut Tx, person: PersonId, purpose: Purpose, now: Timestamp) -> Result<String> {
    let secret = ids::secret();
    store::forget_links(tx, person, purpose).await?;
    store::keep_link(tx, &sessions::hash(&secret), person, purpose, now.plus_seconds(purpose.seconds())).await?;
    Ok(secret)
}

/// Whose link this is, if it still works; otherwise the refusal says what to do.
pub async fn whose(tx: &mut Tx, secret: &str, purpose: Purpose, now: Timestamp) -> Result<PersonId> {
    let person = store::link(tx, &sessions::hash(secret), purpose, now).await?;
    person.ok_or_else(|| Error::Refused(Refusal::Gate(vec![purpose.ended()])))
}

/// Writes an invitation: the job that an invitation queues. Whoever has joined meanwhile needs none.
pub async fn invite(app: &App, tx: &mut Tx, person: PersonId) -> Result<()> {
    match store::account(tx, person).await? {
        Some(account) if !account.active => send(app, tx, person, Purpose::Invitation).await,
        _ => Ok(()),
    }
}

/// How long a person gets no second mail about a forgotten password, in seconds.
const PAUSE_SECONDS: i64 = 300;

/// Writes the mail to somebody who has forgotten a password, if the address is that of an account in use, and none
/// was written only just.
pub async fn reset(app: &App, tx: &mut Tx, email: &str) -> Result<()> {
    let found = store::by_email(tx, email).await?.filter(|account| account.active);
    let Some(account) = found else { return Ok(()) };
    let just_made = app.clock.now().plus_seconds(Purpose::Password.seconds() - PAUSE_SECONDS);
    if store::has_link(tx, account.id, Purpose::Password, just_made).await? {
        return Ok(());
    }
    send(app, tx, account.id, Purpose::Password).await
}

async fn send(app: &App, tx: &mut Tx, person: PersonId, purpose: Purpose) -> Result<()> {
    let now = app.clock.now();
    let account = store::account(tx, person).await?.ok_or(Error::NotFound)?;
    let secret = make(tx, person, purpose, now).await?;
    let link = format!("{}{}", app.base_url, purpose.path(&secret));
    let facts = [("name", account.name.as_str()), ("service", app.service_name.as_str())];
    let text = |part: &str| Messages::english().text(&format!("letter.{purpose}.{part}"), &facts);
    let body = Messages::english().text("letter.frame", &[("body", &text("body")), ("link", &link)]);
    let draft = mail::Draft { subject: text("subject"), body, calendar: None };
    mail::put(tx, Some(person), &account.email, &draft, now).await?;
    Ok(())
}
