//! Reading names: of countries, places, groups and persons; and the lists of single words.

use super::builder::unmark;
use super::entry::{CountryForm, CountryName, Place, PlaceKind};
use super::phrases::{Spelling, word_keys};
use super::rows::Row;
use super::{Lexicon, WordFlags};
use crate::Result;
use crate::model::CountryCode;
use crate::text::key;

impl Lexicon {
    /// Columns: code, name, other names, abbreviations, demonyms, capitals, seats.
    pub(super) fn country(&mut self, row: Row<'_, 7>) -> Result<()> {
        let code = CountryCode::new(row.columns[0])
            .ok_or_else(|| row.error(format!("{:?} is not a two-letter country code", row.columns[0])))?;
        let name = unmark(row.columns[1]).0;
        if name.is_empty() {
            return Err(row.error("the country has no name"));
        }
        self.country_names.insert(code, row.keep(name));
        let forms = [
            (1, CountryForm::Name, WordFlags::COUNTRY),
            (2, CountryForm::Name, WordFlags::COUNTRY),
            (3, CountryForm::Abbreviation, WordFlags::COUNTRY),
            (4, CountryForm::Demonym, WordFlags::DEMONYM),
            (5, CountryForm::Capital, WordFlags::CAPITAL),
            (6, CountryForm::Seat, WordFlags::EMPTY),
        ];
        for (column, form, flag) in forms {
            for term in row.list(column) {
                let (name, ambiguous) = unmark(term);
                let value = CountryName { code, form, ambiguous };
                self.for_each_stop_spelling(name, |lexicon, words| {
                    lexicon.countries.insert(&mut lexicon.words, words, Spelling::of_name(name), value);
                    lexicon.mark_phrase(words, flag, WordFlags::PLACE_PART);
                });
            }
        }
        Ok(())
    }

    /// Columns: name, kind, country, other names.
    pub(super) fn place(&mut self, row: Row<'_, 4>) -> Result<()> {
        let kind = row.one_of(
            1,
            &[
                ("nation", PlaceKind::Nation),
                ("division", PlaceKind::Division),
                ("city", PlaceKind::City),
                ("region", PlaceKind::Region),
                ("continent", PlaceKind::Continent),
                ("sea", PlaceKind::Sea),
                ("river", PlaceKind::River),
                ("mountain", PlaceKind::Mountain),
                ("island", PlaceKind::Island),
                ("site", PlaceKind::Site),
            ],
        )?;
        let country = row.country_or_none(2)?;
        let (name, ambiguous) = unmark(row.columns[0]);
        let flag = if kind == PlaceKind::City { WordFlags::CITY } else { WordFlags::PLACE };
        let place = Place { name: row.keep(name), kind, country, ambiguous };
        let index = self.add_place(&row, place.clone())?;
        self.enter_place(name, index, flag);
        for term in row.list(3) {
            let (other, ambiguous) = unmark(term);
            let index = if ambiguous == place.ambiguous {
                index
            } else {
                self.add_place(&row, Place { ambiguous, ..place.clone() })?
            };
            self.enter_place(other, index, flag);
        }
        Ok(())
    }

    /// Columns: country, cities.
    pub(super) fn cities(&mut self, row: Row<'_, 2>) -> Result<()> {
        let country = row.country_or_none(0)?;
        for term in row.list(1) {
            let (name, ambiguous) = unmark(term);
            let place = Place { name: row.keep(name), kind: PlaceKind::City, country, ambiguous };
            let index = self.add_place(&row, place)?;
            self.enter_place(name, index, WordFlags::CITY);
        }
        Ok(())
    }

    fn add_place<const N: usize>(&mut self, row: &Row<'_, N>, place: Place) -> Result<u32> {
        let index = u32::try_from(self.places.len()).map_err(|_| row.error("too many places"))?;
        self.places.push(place);
        Ok(index)
    }

    fn enter_place(&mut self, name: &str, index: u32, flag: WordFlags) {
        self.for_each_stop_spelling(name, |lexicon, words| {
            lexicon.place_phrases.insert(&mut lexicon.words, words, Spelling::of_name(name), index);
            lexicon.mark_phrase(words, flag, WordFlags::PLACE_PART);
        });
    }

    /// Columns: names of one kind of group (its adjectives and nouns), kind (for the reader).
    pub(super) fn norp(&mut self, row: Row<'_, 2>) -> Result<()> {
        row.one_of(1, &[("religion", ()), ("people", ()), ("politics", ()), ("region", ())])?;
        for term in row.list(0) {
            self.for_each_stop_spelling(term, |lexicon, words| {
                lexicon.norps.insert(&mut lexicon.words, words, Spelling::of_name(term), ());
                lexicon.mark_phrase(words, WordFlags::NORP, WordFlags::EMPTY);
            });
        }
        Ok(())
    }

