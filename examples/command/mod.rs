//! What the examples share: their arguments, and a message in place of a backtrace.

use newsgraph::store::{OpenOptions, Store};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// The arguments: `[--db FILE] [--dot FILE] NAME…`.
#[derive(Debug)]
pub(crate) struct Command {
    /// What is asked for.
    pub(crate) names: Vec<String>,
    database: PathBuf,
    /// Where to write a drawing.
    #[allow(dead_code, reason = "one example draws")]
    pub(crate) dot: Option<PathBuf>,
}

impl Command {
    fn from_args() -> Result<Self, String> {
        let mut command = Self { names: Vec::new(), database: "newsgraph.db".into(), dot: None };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut file = || args.next().map(PathBuf::from).ok_or_else(|| format!("{arg} wants a file"));
            match arg.as_str() {
                "--db" => command.database = file()?,
                "--dot" => command.dot = Some(file()?),
                option if option.starts_with("--") => {
                    return Err(format!("unknown option {option}: --db and --dot are known"));
                }
                _ => command.names.push(arg),
            }
        }
        Ok(command)
    }

    /// Opens the database for reading, or says how to make one.
    #[allow(dead_code, reason = "one example writes")]
    pub(crate) fn open(&self) -> Result<Store, String> {
        self.open_as(&OpenOptions::new().read_only(true))
    }

    /// Opens the database for writing, or says how to make one.
    #[allow(dead_code, reason = "one example writes")]
    pub(crate) fn open_to_write(&self) -> Result<Store, String> {
        self.open_as(&OpenOptions::new())
    }

    fn open_as(&self, options: &OpenOptions) -> Result<Store, String> {
        options.open_existing(&self.database).map_err(|error| match error {
            newsgraph::Error::Missing { path } => {
                format!("{} is not there; make it first: cargo run --release --example ingest", path.display())
            }
            error => error.to_string(),
        })
    }
}

/// Runs an example, and prints what went wrong.
pub(crate) fn run(example: impl FnOnce(&Command) -> Result<(), Box<dyn Error>>) -> ExitCode {
    match Command::from_args().map_err(Into::into).and_then(|command| example(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
