//! `reportui`
pub mod app;
pub mod check;
pub mod cli;
pub mod form;
pub mod report;
pub mod store;
pub mod term;
pub mod text;
pub mod ui;
pub mod words;
