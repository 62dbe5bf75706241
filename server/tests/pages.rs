//! Our parts and general pages: what they show for a value, and that no text of theirs is missing.
use minijinja::{Value, context};
use server::{assets, messages::Messages, view::Views};

fn shown(source: &str, context: Value) -> String {
    let html = Views::new().render_source(source, context).unwrap();
    html.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said(filter: &str, value: impl Into<Value>) -> String {
    shown(&format!("{{{{ value|{filter} }}}}"), context! { value => value.into() })
}

#[test]
fn every_template_parses() {
    let views = Views::new();
    let render = |name: &String| views.render_source(&format!("{{% include \"{name}\" %}}"), context! {});
    let failed = Views::names().into_iter().filter_map(|name| Some(format!("{name}: {:?}", render(&name).err()?)));
    assert_eq!(failed.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_text_that_a_template_names_exists() {
    let mut missing = Vec::new();
    for name in Views::names() {
        let source = Views::source(&name).unwrap();
        for after in source.replace("asset(\"", "").replace("inset(\"", "").split("t(\"").skip(1) {
            let key = after.split('"').next().unwrap();
            let made = after[key.len() + 1..].trim_start().starts_with('~');
            if !made && key.contains('.') && Messages::english().find(key).is_none() {
                missing.push(format!("{name}: {key}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn moments_are_told_in_london_with_noon_and_midnight_by_name() {
    assert_eq!(said("moment", "2027-03-12T12:00:00Z"), "Friday 12 March 2027 at 12:00 noon");
    assert_eq!(said("moment", "2027-07-01T23:00:00Z"), "Friday 2 July 2027 at 12:00 midnight");
    assert_eq!(said("clock", "2027-07-01T14:45:59Z"), "3:45pm");
    assert_eq!(said("clock", "2027-01-01T00:05:00Z"), "12:05am");
    assert_eq!(said("exact_clock", "2027-07-01T12:00:01Z"), "13:00:01");
}

#[test]
fn the_hour_that_comes_twice_says_which_it_is() {
    let twice = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"];
    assert_eq!(twice.map(|at| said("clock", at)), ["1:30am", "1:30am"]);
    assert_eq!(twice.map(|at| said("zone", at)), ["BST", "GMT"]);
}

#[test]
fn a_day_is_told_from_a_date_or_an_instant() {
    assert_eq!(said("day", "2027-02-28"), "28 February 2027");
    assert_eq!(said("day", "2027-06-30T23:30:00Z"), "1 July 2027");
}

#[test]
fn what_is_absent_shows_as_nothing() {
    for filter in ["moment", "day", "clock", "zone", "pounds", "number", "paragraphs"] {
        assert_eq!(said(filter, ()), "", "{filter}");
    }
}

#[test]
fn what_is_no_date_is_an_error_and_not_a_blank() {
    let wrong = Views::new().render_source("{{ 'soon'|moment }}", context! {});
    assert!(wrong.is_err());
}

#[test]
fn time_left_names_two_units_and_turns_at_the_instant() {
    let left = |at: &str| shown("{{ at|left(now) }}", context! { at, now => "2027-03-12T12:00:00Z" });
    assert_eq!(left("2027-03-15T16:00:00Z"), "in 3 days, 4 hours");
    assert_eq!(left("2027-03-13T12:00:00Z"), "in 1 day");
    assert_eq!(left("2027-03-12T13:01:59Z"), "in 1 hour, 1 minute");
    assert_eq!(left("2027-03-12T12:00:59Z"), "in less than a minute");
    assert_eq!(left("2027-03-12T11:59:59Z"), "less than a minute ago");
    assert_eq!(left("2027-03-12T10:00:00Z"), "2 hours ago");
}

#[test]
fn money_and_numbers_are_grouped_and_exact() {
    assert_eq!(said("pounds", 5_800_000), "£58,000");
    assert_eq!(said("pounds", 1_234_505), "£12,345.05");
    assert_eq!(said("pounds", "58000.50"), "£58,000.50");
    assert_eq!(said("pounds", -100), "−£1");
    assert_eq!(said("number", 1_234_567), "1,234,567");
    assert_eq!(said("number", "-1234.50"), "−1,234.50");
    assert_eq!(said("plural('response', 'responses')", 1), "1 response");
    assert_eq!(said("plural('response', 'responses')", 1200), "1,200 responses");
}

#[test]
fn plain_text_becomes_paragraphs_and_never_markup() {
    let html = said("paragraphs", "One <b>\r\ntwo\n\n\n& three");
    assert_eq!(html, "<p>One &lt;b&gt;<br> two</p> <p>&amp; three</p>");
}

#[test]
fn a_hostile_value_is_text_wherever_a_part_shows_it() {
    let hostile = "<script>alert('x')</script>\"";
    for part in [
        "{% from 'parts/facts.html' import facts %}{{ facts([{'key': it, 'value': it, 'actions': [{'href': it}]}]) }}",
        "{% from 'parts/headings.html' import page_heading %}{{ page_heading(it, it, it) }}",
        "{% from 'parts/things.html' import things %}{{ things([{'href': it, 'title': it, 'caption': it, 'facts': [{'key': it, 'value': {'list': [it]}}]}]) }}",
        "{% from 'parts/things.html' import data_table %}{{ data_table(it, [{'text': it}], [[it]]) }}",
        "{% from 'parts/fields.html' import form_field %}{{ form_field({'id': it, 'name': it, 'kind': kind, 'label': it, 'hint': it, 'error': it, 'value': it, 'parts': {'day': it}, 'options': [{'value': it, 'text': it, 'hint': it}]}) }}",
        "{% from 'parts/notices.html' import error_summary, empty %}{{ error_summary([{'text': it, 'id': it}]) }}{{ empty(it, it) }}",
    ] {
        for kind in ["line", "text", "date", "choice", "choices", "pick", "yes", "rows"] {
            let html = shown(part, context! { it => hostile, kind });
            assert!(!html.contains("<script"), "{part}\n{html}");
            assert!(!html.contains("x')</script>\""), "{part}\n{html}");
        }
    }
}

#[test]
fn every_field_kind_keeps_what_was_typed_and_shows_its_error() {
    let field = "{% from 'parts/fields.html' import form_field %}{{ form_field(dict(id='f-a', name='a', label='L', error='Say it', value='typed', values=['typed'], options=[{'value': 'typed', 'text': 'T'}], parts={'day': 'typed'}, kind=kind)) }}";
    for kind in
        ["line", "text", "email", "link", "money", "number", "decimal", "date", "moment", "choice", "choices", "pick"]
    {
        let html = shown(field, context! { kind });
        assert!(html.contains("typed") && html.contains("Say it") && html.contains("id=\"f-a\""), "{kind}: {html}");
    }
    let password = shown(field, context! { kind => "password" });
    assert!(password.contains("Say it") && !password.contains("typed"), "{password}");
}

#[test]
fn a_status_has_words_and_an_unknown_one_is_noticed() {
    let tag = |status: &str| {
        shown("{% from 'parts/status.html' import status_tag %}{{ status_tag(status) }}", context! { status })
    };
    assert!(tag("in approval").contains("nhsuk-tag--blue") && tag("in_approval").contains("Waiting for approval"));
    assert!(tag("no such").contains("[[status.no_such]]"));
}

#[test]
fn the_policy_allows_the_one_script_that_the_frame_contains() {
    use sha2::{Digest, Sha256};
    let page = Views::new().render("error.html", context! { title => "Gone" }).unwrap();
    let inline: Vec<_> = page.split("<script>").skip(1).map(|it| it.split("</script>").next().unwrap()).collect();
    assert_eq!(inline.len(), 1, "one inline script");
    assert_eq!(hex::encode(Sha256::digest(inline[0])), hex::encode(base64(assets::INLINE_SCRIPT_HASH)));
    assert!(assets::content_security_policy().to_str().unwrap().contains(assets::INLINE_SCRIPT_HASH));
    assert!(!page.contains("style=\"") && !page.contains("onclick"), "nothing inline");
}

/// The bytes of a `sha256-…` source of a policy.
fn base64(source: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = source.trim_start_matches("sha256-").trim_end_matches('=').chars().map(|c| DIGITS.find(c).unwrap());
    let bits = digits.fold((0u32, 0, Vec::new()), |(held, many, mut bytes), digit| {
        let (held, many) = (held << 6 | digit as u32, many + 6);
        if many >= 8 {
            bytes.push((held >> (many - 8)) as u8);
            return (held & ((1 << (many - 8)) - 1), many - 8, bytes);
        }
        (held, many, bytes)
    });
    bits.2
}

#[test]
fn what_is_kept_is_kept_by_its_key_and_nothing_else() {
    let views = Views::new();
    let source = "{% call kept(key) %}{{ text }}{% endcall %}";
    let made = |key: &str, text: &str| views.render_source(source, context! { key, text }).unwrap();
    assert_eq!([made("a", "<one>"), made("a", "two"), made("b", "two")], ["&lt;one&gt;", "&lt;one&gt;", "two"]);
}

#[test]
fn the_header_of_a_reader_is_never_kept_for_another() {
    let views = Views::new();
    let page =
        |reader: Value, csrf: &str| views.render("error.html", context! { title => "Gone", reader, csrf }).unwrap();
    let public = page(Value::UNDEFINED, "");
    let amara = page(context! { name => "Amara" }, "token-a");
    let priya = page(context! { name => "Priya" }, "token-p");
    assert!(public.contains("Sign in") && !public.contains("Sign out"));
    assert!(amara.contains("Amara") && amara.contains("token-a"));
    assert!(priya.contains("Priya") && priya.contains("token-p") && !priya.contains("token-a"));
    assert_eq!(page(Value::UNDEFINED, ""), public);
}

#[test]
fn a_link_leads_to_a_page_or_the_web_and_never_to_a_script() {
    let link = |href: &str| {
        shown(
            "{% from 'parts/values.html' import shown %}{{ shown({'href': href, 'text': 'Plan'}) }}",
            context! { href },
        )
    };
    assert_eq!(link("https://example.org/plan"), "<a href=\"https://example.org/plan\">Plan</a>");
    assert_eq!(link("/needs/1"), "<a href=\"/needs/1\">Plan</a>");
    assert_eq!(link("javascript:alert(1)"), "Plan");
}

#[test]
fn a_chart_says_in_words_and_figures_what_it_draws() {
    use domain::{
        chart::{Frame, Reading, Series},
        spc::{Direction, Rules},
    };
    let reading = |month: i8, value: i64| Reading { date: jiff::civil::date(2026, month, 28), value: value.into() };
    let rules = Rules { direction: Direction::Decrease, target: Some(28.into()), ..Rules::default() };
    let drawn = |readings: Vec<Reading>| {
        let series = Series::new(readings, rules).unwrap();
        let geometry = serde_json::json!({ "id": "m", "title": "Falls", "unit": "falls a month", "drawing": series.chart(Frame::default()), "facts": series.facts(), "limits": series.xmr().map(|xmr| xmr.limits) });
        shown(
            "{% from 'parts/chart.html' import chart %}{{ chart(geometry) }}",
            context! { geometry => minijinja::value::Serde(geometry) },
        )
    };
    let two = drawn(vec![reading(4, 1041), reading(5, 27)]);
    assert!(two.contains("2 readings, from 1,041 on 28 April 2026 to 27 on 28 May 2026 (falls a month)."), "{two}");
    assert!(two.contains("The target of 28 is met.") && two.contains("fewer than 12 readings"), "{two}");
    assert!(two.contains("role=\"img\"") && two.contains("<desc") && two.contains("<table") && !two.contains("style="));
    let one = drawn(vec![reading(4, 41)]);
    assert!(
        one.contains("One reading so far: 41 falls a month on 28 April 2026.") && !one.contains("Upper limit"),
        "{one}"
    );
}

#[test]
fn every_status_with_words_has_a_colour_and_every_colour_a_status_with_words() {
    let source = Views::source("parts/status.html").unwrap();
    let table = source.split("COLOURS = {").nth(1).unwrap().split("} %}").next().unwrap();
    let mut coloured: Vec<_> = table.split(',').map(|it| it.split('"').nth(1).unwrap()).collect();
    let mut worded: Vec<_> = Messages::english().keys().filter_map(|key| key.strip_prefix("status.")).collect();
    coloured.sort_unstable();
    worded.sort_unstable();
    assert_eq!(coloured, worded);
}
