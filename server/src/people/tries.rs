//! How often somebody may try to sign in: counted in memory, for each address from each client and for each client.
use crate::error::{Error, Result};
use domain::time::Timestamp;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Tries for one address from one client in one window.
pub const FOR_ADDRESS: u32 = 5;
/// Tries from one client in one window, whatever the address.
pub const FOR_CLIENT: u32 = 50;
/// The length of a window in seconds.
pub const WINDOW_SECONDS: i64 = 900;
/// The most counters that are kept; beyond it those that are over go, and then the oldest.
const MOST: usize = 20_000;

/// Counts failed tries. Cheap to ask, bounded, forgotten at a restart.
#[derive(Default)]
pub struct Tries(Mutex<HashMap<Key, Count>>);

/// What is counted: an address from a client (none for the client as a whole).
type Key = (Option<IpAddr>, Option<String>);

#[derive(Clone, Copy)]
struct Count {
    tries: u32,
    since: Timestamp,
}

impl Tries {
    /// Counts a try before it is made, or says how long to wait. A try that succeeds is given back.
    pub fn take(&self, client: Option<IpAddr>, address: &str, now: Timestamp) -> Result<()> {
        let mut counts = self.counts();
        for (key, most) in keys(client, address) {
            if let Some(count) = counts.get(&key).filter(|count| count.tries >= most && !is_over(count, now)) {
                return Err(Error::SlowDown(left(count, now)));
            }
        }
        for (key, _) in keys(client, address) {
            add(&mut counts, key, now);
        }
        Ok(())
    }

    /// The try succeeded: the address starts anew, and the client is not charged for it.
    pub fn give_back(&self, client: Option<IpAddr>, address: &str) {
        let mut counts = self.counts();
        counts.remove(&(client, Some(address.to_string())));
        if let Some(count) = counts.get_mut(&(client, None)) {
            count.tries = count.tries.saturating_sub(1);
        }
    }

    /// How many counters are kept.
    pub fn len(&self) -> usize {
        self.counts().len()
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<Key, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keys(client: Option<IpAddr>, address: &str) -> [(Key, u32); 2] {
    [((client, Some(address.to_string())), FOR_ADDRESS), ((client, None), FOR_CLIENT)]
}

fn add(counts: &mut HashMap<Key, Count>, key: Key, now: Timestamp) {
    if counts.len() >= MOST && !counts.contains_key(&key) {
        make_room(counts, now);
    }
    let count = counts.entry(key).or_insert(Count { tries: 0, since: now });
    if is_over(count, now) {
        *count = Count { tries: 0, since: now };
    }
    count.tries += 1;
}

fn make_room(counts: &mut HashMap<Key, Count>, now: Timestamp) {
    counts.retain(|_, count| !is_over(count, now));
    if counts.len() >= MOST {
        let mut begun: Vec<Timestamp> = counts.values().map(|count| count.since).collect();
        begun.sort_unstable();
        let middle = begun[begun.len() / 2];
        counts.retain(|_, count| count.since > middle);
    }
}

fn is_over(count: &Count, now: Timestamp) -> bool {
    now >= count.since.plus_seconds(WINDOW_SECONDS)
}

fn left(count: &Count, now: Timestamp) -> u64 {
    let end = count.since.plus_seconds(WINDOW_SECONDS);
    let seconds = end.0.as_second() - now.0.as_second();
    u64::try_from(seconds).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
