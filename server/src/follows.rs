//! What came from what: a call from a challenge, a response from a call. Whoever is recused on a thing is recused on
//! all that follows from it (G4).
use crate::error::Result;
use db::{Tx, sql};
use domain::event::Thing;
use uuid::Uuid;

/// Notes what a new thing came from.
pub async fn note(tx: &mut Tx, thing: &impl Thing) -> Result<()> {
    for origin in thing.follows() {
        sql!("INSERT INTO follows (origin, thing) VALUES ($1, $2) ON CONFLICT (origin, thing) DO NOTHING")
            .bind_text(origin)
            .bind_text(thing.uuid())
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// These things and all that follows from them.
pub async fn all(tx: &mut Tx, things: Vec<Uuid>) -> Result<Vec<Uuid>> {
    if things.is_empty() {
        return Ok(things);
    }
    let ids: Vec<String> = things.iter().map(Uuid::to_string).collect();
    let rows = sql!(
        sqlite: "WITH RECURSIVE reached (thing) AS (SELECT value FROM json_each($1) UNION SELECT f.thing FROM follows f JOIN reached r ON f.origin = r.thing) SELECT thing FROM reached",
        postgres: "WITH RECURSIVE reached (thing) AS (SELECT value FROM json_array_elements_text(CAST($1 AS JSON)) UNION SELECT f.thing FROM follows f JOIN reached r ON f.origin = r.thing) SELECT thing FROM reached"
    )
    .bind(serde_json::json!(ids).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(row.parse("thing")?)).collect()
}
