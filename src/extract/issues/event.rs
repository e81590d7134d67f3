//! Events and their nouns: "X dies" is a death, "A bans B" is a ban on B.
//!
//! The table is English word formation, not news. It serves twice: the verbs of headlines and
//! opening sentences become noun phrases ([`super::headline`]), and the nouns head noun phrases
//! that name a matter by themselves ("the closure of the plant").

use crate::lexicon::KeyMap;
use crate::text::key;
use std::sync::LazyLock;

/// Which argument of the verb is what happens to somebody or something: the complement of the noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// The subject, joined by "of": "the bridge collapses" – "collapse of the bridge".
    Subject,
    /// The object, joined by this preposition; in the passive the subject: "ban on plastic bags".
    Object(&'static str),
    /// None: "the train crashes" – "crash".
    Nothing,
}

/// A kind of event.
#[derive(Debug)]
pub(super) struct Event {
    /// The noun, in the singular.
    pub(super) noun: &'static str,
    /// Forms of its verbs: third person, past and participle.
    pub(super) verbs: &'static str,
    /// What completes the noun.
    pub(super) theme: Theme,
    /// Whether the noun says little without a complement or a modifier ("end", "use").
    pub(super) relational: bool,
    /// The topic, as the lexicon's vocabulary has it; empty where it depends on the theme.
    pub(super) topic: &'static str,
    /// Whether the verb names the event as surely as the noun.
    pub(super) weight: f32,
}

macro_rules! events {
    ($($noun:literal $verbs:literal $theme:expr, $relational:expr, $topic:literal $weight:literal;)+) => {
        const EVENTS: &[Event] = &[$(Event { noun: $noun, verbs: $verbs, theme: $theme, relational: $relational, topic: $topic, weight: $weight }),+];
    };
}

const OF: Theme = Theme::Object("of");

