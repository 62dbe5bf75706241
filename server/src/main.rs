//! The `trefoil` command.
use clap::Parser;
use server::{
    commands,
    config::{Cli, Command},
    error::Result,
    logs, serve,
    web::Mode,
};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let command = Cli::parse().command;
    logs::begin(command.storage());
    match run(command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("trefoil: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Migrate(storage) => return commands::migrate(&storage).await,
        Command::Verify(storage) => return commands::verify(&storage).await,
        Command::Export(transfer) => return commands::export(&transfer).await,
        Command::Import(transfer) => return commands::import(&transfer).await,
        Command::Key(key) => return commands::key(&key).await,
        Command::Operator(operator) => return commands::operator(&operator).await,
        Command::Serve(config) => serve::serve(&config, Mode::Real).await?,
        Command::Demo(config) => serve::serve(&config, Mode::Demonstration).await?,
        Command::Work(config) => serve::work(&config).await?,
    }
    Ok(ExitCode::SUCCESS)
}
