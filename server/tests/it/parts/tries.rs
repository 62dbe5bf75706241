//! Tries to sign in.
use domain::time::Timestamp;
use server::{
    error::Error,
    people::tries::{FOR_CLIENT, MOST, Tries},
};

const NOW: &str = "2026-11-23T09:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

#[test]
fn the_sixth_try_waits_for_what_is_left_of_the_window() {
    let tries = Tries::default();
    for n in 0..5 {
        tries.take(None, "a@example.org", now().plus_seconds(n)).unwrap();
    }
    let refused = tries.take(None, "a@example.org", now().plus_seconds(60)).unwrap_err();
    assert!(matches!(refused, Error::SlowDown(840)), "{refused:?}");
    tries.take(None, "b@example.org", now()).unwrap();
    tries.take(None, "a@example.org", now().plus_seconds(900)).unwrap();
}

#[test]
fn success_gives_the_tries_back() {
    let tries = Tries::default();
    for _ in 0..20 {
        tries.take(None, "a@example.org", now()).unwrap();
        tries.give_back(None, "a@example.org");
    }
}

#[test]
fn one_client_cannot_walk_through_addresses() {
    let tries = Tries::default();
    let from = |n: u32| tries.take(Some([10, 0, 0, 1].into()), &format!("{n}@example.org"), now());
    assert!((0..FOR_CLIENT).all(|n| from(n).is_ok()));
    assert!(from(99).is_err());
    tries.take(Some([10, 0, 0, 2].into()), "99@example.org", now()).unwrap();
}

#[test]
fn memory_is_bounded() {
    let tries = Tries::default();
    for n in 0..30_000_u32 {
        let client = Some(n.to_be_bytes().into());
        tries.take(client, "a@example.org", now().plus_seconds(i64::from(n / 1000))).unwrap();
    }
    assert!(tries.len() <= MOST, "{}", tries.len());
}
