//! What each act on a seat asks, and where it stands.
use super::{
    super::{
        acts::{SEAT, SeatInput, opened, opened_seat, path},
        words,
    },
    actions,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Error, Result},
    forms::{Choice, Field, Kind as Of},
    organisations, people,
    unit::Unit,
    view,
};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    group::{Afterwards, Command, Group, Seat},
    ids::PersonId,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on seats.
pub fn acts() -> Acts {
    let asking = Acts::new().with::<OfferSeat>().with::<AcceptSeat>().with::<DeclineSeat>().with::<TakeBack>();
    asking.with::<ExtendSeat>().with::<EndSeat>().with::<Resign>()
}

/// The link to what those who run a group do with its seats.
pub fn offer_to_run(command: Command, group: &str) -> Value {
    match command {
        Command::ExtendSeat => offer::<ExtendSeat>(group),
        Command::EndSeat => offer::<EndSeat>(group),
        Command::TakeBackOffer => offer::<TakeBack>(group),
        _ => offer::<OfferSeat>(group),
    }
}

/// What this actor can do with a seat of their own, or one they are asked to take, as links.
pub fn offers_of_own(group: &Group, actor: &Actor) -> Vec<Value> {
    let asked = actor.accounts().any(|person| group.offer_to(person).is_some());
    let asked = asked.then(|| [offer::<AcceptSeat>(&group.reference), offer::<DeclineSeat>(&group.reference)]);
    let sits = actor.sits_in(group.id).then(|| offer::<Resign>(&group.reference));
    asked.into_iter().flatten().chain(sits).collect()
}

fn members(group: &Group) -> String {
    format!("{}/members", path(&group.reference))
}

/// Ask somebody to take a seat.
struct OfferSeat;

impl Act for OfferSeat {
    const NAME: &'static str = "seat.offer";
    const PATH: &'static str = "/groups/{reference}/seats/offers";
    const FORM: &'static [Field] = &SEAT;
    type Input = SeatInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_seat(desk, Command::OfferSeat).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: SeatInput) -> Result<Done> {
        let group = actions::offer(unit, &address.reference()?, it.place()?).await?;
        Ok(Done::to(members(&group)))
    }
}

/// Opens what somebody answers who is asked to take a seat, with what the seat is.
async fn asked(desk: Desk<'_>) -> Result<Opened> {
    let group = actions::asking(desk.tx, desk.actor, &desk.address.reference()?).await?;
    let found = desk.actor.accounts().find_map(|person| group.offer_to(person)).ok_or(Error::NotFound)?;
    let seat = &found.seat;
    let represented: Vec<_> = seat.organisation.into_iter().collect();
    let names = organisations::store::names(desk.tx, &represented).await?;
    let organisation = seat.organisation.and_then(|id| names.get(&id)).cloned();
    let facts = json!({
        "reference": group.reference, "title": group.name, "role": words::of("role", seat.role.as_str()),
        "organisation": organisation, "from": seat.from, "to": seat.to, "voting": seat.voting,
    });
    Ok(Opened { facts, back: path(&group.reference), ..Opened::default() })
}

/// Take the seat.
struct AcceptSeat;

impl Act for AcceptSeat {
    const NAME: &'static str = "seat.accept";
    const PATH: &'static str = "/groups/{reference}/seats/acceptance";
    const TEMPLATE: &'static str = "groups/seat-offer.html";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        asked(desk).await
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let (group, must_declare) = actions::accept(unit, &address.reference()?).await?;
        Ok(Done::to(if must_declare { "/interests/new".into() } else { members(&group) }))
    }
}

/// Do not take the seat.
struct DeclineSeat;

impl Act for DeclineSeat {
    const NAME: &'static str = "seat.decline";
    const PATH: &'static str = "/groups/{reference}/seats/refusal";
    const TEMPLATE: &'static str = "groups/seat-offer.html";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        asked(desk).await
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        actions::decline(unit, &address.reference()?).await?;
        Ok(Done::to("/work"))
    }
}

/// Some seats as options: the value is the seat's id.
async fn options(tx: &mut Tx, seats: &[&Seat]) -> Result<Vec<Choice>> {
    let held: Vec<PersonId> = seats.iter().map(|seat| seat.person).collect();
    let names = people::store::names(tx, &held).await?;
    let option = |seat: &&Seat| Choice {
        value: seat.id.to_string(),
        text: format!(
            "{}, {}",
            names.get(&seat.person).map(String::as_str).unwrap_or_default(),
            words::of("role", seat.role.as_str())
        ),
        hint: seat.to.map(view::day_in_words).unwrap_or_default(),
    };
    Ok(seats.iter().map(option).collect())
}

