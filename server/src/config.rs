//! Configuration: one struct, one help text; flags and environment say the same things.
use crate::people::factor::Required;
use clap::{Args, Parser, Subcommand, ValueEnum};
use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::PathBuf,
};

/// Runs NHS–industry collaboration from a health need to the published outcome.
#[derive(Debug, Parser)]
#[command(name = "trefoil", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the database to this version.
    Migrate(Storage),
    /// Serve pages and API, and do the jobs.
    Serve(Serve),
    /// Do the jobs without serving.
    Work(Work),
    /// Serve a living demonstration with its own clock; fills an empty database first.
    Demo(Serve),
    /// Check the whole record; names the first event that was changed and exits with 1.
    Verify(Storage),
    /// Write every table to a file, the same bytes from either engine.
    Export(Transfer),
    /// Read such a file into an empty database.
    Import(Transfer),
    /// Make the first operator, and print a one-time link to set the password.
    Operator(Operator),
    /// Make the server's key file if it is not there; put a new key in it; give up what a lost key sealed.
    Key(Key),
}

impl Command {
    /// Where the data of a command lies, and how it logs.
    pub fn storage(&self) -> &Storage {
        match self {
            Command::Migrate(storage) | Command::Verify(storage) => storage,
            Command::Serve(config) | Command::Demo(config) => &config.storage,
            Command::Work(config) => &config.storage,
            Command::Export(config) | Command::Import(config) => &config.storage,
            Command::Operator(config) => &config.storage,
            Command::Key(config) => &config.storage,
        }
    }
}

/// Where the data lies.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Folder of the SQLite database and the files.
    #[arg(long, env = "TREFOIL_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// PostgreSQL address, `postgres://…`; without it SQLite in the data folder is used.
    #[arg(long, env = "TREFOIL_DATABASE", value_parser = postgres)]
    pub database: Option<String>,
    /// File of the server's own key, which seals the secrets in the database; keep it out of the data folder and apart from
    /// the backups. Default: beside the data folder, `<data>.key`, made at the first start. With PostgreSQL all nodes share
    /// one: make it with `trefoil key --key FILE`.
    #[arg(long, env = "TREFOIL_KEY")]
    pub key: Option<PathBuf>,
    /// How logs are written.
    #[arg(long, env = "TREFOIL_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// Which logs are written, for example `info` or `server=debug`.
    #[arg(long, env = "TREFOIL_LOG", default_value = "info", value_parser = crate::logs::filter)]
    pub log: String,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What `serve` and `demo` need.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: Storage,
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, env = "TREFOIL_LISTEN", default_value = "127.0.0.1:8080", value_parser = listen)]
    pub listen: SocketAddr,
    /// Address on which alone `/metrics` answers everybody; without it, it answers callers on this machine.
    #[arg(long, env = "TREFOIL_METRICS_LISTEN", value_parser = listen)]
    pub metrics_listen: Option<SocketAddr>,
    /// The address people use, for links in mails, for example `https://trefoil.example.nhs.uk`.
    #[arg(long, env = "TREFOIL_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// The name in the page header.
    #[arg(long, env = "TREFOIL_SERVICE_NAME", default_value = "Trefoil", value_parser = service_name)]
    pub service_name: String,
    /// Roles whose people must have a second factor, with commas between: `everybody`, `operator`, `auditor`, a duty such
    /// as `signatory`, a seat such as `chair`.
    #[arg(long, env = "TREFOIL_SECOND_FACTOR", value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(Required::words()))]
    pub second_factor: Vec<String>,
    /// Only serve; another process does the jobs.
    #[arg(long, env = "TREFOIL_NO_JOBS")]
    pub no_jobs: bool,
    /// Mail.
    #[command(flatten)]
    pub mail: Mail,
}

/// What `work` needs.
#[derive(Debug, Clone, Args)]
pub struct Work {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: Storage,
    /// The address people use, for links in mails.
    #[arg(long, env = "TREFOIL_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// The name that mails give this service.
    #[arg(long, env = "TREFOIL_SERVICE_NAME", default_value = "Trefoil", value_parser = service_name)]
    pub service_name: String,
    /// Mail.
    #[command(flatten)]
    pub mail: Mail,
}

/// How mail leaves. Without a server, mail waits in the outbox page of the operator.
#[derive(Debug, Clone, Args)]
pub struct Mail {
    /// SMTP server, `smtp://host:port` or `smtps://user:password@host:port`.
    #[arg(long, env = "TREFOIL_SMTP", value_parser = smtp)]
    pub smtp: Option<String>,
    /// The sender of all mail.
    #[arg(long, env = "TREFOIL_MAIL_FROM", default_value = "Trefoil <trefoil@localhost.example>", value_parser = sender)]
    pub mail_from: String,
}

/// What `export` and `import` need.
#[derive(Debug, Clone, Args)]
pub struct Transfer {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: Storage,
    /// The file to write or read.
    pub file: PathBuf,
}

/// What `operator` needs.
#[derive(Debug, Clone, Args)]
pub struct Operator {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: Storage,
    /// The address people use, for the printed link.
    #[arg(long, env = "TREFOIL_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// The operator's name.
    #[arg(long)]
    pub name: String,
    /// The operator's e-mail address.
    #[arg(long)]
    pub email: String,
}

/// What `key` needs.
#[derive(Debug, Clone, Args)]
pub struct Key {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: Storage,
    /// Put a new key first: it seals from the next start on, and those before still open.
    #[arg(long)]
    pub new: bool,
    /// Give up, for good, what the lost key of this name sealed: second steps at sign-in must be set up anew.
    #[arg(long, value_name = "NAME", conflicts_with = "new")]
    pub forget: Option<String>,
}

impl Storage {
    /// The file of the SQLite database.
    pub fn file(&self) -> PathBuf {
        self.data.join("trefoil.db")
    }
}

fn postgres(text: &str) -> Result<String, String> {
    let good = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if good { Ok(text.into()) } else { Err("expected an address that begins with postgres://".into()) }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    let expected = "expected HOST:PORT, for example 127.0.0.1:8080 or [::]:8080";
    let mut found = text.to_socket_addrs().map_err(|_| expected.to_string())?;
    found.next().ok_or_else(|| expected.into())
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")).unwrap_or_default();
    let bare = text.trim_end_matches('/');
    let plain = rest.chars().all(|c| c.is_ascii_graphic() && !"?#\"<>".contains(c));
    if plain && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') {
        Ok(bare.into())
    } else {
        Err("expected http://… or https://…".into())
    }
}

fn service_name(text: &str) -> Result<String, String> {
    let good = !text.trim().is_empty() && text.chars().count() <= 60 && !text.chars().any(char::is_control);
    if good { Ok(text.trim().into()) } else { Err("expected a name of at most 60 characters".into()) }
}

fn smtp(text: &str) -> Result<String, String> {
    let expected = "expected smtp://host:port or smtps://user:password@host:port";
    let good = text.starts_with("smtp://") || text.starts_with("smtps://");
    let read = AsyncSmtpTransport::<Tokio1Executor>::from_url(text).map_err(|e| format!("{e}; {expected}"));
    if good { read.map(|_| text.into()) } else { Err(expected.into()) }
}

fn sender(text: &str) -> Result<String, String> {
    let read = text.parse::<Mailbox>().map_err(|_| "expected Name <name@example.nhs.uk>".to_string());
    read.map(|_| text.into())
}
