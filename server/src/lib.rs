//! The product.
pub mod assets;
pub mod messages;
pub mod view;
