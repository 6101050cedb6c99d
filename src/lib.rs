//! `reportui`
pub mod check;
pub mod cli;
pub mod form;
pub mod report;
pub mod store;
pub mod text;
pub mod words;
