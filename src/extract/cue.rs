//! The closed-class words and verb groups that the grammar rules look for.
//!
//! A [`Cue`] is a set: one word may be several ("led" is a verb of leading and a participle).
//! The table is English grammar, not news; what depends on the world is in the lexicon.

use crate::text::key;
use std::ops::{BitOr, BitOrAssign};

/// The grammatical roles that one word can play, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cue(u64);

macro_rules! cues {
    ($($(#[$meta:meta])* $name:ident = $bit:expr => $words:expr;)+) => {
        impl Cue {
            $($(#[$meta])* pub(crate) const $name: Self = Self(1 << $bit);)+
        }

        /// Every cue with its words, separated by blanks.
        const TABLE: &[(Cue, &str)] = &[$((Cue::$name, $words)),+];
    };
}

cues! {
    /// Definite article.
    THE = 0 => "the";
    /// Indefinite article.
    A = 1 => "a an another one";
    /// Possessive pronouns of persons.
    HIS = 2 => "his her my your whose";
    /// Possessive pronouns of bodies.
    ITS = 3 => "its their our";
    /// Demonstratives and quantifiers that open a noun phrase.
    DETERMINER = 4 => "this that these those some any each every all both several many two three four five six seven eight nine ten no";
    OF = 5 => "of";
    AT = 6 => "at";
    FOR = 7 => "for";
    WITH = 8 => "with";
    IN = 9 => "in within inside";
    TO = 10 => "to";
    FROM = 11 => "from";
    /// Other prepositions.
    PREPOSITION = 12 => "on over about against between among under after before during since until by through into onto near towards toward despite without across behind like per via upon amid around because while when where than";
    BY = 13 => "by";
    AS = 14 => "as";
    AND = 15 => "and & plus";
    OR = 16 => "or nor";
    /// Relative pronouns for persons.
    WHO = 17 => "who whom";
    /// Words that negate the clause.
    NOT = 18 => "not never no neither n't didn't doesn't isn't wasn't won't wouldn't hasn't hadn't cannot can't couldn't don't aren't weren't denied denies refused refuses declined rejected without";
    /// Forms of *be*.
    BE = 19 => "is are was were be been being am isn't wasn't";
    /// Verbs of coming into a post.
    BECOME = 20 => "became become becomes becoming remain remains remained remaining";
    /// Forms of *have*.
    HAVE = 21 => "has have had having hasn't hadn't";
    /// The future auxiliary and its like.
    WILL = 22 => "will shall 'll";
    /// What might be.
    MAYBE = 23 => "would could might may should if whether unless would-be potential possible alleged hypothetical rumoured rumored reportedly perhaps maybe wouldn't couldn't hopes hoped wants wanted seeking aspiring";
    /// Putting a person into a post.
    APPOINT = 24 => "appointed elected named chosen nominated re-elected reelected promoted designated hired picked confirmed installed inaugurated crowned selected tapped voted reappointed elevated ordained commissioned enthroned proclaimed declared";
    /// Taking a person out of a post, or leaving it.
    LEAVE = 25 => "resigned resigns resign resigning quit quits retired retires retiring sacked dismissed fired removed ousted deposed stepped stepping toppled impeached replaced suspended stood overthrown";
    /// Holding a post.
    SERVE = 26 => "plays played playing served serves serving serve worked works working acts acted acting doubles";
    /// Leading a body: the third person and the past.
    LEAD = 27 => "leads heads chairs runs directs manages presides led headed chaired ran directed managed commands commanded owns owned founded co-founded cofounded edits edited coaches coached captains captained represents represented";
    /// What ended.
    FORMER = 28 => "former ex formerly previously erstwhile onetime one-time short-serving short-lived ousted deposed previous past then retired slain murdered assassinated disgraced defunct";
    /// Dead.
    LATE = 29 => "late deceased";
    /// What is to come.
    INCOMING = 30 => "incoming elect designate designated future prospective presumptive";
    /// For the time being: the post is held.
    ACTING = 31 => "acting interim caretaker current incumbent outgoing sitting present transitional provisional incumbent longtime long-time long-serving longserving";
    /// Posts as things: "his role as".
    POST = 32 => "role post position job capacity tenure stint term time spell work years career reign appointment election duties";
    /// Verbs of saying.
    SAY = 33 => "said says say told tells added adds argued argues announced announces warned warns tweeted wrote writes stated states explained explains insisted insists noted notes claimed claims replied commented comments remarked declared stressed acknowledged admitted confirmed reported reports suggested urged according testified recalled concluded described";
    /// Adverbs and adjectives that may stand between a verb and a post, or before a role noun, and say nothing about it.
    FILLER = 34 => "longer used also currently now still once again later then already officially formally unanimously narrowly recently newly long already briefly subsequently eventually twice first last only just simply previously formerly there today yesterday himself herself jointly effectively widely";
    /// Evaluating or ordinal adjectives that are not part of a role's name.
    EPITHET = 35 => "female male woman openly first second third fourth fifth new newest new-look old young long-time longtime veteran prominent leading top famous renowned well-known noted respected influential powerful popular controversial outspoken embattled beleaguered disgraced longest-serving long-serving fellow key main main own very late next last only youngest oldest legendary award-winning respected self-styled self-proclaimed flamboyant hardline hard-line moderate reformist conservative liberal socialist populist exiled jailed imprisoned detained powerful hawkish dovish alleged suspected accused convicted ruling lone sole celebrated acclaimed internationally world-renowned distinguished eminent seasoned charismatic firebrand feared then-";
    BUT = 36 => "but however although though yet";
    /// Relative pronoun for things.
    WHICH = 37 => "which that whose";
    /// Pronouns of persons as subjects.
    HE = 38 => "he she";
    /// Conditions: what follows is not said to be so.
    IF = 45 => "if whether unless suppose supposing should";
    /// Things named after somebody: a name before one is no person's.
    EPONYM = 46 => "street road avenue boulevard lane square prize award awards medal hotel airport bridge tower stadium arena building hospital school centre center act law day cup trophy hall house park library museum foundation institute plaza drive highway station memorial college university mosque cathedral church bay river lake island mountain doctrine effect theorem method";
    /// Subjects that negate.
    NOBODY = 47 => "nobody none nothing neither";
    /// Taking up, holding or receiving a post.
    HOLD = 48 => "took takes take taking taken assumed assumes hold holds held returned returns continues continued emerged began starts started starting known employed retained reinstated registered qualified got given won sworn accepted remained remains stays stayed";
    /// A role that is another's post in another country.
    COUNTERPART = 49 => "counterpart counterparts";
    /// Nouns of knowing a field: "specialist in", "professor of".
    EXPERT = 51 => "specialist expert researcher lecturer professor fellow student authority scholar analyst adviser advisor consultant scientist teacher reader historian economist lawyer major";
    /// Verbs of killing, whose object is dead.
    KILL = 52 => "kills killed assassinated assassinates murdered murders executed executes";
    /// Nouns that only the dead have: "X's funeral", "the death of X".
    DEATH = 53 => "death funeral assassination burial corpse murder killing obituary demise coffin passing";
        /// Removing somebody from power: the object holds it no more.
    OUST = 54 => "overthrew overthrow overthrows overthrowing ousted ousts ousting deposed deposes deposing toppled topples toppling unseated unseats";
    /// Nouns of time spent in a post, which is over.
    SPELL = 55 => "time stint spell years days";
        /// Persons by what they are to another: no role, and what follows may be either's name.
    PERSONAL = 56 => "rival rivals critic critics ally allies supporter supporters opponent opponents colleague colleagues victim admirer enemy foe follower client patient assistant driver bodyguard";
    /// Works of fiction.
    FICTION = 57 => "novel film movie play series sitcom drama book thriller soap opera comic game musical";
    /// What has a head that is no post: "the head of the queue".
    FIGURATIVE = 58 => "queue line table pack class bed river valley procession parade march nail column stairs";
    /// Denying what follows.
    DENY = 59 => "denied denies deny denying dismissed refuted";
    /// What is to come: "is expected to become".
    EXPECTED = 60 => "expected set due poised likely slated scheduled tipped";
    /// What a name may end in that is a text, a prize, an event or a deed, and no body.
    THING = 61 => "act acts bill award awards medal medals prize prizes championship championships cup directive treaty agreement declaration festival games olympics summit debate debates election elections trophy protocol amendment constitution massacre marathon referendum ordinance hurricane typhoon cyclone storm earthquake theorem syndrome virus";
    /// Ships and storms, which have names but are no persons.
    VESSEL = 62 => "ship vessel frigate ferry destroyer tanker submarine yacht trawler hurricane typhoon cyclone storm";
    /// Abbreviations of common nouns, which name no body though they stand in capitals.
    COMMON_ACRONYM = 63 => "vip dvd ufo cctv lgbt lgbtq gdp hiv aids dna gps suv atm ppe icu vat ipo gmt utc est edt cet ist phd sim pdf lpg lng eez ngo ceo ied pcr rpg covid";
    /// Kin: no role.
    KIN = 50 => "brother sister father mother son daughter husband wife widow cousin uncle aunt nephew niece grandson granddaughter grandfather grandmother stepson stepdaughter fiancé fiancée twin child children parent parents friend neighbour neighbor brothers sisters sons daughters girlfriend boyfriend";
    /// Founding, as a participle or past.
    FOUND = 39 => "founded co-founded cofounded established set";
    /// Taking over from somebody.
    SUCCEED = 40 => "succeed succeeds succeeded succeeding replace replaces replaced replacing";
    /// Words of age.
    AGED = 41 => "aged age";
    /// Heads of appositions that say nothing by themselves ("one of", "a member").
    COURTESY = 42 => "mr mrs ms miss mr. mrs. ms. dr dr. sir dame lord lady madam mme herr frau señor senor mx mx. hon hon. rt honourable honorable excellency prof prof.";
    /// Titles that belong to the handle of a person with one name: "King Charles".
    REGNAL = 44 => "king queen pope prince princess emperor empress sultan emir tsar kaiser prophet saint patriarch sheikh sheikha shaikh shaikha sheik ayatollah";
    /// The two sides of a matter, both countries.
    BOTH_SIDES = 43 => "both sides countries nations neighbours neighbors";
}

impl Cue {
    /// Whether the sets share a member.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Cue {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Cue {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Every word with a cue, by its key; one may come more than once.
pub(crate) fn cues() -> impl Iterator<Item = (u64, Cue)> {
    TABLE.iter().flat_map(|(cue, words)| words.split(' ').map(|word| (key(word), *cue)))
}

#[cfg(test)]
mod tests {
    use super::Cue;
    use crate::extract::grammar::Grammar;
    use crate::text::key;

    fn cue(word: &str) -> Cue {
        Grammar::new().cue(key(word))
    }

    #[test]
    fn words_play_their_parts() {
        for (word, part) in [
            ("the", Cue::THE),
            ("The", Cue::THE),
            ("whose", Cue::HIS),
            ("whose", Cue::WHICH),
            ("re-elected", Cue::APPOINT),
            ("would-be", Cue::MAYBE),
            ("one-time", Cue::FORMER),
            ("led", Cue::LEAD),
            ("co-founded", Cue::FOUND),
            ("resigned", Cue::LEAVE),
            ("counterpart", Cue::COUNTERPART),
            ("Mrs", Cue::COURTESY),
            ("Queen", Cue::REGNAL),
            ("outgoing", Cue::ACTING),
            ("designate", Cue::INCOMING),
        ] {
            assert!(cue(word).has(part), "{word}");
        }
    }

    #[test]
    fn words_play_no_other_part() {
        for (word, part) in [
            ("his", Cue::ITS),
            ("leader", Cue::LEAD),
            ("said", Cue::APPOINT),
            ("outgoing", Cue::FORMER),
            ("is", Cue::BECOME),
            ("sister", Cue::COURTESY),
            ("elected", Cue::INCOMING),
        ] {
            assert!(!cue(word).has(part), "{word}");
        }
        for word in ["minister", "Nairobi", "bank", ""] {
            assert_eq!(cue(word), Cue::default(), "{word:?}");
        }
    }

    #[test]
    fn a_set_has_its_members_and_no_other() {
        let both = Cue::OF | Cue::AT;
        assert!(both.has(Cue::OF) && both.has(Cue::AT) && both.has(Cue::AT | Cue::BE));
        assert!(!both.has(Cue::BE) && !both.has(Cue::default()));
    }
}
