//! Trains and measures the sequence tagger of newsgraph.

mod corpus;
mod heldout;
mod score;
#[cfg(test)]
mod tests;
mod train;
mod validation;

use corpus::Annotated;
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::Tagger;
use newsgraph::text::Document;
use score::Score;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use train::{Options, train};
use validation::{GROUPS, Validation};

const USAGE: &str = "usage: newsgraph-trainer COMMAND ARTICLES [--lines SENTENCES] [OPTIONS]

ARTICLES and SENTENCES are folders with ann/*.ann: whole articles, and files of single sentences.

commands
  train        write the model (--out FILE, default src/tagger/model.bin)
  validate     cross-validate by article; single sentences are always in training
               (--folds N, default 5; --fold-models DIR writes the models, which article is whose,
               and what each model found in the articles it did not see)
  heldout      read each article with the model that has not seen it (of --fold-models DIR), into a
               store (--out FILE)
  curve        the same with a quarter, half and all of the texts
  ablate       the same without each group of features
  transfer     train on the single sentences, test on the articles; and the other way round
  speed        tag the articles again and again

options
  --passes A,B  --rate X  --penalty X  --least-texts N  --hide X  --article-weight X  --rows N
  --blind X  --parts N
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
            "--blind" => task.options.blind = value.parse().ok()?,
            "--parts" => task.options.parts = value.parse().ok()?,
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
    let spans: usize = every.iter().map(|text| text.spans.len()).sum();
    let astray: usize = every.iter().map(|text| text.tags(&Document::new(&text.text)).1).sum();
    println!("{} texts, {spans} spans, {astray} of them not on token boundaries", every.len());
    let validation = Validation { lexicon: &lexicon, articles: &articles, sentences: &sentences, folds: task.folds };
    let started = Instant::now();
    match task.command.as_str() {
        "train" => write(&task.out, &train(&lexicon, &every, &task.options).to_bytes())?,
        "validate" => {
            let folds = validation.run(&task.options, 1);
            let score = Score::sum(folds.iter().map(|fold| &fold.score));
            println!("{score}{}\n{}", score.line(), score.calibration());
            if let Some(folder) = &task.fold_models {
                for (name, bytes) in validation.files(&folds) {
                    write(&folder.join(name), &bytes)?;
                }
            }
        }
        "heldout" => {
            let models = task.fold_models.as_deref().ok_or("heldout asks for --fold-models")?;
            heldout::heldout(&articles, models, &task.out)?;
        }
        "curve" => {
            for (share, name) in [(4, "a quarter"), (2, "half"), (1, "all")] {
                println!("{name}: {}", validation.score(&task.options, share).line());
            }
        }
        "ablate" => {
            println!("all features: {}", validation.score(&task.options, 1).line());
            for (name, templates) in GROUPS {
                let mut options = task.options.clone();
                options.without.extend(templates.iter().map(|&template| template.to_owned()));
                println!("without {name}: {}", validation.score(&options, 1).line());
            }
        }
        "transfer" => {
            let all: Vec<&Annotated> = articles.iter().collect();
            let lines: Vec<&Annotated> = sentences.iter().collect();
            for (name, from, to) in [("sentences to articles", &lines, &all), ("articles to sentences", &all, &lines)] {
                let tagger = Tagger::new(train(&lexicon, from, &task.options));
                println!("{name}: {}", Score::of(&tagger, &lexicon, to).line());
            }
        }
        "speed" => speed(&lexicon, &articles)?,
        other => return Err(format!("no command {other}\n{USAGE}")),
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn speed(lexicon: &Lexicon, articles: &[Annotated]) -> Result<(), String> {
    let tagger = Tagger::builtin().map_err(|error| error.to_string())?;
    let documents: Vec<_> = articles.iter().map(|text| Document::new(&text.text)).collect();
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
