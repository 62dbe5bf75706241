//! Pages from templates: ours, on the official NHS.UK templates, which are embedded unmodified.
mod kept;
mod times;
mod words;

use crate::{assets, messages::Messages};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Kwargs};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Ours;

#[derive(RustEmbed)]
#[folder = "../third-party/nhsuk-frontend-jinja/nhsuk_frontend_jinja/templates"]
struct Official;

/// All templates, with the filters and functions that pages may use. A template is parsed when it is first
/// needed and then kept.
pub struct Views(Environment<'static>);

impl Views {
    /// Ready to render; reads nothing outside the binary.
    pub fn new() -> Views {
        let mut env = Environment::new();
        env.set_loader(|name| Ok(source(name)));
        env.set_undefined_behavior(UndefinedBehavior::Chainable);
        env.set_syntax(without_empty_lines());
        env.set_auto_escape_callback(|_| AutoEscape::Html);
        env.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        env.set_formatter(words::write);
        add_words(&mut env);
        Views(env)
    }

    /// The page `name` (a path below `templates/`) with its context. Each template says at its top what it expects.
    pub fn render(&self, name: &str, context: Value) -> Result<String, Error> {
        self.0.get_template(name)?.render(context)
    }

    /// A template that stands in no file, for tests of parts.
    pub fn render_source(&self, source: &str, context: Value) -> Result<String, Error> {
        self.0.render_str(source, context)
    }

    /// The names of all our templates, for tests that walk them.
    pub fn names() -> Vec<String> {
        Ours::iter().map(String::from).collect()
    }

    /// The text of a template, ours before theirs.
    pub fn source(name: &str) -> Option<String> {
        source(name)
    }
}

/// A line of a template on which only a block stands leaves no empty line in the page.
fn without_empty_lines() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// A day as people read it: "12 March 2027".
pub fn day_in_words(day: jiff::civil::Date) -> String {
    times::day(&Value::from(day.to_string())).unwrap_or_default()
}

impl Default for Views {
    fn default() -> Self {
        Views::new()
    }
}

/// Pounds as text as "£58,000"; nothing for what is no amount.
pub fn pounds(text: &str) -> Option<String> {
    words::pounds(&Value::from(text)).ok()
}

/// A date as "12 March 2027".
pub fn day(date: jiff::civil::Date) -> String {
    times::day(&Value::from(date.to_string())).unwrap_or_default()
}

/// An instant as "Friday 12 March 2027 at 12:00 noon GMT".
pub fn moment(at: domain::time::Timestamp) -> String {
    let at = Value::from(at.to_string());
    let said = times::moment(&at).and_then(|moment| Ok(format!("{moment} {}", times::zone(&at)?)));
    said.unwrap_or_default()
}

fn source(name: &str) -> Option<String> {
    let file = Ours::get(name).or_else(|| Official::get(name))?;
    Some(String::from_utf8(file.data.into_owned()).expect("templates are UTF-8: a test reads them all"))
}

fn add_words(env: &mut Environment<'static>) {
    // The official templates ask for the length of things that may be missing.
    env.add_filter("length", |value: &Value| value.len().unwrap_or(0));
    for name in ["escape", "e"] {
        env.add_filter(name, words::escaped);
    }
    // They cut captions to make ids, with Jinja's positional arguments.
    env.add_filter("truncate", words::cut);
    env.add_filter("moment", times::moment);
    env.add_filter("day", times::day);
    env.add_filter("clock", times::clock);
    env.add_filter("exact_clock", times::exact_clock);
    env.add_filter("zone", times::zone);
    env.add_filter("left", times::left);
    env.add_filter("pounds", words::pounds);
    env.add_filter("number", words::number);
    env.add_filter("plural", words::plural);
    env.add_filter("paragraphs", words::paragraphs);
    env.add_function("asset", assets::address);
    env.add_function("t", translate);
    kept::add(env);
}

/// `t("key", name=value)`: a text of the message file. It is escaped when it is written to the page.
fn translate(key: &str, values: Kwargs) -> Result<String, Error> {
    let mut filled = Vec::new();
    for name in values.args() {
        filled.push((name, values.get::<Value>(name)?.to_string()));
    }
    let filled: Vec<_> = filled.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(Messages::english().text(key, &filled))
}