events! {
    "death" "dies died dead" Theme::Subject, true, "succession and death of leaders" 0.8;
    "resignation" "resigns resigned quits" Theme::Subject, true, "resignation of officials" 0.8;
    "retirement" "retires retired" Theme::Subject, true, "resignation of officials" 0.5;
    "dismissal" "sacks sacked ousts ousted" OF, true, "resignation of officials" 0.7;
    "appointment" "appoints appointed" OF, true, "appointments and nominations" 0.6;
    "nomination" "nominates nominated" OF, true, "appointments and nominations" 0.6;
    "confirmation" "" OF, true, "appointments and nominations" 0.4;
    "election" "elects elected" Theme::Nothing, false, "elections" 0.7;
    "re-election" "re-elects re-elected reelected" OF, true, "elections" 0.6;
    "candidacy" "" OF, true, "election campaign" 0.5;
    "inauguration" "inaugurates inaugurated" OF, true, "appointments and nominations" 0.5;
    "impeachment" "impeaches impeached" OF, false, "impeachment" 0.9;
    "dissolution" "dissolves dissolved" OF, true, "parliament and legislation" 0.6;
    "adoption" "adopts adopted" OF, true, "parliament and legislation" 0.4;
    "ratification" "ratifies ratified" OF, true, "treaties and agreements" 0.6;
    "legalisation" "legalises legalised legalizes legalized" OF, true, "parliament and legislation" 0.7;
    "repeal" "repeals repealed" OF, true, "parliament and legislation" 0.6;
    "protest" "protests protested" Theme::Nothing, false, "protests" 0.8;
    "demonstration" "" Theme::Nothing, false, "protests" 0.7;
    "strike" "" Theme::Nothing, false, "employment and labour" 0.5;
    "boycott" "boycotts boycotted" OF, false, "protests" 0.7;
    "riot" "riots rioted" Theme::Nothing, false, "civil unrest" 0.7;
    "uprising" "" Theme::Nothing, false, "civil unrest" 0.7;
    "overthrow" "overthrows overthrown toppled" OF, true, "coup" 0.7;
    "attack" "attacks attacked" Theme::Object("on"), false, "war and armed conflict" 0.7;
    "bombing" "bombs bombed" OF, false, "terrorism" 0.7;
    "shelling" "shells shelled" OF, false, "war and armed conflict" 0.7;
    "invasion" "invades invaded" OF, true, "war and armed conflict" 0.7;
    "siege" "besieges besieged" OF, true, "war and armed conflict" 0.6;
    "bombardment" "bombards bombarded" OF, true, "war and armed conflict" 0.7;
    "capture" "captures captured seizes seized" OF, true, "military operations" 0.6;
    "liberation" "liberates liberated" OF, true, "military operations" 0.6;
    "occupation" "occupies occupied" OF, true, "war and armed conflict" 0.6;
    "annexation" "annexes annexed" OF, true, "territorial disputes" 0.8;
    "withdrawal" "withdraws withdrew pulls" Theme::Subject, true, "military operations" 0.5;
    "deployment" "deploys deployed" OF, true, "military operations" 0.6;
    "airstrike" "" Theme::Nothing, false, "military operations" 0.8;
    "air strike" "" Theme::Nothing, false, "military operations" 0.8;
    "missile test" "" Theme::Nothing, false, "weapons and arms control" 0.8;
    "clash" "" Theme::Nothing, false, "civil unrest" 0.4;
    "ambush" "ambushes ambushed" OF, false, "war and armed conflict" 0.6;
    "fight" "fights fought" Theme::Object("against"), true, "war and armed conflict" 0.3;
    "battle" "battles" Theme::Object("against"), true, "war and armed conflict" 0.4;
    "campaign" "" Theme::Nothing, true, "" 0.3;
    "operation" "" Theme::Nothing, true, "military operations" 0.3;
    "killing" "kills killed slays slain" OF, true, "assassination and murder" 0.6;
    "murder" "murders murdered" OF, false, "assassination and murder" 0.8;
    "assassination" "assassinates assassinated" OF, true, "assassination and murder" 0.9;
    "execution" "executes executed hanged beheaded" OF, true, "courts and justice" 0.6;
    "shooting" "shoots shot" OF, false, "crime" 0.7;
    "stabbing" "stabs stabbed" OF, false, "crime" 0.7;
    "massacre" "massacres massacred" OF, false, "assassination and murder" 0.8;
    "kidnapping" "kidnaps kidnapped abducts abducted" OF, false, "hostage-taking" 0.8;
    "disappearance" "disappears disappeared vanishes vanished missing" Theme::Subject, true, "crime" 0.5;
    "rape" "rapes raped" OF, false, "sexual abuse" 0.7;
    "robbery" "robs robbed" OF, false, "crime" 0.6;
    "theft" "steals stole stolen" OF, true, "crime" 0.6;
    "smuggling" "smuggles smuggled" OF, false, "crime" 0.7;
    "hacking" "hacks hacked" OF, false, "cyber security" 0.7;
    "arrest" "arrests arrested detains detained" OF, true, "police conduct" 0.6;
    "detention" "" OF, true, "courts and justice" 0.5;
    "imprisonment" "jails jailed imprisons imprisoned" OF, true, "courts and justice" 0.6;
    "raid" "raids raided" Theme::Object("on"), false, "police conduct" 0.6;
    "trial" "tries" OF, true, "courts and justice" 0.6;
    "conviction" "convicts convicted guilty" OF, true, "courts and justice" 0.6;
    "sentencing" "sentences sentenced" OF, true, "courts and justice" 0.6;
    "acquittal" "acquits acquitted" OF, true, "courts and justice" 0.6;
    "indictment" "indicts indicted charged charges" OF, true, "courts and justice" 0.5;
    "lawsuit" "sues sued" Theme::Object("against"), false, "courts and justice" 0.7;
    "ruling" "rules ruled" Theme::Nothing, false, "courts and justice" 0.5;
    "extradition" "extradites extradited" OF, false, "extradition" 0.9;
    "deportation" "deports deported" OF, true, "migration and refugees" 0.7;
    "pardon" "pardons pardoned" OF, false, "prisons and clemency" 0.7;
    "release" "releases released frees freed" OF, true, "" 0.4;
    "expulsion" "expels expelled" OF, true, "diplomacy" 0.7;
    "recognition" "recognises recognised recognizes recognized" OF, true, "diplomacy" 0.5;
    "condemnation" "" OF, true, "diplomacy" 0.2;
    "visit" "" Theme::Nothing, true, "diplomacy" 0.3;
    "meeting" "" Theme::Nothing, true, "summits and negotiations" 0.2;
    "ban" "bans banned outlaws outlawed prohibits prohibited" Theme::Object("on"), false, "parliament and legislation" 0.7;
    "restriction" "restricts restricted" Theme::Object("on"), false, "" 0.5;
    "suspension" "suspends suspended" OF, true, "" 0.6;
    "imposition" "imposes imposed" OF, true, "" 0.4;
    "cancellation" "cancels cancelled canceled scraps scrapped" OF, true, "" 0.5;
    "postponement" "postpones postponed delays delayed" OF, true, "" 0.5;
    "closure" "closes closed shuts" OF, true, "company closures and layoffs" 0.5;
    "opening" "" OF, true, "" 0.3;
    "reopening" "reopens reopened" OF, true, "" 0.5;
    "acquisition" "acquires acquired buys bought" OF, true, "mergers and acquisitions" 0.6;
    "takeover" "" OF, false, "mergers and acquisitions" 0.7;
    "merger" "merges merged" OF, false, "mergers and acquisitions" 0.8;
    "sale" "sells sold" OF, true, "privatisation and state ownership" 0.4;
    "privatisation" "privatises privatised privatizes privatized" OF, false, "privatisation and state ownership" 0.9;
    "bankruptcy" "bankrupt" OF, false, "company closures and layoffs" 0.7;
    "layoff" "" Theme::Nothing, false, "company closures and layoffs" 0.7;
    "launch" "" OF, true, "" 0.4;
    "recall" "recalls recalled" OF, false, "consumer protection" 0.5;
    "construction" "builds built" OF, true, "transport and infrastructure" 0.4;
    "demolition" "demolishes demolished" OF, true, "" 0.6;
    "destruction" "destroys destroyed" OF, true, "" 0.5;
    "collapse" "collapses collapsed" Theme::Subject, true, "industrial accidents" 0.6;
    "crash" "crashes crashed" Theme::Nothing, false, "transport accidents" 0.8;
    "collision" "collides collided" Theme::Nothing, false, "transport accidents" 0.8;
    "derailment" "derails derailed" Theme::Nothing, false, "transport accidents" 0.8;
    "sinking" "sinks sank capsizes capsized" Theme::Subject, false, "transport accidents" 0.7;
    "explosion" "explodes exploded" Theme::Nothing, false, "industrial accidents" 0.7;
    "fire" "" Theme::Nothing, false, "fires" 0.7;
    "evacuation" "evacuates evacuated" OF, true, "disaster relief" 0.6;
    "rescue" "rescues rescued" OF, true, "disaster relief" 0.6;
    "eruption" "erupts" Theme::Nothing, false, "natural disasters" 0.6;
    "discovery" "discovers discovered" OF, true, "research and science" 0.4;
    "end" "ends" OF, true, "" 0.2;
    "fight" "defeat defeats defeated defeating combat combats combating countering fighting battling degrade" Theme::Object("against"), true, "war and armed conflict" 0.6;
    "refusal" "" Theme::Nothing, true, "" 0.4;
    "decision" "" Theme::Nothing, true, "" 0.2;
    "effort" "" Theme::Nothing, true, "" 0.2;
    "plan" "" Theme::Nothing, true, "" 0.3;
    "proposal" "" Theme::Nothing, true, "" 0.3;
    "violation" "" OF, true, "" 0.6;
    "use" "" OF, true, "" 0.2;
    "expansion" "expands expanded" OF, true, "" 0.4;
    "support" "" Theme::Object("for"), true, "" 0.2;
    "shortage" "" OF, false, "consumer protection" 0.7;
    "abuse" "abuses" OF, false, "human rights" 0.6;
    "treatment" "" OF, true, "human rights" 0.3;
    "allegation" "" OF, true, "" 0.3;
    "investigation" "investigates investigated probes" Theme::Object("into"), true, "courts and justice" 0.5;
    "inquiry" "" Theme::Object("into"), false, "courts and justice" 0.5;
    "cooperation" "" Theme::Nothing, false, "bilateral relations" 0.5;
    "intervention" "intervenes intervened" Theme::Nothing, true, "military operations" 0.5;
}

