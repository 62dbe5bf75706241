//! One act for each head of an agreement: the same form, the same rules, another part of the text.
use super::{actions, acts::known, heads, words};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened},
    error::{Done, Error, Result},
    forms::{Field, Problem},
    unit::Unit,
};
use domain::agreement::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

macro_rules! heads { ($($act:ident = $name:literal at $path:literal: $head:ident of $input:ty,)*) => {
    /// The acts that change a head.
    pub fn acts() -> Acts {
        Acts::new()$(.with::<$act>())*
    }
    $(
        struct $act;

        impl Act for $act {
            const NAME: &'static str = concat!("agreement.", $name);
            const PATH: &'static str = concat!("/agreements/{reference}/", $path);
            const FORM: &'static [Field] = heads::form(Head::$head);
            const TEMPLATE: &'static str = "agreements/head.html";
            type Input = Value;

            async fn open(desk: Desk<'_>) -> Result<Opened> {
                opened(desk, Head::$head).await
            }
            async fn run(unit: &mut Unit, address: &Address, input: Value) -> Result<Done> {
                changed(unit, address, Self::FORM, input, |it: $input| Change::$head(it)).await
            }
        }
    )*
} }

heads! {
    EditBeneficiaries = "beneficiaries" at "beneficiaries": Beneficiaries of Beneficiaries,
    EditParties = "parties" at "parties": Parties of Named,
    EditGoals = "goals" at "goals": Goals of Goals,
    EditMeasures = "measures" at "measures": Measures of Measures,
    EditLegacy = "legacy" at "legacy": Legacy of Legacy,
    EditPartnership = "partnership" at "partnership": Partnership of Partnership,
    EditInformationGovernance = "information_governance" at "information-governance": InformationGovernance of InformationGovernance,
    EditConfidentiality = "confidentiality" at "confidentiality": Confidentiality of Confidentiality,
    EditTraining = "training" at "training": Training of Training,
    EditAdoption = "adoption" at "adoption": Adoption of Adoption,
    EditDuration = "duration" at "duration": Duration of Duration,
    EditMilestones = "milestones" at "milestones": Milestones of Milestones,
    EditSuccess = "success" at "success": Success of Success,
    EditEvaluation = "evaluation" at "evaluation": Evaluation of Evaluation,
    EditGovernance = "governance" at "governance": Governance of Governance,
    EditExit = "exit" at "exit": Exit of Exit,
    EditSustainability = "sustainability" at "sustainability": Sustainability of InWords,
    EditPublication = "publication" at "publication": Publication of InWords,
    EditAmendment = "amendment" at "amendment": Amendment of InWords,
}

/// Opens a head for whoever may change it now, with the version that it is a change of.
async fn opened(desk: Desk<'_>, head: Head) -> Result<Opened> {
    let agreement = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    agreement.outcome(desk.actor, Command::Edit)?;
    let people = actions::people(desk.tx, &agreement, desk.at).await?;
    let lacks = words::lacks(&agreement, head, desk.at.day());
    Ok(Opened {
        values: heads::values(&agreement, head),
        version: Some(agreement.version),
        options: words::options(&agreement, &people),
        facts: json!({ "reference": agreement.reference, "title": agreement.title, "lacks": lacks }),
        back: format!("{}#{head}", super::path(&agreement.reference)),
    })
}

async fn changed<T: DeserializeOwned>(
    unit: &mut Unit,
    address: &Address,
    form: &[Field],
    mut input: Value,
    change: fn(T) -> Change,
) -> Result<Done> {
    let reference = address.reference()?;
    let agreement = actions::get(&mut unit.tx, &unit.actor, &reference).await?;
    let people = actions::people(&mut unit.tx, &agreement, unit.at).await?;
    known(&agreement, &people, form, &input)?;
    name_parties(&agreement, &mut input)?;
    let input: T =
        serde_json::from_value(input).map_err(|e| Error::Fault(format!("a head and its form differ: {e}")))?;
    let change = change(input);
    let head = change.head();
    let agreement = actions::change(unit, &reference, change).await?;
    let lacks = words::lacks(&agreement, head, unit.at.day());
    Ok(Done::to(super::path(&reference)).with("lacks", lacks))
}

/// The parties stand in the form in the order of the agreement: each is given its organisation.
fn name_parties(agreement: &Agreement, input: &mut Value) -> Result<()> {
    let Some(rows) = input.get_mut("parties").and_then(Value::as_array_mut) else { return Ok(()) };
    if rows.len() > agreement.parties.len() {
        return Err(Problem::new("no_party_to_this").at(format!("parties-{}", agreement.parties.len())).into());
    }
    for (row, party) in rows.iter_mut().zip(&agreement.parties) {
        row["organisation"] = json!(party.organisation);
    }
    Ok(())
}
