//! The first draft of an agreement, from what challenge, call and response already say: nobody types a fact twice (A2).
use super::store::{self, Serving};
use crate::{
    calls,
    collaborations::actions::{Beginning, begin as begin_collaboration},
    error::{Error, Result},
    forms::Problem,
    groups, ids, needs, organisations, responses,
    unit::Unit,
};
use domain::{
    agreement::*,
    call::{Call, Status},
    challenge::Challenge,
    ids::{AgreementId, CollaborationId, OrganisationId},
    organisation::{Kind, Organisation},
    policy,
    response::Response,
};

/// What a network officer says when an agreement begins.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Wish {
    /// What kind of working together it is.
    pub route: Route,
    /// Why.
    pub route_reason: String,
    /// The references of the parties beside the organisations that were selected.
    pub parties: Vec<String>,
}

/// What a draft is made from.
struct Sources {
    call: Call,
    need: Challenge,
    /// The group's name.
    group: String,
    /// Each selected organisation's answers, in words.
    offers: Vec<String>,
    parties: Vec<Party>,
}

/// Begins the agreement of a call whose selection is announced, and with it the collaboration.
pub async fn begin(unit: &mut Unit, call: &str, wish: Wish) -> Result<Agreement> {
    let call = calls::actions::get(&mut unit.tx, &unit.actor, call).await?;
    policy::may_begin_agreement(&unit.actor, call.network)?;
    let selected = selected(unit, &call).await?;
    let sources = sources(unit, call, &selected, &wish.parties).await?;
    let (content, Sources { call, need, parties, .. }) = (sources.content(), sources);
    let decided = Agreement::begin(
        &unit.actor,
        Begin {
            id: ids::new(AgreementId),
            reference: ids::reference("AG"),
            title: call.content.title.clone(),
            collaboration: ids::new(CollaborationId),
            call: call.id,
            challenge: call.challenge,
            group: call.group,
            network: call.network,
            route: wish.route,
            route_reason: wish.route_reason,
            parties,
            content,
        },
    )?;
    let agreement = unit.save(decided).await?;
    begin_collaboration(unit, beginning(&agreement, need)).await?;
    Ok(agreement)
}

fn beginning(agreement: &Agreement, need: Challenge) -> Beginning {
    Beginning {
        id: agreement.collaboration,
        agreement: agreement.id,
        call: agreement.call,
        challenge: agreement.challenge,
        group: agreement.group,
        title: agreement.title.clone(),
        condition: need.content.condition,
        place: need.content.place,
        parties: agreement.organisations(),
    }
}

/// The responses of the partners; refuses a call that is not so far, and a second agreement.
async fn selected(unit: &mut Unit, call: &Call) -> Result<Vec<Response>> {
    if let Some(other) = store::of_call(&mut unit.tx, call.id).await? {
        return Err(Problem::new("agreement_exists").with("reference", other.reference).into());
    }
    if call.status != Status::Announced {
        return Err(Problem::new("selection_not_announced").into());
    }
    let selected = responses::actions::of_selected(&mut unit.tx, call.id).await?;
    if selected.is_empty() { Err(Problem::new("nobody_selected").into()) } else { Ok(selected) }
}

async fn sources(unit: &mut Unit, call: Call, selected: &[Response], others: &[String]) -> Result<Sources> {
    let need = needs::store::find(&mut unit.tx, call.challenge).await?.ok_or(Error::NotFound)?;
    let group = groups::actions::name(&mut unit.tx, call.group).await?;
    let mut named: Vec<OrganisationId> = Vec::new();
    for value in others {
        named.push(organisations::actions::picked(&mut unit.tx, value, "parties").await?);
    }
    named.extend(selected.iter().map(|response| response.organisation));
    let parties = parties(unit, &named).await?;
    let offers = offers(unit, selected).await?;
    Ok(Sources { call, need, group, offers, parties })
}

