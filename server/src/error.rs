//! The one error type of the server. Handlers return it with `?`; [`crate::present`] alone shows it to people.
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::refusal::{Reason, Refusal};
use std::sync::Arc;

/// What can go wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Also the answer for what the actor may not know about.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, and this needs somebody.
    #[error("sign in first")]
    SignInFirst,
    /// Somebody is signed in, and this asks for fresh proof of who they are.
    #[error("prove first who you are")]
    ProveFirst,
    /// Somebody is signed in whose roles need a second factor, and has none.
    #[error("set up a second factor first")]
    SecondFactorFirst,
    /// The form's token is not the one given to this visitor.
    #[error("the form did not come from a page of ours")]
    Forged,
    /// Somebody else changed the thing meanwhile.
    #[error("someone else changed this meanwhile")]
    Stale,
    /// This very form or call came before; it led here.
    #[error("already done")]
    Already(Box<Done>),
    /// What was typed cannot be read, or a gate refuses; each reason may name its field.
    #[error("invalid")]
    Invalid(Vec<Reason>),
    /// The domain refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too many tries; wait so many seconds.
    #[error("too many tries")]
    SlowDown(u64),
    /// The request's body or form is not readable at all.
    #[error("unreadable request: {0}")]
    Unreadable(StatusCode, &'static str),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// A template failed.
    #[error(transparent)]
    Template(#[from] minijinja::Error),
    /// Anything else of ours that failed.
    #[error("{0}")]
    Fault(String),
}

/// Where a finished act leads.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Done {
    /// The page to show next.
    pub to: String,
    /// What the API answers.
    pub body: serde_json::Value,
}

/// A result of the server.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The HTTP status of this error.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::SignInFirst => StatusCode::UNAUTHORIZED,
            Error::ProveFirst | Error::SecondFactorFirst => StatusCode::FORBIDDEN,
            Error::Forged | Error::Refused(Refusal::Denied) => StatusCode::FORBIDDEN,
            Error::Stale | Error::Refused(Refusal::WrongStatus { .. }) => StatusCode::CONFLICT,
            Error::Already(_) => StatusCode::OK,
            Error::Invalid(_) | Error::Refused(Refusal::Gate(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unreadable(status, _) => *status,
            Error::Database(_) | Error::Template(_) | Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    /// The reasons to show, each with its stable code.
    pub fn reasons(&self) -> Vec<Reason> {
        match self {
            Error::Invalid(reasons) | Error::Refused(Refusal::Gate(reasons)) => reasons.clone(),
            Error::Refused(Refusal::WrongStatus { subject, status, command }) => vec![
                Reason::new("wrong_status").with("subject", subject).with("status", status).with("command", command),
            ],
            Error::Unreadable(_, code) => vec![Reason::new(code)],
            Error::SlowDown(seconds) => vec![Reason::new("slow_down").with("seconds", seconds)],
            _ => vec![Reason::new(self.code())],
        }
    }
    /// The stable code of an error that has no reasons of its own.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotFound => "not_found",
            Error::SignInFirst => "sign_in_first",
            Error::ProveFirst => "prove_first",
            Error::SecondFactorFirst => "second_factor_first",
            Error::Forged => "forged",
            Error::Stale => "stale",
            Error::Already(_) => "already_done",
            Error::Invalid(_) => "invalid",
            Error::Refused(Refusal::Denied) => "denied",
            Error::Refused(Refusal::WrongStatus { .. }) => "wrong_status",
            Error::Refused(Refusal::Gate(_)) => "refused",
            Error::SlowDown(_) => "slow_down",
            Error::Unreadable(_, code) => code,
            Error::Database(_) | Error::Template(_) | Error::Fault(_) => "fault",
        }
    }
    /// Whether this is our fault: logged once, shown without details.
    pub fn is_fault(&self) -> bool {
        self.status().is_server_error()
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Error {
        Error::Invalid(vec![reason])
    }
}

impl IntoResponse for Error {
    /// Carries the error to [`crate::present`], which knows whether a page or JSON is wanted.
    fn into_response(self) -> Response {
        if self.is_fault() {
            tracing::error!(error = %self, "a request failed: {self}");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
