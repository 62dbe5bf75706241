//! The page of a meeting: everything of it is done from here.
use super::{
    super::{
        acts as group_acts, agreed,
        items::{self, actions::Seated},
        showing::{self, Names},
        suggestions::{self, showing::lines},
        words,
    },
    actions, acts, minutes, pack, papers,
};
use crate::{acts::Address, caller::Caller, error::Result, forms, people, record, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    group::Group,
    ids::{ItemId, PersonId},
    item::{Command, Declaration, Item, Said},
    meeting::{Meeting, Presence, Status},
    policy,
    refusal::Reason,
    sitting::Sitting,
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What interests in items are, by item and person.
type Said_ = BTreeMap<(ItemId, PersonId), String>;

/// `/meetings/{reference}`, and its pack.
pub fn routes() -> Router<App> {
    Router::new().route("/meetings/{reference}", get(show)).route("/meetings/{reference}/pack.pdf", get(pack::pdf))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let meeting = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, meeting, app.clock.now()).await?;
    app.page(&caller, "groups/meeting.html", shown)
}

/// What a reader sees an item of a meeting with.
struct Table<'a> {
    sitting: Sitting<'a>,
    actor: &'a Actor,
    names: &'a Names,
    said: &'a Said_,
    suggested: &'a BTreeMap<Uuid, Vec<Value>>,
}

