//! What must be there before the start, and the start itself (A7, A8).
use super::{Assessed, Certificate, Collaboration, Command, Event, Party, Plan, Summary, SummaryText};
use crate::{
    actor::Actor,
    agreement::{Assessment, Measure, Side},
    calendar,
    event::Decided,
    ids::OrganisationId,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};
use jiff::civil::Date;

impl Collaboration {
    /// Publishes the summary: from now on the public reads it, and it never changes.
    pub fn publish(self, actor: &Actor, text: SummaryText, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.outcome(actor, Command::Publish)?;
        if self.summary.is_some() {
            return Err(Refusal::because("summary_already_public"));
        }
        let summary = Summary::new(text, self.planned()?, at);
        let event = Event::SummaryPublished { hash: summary.hash.clone() };
        Ok(Decided::new(Collaboration { status, summary: Some(summary), ..self }, event))
    }

    /// One of a party's people attests that its local policies are met.
    pub fn attest(mut self, actor: &Actor, organisation: OrganisationId) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Attest)?;
        self.speaks_for(actor, organisation)?;
        if self.attested.contains(&organisation) {
            return Err(Refusal::because("already_attested"));
        }
        self.attested.push(organisation);
        Ok(Decided::new(self, Event::PoliciesAttested { organisation }))
    }

    /// A company's certifier certifies the summary as it was published.
    pub fn certify(
        mut self,
        actor: &Actor,
        organisation: OrganisationId,
        at: Timestamp,
    ) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Certify)?;
        policy::may_certify_for(actor, organisation)?;
        let summary = self.summary.as_ref().ok_or_else(|| Refusal::because("summary_not_public"))?;
        if !self.companies().any(|company| company.organisation == organisation) {
            return Err(Refusal::because("not_a_company_here"));
        }
        if self.certified(organisation) {
            return Err(Refusal::because("already_certified"));
        }
        let hash = summary.hash.clone();
        self.certificates.push(Certificate { organisation, hash: hash.clone(), by: actor.person, at });
        Ok(Decided::new(self, Event::SummaryCertified { organisation, hash }))
    }

    /// A controller's people record that the full data protection impact assessment is approved (A8).
    pub fn assess(
        mut self,
        actor: &Actor,
        assessed: Assessed,
        at: Timestamp,
    ) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Assess)?;
        self.speaks_for(actor, assessed.organisation)?;
        let company = self.companies().any(|company| company.organisation == assessed.organisation);
        let checks = [
            ("company_approves_no_assessment", "organisation", company),
            ("assessment_not_awaited", "organisation", !self.awaits_assessment()),
            ("day_ahead", "approved_on", assessed.approved_on > at.day()),
        ];
        gate(checks.iter().filter(|(.., wrong)| *wrong).map(|(code, at, _)| Reason::new(code).at(*at)).collect())?;
        let event = Event::AssessmentApproved { organisation: assessed.organisation, on: assessed.approved_on };
        self.assessed = Some(assessed);
        Ok(Decided::new(self, event))
    }

    /// Moves to ready as soon as nothing is missing for the start.
    pub fn prepared(self) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.after(Command::Prepare)?;
        gate(self.missing())?;
        let parties = self.organisations();
        Ok(Decided::new(Collaboration { status, ..self }, Event::BecameReady { parties }))
    }

    /// Starts it on a day that is not ahead. The summary must have been public before the start (A8): before this moment, and
    /// before that day began where the day is past.
    pub fn start(self, actor: &Actor, on: Date, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.outcome(actor, Command::Start)?;
        gate(self.missing().into_iter().chain(self.wrong_start(on, at)).collect())?;
        let event = Event::Started { on, group: self.group, parties: self.organisations() };
        Ok(Decided::new(Collaboration { status, started_on: Some(on), ..self }, event))
    }

    /// Everything that A8 still asks for, one reason each.
    pub fn missing(&self) -> Vec<Reason> {
        let Some(plan) = &self.plan else { return vec![Reason::new("not_signed_by_all")] };
        let public = self.summary.is_none().then(|| Reason::new("summary_not_public"));
        let assessment = self.awaits_assessment().then(|| Reason::new("assessment_not_approved"));
        let said = public.into_iter().chain(self.uncertified()).chain(self.unattested());
        said.chain(assessment).chain(plan.missing()).collect()
    }

    /// Whether the screening asked for a full assessment that nobody has approved yet.
    pub fn awaits_assessment(&self) -> bool {
        let asked = self.plan.as_ref().and_then(|plan| plan.assessment);
        self.assessed.is_none() && asked.is_some_and(|assessment| assessment != Assessment::Approved)
    }

    /// The parties for which this actor may record that the assessment is approved: companies control no patients' data here.
    pub fn to_assess(&self, actor: &Actor) -> Vec<&Party> {
        let open = |party: &&Party| self.awaits_assessment() && party.side != Side::Industry;
        self.parties.iter().filter(open).filter(|it| policy::may_speak_for(actor, it.organisation).is_ok()).collect()
    }

    /// The parties whose policies this actor may attest and nobody has.
    pub fn to_attest(&self, actor: &Actor) -> Vec<&Party> {
        let open = |party: &&Party| !self.attested.contains(&party.organisation);
        self.parties.iter().filter(open).filter(|it| policy::may_speak_for(actor, it.organisation).is_ok()).collect()
    }

    /// The companies for which this actor may certify the published summary and has not.
    pub fn to_certify(&self, actor: &Actor) -> Vec<&Party> {
        let open = |party: &&Party| self.summary.is_some() && !self.certified(party.organisation);
        self.companies().filter(open).filter(|it| policy::may_certify_for(actor, it.organisation).is_ok()).collect()
    }

    /// Whether a company has certified the summary as it stands.
    pub fn certified(&self, organisation: OrganisationId) -> bool {
        let hash = self.summary.as_ref().map(|summary| summary.hash.as_str());
        self.certificates.iter().any(|it| it.organisation == organisation && Some(it.hash.as_str()) == hash)
    }

    /// Refuses whoever does nothing for this party, and what is no party.
    pub(super) fn speaks_for(&self, actor: &Actor, organisation: OrganisationId) -> Result<(), Refusal> {
        let party = self.party(organisation).ok_or_else(|| Refusal::because("not_a_party"))?;
        policy::may_speak_for(actor, party.organisation)
    }

    fn uncertified(&self) -> impl Iterator<Item = Reason> {
        let missing = self.companies().filter(|company| !self.certified(company.organisation));
        missing.map(|company| Reason::new("summary_not_certified").with("organisation", &company.name))
    }

    fn unattested(&self) -> impl Iterator<Item = Reason> {
        let missing = self.parties.iter().filter(|party| !self.attested.contains(&party.organisation));
        missing.map(|party| Reason::new("policies_not_attested").with("organisation", &party.name))
    }

    fn wrong_start(&self, on: Date, at: Timestamp) -> Option<Reason> {
        if on > at.day() {
            return Some(Reason::new("start_ahead").at("started_on"));
        }
        let start = if on == at.day() { at } else { beginning(on) };
        let late = self.summary.as_ref().is_some_and(|summary| summary.published_at >= start);
        late.then(|| Reason::new("summary_not_before_start").at("started_on"))
    }
}

/// The first instant of a day in London.
fn beginning(day: Date) -> Timestamp {
    let midnight = day.to_zoned(calendar::london()).expect("forms take days of the years 2000 to 2200 only");
    Timestamp(midnight.timestamp())
}

impl Plan {
    /// What A8 asks of the agreement itself.
    fn missing(&self) -> Vec<Reason> {
        let heads = [
            ("exit_plan_missing", &self.heads.exit),
            ("sustainability_plan_missing", &self.heads.sustainability),
            ("evaluation_plan_missing", &self.heads.evaluation),
            ("controllers_not_named", &self.heads.controllers),
        ];
        let empty = heads.iter().filter(|(_, text)| text.trim().is_empty()).map(|(code, _)| Reason::new(code));
        let measured = self.measures.iter().any(Measure::is_promise);
        empty.chain((!measured).then(|| Reason::new("no_outcome_measure"))).collect()
    }
}
