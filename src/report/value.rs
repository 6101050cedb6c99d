//! What a cell holds, and how typed text becomes it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::form::Kind;

/// Most digits before the point that a cell takes. Sums over a whole county stay far inside [`Decimal`].
pub const MAX_DIGITS: usize = 15;

/// Most digits after the point of an amount.
pub const MAX_DECIMALS: usize = 8;

/// The value of one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was filled in; not the same as 0.
    #[default]
    Blank,
    /// A number that the cell's kind allows. Amounts keep their digits: `14.10` is not `14.1`.
    Number(Decimal),
    /// What a person typed that the cell does not allow; it is kept, and rule `count` reports it.
    Invalid(String),
}

/// Why a text is not a number for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotANumber {
    /// More digits than [`MAX_DIGITS`] or [`MAX_DECIMALS`].
    TooLong,
    /// A decimal where an integer belongs.
    Fraction,
    /// A minus where none belongs.
    Negative,
    /// Not a number at all.
    Other,
}

impl Value {
    /// What a person means by typing `text` into a cell of this kind.
    ///
    /// Full-width digits and signs, surrounding blanks, a leading plus and well-placed thousands commas are understood.
    pub fn typed(kind: Kind, text: &str) -> Self {
        let plain = half_width(text.trim());
        if plain.is_empty() {
            return Self::Blank;
        }
        number(kind, &plain).map_or_else(|_| Self::Invalid(text.trim().to_owned()), Self::Number)
    }

    /// The number, if there is a valid one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether nothing was filled in.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The value as it is shown and edited.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Number(number) => digits(*number),
            Self::Invalid(text) => Cow::Borrowed(text),
        }
    }
}

/// The digits of a number, as they were typed.
pub fn digits(number: Decimal) -> Cow<'static, str> {
    // Nearly all are counts, most of one digit, and a screen has hundreds; decimals take several times as long.
    const ONES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    match i64::try_from(number.mantissa()) {
        Ok(count) if number.scale() == 0 => {
            let one = usize::try_from(count).ok().and_then(|count| ONES.get(count));
            one.map_or_else(|| itoa::Buffer::new().format(count).to_owned().into(), |one| Cow::Borrowed(*one))
        }
        _ => number.to_string().into(),
    }
}

/// Whether a cell has room for the digits of a number.
pub fn fits(number: Decimal) -> bool {
    let digits = number.trunc().abs().to_string();
    digits.len() <= MAX_DIGITS && number.scale() as usize <= MAX_DECIMALS
}

/// Reads a number in ASCII digits as a cell of this kind takes it.
pub fn number(kind: Kind, text: &str) -> Result<Decimal, NotANumber> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let unsigned = without_commas(unsigned).ok_or(NotANumber::Other)?;
    let (integer, fraction) = match unsigned.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (unsigned.as_ref(), None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if integer.is_empty() || !digits(integer) || !fraction.is_none_or(digits) {
        return Err(NotANumber::Other);
    }
    if fraction.is_some() && kind != Kind::Amount {
        return Err(NotANumber::Fraction);
    }
    if sign == "-" && kind != Kind::Change {
        return Err(NotANumber::Negative);
    }
    let integer = match integer.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let fraction = fraction.unwrap_or_default();
    if integer.len() > MAX_DIGITS || fraction.len() > MAX_DECIMALS {
        return Err(NotANumber::TooLong);
    }
    let plain =
        if fraction.is_empty() { format!("{sign}{integer}") } else { format!("{integer}.{fraction}") };
    let number: Decimal = plain.parse().map_err(|_| NotANumber::Other)?;
    Ok(if number.is_zero() && fraction.is_empty() { Decimal::ZERO } else { number })
}

/// The text with full-width digits, signs and points as ASCII.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(half_width_char).collect())
}

/// The ASCII form of a full-width digit, sign or point that an IME types; other characters stay.
pub fn half_width_char(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '＋' => '+',
        '－' | '−' => '-',
        '．' | '。' => '.',
        '，' => ',',
        other => other,
    }
}

/// Removes thousands commas; none if a comma stands elsewhere.
fn without_commas(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(',') {
        return Some(Cow::Borrowed(text));
    }
    let integer = text.split('.').next().unwrap_or_default();
    let mut groups = integer.split(',');
    let first = groups.next().unwrap_or_default();
    let sound = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    (sound && text.matches(',').count() == integer.matches(',').count())
        .then(|| Cow::Owned(text.replace(',', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind, text: &str) -> String {
        match Value::typed(kind, text) {
            Value::Blank => "blank".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Invalid(text) => format!("invalid {text}"),
        }
    }

    #[test]
    fn counts_are_non_negative_integers() {
        let cases = [
            ("12", "12"),
            (" 0 ", "0"),
            ("007", "7"),
            ("１２", "12"),
            ("＋３", "3"),
            ("1,234", "1234"),
            ("11398889", "11398889"),
            ("", "blank"),
            ("　", "blank"),
            ("12件", "invalid 12件"),
            ("-1", "invalid -1"),
            ("1.5", "invalid 1.5"),
            ("1,23", "invalid 1,23"),
            ("1e3", "invalid 1e3"),
            ("999999999999999", "999999999999999"),
            ("9999999999999999", "invalid 9999999999999999"),
        ];
        for (typed, expected) in cases {
            assert_eq!(shown(Kind::Count, typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn changes_have_a_sign_and_amounts_keep_their_digits() {
        assert_eq!(shown(Kind::Change, "-3"), "-3");
        assert_eq!(shown(Kind::Change, "－３"), "-3");
        assert_eq!(shown(Kind::Change, "+1036"), "1036");
        assert_eq!(shown(Kind::Change, "-0"), "0");
        assert_eq!(shown(Kind::Amount, "14.10"), "14.10");
        assert_eq!(shown(Kind::Amount, "0.00"), "0.00");
        assert_eq!(shown(Kind::Amount, "14."), "14");
        assert_eq!(shown(Kind::Amount, "59,237.2449"), "59237.2449");
        assert_eq!(shown(Kind::Amount, "-1"), "invalid -1");
        assert_eq!(shown(Kind::Amount, "251000元"), "invalid 251000元");
    }
}
