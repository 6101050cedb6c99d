//! 落款: who signs a report, and when.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::value;

/// The signature line under a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// The organ that signs.
    pub organ: String,
    /// The date, as `YYYY-MM-DD` or however it was written.
    pub date: String,
}

impl Signed {
    /// The day of the date, however it is written in digits; an error where its numbers are no day of the calendar, nothing where
    /// there are none.
    pub fn day(&self) -> Result<Option<NaiveDate>, NoDay> {
        let date: String = self.date.chars().map(value::half_width_char).collect();
        let numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        let numbers: Vec<u32> = numbers.filter_map(|number| number.parse().ok()).collect();
        match numbers.as_slice() {
            [] => Ok(None),
            [_] | [_, _] => Err(NoDay::Incomplete),
            // `22.1.20` is short for 2022.
            [year, month, day] => i32::try_from(*year)
                .ok()
                .map(|year| if year < 100 { year + 2000 } else { year })
                .and_then(|year| NaiveDate::from_ymd_opt(year, *month, *day))
                .map(Some)
                .ok_or(NoDay::Impossible),
            _ => Err(NoDay::Impossible),
        }
    }

    /// The date in digits as files have it: `2022.1.20` and `2022年1月20日` as `2022-01-20`; none where more than that stands there,
    /// which would be lost.
    pub fn plain_date(&self) -> Option<String> {
        let is_of_a_date =
            |c: char| value::half_width_char(c).is_ascii_digit() || " 年月日-./－．。".contains(c);
        if !self.date.chars().all(is_of_a_date) {
            return None;
        }
        Some(self.day().ok()??.format("%Y-%m-%d").to_string())
    }

    /// The date as it is printed: `2021-01-20` as 2021年1月20日, anything else as it was written.
    pub fn printed_date(&self) -> Cow<'_, str> {
        let date = self.date.trim();
        let mut parts = date.split('-').map(|part| part.parse::<u16>().ok());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Some(year)), Some(Some(month)), Some(Some(day)), None) => {
                Cow::Owned(format!("{year}年{month}月{day}日"))
            }
            _ => Cow::Borrowed(date),
        }
    }
}

/// The numbers of a date are no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// One or two of them are missing.
    Incomplete,
    /// There is no such day, or there are more than three.
    Impossible,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_digits_are_written_as_files_have_them() {
        let plain = |date: &str| Signed { date: date.to_owned(), ..Signed::default() }.plain_date();
        for date in ["2022.1.20", "2022年1月20日", "２０２２－１－２０", "22.1.20"] {
            assert_eq!(plain(date).as_deref(), Some("2022-01-20"), "{date}");
        }
        for date in ["2022年1月", "2022年1月20日（章）", "2022.13.40", ""] {
            assert_eq!(plain(date), None, "{date}");
        }
    }
}
