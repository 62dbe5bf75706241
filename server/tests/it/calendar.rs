//! The secret calendar and the daily mail: what they say, to whom, once, and nothing confidential (X7, X6).
use crate::{on_both, support::*};
use icalendar::{CalendarComponent, CalendarDateTime, Component, DatePerhapsTime};
use serde_json::json;
use server::{jobs::Job, people::store as people, work};

/// Makes a calendar on its page and gives its address, as a path.
async fn made(world: &World, who: &Someone) -> String {
    let page = world.post_as(who, "/account/calendar", "").await.expect(200);
    let link =
        page.text.split("app-secret\">").nth(1).unwrap_or_else(|| panic!("{}", page.text)).split('<').next().unwrap();
    link.strip_prefix("http://trefoil.test").unwrap().to_string()
}

/// One entry as an independent library reads it: uid, summary, begin, and address.
#[derive(Debug, PartialEq)]
struct Entry {
    uid: String,
    summary: String,
    begins: String,
    link: String,
}

/// Reads a calendar with a library that is not ours.
fn entries(text: &str) -> Vec<Entry> {
    let calendar: icalendar::Calendar = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
    let event = |it: &CalendarComponent| match it {
        CalendarComponent::Event(event) => Some(Entry {
            uid: event.get_uid().unwrap().into(),
            summary: event.get_summary().unwrap().into(),
            begins: match event.get_start().unwrap() {
                DatePerhapsTime::DateTime(CalendarDateTime::Utc(at)) => at.to_rfc3339(),
                DatePerhapsTime::Date(day) => day.to_string(),
                other => panic!("{other:?}"),
            },
            link: event.get_url().unwrap().into(),
        }),
        _ => None,
    };
    calendar.components.iter().filter_map(event).collect()
}

impl World {
    /// The letters about their work that were written to somebody: subject and text.
    async fn digests(&self, who: &Someone) -> Vec<String> {
        let mut tx = self.app.db.read().await.unwrap();
        let query = db::sql!(
            "SELECT subject || ' ' || body AS text FROM mail WHERE person = $1 AND subject LIKE 'Your work on %' ORDER BY id"
        );
        let rows = query.bind_text(who.id).all(&mut tx).await.unwrap();
        rows.iter().map(|row| row.get("text").unwrap()).collect()
    }

    async fn switches(&self, who: &Someone, place: &str) {
        self.post_as(who, place, "").await.expect(303);
    }
}

