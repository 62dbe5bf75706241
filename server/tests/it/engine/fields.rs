//! Fields of forms: each kind reads what is good, refuses what is not with a code and a place, and loses nothing.
use serde_json::{Value, json};
use server::forms::{Field, Kind, Options, Posted, Raw, leaves, read_json, read_posted, sentence, show};

const ROW: &[Field] = &[Field::line("what"), Field::new("link", Kind::Link).optional()];

/// One field of each kind, none of them required.
const ALL: &[Field] = &[
    Field::line("line").optional(),
    Field::text("text").optional(),
    Field::new("email", Kind::Email).optional(),
    Field::new("password", Kind::Password).optional(),
    Field::new("link", Kind::Link).optional(),
    Field::new("date", Kind::Date).optional(),
    Field::new("moment", Kind::Moment).optional(),
    Field::new("money", Kind::Money).optional(),
    Field::new("number", Kind::Number(1, 10)).optional(),
    Field::new("decimal", Kind::Decimal).optional(),
    Field::choice("choice", &["red", "green"]).optional(),
    Field::new("choices", Kind::Choices(&["red", "green"])).optional(),
    Field::pick("pick").optional(),
    Field::new("picks", Kind::Picks).optional(),
    Field::new("yes", Kind::Yes).optional(),
    Field::rows("rows", ROW),
];

fn posted(body: &str) -> Posted {
    Posted::parse(body.as_bytes()).expect("the body is short")
}

fn read(body: &str) -> Value {
    read_posted(ALL, &posted(body)).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The code and the field of the only problem.
fn refused(body: &str) -> (String, String) {
    let problems = read_posted(ALL, &posted(body)).expect_err(body);
    assert_eq!(problems.len(), 1, "{problems:?}");
    (problems[0].code.to_string(), problems[0].field.clone().unwrap_or_default())
}

fn refused_as(code: &str, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(refused(body).0, code, "{body}");
    }
}

#[test]
fn an_empty_form_gives_empty_values_of_the_right_shape() {
    let empty = json!({
        "line": "", "text": "", "email": "", "password": "", "link": "", "date": null, "moment": null, "money": null,
        "number": null, "decimal": null, "choice": null, "choices": [], "pick": null, "picks": [], "yes": false, "rows": []
    });
    assert_eq!(read(""), empty);
    assert_eq!(read_json(ALL, &json!({})).unwrap(), empty);
}

#[test]
fn good_values_are_read_into_one_spelling() {
    assert_eq!(read("line=++Heart+failure++")["line"], "Heart failure");
    assert_eq!(read("text=one%0D%0Atwo")["text"], "one\ntwo");
    assert_eq!(read("email=Mary.Okafor%40Example.NHS.uk")["email"], "mary.okafor@example.nhs.uk");
    assert_eq!(read("money=%C2%A358%2C000.50")["money"], "58000.50");
    assert_eq!(read("number=7")["number"], 7);
    assert_eq!(read("decimal=46.50%25")["decimal"], "46.5");
    assert_eq!(read("choices=red&choices=green")["choices"], json!(["red", "green"]));
    assert_eq!(read("yes=yes")["yes"], true);
}

#[test]
fn a_day_comes_in_three_boxes() {
    assert_eq!(read("date-day=3&date-month=7&date-year=2027")["date"], "2027-07-03");
    refused_as("date.no_such_day", &["date-day=30&date-month=2&date-year=2027"]);
    refused_as("date.month", &["date-day=3&date-month=13&date-year=2027"]);
    refused_as("date.year", &["date-day=3&date-month=7&date-year=27", "date-day=3&date-month=7&date-year="]);
}

#[test]
fn a_moment_is_an_hour_in_london() {
    let summer = "moment-day=1&moment-month=7&moment-year=2027&moment-time=12:00";
    assert_eq!(read(summer)["moment"], "2027-07-01T11:00:00.000000Z");
    let winter = "moment-day=1&moment-month=12&moment-year=2027&moment-time=5pm";
    assert_eq!(read(winter)["moment"], "2027-12-01T17:00:00.000000Z");
    refused_as("moment.does_not_exist", &["moment-day=28&moment-month=3&moment-year=2027&moment-time=01:30"]);
    refused_as("moment.exists_twice", &["moment-day=31&moment-month=10&moment-year=2027&moment-time=01:30"]);
    refused_as("time.not_a_time", &["moment-day=28&moment-month=3&moment-year=2027&moment-time=late"]);
}

