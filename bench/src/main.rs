//! The load program: starts a real Trefoil on a filled database and drives it as its users would.
//!
//! `cargo run --release -p bench` prints, per path, requests per second, p50, p99 and the share of a bare "hello" from
//! the same stack, then the server's memory and how long it took to its first page.
#![expect(clippy::disallowed_methods, reason = "copies need ids of their own")]

mod client;
mod crowd;
mod load;
mod paths;
mod server;

use clap::Parser;
use load::Figures;
use server::{Fault, Running};
use std::path::PathBuf;

/// What to drive, and how hard.
#[derive(Debug, Clone, Parser)]
pub struct Options {
    /// The `trefoil` to start.
    #[arg(long, default_value = "target/release/trefoil")]
    pub trefoil: PathBuf,
    /// PostgreSQL address of an empty database; without it SQLite in a new folder.
    #[arg(long)]
    pub database: Option<String>,
    /// How many clients at once.
    #[arg(long, default_value_t = 8)]
    pub clients: usize,
    /// How long each path is driven, in seconds.
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// How many published collaborations there are.
    #[arg(long, default_value_t = 10_000)]
    pub collaborations: usize,
}

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let options = Options::parse();
    let place = server::Place::new(&options)?;
    Running::start(&options, &place).await?.stop().await?;
    let crowd = crowd::fill(&place, options.collaborations, options.clients).await?;
    let hello = load::drive(&load::hello().await?, &options, None).await?;
    let server = Running::start(&options, &place).await?;
    println!("{:28} {:>10} {:>9} {:>9} {:>8} {:>7}", "path", "requests/s", "p50 ms", "p99 ms", "of hello", "errors");
    line("hello", &hello, &hello);
    for target in paths::of(&server, &crowd).await? {
        line(&target.name.clone(), &load::drive(&target, &options, Some(&server)).await?, &hello);
    }
    println!("\nmemory {} MB; first page after {} ms", server.memory()?, server.first_page.as_millis());
    server.stop().await?;
    Ok(std::fs::remove_dir_all(&place.folder)?)
}

fn line(name: &str, figures: &Figures, hello: &Figures) {
    let share = 100.0 * figures.per_second / hello.per_second;
    let Figures { per_second, p50, p99, errors } = figures;
    println!("{name:28} {per_second:>10.0} {p50:>9.2} {p99:>9.2} {share:>7.0}% {errors:>7}");
}
