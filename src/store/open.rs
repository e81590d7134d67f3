//! Opening and creating stores, and what is checked before.

use super::failure::failed;
use super::{Store, mount, schema};
use crate::error::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What a commit has survived when [`Batch::commit`](super::Batch::commit) returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A power failure loses no committed batch: one sync for each commit.
    #[default]
    Full,
    /// A power failure may lose the newest batches, whole, and never damages the file; a crash of
    /// the program loses none.
    Normal,
    /// As `Normal`, with a write-ahead log of up to 80 MB before it is worked into the file: for
    /// loading many articles at once. Call [`Store::checkpoint`] at the end.
    Bulk,
}

/// How to open a store.
///
/// ```
/// use newsgraph::store::{Durability, OpenOptions};
/// use std::time::Duration;
///
/// # fn main() -> newsgraph::Result<()> {
/// # let folder = std::env::temp_dir().join(format!("newsgraph-options-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// # let path = folder.join("news.db");
/// let store = OpenOptions::new()
///     .busy_timeout(Duration::from_secs(30))
///     .durability(Durability::Bulk)
///     .open(&path)?;
/// # drop(store);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct OpenOptions {
    busy_timeout: Duration,
    durability: Durability,
    read_only: bool,
    max_bytes: Option<u64>,
    network: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            busy_timeout: Duration::from_secs(5),
            durability: Durability::Full,
            read_only: false,
            max_bytes: None,
            network: false,
        }
    }
}

impl OpenOptions {
    /// Writing, five seconds of patience, [`Durability::Full`].
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait for another writer before [`Error::Busy`].
    #[must_use]
    pub const fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// What a commit has survived when it returns.
    #[must_use]
    pub const fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// Whether the store is only read. Any number of readers work beside one writer.
    #[must_use]
    pub const fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// How large the file may grow, its write-ahead log not counted. What does not fit is refused with
    /// [`Error::DiskFull`], as if the disk were full. A file that is larger already stays as it is.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Whether a store on a network file system is opened (no, unless asked for; recognized on Linux).
    /// Who asks for it sees to it that no two machines open the store at one time: they would not see
    /// each other's locks and logs, and damage the file.
    #[must_use]
    pub const fn network_file_system(mut self, allowed: bool) -> Self {
        self.network = allowed;
        self
    }

    /// Opens the store at `path`, or creates it where there is no file (and writing was asked for).
    ///
    /// # Errors
    ///
    /// Those of [`open_existing`](Self::open_existing) and [`create`](Self::create).
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Store> {
        let path = path.as_ref();
        match self.open_existing(path) {
            Err(Error::Missing { .. }) if !self.read_only => match self.create(path) {
                // Another process was faster.
                Err(Error::Exists { .. }) => self.open_existing(path),
                other => other,
            },
            other => other,
        }
    }

    /// Creates a store where there is no file yet. The file appears whole or not at all.
    ///
    /// # Errors
    ///
    /// [`Error::Exists`] where something is there already; [`Error::Io`] or [`Error::DiskFull`]
    /// where the folder cannot be written; [`Error::NetworkFileSystem`], [`Error::OldSqlite`].
    pub fn create(&self, path: impl AsRef<Path>) -> Result<Store> {
        let path = path.as_ref();
        self.usable(path)?;
        if path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: path.to_owned() });
        }
        let draft = draft_path(path);
        let made = make(&draft, path);
        // The draft is a second name of the store by now, or of nothing anybody wants.
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(with_suffix(&draft, suffix));
        }
        made?;
        self.open_existing(path)
    }

    /// Opens the store at `path`.
    ///
    /// Whether the file is a store is found out before anything is written: a file that is refused
    /// keeps every byte. Triggers and loadable extensions in the file are never run.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], [`Error::NotOurs`] (a folder, an empty file, another program's file, a
    /// schema that was changed), [`Error::NewerSchema`], [`Error::Corrupt`], [`Error::ReadOnly`],
    /// [`Error::Busy`], [`Error::NetworkFileSystem`], [`Error::OldSqlite`].
    pub fn open_existing(&self, path: impl AsRef<Path>) -> Result<Store> {
        let path = path.as_ref();
        self.usable(path)?;
        check(path)?;
        let access = if self.read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        let mut conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(failed("open the store"))?;
        conn.busy_timeout(self.busy_timeout).map_err(failed("open the store"))?;
        harden(&conn).map_err(failed("open the store"))?;
        let found = inspect(&mut conn, path)?;
        if !self.read_only {
            if conn.is_readonly("main").map_err(failed("open the store"))? {
                return Err(Error::ReadOnly { action: format!("open {}", path.display()) });
            }
            schema::migrate(&conn, found)?;
            configure(&conn, self.durability).map_err(failed("open the store"))?;
            if let Some(bytes) = self.max_bytes {
                limit(&conn, bytes).map_err(failed("limit the store"))?;
            }
        }
        Ok(Store::over(conn))
    }

    /// Whether a store can be trusted to this place and this SQLite.
    fn usable(&self, path: &Path) -> Result<()> {
        let version = rusqlite::version_number();
        if version < OLDEST_SQLITE {
            return Err(Error::OldSqlite { found: rusqlite::version().to_owned() });
        }
        match mount::network(path).filter(|_| !self.network) {
            Some(kind) => Err(Error::NetworkFileSystem { path: path.to_owned(), kind }),
            None => Ok(()),
        }
    }
}

