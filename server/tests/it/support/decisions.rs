//! Decisions of a world's groups, made by the domain as a meeting makes them.
use super::{Someone, World};
use domain::{
    actor::{Actor, Role, SeatRole},
    group::{Group, Seat},
    ids::*,
    item::{Item, Manner, Motion, Proposed, Ruling, Said, Tabling, Verdict, Votes},
    meeting::{Attendance, Meeting, Plan, Presence, Status},
    sitting::Sitting,
    terms::{self, Clauses, Terms},
    time::Timestamp,
};
use serde_json::json;
use server::{collaborations, error::Result, groups, ids, unit::Unit};
use uuid::Uuid;

/// A group with terms in force, chair, deputy and member.
pub struct Governing {
    /// Its id.
    pub id: GroupId,
    /// Its network.
    pub network: OrganisationId,
    /// Runs its meetings.
    pub chair: Someone,
    /// Takes the chair's place.
    pub deputy: Someone,
    /// A member.
    pub member: Someone,
}

impl World {
    /// A group that may govern: the row is written as adoption and seating leave it.
    pub async fn governing_group(&self) -> Governing {
        let id = self.bare_group().await;
        let chair = self.seated("Chloe Chair", SeatRole::Chair, id).await;
        let deputy = self.seated("Dev Deputy", SeatRole::Deputy, id).await;
        let member = self.seated("Mary Okafor", SeatRole::Member, id).await;
        let mut tx = self.app.db.write().await.unwrap();
        let mut group = groups::store::find(&mut tx, id).await.unwrap().unwrap();
        let seats = [(&chair, SeatRole::Chair), (&deputy, SeatRole::Deputy), (&member, SeatRole::Member)];
        group.seats = seats.map(|(who, role)| seat(who.id, role)).to_vec();
        group.terms = vec![adopted(self.now())];
        let write = db::sql!("UPDATE oversight_group SET body = $2 WHERE id = $1").bind_text(id);
        write.bind(json!(group).to_string()).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        Governing { id, network: group.network, chair, deputy, member }
    }

    /// Nobody holds a seat in the group any more; its people keep their roles until midnight.
    pub async fn disband(&self, group: &Governing) {
        let mut tx = self.app.db.write().await.unwrap();
        let mut bare = groups::store::find(&mut tx, group.id).await.unwrap().unwrap();
        bare.seats.clear();
        let write = db::sql!("UPDATE oversight_group SET body = $2 WHERE id = $1").bind_text(group.id);
        write.bind(json!(bare).to_string()).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The group decides whether a project is completed.
    pub async fn rule_collaboration(&self, group: &Governing, id: CollaborationId, verdict: Verdict) -> Result<()> {
        let mut unit = self.unit_of_chair(group).await;
        let ruling = ruling(&mut unit, group, Motion::Complete, id.0, verdict).await;
        collaborations::actions::ruled(&mut unit, &ruling).await?;
        unit.commit().await
    }

    async fn unit_of_chair(&self, group: &Governing) -> Unit {
        let chair = Actor::new(group.chair.id, vec![Role::Sits(SeatRole::Chair, group.id)]);
        Unit::begin(&self.app.db, chair, self.now()).await.unwrap()
    }
}

fn seat(person: PersonId, role: SeatRole) -> Seat {
    let from = "2026-01-01".parse().unwrap();
    Seat { id: ids::new(SeatId), person, role, organisation: None, from, to: None, voting: true, stands_in_for: None }
}

fn adopted(at: Timestamp) -> Terms {
    let clauses = Clauses { purpose: "To agree".into(), quorum: Some(2), ..Clauses::default() };
    Terms { status: terms::Status::Adopted, adopted_at: Some(at), ..Terms::draft(1, clauses) }
}

/// A quorate meeting in which everybody declares no interest and agrees.
async fn ruling(unit: &mut Unit, it: &Governing, motion: Motion, subject: Uuid, verdict: Verdict) -> Ruling {
    let group: Group = groups::store::find(&mut unit.tx, it.id).await.unwrap().unwrap();
    let present = [it.chair.id, it.deputy.id, it.member.id];
    let meeting = meeting(it.id, &present, unit.at);
    let current = present.into_iter().collect();
    let sitting = Sitting { group: &group, meeting: &meeting, current: &current, at: unit.at };
    let item = on_agenda(unit, it.id, motion, subject, &meeting, &present);
    let (manner, votes, choices) = (Manner::Consensus, Votes::default(), Vec::new());
    let reasons = "It fits our plan".to_string();
    let proposed = Proposed { verdict, manner, votes, reasons, choices, review_on: None };
    item.decide(&unit.actor, &sitting, proposed).unwrap().1
}

fn meeting(group: GroupId, present: &[PersonId], at: Timestamp) -> Meeting {
    let attendance = present.iter().map(|person| Attendance { person: *person, presence: Presence::InPerson });
    Meeting {
        id: ids::new(MeetingId),
        reference: ids::reference("MT"),
        group,
        title: "South West London".into(),
        status: Status::InSession,
        plan: Plan { starts_at: at, place: String::new(), link: String::new(), lasts: None },
        attendance: attendance.collect(),
        minutes: None,
        cancelled_because: String::new(),
        papers: Vec::new(),
        sequence: 0,
        version: 1,
    }
}

fn on_agenda(unit: &Unit, group: GroupId, motion: Motion, subject: Uuid, at: &Meeting, present: &[PersonId]) -> Item {
    let (id, reference, title) = (ids::new(ItemId), ids::reference("IT"), String::new());
    let tabling =
        Tabling { id, reference, group, motion, subject, about: title.clone(), title, drafter: None, at: unit.at };
    let item = Item::table(tabling).into_parts().0.place(&unit.actor, at.id).unwrap().into_parts().0;
    let declare = |item: Item, person: &PersonId| item.declare(&unit.actor, *person, Said::Nothing, unit.at).unwrap();
    present.iter().fold(item, |item, person| declare(item, person).into_parts().0)
}
