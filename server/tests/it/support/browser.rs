//! A browser without JavaScript: it reads pages, follows links by their words, fills in forms and sends them.
use super::{Answer, Someone, World};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Map, Value};

/// A page as somebody sees it.
pub struct Page<'w> {
    world: &'w World,
    who: Option<Someone>,
    /// Where it is.
    pub path: String,
    /// Its markup.
    pub html: String,
    /// Its status.
    pub status: u16,
}

/// A form on a page.
#[derive(Debug, Clone, Default)]
pub struct Form {
    action: String,
    fields: Vec<Control>,
}

/// One control of a form: an input, a text area, an option of a drop-down list, a button.
#[derive(Debug, Clone, Default)]
struct Control {
    kind: String,
    name: String,
    value: String,
    words: String,
    on: bool,
}

impl World {
    /// Goes to a page as somebody, or as the public.
    pub async fn visit(&self, who: Option<&Someone>, path: &str) -> Page<'_> {
        let answer = match who {
            Some(who) => self.get_as(who, path).await,
            None => self.get(path).await,
        };
        Page { world: self, who: who.cloned(), path: path.into(), status: answer.status.as_u16(), html: answer.text }
    }

    /// Does an act as somebody would: from the page of a thing by a link to the act, its form filled in, its answers checked.
    pub async fn does<'w>(&'w self, who: &'w Someone, page: &'w str, act: &'w str, facts: Value) -> Page<'w> {
        let form = self.visit(Some(who), page).await.follow_to(act).await;
        form.fill(&facts).await.send().await
    }
}

/// A text of the message files.
pub fn words_of(key: &str) -> String {
    server::messages::Messages::english().text(key, &[])
}

impl<'w> Page<'w> {
    /// This page, if it shows a text.
    #[track_caller]
    pub fn showing(self, text: &str) -> Page<'w> {
        assert!(self.shows(text), "{} ({}) does not show {text:?}:\n{}", self.path, self.status, words(&self.html));
        self
    }

    /// Whether the page shows a text to a reader.
    pub fn shows(&self, text: &str) -> bool {
        words(&self.html).contains(&words(text))
    }

    /// Where the link with these words leads.
    pub fn link(&self, text: &str) -> Option<String> {
        let links = tags(&self.html).into_iter().filter(|tag| tag.name == "a");
        let mut found =
            links.filter(|tag| words(&self.html[tag.end..]).starts_with(text) || inside(&self.html, tag) == text);
        found.find_map(|tag| tag.attribute("href"))
    }

    /// The first link to this part of the service near whose words this text stands: in the link, or in the row before it.
    pub fn link_to(&self, start: &str, near: &str) -> Option<String> {
        let links = tags(&self.html).into_iter().filter(|tag| tag.name == "a");
        let here = links.filter_map(|tag| Some((tag.end, tag.attribute("href").filter(|it| it.starts_with(start))?)));
        let from = if near.is_empty() { 0 } else { self.html.find(near)? };
        here.filter(|(at, _)| *at >= from).map(|(_, href)| href).next().or_else(|| self.link_before(start, from))
    }

    fn link_before(&self, start: &str, at: usize) -> Option<String> {
        let links = tags(&self.html[..at]).into_iter().filter(|tag| tag.name == "a");
        links.filter_map(|tag| tag.attribute("href").filter(|it| it.starts_with(start))).next_back()
    }

    /// Follows the link with these words.
    pub async fn follow(self, text: &str) -> Page<'w> {
        let href = self.link(text);
        let href = href
            .unwrap_or_else(|| panic!("{} ({}) has no link {text:?}:\n{}", self.path, self.status, words(&self.html)));
        self.world.visit(self.who.as_ref(), &href).await
    }

    /// Follows the link to an act: one with its words, or in a list of tasks one to its address.
    pub async fn follow_to(self, act: &str) -> Page<'w> {
        let path = server::acts().into_iter().find(|it| it.name == act).expect("a known act").path;
        let link = words_of(&format!("act.{act}.link"));
        match self.link(&link).or_else(|| self.link_like(path)) {
            Some(href) => self.world.visit(self.who.as_ref(), &href).await,
            None => panic!("{} ({}) has no link {link:?}, {path}:\n{}", self.path, self.status, words(&self.html)),
        }
    }

    /// Where the first link to an address of this shape leads, `/calls/{reference}/text`.
    fn link_like(&self, path: &str) -> Option<String> {
        let part = |(a, b): (&str, &str)| a.starts_with('{') || a == b;
        let like = |href: &String| {
            let href = href.split(['?', '#']).next().unwrap_or_default();
            href.split('/').count() == path.split('/').count() && path.split('/').zip(href.split('/')).all(part)
        };
        let links = tags(&self.html).into_iter().filter(|tag| tag.name == "a");
        links.filter_map(|tag| tag.attribute("href")).find(like)
    }

    /// The form that acts: the last one on the page that posts and is not the header's.
    pub fn form(&self) -> Form {
        let forms = forms(&self.html);
        let main = forms.into_iter().rfind(|form| form.action != "/sign-out");
        main.unwrap_or_else(|| panic!("{} ({}) has no form:\n{}", self.path, self.status, words(&self.html)))
    }

    /// The page with its form filled in; rows that are not there yet are asked for first.
    pub async fn fill(self, facts: &Value) -> Filled<'w> {
        let empty = Map::new();
        let facts = facts.as_object().unwrap_or(&empty).clone();
        let mut filled = Filled { form: self.form(), page: self, problems: Vec::new() };
        for (name, value) in &facts {
            filled.put(name, value).await;
        }
        assert!(filled.problems.is_empty(), "{}: {:?}\n{:?}", filled.page.path, filled.problems, filled.form);
        filled
    }
}

