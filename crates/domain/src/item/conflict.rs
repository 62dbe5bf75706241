//! Who declared what on an item, and how it was ruled (G4).
use super::{Command, Event, Handling, Item, Said};
use crate::{
    actor::Actor,
    event::Decided,
    ids::PersonId,
    policy,
    refusal::{Reason, Refusal, gate},
    sitting::Sitting,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What somebody declared on an item, and how it was ruled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who has the interest, or none.
    pub person: PersonId,
    /// What they said.
    pub said: Said,
    /// Who recorded it: the person, or the secretary for them.
    pub recorded_by: PersonId,
    /// When.
    pub at: Timestamp,
    /// How an interest was ruled.
    pub handling: Option<Handling>,
    /// What the ruling says beside.
    #[serde(default)]
    pub note: String,
    /// Who ruled.
    pub ruled_by: Option<PersonId>,
}

impl Item {
    /// Somebody says whether they have an interest: they themselves, or the secretary, chair or deputy for them.
    pub fn declare(
        mut self,
        actor: &Actor,
        person: PersonId,
        said: Said,
        at: Timestamp,
    ) -> Result<Decided<Item>, Refusal> {
        self.outcome(actor, Command::Declare)?;
        policy::may_declare_for(actor, person, self.group)?;
        if self.declaration(person).is_some_and(|before| before.handling == Some(Handling::Recused)) {
            return Err(Refusal::because("already_recused"));
        }
        let (recorded_by, handling, note, ruled_by) = (actor.person, None, String::new(), None);
        self.declarations.retain(|one| one.person != person);
        self.declarations.push(Declaration { person, said, recorded_by, at, handling, note, ruled_by });
        Ok(Decided::new(self, Event::Declared { person }))
    }

    /// Whoever presides rules on an interest, never on their own; what was narrowed is not widened (G4).
    pub fn rule(
        mut self,
        actor: &Actor,
        sitting: &Sitting<'_>,
        of: PersonId,
        handling: Handling,
        note: String,
    ) -> Result<Decided<Item>, Refusal> {
        self.outcome(actor, Command::Rule)?;
        gate(self.refused_rule(actor, sitting, of, handling))?;
        let found = self.declarations.iter_mut().find(|one| one.person == of);
        let declaration = found.ok_or(Refusal::because("nothing_to_rule"))?;
        (declaration.handling, declaration.note, declaration.ruled_by) = (Some(handling), note, Some(actor.person));
        Ok(Decided::new(self, Event::Ruled { person: of, handling }))
    }

    /// What a person declared.
    pub fn declaration(&self, person: PersonId) -> Option<&Declaration> {
        self.declarations.iter().find(|one| one.person == person)
    }

    /// Whether a person was recused on it.
    pub fn is_recused(&self, person: PersonId) -> bool {
        self.declaration(person).is_some_and(|one| one.handling == Some(Handling::Recused))
    }

    /// Whether a person has an interest that was not ruled to be no conflict.
    pub fn is_conflicted(&self, person: PersonId) -> bool {
        self.declaration(person)
            .is_some_and(|one| one.said == Said::Interest && one.handling != Some(Handling::NoConflict))
    }

    /// Interests that nobody has ruled on.
    pub fn unruled(&self) -> Vec<PersonId> {
        let open = |one: &&Declaration| one.said == Said::Interest && one.handling.is_none();
        self.declarations.iter().filter(open).map(|one| one.person).collect()
    }

    fn refused_rule(&self, actor: &Actor, sitting: &Sitting<'_>, of: PersonId, handling: Handling) -> Vec<Reason> {
        let declared = self.declaration(of).is_some_and(|one| one.said == Said::Interest);
        let widened = self.is_recused(of) && handling != Handling::Recused;
        let checks = [
            (!declared, "nothing_to_rule", "person"),
            (actor.is_person(of), "own_conflict", "person"),
            (!actor.is_person(of) && sitting.president(self) != Some(actor.person), "not_presiding", "person"),
            (widened, "widening_refused", "handling"),
        ];
        let said = checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field));
        let stale = (!sitting.current.contains(&actor.person)).then(|| Reason::new("interests_stale"));
        said.chain(stale).collect()
    }
}
