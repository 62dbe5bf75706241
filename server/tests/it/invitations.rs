//! Invitations to meetings for people's calendars: read by a parser that is not ours (RFC 5545, RFC 5546).
use crate::{
    on_both,
    support::{groups::Cog, *},
};
use icalendar::parser::{Property, read_calendar, unfold};
use serde_json::json;

/// A calendar with one event, as the parser read it: names with values.
struct Read {
    calendar: Vec<(String, String)>,
    event: Vec<(String, String)>,
}

/// The calendars that were mailed to somebody, oldest first.
async fn mailed(world: &World, who: &Someone) -> Vec<Read> {
    world.run_jobs().await;
    let address = world.email(who).await;
    let mut tx = world.app.db.read().await.unwrap();
    let query = db::sql!("SELECT calendar FROM mail WHERE address = $1 AND calendar IS NOT NULL ORDER BY id");
    let rows = query.bind(address).all(&mut tx).await.unwrap();
    rows.iter().map(|row| read(&row.get::<String>("calendar").unwrap())).collect()
}

fn read(text: &str) -> Read {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap_or_else(|error| panic!("{error}: {text}"));
    let pairs = |all: &[Property]| all.iter().map(|it| (it.name.to_string(), it.val.to_string())).collect();
    let [event] = calendar.components.as_slice() else { panic!("not one event: {text}") };
    Read { calendar: pairs(&calendar.properties), event: pairs(&event.properties) }
}

fn of(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn method(it: &Read) -> String {
    of(&it.calendar, "METHOD")
}

/// A property of the event; empty if it is not there.
fn value(it: &Read, name: &str) -> String {
    of(&it.event, name)
}

async fn planned(world: &World, cog: &Cog) -> String {
    let plan = json!({ "starts_at": "2026-12-01T10:00:00Z", "place": "Town Hall, room 4; first floor", "lasts": 90 });
    let made = world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
    format!("/meetings/{}", made["reference"].as_str().unwrap())
}

on_both! {
    async fn everybody_with_a_seat_gets_an_entry_that_follows_each_change_and_the_cancelling(world) {
        let cog = world.group().await;
        mailed(&world, &cog.lay).await;
        let before = mailed(&world, &cog.lay).await.len();
        let meeting = planned(&world, &cog).await;
        let moved = json!({ "starts_at": "2026-12-02T10:00:00Z", "link": "https://meet.example.org/1" });
        world.api(&cog.secretary, &format!("{meeting}/plan"), moved).await.expect(201);
        world.api(&cog.secretary, &format!("{meeting}/cancellation"), json!({ "reasons": "Snow" })).await.expect(201);
        let all = mailed(&world, &cog.lay).await.split_off(before);
        assert_eq!(all.iter().map(method).collect::<Vec<_>>(), ["REQUEST", "REQUEST", "CANCEL"]);
        assert_eq!(all.iter().map(|it| value(it, "SEQUENCE")).collect::<Vec<_>>(), ["0", "1", "2"]);
        assert!(all.iter().all(|it| value(it, "UID") == value(&all[0], "UID") && !value(it, "UID").is_empty()));
        assert_eq!((value(&all[0], "DTSTART"), value(&all[0], "DTEND")), ("20261201T100000Z".into(), "20261201T113000Z".into()));
        assert_eq!((value(&all[1], "DTSTART"), value(&all[1], "DTEND")), ("20261202T100000Z".into(), "20261202T110000Z".into()));
        assert_eq!(value(&all[0], "LOCATION"), "Town Hall, room 4; first floor");
        assert_eq!(value(&all[0], "URL"), format!("http://trefoil.test{meeting}"));
        assert_eq!(value(&all[0], "ATTENDEE"), format!("mailto:{}", world.email(&cog.lay).await));
        assert!(value(&all[0], "ORGANIZER").starts_with("mailto:"));
        assert_eq!((value(&all[1], "STATUS"), value(&all[2], "STATUS")), ("CONFIRMED".into(), "CANCELLED".into()));
    }
    async fn a_hostile_place_stays_one_value(world) {
        let cog = world.group().await;
        let long = "é".repeat(90);
        let place = format!("END:VEVENT\\nBEGIN:VEVENT {long}, \\; x");
        let plan = json!({ "starts_at": "2026-12-01T10:00:00Z", "place": place });
        world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201);
        let last = mailed(&world, &cog.chair).await.pop().unwrap();
        assert_eq!(value(&last, "LOCATION"), place);
    }
}
