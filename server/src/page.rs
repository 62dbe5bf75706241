//! A page: a template with what it shows, in the layout that every page shares.
use crate::{
    caller::{Caller, VISITOR_COOKIE},
    error::{Error, Result},
    ids,
    messages::Messages,
    sessions,
    web::{App, Mode},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use minijinja::{Value as Shown, context, value::Serde};
use serde_json::{Value, json};

impl App {
    /// Renders a template for a caller. The layout's own context is `page`; everything else is the template's.
    pub fn page(&self, caller: &Caller, template: &str, shown: Value) -> Result<Response> {
        self.page_with(caller, StatusCode::OK, template, shown)
    }

    /// As [`App::page`], with another status.
    pub fn page_with(&self, caller: &Caller, status: StatusCode, template: &str, shown: Value) -> Result<Response> {
        let html = self.html(caller, &caller.form_token(), template, shown)?;
        Ok((status, Html(html)).into_response())
    }

    /// A page with a form for somebody who may not be signed in: their forms get a token through a cookie.
    pub fn form_page(&self, caller: &Caller, status: StatusCode, template: &str, shown: Value) -> Result<Response> {
        if !caller.visitor.is_empty() {
            return self.page_with(caller, status, template, shown);
        }
        let visitor = ids::secret();
        let html = self.html(caller, &sessions::form_token(&visitor), template, shown)?;
        let mut response = (status, Html(html)).into_response();
        set_cookie(&mut response, &self.set_cookie(VISITOR_COOKIE, &visitor, 24 * 3600))?;
        Ok(response)
    }

    fn html(&self, caller: &Caller, form_token: &str, template: &str, shown: Value) -> Result<String> {
        let layout = Shown::from(Serde(self.layout(caller, form_token)));
        Ok(self.views.render(template, context! { ..Shown::from(Serde(shown)), ..layout })?)
    }

    /// What the layout shows around every page: see `templates/layout.html`.
    fn layout(&self, caller: &Caller, form_token: &str) -> Value {
        let path = caller.address.split('?').next().unwrap_or("/");
        let now = self.clock.now();
        json!({
            "service": { "name": self.service_name },
            "reader": caller.is_signed_in().then(|| json!({ "name": caller.name })),
            "csrf": form_token,
            "now": now,
            "demonstration": (self.mode == Mode::Demonstration).then(|| json!({ "now": now })),
            "here": path.split('/').nth(1),
            "path": path,
            "banner": banner(&caller.address),
            "base_url": self.base_url,
        })
    }
}

/// What was just done, if the address says so and it is one of our acts.
fn banner(address: &str) -> Option<Value> {
    let (_, query) = address.split_once('?')?;
    let (_, act) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done")?;
    let text = Messages::english().find(&format!("act.{act}.done"))?;
    Some(json!({ "kind": "success", "text": text }))
}

/// Adds a `Set-Cookie` to an answer.
pub fn set_cookie(response: &mut Response, cookie: &str) -> Result<()> {
    let value = HeaderValue::from_str(cookie).map_err(|e| Error::Fault(e.to_string()))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}
