//! The record as an outsider uses it: golden vectors, properties, and every change found.

mod canonical_form;
mod commitments;
mod golden_chain;
mod tampering;
