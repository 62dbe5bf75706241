//! Official identifiers of organisations: parsed by their scheme, and named as org-id.guide names them (G8).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The register that gave out an identifier (G8, field.md §7.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// NHS Organisation Data Service: three to six of A–Z and 0–9. The shape tells nothing about the type (§7.1).
    Ods,
    /// Companies House: eight digits, or a prefix it gives out and six digits.
    CompaniesHouse,
    /// Charity Commission for England and Wales: six or seven digits, for a linked charity `-` and a number.
    CharityEnglandWales,
    /// Scottish Charity Regulator: `SC` and six digits.
    CharityScotland,
    /// Charity Commission for Northern Ireland: `NIC`, then six digits that start with 1.
    CharityNorthernIreland,
    /// UK Register of Learning Providers: eight digits that start with 1.
    Ukprn,
    /// Legal Entity Identifier (ISO 17442): eighteen letters and digits, two check digits.
    Lei,
}

/// One official identifier of an organisation: the register and its code there, in capitals without spaces.
///
/// Serialises as `{"scheme": "ods", "code": "RAX"}` and is checked again when read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Identifier {
    scheme: Scheme,
    code: String,
}

/// Why a text is not an identifier of a scheme (X11). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierRefusal {
    /// Nothing was typed.
    Empty,
    /// The shape is not that of the scheme.
    Shape(Scheme),
    /// The shape of a Legal Entity Identifier, but its check digits disagree.
    LeiCheckDigits,
}

#[derive(Deserialize)]
struct Unchecked {
    scheme: Scheme,
    code: String,
}

impl Scheme {
    /// Every scheme, in the order in which a form offers them.
    pub const ALL: [Self; 7] = [
        Self::Ods,
        Self::CompaniesHouse,
        Self::CharityEnglandWales,
        Self::CharityScotland,
        Self::CharityNorthernIreland,
        Self::Ukprn,
        Self::Lei,
    ];

    /// The list code of org-id.guide, such as `GB-COH` (field.md §7.4).
    pub fn org_id_prefix(self) -> &'static str {
        match self {
            Self::Ods => "GB-NHS",
            Self::CompaniesHouse => "GB-COH",
            Self::CharityEnglandWales => "GB-CHC",
            Self::CharityScotland => "GB-SC",
            Self::CharityNorthernIreland => "GB-NIC",
            Self::Ukprn => "GB-UKPRN",
            Self::Lei => "XI-LEI",
        }
    }

    fn fits(self, code: &str) -> bool {
        match self {
            Self::Ods => (3..=6).contains(&code.len()) && capitals_or_digits(code),
            Self::CompaniesHouse => company_number(code),
            Self::CharityEnglandWales => charity_number(code),
            Self::CharityScotland => after(code, "SC").is_some_and(|rest| digits(rest, 6)),
            Self::CharityNorthernIreland => {
                after(code, "NIC").is_some_and(|rest| digits(rest, 6) && rest.starts_with('1'))
            }
            Self::Ukprn => digits(code, 8) && code.starts_with('1'),
            Self::Lei => code.len() == 20 && capitals_or_digits(code) && digits(&code[18..], 2),
        }
    }
}

impl Identifier {
    /// Reads a code as typed: case and spaces do not matter, everything else does.
    pub fn parse(scheme: Scheme, typed: &str) -> Result<Self, IdentifierRefusal> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let code = code.to_ascii_uppercase();
        if code.is_empty() {
            return Err(IdentifierRefusal::Empty);
        }
        if !code.is_ascii() || !scheme.fits(&code) {
            return Err(IdentifierRefusal::Shape(scheme));
        }
        if scheme == Scheme::Lei && !lei_check_digits_agree(&code) {
            return Err(IdentifierRefusal::LeiCheckDigits);
        }
        Ok(Self { scheme, code })
    }

    /// The register that gave it out.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The code within its register, in capitals.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Reads an identifier as open data names it, such as `GB-COH-09826787`; none where it is none.
    pub fn of_org_id(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let code = |scheme: &Scheme| {
            text.strip_prefix(scheme.org_id_prefix())?.strip_prefix('-').map(|code| (*scheme, code.to_string()))
        };
        Scheme::ALL.iter().filter_map(code).find_map(|(scheme, code)| Self::parse(scheme, &code).ok())
    }

    /// The identifier as open data names it, such as `GB-COH-09826787` (field.md §7.4, E4).
    pub fn org_id(&self) -> String {
        format!("{}-{}", self.scheme.org_id_prefix(), self.code)
    }
}

impl IdentifierRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "identifier.empty",
            Self::Shape(Scheme::Ods) => "identifier.ods",
            Self::Shape(Scheme::CompaniesHouse) => "identifier.companies_house",
            Self::Shape(Scheme::CharityEnglandWales) => "identifier.charity_england_wales",
            Self::Shape(Scheme::CharityScotland) => "identifier.charity_scotland",
            Self::Shape(Scheme::CharityNorthernIreland) => "identifier.charity_northern_ireland",
            Self::Shape(Scheme::Ukprn) => "identifier.ukprn",
            Self::Shape(Scheme::Lei) => "identifier.lei",
            Self::LeiCheckDigits => "identifier.lei_check_digits",
        }
    }
}

impl fmt::Display for IdentifierRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for IdentifierRefusal {}

impl TryFrom<Unchecked> for Identifier {
    type Error = IdentifierRefusal;

    fn try_from(unchecked: Unchecked) -> Result<Self, IdentifierRefusal> {
        Self::parse(unchecked.scheme, &unchecked.code)
    }
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

fn capitals_or_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn after<'a>(code: &'a str, start: &str) -> Option<&'a str> {
    code.strip_prefix(start)
}

/// The prefixes of Companies House: by country and by kind of body. England and Wales's own companies have none.
pub const COMPANY_PREFIXES: [&str; 43] = [
    "AC", "BR", "CE", "CS", "EN", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL",
    "NO", "NP", "NR", "NV", "NZ", "OC", "OE", "PC", "R0", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO",
    "SP", "SR", "SZ", "UC", "ZC",
];

fn company_number(code: &str) -> bool {
    let known = |start: &str| COMPANY_PREFIXES.contains(&start);
    digits(code, 8) || code.split_at_checked(2).is_some_and(|(start, rest)| known(start) && digits(rest, 6))
}

fn charity_number(code: &str) -> bool {
    let (number, linked) = code.split_once('-').unwrap_or((code, "0"));
    let number_fits = digits(number, 6) || digits(number, 7);
    number_fits && (1..=3).any(|count| digits(linked, count))
}

/// ISO 7064 MOD 97-10: letters count as 10 to 35, and the whole number leaves one.
fn lei_check_digits_agree(code: &str) -> bool {
    let remainder = code.chars().filter_map(|c| c.to_digit(36)).fold(0, |sum, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (sum * shift + value) % 97
    });
    remainder == 1
}