    /// Columns: names, gender (m, f, or empty).
    pub(super) fn given_name(&mut self, row: Row<'_, 2>) -> Result<()> {
        let gender =
            row.one_of(1, &[("", WordFlags::EMPTY), ("m", WordFlags::MASCULINE), ("f", WordFlags::FEMININE)])?;
        for name in row.list(0) {
            self.mark_name(name, WordFlags::GIVEN_NAME | gender);
        }
        Ok(())
    }

    /// Columns: names, order (`first` where the surname stands before the given name).
    pub(super) fn surname(&mut self, row: Row<'_, 2>) -> Result<()> {
        let order = row.one_of(1, &[("", WordFlags::EMPTY), ("first", WordFlags::FAMILY_FIRST)])?;
        for name in row.list(0) {
            self.mark_name(name, WordFlags::SURNAME | order);
        }
        Ok(())
    }

    fn mark_name(&mut self, name: &str, flags: WordFlags) {
        if name.bytes().any(|b| matches!(b, b' ' | b'-')) {
            let mut words = std::mem::take(&mut self.keys);
            word_keys(name, &mut words);
            for &word in &words {
                if !self.flags(word).contains(WordFlags::FUNCTION_WORD) {
                    self.mark(word, flags);
                }
            }
            self.keys = words;
        } else {
            self.mark(key(name), flags);
        }
    }

    /// Flags the names that are words of the language as well.
    pub(super) fn mark_ambiguous_names(&mut self) {
        let names = WordFlags::GIVEN_NAME | WordFlags::SURNAME;
        let words = WordFlags::COMMON_LOWER
            | WordFlags::FUNCTION_WORD
            | WordFlags::MONTH
            | WordFlags::WEEKDAY
            | WordFlags::ROLE_HEAD
            | WordFlags::ORG_HEAD;
        for word in self.words.values_mut() {
            if word.flags.intersects(names) && word.flags.intersects(words) {
                word.flags |= WordFlags::AMBIGUOUS_NAME;
            }
        }
    }

    /// Columns: class, words.
    pub(super) fn listed_word(&mut self, row: Row<'_, 2>) -> Result<()> {
        let flag = row.one_of(
            0,
            &[
                ("month", WordFlags::MONTH),
                ("weekday", WordFlags::WEEKDAY),
                ("number", WordFlags::NUMBER),
                ("function", WordFlags::FUNCTION_WORD),
                ("saying", WordFlags::SAYING_VERB),
                ("particle", WordFlags::NAME_PARTICLE),
                ("honorific", WordFlags::HONORIFIC),
                ("masculine", WordFlags::HONORIFIC | WordFlags::MASCULINE),
                ("feminine", WordFlags::HONORIFIC | WordFlags::FEMININE),
                ("common", WordFlags::COMMON_LOWER),
                ("address", WordFlags::HONORIFIC),
            ],
        )?;
        if row.columns[0] == "address" {
            for phrase in row.list(1) {
                let spelling = Spelling::of_name(phrase);
                self.for_each_stop_spelling(phrase, |lexicon, words| {
                    lexicon.addresses.insert(&mut lexicon.words, words, spelling, ());
                    // "HE" is an address, "he" is none.
                    if spelling == Spelling::Capital && phrase.len() > 1 {
                        lexicon.mark_phrase(words, flag, WordFlags::EMPTY);
                    }
                });
            }
            return Ok(());
        }
        for word in row.list(1) {
            self.for_each_stop_spelling(word, |lexicon, words| {
                lexicon.mark_phrase(words, flag, WordFlags::EMPTY);
            });
        }
        Ok(())
    }

    /// Columns: word, class among 64, class among 320; the most frequent word first.
    pub(super) fn word_class(&mut self, row: Row<'_, 3>) -> Result<()> {
        let (Ok(class64), Ok(class320)) = (row.columns[1].parse(), row.columns[2].parse()) else {
            return Err(row.error("the classes are no numbers"));
        };
        let text = row.columns[0];
        let word = self.words.entry(key(text)).or_default();
        if word.class64 == 0 {
            (word.class64, word.class320) = (class64, class320);
        }
        if text.len() > 1 && text.bytes().all(|b| b.is_ascii_lowercase()) {
            word.flags |= WordFlags::COMMON_LOWER;
        }
        Ok(())
    }
}
