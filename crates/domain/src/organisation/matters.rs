//! One organisation takes another's place in an open matter (G8): its id stands where the other's stood. What was agreed,
//! signed or published under the old name keeps it.
use crate::{
    actor::Actor,
    event::{Decided, Thing},
    ids::*,
    policy,
    refusal::{Reason, Refusal},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Who takes whose place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heir {
    /// Whose place.
    pub of: OrganisationId,
    /// Who takes it.
    pub by: OrganisationId,
    /// The name of the one who takes it.
    pub name: String,
}

/// What becomes of a place that somebody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Only the heir has it.
    Taken,
    /// The old one keeps it too: something open still names both.
    Shared,
}

/// A thing in which organisations have places.
pub trait Matter: Thing + DeserializeOwned {
    /// The event that says that a place was taken.
    fn place_taken(of: OrganisationId, by: OrganisationId) -> Self::Event;

    /// The thing with the heir in every place of the other.
    fn with(self, heir: &Heir) -> Self {
        replaced(&self, heir.of, heir.by)
    }

    /// Whether an organisation has a place in it.
    fn names(&self, organisation: OrganisationId) -> bool {
        serde_json::to_value(self).is_ok_and(|it| holds(&it, &organisation.to_string()))
    }

    /// The heir takes the other's place. Refused where the heir has a place of its own: both cannot be told apart then.
    fn take_place(self, actor: &Actor, heir: &Heir) -> Result<Decided<Self>, Refusal> {
        policy::may_edit_organisation(actor)?;
        if self.names(heir.by) {
            let reference = self.reference();
            return Err(Reason::new("heir_has_place").with("name", &heir.name).with("reference", reference).into());
        }
        let event = Self::place_taken(heir.of, heir.by);
        Ok(Decided::new(self.with(heir), event))
    }
}

/// A thing with one id in the place of another.
pub(crate) fn replaced<T: Serialize + DeserializeOwned>(it: &T, of: OrganisationId, by: OrganisationId) -> T {
    let mut value = serde_json::to_value(it).expect("every thing is stored as JSON");
    replace(&mut value, &of.to_string(), &by.to_string());
    serde_json::from_value(value).expect("an id stands where an id stood")
}

fn replace(value: &mut Value, of: &str, by: &str) {
    match value {
        Value::String(text) if text == of => *text = by.into(),
        Value::Array(all) => all.iter_mut().for_each(|one| replace(one, of, by)),
        Value::Object(all) => all.values_mut().for_each(|one| replace(one, of, by)),
        _ => {}
    }
}

fn holds(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Array(all) => all.iter().any(|one| holds(one, id)),
        Value::Object(all) => all.values().any(|one| holds(one, id)),
        _ => false,
    }
}
