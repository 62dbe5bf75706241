//! Fills an empty database with the demonstration: everything in it was done by somebody, at its own moment.
use super::{
    clock,
    script::{self, Body, Player, Script},
    stage::Stage,
    store,
};
use crate::{
    cache::Cache,
    clock::Clock,
    error::{Error, Result},
    keys::Keys,
    mail::Post,
    organisations,
    people::{self, store::Grant},
    unit::Unit,
    view::Views,
    web::{App, Mode, Parts},
};
use db::Db;
use domain::{
    actor::{Actor, Duty},
    ids::{OrganisationId, PersonId},
    organisation::Particulars,
    person::{Appointment, Person},
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Fills an empty database; leaves a demonstration as it is, and refuses a database of real work.
pub async fn fill_if_empty(db: &Db, keys: &Keys) -> Result<()> {
    let mut tx = db.read().await?;
    let (events, offset) = (store::events(&mut tx).await?, store::offset(&mut tx).await?);
    drop(tx);
    match (events, offset) {
        (0, _) => fill(db, keys).await,
        (_, Some(_)) => Ok(()),
        (_, None) => Err(Error::Fault("this database holds real work: a demonstration needs one of its own".into())),
    }
}

/// Plays the whole story on an empty database and sets the clock to its end.
pub async fn fill(db: &Db, keys: &Keys) -> Result<()> {
    let script = script::script()?;
    let app = rehearsal(db, keys, script.now);
    let mut stage = Stage::new(&app);
    found(&app, &script, &mut stage).await?;
    for beat in &script.beats {
        stage.play(beat).await?;
    }
    clock::advance(&app, script.now).await?;
    finish(&app, &script, &stage).await
}

/// A server on this database whose clock the story moves.
fn rehearsal(db: &Db, keys: &Keys, at: Timestamp) -> App {
    App::new(Parts {
        db: db.clone(),
        keys: keys.clone(),
        views: Views::new(),
        clock: Clock::still(at),
        base_url: "http://localhost:8080".into(),
        second_factor: Default::default(),
        service_name: "Trefoil".into(),
        post: Post::waiting(),
        mode: Mode::Demonstration,
        cache: Cache::default(),
    })
}

/// A week before the story: the operator, the organisations, and an account for everybody.
pub async fn found(app: &App, script: &Script, stage: &mut Stage<'_>) -> Result<()> {
    let first = script.beats.first().map_or(script.now, |beat| beat.at);
    let at = first.plus_seconds(-7 * 24 * 3600);
    app.clock.move_to(at);
    let mut unit = Unit::begin(&app.db, Actor::system(), at).await?;
    organisations::load(&mut unit).await?;
    for body in &script.bodies {
        organisations::actions::create(&mut unit, body.particulars()?).await?;
    }
    unit.commit().await?;
    for player in &script.players {
        stage.enter(&player.key, account(app, player).await?);
    }
    Ok(())
}

impl Body {
    fn particulars(&self) -> Result<Particulars> {
        let unreadable = |e: serde_json::Error| Error::Fault(format!("{}: {e}", self.name));
        let identified =
            json!({ "identifier": { "scheme": self.scheme, "code": self.code }, "from": null, "to": null });
        let kinds = serde_json::from_value(json!(self.kinds)).map_err(unreadable)?;
        let identifiers = vec![serde_json::from_value(identified).map_err(unreadable)?];
        let (name, brand) = (self.name.clone(), String::new());
        Ok(Particulars { name, brand, kinds, identifiers, from: None, to: None })
    }
}

/// An account that its person has accepted; nobody here has a password.
async fn account(app: &App, player: &Player) -> Result<PersonId> {
    let mut unit = app.unit(Actor::system()).await?;
    let mut duties = Vec::new();
    for (duty, name) in &player.does {
        duties.push((duty_of(duty)?, organisation(&mut unit, name).await?));
    }
    let id = people::actions::invite(&mut unit, &player.name, &address(player), duties.clone()).await?;
    let person = people::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    let person = unit.save(person.join()?).await?;
    if player.operator || player.auditor {
        appoint(&mut unit, person, player, duties).await?;
    }
    unit.commit().await?;
    Ok(id)
}

async fn appoint(unit: &mut Unit, person: Person, player: &Player, duties: Vec<(Duty, OrganisationId)>) -> Result<()> {
    let appointment = Appointment { duties, operator: player.operator, auditor: player.auditor };
    let person = unit.save(person.appoint(&Actor::system(), appointment)?).await?;
    let kind = if player.operator { "operator" } else { "auditor" };
    let grant = Grant { person: person.id, kind, word: "", thing: Uuid::nil(), starts_at: unit.at, ends_at: None };
    people::store::grant(&mut unit.tx, grant).await
}

async fn organisation(unit: &mut Unit, name: &str) -> Result<OrganisationId> {
    let found = organisations::store::by_name(&mut unit.tx, name).await?;
    found.map(|it| it.id).ok_or_else(|| Error::Fault(format!("there is no organisation {name}")))
}

fn duty_of(word: &str) -> Result<Duty> {
    word.parse().map_err(|e| Error::Fault(format!("{word}: {e}")))
}

/// A person's mail address, `dr.ama.boateng@demonstration.example`.
pub fn address(player: &Player) -> String {
    let plain = player.name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), ".");
    format!("{plain}@demonstration.example")
}

/// Remembers what everybody can do next, and where the clock stands.
async fn finish(app: &App, script: &Script, stage: &Stage<'_>) -> Result<()> {
    let mut cast = Map::new();
    for player in &script.players {
        let line = json!({ "now": player.now, "link": stage.known(&player.link)? });
        cast.insert(stage.person(&player.key)?.to_string(), line);
    }
    let machine = Clock::machine();
    machine.move_to(app.clock.now());
    let mut tx = app.db.write().await?;
    store::set_cast(&mut tx, &Value::Object(cast)).await?;
    store::set_kept(&mut tx, stage.things()).await?;
    store::set_offset(&mut tx, machine.offset()).await?;
    Ok(tx.commit().await?)
}
