//! What kind of organ a report is of, told from its name.

use crate::form::rule::Organs;

/// How the names of townships and sub-district offices end.
const TOWNSHIP: [&str; 11] = [
    "镇人民政府",
    "乡人民政府",
    "苏木人民政府",
    "镇政府",
    "乡政府",
    "街道办事处",
    "街道办",
    "街道",
    "镇",
    "乡",
    "苏木",
];

/// Whether a rule for these organs is about the organ of this name.
pub fn belongs(organ: &str, organs: Organs) -> bool {
    let organ = organ.trim();
    match organs {
        Organs::Any => true,
        Organs::Township => TOWNSHIP.iter().any(|end| organ.ends_with(end)),
        Organs::Government => organ.ends_with("政府"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_are_told_by_their_names() {
        let cases = [
            ("克井镇人民政府", true, true),
            ("某某民族乡人民政府", true, true),
            ("北京街道办事处", true, false),
            ("淮安市人民政府", false, true),
            ("沭阳县政府", false, true),
            ("景德镇市人民政府", false, true),
            ("新乡市人民政府", false, true),
            ("沭阳县发展和改革局", false, false),
        ];
        for (organ, township, government) in cases {
            assert_eq!(belongs(organ, Organs::Township), township, "{organ}");
            assert_eq!(belongs(organ, Organs::Government), government, "{organ}");
        }
    }
}
