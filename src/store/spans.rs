//! The mentions of one entity in one article, as one value of the file: `appearance.spans`.
//!
//! A mention is one number, 256 times its first character, plus 4 times its length, plus its form; one of 64
//! characters or more is the negative of 65536 times its first character, plus length and form as before.
//! One mention is kept as an integer (three bytes in most articles), several as a list with commas, which
//! `json_each` takes apart in the view `mention`. A row for each mention would take five times the
//! space and half of the time of writing an article.

use super::rows::{FORMS, number};
use crate::model::MentionForm;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

/// The most characters that a mention can have.
pub(super) const LONGEST: usize = (1 << LENGTH_BITS) - 1;

const FORM_BITS: u32 = 2;
const LENGTH_BITS: u32 = 14;
const START: u32 = FORM_BITS + LENGTH_BITS;

/// The bits below the start in the shorter numbers of the file.
const SHORT: u32 = 8;

/// A mention in characters of the text. Ordered as in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot(i64);

impl Spot {
    /// Half-open; no longer than [`LONGEST`].
    pub(super) fn new(start: i64, end: i64, form: MentionForm) -> Self {
        Self(start << START | (end - start) << FORM_BITS | number(&FORMS, &form).unwrap_or_default())
    }

    pub(super) const fn start(self) -> i64 {
        self.0 >> START
    }

    pub(super) fn end(self) -> i64 {
        self.start() + (self.0 >> FORM_BITS & super::digest::integer(LONGEST))
    }

    #[expect(clippy::indexing_slicing, reason = "two bits, and four forms")]
    pub(super) fn form(self) -> MentionForm {
        FORMS[usize::try_from(self.0 & 3).unwrap_or_default()]
    }

    /// The number in the file.
    const fn packed(self) -> i64 {
        let rest = self.0 & ((1 << START) - 1);
        if rest < 1 << SHORT { self.start() << SHORT | rest } else { -self.0 }
    }

    /// What [`packed`](Self::packed) gave; `None` for what it never gives.
    fn unpack(number: i64) -> Option<Self> {
        let spot = match number {
            0.. => Self(number >> SHORT << START | number & ((1 << SHORT) - 1)),
            _ => Self(number.checked_neg()?),
        };
        (spot.packed() == number).then_some(spot)
    }
}

/// The value of the file.
pub(super) fn write(spots: &[Spot]) -> ToSqlOutput<'static> {
    use std::fmt::Write as _;
    let value = match spots {
        [] => Value::Null,
        [one] => Value::Integer(one.packed()),
        [first, rest @ ..] => {
            let mut list = first.packed().to_string();
            for spot in rest {
                // Writing to a String never fails.
                let _ = write!(list, ",{}", spot.packed());
            }
            Value::Text(list)
        }
    };
    ToSqlOutput::Owned(value)
}

/// What [`write`] wrote; `None` for what it never writes.
pub(super) fn read(value: ValueRef<'_>) -> Option<Vec<Spot>> {
    match value {
        ValueRef::Null => Some(Vec::new()),
        ValueRef::Integer(one) => Spot::unpack(one).map(|spot| vec![spot]),
        ValueRef::Text(list) => {
            let spots = std::str::from_utf8(list).ok()?.split(',').map(|spot| Spot::unpack(spot.parse().ok()?));
            spots.collect::<Option<Vec<_>>>().filter(|spots| spots.len() > 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_are_read_as_written() {
        let longest = super::super::digest::integer(LONGEST);
        let spots = [
            Spot::new(0, 1, MentionForm::Name),
            Spot::new(5, 68, MentionForm::Demonym),
            Spot::new(5, 69, MentionForm::Name),
            Spot::new(7, 7 + longest, MentionForm::Pronoun),
            Spot::new(8_000_000, 8_000_009, MentionForm::Nominal),
        ];
        for count in 0..=spots.len() {
            let ToSqlOutput::Owned(value) = write(&spots[..count]) else { unreachable!() };
            assert_eq!(read(ValueRef::from(&value)).unwrap(), spots[..count]);
        }
        assert!(spots.is_sorted());
        assert_eq!((spots[3].start(), spots[3].end(), spots[3].form()), (7, 7 + longest, MentionForm::Pronoun));
    }

    #[test]
    fn other_values_are_no_spots() {
        for text in ["", "7", "7,", "7,x", "[7,8]"] {
            assert_eq!(read(ValueRef::Text(text.as_bytes())), None, "{text:?}");
        }
        assert_eq!(read(ValueRef::Real(7.0)), None);
        // A long number with a short length, and what has no negative.
        for number in [-65_536, i64::MIN] {
            assert_eq!(read(ValueRef::Integer(number)), None, "{number}");
        }
    }
}
