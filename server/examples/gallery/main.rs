//! Every part of the pages with sample data, on a local address, to be looked at: `cargo run --example gallery`.
use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use domain::{
    chart::{Frame, Reading, Series},
    spc::{Direction, Rules},
};
use minijinja::{Value, value::Serde};
use server::{assets, view::Views};
use std::sync::LazyLock;

static VIEWS: LazyLock<Views> = LazyLock::new(Views::new);

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}/gallery", listener.local_addr()?);
    let pages = Router::new().route("/{page}", get(page).post(saved)).merge(assets::routes());
    axum::serve(listener, pages).await
}

/// One page of the gallery: the template of that name with the samples of that name.
async fn page(Path(page): Path<String>) -> Response {
    let template = match page.as_str() {
        "gallery" => include_str!("gallery.html").to_owned(),
        name => format!("{{% extends \"{name}.html\" %}}"),
    };
    let html = VIEWS.render_source(&template, samples(&page)).unwrap_or_else(|error| format!("<pre>{error:#}</pre>"));
    ([(header::CONTENT_SECURITY_POLICY, assets::content_security_policy())], Html(html)).into_response()
}

/// Takes a draft, as a page with autosave expects it: any but the one that says "refuse".
async fn saved(body: String) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match body.contains("refuse") {
        true => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        false => (json, r#"{"version":4,"saved_at":"2027-07-01T13:45:09Z"}"#).into_response(),
    }
}

/// What every page has, then what this one adds.
fn samples(page: &str) -> Value {
    let all: toml::Table = include_str!("samples.toml").parse().expect("the samples are TOML");
    let mut context = all["every"].as_table().cloned().unwrap_or_default();
    let geometry = Value::from(Serde(chart()));
    context.extend(all.get(page).and_then(|it| it.as_table()).cloned().unwrap_or_default());
    minijinja::context! { geometry, ..Value::from(Serde(context)) }
}

/// Nine months of readings that get better, drawn with room for the names of the lines.
fn chart() -> serde_json::Value {
    let values = [41, 43, 39, 40, 36, 33, 34, 31, 29];
    let date = |month: i8| jiff::civil::date(2026, month, 1).last_of_month();
    let readings = (4..).zip(values).map(|(month, value)| Reading { date: date(month), value: value.into() });
    let rules = Rules { direction: Direction::Decrease, target: Some(28.into()), ..Rules::default() };
    let series = Series::new(readings.collect(), rules).expect("nine readings can be charted");
    let frame = Frame { width: 760.0, right: 116.0, ..Frame::default() };
    let limits = series.xmr().map(|xmr| xmr.limits);
    serde_json::json!({
        "id": "readmissions", "title": "Emergency readmissions within 30 days", "unit": "readmissions a month",
        "drawing": series.chart(frame), "facts": series.facts(), "limits": limits,
    })
}