/// A page whose form is filled in.
pub struct Filled<'w> {
    page: Page<'w>,
    form: Form,
    problems: Vec<String>,
}

impl<'w> Filled<'w> {
    async fn put(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                for (n, row) in rows.iter().enumerate() {
                    self.row(name, n, row).await;
                }
            }
            Value::Array(words) => self.several(name, words),
            Value::Null => {}
            other => self.one(name, &plain(other)),
        }
    }

    /// Chooses these options and no others.
    fn several(&mut self, name: &str, words: &[Value]) {
        self.clear(name);
        for word in words {
            self.choose(name, &plain(word));
        }
    }

    async fn row(&mut self, name: &str, n: usize, row: &Value) {
        let prefix = format!("{name}-{n}-");
        if !self.form.has_prefix(&prefix) {
            self.more(name).await;
        }
        for (part, value) in row.as_object().into_iter().flatten() {
            match value {
                Value::Null => {}
                Value::Array(words) => self.several(&format!("{prefix}{part}"), words),
                other => self.one(&format!("{prefix}{part}"), &plain(other)),
            }
        }
    }

    async fn more(&mut self, name: &str) {
        let body = self.form.body(&[("_more", name)]);
        let answer = self.page.post(&self.form.action, &body).await;
        assert_eq!(answer.status.as_u16(), 200, "{}: one more {name}\n{}", self.page.path, words(&answer.text));
        self.page.html = answer.text;
        self.form = self.page.form();
    }

    fn one(&mut self, name: &str, text: &str) {
        if self.form.has(&format!("{name}-day")) {
            return self.date(name, text);
        }
        let kind = self.form.fields.iter().find(|it| it.name == name).map(|it| it.kind.clone());
        match kind.as_deref() {
            None => self.problems.push(format!("there is no field {name}")),
            Some("option" | "radio" | "checkbox") => {
                self.clear(name);
                self.choose(name, text);
            }
            Some(_) => self.form.set(name, text),
        }
    }

    fn date(&mut self, name: &str, text: &str) {
        let (day, time) = text.split_once('T').unwrap_or((text, ""));
        let mut parts = day.split('-');
        for part in ["year", "month", "day"] {
            self.form.set(&format!("{name}-{part}"), parts.next().unwrap_or_default().trim_start_matches('0'));
        }
        if !time.is_empty() {
            self.form.set(&format!("{name}-time"), &time[..5]);
        }
    }

    fn clear(&mut self, name: &str) {
        self.form.fields.iter_mut().filter(|it| it.name == name).for_each(|it| it.on = false);
    }

    /// Chooses an option by its words or its value; a tick box by "true".
    fn choose(&mut self, name: &str, text: &str) {
        let mut options: Vec<&mut Control> = self.form.fields.iter_mut().filter(|it| it.name == name).collect();
        if options.len() == 1 && matches!(text, "true" | "false") {
            options[0].on = text == "true";
            return;
        }
        let only = options.iter().position(|it| text == "*" && !it.value.is_empty());
        let exact = only.or_else(|| options.iter().position(|it| it.value == text || it.words == text));
        let found = exact.or_else(|| options.iter().position(|it| !it.words.is_empty() && it.words.contains(text)));
        match found {
            Some(n) => options[n].on = true,
            None => {
                let known: Vec<String> = options.iter().map(|it| it.words.clone()).collect();
                self.problems.push(format!("{name}: {text:?} is none of {known:?}"));
            }
        }
    }

    /// The form with one of its hidden fields changed.
    pub fn with(mut self, name: &str, text: &str) -> Filled<'w> {
        self.form.set(name, text);
        self
    }

    /// Sends the form, checks the answers if it is asked to, and follows to where it leads.
    pub async fn send(self) -> Page<'w> {
        let body = self.form.body(&[]);
        let answer = self.page.post(&self.form.action, &body).await;
        self.page.arrive(answer).await
    }

    /// Sends the form and gives what came back, without following.
    pub async fn try_send(self) -> Answer {
        self.page.post(&self.form.action, &self.form.body(&[])).await
    }
}