/// The organisations as parties, each once and in the order they were named.
async fn parties(unit: &mut Unit, named: &[OrganisationId]) -> Result<Vec<Party>> {
    let known = organisations::store::several(&mut unit.tx, named).await?;
    let people = store::serving(&mut unit.tx, named, unit.at).await?;
    let mut parties: Vec<Party> = Vec::new();
    for id in named {
        let organisation = known.iter().find(|it| it.id == *id).ok_or(Error::NotFound)?;
        if !parties.iter().any(|party| party.organisation == *id) {
            parties.push(party(organisation, &people));
        }
    }
    Ok(parties)
}

/// An organisation as a party: its only signatory is named at once, and its path is the first duty that somebody holds.
fn party(it: &Organisation, people: &[Serving]) -> Party {
    let of = |duty| people.iter().filter(move |one| one.organisation == it.id && one.duty == duty);
    let signatories: Vec<&Serving> = of(domain::actor::Duty::Signatory).collect();
    let signatory = match signatories.as_slice() {
        [only] => Some(only.person),
        _ => None,
    };
    let path = policy::APPROVERS.iter().copied().find(|duty| of(*duty).next().is_some()).into_iter().collect();
    let (name, side) = (it.name.clone(), side(&it.kinds));
    Party { organisation: it.id, name, side, role: String::new(), address: String::new(), signatory, path }
}

fn side(kinds: &[Kind]) -> Side {
    use Kind::*;
    let is = |some: &[Kind]| kinds.iter().any(|kind| some.contains(kind));
    match (is(&[Company]), is(&[ThirdSector, University])) {
        (true, _) => Side::Industry,
        (_, true) if !is(&[NhsProvider, IntegratedCareBoard, PrimaryCare, LocalAuthority]) => Side::Third,
        _ => Side::Public,
    }
}

/// What each selected organisation offered; reading it is an event (R3).
async fn offers(unit: &mut Unit, selected: &[Response]) -> Result<Vec<String>> {
    let mut offers = Vec::new();
    for response in selected {
        let answers = responses::actions::answers(unit, response).await?;
        let said = answers.iter().filter(|it| !it.answer.trim().is_empty());
        let said: Vec<String> = said.map(|it| format!("{}\n{}", it.question, it.answer)).collect();
        offers.push(said.join("\n\n"));
    }
    Ok(offers)
}

impl Sources {
    fn content(&self) -> Matters {
        let (need, call) = (&self.need.content, &self.call.content);
        Matters {
            beneficiaries: Beneficiaries {
                group: need.population.clone(),
                geography: need.place.clone(),
                core20plus: need.inequalities.clone(),
                ..Beneficiaries::default()
            },
            goals: self.goals(),
            partnership: Partnership { nature: nature(call), ..Partnership::default() },
            information_governance: InformationGovernance { controllers: self.public(), ..Default::default() },
            governance: Governance { body: self.group.clone(), ..Governance::default() },
            publication: InWords { plan: call.publishes.clone(), ..InWords::default() },
            ..Matters::default()
        }
    }

    fn goals(&self) -> Goals {
        let goals = self.need.content.outcomes.iter().map(|it| Goal { goal: it.outcome.clone() }).collect();
        let sought = Intervention { intervention: self.call.content.seeks.clone() };
        let interventions = Some(sought).filter(|it| !it.intervention.trim().is_empty()).into_iter().collect();
        let method: String = self.offers.join("\n\n").chars().take(20_000).collect();
        Goals { goals, method, interventions, guidance: String::new() }
    }

    fn public(&self) -> Vec<OrganisationId> {
        let public = self.parties.iter().filter(|party| party.side == Side::Public);
        public.map(|party| party.organisation).collect()
    }
}

/// What the call says of working together: its summary and what the NHS brings.
fn nature(call: &domain::call::Content) -> String {
    let said = [&call.summary, &call.brings].into_iter().filter(|text| !text.trim().is_empty());
    said.cloned().collect::<Vec<_>>().join("\n\n").chars().take(4000).collect()
}
