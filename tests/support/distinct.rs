//! Reports in which every number stands for its place.

use reportui::form::{Form, Forms, Kind};
use reportui::report::{Report, Value};
use rust_decimal::Decimal;

/// A report that satisfies the identities, all of whose cells differ as far as they can.
pub fn report(edition: &str, seed: u64) -> (&'static Form, Report) {
    let form = Forms.get(edition).unwrap();
    let mut report = Report::new(form, Some(if edition == "2019" { 2020 } else { 2024 }));
    "青石镇人民政府".clone_into(&mut report.organ);
    let mut next = seed % 89 + 11;
    for (id, cell) in form.cells().filter(|(_, cell)| !cell.is_computed()) {
        next += seed % 3 + 1;
        let number = match cell.kind {
            Kind::Amount => Decimal::new(i64::try_from(next).unwrap() * 10 + 7, 2),
            Kind::Change if next.is_multiple_of(2) => -Decimal::from(next),
            _ => Decimal::from(next),
        };
        report.cells[id.0] = Value::Number(number);
    }
    // new = handled + carried out - carried in, column by column.
    let totals = reportui::check::Totals::of(form, &report);
    let table = form.table("applications").unwrap();
    for column in 0..6 {
        let value = |row: &str| totals.number(&report, table.cell(table.row(row).unwrap(), column)).unwrap();
        let new = value("handled_total") + value("carried_out") - value("carried_in");
        report.cells[table.cell(table.row("new").unwrap(), column).0] = Value::Number(new);
    }
    for (index, section) in form.sections.iter().enumerate().filter(|(_, section)| section.is_prose()) {
        report.prose[index] = vec![
            format!("今年以来，本镇围绕{}做了工作，公开信息{}条。", section.name.zh, 100 + index),
            "（一）工作情况。收到申请25件，都按期答复。".to_owned(),
        ];
    }
    (form, report)
}
