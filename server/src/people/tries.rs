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
pub const MOST: usize = 20_000;

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
