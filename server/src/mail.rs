//! The outbox and the post: letters written from committed events, stored as they are sent (X6).
use crate::{
    error::{Error, Result},
    ids,
    invitation::Method,
    jobs::{self, Audience, Job, Letter},
    messages::Messages,
};
use db::{Tx, sql};
use domain::{
    ids::{MailId, PersonId},
    time::Timestamp,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::response::Category,
};

/// How mail leaves: a server, or nothing yet, so that it waits in the outbox.
pub struct Post {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
}

impl Post {
    /// From the configuration: an SMTP address, and the sender.
    pub fn new(smtp: Option<&str>, from: &str) -> Result<Post> {
        let wrong = |e: String| Error::Fault(format!("mail: {e}"));
        let from = from.parse().map_err(|e| wrong(format!("the sender {from:?} is not a mail address: {e}")))?;
        let transport =
            smtp.map(AsyncSmtpTransport::<Tokio1Executor>::from_url).transpose().map_err(|e| wrong(e.to_string()))?;
        Ok(Post { transport: transport.map(|builder| builder.build()), from })
    }
    /// Mail that waits in the outbox.
    pub fn waiting() -> Post {
        Post::new(None, "Trefoil <trefoil@localhost.example>").expect("the sender is a mail address")
    }
    /// The mail address that letters come from.
    pub fn address(&self) -> &str {
        self.from.email.as_ref()
    }
    /// Whether there is a server to hand mail to.
    pub fn delivers(&self) -> bool {
        self.transport.is_some()
    }
}

/// A mail of the outbox.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Mail {
    /// Its id.
    pub id: String,
    /// To which address.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// The same as HTML.
    pub html: String,
    /// The entry for the reader's calendar, as an iCalendar text.
    pub calendar: Option<String>,
    /// When it was written.
    pub created_at: String,
    /// `waiting`, `sent` or `failed`.
    pub status: String,
    /// When it was sent.
    pub sent_at: Option<String>,
    /// Why it was not sent.
    pub error: Option<String>,
}

/// What a mail says, before it is addressed.
pub struct Draft {
    /// Its subject.
    pub subject: String,
    /// Its text: one purpose, one link.
    pub body: String,
    /// The entry for the reader's calendar, as an iCalendar text.
    pub calendar: Option<String>,
}

/// From where letters come.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// Where the service stands, for links.
    pub base_url: &'a str,
    /// The mail address of the sender.
    pub address: &'a str,
}

