//! The text layer takes time in proportion to the text, whatever the text.
//!
//! Slow and only true in release mode: `cargo test --release -p newsgraph-checks -- --ignored`.

use newsgraph::text::Document;
use std::time::{Duration, Instant};

/// Texts that have stalled other readers: one piece, repeated.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    "’",
    ".",
    "..",
    "?",
    "!",
    "?! ",
    "… ",
    ",",
    ", ",
    ";",
    "-",
    "--",
    "—",
    "(",
    ")",
    "[[",
    "«\u{202e}",
    "of the ",
    "of the of ",
    "A.",
    "A. ",
    "a.",
    "a.b",
    "a.b ",
    "a@",
    "a@b.",
    "http://",
    "www.a",
    "Mr. ",
    "Mr.",
    "J. K. ",
    "U.S. ",
    "Inc. ",
    "Ph.D.",
    "No. 1 ",
    "O'",
    "s' ",
    "'s",
    "'a ",
    "&A",
    "1.",
    "1,",
    "1. ",
    "10:",
    "A",
    "a ",
    "Aa ",
    "\n",
    "\r\n",
    "\n\n",
    "a\n",
    "Abc def\n",
    "- a\n",
    "date 2023-05-06 ",
    "March 6, 2020\n",
    "https://example.org\n",
    "e\u{301}",
    "\u{301}",
    "\u{ad}",
    "a\u{ad}",
    "\u{200b}",
    "\u{feff}a",
    "\u{202e}",
    "🇵🇪",
    "👩\u{200d}🚀",
    "北京",
    "。",
    "\0",
    "\u{a0}",
    "Hale said \"is it?\" Okoro ",
    "?\" Hale ",
    ".) ",
    "\"'(",
    "@",
    "#",
    "_",
    "a_",
    "`",
    "''",
    "A.\u{301}",
    "a.\u{301}b",
    "d’",
];

fn time(text: &str) -> Duration {
    let once = || {
        let started = Instant::now();
        std::hint::black_box(Document::new(text));
        started.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

#[test]
#[ignore = "minutes of measuring, in release mode"]
fn twice_the_text_takes_about_twice_the_time() {
    let mut slow = Vec::new();
    for piece in PIECES {
        let text = piece.repeat((512 << 10) / piece.len());
        let half: String = text.chars().take(text.chars().count() / 2).collect();
        let ratio = |_| time(&text).as_secs_f64() / time(&half).as_secs_f64();
        // The least of six: others use the machine too.
        let least = (0..6).map(ratio).fold(f64::INFINITY, f64::min);
        if least > 3.0 {
            slow.push(format!("{piece:?}: {least:.1}"));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
#[ignore = "a measurement, in release mode"]
fn prose_is_read_fast() {
    let prose = "Mr. Okoro, of Peru's U.N. mission, spoke on March 6 with the foreign minister about the river.\n\
        “It was a good day,” he said. The UK-led talks in the northern province cost $3,000 and will go on until May.\n\n";
    let text = prose.repeat((4 << 20) / prose.len());
    #[expect(clippy::cast_precision_loss, reason = "a few million bytes")]
    let speed = text.len() as f64 / 1e6 / time(&text).as_secs_f64();
    println!("{speed:.0} MB/s");
    assert!(speed > 20.0, "{speed} MB/s");
}
