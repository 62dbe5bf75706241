//! Acts of people who are not signed in: accept an invitation, set a password that was forgotten. One-time links lead here.
use super::{
    actions,
    links::{self, Purpose},
    store,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Door, Opened},
    error::{Done, Error, Result},
    forms::{Field, Kind},
    unit::Unit,
};
use serde::Deserialize;
use serde_json::json;

/// The acts behind one-time links.
pub fn acts() -> Acts {
    Acts::new().with::<Accept>().with::<ForgetPassword>().with::<ResetPassword>()
}

/// Accept an invitation: a page with a form, so that a mail scanner that opens the link changes nothing (X5).
struct Accept;

#[derive(Deserialize)]
struct AcceptInput {
    name: String,
    password: String,
}

impl Act for Accept {
    const NAME: &'static str = "person.accept";
    const PATH: &'static str = "/invitations/{secret}";
    const FORM: &'static [Field] = &[Field::line("name"), Field::new_password("password")];
    const DOOR: Door = Door::Open;
    type Input = AcceptInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let secret: String = desk.address.part("secret")?;
        let person = links::whose(desk.tx, &secret, Purpose::Invitation, desk.at).await?;
        let account = store::account(desk.tx, person).await?.ok_or(Error::NotFound)?;
        Ok(Opened {
            values: json!({ "name": account.name }),
            facts: json!({ "email": account.email }),
            ..Opened::default()
        })
    }
    async fn run(unit: &mut Unit, address: &Address, input: AcceptInput) -> Result<Done> {
        let secret: String = address.part("secret")?;
        actions::accept(unit, &secret, &input.name, input.password).await?;
        Ok(Done::to("/sign-in"))
    }
}

/// Ask for a mail with a link to set a new password.
struct ForgetPassword;

#[derive(Deserialize)]
struct Forgotten {
    email: String,
}

impl Act for ForgetPassword {
    const NAME: &'static str = "password.forget";
    const PATH: &'static str = "/password-reset";
    const FORM: &'static [Field] = &[Field::new("email", Kind::Email)];
    const DOOR: Door = Door::Open;
    type Input = Forgotten;

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: "/sign-in".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: Forgotten) -> Result<Done> {
        actions::forget_password(unit, &input.email).await?;
        Ok(Done::to("/sign-in"))
    }
}

/// Set a new password through the link of a mail.
struct ResetPassword;

#[derive(Deserialize)]
struct NewPassword {
    password: String,
}

impl Act for ResetPassword {
    const NAME: &'static str = "password.reset";
    const PATH: &'static str = "/password-reset/{secret}";
    const FORM: &'static [Field] = &[Field::new_password("password")];
    const DOOR: Door = Door::Open;
    type Input = NewPassword;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let secret: String = desk.address.part("secret")?;
        links::whose(desk.tx, &secret, Purpose::Password, desk.at).await?;
        Ok(Opened::default())
    }
    async fn run(unit: &mut Unit, address: &Address, input: NewPassword) -> Result<Done> {
        let secret: String = address.part("secret")?;
        actions::reset_password(unit, &secret, input.password).await?;
        Ok(Done::to("/sign-in"))
    }
}
