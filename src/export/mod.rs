//! Reports as documents, each format a pure function of form, report and totals.
//!
//! [`sheet`] lays a table out in merged cells as the form prints it; [`text`] is the report as plain text, which the preview
//! shows.

pub mod sheet;
pub mod text;
