//! Fresh proof of who somebody is, for acts that ask for it: the code of whoever has a second factor, else the password.
//! In a demonstration one click is enough, as for becoming somebody there.
use super::{
    PROOF,
    begin::is_local,
    form::Form,
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

/// How somebody can prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Password,
    Code,
    Click,
}

impl Way {
    async fn of(app: &App, caller: &Caller) -> Result<Way> {
        if app.mode == Mode::Demonstration {
            return Ok(Way::Click);
        }
        let factor = store::factors::find(&mut app.db.read().await?, caller.actor.person).await?;
        Ok(if factor.is_some() { Way::Code } else { Way::Password })
    }
    fn fields(self) -> &'static [Field] {
        match self {
            Way::Password => PASSWORD,
            Way::Code => second_step::FORM,
            Way::Click => &[],
        }
    }
    /// The name of its texts.
    fn name(self) -> &'static str {
        match self {
            Way::Password => "session.prove",
            Way::Code => "session.prove_code",
            Way::Click => "session.prove_click",
        }
    }
    fn wrong(self) -> Problem {
        match self {
            Way::Code => Problem::new("wrong_code").at("code"),
            Way::Password | Way::Click => Problem::new("wrong_password").at("password"),
        }
    }
}

fn local(path: Option<&str>) -> String {
    path.filter(|path| is_local(path)).unwrap_or("/account").into()
}

/// Only a session can be proved anew; a program says with its token's scope what it may do.
fn by_session(caller: &Caller) -> Result<()> {
    caller.signed_in()?;
    if caller.visitor.is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

async fn form(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    by_session(&caller)?;
    let next = local(address.query("next"));
    if caller.is_fresh(app.clock.now()) {
        return Ok(Redirect::to(&next).into_response());
    }
    let way = Way::of(&app, &caller).await?;
    draw(&app, &caller, way, &next, &[])
}

fn draw(app: &App, caller: &Caller, way: Way, next: &str, problems: &[Problem]) -> Result<Response> {
    let more = json!({ "hidden": { "_next": next }, "cancel": { "href": "/work" } });
    let (name, fields, action, template) = (way.name(), way.fields(), PROOF, "act.html");
    Form { name, fields, action, template, raw: &Default::default(), problems, more }.draw(app, caller)
}

async fn prove(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    by_session(&caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let (way, next) = (Way::of(&app, &caller).await?, local(posted.ours("_next")));
    let problems = match forms::read_posted(way.fields(), &posted) {
        Err(problems) => problems,
        Ok(typed) if is_proved(&app, &caller, way, &typed).await? => return proved(&app, &caller, &next).await,
        Ok(_) => vec![way.wrong()],
    };
    draw(&app, &caller, way, &next, &problems)
}

/// Tries are counted for the session: whoever holds another one of the same person is not kept waiting.
async fn is_proved(app: &App, caller: &Caller, way: Way, typed: &Value) -> Result<bool> {
    let what = format!("proof of {}", sessions::hash(&caller.visitor));
    app.tries().take(&From::Anywhere, &what, app.clock.now())?;
    let text = |name: &str| typed[name].as_str().unwrap_or_default().to_string();
    let right = match way {
        Way::Click => true,
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
