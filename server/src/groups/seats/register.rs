//! The public register of a group's members: who sits for whom from when until when, who did, and what is vacant (G1).
//! The same for page, JSON and CSV.
use super::super::{showing::Names, words};
use crate::{csv, error::Result, organisations, people};
use db::Tx;
use domain::{
    group::{Group, Seat},
    seat::{Standing, Vacancy},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::Serialize;

/// One seat, as everybody may read it.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Whose; empty for a vacancy.
    pub person: String,
    /// Its role in words.
    pub role: String,
    /// The organisation that it represents; empty for none.
    pub organisation: String,
    /// First day; for a vacancy the day since which it is one.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Whether its person votes.
    pub votes: bool,
    /// For whom its person votes while that one is absent; empty for nobody.
    pub stands_in_for: String,
}

/// The seats of a group, by where they stand.
#[derive(Debug, Serialize)]
pub struct Members {
    /// Held today.
    pub held: Vec<Line>,
    /// Taken, and still to begin.
    pub to_come: Vec<Line>,
    /// Held by nobody.
    pub vacant: Vec<Line>,
    /// Over, the latest first.
    pub past: Vec<Line>,
}

/// The register of a group at a moment: two statements.
pub async fn of(tx: &mut Tx, group: &Group, at: Timestamp) -> Result<Members> {
    let people: Vec<_> = group.seats.iter().map(|seat| seat.person).collect();
    let represented: Vec<_> = group.seats.iter().filter_map(|seat| seat.organisation).collect();
    let organisations = organisations::store::names(tx, &represented).await?;
    let names = Names { people: people::store::names(tx, &people).await?, organisations, ..Names::default() };
    let of =
        |standing| -> Vec<&Seat> { group.seats.iter().filter(|seat| seat.standing(at.day()) == standing).collect() };
    let lines = |seats: Vec<&Seat>| seats.into_iter().map(|seat| line(seat, &names)).collect();
    let mut past = of(Standing::Past);
    past.sort_by_key(|seat| std::cmp::Reverse(seat.to));
    let vacant = group.vacancies(at.day()).iter().map(|it| vacancy(it, &names)).collect();
    Ok(Members { held: lines(of(Standing::Held)), to_come: lines(of(Standing::ToCome)), vacant, past: lines(past) })
}

/// Those whom a group asks to take a seat: for its own people.
pub async fn asked(tx: &mut Tx, group: &Group) -> Result<Vec<Line>> {
    let people: Vec<_> = group.offers.iter().map(|offer| offer.seat.person).collect();
    let represented: Vec<_> = group.offers.iter().filter_map(|offer| offer.seat.organisation).collect();
    let organisations = organisations::store::names(tx, &represented).await?;
    let names = Names { people: people::store::names(tx, &people).await?, organisations, ..Names::default() };
    Ok(group.offers.iter().map(|offer| line(&offer.seat, &names)).collect())
}

fn line(seat: &Seat, names: &Names) -> Line {
    Line {
        person: names.person(seat.person),
        role: words::of("role", seat.role.as_str()),
        organisation: names.organisation(seat.organisation),
        from: Some(seat.from),
        to: seat.to,
        votes: seat.voting,
        stands_in_for: seat.stands_in_for.map(|person| names.person(person)).unwrap_or_default(),
    }
}

fn vacancy(it: &Vacancy, names: &Names) -> Line {
    Line {
        person: String::new(),
        role: words::of("role", it.role.as_str()),
        organisation: names.organisation(it.organisation),
        from: it.since,
        to: None,
        votes: false,
        stands_in_for: String::new(),
    }
}

/// The register as comma-separated text.
pub fn table(members: &Members) -> String {
    let head = ["standing", "person", "role", "organisation", "from", "to", "votes", "stands_in_for"];
    let parts =
        [("held", &members.held), ("to_come", &members.to_come), ("vacant", &members.vacant), ("past", &members.past)];
    let all = parts.iter().flat_map(|(standing, lines)| lines.iter().map(move |line| (standing, line)));
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |(standing, it): (&&str, &Line)| {
        let votes = if it.votes { "yes" } else { "no" };
        let texts = [standing, it.person.as_str(), it.role.as_str(), it.organisation.as_str()].map(String::from);
        csv::row(texts.into_iter().chain([day(it.from), day(it.to), votes.into(), it.stands_in_for.clone()]))
    };
    csv::row(head.into_iter().map(String::from)) + &all.map(row).collect::<String>()
}
