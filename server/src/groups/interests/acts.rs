//! What each act on interests asks, and where it stands.
use super::{
    super::words,
    actions::{self, Said},
    register::Reader,
    store::{self, Worded},
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Field, Kind as Of, Options},
    organisations,
    unit::Unit,
};
use db::Tx;
use domain::{interest::Shown, policy};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on interests.
pub fn acts() -> Acts {
    let own = Acts::new().with::<DeclareInterest>().with::<Renew>().with::<ChangeInterest>().with::<EndInterest>();
    own.with::<Withhold>()
}

/// The link to declaring.
pub fn offer_declare() -> Value {
    offer::<DeclareInterest>("")
}

/// "Nothing has changed", in one click.
pub fn offer_renew() -> Value {
    let form = offer::<Renew>("");
    json!({ "text": form["text"], "post": form["href"] })
}

/// What its person can do with an interest that runs.
pub fn offers(it: &Worded, today: Date) -> Vec<Value> {
    let reference = &it.interest.reference;
    match it.interest.is_running(today) {
        true => vec![offer::<ChangeInterest>(reference), offer::<EndInterest>(reference)],
        false => Vec::new(),
    }
}

/// What those who run a group of its person can do with an entry that was asked to be withheld, or is.
pub fn offers_to_rule(it: &Worded, reader: &Reader<'_>) -> Option<Value> {
    (reader.rules(it) && it.interest.shown != Shown::Public).then(|| offer::<Withhold>(&it.interest.reference))
}

const SAID: &[Field] = &[
    Field::choice("kind", &words::INTEREST_KINDS),
    Field::text("description").optional(),
    Field::pick("listed").optional(),
    Field::line("organisation").optional(),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
    Field::line("register").optional(),
    Field::new("register_link", Of::Link).optional(),
    Field::text("withhold_because").optional(),
];

async fn listed(tx: &mut Tx) -> Result<Options> {
    Ok([("listed", organisations::store::options(tx, &[]).await?)].into())
}

/// Declare a standing interest, or that there is none.
struct DeclareInterest;

impl Act for DeclareInterest {
    const NAME: &'static str = "interest.declare";
    const PATH: &'static str = "/interests/new";
    const FORM: &'static [Field] = SAID;
    type Input = Said;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        Ok(Opened { options: listed(desk.tx).await?, back: "/interests".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, it: Said) -> Result<Done> {
        let interest = actions::declare(unit, it).await?;
        Ok(Done::to("/interests").with("reference", interest.reference))
    }
}

/// Say that nothing has changed.
struct Renew;

impl Act for Renew {
    const NAME: &'static str = "interest.renew";
    const PATH: &'static str = "/interests/renewal";
    type Input = ();

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: "/interests".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        actions::renew(unit).await?;
        Ok(Done::to("/interests"))
    }
}

/// Say an interest differently.
struct ChangeInterest;

impl Act for ChangeInterest {
    const NAME: &'static str = "interest.change";
    const PATH: &'static str = "/interests/{reference}/change";
    const FORM: &'static [Field] = SAID;
    type Input = Said;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk).await?;
        Ok(Opened { version: Some(it.interest.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: Said) -> Result<Done> {
        actions::change(unit, &address.reference()?, it).await?;
        Ok(Done::to("/interests"))
    }
}

/// Opens an act on the actor's own interest in the address, with what it says.
async fn opened(desk: Desk<'_>) -> Result<(Worded, Opened)> {
    let it = actions::own(desk.tx, desk.actor, &desk.address.reference()?).await?;
    if !it.interest.is_running(desk.at.day()) {
        return Err(domain::refusal::Refusal::because("interest_is_over").into());
    }
    let picked = match it.words.listed {
        Some(id) => organisations::store::find(desk.tx, id).await?.map(|it| it.reference),
        None => None,
    };
    let typed = if picked.is_some() { "" } else { it.words.organisation.as_str() };
    let words = &it.words;
    let values = json!({
        "kind": it.interest.kind, "description": words.description, "listed": picked, "organisation": typed,
        "from": it.interest.from, "to": it.interest.to, "register": words.cited.register,
        "register_link": words.cited.link, "withhold_because": words.withhold_because,
    });
    let facts = json!({ "reference": it.interest.reference, "title": words.description });
    let options = listed(desk.tx).await?;
    Ok((it, Opened { values, options, facts, back: "/interests".into(), ..Opened::default() }))
}

/// Say which day was the last of an interest.
struct EndInterest;

#[derive(Deserialize)]
struct EndInput {
    to: Date,
}

impl Act for EndInterest {
    const NAME: &'static str = "interest.end";
    const PATH: &'static str = "/interests/{reference}/end";
    const FORM: &'static [Field] = &[Field::new("to", Of::Date)];
    type Input = EndInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let values = json!({ "to": desk.at.day() });
        opened(desk).await.map(|(_, opened)| Opened { values, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: EndInput) -> Result<Done> {
        actions::end(unit, &address.reference()?, it.to).await?;
        Ok(Done::to("/interests"))
    }
}

/// Decide whether the public reads an entry.
struct Withhold;

#[derive(Deserialize)]
struct WithholdInput {
    shown: Shown,
    reasons: String,
}

impl Act for Withhold {
    const NAME: &'static str = "interest.withhold";
    const PATH: &'static str = "/interests/{reference}/withholding";
    const FORM: &'static [Field] =
        &[Field::choice("shown", &[Shown::Withheld.as_str(), Shown::Public.as_str()]), Field::text("reasons")];
    type Input = WithholdInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let it = actions::get(desk.tx, &desk.address.reference()?).await?;
        let groups = store::groups_of(desk.tx, it.interest.person, desk.at).await?;
        policy::may_rule_interest(desk.actor, &it.interest, &groups).map_err(|_| crate::error::Error::NotFound)?;
        let facts = json!({ "reference": it.interest.reference, "title": it.words.description, "asked": it.words.withhold_because });
        Ok(Opened { facts, back: back(desk.tx, &groups, desk.actor).await?, ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, it: WithholdInput) -> Result<Done> {
        let interest = actions::rule(unit, &address.reference()?, it.shown, it.reasons).await?;
        let groups = store::groups_of(&mut unit.tx, interest.person, unit.at).await?;
        let actor = unit.actor.clone();
        Ok(Done::to(back(&mut unit.tx, &groups, &actor).await?))
    }
}

/// The register of the group for which this actor decides.
async fn back(tx: &mut Tx, groups: &[domain::ids::GroupId], actor: &domain::actor::Actor) -> Result<String> {
    let groups = super::super::store::some(tx, groups).await?;
    let mine = groups.iter().find(|group| policy::may_plan(actor, group.id).is_ok());
    Ok(mine.map(|group| format!("{}/interests", super::super::path(&group.reference))).unwrap_or_default())
}
