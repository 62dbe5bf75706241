//! Official identifiers: what each register's codes look like, and what is refused (G8).

use domain::identifiers::{Identifier, Scheme};
use proptest::prelude::*;

fn org_id(scheme: Scheme, typed: &str) -> Result<String, &'static str> {
    Identifier::parse(scheme, typed).map(|id| id.org_id()).map_err(|refusal| refusal.code())
}

#[test]
fn each_register_has_its_own_shape() {
    for (scheme, typed, expected) in [
        (Scheme::Ods, "01f", "GB-NHS-01F"),
        (Scheme::Ods, "7A1A5", "GB-NHS-7A1A5"),
        (Scheme::Ods, " rax ", "GB-NHS-RAX"),
        (Scheme::Ods, "A0B1C2", "GB-NHS-A0B1C2"),
        (Scheme::CompaniesHouse, "09826787", "GB-COH-09826787"),
        (Scheme::CompaniesHouse, "sc 123456", "GB-COH-SC123456"),
        (Scheme::CompaniesHouse, "ni012345", "GB-COH-NI012345"),
        (Scheme::CompaniesHouse, "OC 301234", "GB-COH-OC301234"),
        (Scheme::CompaniesHouse, "R0000123", "GB-COH-R0000123"),
        (Scheme::CharityEnglandWales, "1089464", "GB-CHC-1089464"),
        (Scheme::CharityEnglandWales, "200051-12", "GB-CHC-200051-12"),
        (Scheme::CharityScotland, "sc001234", "GB-SC-SC001234"),
        (Scheme::CharityNorthernIreland, "NIC100123", "GB-NIC-NIC100123"),
        (Scheme::Ukprn, "10007774", "GB-UKPRN-10007774"),
        (Scheme::Lei, "5493 00MLUDYVRQOOXS22", "XI-LEI-549300MLUDYVRQOOXS22"),
    ] {
        assert_eq!(org_id(scheme, typed).as_deref(), Ok(expected), "{typed}");
    }
}

#[test]
fn what_does_not_fit_its_register_is_refused() {
    for (scheme, typed, code) in [
        (Scheme::Ods, "  ", "identifier.empty"),
        (Scheme::Ods, "AB", "identifier.ods"),
        (Scheme::Ods, "ABCDEFG", "identifier.ods"),
        (Scheme::Ods, "RÄX", "identifier.ods"),
        (Scheme::Ods, "R-X", "identifier.ods"),
        (Scheme::CompaniesHouse, "9826787", "identifier.companies_house"),
        (Scheme::CompaniesHouse, "S1234567", "identifier.companies_house"),
        (Scheme::CompaniesHouse, "SC1234567", "identifier.companies_house"),
        (Scheme::CompaniesHouse, "XX123456", "identifier.companies_house"),
        (Scheme::CompaniesHouse, "R1000123", "identifier.companies_house"),
        (Scheme::CharityEnglandWales, "12345", "identifier.charity_england_wales"),
        (Scheme::CharityEnglandWales, "1089464-", "identifier.charity_england_wales"),
        (Scheme::CharityEnglandWales, "1089464-1-2", "identifier.charity_england_wales"),
        (Scheme::CharityScotland, "001234", "identifier.charity_scotland"),
        (Scheme::CharityNorthernIreland, "NIC200123", "identifier.charity_northern_ireland"),
        (Scheme::CharityNorthernIreland, "NI100123", "identifier.charity_northern_ireland"),
        (Scheme::Ukprn, "20007774", "identifier.ukprn"),
        (Scheme::Ukprn, "1000777", "identifier.ukprn"),
        (Scheme::CharityScotland, "SC12345", "identifier.charity_scotland"),
        (Scheme::Ukprn, "100077745", "identifier.ukprn"),
        (Scheme::Lei, "549300MLUDYVRQOOXS2", "identifier.lei"),
        (Scheme::Lei, "549300MLUDYVRQOOXSA2", "identifier.lei"),
        (Scheme::Lei, "549300MLUDYVRQOOXS23", "identifier.lei_check_digits"),
        (Scheme::Lei, "549300MLUDYVRQOXOS22", "identifier.lei_check_digits"),
    ] {
        assert_eq!(org_id(scheme, typed), Err(code), "{typed}");
    }
}

#[test]
fn json_is_checked_when_it_is_read() {
    let rax = Identifier::parse(Scheme::Ods, "rax").unwrap();
    let json = serde_json::to_string(&rax).unwrap();
    assert_eq!(json, r#"{"scheme":"ods","code":"RAX"}"#);
    assert_eq!(serde_json::from_str::<Identifier>(&json).unwrap(), rax);
    let refused = serde_json::from_str::<Identifier>(r#"{"scheme":"ukprn","code":"RAX"}"#);
    assert!(refused.unwrap_err().to_string().contains("identifier.ukprn"));
}

#[test]
fn every_scheme_has_its_own_prefix() {
    let prefixes = Scheme::ALL.map(Scheme::org_id_prefix);
    let different: std::collections::BTreeSet<&str> = prefixes.into();
    assert_eq!(different.len(), Scheme::ALL.len());
}

/// The Legal Entity Identifier of eighteen characters: its check digits found by trying all.
fn lei_of(stem: &str) -> Vec<String> {
    let fits = |code: &String| Identifier::parse(Scheme::Lei, code).is_ok();
    (2..=98).map(|check| format!("{stem}{check:02}")).filter(fits).collect()
}

proptest! {
    #[test]
    fn eighteen_characters_have_exactly_one_pair_of_check_digits(stem in "[A-Z0-9]{18}") {
        prop_assert_eq!(lei_of(&stem).len(), 1);
    }

    #[test]
    fn a_letter_or_digit_wrong_for_another_in_an_lei_is_caught(stem in "[A-Z0-9]{18}", place in 0..18_usize, other in "[A-Z0-9]") {
        let (right, wrong) = (stem.as_bytes()[place], other.as_bytes()[0]);
        prop_assume!(right != wrong && right.is_ascii_digit() == wrong.is_ascii_digit());
        let mut wrong = lei_of(&stem).remove(0);
        wrong.replace_range(place..=place, &other);
        prop_assert!(Identifier::parse(Scheme::Lei, &wrong).is_err());
    }

    #[test]
    fn what_is_parsed_parses_again(scheme in proptest::sample::select(&Scheme::ALL[..]), typed in "[A-Za-z0-9 -]{0,21}") {
        if let Ok(id) = Identifier::parse(scheme, &typed) {
            prop_assert_eq!(Identifier::parse(scheme, id.code()), Ok(id.clone()));
            prop_assert_eq!(Identifier::of_org_id(&id.org_id()), Some(id));
        }
    }

    #[test]
    fn no_text_makes_it_panic(scheme in proptest::sample::select(&Scheme::ALL[..]), typed in "\\PC*") {
        let _ = Identifier::parse(scheme, &typed);
    }
}
