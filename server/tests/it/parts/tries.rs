//! Tries to sign in.
use domain::time::Timestamp;
use server::{
    error::Error,
    people::tries::{FOR_ADDRESS, FOR_CLIENT, From, MOST, Tries},
};

const NOW: &str = "2026-11-23T09:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

const NOWHERE: From = From::Client(None);

fn client(address: &str) -> From {
    From::Client(Some(address.parse().unwrap()))
}

#[test]
fn the_sixth_try_waits_for_what_is_left_of_the_window() {
    let tries = Tries::default();
    for n in 0..5 {
        tries.take(&NOWHERE, "a@example.org", now().plus_seconds(n)).unwrap();
    }
    let refused = tries.take(&NOWHERE, "a@example.org", now().plus_seconds(60)).unwrap_err();
    assert!(matches!(refused, Error::SlowDown(840)), "{refused:?}");
    tries.take(&NOWHERE, "b@example.org", now()).unwrap();
    tries.take(&NOWHERE, "a@example.org", now().plus_seconds(900)).unwrap();
}

#[test]
fn success_gives_the_tries_back() {
    let tries = Tries::default();
    for _ in 0..20 {
        tries.take(&NOWHERE, "a@example.org", now()).unwrap();
        tries.give_back(&NOWHERE, "a@example.org");
    }
}

#[test]
fn one_client_cannot_walk_through_addresses() {
    let tries = Tries::default();
    let from = |n: u32| tries.take(&client("10.0.0.1"), &format!("{n}@example.org"), now());
    assert!((0..FOR_CLIENT).all(|n| from(n).is_ok()));
    assert!(from(99).is_err());
    tries.take(&client("10.0.0.2"), "99@example.org", now()).unwrap();
}

#[test]
fn memory_is_bounded() {
    let tries = Tries::default();
    for n in 0..30_000_u32 {
        let client = From::Client(Some(n.to_be_bytes().into()));
        tries.take(&client, "a@example.org", now().plus_seconds(i64::from(n / 1000))).unwrap();
    }
    assert!(tries.len() <= MOST, "{}", tries.len());
}

#[test]
fn whoever_tries_elsewhere_does_not_keep_the_owner_out() {
    let tries = Tries::default();
    for attacker in ["10.0.0.1", "10.0.0.2", "192.0.2.7", "2001:db8::1"] {
        for _ in 0..FOR_ADDRESS {
            tries.take(&client(attacker), "a@example.org", now()).unwrap();
        }
        assert!(tries.take(&client(attacker), "a@example.org", now()).is_err(), "{attacker}");
    }
    tries.take(&client("10.0.0.9"), "a@example.org", now()).unwrap();
}

#[test]
fn a_browser_that_the_owner_has_used_is_counted_apart_even_behind_the_same_address() {
    let tries = Tries::default();
    let shared = client("10.0.0.1");
    (0..FOR_CLIENT).for_each(|n| tries.take(&shared, &format!("{n}@example.org"), now()).unwrap());
    tries.take(&shared, "a@example.org", now()).unwrap_err();
    let own = From::Browser("known".into());
    (0..FOR_ADDRESS).for_each(|_| tries.take(&own, "a@example.org", now()).unwrap());
    tries.take(&own, "a@example.org", now()).unwrap_err();
}

#[test]
fn a_network_of_ipv6_is_one_client_and_ipv4_in_its_dress_is_not() {
    let tries = Tries::default();
    let from = |address: &str| tries.take(&client(address), "a@example.org", now()).is_ok();
    assert!((0..FOR_ADDRESS).all(|n| from(&format!("2001:db8:0:1::{n}"))));
    assert!(!from("2001:db8:0:1:ffff::1") && from("2001:db8:0:2::1"));
    assert!((0..FOR_ADDRESS).all(|_| from("::ffff:10.0.0.1")));
    assert!(!from("10.0.0.1") && from("::ffff:10.0.0.2"));
}
