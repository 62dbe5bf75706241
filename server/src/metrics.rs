//! `/metrics` for Prometheus, and one line of log for each request: method, path, status, time; never query or body.
//!
//! The page is for programs on this machine: it is served to loopback callers that no proxy speaks for, and on the
//! address of `--metrics-listen` to everybody who can reach it.
use crate::{
    client::Client,
    error::{Error, Result},
    jobs,
    web::App,
};
use ::metrics::{counter, gauge, histogram, with_local_recorder};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};
use std::time::Instant;
use tracing::Instrument;

/// The upper ends of the classes of request times, in seconds.
const CLASSES: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Everything that is measured.
pub struct Meter(PrometheusRecorder);

impl Default for Meter {
    fn default() -> Meter {
        let seconds = Matcher::Suffix("seconds".into());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(seconds, &CLASSES);
        Meter(builder.expect("there are classes").build_recorder())
    }
}

/// The address of the figures, for callers on this machine.
pub fn routes() -> Router<App> {
    Router::new().route("/metrics", get(local))
}

/// The address of the figures alone, for a listener of its own.
pub fn router(app: App) -> Router {
    Router::new().route("/metrics", get(shown)).with_state(app)
}

async fn local(State(app): State<App>, request: Request) -> Result<Response> {
    match Client::is_local(request.headers(), request.extensions()) {
        true => figures(&app).await,
        false => Err(Error::NotFound),
    }
}

async fn shown(State(app): State<App>) -> Result<Response> {
    figures(&app).await
}

async fn figures(app: &App) -> Result<Response> {
    let jobs = jobs::counts(&mut app.db.read().await?).await?;
    let connections = app.db.connections();
    let meter = app.meter();
    with_local_recorder(&meter.0, || {
        gauge!("trefoil_jobs_waiting").set(jobs.waiting as f64);
        gauge!("trefoil_jobs_given_up").set(jobs.given_up as f64);
        gauge!("trefoil_database_connections_open").set(connections.open as f64);
        gauge!("trefoil_database_connections_idle").set(connections.idle as f64);
    });
    let handle = meter.0.handle();
    handle.run_upkeep();
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, handle.render()).into_response())
}

/// Measures and logs a request. A path that holds a secret is logged as its route.
pub async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_string();
    let path = if route.contains("{secret}") { route.clone() } else { request.uri().path().to_string() };
    let span = tracing::info_span!("request", %method, %path);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (took, status) = (began.elapsed(), response.status().as_u16());
    let ms = took.as_secs_f64() * 1000.0;
    span.in_scope(|| tracing::info!(status, ms, "{method} {path}: {status} in {ms:.1} ms"));
    with_local_recorder(&app.meter().0, || {
        let labels = [("method", method), ("route", route), ("status", status.to_string())];
        counter!("trefoil_requests_total", &labels).increment(1);
        histogram!("trefoil_request_seconds", &labels).record(took);
    });
    response
}
