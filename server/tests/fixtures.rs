//! The official components look as their authors published them: every fixture of NHS.UK frontend renders identically.
use minijinja::{Value, context, value::Serde};
use server::view::Views;
use std::{fs, path::Path};

/// How many fixtures version 10.6.1 publishes; a new version brings its own number.
const PUBLISHED: usize = 983;

#[test]
fn every_published_fixture_renders_identically() {
    let views = Views::new();
    let (mut same, mut different) = (0, Vec::new());
    for (component, fixture) in fixtures() {
        let wanted = squeezed(fixture["html"].as_str().unwrap());
        match squeezed(&rendered(&views, &component, &fixture)) {
            html if html == wanted => same += 1,
            html => different.push(format!("{component}: {}\n  wanted {wanted}\n  got    {html}", fixture["name"])),
        }
    }
    assert!(different.is_empty(), "{} differ, the first:\n{}", different.len(), different[0]);
    assert_eq!(same, PUBLISHED);
}

fn fixtures() -> Vec<(String, serde_json::Value)> {
    let components = Path::new(env!("CARGO_MANIFEST_DIR")).join("../third-party/nhsuk-frontend/dist/nhsuk/components");
    let mut found = Vec::new();
    for folder in fs::read_dir(components).unwrap() {
        let Ok(text) = fs::read_to_string(folder.unwrap().path().join("fixtures.json")) else {
            continue;
        };
        let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let component = file["component"].as_str().unwrap().to_owned();
        for fixture in file["fixtures"].as_array_mut().unwrap() {
            found.push((component.clone(), fixture.take()));
        }
    }
    found
}

fn rendered(views: &Views, component: &str, fixture: &serde_json::Value) -> String {
    let path = format!("nhsuk/components/{component}/macro.jinja");
    let source = Views::source(&path).unwrap();
    let name = source.split("{% macro ").nth(1).unwrap().split('(').next().unwrap();
    let use_it = match fixture["callBlock"].as_str() {
        Some(inside) => format!("{{% call {name}(params) %}}{inside}{{% endcall %}}"),
        None => format!("{{{{ {name}(params) }}}}"),
    };
    let page = format!("{{% from \"{path}\" import {name} %}}{use_it}");
    let params = Value::from(Serde(&fixture["context"]));
    views.render_source(&page, context! { params }).unwrap_or_else(|error| format!("{error:#}"))
}

/// White space around tags says nothing, other white space counts once; quotes may be escaped by
/// either number, and lists in attributes may have spaces after their commas.
fn squeezed(html: &str) -> String {
    let once = html.split_whitespace().collect::<Vec<_>>().join(" ");
    let same = [
        ("> ", ">"),
        (" <", "<"),
        (" >", ">"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#34;", "&quot;"),
        ("&#x2f;", "/"),
        ("\", \"", "\",\""),
    ];
    same.iter().fold(once, |html, (spelling, other)| html.replace(spelling, other))
}
