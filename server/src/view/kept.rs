//! Markup that is the same for many readers, made once: `{% call kept("footer") %}…{% endcall %}`.
use minijinja::{Environment, Error, State, Value, value::Kwargs};
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// The most pieces that are kept; further ones are made each time.
const MOST: usize = 1000;

/// Adds `kept(key)`. The key must hold everything that the markup depends on.
pub(super) fn add(env: &mut Environment<'static>) {
    let pieces = RwLock::new(HashMap::<String, Value>::new());
    env.add_function("kept", move |state: &mut State, key: String, inside: Kwargs| -> Result<Value, Error> {
        let known = pieces.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = known.get(&key) {
            return Ok(piece.clone());
        }
        drop(known);
        let piece = inside.get::<Value>("caller")?.call(state, &[])?;
        let mut known = pieces.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.insert(key, piece.clone());
        }
        Ok(piece)
    });
}
