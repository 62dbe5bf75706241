//! What each act on an account asks, and where it stands. Those behind one-time links stand in `entering.rs`, those on
//! one's own account in `own.rs`; signing in and out in `signing.rs`: they set cookies.
use super::{actions, entering, own, store};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, Proof, offer},
    error::{Done, Error, Result},
    forms::{Choice, Field, Kind, Problem},
    messages::Messages,
    organisations,
    unit::Unit,
};
use domain::{
    actor::{Actor, Duty, Role},
    ids::{OrganisationId, PersonId},
    person::{Appointment, Person},
    policy,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    let people = Acts::new().with::<Invite>().with::<InviteAgain>().with::<Duties>().with::<Leave>();
    let people = people.with::<Merge>().with::<ResetSecondFactor>();
    people.and(entering::acts()).and(own::acts())
}

/// Every duty, as a choice of a form knows it.
pub const DUTIES: [&str; Duty::ALL.len()] = {
    let mut words = [""; Duty::ALL.len()];
    let mut n = 0;
    while n < words.len() {
        words[n] = Duty::ALL[n].as_str();
        n += 1;
    }
    words
};

/// The page of a person.
pub fn path(person: PersonId) -> String {
    format!("/people/{person}")
}

/// What this actor can do with a person's account, as links.
pub fn offers(it: &Person, actor: &Actor) -> Vec<Value> {
    let mut links = Vec::new();
    if policy::may_appoint(actor).is_ok() {
        links.push(link::<Duties>(it.id));
    }
    if actions::may_invite_again(actor, it).is_ok() {
        links.push(link::<InviteAgain>(it.id));
    }
    if it.active && policy::may_end_access(actor, it).is_ok() {
        links.push(link::<Leave>(it.id));
    }
    if policy::may_appoint(actor).is_ok() && !actor.is_person(it.id) {
        links.push(link::<Merge>(it.id));
    }
    links
}

/// What this actor can do with the list of people, as links.
pub fn offers_on_list(actor: &Actor) -> Vec<Value> {
    policy::may_invite_someone(actor).map(|()| offer::<Invite>("")).into_iter().collect()
}

fn link<A: Act>(person: PersonId) -> Value {
    let mut link = offer::<A>("");
    link["href"] = json!(A::PATH.replace("{person}", &person.to_string()));
    link
}

/// The organisations for which the actor may invite, as options.
async fn inviting(desk: &mut Desk<'_>) -> Result<Vec<Choice>> {
    if desk.actor.is(Role::Operator) {
        return organisations::store::options(desk.tx, &[]).await;
    }
    let own = organisations::store::several(desk.tx, &desk.actor.organisations()).await?;
    let own = own.into_iter().filter(|it| policy::may_invite(desk.actor, &[(Duty::Assessor, it.id)]).is_ok());
    Ok(own.map(|it| Choice { value: it.reference, text: it.name, hint: String::new() }).collect())
}

/// Invite somebody by mail.
struct Invite;

#[derive(Deserialize)]
struct InviteInput {
    name: String,
    email: String,
    organisation: Option<String>,
    duties: Vec<Duty>,
}

impl Act for Invite {
    const NAME: &'static str = "person.invite";
    const PATH: &'static str = "/people/new";
    const FORM: &'static [Field] = &[
        Field::line("name"),
        Field::new("email", Kind::Email),
        Field::pick("organisation").optional(),
        Field::new("duties", Kind::Choices(&DUTIES)).optional(),
    ];
    type Input = InviteInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        policy::may_invite_someone(desk.actor)?;
        let organisations = inviting(&mut desk).await?;
        Ok(Opened { options: [("organisation", organisations)].into(), back: "/people".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: InviteInput) -> Result<Done> {
        let duties = match (&input.organisation, input.duties.is_empty()) {
            (None, true) => Vec::new(),
            (None, false) => return Err(Problem::new("missing").at("organisation").into()),
            (Some(_), true) => return Err(Problem::new("missing").at("duties").into()),
            (Some(reference), false) => {
                let of = organisations::actions::picked(&mut unit.tx, reference, "organisation").await?;
                input.duties.iter().map(|duty| (*duty, of)).collect()
            }
        };
        let person = actions::invite(unit, &input.name, &input.email, duties).await?;
        Ok(Done::to(path(person)).with("person", person))
    }
}

/// Opens an act on the person in the address.
async fn opened(desk: Desk<'_>) -> Result<(Person, Opened)> {
    let person = actions::get(desk.tx, desk.actor, desk.address.part("person")?).await?;
    let account = store::account(desk.tx, person.id).await?.ok_or(Error::NotFound)?;
    let facts = json!({ "title": account.name, "email": account.email });
    let (version, back) = (Some(person.version), path(person.id));
    Ok((person, Opened { facts, version, back, ..Opened::default() }))
}

/// Write to somebody again who has not accepted yet.
struct InviteAgain;