impl<'w> Page<'w> {
    /// Where an answer leads: the confirmation of a page of checked answers, or the page after a redirect.
    async fn arrive(mut self, answer: Answer) -> Page<'w> {
        let mut answer = answer;
        if answer.status.as_u16() == 200 && answer.text.contains("name=\"_confirmed\"") {
            self.html = answer.text;
            let form = self.form();
            answer = self.post(&form.action, &form.body(&[("_confirmed", "yes")])).await;
        }
        assert!(answer.status.is_redirection(), "{}: {}\n{}", self.path, answer.status, words(&answer.text));
        self.world.visit(self.who.as_ref(), &answer.location).await
    }

    async fn post(&self, action: &str, body: &str) -> Answer {
        let request = Request::post(action).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = match &self.who {
            Some(who) => request.header(header::COOKIE, who.cookie()),
            None => request,
        };
        self.world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

impl Form {
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|it| it.name == name)
    }
    fn has_prefix(&self, prefix: &str) -> bool {
        self.fields.iter().any(|it| it.name.starts_with(prefix))
    }
    fn set(&mut self, name: &str, text: &str) {
        let found = self.fields.iter_mut().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("there is no field {name}")).value = text.into();
    }
    /// As a browser sends it, with the button that was pressed.
    fn body(&self, pressed: &[(&str, &str)]) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for it in &self.fields {
            let sent = match it.kind.as_str() {
                "option" | "radio" | "checkbox" => it.on,
                "submit" | "button" => false,
                _ => true,
            };
            if sent {
                body.append_pair(&it.name, &it.value);
            }
        }
        body.extend_pairs(pressed).finish()
    }
}

/// A tag of a page: its name, its attributes, where its inside begins.
pub struct Tag {
    name: String,
    attributes: String,
    end: usize,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<String> {
        let at = self.attributes.find(&format!(" {name}=\""))? + name.len() + 3;
        let rest = &self.attributes[at..];
        Some(unescape(&rest[..rest.find('"')?]))
    }
    fn has(&self, name: &str) -> bool {
        self.attributes.split_whitespace().any(|word| word == name)
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        let start = at + open + 1;
        let Some(close) = html[start..].find('>') else { break };
        let inside = &html[start..start + close];
        let (name, attributes) = inside.split_at(inside.find(char::is_whitespace).unwrap_or(inside.len()));
        at = start + close + 1;
        let attributes = attributes.replace(['\n', '\t'], " ");
        found.push(Tag { name: name.to_ascii_lowercase(), attributes, end: at });
    }
    found
}

fn inside(html: &str, tag: &Tag) -> String {
    let rest = &html[tag.end..];
    words(&rest[..rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len())])
}

fn forms(html: &str) -> Vec<Form> {
    let labels = labels(html);
    let mut forms: Vec<Form> = Vec::new();
    let (mut open, mut list) = (false, String::new());
    for tag in tags(html) {
        match tag.name.as_str() {
            "form" => {
                open = tag.attribute("method").is_some_and(|it| it.eq_ignore_ascii_case("post"));
                if open {
                    forms.push(Form { action: tag.attribute("action").unwrap_or_default(), fields: Vec::new() });
                }
            }
            "/form" => open = false,
            "select" => list = tag.attribute("name").unwrap_or_default(),
            "input" | "textarea" | "option" | "button" if open => {
                let control = control(html, &tag, &list, &labels);
                forms.last_mut().expect("it is open").fields.push(control);
            }
            _ => {}
        }
    }
    for form in &mut forms {
        form.fields.retain(|it| !it.name.is_empty());
    }
    forms
}

fn control(html: &str, tag: &Tag, list: &str, labels: &[(String, String)]) -> Control {
    let own = |name| tag.attribute(name).unwrap_or_default();
    let words = |id: &str| labels.iter().find(|(of, _)| of == id).map(|(_, text)| text.clone()).unwrap_or_default();
    match tag.name.as_str() {
        "option" => Control {
            kind: "option".into(),
            name: list.into(),
            value: own("value"),
            words: inside(html, tag),
            on: tag.has("selected"),
        },
        "textarea" => {
            let rest = &html[tag.end..];
            let text = unescape(&rest[..rest.find("</textarea").unwrap_or(rest.len())]);
            Control {
                kind: "text".into(),
                name: own("name"),
                value: text.trim_start_matches('\n').into(),
                words: words(&own("id")),
                on: true,
            }
        }
        "button" => Control {
            kind: "button".into(),
            name: own("name"),
            value: own("value"),
            words: inside(html, tag),
            on: false,
        },
        _ => Control {
            kind: own("type"),
            name: own("name"),
            value: own("value"),
            words: words(&own("id")),
            on: tag.has("checked"),
        },
    }
}

fn labels(html: &str) -> Vec<(String, String)> {
    let all = tags(html).into_iter().filter(|tag| tag.name == "label");
    all.map(|tag| (tag.attribute("for").unwrap_or_default(), inside(html, &tag))).collect()
}

/// The words that a reader sees, with one space between them.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        text.push(' ');
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    text.push_str(rest);
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&#x27;", "'").replace("&#x2f;", "/").replace("&nbsp;", " ").replace("&amp;", "&")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}