static BY_VERB: LazyLock<KeyMap<&'static Event>> =
    LazyLock::new(|| EVENTS.iter().flat_map(|e| e.verbs.split_whitespace().map(move |v| (key(v), e))).collect());

static BY_NOUN: LazyLock<KeyMap<&'static Event>> = LazyLock::new(|| {
    let forms = |e: &'static Event| [e.noun.to_owned(), format!("{}s", e.noun), format!("{}es", e.noun)];
    EVENTS.iter().flat_map(|e| forms(e).map(|noun| (key(&noun), e))).collect()
});

/// The base forms, from the third persons.
static BY_BASE: LazyLock<KeyMap<&'static Event>> = LazyLock::new(|| {
    let third = |e: &'static Event| e.verbs.split_whitespace().filter_map(base_of).map(move |base| (key(&base), e));
    EVENTS.iter().flat_map(third).collect()
});

/// The base form of a third person in -s.
fn base_of(verb: &str) -> Option<String> {
    let stem = verb.strip_suffix('s').filter(|stem| !stem.ends_with('s') || verb.ends_with("sses"))?;
    if let Some(stem) = verb.strip_suffix("ies") {
        return Some(if stem.len() == 1 { format!("{stem}ie") } else { format!("{stem}y") });
    }
    let sibilant = ["sses", "shes", "ches", "xes"].iter().any(|end| verb.ends_with(end));
    Some(if sibilant { stem.trim_end_matches('e').to_owned() } else { stem.to_owned() })
}

