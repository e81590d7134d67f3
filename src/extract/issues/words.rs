//! Word lists of the noun-phrase grammar: English usage, nothing of the news.

use super::{construction, event};
use crate::text::key;
use std::ops::{BitOr, BitOrAssign};

/// How the noun-phrase grammar uses a word, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage(u32);

impl Usage {
    /// Whether it has any of `others`.
    pub(crate) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// The words with a usage, by their keys; one may come more than once.
    pub(crate) fn table() -> impl Iterator<Item = (u64, Self)> {
        let listed = Self::LISTED.iter().flat_map(|(usage, words)| words.split_whitespace().map(|w| (key(w), *usage)));
        let nouns = event::nouns().map(|key| (key, Self::EVENT_NOUN));
        let verbs = event::verbs().map(|key| (key, Self::EVENT_VERB));
        listed.chain(nouns).chain(verbs).chain(construction::openers().map(|key| (key, Self::OPENS_CONSTRUCTION)))
    }
}

impl BitOr for Usage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Usage {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

macro_rules! usages {
    ($($(#[$meta:meta])* $name:ident = $bit:expr => $words:literal;)+) => {
        impl Usage {
            $($(#[$meta])* pub(crate) const $name: Self = Self(1 << $bit);)+

            /// Every usage with its words.
            const LISTED: &[(Self, &str)] = &[$((Self::$name, $words)),+];
        }
    };
}

impl Usage {
    /// A noun that names an event, singular or plural.
    pub(crate) const EVENT_NOUN: Self = Self(1 << 12);
    /// A verb form that speaks of an event.
    pub(crate) const EVENT_VERB: Self = Self(1 << 13);
    /// A word that a construction with a matter may start with.
    pub(crate) const OPENS_CONSTRUCTION: Self = Self(1 << 14);
}

usages! {
    /// Adjectives that size, date or judge a matter and are not part of its name.
    EVALUATING = 0 => "recent major alleged deadly massive huge large big serious further ongoing continued continuing possible
        latest renewed fresh widespread growing rising current so-called nationwide new old first second third last
        next more most many several few some other various certain numerous significant important historic dramatic
        controversial apparent planned proposed suspected fatal tragic terrible horrific brutal bloody ferocious
        fierce sharp sudden daily weekly annual upcoming forthcoming early late long strong tough better worse worst
        best great good bad own same different similar entire whole ill-fated unprecedented immediate full real true
        potential total heavy small minor severe violent initial final subsequent previous past present joint
        increased increasing overall key main mere future enough false";
    /// Verb forms that take a matter as their object or follow it, and look like nouns or adjectives.
    VERBS = 1 => "hold held holds holding face faces faced facing launch launched launches launching impose imposed imposes
        discuss discussed discusses oppose opposes opposed support supports supported condemn condemns condemned
        denounce denounces end ends ended start starts started stop stops stopped call calls called win wins won
        lose loses lost lift lifts lifted take takes took taken make makes made making get gets got give gives gave
        given see sees saw seen find finds found lead leads led bring brings brought cause causes caused causing
        avoid avoids prevent prevents prevented hit hits struck strikes strike blame blames blamed follow follows
        followed following include includes included including involve involves involved involving fear fears feared
        seek seeks sought urge urges urged demand demands demanded reject rejects rejected back backs backed sign
        signs signed join joins joined begin begins began begun continue continues continued plan plans announce
        announces announced declare declares declared deny denies denied admit admits commit commits committed
        confirm confirms confirmed report reports reported suffer suffers suffered spark sparks sparked trigger
        triggers triggered mark marks marked tackle tackles tackling fight fights fought fighting combat combating
        address addresses addressed addressing keep keeps kept let lets put puts show shows showed shown say said
        want wants need needs help helps helped allow allows allowed become became come comes came go goes went gone
        remain remains remained leave leaves left ask asks asked tell told know knew known think thought mean means
        meant cut cuts raise raises raised reduce reduces reduced increase increases increased break breaks broke
        threaten threatens threatened expect expects expected accuse accuses accused use used uses using run runs
        ran set sets hear hears heard warn warns warned claim claims claimed pass passes passed kill kills killed
        killing die dies died injure injured injures injuring leaving having being amid due because resolve resolves
        resolved delay delays delayed push pushes pushed send sends sent return returns returned force forces forced
        survive survived survives conducted conduct conducting carry carried carrying
        drew drawn grew grown threw thrown spoke spoken wrote driven drove broken chosen chose rose risen fell fallen
        felt met sat stood thrust bought paid lay laid";
    /// Base forms of verbs that are neither nouns nor adjectives: they stand before a phrase, not in it.
    BASES = 2 => "achieve adopt affect amend appoint approve arise assist become begin believe build buy choose compete
        consider create decide defend deliver deploy destroy develop disband discuss dismantle distribute eat elect
        eliminate enable encourage enforce enhance enjoy ensure enter establish evacuate examine exist expand expel
        explain explore extend facilitate finish forget gather generate govern grow hire implement impose improve
        inform install invest invite join keep learn maintain manage meet modernise modernize monitor negotiate
        nominate obey obtain occur operate organise organize overcome participate perform permit persuade pledge
        possess prefer prepare preserve prevent proceed produce promote propose protect prove provide publish pursue
        reach rebuild receive recognise recognize recommend recover reduce refuse regulate reject relocate remain
        remove renew reopen repeal replace require resolve respond restore restrict retain reveal revise revive
        save seize sell send serve settle solve speak spend stabilise stabilize stay strengthen submit succeed
        suspend sustain teach terminate threaten undermine understand uphold vacate weaken welcome withdraw worsen
        write";
    /// Words of time and quantity: a phrase after "in" or "on" with one of them is no complement.
    TIME = 3 => "week weeks month months year years day days hour hours night morning evening afternoon minute minutes
        statement interview response addition order case cases part place fact time end total area areas wake light
        view favour favor example turn people percent behalf basis times today yesterday tomorrow weekend spring
        summer autumn winter decade decades century recent which whom that what who";
    /// Forms in -ing that stand before a head as nouns or adjectives; others are verbs there.
    GERUNDS = 4 => "ruling housing mining shipping building bombing shooting training trading banking voting farming fishing
        drilling hunting funding spending testing sentencing trafficking smuggling laundering gambling logging
        parking policing pricing recycling engineering manufacturing developing living missing outgoing incoming
        lending teaching nursing peacekeeping warming flooding wedding swimming boxing sporting racing cycling
        hacking data-sharing publishing broadcasting advertising marketing planning binding sitting opening closing
        breeding";
    /// Nouns that an infinitive completes: "campaign to defeat", "refusal to concede".
    WITH_INFINITIVE = 5 => "campaign effort efforts bid plan plans move moves attempt attempts push refusal decision proposal pledge
        failure vote agreement deal calls";
    /// Pronouns, auxiliaries and adverbs that no noun phrase holds.
    FUNCTION = 6 => "it they we i you them him us me do does did there then so such up out off down how why what more very too
        also now ago later even still here well back again together instead soon yet once away least much let today yesterday tomorrow tonight ahead apart
        aside abroad";
    /// Forms in -ed and -ly that are adjectives or nouns.
    NOT_VERBS = 7 => "armed united failed attempted unmanned organised organized forced mixed disputed displaced red enriched
        targeted botched rigged advanced early family elderly assembly supply monopoly weekly";
    /// Plurals that stand before a head noun.
    PLURALS = 8 => "arms rights drugs weapons sports customs news savings emissions elections sales sanctions women drones gas
        jobs services systems relations securities workers veterans refugees goods games";
    /// Nouns and verbs in -est.
    NOT_SUPERLATIVES = 9 => "protest arrest forest interest contest request harvest conquest midwest unrest rainforest";
    /// Nouns with the ending of an abstract one that name bodies, people, things or measures.
    CONCRETE = 10 => "government governments parliament organization organisation organizations organisations administration
        statement statements department apartment apartments information television station stations population
        position positions question questions section city cities university universities community communities
        century agency conference audience ambulance residence evidence distance instance moment moments document
        documents element elements equipment payment mention version mission region regions religion opinion
        opinions union nation nations location locations generation million billion champion village majority
        minority authority authorities facility facilities celebrity identity ability quantity entity entities
        delegation corporation institution institutions association foundation federation commission commissions
        committee creature figure figures picture pictures feature features measure measures structure nature future
        culture temperature furniture lecture adventure ministry county membership championship championships
        relationship difference condition conditions situation comment comments reason regiment monument instrument
        basement reaction addition direction edition function portion fraction caption tradition option options
        action actions attention possibility opportunity opportunities kingdom random wisdom seldom session sessions
        tension length absence presence sentence sentences silence science witness business illness wilderness
        reference preference experience performance appearance importance chance balance glance entrance insurance
        finance advance announcement announcements assessment argument arguments achievement requirement
        requirements leadership partnership ownership scholarship friendship township warship flagship hardship
        description explanation publication application applications collection connection selection expression
        impression discussion profession possession procession celebration celebrations conversation presentation
        observation estimation estimate indication destination combination variation equation compensation duration
        formation";
    /// Things, dishes, animals and premises: a nationality before one tells where it was made or what it
    /// is like.
    THINGS = 11 => "watch watches clock car cars motorcycle bicycle restaurant restaurants cafe bar pub bakery hotel hotels
        bulldog bulldogs shepherd terrier retriever mastiff spaniel poodle dog dogs cat cats horse horses wine wines
        beer beers whisky whiskey vodka rum tea coffee cheese cheeses chocolate chocolates bread pasta pizza noodles
        rice cuisine dish dishes meal meals recipe recipes breakfast dinner sauce salad soup sausage pastry cake
        dress dresses suit suits shoes boots hat scarf coat rug rugs carpet carpets lamp furniture vase guitar
        piano violin pistol rifle knife sword flag flags garden gardens villa accent accents novel novels film films
        song songs opera poem poems play plays movie movies painting paintings folk-song dance dances tango
        magazine dictionary textbook textbooks proverb joke jokes";
}
