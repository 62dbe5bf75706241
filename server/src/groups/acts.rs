//! What each act on a group asks, and where it stands.
use super::{actions, agreed, interests, items, meetings, seats, suggestions, words};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Field, Kind as Of, Problem},
    organisations,
    unit::Unit,
};
use domain::{
    actor::{Actor, SeatRole},
    group::{Command, Group},
    ids::PersonId,
    organisation::Kind,
    policy,
    terms::{Clauses, DecisionRule},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    let own = Acts::new().with::<Create>().with::<GiveSeat>().with::<DraftTerms>().and(seats::acts());
    let own = own.with::<ProposeTerms>().and(meetings::acts()).and(items::acts()).and(agreed::acts());
    own.and(interests::acts()).and(suggestions::acts())
}

/// The page of a group.
pub fn path(reference: &str) -> String {
    format!("/groups/{reference}")
}

/// What this actor can do with a group now, as links; the first is the one to do next.
pub fn offers(group: &Group, actor: &Actor) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::GiveSeat => offer::<GiveSeat>(&group.reference),
        Command::EndSeat | Command::OfferSeat | Command::TakeBackOffer | Command::ExtendSeat => {
            seats::offer_to_run(*command, &group.reference)
        }
        Command::DraftTerms => offer::<DraftTerms>(&group.reference),
        Command::ProposeTerms => offer::<ProposeTerms>(&group.reference),
        Command::Plan => meetings::offer_plan(&group.reference),
    };
    group.available(actor).iter().map(offer).collect()
}

/// What this actor can do with the list of groups.
pub fn offers_on_list(actor: &Actor) -> Vec<Value> {
    policy::may_operate(actor).map(|()| vec![offer::<Create>("")]).unwrap_or_default()
}

/// Opens an act on the group in the address, if this actor may give this command.
pub async fn opened(desk: Desk<'_>, command: Command) -> Result<(Group, Opened)> {
    let group = actions::get(desk.tx, &desk.address.reference()?).await?;
    policy::may_group(desk.actor, command, &group)?;
    let facts = json!({ "reference": group.reference, "title": group.name });
    let back = path(&group.reference);
    Ok((group, Opened { facts, back, ..Opened::default() }))
}

/// Create a group.
struct Create;

#[derive(Deserialize)]
struct CreateInput {
    name: String,
    systems: Vec<String>,
    network: String,
}

impl Act for Create {
    const NAME: &'static str = "group.create";
    const PATH: &'static str = "/groups/new";
    const FORM: &'static [Field] = &[Field::line("name"), Field::new("systems", Of::Picks), Field::pick("network")];
    type Input = CreateInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_operate(desk.actor)?;
        let systems = organisations::store::options(desk.tx, &[Kind::IntegratedCareBoard]).await?;
        let networks = organisations::store::options(desk.tx, &[Kind::HealthInnovationNetwork]).await?;
        let options = [("systems", systems), ("network", networks)].into();
        Ok(Opened { options, back: "/groups".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, it: CreateInput) -> Result<Done> {
        let group = actions::create(unit, it.name, &it.systems, &it.network).await?;
        Ok(Done::to(path(&group.reference)).with("reference", group.reference))
    }
}

/// Give somebody a seat.
struct GiveSeat;

#[derive(Deserialize)]
pub(super) struct SeatInput {
    email: String,
    role: SeatRole,
    organisation: Option<String>,
    from: Date,
    to: Option<Date>,
    voting: Voting,
    stands_in_for: Option<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Voting {
    Votes,
    DoesNotVote,
}

impl Act for GiveSeat {
    const NAME: &'static str = "group.seat";
    const PATH: &'static str = "/groups/{reference}/seats";
    const FORM: &'static [Field] = &SEAT;
    type Input = SeatInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_seat(desk, Command::GiveSeat).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: SeatInput) -> Result<Done> {
        let group = actions::give_seat(unit, &address.reference()?, it.place()?).await?;
        Ok(Done::to(path(&group.reference)))
    }
}

/// What a seat is: whose, in which role, for whom, from when until when.
pub(super) const SEAT: [Field; 7] = [
    Field::new("email", Of::Email),
    Field::choice("role", &words::SEAT_ROLES),
    Field::pick("organisation").optional(),
    Field::new("from", Of::Date),
    Field::new("to", Of::Date).optional(),
    Field::choice("voting", &["votes", "does_not_vote"]),
    Field::pick("stands_in_for").optional(),
];

/// Opens the form of a seat.
pub(super) async fn opened_seat(desk: Desk<'_>, command: Command) -> Result<Opened> {
    let organisations = organisations::store::options(desk.tx, &[]).await?;
    let group = actions::get(desk.tx, &desk.address.reference()?).await?;
    let members = items::named(desk.tx, &group.voters(desk.at)).await?;
    let values = json!({ "from": desk.at.day() });
    let options = [("organisation", organisations), ("stands_in_for", members)].into();
    let (_, opened) = opened(desk, command).await?;
    Ok(Opened { values, options, ..opened })
}

impl SeatInput {
    /// The seat that is asked for.
    pub(super) fn place(self) -> Result<actions::Place> {
        let stands_in_for = self.stands_in_for.as_deref().map(principal).transpose()?;
        let SeatInput { email, role, organisation, from, to, voting, .. } = self;
        let (organisation, voting) = (organisation.unwrap_or_default(), voting == Voting::Votes);
        Ok(actions::Place { email, role, organisation, from, to, voting, stands_in_for })
    }
}

fn principal(value: &str) -> Result<PersonId> {
    value.parse().map_err(|_| Problem::new("not_an_option").at("stands_in_for").into())
}

/// Write or change the draft terms of reference.
struct DraftTerms;

impl Act for DraftTerms {
    const NAME: &'static str = "terms.draft";
    const PATH: &'static str = "/groups/{reference}/terms/draft";
    const FORM: &'static [Field] = &words::CLAUSES;
    type Input = Clauses;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let at = desk.at;
        let (group, opened) = opened(desk, Command::DraftTerms).await?;
        let from = group.draft().or(group.in_force(at)).map(|terms| &terms.clauses);
        Ok(Opened { values: json!(from), version: Some(group.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, clauses: Clauses) -> Result<Done> {
        let group = actions::draft_terms(unit, &address.reference()?, clauses).await?;
        Ok(Done::to(format!("{}/terms", path(&group.reference))))
    }
}

/// Put the draft terms before the group.
struct ProposeTerms;

#[derive(Deserialize)]
struct ProposeInput {
    missing_because: String,
}

impl Act for ProposeTerms {
    const NAME: &'static str = "terms.propose";
    const PATH: &'static str = "/groups/{reference}/terms/adoption";
    const FORM: &'static [Field] = &[Field::text("missing_because").optional()];
    type Input = ProposeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::ProposeTerms).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: ProposeInput) -> Result<Done> {
        let group = actions::propose_terms(unit, &address.reference()?, it.missing_because).await?;
        Ok(Done::to(path(&group.reference)))
    }
}

const _: () = assert!(words::DECISION_RULES.len() == DecisionRule::ALL.len());
