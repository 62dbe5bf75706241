//! One field of a form: its name, what may stand in it, and whether it must be filled.

/// What may stand in a field.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line, at most so many characters.
    Line(usize),
    /// Several lines, at most so many characters.
    Text(usize),
    /// An e-mail address.
    Email,
    /// A password: never shown again.
    Password,
    /// A web address, `https://…`.
    Link,
    /// A calendar day.
    Date,
    /// A day and time in London.
    Moment,
    /// Pounds, with pence if need be.
    Money,
    /// A whole number from … to ….
    Number(i64, i64),
    /// A decimal number, positive or negative, with at most six places.
    Decimal,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any of these words.
    Choices(&'static [&'static str]),
    /// One of the options that the act offers when it opens.
    Pick,
    /// Any of the options that the act offers when it opens.
    Picks,
    /// A box to tick.
    Yes,
    /// A table as comma-separated text, pasted or as a file, at most so many bytes.
    Csv(usize),
    /// A list of small forms.
    Rows(&'static [Field]),
    /// One small form for each thing that the act lays out as this field's options when it opens: the text heads it,
    /// the hint explains it, the value is the most words of its texts (empty: no limit). None is left out.
    Each(&'static [Field]),
}

/// One field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as in the input type and in JSON.
    pub name: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it may be filled later, so that it is no extra although a draft may leave it empty.
    pub later: bool,
    /// What browsers and password managers fill in: a word of HTML's `autocomplete`; empty for what its kind says.
    pub autocomplete: &'static str,
}

impl Field {
    /// A field that must be filled.
    pub const fn new(name: &'static str, kind: Kind) -> Field {
        Field { name, kind, required: true, later: false, autocomplete: "" }
    }
    /// A password that is chosen now.
    pub const fn new_password(name: &'static str) -> Field {
        Field::new(name, Kind::Password).autocomplete("new-password")
    }
    /// One line of at most 200 characters.
    pub const fn line(name: &'static str) -> Field {
        Field::new(name, Kind::Line(200))
    }
    /// Several lines of at most 4,000 characters.
    pub const fn text(name: &'static str) -> Field {
        Field::new(name, Kind::Text(4000))
    }
    /// One of these words.
    pub const fn choice(name: &'static str, words: &'static [&'static str]) -> Field {
        Field::new(name, Kind::Choice(words))
    }
    /// One of the options that the act offers.
    pub const fn pick(name: &'static str) -> Field {
        Field::new(name, Kind::Pick)
    }
    /// A list of small forms; may be empty unless made [`Field::required`].
    pub const fn rows(name: &'static str, fields: &'static [Field]) -> Field {
        Field { required: false, ..Field::new(name, Kind::Rows(fields)) }
    }
    /// One small form for each thing that the act lays out.
    pub const fn each(name: &'static str, fields: &'static [Field]) -> Field {
        Field { required: false, ..Field::new(name, Kind::Each(fields)) }
    }
    /// The same field, which may stay empty.
    pub const fn optional(mut self) -> Field {
        self.required = false;
        self
    }
    /// The same field, which a draft may leave empty; what is made from the draft may not.
    pub const fn later(mut self) -> Field {
        (self.required, self.later) = (false, true);
        self
    }
    /// The same field, which must be filled.
    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }
    /// The same field, for which browsers offer this.
    pub const fn autocomplete(mut self, word: &'static str) -> Field {
        self.autocomplete = word;
        self
    }
    /// The word templates choose the component by.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Line(_) => "line",
            Kind::Text(_) => "text",
            Kind::Email => "email",
            Kind::Password => "password",
            Kind::Link => "link",
            Kind::Date => "date",
            Kind::Moment => "moment",
            Kind::Money => "money",
            Kind::Number(..) => "number",
            Kind::Decimal => "decimal",
            Kind::Choice(_) => "choice",
            Kind::Choices(_) => "choices",
            Kind::Pick => "pick",
            Kind::Picks => "picks",
            Kind::Yes => "yes",
            Kind::Csv(_) => "csv",
            Kind::Rows(_) => "rows",
            Kind::Each(_) => "each",
        }
    }
}
