//! The one place where the clock is read.
use domain::time::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Tells the time: the machine's, moved by an offset in a demonstration, or a test's own.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock plus an offset in seconds (0 outside demonstrations).
    Machine(Arc<AtomicI64>),
    /// A clock that stands still until it is moved: microseconds since 1970.
    Still(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Clock {
        Clock::Machine(Arc::default())
    }
    /// A clock that stands at this instant.
    pub fn still(at: Timestamp) -> Clock {
        Clock::Still(Arc::new(AtomicI64::new(at.0.as_microsecond())))
    }
    /// The instant now, to the microsecond.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::Machine(offset) => {
                let machine = from_microsecond(jiff::Timestamp::now().as_microsecond());
                machine.plus_seconds(offset.load(Ordering::Relaxed))
            }
            Clock::Still(at) => from_microsecond(at.load(Ordering::Relaxed)),
        }
    }
    /// The instant now by the clock that people carry with them: a demonstration's own does not move it.
    pub fn carried(&self) -> Timestamp {
        self.now().plus_seconds(-self.offset())
    }
    /// Moves the clock forward by so many seconds.
    pub fn forward(&self, seconds: i64) {
        match self {
            Clock::Machine(offset) => offset.fetch_add(seconds, Ordering::Relaxed),
            Clock::Still(at) => at.fetch_add(seconds * 1_000_000, Ordering::Relaxed),
        };
    }
    /// Sets the offset of the machine's clock in seconds, or moves a still clock to an instant.
    pub fn set_offset(&self, seconds: i64) {
        if let Clock::Machine(offset) = self {
            offset.store(seconds, Ordering::Relaxed);
        }
    }
    /// How many seconds the machine's clock is moved; 0 for a still clock.
    pub fn offset(&self) -> i64 {
        match self {
            Clock::Machine(offset) => offset.load(Ordering::Relaxed),
            Clock::Still(_) => 0,
        }
    }
    /// Moves a still clock to an instant; a machine's clock by the difference to it.
    pub fn move_to(&self, at: Timestamp) {
        match self {
            Clock::Still(now) => now.store(at.0.as_microsecond(), Ordering::Relaxed),
            Clock::Machine(_) => self.forward(at.0.as_second() - self.now().0.as_second()),
        }
    }
}

fn from_microsecond(microsecond: i64) -> Timestamp {
    let at = jiff::Timestamp::from_microsecond(microsecond);
    Timestamp(at.expect("the clock stands within the years 1 to 9999"))
}
