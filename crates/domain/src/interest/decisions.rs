//! What becomes of an interest: declared, changed, ended, renewed, withheld from the public or opened to it.
use super::{Content, Event, Interest, Kind, Ruled, Shown};
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use jiff::civil::Date;

type Outcome = Result<Decided<Interest>, Refusal>;

impl Interest {
    /// A person declares for themselves. `before` is all that they have declared until now.
    pub fn declare(
        actor: &Actor,
        (id, reference): (InterestId, String),
        content: Content,
        before: &[Interest],
        at: Timestamp,
    ) -> Outcome {
        policy::may_declare_interest(actor, actor.person)?;
        gate(content.refused(before, at.day()))?;
        let shown = content.asked(Shown::Public);
        let Content { kind, from, to, says, .. } = content;
        let (person, declared_at, renewed_at, ruled, version) = (actor.person, at, None, None, 0);
        let interest =
            Interest { id, reference, person, kind, from, to, says, declared_at, renewed_at, shown, ruled, version };
        Ok(Decided::new(interest, Event::Declared))
    }

    /// Its person says it differently. What was withheld stays withheld.
    pub fn change(self, actor: &Actor, content: Content, at: Timestamp) -> Outcome {
        policy::may_declare_interest(actor, self.person)?;
        self.running(at.day())?;
        if content.kind == Kind::Nothing {
            return Err(Reason::new("end_it_instead").at("kind").into());
        }
        gate(content.refused(&[], at.day()))?;
        let shown = content.asked(self.shown);
        let Content { kind, from, to, says, .. } = content;
        Ok(Decided::new(Interest { kind, from, to, says, shown, ..self }, Event::Changed))
    }

    /// Its person says which day was its last; none that is still to come.
    pub fn end(self, actor: &Actor, last: Date, at: Timestamp) -> Outcome {
        policy::may_declare_interest(actor, self.person)?;
        self.running(at.day())?;
        let reasons = [
            (last > at.day()).then(|| Reason::new("interest_in_the_future").at("to")),
            self.from.is_some_and(|from| last < from).then(|| Reason::new("ends_before_it_begins").at("to")),
        ];
        gate(reasons.into_iter().flatten().collect())?;
        Ok(Decided::new(Interest { to: Some(last), ..self }, Event::Ended))
    }

    /// Its person says that nothing has changed: it counts for another year.
    pub fn renew(self, actor: &Actor, at: Timestamp) -> Outcome {
        policy::may_declare_interest(actor, self.person)?;
        Ok(Decided::new(Interest { renewed_at: Some(at), ..self }, Event::Renewed))
    }

    /// Those who run a group of its person decide whether the public reads it, with public reasons; never on their own.
    pub fn rule(
        self,
        actor: &Actor,
        groups: &[GroupId],
        shown: Shown,
        reasons: String,
        at: Timestamp,
    ) -> Result<Decided<Interest>, Refusal> {
        policy::may_rule_interest(actor, &self, groups)?;
        if self.kind == Kind::Nothing {
            return Err(Refusal::because("nothing_to_withhold"));
        }
        let event = if shown == Shown::Withheld { Event::Withheld } else { Event::Opened };
        let ruled = Some(Ruled { by: actor.person, at, reasons });
        Ok(Decided::new(Interest { shown, ruled, ..self }, event))
    }

    fn running(&self, today: Date) -> Result<(), Refusal> {
        if self.is_running(today) { Ok(()) } else { Err(Refusal::because("interest_is_over")) }
    }
}
