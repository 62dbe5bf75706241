//! Somebody who is not signed in yet: their browser keeps cookies, and reads the hidden token of each form.
use super::{Answer, World};
use axum::{
    body::Body,
    http::{Request, header},
};

/// Somebody who is not signed in; their browser keeps its cookies.
pub struct Stranger<'a> {
    world: &'a World,
    /// Its cookies, as it sends them.
    pub cookies: String,
    /// What it calls itself.
    pub agent: String,
}

impl<'a> Stranger<'a> {
    /// A browser without cookies.
    pub fn new(world: &'a World) -> Stranger<'a> {
        Stranger { world, cookies: String::new(), agent: "test".into() }
    }
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookies).header(header::USER_AGENT, &self.agent);
        let request = request.body(Body::empty()).unwrap();
        let answer = self.world.send(request).await;
        self.keep(&answer);
        answer
    }
    /// Opens a page and sends a form of it, with what is typed and its hidden token.
    pub async fn fill(&mut self, path: &str, to: &str, fields: &str) -> Answer {
        let page = self.get(path).await;
        let token = hidden(&page.text, "_csrf");
        let request = Request::post(to).header(header::COOKIE, &self.cookies).header(header::USER_AGENT, &self.agent);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.world.send(request.body(Body::from(format!("_csrf={token}&{fields}"))).unwrap()).await;
        self.keep(&answer);
        answer
    }
    /// Signs in with address and password.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let fields = format!("email={email}&password={}", password.replace(' ', "+"));
        self.fill("/sign-in", "/sign-in", &fields).await
    }
    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let name = pair.split('=').next().unwrap();
            let others = self.cookies.split("; ").filter(|one| !one.is_empty() && one.split('=').next() != Some(name));
            self.cookies = others.chain([pair]).collect::<Vec<_>>().join("; ");
        }
    }
}

/// The value of a hidden field.
pub fn hidden(html: &str, name: &str) -> String {
    let after = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap().to_string()
}