/// Everything the page of a meeting shows to this reader: the same number of statements whatever is on the agenda.
async fn shown(tx: &mut Tx, actor: &Actor, meeting: Meeting, at: Timestamp) -> Result<Value> {
    let mut items = items::store::of_meeting(tx, meeting.id).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    let seated = Seated::of(tx, meeting, at).await?;
    let (meeting, group) = (&seated.meeting, &seated.group);
    let (papers, texts) = papers::of(tx, meeting, &items).await?;
    let agreed = agreed::actions::at_meeting(tx, actor, meeting).await?;
    let mut history = record::history(tx, meeting.id).await?;
    history.retain(|past| papers::is_known(past, actor, &papers));
    let owners: Vec<PersonId> = agreed.iter().map(|action| action.charge.owner).collect();
    let people = [seen(group, meeting, at), owners, showing::people_of(&items), record::people(&history)].concat();
    let names = Names { people: people::store::names(tx, &people).await?, ..Names::default() };
    let said = items::store::described(tx, &items.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    let suggested = suggestions::actions::on_items(tx, actor, group, &items, at).await?;
    let suggested = lines(tx, &suggested).await?;
    let table = Table { sitting: seated.sitting(at), actor, names: &names, said: &said, suggested: &suggested };
    Ok(json!({
        "meeting": meeting,
        "group": { "name": group.name, "href": format!("{}/board", group_acts::path(&group.reference)) },
        "actions": acts::offers(meeting, actor),
        "declare": declare(actor, meeting, &items),
        "attendance": attendance(meeting, &names),
        "items": items.iter().map(|item| table.item(item)).collect::<Vec<_>>(),
        "papers": papers::shown(&papers, &items, &texts),
        "papers_due": group.in_force(at).and_then(|terms| meeting.papers_due(terms.clauses.papers_cutoff)),
        "agreed": agreed.iter().map(|action| agreed::shown(action, actor, &names, at)).collect::<Vec<_>>(),
        "agree": agreed::offer_agree(meeting, actor),
        "pack": format!("{}/pack.pdf", acts::path(&meeting.reference)),
        "minutes": minutes::read_by(tx, actor, meeting).await?,
        "history": record::shown(&history, &names.people),
        "now": at,
    }))
}

/// Everybody who holds a seat today or was at the meeting.
fn seen(group: &Group, meeting: &Meeting, at: Timestamp) -> Vec<PersonId> {
    let held = group.held(at).map(|seat| seat.person);
    held.chain(meeting.attendance.iter().map(|one| one.person)).collect()
}

/// The two ways to declare: "no interest in any item" at once, or the form. Nothing when nothing is left to declare.
fn declare(actor: &Actor, meeting: &Meeting, items: &[Item]) -> Option<Vec<Value>> {
    let open: Vec<&Item> = items.iter().filter(|item| item.outcome(actor, Command::Declare).is_ok()).collect();
    let mine = open.iter().any(|item| item.declaration(actor.person).is_none());
    let held = matches!(meeting.status, Status::Planned | Status::PapersOut | Status::InSession);
    let form = items::offer_declare(&meeting.reference);
    let once = json!({ "text": crate::messages::Messages::english().text("meeting.nothing_to_declare", &[]), "post": form["href"] });
    (held && !open.is_empty()).then(|| if mine { vec![once, form] } else { vec![form] })
}

fn attendance(meeting: &Meeting, names: &Names) -> Vec<Value> {
    let line = |presence: &Presence| {
        let people = meeting.attendance.iter().filter(|one| one.presence == *presence);
        let people: Vec<PersonId> = people.map(|one| one.person).collect();
        (!people.is_empty())
            .then(|| json!({ "key": words::of("presence", presence.as_str()), "value": names.list(&people) }))
    };
    Presence::ALL.iter().filter_map(line).collect()
}

impl Table<'_> {
    fn item(&self, item: &Item) -> Value {
        let open = item.decision.is_none();
        let quorum = self.sitting.quorum(item);
        let session = open && self.sitting.meeting.status == Status::InSession;
        json!({
            "id": item.reference,
            "motion": words::of("motion", item.motion.as_str()),
            "title": item.title,
            "about": item.about,
            "href": items::link(item),
            "status": item.status,
            "declared": self.declared(item),
            "undeclared": if open { self.names.list(&self.undeclared(item)) } else { String::new() },
            "quorum": session.then_some(quorum),
            "quorate": quorum.is_quorate(),
            "count": (session && !item.ballots.is_empty()).then(|| self.sitting.count(item, self.sitting.president(item))),
            "voted": if open { self.voted(item) } else { String::new() },
            "presides": if session { self.sitting.president(item).map(|person| self.names.person(person)) } else { None },
            "blocked": if session { self.blocked(item) } else { Vec::new() },
            "actions": if session { self.actions(item) } else { Vec::new() },
            "withholding": items::offer_withholding(item, self.actor),
            "withheld": item.withheld,
            "session": session,
            "decision": showing::decision(item, self.names),
            "suggested": self.suggestions(item),
            "answer": self.answer(item),
        })
    }

    /// The conflicts that are suggested on an item.
    fn suggestions(&self, item: &Item) -> &[Value] {
        self.suggested.get(&item.id.0).map(Vec::as_slice).unwrap_or_default()
    }

    /// The link to answer them, while one is open.
    fn answer(&self, item: &Item) -> Option<Value> {
        let open = self.suggestions(item).iter().any(|it| it["answer"].is_null());
        open.then(|| suggestions::offer_item(item))
    }

    /// Whose votes have been cast; how, is told with the decision.
    fn voted(&self, item: &Item) -> String {
        self.names.list(&item.ballots.iter().map(|ballot| ballot.of).collect::<Vec<_>>())
    }

    fn undeclared(&self, item: &Item) -> Vec<PersonId> {
        match self.sitting.meeting.status {
            Status::InSession => self.sitting.undeclared(item),
            _ => {
                let voters = self.sitting.group.voters(self.sitting.at).into_iter();
                voters.filter(|person| item.declaration(*person).is_none()).collect()
            }
        }
    }

    fn declared(&self, item: &Item) -> Value {
        let nothing = item.declarations.iter().filter(|one| one.said == Said::Nothing);
        let interests = item.declarations.iter().filter(|one| one.said == Said::Interest);
        json!({
            "nothing": self.names.list(&nothing.map(|one| one.person).collect::<Vec<_>>()),
            "interests": interests.map(|one| self.interest(item, one)).collect::<Vec<_>>(),
        })
    }

    /// What the interest is, is for those who run the meeting and for the person.
    fn interest(&self, item: &Item, one: &Declaration) -> Value {
        let runs = policy::may_plan(self.actor, item.group).is_ok() || self.actor.person == one.person;
        let words = self.said.get(&(item.id, one.person)).filter(|_| runs);
        let handling = one.handling.map(|handling| words::of("handling", handling.as_str()));
        json!({ "name": self.names.person(one.person), "words": words, "handling": handling, "note": one.note })
    }

    fn blocked(&self, item: &Item) -> Vec<Value> {
        let sentence = |reason: &Reason| json!({ "text": forms::sentence(reason, "") });
        self.sitting.refused_item(item).iter().map(sentence).collect()
    }

    /// Whoever may vote now is offered to; only whoever presides to rule and decide, and to decide only when nothing
    /// stands in the way.
    fn actions(&self, item: &Item) -> Vec<Value> {
        let votes = self.sitting.may_vote(item, self.actor.person).is_ok();
        let vote = votes.then(|| items::offer_vote(item));
        self.presiding(item).into_iter().chain(vote).collect()
    }

    fn presiding(&self, item: &Item) -> Vec<Value> {
        if self.sitting.president(item) != Some(self.actor.person) {
            return Vec::new();
        }
        let mut offers = items::offers(item, self.actor);
        if !self.sitting.refused_item(item).is_empty() {
            offers.retain(|offer| offer["href"].as_str().is_some_and(|href| href.ends_with("/rulings")));
        }
        offers
    }
}
