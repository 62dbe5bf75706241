//! Logs: lines for people or JSON for programs, on the standard error.
use crate::config::{LogFormat, Storage};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Writes logs from now on, as the configuration says. A program that has begun to do so goes on as it was.
pub fn begin(storage: &Storage) {
    let filter = EnvFilter::new(&storage.log);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let begun = match storage.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    drop(begun);
}

/// A filter as it may stand in the configuration.
pub fn filter(text: &str) -> Result<String, String> {
    let read = EnvFilter::builder().parse(text);
    read.map(|_| text.to_string()).map_err(|e| format!("{e}; expected for example info, or server=debug,info"))
}
