//! How often somebody may try to sign in: counted in memory. Tries from a browser that the address has signed in from
//! before are counted apart, so that nobody else's tries, wherever they come from, keep its owner out.
use crate::error::{Error, Result};
use domain::time::Timestamp;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Tries for one address from one client in one window.
pub const FOR_ADDRESS: u32 = 5;
/// Tries from one client in one window, whatever the address.
pub const FOR_CLIENT: u32 = 50;
/// The length of a window in seconds.
pub const WINDOW_SECONDS: i64 = 900;
/// The most counters that are kept; beyond it those that are over go, and then the oldest.
pub const MOST: usize = 20_000;

/// Counts failed tries. Cheap to ask, bounded, forgotten at a restart.
#[derive(Default)]
pub struct Tries(Mutex<HashMap<Key, Count>>);

/// Where a try comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum From {
    /// A client that is not known to the address; none where there is no network between.
    Client(Option<IpAddr>),
    /// A browser that the address has signed in from before, by its hash.
    Browser(String),
    /// Anywhere: what is tried is behind something that was proved already, such as a code behind the password.
    Anywhere,
}

/// What is counted: an address from somewhere (none for everything from there).
type Key = (From, Option<String>);

#[derive(Clone, Copy)]
struct Count {
    tries: u32,
    since: Timestamp,
}

impl Tries {
    /// Counts a try before it is made, or says how long to wait. A try that succeeds is given back.
    pub fn take(&self, from: &From, address: &str, now: Timestamp) -> Result<()> {
        let mut counts = self.counts();
        for (key, most) in keys(from, address) {
            if let Some(count) = counts.get(&key).filter(|count| count.tries >= most && !is_over(count, now)) {
                return Err(Error::SlowDown(left(count, now)));
            }
        }
        for (key, _) in keys(from, address) {
            add(&mut counts, key, now);
        }
        Ok(())
    }

    /// The try succeeded: the address starts anew, and the client is not charged for it.
    pub fn give_back(&self, from: &From, address: &str) {
        let (mut counts, from) = (self.counts(), neighbourhood(from));
        counts.remove(&(from.clone(), Some(address.to_string())));
        if let Some(count) = counts.get_mut(&(from, None)) {
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

/// Only a client counts as a whole too: somebody there may walk through addresses.
fn keys(from: &From, address: &str) -> Vec<(Key, u32)> {
    let from = neighbourhood(from);
    let whole = matches!(from, From::Client(_)).then(|| ((from.clone(), None), FOR_CLIENT));
    [((from, Some(address.to_string())), FOR_ADDRESS)].into_iter().chain(whole).collect()
}

/// A client of IPv6 has a whole /64 to itself; one of IPv4 may come dressed as IPv6.
fn neighbourhood(from: &From) -> From {
    match from {
        From::Client(Some(address)) => From::Client(Some(match address.to_canonical() {
            IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64)).into(),
            four => four,
        })),
        other => other.clone(),
    }
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
