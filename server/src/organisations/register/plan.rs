//! What one line of a register would do: decided as any act is, kept until all lines are decided.
use super::{Report, Verdict, known::Known, lines::Line};
use crate::{error::Result, forms::Problem, ids, organisations::store, organisations::succession, unit::Unit};
use domain::{
    actor::Actor,
    event::{Decided, Thing},
    identifiers::Identifier,
    ids::OrganisationId,
    organisation::{Correction, Identified, Organisation, Particulars, Renaming, Succession, Tie, TieKind},
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::Serialize;

/// One thing that changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The column.
    pub what: &'static str,
    /// What stands there now; empty for nothing.
    pub was: String,
    /// What would stand there.
    pub now: String,
}

/// What one line would do.
#[derive(Debug, Default)]
pub struct Step {
    /// The number of the line.
    pub line: u64,
    /// The name it gives.
    pub name: String,
    /// Whom it is about, if they are on the list.
    pub found: Option<OrganisationId>,
    /// What would change.
    pub changes: Vec<Change>,
    /// Why it is refused.
    pub wrong: Vec<Problem>,
    /// What is saved first: the organisation with its name, codes and days.
    pub first: Vec<Decided<Organisation>>,
    /// What is saved when all are there: who follows, and who belongs to whom.
    pub then: Vec<Decided<Organisation>>,
    /// Whose place is taken, and the last day.
    pub followed: Option<(OrganisationId, Date)>,
    id: Option<OrganisationId>,
}

impl Step {
    /// The line before anything is decided: whom it is about.
    pub fn of(line: &Line, known: &Known) -> Step {
        let holders: Vec<(&Identifier, OrganisationId)> =
            line.identifiers.iter().filter_map(|code| Some((code, known.holder(code)?))).collect();
        let mut wrong = line.wrong.clone();
        if let Some(((one, first), (two, _))) = holders.first().zip(holders.iter().find(|(_, id)| *id != holders[0].1))
        {
            let name = known.get(*first).map_or("", |it| it.name.as_str());
            let said = Problem::new("register_codes_disagree").with("one", one.code()).with("two", two.code());
            wrong.push(said.with("name", name));
        }
        let found = holders.first().map(|(_, id)| *id);
        Step { line: line.number, name: line.name.clone(), found, wrong, ..Step::default() }
    }

    /// What becomes of the line.
    pub fn verdict(&self) -> Verdict {
        match (self.wrong.is_empty(), self.found, self.first.is_empty() && self.then.is_empty()) {
            (false, ..) => Verdict::Refused,
            (_, None, _) => Verdict::New,
            (_, Some(_), true) => Verdict::Same,
            (_, Some(_), false) => Verdict::Changed,
        }
    }

    /// Decides its name, codes and days.
    pub fn stand(&mut self, actor: &Actor, today: Date, known: &mut Known, line: &Line) {
        let before = self.found.and_then(|id| known.get(id)).cloned();
        let decided = match before {
            None => create(actor, line, known.reference()).map(|decided| drop(self.take(known, decided, Part::First))),
            Some(it) => self.renew(actor, today, known, it, line),
        };
        self.refuse(decided);
    }

    fn renew(
        &mut self,
        actor: &Actor,
        today: Date,
        known: &mut Known,
        mut it: Organisation,
        line: &Line,
    ) -> std::result::Result<(), Refusal> {
        self.id = Some(it.id);
        let brand = if line.brand.is_empty() { it.brand.clone() } else { line.brand.clone() };
        if it.name != line.name || it.brand != brand {
            self.change("name", &it.name, &line.name);
            self.change("brand", &it.brand, &brand);
            let renaming = Renaming { name: line.name.clone(), brand, from: Some(today), today };
            it = self.take(known, it.rename(actor, renaming)?, Part::First);
        }
        let correction = self.correction(&it, line, today);
        let Correction { kinds, identifiers, from, to } = &correction;
        if (kinds, identifiers, from, to) != (&it.kinds, &it.identifiers, &it.from, &it.to) {
            self.take(known, it.edit(actor, correction)?, Part::First);
        }
        Ok(())
    }

    /// What the line says of kinds, codes and days. A code that replaces another of its register holds from today.
    fn correction(&mut self, it: &Organisation, line: &Line, today: Date) -> Correction {
        let mut kinds = line.kinds.clone();
        kinds.sort();
        kinds.dedup();
        let same = kinds.len() == it.kinds.len() && kinds.iter().all(|kind| it.kinds.contains(kind));
        let kinds = if same { it.kinds.clone() } else { kinds };
        let words =
            |kinds: &[domain::organisation::Kind]| kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(";");
        self.change("kinds", &words(&it.kinds), &words(&kinds));
        let mut identifiers = it.identifiers.clone();
        for code in line.identifiers.iter().filter(|code| !it.identifiers.iter().any(|one| one.identifier == **code)) {
            self.replace(&mut identifiers, code, today);
        }
        let (from, to) = (line.from.or(it.from), line.to.or(it.to));
        self.change("valid_from", &said(it.from), &said(from));
        self.change("valid_to", &said(it.to), &said(to));
        Correction { kinds, identifiers, from, to }
    }