#[test]
fn what_is_no_address_or_link_is_refused() {
    refused_as(
        "not_an_email",
        &["email=mary", "email=a%40b", "email=a%40b%40c.uk", "email=%22x%22%40example.org", "email=a%40.uk"],
    );
    refused_as(
        "not_a_link",
        &["link=javascript:alert(1)", "link=example.org", "link=https://", "link=https://a.b/%3Cscript%3E"],
    );
}

#[test]
fn numbers_and_money_are_bounded() {
    refused_as("not_a_number", &["number=0", "number=11", "number=1.5", "number=ten", "number=99999999999999999999"]);
    refused_as("not_a_decimal", &["decimal=1e5", "decimal=NaN", "decimal=1.2345678", "decimal=0x10"]);
    refused_as("money.negative", &["money=-5"]);
    refused_as("money.too_precise", &["money=5.001"]);
    refused_as("money.not_an_amount", &["money=lots", "money=1e9"]);
}

#[test]
fn text_has_limits_and_no_control_characters() {
    let long = format!("line={}", "x".repeat(201));
    assert_eq!(refused(&long), ("text.too_long".into(), "line".into()));
    refused_as("text.control_character", &["line=a%00b", "text=a%1Bb", "line=a%E2%80%AEb"]);
    refused_as("text.several_lines", &["line=a%0Ab"]);
    assert_eq!(read(&format!("line={}", "x".repeat(200)))["line"].as_str().unwrap().len(), 200);
}

#[test]
fn only_offered_words_are_taken() {
    refused_as("not_an_option", &["choice=blue", "choices=red&choices=blue", "choice=RED"]);
}

#[test]
fn blank_rows_are_left_out_and_mistakes_name_their_row() {
    let rows =
        read("rows-0-what=Audit&rows-1-what=&rows-1-link=&rows-4-what=Report&rows-4-link=https://a.org/r")["rows"]
            .clone();
    assert_eq!(rows, json!([{ "what": "Audit", "link": "" }, { "what": "Report", "link": "https://a.org/r" }]));
    assert_eq!(refused("rows-2-link=https://a.org/r"), ("missing".into(), "rows-2-what".into()));
}

#[test]
fn every_mistake_is_said_at_once() {
    let problems = read_posted(ALL, &posted("email=x&number=0&choice=blue&rows-0-link=nowhere")).unwrap_err();
    let fields: Vec<&str> = problems.iter().filter_map(|problem| problem.field.as_deref()).collect();
    assert_eq!(fields, ["email", "number", "choice", "rows-0-what", "rows-0-link"]);
}

#[test]
fn json_gives_the_same_as_the_form() {
    let body = json!({ "line": " Heart ", "number": 7, "decimal": 46.5, "money": "58000", "yes": true, "choices": ["red"],
        "date": "2027-07-03", "moment": "2027-07-01T11:00:00Z", "rows": [{ "what": "Audit" }] });
    let form = "line=Heart&number=7&decimal=46.5&money=58,000&yes=yes&choices=red&date-day=3&date-month=7&date-year=2027\
        &moment-day=1&moment-month=7&moment-year=2027&moment-time=12:00&rows-0-what=Audit";
    assert_eq!(read_json(ALL, &body).unwrap(), read(form));
}

#[test]
fn json_of_the_wrong_type_is_refused_by_name() {
    let wrong = json!({ "line": ["a"], "number": "x", "choices": "red", "rows": { "what": "a" }, "yes": {}, "surprise": 1, "picks": [1] });
    let problems = read_json(ALL, &wrong).unwrap_err();
    let mut found: Vec<(&str, &str)> = problems.iter().map(|it| (it.field.as_deref().unwrap(), it.code)).collect();
    found.sort();
    let expected = [
        ("choices", "wrong_type"),
        ("line", "wrong_type"),
        ("number", "not_a_number"),
        ("picks", "wrong_type"),
        ("rows", "wrong_type"),
        ("surprise", "unknown_field"),
        ("yes", "wrong_type"),
    ];
    assert_eq!(found, expected);
    assert_eq!(read_json(ALL, &json!([])).unwrap_err()[0].code, "not_an_object");
}

