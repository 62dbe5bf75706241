//! The paths that are driven: what the public reads most, what people here open daily, and the last minute of a call.
use crate::{
    client::Client,
    crowd::Crowd,
    load::{Form, Step, Target},
    server::{Fault, Running},
};

type Cookies = Vec<(String, String)>;

/// Every path, prepared: each client's draft stands before it is saved or submitted.
pub async fn of(server: &Running, crowd: &Crowd) -> Result<Vec<Target>, Fault> {
    searchable(server, &crowd.operator).await?;
    let mut public = Client::connect(server.at, Vec::new()).await?;
    let call = first_link(&public.get("/calls").await?.text, "/calls/").ok_or("no open call")?;
    let collaboration =
        first_link(&public.get("/collaborations").await?.text, "/collaborations/").ok_or("no collaboration")?;
    let page = |name: &str, path: &str, cookies: Cookies| Target {
        name: name.into(),
        at: server.at,
        step: Step::Get(path.into()),
        cookies: vec![cookies],
    };
    let mut targets = vec![
        page("start page", "/", Vec::new()),
        page("calls", "/calls", Vec::new()),
        page("call", &call, Vec::new()),
        page("collaborations", "/collaborations", Vec::new()),
        page("collaboration", &collaboration, Vec::new()),
        page("search", "/search?q=heart", Vec::new()),
        page("search, JSON", "/api/v1/search?q=heart", Vec::new()),
        page("my work, signed in", "/work", cookie(&crowd.officer)),
        page("collaborations, signed in", "/collaborations", cookie(&crowd.officer)),
    ];
    targets.extend(last_minute(server, crowd, &call).await?);
    Ok(targets)
}

/// The copies are found by the search once the operator has had its index made anew.
async fn searchable(server: &Running, operator: &str) -> Result<(), Fault> {
    let mut client = Client::connect(server.at, cookie(operator)).await?;
    let token = client.get("/search/index").await?.hidden("_csrf").ok_or("no form token")?;
    let made = client.post("/search/index", format!("_csrf={token}")).await?;
    if made.status.as_u16() == 303 { Ok(()) } else { Err(format!("no index: {}", made.status).into()) }
}

fn cookie(secret: &str) -> Cookies {
    vec![("trefoil".into(), secret.into())]
}

fn first_link(text: &str, prefix: &str) -> Option<String> {
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(prefix) && link.contains('-')).map(String::from).next()
}

/// Autosaving, saving and submitting a response: every client for its own company.
async fn last_minute(server: &Running, crowd: &Crowd, call: &str) -> Result<Vec<Target>, Fault> {
    let (mut autosave, mut submit) = (Vec::new(), Vec::new());
    for secret in &crowd.managers {
        let response = begun(server, secret, call).await?;
        let token = response.token;
        let fields = |extra: &str| format!("_csrf={token}&{extra}");
        let answers: Vec<String> = response.questions.iter().map(|name| format!("{name}=Nine+months+{{n}}")).collect();
        autosave.push(Form { path: format!("{}/draft", response.path), fields: fields(&answers.join("&")) });
        submit.push(Form {
            path: format!("{}/submission", response.path),
            fields: fields("authorised=yes&_confirmed=yes&_once=bench-{n}"),
        });
    }
    let target = |name: &str, forms: Vec<Form>| Target {
        name: name.into(),
        at: server.at,
        step: Step::Post(forms),
        cookies: crowd.managers.iter().map(|secret| cookie(secret)).collect(),
    };
    Ok(vec![target("autosave of a draft", autosave), target("submit a response", submit)])
}

/// A response that was begun and can be submitted.
struct Begun {
    path: String,
    token: String,
    questions: Vec<String>,
}

async fn begun(server: &Running, secret: &str, call: &str) -> Result<Begun, Fault> {
    let mut client = Client::connect(server.at, cookie(secret)).await?;
    let start = client.get(&format!("{call}/response")).await?;
    let token = start.hidden("_csrf").ok_or("no form token")?;
    let organisation = option(&start.text).ok_or("no organisation to answer for")?;
    let made = client.post(&format!("{call}/response"), format!("_csrf={token}&organisation={organisation}")).await?;
    let path = made.location.split('?').next().unwrap_or_default().trim_end_matches("/answers").to_string();
    if !path.starts_with("/responses/") {
        return Err(format!("a response could not be begun: {} {}", made.status, made.location).into());
    }
    let form = client.get(&format!("{path}/answers")).await?;
    let version = form.hidden("_version").unwrap_or_default();
    let questions = names(&form.text);
    let fields: Vec<String> = questions.iter().map(|name| format!("{name}=A+good+answer+of+some+words")).collect();
    let saved = client
        .post(&format!("{path}/answers"), format!("_csrf={token}&_version={version}&{}", fields.join("&")))
        .await?;
    match saved.status.as_u16() {
        303 => Ok(Begun { path, token, questions }),
        status => Err(format!("the answers could not be saved: {status}\n{}", saved.text).into()),
    }
}

/// The first option that can be picked.
fn option(text: &str) -> Option<String> {
    let values = text.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.filter(|value| !value.is_empty()).map(String::from).next()
}

/// The names of the answers on the form.
fn names(text: &str) -> Vec<String> {
    let areas = text.split("<textarea").skip(1).filter_map(|rest| rest.split("name=\"").nth(1)?.split('"').next());
    areas.map(String::from).collect()
}
