//! The `trefoil` command.
use clap::Parser;
use server::{
    config::{Cli, Command, LogFormat, Storage},
    error::Result,
    serve,
    web::Mode,
};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("trefoil: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode> {
    match &command {
        Command::Migrate(storage) => {
            log(storage);
            serve::open(storage).await?;
        }
        Command::Serve(config) => {
            log(&config.storage);
            serve::serve(config, Mode::Real).await?;
        }
        Command::Demo(config) => {
            log(&config.storage);
            serve::serve(config, Mode::Demonstration).await?;
        }
        Command::Work(config) => {
            log(&config.storage);
            serve::work(config).await?;
        }
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn log(storage: &Storage) {
    let lines = tracing_subscriber::fmt().with_env_filter(storage.log.as_str()).with_writer(std::io::stderr);
    match storage.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
}
