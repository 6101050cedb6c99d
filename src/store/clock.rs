//! The clock on the wall, and times as people write them.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike as _, Local};

/// Milliseconds from 1970 to a time; 0 for what came before.
pub fn milliseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Milliseconds from 1970 to now.
pub fn now() -> u64 {
    milliseconds(SystemTime::now())
}

/// A time as the clock on the wall shows it: `2026-01-20 15:04:05`.
pub fn shown(milliseconds: u64) -> String {
    let time = i64::try_from(milliseconds).ok().and_then(DateTime::from_timestamp_millis);
    time.map_or_else(String::new, |time| time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S").to_string())
}

/// The year that a report begun today is about: the one before, since reports are written in January.
pub fn year_due() -> u16 {
    u16::try_from(Local::now().year() - 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_to_the_second() {
        let shown = shown(1_700_000_000_000);
        assert!(shown.starts_with("2023-11-1") && shown.len() == "2023-11-14 22:13:20".len(), "{shown}");
        assert!(year_due() >= 2025);
    }
}
