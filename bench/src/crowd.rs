//! A crowd: ten thousand copies of a public collaboration, and one company with one manager for each client.
use crate::server::{Fault, Place};
use db::{Db, Row, Tx, sql};
use domain::reference::Reference;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The secret of each manager's session, for the cookie.
pub struct Crowd {
    /// One per client.
    pub managers: Vec<String>,
    /// Somebody who works here daily: an officer of a network.
    pub officer: String,
    /// Somebody who runs the service.
    pub operator: String,
}

/// What every session here lasts until.
const LATER: &str = "2100-01-01T00:00:00.000000Z";

/// Fills the database, and lets everybody in.
pub async fn fill(place: &Place, collaborations: usize, clients: usize) -> Result<Crowd, Fault> {
    let db = Db::connect(&place.url).await?;
    let mut tx = db.write().await?;
    copies(&mut tx, collaborations).await?;
    let mut managers = Vec::new();
    for n in 0..clients {
        managers.push(manager(&mut tx, n).await?);
    }
    let officer =
        sql!("SELECT person FROM role WHERE kind = 'does' AND word = 'network_officer' ORDER BY person LIMIT 1");
    let officer = somebody(&mut tx, officer, "officer").await?;
    let operator = sql!("SELECT person FROM role WHERE kind = 'operator' ORDER BY person LIMIT 1");
    let operator = somebody(&mut tx, operator, "operator").await?;
    tx.commit().await?;
    db.close().await;
    Ok(Crowd { managers, officer, operator })
}

async fn somebody(tx: &mut Tx, query: db::Query, name: &str) -> Result<String, Fault> {
    let person: String = query.one(tx).await?.get("person")?;
    session(tx, &person, name).await
}

async fn copies(tx: &mut Tx, wanted: usize) -> Result<(), Fault> {
    let one = sql!("SELECT id, reference, group_id, network, challenge, status, title, condition, place, body FROM collaboration WHERE is_public = TRUE ORDER BY id LIMIT 1").one(tx).await?;
    let id: String = one.get("id")?;
    let entry = sql!(
        "SELECT title, title_key, summary, words, facets, organisations, status, stage FROM entry WHERE subject_id = $1"
    )
    .bind(id)
    .one(tx)
    .await?;
    let last: i64 = sql!("SELECT MAX(number) AS number FROM entry").one(tx).await?.get("number")?;
    for n in 0..wanted {
        let (id, reference) =
            (Uuid::now_v7().to_string(), Reference::from_number("CO", 20_000_000 + n as u64)?.to_string());
        collaboration(tx, &one, &id, &reference).await?;
        entered(tx, &entry, &one, &id, &reference, last + 1 + n as i64).await?;
    }
    Ok(())
}

async fn collaboration(tx: &mut Tx, one: &Row, id: &str, reference: &str) -> Result<(), Fault> {
    let (old_id, old_reference): (String, String) = (one.get("id")?, one.get("reference")?);
    let body = one.get::<String>("body")?.replace(&old_id, id).replace(&old_reference, reference);
    sql!("INSERT INTO collaboration (id, reference, group_id, network, challenge, status, is_public, title, condition, place, body, version) VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7, $8, $9, $10, 1)")
        .bind(id)
        .bind(reference)
        .bind(one.get::<String>("group_id")?)
        .bind(one.get::<String>("network")?)
        .bind(one.get::<String>("challenge")?)
        .bind(one.get::<String>("status")?)
        .bind(one.get::<String>("title")?)
        .bind(one.get::<String>("condition")?)
        .bind(one.get::<String>("place")?)
        .bind(body)
        .execute(tx)
        .await?;
    Ok(())
}

async fn entered(tx: &mut Tx, entry: &Row, one: &Row, id: &str, reference: &str, number: i64) -> Result<(), Fault> {
    let text = |column: &str| entry.get::<String>(column);
    sql!("INSERT INTO entry (subject_id, number, reference, kind, title, title_key, summary, words, facets, condition, place, organisations, status, stage, href, published_at, changed_at) VALUES ($1, $2, $3, 'collaboration', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)")
        .bind(id)
        .bind(number)
        .bind(reference)
        .bind(text("title")?)
        .bind(text("title_key")?)
        .bind(text("summary")?)
        .bind(text("words")?)
        .bind(text("facets")?)
        .bind(one.get::<String>("condition")?)
        .bind(one.get::<String>("place")?)
        .bind(text("organisations")?)
        .bind(text("status")?)
        .bind(text("stage")?)
        .bind(format!("/collaborations/{reference}"))
        .bind("2026-01-01T00:00:00.000000Z")
        .execute(tx)
        .await?;
    Ok(())
}

/// One more company like the first, with a manager who is signed in.
async fn manager(tx: &mut Tx, n: usize) -> Result<String, Fault> {
    let role = sql!("SELECT r.person, r.thing, r.starts_at FROM role r JOIN organisation_kind k ON k.organisation = r.thing AND k.kind = 'company' WHERE r.kind = 'does' AND r.word = 'partnership_manager' ORDER BY r.person LIMIT 1").one(tx).await?;
    let (like, company): (String, String) = (role.get("person")?, role.get("thing")?);
    let (person, organisation) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    let reference = Reference::from_number("OG", 20_000_000 + n as u64)?.to_string();
    let one = sql!("SELECT reference, body FROM organisation WHERE id = $1").bind(company.as_str()).one(tx).await?;
    let body = one
        .get::<String>("body")?
        .replace(&company, &organisation)
        .replace(&one.get::<String>("reference")?, &reference);
    sql!("INSERT INTO organisation (id, reference, name, sort, body, version) VALUES ($1, $2, $3, $4, $5, 1)")
        .bind(organisation.as_str())
        .bind(reference)
        .bind(format!("Bench Company {n}"))
        .bind(format!("bench company {n}"))
        .bind(body)
        .execute(tx)
        .await?;
    sql!("INSERT INTO organisation_kind (kind, organisation) VALUES ('company', $1)")
        .bind(organisation.as_str())
        .execute(tx)
        .await?;
    let body: String = sql!("SELECT body FROM person WHERE id = $1").bind(like.as_str()).one(tx).await?.get("body")?;
    sql!("INSERT INTO person (id, name, email, password, active, body, version) VALUES ($1, $2, $3, '', TRUE, $4, 1)")
        .bind(person.as_str())
        .bind(format!("Bench Manager {n}"))
        .bind(format!("bench{n}@example.org"))
        .bind(body.replace(&like, &person).replace(&company, &organisation))
        .execute(tx)
        .await?;
    sql!("INSERT INTO role (person, kind, word, thing, starts_at) VALUES ($1, 'does', 'partnership_manager', $2, $3)")
        .bind(person.as_str())
        .bind(organisation)
        .bind(role.get::<String>("starts_at")?)
        .execute(tx)
        .await?;
    session(tx, &person, &n.to_string()).await
}

/// A session as the server keeps it: under the hash of its secret.
async fn session(tx: &mut Tx, person: &str, name: &str) -> Result<String, Fault> {
    let secret = format!("{name}-{}", Uuid::new_v4().simple());
    let hash: String = Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    sql!(
        "INSERT INTO session (token, person, started_at, seen_at, ends_at, proved_at, agent) VALUES ($1, $2, $3, $3, $3, $3, 'bench')"
    )
    .bind(hash)
    .bind(person)
    .bind(LATER)
    .execute(tx)
    .await?;
    Ok(secret)
}
