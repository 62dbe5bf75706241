//! What stands in a field, as people read it: on "check your answers" and where two versions differ.
use super::{Kind, read, scalar::scalar, show::Shown};
use crate::{messages::Messages, view};
use domain::{calendar::TypedDate, time::Timestamp};

impl Shown {
    /// The answer in words; what cannot be read stands as it was typed.
    pub fn answer(&self) -> String {
        match self.kind {
            "rows" | "each" => {
                let lines = self.rows.iter().map(|row| joined(row, " · "));
                lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            }
            "choice" | "choices" | "pick" | "picks" => self.chosen().join(", "),
            "date" | "moment" => self.day_and_time(),
            "money" => self.pounds().unwrap_or_else(|| self.value.clone()),
            "yes" if !self.value.is_empty() => Messages::english().text("page.yes", &[]),
            "password" => "••••••••".into(),
            _ => self.value.clone(),
        }
    }

    fn chosen(&self) -> Vec<String> {
        let text = |value: &String| {
            self.options.iter().find(|option| option.value == *value).map(|option| option.text.clone())
        };
        self.values.iter().filter_map(text).collect()
    }

    fn pounds(&self) -> Option<String> {
        let read = scalar(Kind::Money, &self.value).ok()?;
        view::pounds(read.as_str()?)
    }

    fn day_and_time(&self) -> String {
        let part = |name: &str| self.parts[name].as_str();
        let typed = || TypedDate { day: part("day"), month: part("month"), year: part("year") };
        let said = match self.kind {
            "date" => read::day(typed()).ok().and_then(|day| Some(view::day(day.as_str()?.parse().ok()?))),
            _ => read::moment(typed(), part("time"))
                .ok()
                .and_then(|at| Some(view::moment(at.as_str()?.parse::<Timestamp>().ok()?))),
        };
        said.unwrap_or_else(|| ["day", "month", "year", "time"].map(part).join(" ").trim().to_string())
    }
}

/// The answers of a row that are not empty.
pub(super) fn joined(row: &[Shown], between: &str) -> String {
    row.iter().map(Shown::answer).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
}
