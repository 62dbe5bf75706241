//! Challenges as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    challenge::{Challenge, Status},
    ids::{ChallengeId, CollaborationId, GroupId, PersonId},
};

/// How many challenges a list shows at most.
pub const PAGE: i64 = 50;

/// A challenge by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Challenge>> {
    let row = sql!("SELECT version, body FROM challenge WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A challenge by its id.
pub async fn find(tx: &mut Tx, id: ChallengeId) -> Result<Option<Challenge>> {
    let row = sql!("SELECT version, body FROM challenge WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Challenges that the public may read, newest first, after the one that `after` names.
pub async fn public(tx: &mut Tx, after: Option<&str>) -> Result<Vec<Challenge>> {
    let rows = sql!("SELECT version, body FROM challenge WHERE status IN ('approved', 'called', 'answered', 'unanswered') AND (CAST($1 AS TEXT) IS NULL OR id < $1) ORDER BY id DESC LIMIT $2")
        .bind(after)
        .bind(PAGE)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Everything that is put to some groups or written by a person, drafts included, newest first.
pub async fn of_people(tx: &mut Tx, groups: &[GroupId], author: PersonId) -> Result<Vec<Challenge>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM challenge WHERE group_id IN (SELECT value FROM json_each($1)) OR author = $2 ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM challenge WHERE group_id IN (SELECT json_array_elements_text(CAST($1 AS json))) OR author = $2 ORDER BY id DESC LIMIT 200"
    )
    .bind(serde_json::json!(groups).to_string())
    .bind_text(author)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// A person's challenges in one status, newest first.
pub async fn of_author(tx: &mut Tx, author: PersonId, status: Status) -> Result<Vec<Challenge>> {
    let rows = sql!("SELECT version, body FROM challenge WHERE author = $1 AND status = $2 ORDER BY id DESC LIMIT 200")
        .bind_text(author)
        .bind_text(status)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// What a group has before it or in writing, newest first.
pub async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Challenge>> {
    let rows = sql!("SELECT version, body FROM challenge WHERE group_id = $1 ORDER BY id DESC LIMIT 200")
        .bind_text(group)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Approved challenges from which no call has been begun, oldest first.
pub async fn uncalled(tx: &mut Tx) -> Result<Vec<Challenge>> {
    let rows = sql!("SELECT n.version, n.body FROM challenge n WHERE n.status = 'approved' AND NOT EXISTS (SELECT 1 FROM call c WHERE c.challenge = n.id AND c.status NOT IN ('cancelled', 'unsuccessful')) ORDER BY n.id LIMIT 200")
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The public challenges that adapt a collaboration, newest first: the other end of the link (E5).
pub async fn adapting(tx: &mut Tx, collaboration: CollaborationId) -> Result<Vec<Challenge>> {
    let rows = sql!("SELECT version, body FROM challenge WHERE adapts = $1 AND status IN ('approved', 'called', 'answered', 'unanswered') ORDER BY id DESC LIMIT 50")
        .bind_text(collaboration)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Challenge> {
    let mut challenge: Challenge = row.json("body")?;
    challenge.version = row.number("version")?;
    Ok(challenge)
}

impl Stored for Challenge {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO challenge (id, reference, group_id, author, status, title, adapts, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.group)
            .bind_text(self.author)
            .bind_text(self.status)
            .bind(self.content.title.as_str())
            .bind_text_option(self.adapts)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE challenge SET status = $2, title = $3, body = $4, version = version + 1 WHERE id = $1 AND version = $5")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind(self.content.title.as_str())
            .bind(serde_json::json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