#[test]
fn saved_values_are_written_out_as_they_would_be_typed() {
    let form = "line=Heart&text=a%0Ab&email=a%40b.uk&link=https://a.org/x&date-day=3&date-month=7&date-year=2027&moment-day=1&moment-month=7\
        &moment-year=2027&moment-time=12:00&money=58000.50&number=7&decimal=-46.5&choice=red&choices=red&choices=green&yes=yes&rows-0-what=Audit";
    let value = read(form);
    let again = posted(&Raw::of(ALL, &value).encode());
    assert_eq!(read_posted(ALL, &again).unwrap(), value);
    assert_eq!(Posted::parse(again.fields.encode().as_bytes()).unwrap().fields, again.fields);
}

#[test]
fn a_password_is_never_shown_again() {
    let raw = posted("password=correct+horse").fields;
    let shown = leaves("x", ALL, &raw, &Options::new());
    assert!(shown.iter().all(|leaf| !leaf.answer.contains("horse")));
}

#[test]
fn answers_are_shown_as_people_write_them() {
    let said = |form: &str| {
        let shown = leaves("x", ALL, &posted(form).fields, &Options::new());
        shown
            .into_iter()
            .filter(|leaf| leaf.name != "password" && !leaf.answer.is_empty())
            .map(|leaf| leaf.answer)
            .collect::<Vec<_>>()
    };
    assert_eq!(said("date-day=3&date-month=7&date-year=2027"), ["3 July 2027"]);
    let noon = "moment-day=1&moment-month=7&moment-year=2027&moment-time=12:00";
    assert_eq!(said(noon), ["Thursday 1 July 2027 at 12:00 noon BST"]);
    assert_eq!(said("money=58000&yes=yes"), ["£58,000", "Yes"]);
    assert_eq!(
        said("date-day=31&date-month=2&date-year=2027"),
        ["31 2 2027"],
        "what cannot be read stands as it was typed"
    );
}

#[test]
fn a_field_that_must_be_filled_says_how() {
    let form = &[Field::new("final", Kind::Yes), Field::choice("choice", &["red"]), Field::line("line")];
    let missing = read_posted(form, &posted("")).unwrap_err();
    let said: Vec<String> = missing.iter().map(|problem| sentence(problem, "It")).collect();
    assert_eq!(said, ["Tick the box: It", "It: choose one", "It: fill this in"]);
}

#[test]
fn a_shown_list_has_one_blank_row_more() {
    let shown = show("x", ALL, &posted("rows-0-what=Audit").fields, &Options::new(), &[]);
    let rows = &shown.last().unwrap().rows;
    assert_eq!((rows.len(), rows[0][0].value.as_str(), rows[1][0].value.as_str()), (2, "Audit", ""));
}

#[test]
fn the_error_of_a_field_stands_at_the_field() {
    let posted = posted("number=0");
    let problems = read_posted(ALL, &posted).unwrap_err();
    let shown = show("x", ALL, &posted.fields, &Options::new(), &problems);
    let number = shown.iter().find(|field| field.name == "number").unwrap();
    assert_eq!((number.value.as_str(), number.error.as_str()), ("0", sentence(&problems[0], &number.label).as_str()));
    assert!(number.error.contains("1 to 10"), "{}", number.error);
}

#[test]
fn too_many_fields_are_refused() {
    let body: String = (0..6000).map(|n| format!("f{n}=1&")).collect();
    assert_eq!(Posted::parse(body.as_bytes()).unwrap_err().code(), "too_many_fields");
}

#[test]
fn only_a_form_makes_rows_and_never_thousands() {
    assert_eq!(posted("rows-99999999-what=x").fields.rows("rows"), 501);
}
