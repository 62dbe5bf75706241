//! The heart-failure case through the pages alone, as a browser without JavaScript would go: links, forms, buttons.
mod agreeing;
mod beginning;
mod choosing;
mod delivering;

use crate::{
    on_both,
    support::{browser::Page, case::Case, *},
};
use serde_json::{Value, json};

on_both! {
    async fn from_a_need_to_the_outcome_that_another_system_adapts(world) {
        let case = Case::begin(world).await;
        beginning::organisations_and_people(&case).await;
        beginning::a_group_with_terms_in_force(&case).await;
        beginning::a_group_of_another_system(&case).await;
        beginning::a_need_that_the_group_approves(&case).await;
        beginning::a_call_that_is_published(&case).await;
        choosing::three_responses_that_nobody_reads(&case).await;
        choosing::three_assessors_judge(&case).await;
        choosing::the_group_selects(&case).await;
        agreeing::the_parties_agree(&case).await;
        agreeing::the_parties_sign(&case).await;
        agreeing::the_summary_comes_before_the_start(&case).await;
        delivering::delivery_is_measured(&case).await;
        delivering::completed_by_decision(&case).await;
        delivering::each_party_publishes(&case).await;
        delivering::the_register_finds_it(&case).await;
        delivering::the_record_holds(&case).await;
    }
}

impl Case {
    /// Somebody does an act from the page of a thing, as its link says.
    async fn does(&self, who: &str, page: &str, act: &str, facts: Value) -> Seen {
        let who = self.somebody(who).await;
        Seen::of(self.world.does(&who, page, act, facts).await)
    }

    /// What somebody sees.
    async fn sees(&self, who: &str, page: &str) -> Page<'_> {
        let who = self.somebody(who).await;
        self.world.visit(Some(&who), page).await
    }

    /// What everybody sees.
    async fn public(&self, page: &str) -> Page<'_> {
        self.world.visit(None, page).await
    }
}

/// The group meets on a day, all of it, and decides the one item on its agenda.
pub async fn meets(case: &Case, day: &str, act: &str, decision: Value) {
    let plan = json!({ "starts_at": format!("{day}T14:00"), "place": "Wimbledon" });
    let meeting = case.does("priya", &case.page("group"), "meeting.plan", plan).await.reference();
    let page = format!("/meetings/{meeting}");
    case.does("priya", &page, "meeting.papers", Value::Null).await;
    case.world.at(&format!("{day}T14:00:00Z")).await;
    let present = ["helena", "tunde", "priya", "colin", "siobhan", "mary"].map(|key| case.name(key));
    case.does("priya", &page, "meeting.start", json!({ "in_person": present })).await;
    case.does("priya", &page, "meeting.declare", json!({ "people": present })).await;
    case.does("helena", &page, act, decision.clone()).await.shows(decision["reasons"].as_str().unwrap());
    case.does("priya", &page, "meeting.minutes", Value::Null).await;
    case.does("helena", &page, "meeting.approve_minutes", Value::Null).await.shows(&case.status("minutes_approved"));
}

/// Where an act led, and what stood there.
struct Seen {
    path: String,
    html: String,
}

impl Seen {
    fn of(page: Page<'_>) -> Seen {
        Seen { path: page.path.split('?').next().unwrap_or_default().into(), html: page.html }
    }
    fn shows(self, text: &str) -> Seen {
        let seen = browser::words(&self.html);
        assert!(seen.contains(text), "{} does not show {text:?}:\n{seen}", self.path);
        self
    }
    /// The reference in the address it led to.
    fn reference(&self) -> String {
        self.path.split('/').nth(2).unwrap_or_else(|| panic!("{} names no thing", self.path)).into()
    }
}
