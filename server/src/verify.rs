//! `trefoil verify`: the whole record from its first event, and what is stored against what was recorded.
