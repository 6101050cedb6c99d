//! Organs and their names.

use crate::text::is_hidden;

/// What an organ is known by, whatever its name is written like: however it is spaced, with half-width brackets or full-width
/// ones, 克井镇 is 克井镇人民政府 and 济水街道 is 济水街道办事处.
pub fn organ_key(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_whitespace() && !is_hidden(*c));
    let plain: String = plain
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            other => other,
        })
        .collect();
    let office = plain.strip_suffix("办事处").filter(|name| name.ends_with("街道"));
    plain.strip_suffix("人民政府").or(office).map(str::to_owned).unwrap_or(plain)
}
