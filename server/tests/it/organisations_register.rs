//! Loading a register: a report line by line first, then all of it or nothing (G8).
use crate::{on_both, support::*};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use server::organisations::store;

const FIRST: &str = "name,brand,kinds,ods,companies_house,lei,valid_from,valid_to,successors,hosted_by\n\
    NHS One ICB,,integrated_care_board,A1B2C,,,2022-07-01,,,\n\
    \"Two, Three and Sons plc\",Twos,company;third_sector,,sc123456,549300MLUDYVRQOOXS22,,,,\n\
    Health Innovation Four,,health_innovation_network,,OC123456,,,,,ods:A1B2C\n";

impl World {
    async fn sends(&self, operator: &Someone, lines: &str) -> Answer {
        self.api(operator, "/organisations/registers/new", json!({ "lines": lines })).await
    }

    async fn loads(&self, operator: &Someone, lines: &str) -> Value {
        let sent = self.sends(operator, lines).await.expect(201).json();
        let path = format!("{}/load", sent["address"].as_str().unwrap());
        self.api(operator, &path, json!({})).await.expect(201).json()["report"].take()
    }

    async fn report(&self, operator: &Someone, lines: &str) -> Value {
        self.sends(operator, lines).await.expect(201).json()["report"].take()
    }

    /// A file, as a browser sends it.
    async fn uploads(&self, operator: &Someone, bytes: &[u8]) -> Answer {
        let page = self.get_as(operator, "/organisations/registers/new").await.expect(200);
        assert!(page.shows("multipart/form-data") && page.shows("type=\"file\""), "{}", page.text);
        let token = stranger::hidden(&page.text, "_csrf");
        let part =
            |name: &str, file: &str| format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        let mut body =
            format!("{}{token}\r\n{}", part("_csrf", ""), part("lines", "; filename=\"register.csv\"")).into_bytes();
        body.extend(bytes);
        body.extend(format!("\r\n{}\r\n--edge--\r\n", part("lines", "")).into_bytes());
        let request = Request::post("/organisations/registers/new").header(header::COOKIE, operator.cookie());
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn named(&self, name: &str) -> Option<domain::organisation::Organisation> {
        store::by_name(&mut self.app.db.read().await.unwrap(), name).await.unwrap()
    }

    async fn count(&self) -> usize {
        store::options(&mut self.app.db.read().await.unwrap(), &[]).await.unwrap().len()
    }
}

fn codes(report: &Value, line: usize) -> Vec<String> {
    let codes = report["lines"][line]["codes"].as_array().cloned().unwrap_or_default();
    codes.iter().map(|code| code.as_str().unwrap().to_string()).collect()
}

on_both! {
    async fn a_file_shows_what_it_would_do_and_is_then_loaded_whole(world) {
        let operator = world.operator("Olu Operator").await;
        let page = world.uploads(&operator, format!("\u{feff}{FIRST}").as_bytes()).await.path();
        let report = world.get_as(&operator, &page).await.expect(200);
        assert!(report.shows("Two, Three and Sons plc") && report.shows("Nothing has been loaded yet"), "{}", report.text);
        assert_eq!(world.count().await, 0, "nothing is loaded by looking");
        assert!(world.get_as(&operator, &format!("{page}/load")).await.expect(200).shows("3 organisations are new"));
        world.post_as(&operator, &format!("{page}/load"), "").await.expect(303);
        assert_eq!(world.count().await, 3);
        let host = world.named("NHS One ICB").await.unwrap();
        let network = world.named("Health Innovation Four").await.unwrap();
        assert_eq!(network.ties[0].organisation, host.id);
        assert_eq!(world.named("Two, Three and Sons plc").await.unwrap().brand, "Twos");
        assert!(world.get_as(&operator, &page).await.expect(200).shows("What this register did"));
        assert_eq!(world.api(&operator, &format!("{page}/load"), json!({})).await.expect(422).codes(), ["register_loaded"]);
        let again = world.report(&operator, FIRST).await;
        assert_eq!((again["same"].as_u64(), again["new"].as_u64(), again["changed"].as_u64()), (Some(3), Some(0), Some(0)), "{again}");
    }
    async fn a_refresh_tells_what_changed_from_what_to_what(world) {
        let operator = world.operator("Olu Operator").await;
        world.loads(&operator, FIRST).await;
        let next = FIRST.replace("NHS One ICB,,integrated_care_board,A1B2C", "NHS One and Only ICB,,integrated_care_board,A1B2C")
            .replace("sc123456", "SC654321").replace("Twos,company;third_sector", ",company");
        let report = world.loads(&operator, &next).await;
        assert_eq!((report["changed"].as_u64(), report["same"].as_u64()), (Some(2), Some(1)), "{report}");
        assert_eq!(report["lines"][0]["changes"], json!([{ "what": "name", "was": "NHS One ICB", "now": "NHS One and Only ICB" }]));
        let codes: Vec<_> = report["lines"][1]["changes"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
        assert_eq!(codes, ["kinds", "companies_house"], "an empty cell says nothing: the brand stays");
        let board = world.named("NHS One and Only ICB").await.unwrap();
        assert_eq!((board.former[0].name.as_str(), board.former[0].to.to_string().as_str()), ("NHS One ICB", "2026-11-22"));
        for code in ["GB-COH-SC123456", "GB-COH-SC654321"] {
            let found = world.read(&operator, &format!("/organisations/by-code/{code}")).await.expect(200).json();
            assert_eq!(found["name"], "Two, Three and Sons plc", "old codes still resolve: {code}");
        }
    }
    async fn one_wrong_line_and_nothing_is_loaded(world) {
        let operator = world.operator("Olu Operator").await;
        let bad = FIRST.replace("549300MLUDYVRQOOXS22", "549300MLUDYVRQOOXS23").replace("OC123456", "XX123456")
            + "Five,,company,a1b2c,,,,,,\nSix,,firm,Q1,,,31.12.2026,,QQQ,\n,,company,,,,,,,\nSeven,,company\nEight,,company,,,,,,,\nNine,,company,A9A9A,,,,,ods:ZZZZZ,\n";
        let sent = world.sends(&operator, &bad).await.expect(201).json();
        let report = &sent["report"];
        assert_eq!((report["refused"].as_u64(), report["new"].as_u64()), (Some(8), Some(1)), "{report}");
        for (line, wanted) in [
            (1, vec!["identifier.lei_check_digits"]),
            (2, vec!["identifier.companies_house"]),
            (3, vec!["register_repeated"]),
            (4, vec!["register_kind", "identifier.ods", "register_day", "register_reference"]),
            (5, vec!["missing"]),
            (6, vec!["csv_cells"]),
            (7, vec!["register_no_code"]),
            (8, vec!["register_unknown"]),
        ] {
            assert_eq!(codes(report, line), wanted, "line {line}: {report}");
            assert_eq!(report["lines"][line]["line"], line + 2);
        }
        let page = sent["address"].as_str().unwrap();
        let shown = world.get_as(&operator, page).await.expect(200);
        assert!(shown.shows("Nothing can be loaded while a line is refused") && shown.shows("the check digits do not agree"));
        assert!(!shown.shows("Load this register"));
        let refused = world.api(&operator, &format!("{page}/load"), json!({})).await.expect(422);
        assert_eq!((refused.codes(), world.count().await), (vec!["register_refused".to_string()], 0));
    }
    async fn a_text_that_is_no_register_is_refused_with_what_to_do(world) {
        let operator = world.operator("Olu Operator").await;
        for (lines, code) in [
            ("", "missing"),
            ("name,kinds,ods", "register_empty"),
            ("name,kinds", "register_header"),
            ("name,kinds,ods,ods\nA,company,A1B2C,", "register_header"),
            ("name,kinds,moon\nA,company,A1B2C", "register_header"),
            ("name,kinds,ods\nA,company,A1B2C\nB\u{fffd},company,A1B2D", "register_encoding"),
            ("name,kinds,ods\nA,company,A1\u{0}B2C", "register_encoding"),
        ] {
            let answer = world.sends(&operator, lines).await.expect(422);
            assert_eq!((answer.codes(), answer.json()["errors"][0]["pointer"].clone()), (vec![code.to_string()], json!("/lines")), "{lines}");
        }
        let latin = world.uploads(&operator, b"name,kinds,ods\nA,company,A1B2C\nCaf\xe9,company,A1B2D\n").await.expect(422);
        assert!(latin.shows("Line 3 holds a character that cannot be read"), "{}", latin.text);
        let utf16: Vec<u8> = FIRST.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(world.uploads(&operator, &utf16).await.expect(422).shows("Line 1 holds a character"));
        let many: String = (0..100_000).map(|n| format!("Company {n},company,{n:08}\n")).collect();
        let long = world.uploads(&operator, format!("name,kinds,companies_house\n{many}").as_bytes()).await.expect(422);
        assert!(long.shows("There are more than 20000 lines"), "{}", long.text);
        let huge = world.uploads(&operator, &vec![b'x'; 11_000_000]).await.expect(422);
        assert!(huge.shows("at most 10 MB") && huge.text.len() < 100_000, "{}", huge.text.len());
        assert_eq!(world.count().await, 0);
    }
    async fn successors_come_with_the_register_and_never_in_a_circle(world) {
        let operator = world.operator("Olu Operator").await;
        let head = "name,kinds,ods,valid_from,valid_to,successors\n";
        let circle = format!("{head}A,company,A1A,,2026-03-31,ods:B1B\nB,company,B1B,,2026-03-31,GB-NHS-A1A\n");
        let report = world.report(&operator, &circle).await;
        assert_eq!(codes(&report, 1), ["successor_circle"], "{report}");
        let endless = format!("{head}A,company,A1A,,,ods:B1B\nB,company,B1B,,,\n");
        assert_eq!(codes(&world.report(&operator, &endless).await, 0), ["register_no_last_day"]);
        let split = format!("{head}A,company,A1A,,2026-03-31,ods:B1B;ods:C1C\nB,company,B1B,2026-04-01,,\nC,company,C1C,2026-04-01,,\n");
        assert_eq!(world.loads(&operator, &split).await["new"], 3);
        let old = world.named("A").await.unwrap();
        assert!(old.was_split() && old.to.unwrap().to_string() == "2026-03-31");
        assert_eq!(world.report(&operator, &split).await["same"], 3);
        let page = world.get(&format!("/organisations/{}", old.reference)).await.expect(200);
        assert!(page.shows(">B</a>") && page.shows(">C</a>"));
    }
    async fn lines_are_counted_as_an_editor_counts_them(world) {
        let operator = world.operator("Olu Operator").await;
        let text = "name,kinds,ods\n\nA,company,A1A\n\n\"B\n\",company,B1B\nC,firm,C1C\n";
        for text in [text.to_string(), text.replace('\n', "\r\n")] {
            let report = world.report(&operator, &text).await;
            let lines: Vec<u64> = report["lines"].as_array().unwrap().iter().map(|it| it["line"].as_u64().unwrap()).collect();
            assert_eq!(lines, [3, 5, 7], "{report}");
        }
    }
    async fn codes_of_two_organisations_in_one_line_are_refused(world) {
        let operator = world.operator("Olu Operator").await;
        let head = "name,kinds,ods,ukprn\n";
        world.loads(&operator, &format!("{head}A,university,A1A,\nB,university,,10007774\n")).await;
        let report = world.report(&operator, &format!("{head}A,university,A1A,10007774\n")).await;
        assert_eq!(codes(&report, 0), ["register_codes_disagree"], "{report}");
        let split = world.report(&operator, &format!("{head}A,university,A1A,10007775\nA,university,A1A,\n")).await;
        assert_eq!(codes(&split, 1), ["register_repeated"], "{split}");
    }
    async fn only_whoever_keeps_the_list_sees_a_register(world) {
        let (operator, other) = (world.operator("Olu Operator").await, world.person("Sam Someone", &[]).await);
        let page = world.sends(&operator, FIRST).await.expect(201).json()["address"].as_str().unwrap().to_string();
        world.get_as(&other, &page).await.expect(403);
        world.get_as(&other, &format!("{page}/load")).await.expect(403);
        world.post_as(&other, &format!("{page}/load"), "").await.expect(403);
        world.read(&other, &page).await.expect(403);
        assert_eq!(world.read(&operator, &page).await.expect(200).json()["report"]["new"], 3);
        for unknown in ["00000000-0000-7000-8000-000000000000", "x", "%00"] {
            world.get_as(&operator, &format!("/organisations/registers/{unknown}")).await.expect(404);
            world.post_as(&operator, &format!("/organisations/registers/{unknown}/load"), "").await.expect(404);
        }
        world.sends(&operator, FIRST).await.expect(201);
        world.get_as(&operator, &page).await.expect(404);
    }
}
