//! Says what to do when the design system's files, which the binary embeds, have not been fetched yet.
use std::{path::Path, process::ExitCode};

/// What the binary embeds from outside this repository, relative to this crate.
const FETCHED: [&str; 2] = [
    "../third-party/nhsuk-frontend-jinja/nhsuk_frontend_jinja/templates/nhsuk/template.jinja",
    "../third-party/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",
];
/// What is ours; a new file in one of them must be embedded too.
const OURS: [&str; 3] = ["templates", "assets", "messages"];

fn main() -> ExitCode {
    for path in FETCHED.iter().chain(&OURS) {
        println!("cargo::rerun-if-changed={path}");
    }
    let missing: Vec<_> = FETCHED.iter().filter(|path| !Path::new(path).exists()).collect();
    if missing.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("cargo::error=the NHS.UK templates and styles are missing from third-party/: run script/setup light");
    ExitCode::FAILURE
}
