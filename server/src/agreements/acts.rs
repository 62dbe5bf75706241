//! What each act on an agreement asks, and where it stands.
use super::{
    actions, edits,
    store::{self, Serving},
    words,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Flow, Opened, Proof, offer},
    error::{Done, Error, Result},
    forms::{Choice, Field, Kind, Problem},
    groups::interests::actions::must_not_be_stale,
    organisations, responses,
    unit::Unit,
    view,
};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::{Agreement, Command, Party},
    call::{self, Call},
    ids::OrganisationId,
    organisation::Kind as Of,
    policy,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
        .with::<Begin>()
        .with::<Freeze>()
        .with::<Approve>()
        .with::<Sign>()
        .with::<Refuse>()
        .with::<Reopen>()
        .and(edits::acts())
}

/// The words of `domain::agreement::Route`.
const ROUTES: &[&str] = &[
    "collaborative_working",
    "joint_working",
    "donation",
    "research",
    "procurement",
    "contracted_service",
    "sponsorship",
];

/// The page of an agreement.
pub fn path(reference: &str) -> String {
    format!("/agreements/{reference}")
}

/// What this actor can do with an agreement now, as links; the first is the one to do next.
pub fn offers(agreement: &Agreement, actor: &Actor) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Sign => Some(offer::<Sign>(&agreement.reference)),
        Command::Approve => Some(offer::<Approve>(&agreement.reference)),
        Command::Freeze => Some(offer::<Freeze>(&agreement.reference)),
        Command::Refuse => Some(offer::<Refuse>(&agreement.reference)),
        Command::Reopen => Some(offer::<Reopen>(&agreement.reference)),
        _ => None,
    };
    agreement.available(actor).iter().filter_map(offer).collect()
}

/// The link that begins the agreement of a call: for an officer of its network, once partners were announced, until there
/// is one.
pub async fn offer_to_begin(tx: &mut Tx, call: &Call, actor: &Actor) -> Result<Option<Value>> {
    let is_time = call.status == call::Status::Announced;
    if !is_time || policy::may_begin_agreement(actor, call.network).is_err() {
        return Ok(None);
    }
    let is_begun = store::of_call(tx, call.id).await?.is_some();
    let is_wanted = !responses::actions::of_selected(tx, call.id).await?.is_empty();
    Ok((is_wanted && !is_begun).then(|| offer::<Begin>(&call.reference)))
}

/// Begin the agreement of a call whose partners were announced.
struct Begin;

impl Act for Begin {
    const NAME: &'static str = "agreement.begin";
    const PATH: &'static str = "/calls/{reference}/agreement";
    const FORM: &'static [Field] =
        &[Field::choice("route", ROUTES), Field::text("route_reason"), Field::new("parties", Kind::Picks)];
    type Input = actions::Wish;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let call = crate::calls::actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        policy::may_begin_agreement(desk.actor, call.network)?;
        let kinds = [
            Of::NhsProvider,
            Of::IntegratedCareBoard,
            Of::PrimaryCare,
            Of::LocalAuthority,
            Of::ThirdSector,
            Of::University,
        ];
        let options = [("parties", organisations::store::options(desk.tx, &kinds).await?)].into();
        let facts = json!({ "reference": call.reference, "title": call.content.title });
        Ok(Opened { options, facts, back: format!("/calls/{}", call.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, wish: actions::Wish) -> Result<Done> {
        let agreement = actions::begin(unit, &address.reference()?, wish).await?;
        Ok(Done::to(path(&agreement.reference)).with("reference", agreement.reference))
    }
}

/// Agree the text.
struct Freeze;

impl Act for Freeze {
    const NAME: &'static str = "agreement.freeze";
    const PATH: &'static str = "/agreements/{reference}/agreed-text";
    const FORM: &'static [Field] = &[Field::new("complete", Kind::Yes)];
    const TEMPLATE: &'static str = "agreements/freeze.html";
    type Input = Value;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let at = desk.at;
        let (agreement, mut opened) = opened(desk, Command::Freeze).await?;
        opened.facts["missing"] = json!(words::missing(&agreement, at.day()));
        Ok(Opened { version: Some(agreement.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, _: Value) -> Result<Done> {
        let agreement = actions::freeze(unit, &address.reference()?).await?;
        Ok(Done::to(path(&agreement.reference)).with("text_hash", agreement.text_hash))
    }
}

/// Approve the text for a party.
struct Approve;

#[derive(Deserialize)]
struct Consent {
    organisation: String,
    hash: String,
}

impl Act for Approve {
    const NAME: &'static str = "agreement.approve";
    const PATH: &'static str = "/agreements/{reference}/approvals";
    const FORM: &'static [Field] = &[Field::pick("organisation"), Field::pick("hash")];
    const PROOF: Proof = Proof::Fresh;
    type Input = Consent;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (actor, at) = (desk.actor.clone(), desk.at);
        let Desk { tx, address, .. } = desk;
        let here = Desk { tx: &mut *tx, actor: &actor, at, address };
        let (agreement, opened) = opened(here, Command::Approve).await?;
        must_not_be_stale(tx, &actor, at).await?;
        Ok(for_a_party(&agreement, opened, |id| policy::may_approve_agreement_for(&actor, &agreement, id).is_ok()))
    }
    async fn run(unit: &mut Unit, address: &Address, input: Consent) -> Result<Done> {
        let party = party(&input.organisation)?;
        let agreement = actions::approve(unit, &address.reference()?, party, &input.hash).await?;
        Ok(Done::to(path(&agreement.reference)).with("status", agreement.status))
    }
}

/// Sign the text for a party.
struct Sign;

#[derive(Deserialize)]
struct Signing {
    organisation: String,
    hash: String,
    full_name: String,
}

impl Act for Sign {
    const NAME: &'static str = "agreement.sign";
    const PATH: &'static str = "/agreements/{reference}/signatures";
    const FORM: &'static [Field] = &[
        Field::pick("organisation"),
        Field::pick("hash"),
        Field::line("full_name"),
        Field::new("authority", Kind::Yes),
    ];
    const FLOW: Flow = Flow::Checked;
    const PROOF: Proof = Proof::Fresh;
    type Input = Signing;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (agreement, opened) = opened(desk, Command::Sign).await?;
        Ok(for_a_party(&agreement, opened, |id| policy::may_sign_agreement_for(&actor, &agreement, id).is_ok()))
    }
    async fn run(unit: &mut Unit, address: &Address, input: Signing) -> Result<Done> {
        let party = party(&input.organisation)?;
        let agreement = actions::sign(unit, &address.reference()?, party, &input.hash, &input.full_name).await?;
        Ok(Done::to(path(&agreement.reference)).with("status", agreement.status))
    }
}

/// Refuse the text for a party.
struct Refuse;

#[derive(Deserialize)]
struct Refusing {
    organisation: String,
    reason: String,
}

impl Act for Refuse {
    const NAME: &'static str = "agreement.refuse";
    const PATH: &'static str = "/agreements/{reference}/refusal";
    const FORM: &'static [Field] = &[Field::pick("organisation"), Field::text("reason")];
    type Input = Refusing;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (agreement, opened) = opened(desk, Command::Refuse).await?;
        Ok(for_a_party(&agreement, opened, |id| policy::may_refuse_agreement_for(&actor, &agreement, id).is_ok()))
    }
    async fn run(unit: &mut Unit, address: &Address, input: Refusing) -> Result<Done> {
        let party = party(&input.organisation)?;
        let agreement = actions::refuse(unit, &address.reference()?, party, input.reason).await?;
        Ok(Done::to(path(&agreement.reference)).with("status", agreement.status))
    }
}

