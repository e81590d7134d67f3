//! Dates as precise as the text gives them: a year, a month or a day.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A date as an ISO 8601 prefix: `2023`, `2023-05` or `2023-05-06`.
///
/// Ordering is that of the ISO strings: a year sorts before its months, a month before its days.
/// Only days that the Gregorian calendar has can be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is not a [`Date`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    text: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a date of the form 2023, 2023-05 or 2023-05-06", self.text)
    }
}

impl std::error::Error for DateError {}

impl Date {
    /// The year alone (1 to 9999).
    pub fn from_year(year: u16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self { year, month: 0, day: 0 })
    }

    /// A month of a year.
    pub fn from_month(year: u16, month: u8) -> Option<Self> {
        let date = Self::from_year(year)?;
        (1..=12).contains(&month).then_some(Self { month, ..date })
    }

    /// A day of the Gregorian calendar.
    pub fn from_day(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::from_month(year, month)?;
        (1..=days_in_month(year, month)).contains(&day).then_some(Self { day, ..date })
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2023`, `2023-05` or `2023-05-06`; a time after `T` or a space is passed over.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError { text: text.chars().take(40).collect() };
        let date = text.trim().split(['T', ' ']).next().unwrap_or_default();
        let number = |part: &str, width: usize| -> Option<u16> {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let mut parts = date.split('-');
        let year = parts.next().and_then(|p| number(p, 4)).ok_or_else(error)?;
        let month = parts.next().map(|p| number(p, 2).ok_or_else(error)).transpose()?;
        let day = parts.next().map(|p| number(p, 2).ok_or_else(error)).transpose()?;
        if parts.next().is_some() {
            return Err(error());
        }
        let small = |n: u16| u8::try_from(n).unwrap_or(u8::MAX);
        match (month, day) {
            (None, _) => Self::from_year(year),
            (Some(month), None) => Self::from_month(year, small(month)),
            (Some(month), Some(day)) => Self::from_day(year, small(month), small(day)),
        }
        .ok_or_else(error)
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_prefixes_are_read_and_written() {
        for text in ["2023", "2023-05", "2023-05-06", "2024-02-29", "0999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert_eq!("2023-05-06T10:00:00Z".parse::<Date>().unwrap().to_string(), "2023-05-06");
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["", "23", "2023-13", "2023-02-29", "2023-5-6", "2023-05-06-07", "0000", "May 2023", "+023"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn order_is_that_of_the_strings() {
        let mut dates: Vec<Date> =
            ["2023-05-06", "2023", "2022-12", "2023-05"].iter().map(|d| d.parse().unwrap()).collect();
        dates.sort();
        let texts: Vec<String> = dates.iter().map(Date::to_string).collect();
        assert_eq!(texts, ["2022-12", "2023", "2023-05", "2023-05-06"]);
    }
}
