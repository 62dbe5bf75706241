//! Invitations to meetings for people's calendars: read by a parser that is not ours (RFC 5545, RFC 5546).
use crate::{
    on_both,
    support::{groups::Cog, *},
};
use ical::{IcalParser, parser::ical::component::IcalCalendar};
use serde_json::json;

/// The calendars that were mailed to somebody, oldest first.
async fn mailed(world: &World, who: &Someone) -> Vec<IcalCalendar> {
    world.run_jobs().await;
    let address = world.email(who).await;
    let mut tx = world.app.db.read().await.unwrap();
    let query = db::sql!("SELECT calendar FROM mail WHERE address = $1 AND calendar IS NOT NULL ORDER BY id");
    let rows = query.bind(address).all(&mut tx).await.unwrap();
    rows.iter().map(|row| read(&row.get::<String>("calendar").unwrap())).collect()
}

fn read(text: &str) -> IcalCalendar {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let mut all: Vec<_> = IcalParser::new(text.as_bytes()).collect();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn method(calendar: &IcalCalendar) -> String {
    calendar.properties.iter().find(|it| it.name == "METHOD").unwrap().value.clone().unwrap()
}

/// A property of the only event of a calendar; empty if it is not there.
fn value(calendar: &IcalCalendar, name: &str) -> String {
    assert_eq!(calendar.events.len(), 1);
    let found = calendar.events[0].properties.iter().find(|it| it.name == name);
    found.and_then(|it| it.value.clone()).unwrap_or_default()
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
        assert_eq!(value(&all[0], "LOCATION"), "Town Hall\\, room 4\\; first floor");
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
        let unescaped = value(&last, "LOCATION").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        assert_eq!(unescaped, place);
    }
}
