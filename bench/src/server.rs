//! A real Trefoil as a process of its own: started, watched, stopped.
use crate::{Options, client::Client};
use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Anything that went wrong; the program ends with it.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Where the data lies.
pub struct Place {
    /// The folder of this run.
    pub folder: PathBuf,
    /// The address of the database.
    pub url: String,
    arguments: Vec<String>,
}

/// A started server.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub at: SocketAddr,
    /// How long from its start to its first page.
    pub first_page: Duration,
}

impl Place {
    /// A new folder, and the database that was asked for.
    pub fn new(options: &Options) -> Result<Place, Fault> {
        let folder = std::env::temp_dir().join(format!("trefoil-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let data = folder.join("data").display().to_string();
        let key = folder.join("key").display().to_string();
        Ok(match &options.database {
            Some(url) => Place {
                folder,
                url: url.clone(),
                arguments: vec!["--database".into(), url.clone(), "--key".into(), key],
            },
            None => {
                Place { url: format!("sqlite://{data}/trefoil.db"), folder, arguments: vec!["--data".into(), data] }
            }
        })
    }
}

impl Running {
    /// Starts the demonstration and waits for its first page.
    pub async fn start(options: &Options, place: &Place) -> Result<Running, Fault> {
        let begun = Instant::now();
        let mut command = Command::new(&options.trefoil);
        command.arg("demo").args(["--listen", "127.0.0.1:0", "--log", "error"]).args(&place.arguments);
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let at = address(&mut child).await?;
        Client::connect(at, Vec::new()).await?.get("/").await?;
        Ok(Running { child, at, first_page: begun.elapsed() })
    }

    /// The memory the server has in use, in MB.
    pub fn memory(&self) -> Result<u64, Fault> {
        let id = self.child.id().ok_or("the server has ended")?;
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        Ok(kilobytes / 1024)
    }

    /// Stops it as an operator would, and waits.
    pub async fn stop(mut self) -> Result<(), Fault> {
        let id = self.child.id().ok_or("the server has ended")?;
        Command::new("kill").arg(id.to_string()).status().await?;
        self.child.wait().await?;
        Ok(())
    }
}

async fn address(child: &mut Child) -> Result<SocketAddr, Fault> {
    let output = child.stdout.take().ok_or("no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(address) = line.strip_prefix("listening on http://") {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(address.trim().parse()?);
        }
    }
    Err("the server ended before it listened".into())
}
