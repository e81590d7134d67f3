//! Trains and measures the sequence tagger of newsgraph.

mod corpus;
mod score;
mod train;

use corpus::Annotated;
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::Tagger;
use score::Score;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use train::{Options, train};

const USAGE: &str = "usage: newsgraph-trainer COMMAND ARTICLES [--lines SENTENCES] [OPTIONS]

ARTICLES and SENTENCES are folders with ann/*.ann: whole articles, and files of single sentences.

commands
  train        write the model (--out FILE, default src/tagger/model.bin)
  validate     cross-validate by article; single sentences are always in training
               (--folds N, default 5; --fold-models DIR writes the models and which article is whose)
  curve        the same with a quarter, half and all of the texts
  transfer     train on the single sentences, test on the articles; and the other way round
  speed        tag the articles again and again

options
  --passes A,B  --rate X  --penalty X  --least-texts N  --hide X  --article-weight X  --rows N
  --without TEMPLATE,TEMPLATE…";

struct Task {
    command: String,
    articles: PathBuf,
    lines: Option<PathBuf>,
    out: PathBuf,
    folds: usize,
    fold_models: Option<PathBuf>,
    options: Options,
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Task> {
    let mut task = Task {
        command: arguments.next()?,
        articles: arguments.next()?.into(),
        lines: None,
        out: "src/tagger/model.bin".into(),
        folds: 5,
        fold_models: None,
        options: Options::default(),
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--lines" => task.lines = Some(value.into()),
            "--out" => task.out = value.into(),
            "--folds" => task.folds = value.parse().ok()?,
            "--fold-models" => task.fold_models = Some(value.into()),
            "--passes" => {
                let (first, second) = value.split_once(',')?;
                task.options.passes = [first.parse().ok()?, second.parse().ok()?];
            }
            "--rate" => task.options.rate = value.parse().ok()?,
            "--penalty" => task.options.penalty = value.parse().ok()?,
            "--least-texts" => task.options.least_texts = value.parse().ok()?,
            "--hide" => task.options.hide = value.parse().ok()?,
            "--article-weight" => task.options.article_weight = value.parse().ok()?,
            "--rows" => task.options.rows = value.parse().ok()?,
            "--without" => task.options.without = value.split(',').map(str::to_owned).collect(),
            _ => return None,
        }
    }
    Some(task)
}

fn main() -> ExitCode {
    let Some(task) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<(), String> {
    let articles = corpus::read(&task.articles, false)?;
    let sentences = task.lines.as_deref().map_or(Ok(Vec::new()), |folder| corpus::read(folder, true))?;
    let lexicon = Lexicon::builtin().map_err(|error| error.to_string())?;
    let every: Vec<&Annotated> = articles.iter().chain(&sentences).collect();
    let (mut spans, mut astray) = (0, 0);
    for text in &every {
        spans += text.spans.len();
        astray += text.tags(&newsgraph::text::Document::new(&text.text)).1;
    }
    println!("{} texts, {spans} spans, {astray} of them not on token boundaries", every.len());
    match task.command.as_str() {
        "train" => {
            let started = Instant::now();
            let model = train(&lexicon, &every, &task.options);
            println!("trained in {:.1} s", started.elapsed().as_secs_f64());
            write(&task.out, &model.to_bytes())?;
        }
        "validate" => {
            let started = Instant::now();
            let score = validate(task, &lexicon, &articles, &sentences)?;
            println!("{score}{}\n{}\n{:.1} s", score.line(), score.calibration(), started.elapsed().as_secs_f64());
        }
        "curve" => {
            for (share, name) in [(4, "a quarter"), (2, "half"), (1, "all")] {
                let some = |texts: &[Annotated]| texts.iter().step_by(share).cloned().collect::<Vec<_>>();
                // All articles are tested; only the training texts are fewer.
                let score = cross(task, &lexicon, &articles, &some(&sentences), share)?;
                println!("{name}: {}", score.line());
            }
        }
        "transfer" => {
            let (all, lines): (Vec<&Annotated>, Vec<&Annotated>) =
                (articles.iter().collect(), sentences.iter().collect());
            for (name, from, to) in [("sentences to articles", &lines, &all), ("articles to sentences", &all, &lines)] {
                let tagger = Tagger::new(train(&lexicon, from, &task.options));
                println!("{name}: {}", Score::of(&tagger, &lexicon, to).line());
            }
        }
        "speed" => speed(&lexicon, &articles)?,
        other => return Err(format!("no command {other}\n{USAGE}")),
    }
    Ok(())
}

fn write(path: &std::path::Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn validate(task: &Task, lexicon: &Lexicon, articles: &[Annotated], sentences: &[Annotated]) -> Result<Score, String> {
    cross(task, lexicon, articles, sentences, 1)
}

/// Cross-validation by article: article i is tested by fold i mod n, and `1/share` of the others
/// trains together with all `sentences`.
fn cross(
    task: &Task,
    lexicon: &Lexicon,
    articles: &[Annotated],
    sentences: &[Annotated],
    share: usize,
) -> Result<Score, String> {
    let folds = task.folds;
    let fold = |number: usize| {
        let pick = |held: bool| articles.iter().enumerate().filter(move |(i, _)| (i % folds == number) == held);
        let training: Vec<&Annotated> = pick(false)
            .filter(|(i, _)| (i / folds).is_multiple_of(share))
            .map(|(_, text)| text)
            .chain(sentences)
            .collect();
        let model = train(lexicon, &training, &task.options);
        let bytes = model.to_bytes();
        let held: Vec<&Annotated> = pick(true).map(|(_, text)| text).collect();
        (bytes, Score::of(&Tagger::new(model), lexicon, &held))
    };
    let mut results: Vec<Option<(Vec<u8>, Score)>> = vec![None; folds];
    std::thread::scope(|scope| {
        // Two at a time; each takes every other fold.
        for half in results.chunks_mut(folds.div_ceil(2)).enumerate() {
            let fold = &fold;
            scope.spawn(move || {
                for (index, result) in half.1.iter_mut().enumerate() {
                    *result = Some(fold(half.0 * folds.div_ceil(2) + index));
                }
            });
        }
    });
    let mut total = Score::default();
    for (number, (bytes, score)) in results.iter().flatten().enumerate() {
        total += score;
        if let Some(folder) = &task.fold_models {
            std::fs::create_dir_all(folder).map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
            write(&folder.join(format!("fold{number}.bin")), bytes)?;
        }
    }
    if let Some(folder) = &task.fold_models {
        let list: Vec<String> =
            articles.iter().enumerate().map(|(i, text)| format!("{}\t{}", text.name, i % folds)).collect();
        write(&folder.join("folds.tsv"), list.join("\n").as_bytes())?;
    }
    Ok(total)
}

fn speed(lexicon: &Lexicon, articles: &[Annotated]) -> Result<(), String> {
    let tagger = Tagger::builtin().map_err(|error| error.to_string())?;
    let documents: Vec<_> = articles.iter().map(|text| newsgraph::text::Document::new(&text.text)).collect();
    let tokens: usize = documents.iter().map(|doc| doc.tokens().len()).sum();
    let bytes: usize = articles.iter().map(|text| text.text.len()).sum();
    for _ in 0..5 {
        let started = Instant::now();
        let spans: usize = documents.iter().map(|doc| tagger.tag(lexicon, doc).len()).sum();
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{spans} spans, {:.2} M tokens/s, {:.1} MB/s",
            tokens as f64 / seconds / 1e6,
            bytes as f64 / seconds / 1e6
        );
    }
    Ok(())
}
