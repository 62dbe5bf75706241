//! What the system knows between people and organisations, each piece with its evidence (G5).
use super::{
    super::{
        interests::{self, store::Worded},
        store as groups, words,
    },
    store,
};
use crate::{collaborations, error::Result, messages::Messages, organisations};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    collaboration::Collaboration,
    group::Group,
    ids::{GroupId, OrganisationId, PersonId},
    policy,
    suggestion::Ground,
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Who is checked against what, for whose eyes.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who reads the answer: evidence that they may not read is left out.
    pub reader: &'a Actor,
    /// The people.
    pub people: &'a [PersonId],
    /// The organisations.
    pub organisations: &'a [OrganisationId],
    /// When.
    pub at: Timestamp,
}

/// A piece of evidence: on which ground, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The ground.
    pub ground: Ground,
    /// What the system knows.
    pub text: String,
    /// The reference of the project it rests on, if it does.
    pub project: String,
}

/// A suggested conflict of one person with one organisation.
#[derive(Debug, Clone)]
pub struct Hint {
    /// Whose.
    pub person: PersonId,
    /// With which organisation.
    pub organisation: OrganisationId,
    /// Why it is suggested; never empty.
    pub evidence: Vec<Evidence>,
}

impl Hint {
    /// The grounds, each once.
    pub fn grounds(&self) -> Vec<Ground> {
        let grounds: BTreeSet<Ground> = self.evidence.iter().map(|it| it.ground).collect();
        grounds.into_iter().collect()
    }
    /// The evidence in words, in a line.
    pub fn text(&self) -> String {
        self.evidence.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(". ")
    }
}

/// Everything that is known, read with a fixed number of statements.
struct Known<'a> {
    question: Question<'a>,
    ties: Vec<(PersonId, Role)>,
    groups: Vec<Group>,
    declared: Vec<Worded>,
    together: Vec<Collaboration>,
    names: BTreeMap<OrganisationId, String>,
}

/// The conflicts that the system suggests between these people and organisations.
pub async fn between(tx: &mut Tx, question: Question<'_>) -> Result<Vec<Hint>> {
    if question.people.is_empty() || question.organisations.is_empty() {
        return Ok(Vec::new());
    }
    let known = read(tx, question).await?;
    let pairs = question.people.iter().flat_map(|person| question.organisations.iter().map(move |it| (*person, *it)));
    let hint = |(person, organisation)| Hint { person, organisation, evidence: known.evidence(person, organisation) };
    Ok(pairs.map(hint).filter(|hint| !hint.evidence.is_empty()).collect())
}

async fn read<'a>(tx: &mut Tx, question: Question<'a>) -> Result<Known<'a>> {
    let ties = store::ties(tx, question.people, question.at).await?;
    let sits: Vec<GroupId> =
        ties.iter().filter_map(|(_, role)| if let Role::Sits(_, of) = role { Some(*of) } else { None }).collect();
    let groups = groups::some(tx, &sits).await?;
    let declared = interests::store::of(tx, question.people).await?;
    let mut together = collaborations::store::of_organisations(tx, question.organisations).await?;
    together.retain(|it| policy::may_read_collaboration(question.reader, it));
    let mut known = Known { question, ties, groups, declared, together, names: BTreeMap::new() };
    let own = question.people.iter().flat_map(|person| known.own(*person)).collect::<Vec<_>>();
    known.names = organisations::store::names(tx, &[own, question.organisations.to_vec()].concat()).await?;
    Ok(known)
}