on_both! {
    async fn the_calendar_holds_what_awaits_and_what_is_followed_and_nothing_confidential(world) {
        let network = world.network().await;
        let call = world.approved_call(&network).await;
        let path = made(&world, &network.officer).await;
        let before = world.events().await.len();
        let answer = world.get(&path).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        let entries = entries(&answer.text);
        let summary = |what: &str| entries.iter().find(|entry| entry.summary == format!("{call}: {what}")).unwrap_or_else(|| panic!("{entries:?}"));
        assert_eq!(summary("Publish the approved call").begins, "2026-11-23T09:00:00+00:00");
        assert_eq!(summary("Deadline for answers").begins, "2027-01-12T12:00:00+00:00");
        assert_eq!(summary("Decision planned by").begins, "2027-03-01", "the last second of a day is the day");
        assert_eq!(summary("Deadline for answers").link, format!("http://trefoil.test/calls/{call}"));
        assert!(!answer.shows("Heart failure"), "no title: {}", answer.text);
        assert!(answer.text.split("\r\n").all(|line| line.len() <= 75), "{}", answer.text);
        let uids: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.uid.as_str()).collect();
        assert_eq!(uids.len(), entries.len());
        let again = world.get(&path).await.expect(200);
        assert_eq!((again.text, world.events().await.len()), (answer.text, before), "reading changes nothing");
    }
    async fn its_secret_is_shown_once_kept_as_a_hash_renewed_and_revoked(world) {
        let nora = world.person("Nora Hill", &[]).await;
        let first = made(&world, &nora).await;
        let secret = first.trim_start_matches("/account/calendar/").trim_end_matches(".ics");
        assert_eq!(secret.len(), 43);
        assert!(!world.get_as(&nora, "/account/calendar").await.expect(200).shows(secret));
        assert!(!world.get_as(&nora, "/work").await.expect(200).shows(secret));
        let mut tx = world.app.db.read().await.unwrap();
        let row = db::sql!("SELECT hash FROM calendar").one(&mut tx).await.unwrap();
        assert_eq!(row.get::<String>("hash").unwrap(), server::sessions::hash(secret));
        drop(tx);
        let second = made(&world, &nora).await;
        world.get(&first).await.expect(404);
        world.get(&second).await.expect(200);
        world.switches(&nora, "/account/calendar/revocation").await;
        world.get(&second).await.expect(404);
        let events = world.events().await;
        let of = |kind: &str| events.iter().filter(|event| *event == kind).count();
        assert_eq!((of("person.calendar_made"), of("person.calendar_revoked")), (2, 1));
    }
    async fn an_unknown_address_is_not_found_and_asks_nobody_to_sign_in(world) {
        let nora = world.person("Nora Hill", &[]).await;
        let path = made(&world, &nora).await;
        for unknown in ["/account/calendar/x.ics", "/account/calendar/.ics", "/account/calendar/%27%20OR%201=1.ics", path.trim_end_matches(".ics")] {
            world.get(unknown).await.expect(404);
        }
        let forged = world.send(axum::http::Request::post("/account/calendar").header("cookie", nora.cookie()).header("content-type", "application/x-www-form-urlencoded").body("_csrf=forged".into()).unwrap()).await;
        forged.expect(403);
        world.get(&path).await.expect(200);
    }
    async fn whoever_left_has_no_calendar_and_whoever_is_recused_a_calendar_without_it(world) {
        let cog = world.group().await;
        let path = made(&world, &cog.secretary).await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        let plan = json!({ "starts_at": "2026-11-26T14:00:00Z", "place": "Town Hall", "items": [] });
        world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201);
        assert!(world.get(&path).await.expect(200).shows(&need));
        let mut tx = world.app.db.write().await.unwrap();
        let thing = server::needs::store::by_reference(&mut tx, &need).await.unwrap().unwrap().id.0;
        let it = people::Grant { person: cog.secretary.id, kind: "recused", word: "", thing, starts_at: world.now(), ends_at: None };
        people::grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!world.get(&path).await.expect(200).shows(&need));
        world.api(&cog.operator, &format!("/people/{}/departure", cog.secretary.id), json!({})).await.expect(201);
        world.get(&path).await.expect(404);
    }
    async fn the_daily_mail_comes_at_seven_when_something_is_new_or_due_and_names_no_title(world) {
        let cog = world.group().await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        world.switches(&cog.secretary, "/account/digest").await;
        world.run_jobs().await;
        assert_eq!(world.digests(&cog.secretary).await.len(), 0);
        world.at("2026-11-24T06:59:59Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), 0);
        world.at("2026-11-24T07:00:00Z").await;
        let letters = world.digests(&cog.secretary).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains(&format!("{need}: Put it on the agenda of a meeting")), "{}", letters[0]);
        assert!(letters[0].contains("http://trefoil.test/work") && !letters[0].contains("Heart failure"), "{}", letters[0]);
        world.at("2026-11-25T07:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), 1, "nothing is new or due");
        let other = world.submitted_need(&cog.member, cog.id).await;
        world.at("2026-11-26T07:00:00Z").await;
        let letters = world.digests(&cog.secretary).await;
        assert!(letters.len() == 2 && letters[1].contains(&other), "{letters:?}");
        assert_eq!(world.digests(&cog.chair).await.len(), 0, "it is switched on by each person");
    }
    async fn no_daily_mail_comes_at_weekends_and_holidays_and_summer_time_is_minded(world) {
        let cog = world.group().await;
        world.switches(&cog.secretary, "/account/digest").await;
        world.at("2026-11-27T08:00:00Z").await;
        let before = world.digests(&cog.secretary).await.len();
        world.submitted_need(&cog.member, cog.id).await;
        for away in ["2026-11-28T12:00:00Z", "2026-11-29T12:00:00Z", "2026-11-30T06:59:59Z"] {
            world.at(away).await;
            assert_eq!(world.digests(&cog.secretary).await.len(), before, "{away}");
        }
        world.at("2026-11-30T07:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), before + 1);
        world.at("2026-12-24T08:00:00Z").await;
        let before = world.digests(&cog.secretary).await.len();
        world.submitted_need(&cog.member, cog.id).await;
        world.at("2026-12-28T12:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), before, "Christmas, Boxing Day observed, and the weekend");
        world.at("2026-12-29T07:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), before + 1);
        world.at("2027-03-29T05:00:00Z").await;
        world.submitted_need(&cog.member, cog.id).await;
        world.at("2027-03-30T05:59:59Z").await;
        let before = world.digests(&cog.secretary).await.len();
        world.at("2027-03-30T06:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), before + 1, "seven in London is six in UTC after Easter Monday");
    }
    async fn the_daily_mail_never_doubles_and_can_be_switched_off(world) {
        let cog = world.group().await;
        world.submitted_need(&cog.member, cog.id).await;
        world.switches(&cog.secretary, "/account/digest").await;
        world.switches(&cog.secretary, "/account/digest").await;
        assert_eq!(world.events().await.iter().filter(|event| *event == "person.digest_begun").count(), 1);
        world.at("2026-11-24T07:00:00Z").await;
        for job in [Job::Digests, Job::Digest { person: cog.secretary.id }, Job::Digests] {
            let mut tx = world.app.db.write().await.unwrap();
            server::jobs::enqueue(&mut tx, &job, world.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        world.run_jobs().await;
        world.app.clock.move_to("2026-11-24T05:00:00Z".parse().unwrap());
        world.run_jobs().await;
        world.at("2026-11-24T09:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), 1);
        let mut tx = world.app.db.read().await.unwrap();
        let waiting = server::jobs::waiting(&mut tx, world.now()).await.unwrap();
        drop(tx);
        assert_eq!(waiting.iter().filter(|(_, job)| *job == Job::Digests).count(), 1, "{waiting:?}");
        world.switches(&cog.secretary, "/account/digest/end").await;
        world.submitted_need(&cog.member, cog.id).await;
        world.at("2026-11-25T09:00:00Z").await;
        assert_eq!(world.digests(&cog.secretary).await.len(), 1);
        let mut tx = world.app.db.read().await.unwrap();
        let waiting = server::jobs::waiting(&mut tx, world.now()).await.unwrap();
        assert!(!waiting.iter().any(|(_, job)| *job == Job::Digests), "nobody wants it, so nothing runs: {waiting:?}");
    }
    async fn two_workers_at_once_write_one_daily_mail(world) {
        let cog = world.group().await;
        world.submitted_need(&cog.member, cog.id).await;
        world.switches(&cog.secretary, "/account/digest").await;
        world.app.clock.move_to("2026-11-24T07:00:00Z".parse().unwrap());
        let both = (0..2).map(|_| { let (app, person) = (world.app.clone(), cog.secretary.id); tokio::spawn(async move {
            let mut tx = app.db.write().await.unwrap();
            work::digest(&app, &mut tx, person).await.unwrap();
            tx.commit().await.unwrap();
        }) });
        for one in both.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert_eq!(world.digests(&cog.secretary).await.len(), 1);
    }
    async fn the_daily_mail_does_not_know_what_its_reader_is_recused_on(world) {
        let network = world.network().await;
        let cog = &network.group;
        let need = world.submitted_need(&cog.member, cog.id).await;
        world.switches(&cog.secretary, "/account/digest").await;
        world.switches(&cog.deputy, "/account/digest").await;
        let mut tx = world.app.db.write().await.unwrap();
        let thing = server::needs::store::by_reference(&mut tx, &need).await.unwrap().unwrap().id.0;
        let it = people::Grant { person: cog.deputy.id, kind: "recused", word: "", thing, starts_at: world.now(), ends_at: None };
        people::grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        world.at("2026-11-24T07:00:00Z").await;
        assert!(world.digests(&cog.secretary).await.join("").contains(&need));
        assert!(!world.digests(&cog.deputy).await.join("").contains(&need));
    }
}