/// Opens an act that picks one of some seats.
async fn opened_with(desk: Desk<'_>, command: Command, which: fn(&Group, Date) -> Vec<&Seat>) -> Result<Opened> {
    let group = super::super::actions::get(desk.tx, &desk.address.reference()?).await?;
    let seats = options(desk.tx, &which(&group, desk.at.day())).await?;
    let (_, opened) = opened(desk, command).await?;
    Ok(Opened { options: [("seat", seats)].into(), ..opened })
}

/// The seats that are not over.
fn that_last(group: &Group, on: Date) -> Vec<&Seat> {
    group.seats.iter().filter(|seat| seat.to.is_none_or(|last| on <= last)).collect()
}

/// The seats that are not over and have a last day.
fn that_end(group: &Group, on: Date) -> Vec<&Seat> {
    that_last(group, on).into_iter().filter(|seat| seat.to.is_some()).collect()
}

#[derive(Deserialize)]
struct SeatOnly {
    seat: String,
}

/// Ask somebody no longer.
struct TakeBack;

impl Act for TakeBack {
    const NAME: &'static str = "seat.take_back";
    const PATH: &'static str = "/groups/{reference}/seats/offers/end";
    const FORM: &'static [Field] = &[Field::pick("seat")];
    type Input = SeatOnly;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_with(desk, Command::TakeBackOffer, |group, _| group.offers.iter().map(|it| &it.seat).collect()).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: SeatOnly) -> Result<Done> {
        let group = actions::take_back(unit, &address.reference()?, &it.seat).await?;
        Ok(Done::to(members(&group)))
    }
}

#[derive(Deserialize)]
struct ExtendInput {
    seat: String,
    to: Option<Date>,
}

/// Let a seat last longer.
struct ExtendSeat;

impl Act for ExtendSeat {
    const NAME: &'static str = "seat.extend";
    const PATH: &'static str = "/groups/{reference}/seats/extension";
    const FORM: &'static [Field] = &[Field::pick("seat"), Field::new("to", Of::Date).optional()];
    type Input = ExtendInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_with(desk, Command::ExtendSeat, that_end).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: ExtendInput) -> Result<Done> {
        let group = actions::extend(unit, &address.reference()?, &it.seat, it.to).await?;
        Ok(Done::to(members(&group)))
    }
}

#[derive(Deserialize)]
struct EndInput {
    seat: String,
    to: Date,
    afterwards: Option<Afterwards>,
    because: String,
}

/// End somebody's seat.
struct EndSeat;

impl Act for EndSeat {
    const NAME: &'static str = "group.end_seat";
    const PATH: &'static str = "/groups/{reference}/seats/end";
    const FORM: &'static [Field] = &[
        Field::pick("seat"),
        Field::new("to", Of::Date),
        Field::choice("afterwards", &[Afterwards::FilledAgain.as_str(), Afterwards::NotFilled.as_str()]).optional(),
        Field::text("because").optional(),
    ];
    type Input = EndInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_with(desk, Command::EndSeat, that_last).await
    }
    async fn run(unit: &mut Unit, address: &Address, it: EndInput) -> Result<Done> {
        let afterwards = it.afterwards.unwrap_or(Afterwards::FilledAgain);
        let said = actions::Said { seat: it.seat, last: it.to, because: it.because, afterwards };
        let group = actions::end(unit, &address.reference()?, said).await?;
        Ok(Done::to(path(&group.reference)))
    }
}

#[derive(Deserialize)]
struct ResignInput {
    to: Date,
}

/// Give one's own seat up.
struct Resign;

impl Act for Resign {
    const NAME: &'static str = "seat.resign";
    const PATH: &'static str = "/groups/{reference}/seats/resignation";
    const FORM: &'static [Field] = &[Field::new("to", Of::Date)];
    type Input = ResignInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let group = super::super::actions::get(desk.tx, &desk.address.reference()?).await?;
        let sits = |role: &Role| matches!(role, Role::Sits(_, of) if *of == group.id);
        if !desk.actor.roles.iter().any(sits) {
            return Err(domain::refusal::Refusal::because("no_seat_of_yours").into());
        }
        let facts = json!({ "reference": group.reference, "title": group.name });
        let values = json!({ "to": desk.at.day() });
        Ok(Opened { values, facts, back: path(&group.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, it: ResignInput) -> Result<Done> {
        let group = actions::resign(unit, &address.reference()?, it.to).await?;
        Ok(Done::to(members(&group)))
    }
}