    fn replace(&mut self, identifiers: &mut Vec<Identified>, code: &Identifier, today: Date) {
        let of_register = |one: &&mut Identified| one.identifier.scheme() == code.scheme();
        let (mut from, mut was) = (None, String::new());
        for before in identifiers.iter_mut().filter(of_register) {
            (from, was) = (Some(today), before.identifier.code().to_string());
            before.to = before.to.or(today.yesterday().ok());
        }
        identifiers.push(Identified { identifier: code.clone(), from, to: None });
        self.change(column(code), &was, code.code());
    }

    /// Decides who follows and whom it belongs to, once everybody that the register names is there.
    pub fn belong(&mut self, actor: &Actor, known: &mut Known, line: &Line) {
        let decided = self.follow(actor, known, line).and_then(|()| self.tie(actor, known, line));
        self.refuse(decided);
    }

    fn follow(&mut self, actor: &Actor, known: &mut Known, line: &Line) -> std::result::Result<(), Refusal> {
        let Some(it) = self.id.and_then(|id| known.get(id)).cloned() else { return Ok(()) };
        let successors = self.all(known, &line.successors, "successors")?;
        if successors.is_empty()
            || successors.len() == it.successors.len() && successors.iter().all(|id| it.successors.contains(id))
        {
            return Ok(());
        }
        let last_day = it.to.ok_or_else(|| Problem::new("register_no_last_day").at("valid_to"))?;
        self.change("successors", &names(known, &it.successors), &names(known, &successors));
        let later = known.later(&successors);
        let id = it.id;
        self.take(known, it.succeed(actor, Succession { successors, last_day, later })?, Part::Then);
        self.followed = Some((id, last_day));
        Ok(())
    }

    fn tie(&mut self, actor: &Actor, known: &mut Known, line: &Line) -> std::result::Result<(), Refusal> {
        for (kind, code) in [(TieKind::PartOf, &line.part_of), (TieKind::HostedBy, &line.hosted_by)] {
            let Some(it) = self.id.and_then(|id| known.get(id)).cloned() else { return Ok(()) };
            let Some(above) = self.all(known, code.as_slice(), kind.as_str())?.first().copied() else { continue };
            let holds = |tie: &Tie| tie.kind == kind && tie.to.is_none();
            if it.ties.iter().any(|tie| holds(tie) && tie.organisation == above) {
                continue;
            }
            let before: Vec<_> = it.ties.iter().filter(|tie| holds(tie)).map(|tie| tie.organisation).collect();
            self.change(kind.as_str(), &names(known, &before), &names(known, &[above]));
            let mut ties: Vec<Tie> = it.ties.iter().filter(|tie| !holds(tie)).cloned().collect();
            ties.push(Tie { kind, organisation: above, from: None, to: None });
            let reached = known.above(kind, &[above]);
            self.take(known, it.tie(actor, ties, &reached)?, Part::Then);
        }
        Ok(())
    }

    /// The organisations with these codes; each must be on the list or in the register.
    fn all(&self, known: &Known, codes: &[Identifier], at: &str) -> std::result::Result<Vec<OrganisationId>, Refusal> {
        let unknown = |code: &Identifier| Problem::new("register_unknown").at(at).with("code", code.org_id());
        codes.iter().map(|code| known.holder(code).ok_or_else(|| unknown(code).into())).collect()
    }

    fn take(&mut self, known: &mut Known, decided: Decided<Organisation>, part: Part) -> Organisation {
        let after = decided.state().clone().next_version();
        self.id = Some(after.id);
        known.put(after.clone());
        match part {
            Part::First => self.first.push(decided),
            Part::Then => self.then.push(decided),
        }
        after
    }

    fn change(&mut self, what: &'static str, was: &str, now: &str) {
        if was != now {
            self.changes.push(Change { what, was: was.into(), now: now.into() });
        }
    }

    fn refuse<T>(&mut self, decided: std::result::Result<T, Refusal>) {
        match decided {
            Err(Refusal::Gate(reasons)) => self.wrong.extend(reasons),
            Err(other) => self.wrong.extend(other.codes().into_iter().map(Problem::new)),
            Ok(_) => {}
        }
    }
}

/// When something is saved.
enum Part {
    First,
    Then,
}

fn create(actor: &Actor, line: &Line, reference: String) -> std::result::Result<Decided<Organisation>, Refusal> {
    let id = ids::new(OrganisationId);
    let Line { name, brand, kinds, from, to, .. } = line.clone();
    let held = |code: &Identifier| Identified { identifier: code.clone(), from, to };
    let identifiers = line.identifiers.iter().map(held).collect();
    Organisation::create(actor, id, reference, Particulars { name, brand, kinds, identifiers, from, to })
}

fn column(code: &Identifier) -> &'static str {
    let word = store::word(code.scheme());
    super::COLUMNS.iter().copied().find(|column| *column == word).unwrap_or_default()
}

fn said(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn names(known: &Known, some: &[OrganisationId]) -> String {
    some.iter().filter_map(|id| known.get(*id)).map(|it| it.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// Hands over what is open of everybody whose place was taken by this register.
pub async fn begin_successions(unit: &mut Unit, report: &Report) -> Result<()> {
    for (id, last_day) in report.lines.iter().filter_map(|told| told.followed) {
        if let Some(it) = store::find(&mut unit.tx, id).await? {
            succession::begin(unit, &it, last_day).await?;
        }
    }
    Ok(())
}
