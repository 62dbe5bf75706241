//! What each act on a call asks, and where it stands.
mod approving;
mod running;
mod writing;

use super::{actions, path};
use crate::{
    acts::{Acts, Desk, Opened, offer},
    error::{Done, Result},
};
use approving::{CancelCall, DeclareStake, PublishCall, ScreenCall, SubmitCall};
use domain::{
    actor::Actor,
    call::{Call, Command},
    time::Timestamp,
};
use running::{ConfirmOpening, EndCall, ExtendCall, OpenResponses};
use serde_json::{Value, json};
use writing::{DraftCall, EditJudging, EditQuestions, EditText, EditTimetable};

pub use writing::offer_draft;

/// The acts of this room.
pub fn acts() -> Acts {
    let writing = Acts::new().with::<DraftCall>().with::<EditText>().with::<EditQuestions>();
    let writing = writing.with::<EditJudging>().with::<EditTimetable>();
    let approving = writing.with::<DeclareStake>().with::<ScreenCall>().with::<SubmitCall>().with::<PublishCall>();
    let running = approving.with::<ExtendCall>().with::<OpenResponses>().with::<ConfirmOpening>();
    running.with::<EndCall>().with::<CancelCall>()
}

/// What this actor can do with a call at this instant, as links; the first is the one to do next.
pub fn offers(call: &Call, actor: &Actor, at: Timestamp) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Submit => Some(offer::<SubmitCall>(&call.reference)),
        Command::Publish => Some(offer::<PublishCall>(&call.reference)),
        Command::Extend => Some(offer::<ExtendCall>(&call.reference)),
        Command::Open => Some(offer::<OpenResponses>(&call.reference)),
        Command::Confirm => Some(offer::<ConfirmOpening>(&call.reference)),
        Command::End => Some(offer::<EndCall>(&call.reference)),
        Command::Cancel => Some(offer::<CancelCall>(&call.reference)),
        _ => None,
    };
    call.available(actor, at).iter().filter_map(offer).collect()
}

/// Opens an act on the call in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Call, Opened)> {
    let call = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    call.outcome(desk.actor, command)?;
    let opened = about(&call);
    Ok((call, opened))
}

/// What every form about a call says of it.
fn about(call: &Call) -> Opened {
    let deadline = call.content.deadline;
    let facts = json!({ "reference": call.reference, "title": call.content.title, "deadline": deadline });
    Opened { facts, back: path(&call.reference), version: Some(call.version), ..Opened::default() }
}

/// Back to the page of the call.
fn done(call: &Call) -> Result<Done> {
    Ok(Done::to(path(&call.reference)).with("reference", &call.reference).with("status", call.status))
}
