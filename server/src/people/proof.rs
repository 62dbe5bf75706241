//! Fresh proof of who somebody is, for acts that ask for it: a passkey, or the code of whoever has a second factor, else the
//! password; where roles need a second factor and a passkey is it, the passkey alone. In a demonstration one click is enough, as for becoming somebody there.
use super::{
    PROOF,
    begin::is_local,
    form::Form,
    passkey_proof,
    passkey_sign_in::ANSWER,
    passwords::{self, Verdict},
    second_step, store,
    tries::From,
};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms::{self, Field, Kind, Posted, Problem},
    sessions,
    web::{App, Mode},
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde_json::{Value, json};

/// The page that asks for proof: `/account/proof?next=<the page to go back to>`.
pub fn routes() -> Router<App> {
    Router::new().route(PROOF, get(form).post(prove))
}

const PASSWORD: &[Field] = &[Field::new("password", Kind::Password)];

/// How somebody can prove who they are without a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Password,
    Code,
    Click,
    /// Not at all: their roles need a second factor, and a passkey is what they have.
    None,
}

/// How somebody can prove who they are.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    way: Way,
    passkey: bool,
}

impl Ways {
    /// Those of the caller.
    pub async fn of(app: &App, caller: &Caller) -> Result<Ways> {
        let mut tx = app.db.read().await?;
        let factor = store::factors::find(&mut tx, caller.actor.person).await?;
        let passkey = store::passkeys::has(&mut tx, caller.actor.person).await?;
        let way = match factor {
            _ if app.mode == Mode::Demonstration => Way::Click,
            Some(_) => Way::Code,
            None if passkey && app.second_factor.asks(&caller.actor) => Way::None,
            None => Way::Password,
        };
        Ok(Ways { way, passkey })
    }
}

impl Way {
    fn fields(self) -> &'static [Field] {
        match self {
            Way::Password => PASSWORD,
            Way::Code => second_step::FORM,
            Way::Click | Way::None => &[],
        }
    }
    /// The name of its texts.
    fn name(self) -> &'static str {
        match self {
            Way::Password => "session.prove",
            Way::Code => "session.prove_code",
            Way::Click => "session.prove_click",
            Way::None => "session.prove_passkey",
        }
    }
    fn wrong(self) -> Problem {
        match self {
            Way::Code => Problem::new("wrong_code").at("code"),
            Way::Password | Way::Click => Problem::new("wrong_password").at("password"),
            Way::None => Problem::new("passkey_instead").at(ANSWER),
        }
    }
}

/// The page to go back to: only one of ours.
pub fn local(path: Option<&str>) -> String {
    path.filter(|path| is_local(path)).unwrap_or("/account").into()
}

/// Only a session can be proved anew; a program says with its token's scope what it may do.
pub fn by_session(caller: &Caller) -> Result<()> {
    caller.signed_in()?;
    if caller.visitor.is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

async fn form(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    by_session(&caller)?;
    let next = local(address.query("next"));
    if caller.is_fresh(app.clock.now()) {
        return Ok(Redirect::to(&next).into_response());
    }
    draw(&app, &caller, Ways::of(&app, &caller).await?, &next, &[])
}

/// The page that asks for proof.
pub fn draw(app: &App, caller: &Caller, ways: Ways, next: &str, problems: &[Problem]) -> Result<Response> {
    let Ways { way, passkey } = ways;
    let hidden = json!({ "_next": next });
    let passkey = if passkey { passkey_proof::shown(app, next) } else { None };
    let more =
        json!({ "hidden": hidden, "cancel": { "href": "/work" }, "passkey": passkey, "alone": way == Way::None });
    let (name, fields, action, template) = (way.name(), way.fields(), PROOF, "people/proof.html");
    Form { name, fields, action, template, raw: &Default::default(), problems, more }.draw(app, caller)
}

async fn prove(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    by_session(&caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let (ways, next) = (Ways::of(&app, &caller).await?, local(posted.ours("_next")));
    let way = ways.way;
    let problems = match forms::read_posted(way.fields(), &posted) {
        Err(problems) => problems,
        Ok(typed) if is_proved(&app, &caller, way, &typed).await? => return proved(&app, &caller, &next).await,
        Ok(_) => vec![way.wrong()],
    };
    draw(&app, &caller, ways, &next, &problems)
}

/// Tries are counted for the session: whoever holds another one of the same person is not kept waiting.
async fn is_proved(app: &App, caller: &Caller, way: Way, typed: &Value) -> Result<bool> {
    let what = format!("proof of {}", sessions::hash(&caller.visitor));
    app.tries().take(&From::Anywhere, &what, app.clock.now())?;
    let text = |name: &str| typed[name].as_str().unwrap_or_default().to_string();
    let right = match way {
        Way::Click => true,
        Way::None => false,
        Way::Code => second_step::take(app, caller.actor.person, &text("code")).await?.is_some(),
        Way::Password => {
            let account = store::account(&mut app.db.read().await?, caller.actor.person).await?;
            let hash = account.ok_or(Error::NotFound)?.password;
            passwords::holds(text("password"), hash).await? == Verdict::Right
        }
    };
    if right {
        app.tries().give_back(&From::Anywhere, &what);
    }
    Ok(right)
}

async fn proved(app: &App, caller: &Caller, next: &str) -> Result<Response> {
    let mut tx = app.db.write().await?;
    sessions::prove(&mut tx, &caller.visitor, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(next).into_response())
}
