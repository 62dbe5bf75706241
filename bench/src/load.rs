//! Many clients at one path for a while, and what that says.
use crate::{
    Options,
    client::Client,
    server::{Fault, Running},
};
use axum::{Router, routing::get};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

/// A path to drive.
pub struct Target {
    /// What it is called in the table.
    pub name: String,
    /// Where the server listens.
    pub at: SocketAddr,
    /// What each client does, again and again.
    pub step: Step,
    /// The cookies of each client; clients beyond the list start over.
    pub cookies: Vec<Vec<(String, String)>>,
}

/// One thing a client does.
#[derive(Clone)]
pub enum Step {
    /// Asks for a page.
    Get(String),
    /// Posts a form: the path of each client, and its fields after the token; `{n}` is a number that never repeats.
    Post(Vec<Form>),
}

/// A form that one client posts.
#[derive(Clone)]
pub struct Form {
    /// Where to.
    pub path: String,
    /// Its fields, encoded.
    pub fields: String,
}

/// What a drive says.
pub struct Figures {
    /// Requests per second.
    pub per_second: f64,
    /// The median, in milliseconds.
    pub p50: f64,
    /// The 99th of a hundred, in milliseconds.
    pub p99: f64,
    /// Answers that were neither a page nor a redirect.
    pub errors: usize,
}

/// A bare "hello" from the same stack, as the measure.
pub async fn hello() -> Result<Target, Fault> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    let router: Router = Router::new().route("/", get(|| async { "hello" }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Target { name: "hello".into(), at, step: Step::Get("/".into()), cookies: vec![Vec::new()] })
}

/// Drives a path with as many clients as asked, for as long as asked.
pub async fn drive(target: &Target, options: &Options, server: Option<&Running>) -> Result<Figures, Fault> {
    let until = Instant::now() + Duration::from_secs(options.seconds);
    let clients = (0..options.clients).map(|n| {
        let cookies = target.cookies[n % target.cookies.len()].clone();
        tokio::spawn(client(n, target.at, cookies, target.step.clone(), until))
    });
    let mut all = Vec::new();
    for one in clients.collect::<Vec<_>>() {
        all.extend(one.await??);
    }
    let _ = server.map(Running::memory).transpose()?;
    Ok(figures(all, options.seconds))
}

async fn client(
    n: usize,
    at: SocketAddr,
    cookies: Vec<(String, String)>,
    step: Step,
    until: Instant,
) -> Result<Vec<(Duration, Good)>, Fault> {
    let mut client = Client::connect(at, cookies).await?;
    let (mut times, step) = (Vec::new(), Arc::new(step));
    while Instant::now() < until {
        let begun = Instant::now();
        let answer = match &*step {
            Step::Get(path) => client.get(path).await?,
            Step::Post(forms) => {
                let form = &forms[n % forms.len()];
                client.post(&form.path, form.fields.replace("{n}", &format!("{n}-{}", times.len()))).await?
            }
        };
        times.push((begun.elapsed(), if answer.status.as_u16() < 400 { Good::Yes } else { Good::No }));
    }
    Ok(times)
}

/// Whether an answer was what was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Good {
    Yes,
    No,
}

fn figures(mut times: Vec<(Duration, Good)>, seconds: u64) -> Figures {
    times.sort_by_key(|(time, _)| *time);
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
    let milliseconds = |part| at(part).map_or(0.0, |(time, _)| time.as_secs_f64() * 1000.0);
    let errors = times.iter().filter(|(_, good)| *good == Good::No).count();
    let count = u32::try_from(times.len()).map_or(f64::MAX, f64::from);
    let seconds = u32::try_from(seconds).map_or(f64::MAX, f64::from);
    Figures { per_second: count / seconds, p50: milliseconds(50), p99: milliseconds(99), errors }
}