/// SQLite 3.51.3: the versions before it can damage a file while they begin a write-ahead log anew
/// (<https://www.sqlite.org/releaselog/3_51_3.html>).
const OLDEST_SQLITE: i32 = 3_051_003;

/// A new store in memory.
pub(super) fn in_memory() -> Result<Store> {
    let conn = Connection::open_in_memory().map_err(failed("create the store"))?;
    schema::install(&conn)?;
    harden(&conn).map_err(failed("create the store"))?;
    Ok(Store::over(conn))
}

/// Reads the header and schema of a file without touching it: no lock, no write-ahead log, no
/// shared memory ("immutable"), so that a file that is not ours keeps every byte and every neighbour.
fn check(path: &Path) -> Result<()> {
    let not_ours = |reason: &str| Error::NotOurs { path: path.to_owned(), reason: reason.to_owned() };
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::Missing { path: path.to_owned() });
        }
        Err(source) => return Err(Error::Io { path: path.to_owned(), source }),
    };
    if !metadata.is_file() {
        return Err(not_ours("it is not a file"));
    }
    if metadata.len() == 0 {
        return Err(not_ours("it is empty"));
    }
    let Some(uri) = immutable_uri(path) else {
        return Err(not_ours("its name is not UTF-8"));
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(uri, flags).map_err(failed("open the store"))?;
    harden(&conn).map_err(failed("open the store"))?;
    match inspect(&mut conn, path) {
        Ok(_) => Ok(()),
        // A writer that died while working its log into the file: the log makes it whole again.
        Err(Error::Corrupt { .. }) if has_log(path) => Ok(()),
        Err(error) => Err(error),
    }
}

/// [`schema::inspect`], within bounds: a schema of millions of objects, or with a statement of megabytes, is
/// given up before it has taken time and memory.
fn inspect(conn: &mut Connection, path: &Path) -> Result<i64> {
    let open = "open the store";
    let mut left = INSPECTION_STEPS / 1_000;
    let count = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    conn.progress_handler(1_000, Some(count)).map_err(failed(open))?;
    let length = conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, INSPECTION_BYTES).map_err(failed(open))?;
    let found = schema::inspect(conn, path);
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, length).map_err(failed(open))?;
    conn.progress_handler(0, None::<fn() -> bool>).map_err(failed(open))?;
    found
}

/// Steps of SQLite's machine that the schema may take to be read; ours takes a few thousand, with statistics.
const INSPECTION_STEPS: u32 = 100_000;

/// The longest text that may stand in the schema, in bytes; ours has none above 4 KB.
const INSPECTION_BYTES: i32 = 1 << 16;

fn has_log(path: &Path) -> bool {
    std::fs::metadata(with_suffix(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// Settings for a file that anybody may have written.
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        // What a batch points to it has just written or read; `verify` looks at every reference.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false),
        // Plans do not depend on bound values: with SQLITE_ENABLE_STAT4, each new value prepares a statement anew.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        conn.set_db_config(setting, on)?;
    }
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn configure(conn: &Connection, durability: Durability) -> rusqlite::Result<()> {
    // Pages of log before it is worked into the file, and KiB of page cache.
    let (synchronous, checkpoint, cache) = match durability {
        Durability::Full => ("FULL", 1_000, 32 << 10),
        Durability::Normal => ("NORMAL", 1_000, 32 << 10),
        Durability::Bulk => ("NORMAL", 20_000, 64 << 10),
    };
    conn.pragma_update(None, "cache_size", -cache)?;
    conn.pragma_update(None, "synchronous", synchronous)?;
    conn.pragma_update(None, "wal_autocheckpoint", checkpoint)?;
    conn.pragma_update(None, "journal_size_limit", 8 << 20)
}

/// Bounds the pages of the file; SQLite never goes below those that there are.
fn limit(conn: &Connection, bytes: u64) -> rusqlite::Result<()> {
    let page: u32 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let pages = (bytes / u64::from(page.max(1))).clamp(1, u64::from(u32::MAX) - 1);
    // The pragma answers with the limit that holds.
    conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
}

/// Writes an empty store to `draft` and gives it the name `path`, unless that is taken.
fn make(draft: &Path, path: &Path) -> Result<()> {
    let io = |source| Error::Io { path: path.to_owned(), source };
    let create = failed("create the store");
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::metadata(folder).map_err(io)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(draft, flags).map_err(create)?;
    schema::install(&conn)?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(failed("create the store"))?;
    conn.close().map_err(|(_, error)| failed("create the store")(error))?;
    match std::fs::hard_link(draft, path) {
        Ok(()) => {
            sync_folder(path);
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::Exists { path: path.to_owned() }),
        // A file system without hard links.
        Err(_) => std::fs::rename(draft, path).map(|()| sync_folder(path)).map_err(io),
    }
}

/// Has the name of a new file outlive a power failure. Where folders cannot be opened or synced, the
/// system sees to that or nobody can; SQLite passes over it likewise.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
}

fn draft_path(path: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    with_suffix(path, &format!(".new-{}-{number}", std::process::id()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The URI under which SQLite reads a file without locks: RFC 3986 escapes for all but the
/// unreserved characters and the slash.
fn immutable_uri(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    let path = std::path::absolute(path).ok()?;
    let mut uri = String::from("file:");
    for byte in path.to_str()?.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => write!(uri, "%{byte:02X}").ok()?,
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}