/// The event that the base form of a verb, given by its key, speaks of.
pub(super) fn of_base(key: u64) -> Option<&'static Event> {
    BY_BASE.get(&key).copied()
}

/// The event that a verb form, given by its key, speaks of.
pub(super) fn of_verb(key: u64) -> Option<&'static Event> {
    BY_VERB.get(&key).copied()
}

/// The event that a noun, singular or plural, given by its key, speaks of.
pub(super) fn of_noun(key: u64) -> Option<&'static Event> {
    BY_NOUN.get(&key).copied()
}

/// The keys of all nouns of events.
pub(super) fn nouns() -> impl Iterator<Item = u64> {
    BY_NOUN.keys().copied()
}

/// The keys of all verb forms that speak of an event.
pub(super) fn verbs() -> impl Iterator<Item = u64> {
    BY_VERB.keys().copied()
}

/// The whole table.
#[cfg(test)]
pub(super) const fn all() -> &'static [Event] {
    EVENTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_forms() {
        for (third, base) in [
            ("suspends", "suspend"),
            ("dismisses", "dismiss"),
            ("crashes", "crash"),
            ("dies", "die"),
            ("imposes", "impose"),
            ("ratifies", "ratify"),
        ] {
            assert_eq!(base_of(third).as_deref(), Some(base));
        }
        assert_eq!(base_of("banned"), None);
        assert_eq!(of_base(key("suspend")).unwrap().noun, "suspension");
    }

    #[test]
    fn verbs_and_nouns_meet() {
        for (verb, noun) in [("dies", "death"), ("banned", "bans"), ("crashes", "crashes"), ("seizes", "capture")] {
            assert_eq!(of_verb(key(verb)).unwrap().noun, of_noun(key(noun)).unwrap().noun, "{verb}");
        }
        for word in ["is", "says", "table", "minister"] {
            assert!(of_verb(key(word)).is_none() && of_noun(key(word)).is_none(), "{word}");
        }
    }
}
