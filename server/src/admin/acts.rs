//! What an operator does with mails and jobs.
use crate::{
    acts::{Act, Acts, Address, Desk, Opened},
    error::{Done, Error, Result},
    jobs, mail,
    unit::Unit,
};
use domain::{
    ids::{JobId, MailId},
    policy,
};
use serde_json::json;

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<Resend>().with::<Retry>()
}

const OUTBOX: &str = "/admin/outbox";
const JOBS: &str = "/admin/jobs";

/// Send a mail again: a new mail of the same text, so that the first stays as it was sent.
struct Resend;

impl Act for Resend {
    const NAME: &'static str = "mail.resend";
    const PATH: &'static str = "/admin/outbox/{mail}/copy";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_operate(desk.actor)?;
        let mail = mail::find(desk.tx, desk.address.part("mail")?).await?.ok_or(Error::NotFound)?;
        let facts = json!({ "title": mail.subject, "email": mail.address });
        Ok(Opened { facts, back: format!("{OUTBOX}/{}", mail.id), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        policy::may_operate(&unit.actor)?;
        let id: MailId = address.part("mail")?;
        let copy = mail::copy(&mut unit.tx, id, unit.at).await?.ok_or(Error::NotFound)?;
        Ok(Done::to(format!("{OUTBOX}/{copy}")).with("mail", copy))
    }
}

/// Try a job again that was given up.
struct Retry;

impl Act for Retry {
    const NAME: &'static str = "job.retry";
    const PATH: &'static str = "/admin/jobs/{job}/attempt";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_operate(desk.actor)?;
        let id: JobId = desk.address.part("job")?;
        let given_up = jobs::given_up(desk.tx).await?;
        let job = given_up.into_iter().find(|job| job.id == id.to_string()).ok_or(Error::NotFound)?;
        Ok(Opened { facts: json!({ "error": job.error }), back: JOBS.into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        policy::may_operate(&unit.actor)?;
        match jobs::retry(&mut unit.tx, address.part("job")?, unit.at).await? {
            true => Ok(Done::to(JOBS)),
            false => Err(Error::NotFound),
        }
    }
}
