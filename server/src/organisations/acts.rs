//! What each act on an organisation asks, and where it stands.
use super::{actions, reading, store};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Choice, Field, Kind as Of, Options},
    messages::Messages,
    unit::Unit,
};
use domain::{
    actor::Actor,
    identifiers::Scheme,
    organisation::{Kind, Organisation},
    policy,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<Create>().with::<Edit>().with::<Succeed>().with::<LoadReference>()
}

const KINDS: [&str; Kind::ALL.len()] = {
    let mut words = [""; Kind::ALL.len()];
    let mut n = 0;
    while n < words.len() {
        words[n] = Kind::ALL[n].as_str();
        n += 1;
    }
    words
};

const IDENTIFIERS: &[Field] = &[
    Field::pick("scheme"),
    Field::new("code", Of::Line(30)),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
];

/// What an operator says about an organisation.
const PARTICULARS: &[Field] = &[
    Field::line("name"),
    Field::new("kinds", Of::Choices(&KINDS)),
    Field::rows("identifiers", IDENTIFIERS),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
];

/// The page of an organisation.
pub fn path(reference: &str) -> String {
    format!("/organisations/{reference}")
}

/// What this actor can do with an organisation, as links.
pub fn offers(it: &Organisation, actor: &Actor) -> Vec<Value> {
    match policy::may_edit_organisation(actor) {
        Ok(()) => vec![offer::<Edit>(&it.reference), offer::<Succeed>(&it.reference)],
        Err(_) => Vec::new(),
    }
}

/// What this actor can do with the list, as links.
pub fn offers_on_list(actor: &Actor) -> Vec<Value> {
    match policy::may_edit_organisation(actor) {
        Ok(()) => vec![offer::<Create>(""), offer::<LoadReference>("")],
        Err(_) => Vec::new(),
    }
}

/// The registers as options of a field.
fn schemes() -> Options {
    let choice = |scheme: &Scheme| {
        let value = store::word(*scheme);
        let text = Messages::english().text(&format!("word.scheme.{value}"), &[]);
        Choice { value, text, hint: String::new() }
    };
    [("scheme", Scheme::ALL.iter().map(choice).collect())].into()
}

/// Opens an act on the organisation in the address for whoever keeps the list.
async fn opened(desk: Desk<'_>) -> Result<(Organisation, Opened)> {
    policy::may_edit_organisation(desk.actor)?;
    let organisation = actions::get(desk.tx, &desk.address.reference()?).await?;
    let facts = json!({ "reference": organisation.reference, "title": organisation.name });
    let (version, back) = (Some(organisation.version), path(&organisation.reference));
    Ok((organisation, Opened { facts, version, back, ..Opened::default() }))
}

/// Put an organisation on the list.
struct Create;

impl Act for Create {
    const NAME: &'static str = "organisation.create";
    const PATH: &'static str = "/organisations/new";
    const FORM: &'static [Field] = PARTICULARS;
    type Input = reading::Input;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_edit_organisation(desk.actor)?;
        Ok(Opened { options: schemes(), back: "/organisations".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: reading::Input) -> Result<Done> {
        let organisation = actions::create(unit, input.particulars()?).await?;
        Ok(Done::to(path(&organisation.reference)).with("reference", organisation.reference))
    }
}

/// Change what the list says about an organisation.
struct Edit;

impl Act for Edit {
    const NAME: &'static str = "organisation.edit";
    const PATH: &'static str = "/organisations/{reference}/particulars";
    const FORM: &'static [Field] = PARTICULARS;
    type Input = reading::Input;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (organisation, opened) = opened(desk).await?;
        Ok(Opened { values: reading::values(&organisation), options: schemes(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: reading::Input) -> Result<Done> {
        let organisation = actions::edit(unit, &address.reference()?, input.particulars()?).await?;
        Ok(Done::to(path(&organisation.reference)))
    }
}

/// Note who takes its place.
struct Succeed;

#[derive(Deserialize)]
struct SucceedInput {
    successors: Vec<Follower>,
    to: Date,
}

#[derive(Deserialize)]
struct Follower {
    organisation: String,
}

const FOLLOWERS: &[Field] = &[Field::pick("organisation")];

impl Act for Succeed {
    const NAME: &'static str = "organisation.succeed";
    const PATH: &'static str = "/organisations/{reference}/succession";
    const FORM: &'static [Field] = &[Field::rows("successors", FOLLOWERS).required(), Field::new("to", Of::Date)];
    type Input = SucceedInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let Desk { tx, actor, at, address } = desk;
        let (organisation, opened) = opened(Desk { tx: &mut *tx, actor, at, address }).await?;
        let followers = store::several(tx, &organisation.successors).await?;
        let rows: Vec<Value> = followers.iter().map(|one| json!({ "organisation": one.reference })).collect();
        let values = json!({ "successors": rows, "to": organisation.to });
        Ok(Opened { values, options: [("organisation", store::options(tx, &[]).await?)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: SucceedInput) -> Result<Done> {
        let mut successors = Vec::new();
        for (n, follower) in input.successors.iter().enumerate() {
            let field = format!("successors-{n}-organisation");
            successors.push(actions::picked(&mut unit.tx, &follower.organisation, &field).await?);
        }
        let organisation = actions::succeed(unit, &address.reference()?, successors, input.to).await?;
        Ok(Done::to(path(&organisation.reference)))
    }
}

/// Load the boards and networks of England that come with the product.
struct LoadReference;

impl Act for LoadReference {
    const NAME: &'static str = "organisation.load";
    const PATH: &'static str = "/organisations/reference-list";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_edit_organisation(desk.actor)?;
        Ok(Opened { back: "/organisations".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        let loaded = super::load(unit).await?;
        Ok(Done::to("/organisations").with("loaded", loaded))
    }
}