/// Writes a letter to everyone it concerns.
pub async fn write(tx: &mut Tx, letter: &Letter, from: Sender<'_>, now: Timestamp) -> Result<()> {
    let mut facts = vec![("reference", letter.reference.as_str()), ("title", letter.title.as_str())];
    facts.extend(letter.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let text = |part: &str| Messages::english().text(&format!("letter.{}.{part}", letter.kind), &facts);
    let link = format!("{}{}", from.base_url, letter.link);
    let frame = Messages::english().text("letter.frame", &[("body", &text("body")), ("link", &link)]);
    let mut draft = Draft { subject: text("subject"), body: frame, calendar: None };
    for (person, address) in readers(tx, letter, now).await? {
        draft.calendar = letter.entry.as_ref().map(|entry| entry.text(from.address, &address, &link));
        put(tx, Some(person), &address, &draft, now).await?;
    }
    Ok(())
}

/// Puts one mail in the outbox and queues its sending, in the same transaction.
pub async fn put(
    tx: &mut Tx,
    person: Option<PersonId>,
    address: &str,
    draft: &Draft,
    now: Timestamp,
) -> Result<MailId> {
    let id = ids::new(MailId);
    sql!("INSERT INTO mail (id, person, address, subject, body, html, calendar, created_at, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')")
        .bind_text(id)
        .bind_text_option(person)
        .bind(address)
        .bind(draft.subject.as_str())
        .bind(draft.body.as_str())
        .bind(html(&draft.body))
        .bind(draft.calendar.as_deref())
        .bind_text(now)
        .execute(tx)
        .await?;
    jobs::enqueue(tx, &Job::Send { mail: id }, now).await?;
    Ok(id)
}

/// The people of its audience who may sign in, with their addresses, but for whoever is recused on what the letter is
/// about or on what that came from (G4): one statement.
async fn readers(tx: &mut Tx, letter: &Letter, now: Timestamp) -> Result<Vec<(PersonId, String)>> {
    let query = match &letter.to {
        Audience::Person(person) => sql!("WITH RECURSIVE origin (thing) AS (SELECT CAST($1 AS TEXT) UNION SELECT f.origin FROM follows f JOIN origin o ON f.thing = o.thing) SELECT p.id, p.email FROM person p WHERE p.active = TRUE AND (p.id = $3 OR p.id IN (SELECT r.person FROM role r WHERE r.thing = $3 AND r.kind = 'formerly')) AND NOT EXISTS (SELECT 1 FROM role x JOIN origin o ON o.thing = x.thing WHERE x.person = p.id AND x.kind = 'recused' AND x.starts_at <= $2)")
            .bind_text(letter.about)
            .bind_text(now)
            .bind_text(person),
        Audience::Role { kind, word, thing } => sql!("WITH RECURSIVE origin (thing) AS (SELECT CAST($1 AS TEXT) UNION SELECT f.origin FROM follows f JOIN origin o ON f.thing = o.thing) SELECT DISTINCT p.id, p.email FROM person p JOIN role r ON r.person = p.id WHERE r.thing = $3 AND r.kind = $4 AND (CAST($5 AS TEXT) = '' OR ',' || CAST($5 AS TEXT) || ',' LIKE '%,' || r.word || ',%') AND r.starts_at <= $2 AND (r.ends_at IS NULL OR r.ends_at > $2) AND p.active = TRUE AND NOT EXISTS (SELECT 1 FROM role x JOIN origin o ON o.thing = x.thing WHERE x.person = p.id AND x.kind = 'recused' AND x.starts_at <= $2) ORDER BY p.id")
            .bind_text(letter.about)
            .bind_text(now)
            .bind_text(thing)
            .bind(kind.as_str())
            .bind(word.as_str()),
    };
    query.all(tx).await?.iter().map(|row| Ok((row.parse("id")?, row.get("email")?))).collect()
}

/// A mail by its id.
pub async fn find(tx: &mut Tx, id: MailId) -> Result<Option<Mail>> {
    let row = sql!(
        "SELECT id, address, subject, body, html, calendar, created_at, status, sent_at, error FROM mail WHERE id = $1"
    )
    .bind_text(id)
    .optional(tx)
    .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// How many mails a page of the outbox shows.
pub const PAGE: usize = 50;

/// Puts a copy of a mail in the outbox and queues its sending.
pub async fn copy(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<Option<MailId>> {
    let new = ids::new(MailId);
    let made = sql!("INSERT INTO mail (id, person, address, subject, body, html, calendar, created_at, status) SELECT $2, person, address, subject, body, html, calendar, $3, 'waiting' FROM mail WHERE id = $1")
        .bind_text(id)
        .bind_text(new)
        .bind_text(now)
        .execute(tx)
        .await?;
    if made == 0 {
        return Ok(None);
    }
    jobs::enqueue(tx, &Job::Send { mail: new }, now).await?;
    Ok(Some(new))
}

/// The newest mails of the outbox, before the one that `before` names.
pub async fn outbox(tx: &mut Tx, before: Option<&str>) -> Result<Vec<Mail>> {
    let rows = sql!("SELECT id, address, subject, body, html, calendar, created_at, status, sent_at, error FROM mail WHERE CAST($1 AS TEXT) IS NULL OR id < $1 ORDER BY id DESC LIMIT 50").bind(before).all(tx).await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &db::Row) -> db::Result<Mail> {
    Ok(Mail {
        id: row.get("id")?,
        address: row.get("address")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        html: row.get("html")?,
        calendar: row.get("calendar")?,
        created_at: row.get("created_at")?,
        status: row.get("status")?,
        sent_at: row.get("sent_at")?,
        error: row.get("error")?,
    })
}

/// Why a mail server did not take a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untaken {
    /// It may take it later.
    Yet(String),
    /// The address is none it takes mail for (a reply 55x): the mail bounced.
    AtAll(String),
}

impl Untaken {
    /// What the server said.
    pub fn why(&self) -> &str {
        match self {
            Untaken::Yet(why) | Untaken::AtAll(why) => why,
        }
    }
}

impl From<lettre::transport::smtp::Error> for Untaken {
    fn from(error: lettre::transport::smtp::Error) -> Untaken {
        let of_the_address = error.status().is_some_and(|code| code.category == Category::MailSystem);
        match error.is_permanent() && of_the_address {
            true => Untaken::AtAll(error.to_string()),
            false => Untaken::Yet(error.to_string()),
        }
    }
}

/// Notes that a mail left, or why it did not; and whether its address bounces, until a mail to it gets through.
pub async fn note(tx: &mut Tx, mail: &Mail, sent: &std::result::Result<(), Untaken>, now: Timestamp) -> Result<()> {
    let (status, at, error) = match sent {
        Ok(()) => ("sent", Some(now), None),
        Err(untaken) => ("failed", None, Some(untaken.why())),
    };
    match sent {
        Ok(()) => forget_bounce(tx, &mail.address).await?,
        Err(Untaken::AtAll(why)) => keep_bounce(tx, &mail.address, why, now).await?,
        Err(Untaken::Yet(_)) => {}
    }
    sql!("UPDATE mail SET status = $2, sent_at = $3, error = $4 WHERE id = $1")
        .bind(mail.id.as_str())
        .bind(status)
        .bind_text_option(at)
        .bind(error)
        .execute(tx)
        .await?;
    Ok(())
}

async fn keep_bounce(tx: &mut Tx, address: &str, why: &str, now: Timestamp) -> Result<()> {
    sql!("INSERT INTO bounce (address, at, error) VALUES ($1, $2, $3) ON CONFLICT (address) DO UPDATE SET at = excluded.at, error = excluded.error")
        .bind(address)
        .bind_text(now)
        .bind(why)
        .execute(tx)
        .await?;
    Ok(())
}

async fn forget_bounce(tx: &mut Tx, address: &str) -> Result<()> {
    sql!("DELETE FROM bounce WHERE address = $1").bind(address).execute(tx).await?;
    Ok(())
}

impl Post {
    /// Hands one mail to the server. Nothing is sent, and that is fine, when there is no server.
    pub async fn send(&self, mail: &Mail) -> std::result::Result<(), Untaken> {
        let Some(transport) = &self.transport else { return Ok(()) };
        let to: Mailbox = mail.address.parse().map_err(|e| Untaken::AtAll(format!("{}: {e}", mail.address)))?;
        let body = parts(mail).map_err(Untaken::AtAll)?;
        let id = format!("<{}@trefoil>", mail.id);
        let message = Message::builder().from(self.from.clone()).to(to).subject(&mail.subject).message_id(Some(id));
        let message = message.multipart(body).map_err(|e| Untaken::Yet(e.to_string()))?;
        transport.send(message).await.map(drop).map_err(Untaken::from)
    }
}

/// The text, the same as HTML, and the entry for the calendar: shown by mail programs that know what it is, attached
/// for the others.
fn parts(mail: &Mail) -> std::result::Result<MultiPart, String> {
    let words = MultiPart::alternative_plain_html(mail.body.clone(), mail.html.clone());
    let Some(calendar) = &mail.calendar else { return Ok(words) };
    let kind = |text: &str| ContentType::parse(text).map_err(|e| e.to_string()).map(|kind| (kind, calendar.clone()));
    let (shown, text) = kind(&format!("text/calendar; charset=utf-8; method={}", Method::of(calendar).word()))?;
    let shown = SinglePart::builder().header(shown).body(text);
    let (attached, text) = kind("application/ics")?;
    let attached = Attachment::new("meeting.ics".into()).body(text, attached);
    Ok(MultiPart::mixed().multipart(words.singlepart(shown)).singlepart(attached))
}

/// The text as HTML: paragraphs, and addresses of ours as links. Nothing in it can become markup.
fn html(body: &str) -> String {
    let paragraph = |text: &str| format!("<p>{}</p>", text.lines().map(line).collect::<Vec<_>>().join("<br>"));
    let paragraphs: Vec<String> = body.split("\n\n").map(paragraph).collect();
    format!("<!doctype html><html lang=\"en-GB\"><body>{}</body></html>", paragraphs.join("\n"))
}

fn line(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let is_link = (safe.starts_with("http://") || safe.starts_with("https://")) && !safe.contains(' ');
    if is_link { format!("<a href=\"{safe}\">{safe}</a>") } else { safe }
}