impl Known<'_> {
    fn evidence(&self, person: PersonId, organisation: OrganisationId) -> Vec<Evidence> {
        let plain = |ground: Ground, text: String| Evidence { ground, text, project: String::new() };
        let of = |ground: Ground, texts: Vec<String>| texts.into_iter().map(move |text| plain(ground, text));
        of(Ground::Employer, self.employed(person, organisation))
            .chain(of(Ground::Represents, self.represents(person, organisation)))
            .chain(of(Ground::Declared, self.declared(person, organisation)))
            .chain(self.collaborated(person, organisation))
            .collect()
    }

    fn employed(&self, person: PersonId, organisation: OrganisationId) -> Vec<String> {
        let duty = |(who, role): &(PersonId, Role)| match role {
            Role::Does(duty, of) if *who == person && *of == organisation => Some(words::of("duties", duty.as_str())),
            _ => None,
        };
        let duties: Vec<String> = self.ties.iter().filter_map(duty).collect();
        let facts = [("duties", duties.join(", ")), ("organisation", self.name(organisation))];
        if duties.is_empty() { Vec::new() } else { vec![say("employer", &facts)] }
    }

    fn represents(&self, person: PersonId, organisation: OrganisationId) -> Vec<String> {
        let sits = |group: &&Group| {
            group.held(self.question.at).any(|it| it.person == person && it.organisation == Some(organisation))
        };
        let text = |group: &Group| {
            say("represents", &[("organisation", self.name(organisation)), ("group", group.name.clone())])
        };
        self.groups.iter().filter(sits).map(text).collect()
    }

    /// What the person declared with the organisation and what has run within the last six months.
    fn declared(&self, person: PersonId, organisation: OrganisationId) -> Vec<String> {
        let (name, today) = (self.name(organisation).to_lowercase(), self.question.at.day());
        let names = |it: &&Worded| {
            let lately = it.interest.is_running(today) || it.interest.ended_lately(today);
            let same = it.words.listed == Some(organisation) || it.words.organisation.to_lowercase() == name;
            it.interest.person == person && lately && same
        };
        self.declared.iter().filter(names).map(|it| self.declaration(it)).collect()
    }

    fn declaration(&self, it: &Worded) -> String {
        let reference = ("reference", it.interest.reference.clone());
        let groups: Vec<GroupId> = self.sits(it.interest.person).collect();
        match policy::may_read_interest(self.question.reader, &it.interest, &groups) {
            true => say("declared", &[("what", it.words.description.clone()), reference]),
            false => say("declared_withheld", &[reference]),
        }
    }

    /// Projects in which an organisation of the person's worked with this one.
    fn collaborated(&self, person: PersonId, organisation: OrganisationId) -> Vec<Evidence> {
        let own = self.own(person);
        let with = |it: &Collaboration| {
            let parties = it.organisations();
            let partner = own.iter().find(|own| **own != organisation && parties.contains(own)).copied();
            partner.filter(|_| parties.contains(&organisation)).map(|partner| (partner, it.clone()))
        };
        let text = |(partner, it): (OrganisationId, Collaboration)| {
            let (own, other) = (("own", self.name(partner)), ("organisation", self.name(organisation)));
            let text = say("collaborated", &[own, other, ("reference", it.reference.clone()), ("title", it.title)]);
            Evidence { ground: Ground::Collaborated, text, project: it.reference }
        };
        self.together.iter().filter_map(with).map(text).collect()
    }

    /// The organisations for which a person does something or which they represent.
    fn own(&self, person: PersonId) -> Vec<OrganisationId> {
        let does = self.ties.iter().filter_map(|(who, role)| match role {
            Role::Does(_, of) if *who == person => Some(*of),
            _ => None,
        });
        let seats = self.groups.iter().flat_map(|group| group.held(self.question.at));
        let represents = seats.filter(|seat| seat.person == person).filter_map(|seat| seat.organisation);
        let all: BTreeSet<OrganisationId> = does.chain(represents).collect();
        all.into_iter().collect()
    }

    fn sits(&self, person: PersonId) -> impl Iterator<Item = GroupId> + '_ {
        self.ties.iter().filter_map(move |(who, role)| match role {
            Role::Sits(_, group) if *who == person => Some(*group),
            _ => None,
        })
    }

    fn name(&self, organisation: OrganisationId) -> String {
        self.names.get(&organisation).cloned().unwrap_or_default()
    }
}

fn say(key: &str, facts: &[(&str, String)]) -> String {
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Messages::english().text(&format!("suggestion.evidence.{key}"), &facts)
}
