//! Days of an agreement: from "two weeks after signature" to a calendar day.
use super::{AgreedMilestone, Agreement, Anchor, Duration, Milestone, Start};
use crate::time::Timestamp;
use jiff::{Span, civil::Date};

impl Duration {
    /// The first day, if the last party signs on this day; none while it is not settled.
    pub fn starts_on(&self, signed: Date) -> Option<Date> {
        match self.starts? {
            Start::AfterSignature => later(signed, Span::new().try_days(self.days?).ok()?),
            Start::OnDate => self.starts_on,
        }
    }

    /// The last day: so many calendar months after the first, the day before.
    pub fn ends_on(&self, signed: Date) -> Option<Date> {
        let months = Span::new().try_months(self.months?).ok()?;
        later(self.starts_on(signed)?, months)?.yesterday().ok()
    }
}

impl AgreedMilestone {
    /// The milestone with its calendar day, if the last party signs on `signed` and it starts on `starts`.
    pub fn on_calendar(&self, signed: Date, starts: Date) -> Option<Milestone> {
        let due_on = self.due_on.or_else(|| self.counted(signed, starts))?;
        Some(Milestone { name: self.name.clone(), due_on, owner: self.owner.clone() })
    }

    fn counted(&self, signed: Date, starts: Date) -> Option<Date> {
        let from = match self.after? {
            Anchor::Signature => signed,
            Anchor::Start => starts,
        };
        later(from, Span::new().try_weeks(self.weeks?).ok()?)
    }
}

impl Agreement {
    /// First and last day, if the last party signs at this instant; none while they are not settled.
    pub fn term(&self, signed: Timestamp) -> Option<(Date, Date)> {
        let duration = &self.content.duration;
        Some((duration.starts_on(signed.day())?, duration.ends_on(signed.day())?))
    }

    /// The milestones with their calendar days, if the last party signs at this instant.
    pub fn milestones(&self, signed: Timestamp) -> Vec<Milestone> {
        let Some((starts, _)) = self.term(signed) else { return Vec::new() };
        let agreed = &self.content.milestones.milestones;
        agreed.iter().filter_map(|milestone| milestone.on_calendar(signed.day(), starts)).collect()
    }
}

fn later(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}
