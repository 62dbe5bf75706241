//! What each act on an organisation asks, and where it stands.
mod following;
mod register;

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
    organisation::{self, Kind, Organisation, Renaming, TieKind},
    policy,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    let kept = Acts::new().with::<Create>().with::<Edit>().with::<Rename>().with::<Tie>();
    let followed = kept.with::<following::Succeed>().with::<following::Choose>();
    followed.with::<register::Send>().with::<register::Load>().with::<LoadReference>()
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

const TIES: [&str; 2] = [TieKind::HostedBy.as_str(), TieKind::PartOf.as_str()];

const IDENTIFIERS: &[Field] = &[
    Field::pick("scheme"),
    Field::new("code", Of::Line(30)),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
];

/// What an operator says about a new organisation.
const PARTICULARS: &[Field] = &[
    Field::line("name"),
    Field::line("brand").optional(),
    Field::new("kinds", Of::Choices(&KINDS)),
    Field::rows("identifiers", IDENTIFIERS),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
];

/// What an operator may correct; names have their own act.
const CORRECTION: &[Field] = &[
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
        Ok(()) => offered(it),
        Err(_) => Vec::new(),
    }
}

fn offered(it: &Organisation) -> Vec<Value> {
    let reference = &it.reference;
    let all = [
        offer::<Edit>(reference),
        offer::<Rename>(reference),
        offer::<Tie>(reference),
        offer::<following::Succeed>(reference),
    ];
    it.was_split().then(|| offer::<following::Choose>(reference)).into_iter().chain(all).collect()
}

/// What this actor can do with the list, as links.
pub fn offers_on_list(actor: &Actor) -> Vec<Value> {
    match policy::may_edit_organisation(actor) {
        Ok(()) => vec![offer::<Create>(""), offer::<register::Send>(""), offer::<LoadReference>("")],
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
    const FORM: &'static [Field] = CORRECTION;
    type Input = reading::Corrected;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (organisation, opened) = opened(desk).await?;
        Ok(Opened { values: reading::values(&organisation), options: schemes(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: reading::Corrected) -> Result<Done> {
        let organisation = actions::edit(unit, &address.reference()?, input.correction()?).await?;
        Ok(Done::to(path(&organisation.reference)))
    }
}

/// Give it another name.
struct Rename;

#[derive(Deserialize)]
struct RenameInput {
    name: String,
    brand: String,
    from: Option<Date>,
}

impl Act for Rename {
    const NAME: &'static str = "organisation.rename";
    const PATH: &'static str = "/organisations/{reference}/name";
    const FORM: &'static [Field] =
        &[Field::line("name"), Field::line("brand").optional(), Field::new("from", Of::Date).optional()];
    type Input = RenameInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk).await?;
        Ok(Opened { values: json!({ "name": it.name, "brand": it.brand }), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: RenameInput) -> Result<Done> {
        let RenameInput { name, brand, from } = input;
        let renaming = Renaming { name, brand, from, today: unit.at.day() };
        let organisation = actions::rename(unit, &address.reference()?, renaming).await?;
        Ok(Done::to(path(&organisation.reference)))
    }
}

/// Say what it is part of, and who hosts it.
struct Tie;

#[derive(Deserialize)]
struct TieInput {
    ties: Vec<TieRow>,
}

#[derive(Deserialize)]
struct TieRow {
    tie: TieKind,
    organisation: String,
    from: Option<Date>,
    to: Option<Date>,
}

const TIE: &[Field] = &[
    Field::choice("tie", &TIES),
    Field::pick("organisation"),
    Field::new("from", Of::Date).optional(),
    Field::new("to", Of::Date).optional(),
];

impl Act for Tie {
    const NAME: &'static str = "organisation.tie";
    const PATH: &'static str = "/organisations/{reference}/ties";
    const FORM: &'static [Field] = &[Field::rows("ties", TIE)];
    type Input = TieInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let Desk { tx, actor, at, address } = desk;
        let (it, opened) = opened(Desk { tx: &mut *tx, actor, at, address }).await?;
        let above: Vec<_> = it.ties.iter().map(|tie| tie.organisation).collect();
        let above = store::several(tx, &above).await?;
        let values = json!({ "ties": it.ties.iter().map(|tie| row(tie, &above)).collect::<Vec<_>>() });
        let options = store::options_with(tx, &above).await?;
        Ok(Opened { values, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: TieInput) -> Result<Done> {
        let mut ties = Vec::new();
        for (n, TieRow { tie: kind, organisation, from, to }) in input.ties.into_iter().enumerate() {
            let field = format!("ties-{n}-organisation");
            let organisation = actions::picked(&mut unit.tx, &organisation, &field).await?;
            ties.push(organisation::Tie { kind, organisation, from, to });
        }
        let organisation = actions::tie(unit, &address.reference()?, ties).await?;
        Ok(Done::to(path(&organisation.reference)))
    }
}

fn row(tie: &organisation::Tie, above: &[Organisation]) -> Value {
    let reference = above.iter().find(|it| it.id == tie.organisation).map(|it| &it.reference);
    json!({ "tie": tie.kind, "organisation": reference, "from": tie.from, "to": tie.to })
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
