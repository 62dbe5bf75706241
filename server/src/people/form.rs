//! A form that is not an act, because it sets a cookie or shows a secret: drawn as an act's form is.
use crate::{
    caller::Caller,
    error::Result,
    forms::{self, Field, Options, Problem, Raw},
    messages::Messages,
    web::App,
};
use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

/// A form with what stands in it and what is wrong with it.
pub struct Form<'a> {
    /// The name of its texts: `act.<name>.title`, `.lead`, `.button`.
    pub name: &'a str,
    /// Its fields.
    pub fields: &'a [Field],
    /// The address that takes it.
    pub action: &'a str,
    /// The template that draws it; extends `act.html`.
    pub template: &'a str,
    /// What stands in the fields.
    pub raw: &'a Raw,
    /// What is wrong with them.
    pub problems: &'a [Problem],
    /// What else the template shows.
    pub more: Value,
}

impl Form<'_> {
    /// The form as a page: refused if anything is wrong with it.
    pub fn draw(self, app: &App, caller: &Caller) -> Result<Response> {
        let text = |part: &str| Messages::english().find(&format!("act.{}.{part}", self.name)).map(String::from);
        let shown = json!({
            "heading": text("title"), "lead": text("lead"), "button": text("button"), "action": self.action,
            "fields": forms::show(self.name, self.fields, self.raw, &Options::new(), self.problems),
            "errors": self.problems.iter().map(|it| self.summary(it)).collect::<Vec<_>>(),
        });
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        app.form_page(caller, status, self.template, crate::acts::both(shown, self.more))
    }

    /// A line of the error summary: what is wrong with no field in particular is wrong with the first.
    fn summary(&self, problem: &Problem) -> Value {
        let first = self.fields.first().map_or("", |field| field.name);
        let field = problem.field.as_deref().unwrap_or(first);
        json!({ "text": forms::sentence(problem, &forms::label(self.name, field)), "id": format!("f-{field}") })
    }
}
