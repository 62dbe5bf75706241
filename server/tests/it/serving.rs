//! The program while it serves: its address, figures, logs, and a graceful end.
use crate::commands::{folder, trefoil};
use std::process::Stdio;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

/// A program that serves on a port of its own choice.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    async fn start(args: &[&str]) -> Served {
        let data = folder().display().to_string();
        let mut command =
            Command::from(trefoil(&[&["serve", "--listen", "127.0.0.1:0", "--data", &data], args].concat()));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("it says where it listens");
        let address = line.strip_prefix("listening on http://").expect(&line).to_string();
        Served { child, address }
    }
    /// Asks for a page; gives the whole answer.
    async fn get(&self, path: &str, header: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
    fn terminate(&self) {
        let id = self.child.id().expect("it runs").to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
    /// Waits for the end; gives what it logged.
    async fn ended(mut self) -> String {
        let mut logged = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut logged).await.unwrap();
        assert!(self.child.wait().await.unwrap().success(), "{logged}");
        logged
    }
}

#[tokio::test]
async fn it_serves_on_a_free_port_and_logs_requests_without_queries() {
    let served = Served::start(&["--log-format", "json"]).await;
    assert!(served.get("/health/ready", "").await.starts_with("HTTP/1.1 200"));
    assert!(served.get("/organisations?q=secretquery", "").await.starts_with("HTTP/1.1 200"));
    assert!(served.get("/invitations/onetimesecret", "").await.starts_with("HTTP/1.1 422"));
    served.terminate();
    let logged = served.ended().await;
    let lines: Vec<serde_json::Value> = logged.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let line = lines.iter().find(|line| line["span"]["path"] == "/organisations").expect(&logged);
    assert_eq!((&line["span"]["method"], &line["fields"]["status"]), (&"GET".into(), &200.into()));
    assert!(line["fields"]["ms"].is_number());
    assert!(!logged.contains("secretquery") && !logged.contains("onetimesecret"), "{logged}");
}

#[tokio::test]
async fn figures_are_for_this_machine() {
    let served = Served::start(&[]).await;
    served.get("/health/live", "").await;
    let figures = served.get("/metrics", "").await;
    for part in [
        "trefoil_requests_total{",
        "route=\"/health/live\"",
        "trefoil_request_seconds_bucket",
        "trefoil_jobs_waiting 0",
        "trefoil_jobs_given_up 0",
        "trefoil_database_connections_open",
    ] {
        assert!(figures.contains(part), "{part}\n{figures}");
    }
    let outside = served.get("/metrics", "X-Forwarded-For: 203.0.113.7\r\n").await;
    assert!(outside.starts_with("HTTP/1.1 404"), "{outside}");
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() {
    let served = Served::start(&["--no-jobs"]).await;
    let mut stream = TcpStream::connect(&served.address).await.unwrap();
    let head = "POST /sign-in HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemai";
    stream.write_all(head.as_bytes()).await.unwrap();
    served.get("/health/live", "").await;
    served.terminate();
    while TcpStream::connect(&served.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(b"l=a@b").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    served.ended().await;
}

#[tokio::test]
async fn jobs_run_apart_and_end_when_told() {
    let data = folder().display().to_string();
    let mut work = Command::from(trefoil(&["work", "--data", &data]));
    let mut child = work.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next_line().await.unwrap().as_deref(), Some("working"));
    let id = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(child.wait().await.unwrap().success());
}