/// Open the text again.
struct Reopen;

#[derive(Deserialize)]
struct Reopening {
    reason: String,
}

impl Act for Reopen {
    const NAME: &'static str = "agreement.reopen";
    const PATH: &'static str = "/agreements/{reference}/reopening";
    const FORM: &'static [Field] = &[Field::text("reason")];
    type Input = Reopening;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Reopen).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: Reopening) -> Result<Done> {
        let agreement = actions::reopen(unit, &address.reference()?, input.reason).await?;
        Ok(Done::to(path(&agreement.reference)).with("status", agreement.status))
    }
}

/// Opens an act on the agreement in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Agreement, Opened)> {
    let agreement = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    agreement.outcome(desk.actor, command)?;
    let facts = json!({ "reference": agreement.reference, "title": agreement.title });
    let opened = Opened { facts, back: path(&agreement.reference), ..Opened::default() };
    Ok((agreement, opened))
}

/// The parties that somebody may act for, and the one text there is; both stand in the form when there is no choice.
fn for_a_party(agreement: &Agreement, opened: Opened, may: impl Fn(OrganisationId) -> bool) -> Opened {
    let mine: Vec<&Party> = agreement.parties.iter().filter(|party| may(party.organisation)).collect();
    let only = match mine.as_slice() {
        [only] => Some(only.organisation),
        _ => None,
    };
    let parties = mine.iter().map(|party| choice(party.organisation.to_string(), party.name.clone(), String::new()));
    let options = [("organisation", parties.collect()), ("hash", texts(agreement))].into();
    Opened { values: json!({ "organisation": only }), options, ..opened }
}

fn texts(agreement: &Agreement) -> Vec<Choice> {
    let (Some(hash), Some(at)) = (&agreement.text_hash, agreement.agreed_at) else { return Vec::new() };
    let text = words::text("this_text", &[("when", &view::moment(at))]);
    vec![choice(hash.clone(), text, words::text("this_hash", &[("hash", hash)]))]
}

fn choice(value: String, text: String, hint: String) -> Choice {
    Choice { value, text, hint }
}

fn party(value: &str) -> Result<OrganisationId> {
    value.parse().map_err(|_| Error::from(Problem::new("not_an_option").at("organisation")))
}

/// Refuses what was picked in a head and is none of what could be.
pub fn known(agreement: &Agreement, people: &[Serving], form: &[Field], value: &Value) -> Result<()> {
    let options = words::options(agreement, people);
    let mut problems = Vec::new();
    strange(form, value, "", &options, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

fn strange(form: &[Field], value: &Value, prefix: &str, options: &crate::forms::Options, problems: &mut Vec<Problem>) {
    for field in form {
        let (name, given) = (format!("{prefix}{}", field.name), &value[field.name]);
        let known =
            |text: &Value| options.get(field.name).is_some_and(|all| all.iter().any(|one| text == one.value.as_str()));
        let is_strange = match (field.kind, given) {
            (Kind::Pick, Value::String(_)) => !known(given),
            (Kind::Picks, Value::Array(list)) => !list.iter().all(known),
            (Kind::Rows(fields) | Kind::Each(fields), Value::Array(rows)) => {
                let rows = rows.iter().enumerate();
                rows.for_each(|(n, row)| strange(fields, row, &format!("{name}-{n}-"), options, problems));
                false
            }
            _ => false,
        };
        if is_strange {
            problems.push(Problem::new("not_an_option").at(name));
        }
    }
}
