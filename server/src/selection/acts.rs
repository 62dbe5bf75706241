//! What each act of a panel asks: naming, answering, recommending, announcing.
use super::{
    actions, decision, judge,
    ranking::{self, current},
    store,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Flow, Opened, offer},
    error::{Done, Result},
    forms::{Choice, Field, Kind},
    groups::interests::actions::must_be_current,
    messages::Messages,
    organisations, responses,
    unit::Unit,
};
use domain::{
    actor::Actor,
    assessment::Assessment,
    call::{self, Call},
    panel::{Command, Panel},
    refusal::gate,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    let panel = Acts::new().with::<NamePanel>().with::<AcceptPanel>().with::<DeclinePanel>();
    panel.with::<Recommend>().with::<Announce>().and(judge::acts())
}

/// The page of a panel.
pub fn path(call: &str) -> String {
    format!("/calls/{call}/panel")
}

/// What this actor can do with a panel now, as links; the first is the one to do next.
pub fn panel_offers(panel: &Panel, call: &Call, actor: &Actor, of: &[Assessment]) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Accept => Some(offer::<AcceptPanel>(&call.reference)),
        Command::Decline => Some(offer::<DeclinePanel>(&call.reference)),
        Command::Recommend if judged(call) && !of.is_empty() && of.iter().all(Assessment::is_settled) => {
            Some(offer::<Recommend>(&call.reference))
        }
        Command::Announce if call.status == call::Status::Decided => Some(offer::<Announce>(&call.reference)),
        Command::Name if call.is_public() => Some(offer::<NamePanel>(&call.reference)),
        _ => None,
    };
    let mut commands = panel.available(actor, call);
    commands.sort_by_key(|command| *command == Command::Name);
    commands.iter().filter_map(offer).collect()
}

fn judged(call: &Call) -> bool {
    matches!(call.status, call::Status::Opened | call::Status::StageOne | call::Status::StageTwo)
}

/// Opens an act on the panel of the call in the address, if this command is possible now.
async fn opened(desk: &mut Desk<'_>, command: Command) -> Result<(Panel, Call, Opened)> {
    let (panel, call) = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    panel.outcome(desk.actor, &call, command)?;
    let facts = json!({ "reference": call.reference, "title": call.content.title });
    let opened = Opened { facts, back: path(&call.reference), ..Opened::default() };
    Ok((panel, call, opened))
}

/// Name people for the panel of a call.
struct NamePanel;

#[derive(Deserialize)]
struct NameInput {
    assessors: Vec<String>,
    email: String,
}

impl Act for NamePanel {
    const NAME: &'static str = "panel.name";
    const PATH: &'static str = "/calls/{reference}/panel/members";
    const FORM: &'static [Field] =
        &[Field::new("assessors", Kind::Picks).optional(), Field::new("email", Kind::Email).optional()];
    type Input = NameInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (panel, _, opened) = opened(&mut desk, Command::Name).await?;
        let mut people = store::assessors(desk.tx, desk.at).await?;
        people.retain(|choice| choice.value.parse().is_ok_and(|id| panel.member(id).is_none()));
        Ok(Opened { options: [("assessors", people)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: NameInput) -> Result<Done> {
        let people = actions::people(&mut unit.tx, &input.assessors, &input.email).await?;
        let panel = actions::name(unit, &address.reference()?, &people).await?;
        Ok(Done::to(path(&panel.reference)))
    }
}

/// Say yes to sitting on a panel.
struct AcceptPanel;

impl Act for AcceptPanel {
    const NAME: &'static str = "panel.accept";
    const PATH: &'static str = "/calls/{reference}/panel/acceptance";
    type Input = ();

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (_, _, opened) = opened(&mut desk, Command::Accept).await?;
        must_be_current(desk.tx, desk.actor, desk.at).await?;
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let panel = actions::accept(unit, &address.reference()?).await?;
        Ok(Done::to(path(&panel.reference)))
    }
}

/// Say no to sitting on a panel.
struct DeclinePanel;

#[derive(Deserialize)]
struct DeclineInput {
    reasons: String,
}

impl Act for DeclinePanel {
    const NAME: &'static str = "panel.decline";
    const PATH: &'static str = "/calls/{reference}/panel/refusal";
    const FORM: &'static [Field] = &[Field::text("reasons")];
    type Input = DeclineInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        opened(&mut desk, Command::Decline).await.map(|(_, _, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: DeclineInput) -> Result<Done> {
        let panel = actions::decline(unit, &address.reference()?, &input.reasons).await?;
        Ok(Done::to(path(&panel.reference)))
    }
}

/// Give the ranked advice to the group.
struct Recommend;

impl Act for Recommend {
    const NAME: &'static str = "panel.recommend";
    const PATH: &'static str = "/calls/{reference}/recommendation";
    type Input = ();

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (_, call, opened) = opened(&mut desk, Command::Recommend).await?;
        let responses = responses::store::of_call(desk.tx, call.id).await?;
        let assessments = current(store::of_call(desk.tx, call.id).await?, &responses);
        let judging = ranking::judging(desk.tx, &call, &responses, &assessments).await?;
        gate(ranking::against(&judging, &assessments))?;
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let panel = actions::recommend(unit, &address.reference()?).await?;
        Ok(Done::to(path(&panel.reference)))
    }
}

/// Tell every respondent at once.
struct Announce;

#[derive(Deserialize)]
struct AnnounceInput {
    letters: Vec<Letter>,
}

#[derive(Deserialize)]
struct Letter {
    letter: String,
}

impl Act for Announce {
    const NAME: &'static str = "selection.announce";
    const PATH: &'static str = "/calls/{reference}/announcement";
    const FORM: &'static [Field] = &[Field::each("letters", &[Field::new("letter", Kind::Text(10_000))])];
    const FLOW: Flow = Flow::Checked;
    type Input = AnnounceInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (_, call, opened) = opened(&mut desk, Command::Announce).await?;
        let drafts = decision::drafts(desk.tx, &call).await?;
        let organisations: Vec<_> = drafts.iter().map(|(response, _)| response.organisation).collect();
        let names = organisations::store::names(desk.tx, &organisations).await?;
        let heading = |response: &domain::response::Response| {
            let name = names.get(&response.organisation).map_or("", String::as_str);
            let place = response.place.map_or("not_selected", |place| place.as_str());
            let place = Messages::english().text(&format!("status.{place}"), &[]);
            Choice { value: String::new(), text: format!("{name}: {place}"), hint: response.reference.clone() }
        };
        let laid = drafts.iter().map(|(response, _)| heading(response)).collect();
        let letters: Vec<Value> = drafts.iter().map(|(_, letter)| json!({ "letter": letter })).collect();
        Ok(Opened { values: json!({ "letters": letters }), options: [("letters", laid)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: AnnounceInput) -> Result<Done> {
        let letters: Vec<String> = input.letters.into_iter().map(|it| it.letter).collect();
        let panel = actions::announce(unit, &address.reference()?, &letters).await?;
        Ok(Done::to(path(&panel.reference)))
    }
}