impl Act for InviteAgain {
    const NAME: &'static str = "person.invite_again";
    const PATH: &'static str = "/people/{person}/invitation";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (person, opened) = opened(desk).await?;
        actions::may_invite_again(&actor, &person)?;
        // A letter changes nothing of the person: there is no version to write over.
        Ok(Opened { version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let person = address.part("person")?;
        actions::invite_again(unit, person).await?;
        Ok(Done::to(path(person)))
    }
}

/// Say what somebody does.
struct Duties;

#[derive(Deserialize)]
struct DutiesInput {
    duties: Vec<DutyRow>,
    operator: bool,
    auditor: bool,
}

#[derive(Deserialize)]
struct DutyRow {
    duty: String,
    organisation: String,
}

const DUTY_ROWS: &[Field] = &[Field::pick("duty"), Field::pick("organisation")];

impl Act for Duties {
    const NAME: &'static str = "person.duties";
    const PATH: &'static str = "/people/{person}/duties";
    const FORM: &'static [Field] = &[
        Field::rows("duties", DUTY_ROWS),
        Field::new("operator", Kind::Yes).optional(),
        Field::new("auditor", Kind::Yes).optional(),
    ];
    type Input = DutiesInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_appoint(desk.actor)?;
        let Desk { tx, actor, at, address } = desk;
        let (person, opened) = opened(Desk { tx: &mut *tx, actor, at, address }).await?;
        let of: Vec<OrganisationId> = person.duties.iter().map(|(_, of)| *of).collect();
        let known = organisations::store::several(tx, &of).await?;
        let reference = |id: &OrganisationId| known.iter().find(|it| it.id == *id).map(|it| it.reference.clone());
        let row = |(duty, of): &(Duty, OrganisationId)| json!({ "duty": duty, "organisation": reference(of) });
        let rows: Vec<Value> = person.duties.iter().map(row).collect();
        let values = json!({ "duties": rows, "operator": person.operator, "auditor": person.auditor });
        let organisations = organisations::store::options(tx, &[]).await?;
        let options = [("duty", duty_choices()), ("organisation", organisations)].into();
        Ok(Opened { values, options, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: DutiesInput) -> Result<Done> {
        let person = address.part("person")?;
        let mut duties = Vec::new();
        for (n, row) in input.duties.iter().enumerate() {
            let wrong = |_| Problem::new("not_an_option").at(format!("duties-{n}-duty"));
            let duty = row.duty.parse().map_err(wrong)?;
            let field = format!("duties-{n}-organisation");
            duties.push((duty, organisations::actions::picked(&mut unit.tx, &row.organisation, &field).await?));
        }
        let it = Appointment { duties, operator: input.operator, auditor: input.auditor };
        actions::appoint(unit, person, it).await?;
        Ok(Done::to(path(person)))
    }
}

fn duty_choices() -> Vec<Choice> {
    let choice = |duty: &Duty| {
        let text = Messages::english().text(&format!("word.duties.{duty}"), &[]);
        Choice { value: duty.to_string(), text, hint: String::new() }
    };
    Duty::ALL.iter().map(choice).collect()
}

/// End somebody's access.
struct Leave;

impl Act for Leave {
    const NAME: &'static str = "person.leave";
    const PATH: &'static str = "/people/{person}/departure";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (person, opened) = opened(desk).await?;
        policy::may_end_access(&actor, &person)?;
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let person = address.part("person")?;
        actions::leave(unit, person).await?;
        Ok(Done::to("/people"))
    }
}

/// The link to taking somebody's second factor away.
pub fn offer_reset(person: PersonId) -> Value {
    link::<ResetSecondFactor>(person)
}

/// Take the second factor of somebody away who has lost it.
struct ResetSecondFactor;

impl Act for ResetSecondFactor {
    const NAME: &'static str = "person.reset_second_factor";
    const PATH: &'static str = "/people/{person}/second-factor";
    const PROOF: Proof = Proof::Fresh;
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (person, opened) = opened(desk).await?;
        actions::may_reset_second_factor(&actor, &person)?;
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let person = address.part("person")?;
        actions::reset_second_factor(unit, person).await?;
        Ok(Done::to(path(person)))
    }
}

/// Make one account of two of the same person.
struct Merge;

#[derive(Deserialize)]
struct MergeInput {
    email: String,
}

impl Act for Merge {
    const NAME: &'static str = "person.merge";
    const PATH: &'static str = "/people/{person}/merge";
    const FORM: &'static [Field] = &[Field::new("email", Kind::Email).autocomplete("off")];
    const PROOF: Proof = Proof::Fresh;
    type Input = MergeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_appoint(desk.actor)?;
        Ok(opened(desk).await?.1)
    }
    async fn run(unit: &mut Unit, address: &Address, input: MergeInput) -> Result<Done> {
        let kept = actions::merge(unit, address.part("person")?, &input.email).await?;
        Ok(Done::to(path(kept)).with("person", kept))
    }
}
