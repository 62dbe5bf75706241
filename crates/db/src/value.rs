//! What may be bound to a parameter.

/// A value of one of the four column types we allow ourselves; `None` is NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// TEXT: ids, times, statuses, JSON, prose.
    Text(Option<String>),
    /// BIGINT: counts, versions, places in an order.
    Int(Option<i64>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// BYTEA on PostgreSQL, BLOB on SQLite.
    Bytes(Option<Vec<u8>>),
    /// A number that no BIGINT can hold; the statement is refused before it reaches the engine.
    TooLarge(u64),
}

impl Value {
    /// A column of TEXT from anything that can be displayed.
    pub fn text(value: impl std::fmt::Display) -> Self {
        Value::Text(Some(value.to_string()))
    }
}

/// `From<T>` and `From<Option<T>>`, each through one conversion.
macro_rules! from {
    ($($given:ty => $kind:ident by $convert:expr;)*) => {$(
        impl From<$given> for Value {
            fn from(value: $given) -> Self {
                Value::$kind(Some($convert(value)))
            }
        }
        impl From<Option<$given>> for Value {
            fn from(value: Option<$given>) -> Self {
                Value::$kind(value.map($convert))
            }
        }
    )*};
}

from! {
    &str => Text by str::to_owned;
    &String => Text by String::clone;
    String => Text by std::convert::identity;
    i64 => Int by std::convert::identity;
    i32 => Int by i64::from;
    u32 => Int by i64::from;
    bool => Bool by std::convert::identity;
    &[u8] => Bytes by <[u8]>::to_vec;
    Vec<u8> => Bytes by std::convert::identity;
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Value::TooLarge(value), |value| Value::Int(Some(value)))
    }
}

impl From<Option<u64>> for Value {
    fn from(value: Option<u64>) -> Self {
        value.map_or(Value::Int(None), Value::from)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Value::from(value as u64)
    }
}

impl From<Option<usize>> for Value {
    fn from(value: Option<usize>) -> Self {
        value.map_or(Value::Int(None), Value::from)
    }
}
