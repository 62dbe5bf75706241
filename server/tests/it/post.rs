//! Mail on its way: a mail server that takes it, one that refuses, and what the operator sees.
use crate::support::*;
use server::mail::Post;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail server that keeps what it is given, or refuses every reader.
#[derive(Clone, Default)]
struct Sink {
    mails: Arc<Mutex<Vec<String>>>,
    refuses: Arc<AtomicBool>,
}

impl Sink {
    /// Listens on a free port; gives its address.
    async fn open(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let sink = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(sink.clone().talk(stream));
            }
        });
        address
    }

    async fn talk(self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 sink\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let refused = line.starts_with("RCPT") && self.refuses.load(Ordering::Relaxed);
            let answer = match line.split([' ', ':']).next().unwrap() {
                "DATA" => "354 go on\r\n",
                "QUIT" => "221 bye\r\n",
                _ if refused => "550 nobody here\r\n",
                _ => "250 fine\r\n",
            };
            write.write_all(answer.as_bytes()).await.unwrap();
            if answer.starts_with("354") {
                let mut mail = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail += &(line + "\n");
                }
                self.mails.lock().unwrap().push(mail);
                write.write_all(b"250 kept\r\n").await.unwrap();
            }
        }
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn world(sink: &Sink) -> (World, Someone) {
    let post = Post::new(Some(&sink.open().await), "Trefoil <trefoil@example.nhs.uk>").unwrap();
    let world = World::in_database(&address("sqlite").await, post).await;
    let operator = world.operator("Olu Operator").await;
    (world, operator)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_as_text_and_html_with_its_link() {
    let sink = Sink::default();
    let (world, operator) = world(&sink).await;
    world.post_as(&operator, "/people/new", "name=Nora+New&email=nora@example.org").await.expect(303);
    world.run_jobs().await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    for part in [
        "To: nora@example.org",
        "From: Trefoil <trefoil@example.nhs.uk>",
        "Subject: Your invitation to Trefoil",
        "text/plain",
        "text/html",
        "http://trefoil.test/invitations/",
    ] {
        assert!(mails[0].contains(part), "{part}: {}", mails[0]);
    }
    assert!(world.get_as(&operator, "/admin/outbox").await.shows("Sent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_arrives_as_a_calendar_part_and_as_a_file() {
    let sink = Sink::default();
    let (world, _) = world(&sink).await;
    let cog = world.seated_group().await;
    let plan = serde_json::json!({ "starts_at": "2026-12-01T10:00:00Z", "place": "Town Hall" });
    world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201);
    world.run_jobs().await;
    let all = sink.mails();
    let mails: Vec<&String> = all.iter().filter(|mail| mail.contains("text/calendar")).collect();
    assert_eq!(mails.len(), 5);
    for part in
        ["text/plain", "text/html", "text/calendar; charset=utf-8; method=REQUEST", "application/ics", "meeting.ics"]
    {
        assert!(mails.iter().all(|mail| mail.contains(part)), "{part}: {}", mails[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_is_tried_again_with_growing_pauses_and_then_given_up_where_it_is_seen() {
    let sink = Sink::default();
    sink.refuses.store(true, Ordering::Relaxed);
    let (world, operator) = world(&sink).await;
    world.post_as(&operator, "/people/new", "name=Nora+New&email=nora@example.org").await.expect(303);
    world.run_jobs().await;
    assert!(world.get_as(&operator, "/admin/outbox").await.shows("Failed"));
    for tried in 1..8 {
        assert!(!world.get_as(&operator, "/admin/jobs").await.shows("550"), "after {tried}");
        let pause = 15 << tried;
        world.app.clock.forward(pause - 1);
        world.run_jobs().await;
        assert!(!world.get_as(&operator, "/admin/jobs").await.shows("550"), "before the pause is over");
        world.app.clock.forward(1);
        world.run_jobs().await;
    }
    let operator = world.operator("Ola Operator").await;
    assert!(world.get_as(&operator, "/admin/jobs").await.shows("nobody here"));
    sink.refuses.store(false, Ordering::Relaxed);
    let page = world.get_as(&operator, "/admin/outbox").await.text;
    let mail = page.split("/admin/outbox/").nth(1).unwrap().split('"').next().unwrap();
    world.post_as(&operator, &format!("/admin/outbox/{mail}/copy"), "").await.expect(303);
    world.run_jobs().await;
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_for_good_bounces_until_a_mail_gets_through() {
    let sink = Sink::default();
    sink.refuses.store(true, Ordering::Relaxed);
    let (world, operator) = world(&sink).await;
    let page = world.post_as(&operator, "/people/new", "name=Nora+New&email=nora@example.org").await.expect(303).path();
    world.run_jobs().await;
    assert!(world.get_as(&operator, &page).await.shows("Mail to this address came back"));
    assert!(world.get_as(&operator, "/people").await.shows("mail comes back"));
    sink.refuses.store(false, Ordering::Relaxed);
    world.post_as(&operator, &format!("{page}/invitation"), "").await.expect(303);
    world.run_jobs().await;
    assert!(!world.get_as(&operator, &page).await.shows("Mail to this address came back"));
}
