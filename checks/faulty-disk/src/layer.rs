//! The VFS: the system's own with a look at each operation. Every function here is called by SQLite
//! under the rules of <https://www.sqlite.org/c3ref/io_methods.html>.
#![allow(unsafe_code, reason = "C function pointers")]

use crate::record::{Change, Operation};
use rusqlite::ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// An open file: SQLite sees the first field; behind the struct lies the system's own file.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    /// Temporary files have none.
    path: Option<PathBuf>,
}

/// The layer and what lies below it.
struct Layer {
    vfs: ffi::sqlite3_vfs,
    below: *mut ffi::sqlite3_vfs,
}

// SAFETY: SQLite never changes a registered VFS but for its list pointer, under its own lock, and
// calls it from any thread.
unsafe impl Send for Layer {}
// SAFETY: as above.
unsafe impl Sync for Layer {}

static LAYER: OnceLock<&'static Layer> = OnceLock::new();

/// Registers the layer as SQLite's default, once.
pub(crate) fn install() {
    LAYER.get_or_init(|| {
        // SAFETY: without a name the default VFS is meant, which is there and stays.
        let below = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
        assert!(!below.is_null(), "SQLite has a default VFS");
        // SAFETY: as above; all of the system's functions work on a copy, they only read its fields.
        let mut vfs = unsafe { *below };
        vfs.zName = c"faulty-disk".as_ptr();
        vfs.szOsFile += c_int::try_from(size_of::<File>()).expect("small");
        vfs.pNext = std::ptr::null_mut();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        let layer: &'static mut Layer = Box::leak(Box::new(Layer { vfs, below }));
        // SAFETY: the layer lives for ever.
        let done = unsafe { ffi::sqlite3_vfs_register(&raw mut layer.vfs, 1) };
        assert_eq!(done, ffi::SQLITE_OK, "the layer can be registered");
        layer
    });
}

fn below() -> *mut ffi::sqlite3_vfs {
    LAYER.get().expect("the layer is registered").below
}

/// Whether an operation on a file is to fail.
fn fails(path: Option<&Path>, operation: Operation) -> bool {
    let mut record = crate::record();
    match (record.as_mut(), path) {
        (Some(record), Some(path)) if record.watches(path) => record.fails(operation),
        _ => false,
    }
}

/// Keeps in mind what was done to a file.
fn done(path: Option<&Path>, change: impl FnOnce() -> Change) {
    let mut record = crate::record();
    if let (Some(record), Some(path)) = (record.as_mut(), path)
        && record.watches(path)
    {
        record.operations.push((path.to_owned(), change()));
    }
}

fn path_of(name: *const c_char) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite gives names that end with a NUL.
    let name = unsafe { CStr::from_ptr(name) };
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name.to_bytes())))
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives szOsFile bytes: ours and those of the system's file behind them. The name
    // is handed on as it came: the system's VFS reads parameters behind it.
    unsafe {
        let ours = file.cast::<File>();
        let base = ffi::sqlite3_file { pMethods: std::ptr::null() };
        std::ptr::write(ours, File { base, path: path_of(name) });
        let inner = inner(file);
        (*inner).pMethods = std::ptr::null();
        let code = (*below()).xOpen.expect("every VFS opens")(below(), name, inner, flags, out);
        if (*inner).pMethods.is_null() {
            std::ptr::drop_in_place(&raw mut (*ours).path);
        } else {
            (*ours).base.pMethods = &raw const METHODS;
        }
        code
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: handed on as it came.
    let code = unsafe { (*below()).xDelete.expect("every VFS deletes")(below(), name, sync) };
    if code == ffi::SQLITE_OK {
        done(path_of(name).as_deref(), || Change::Delete { synced: sync != 0 });
    }
    code
}

/// The system's file behind ours.
unsafe fn inner(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `open` was given room for both.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe fn path<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a Path> {
    // SAFETY: `open` has written it, and SQLite calls nothing on a file that is closed.
    unsafe { (*file.cast::<File>()).path.as_deref() }
}

/// Calls the system's function of this name on the system's file.
macro_rules! below {
    ($method:ident, $file:ident $(, $argument:expr)*) => {{
        // SAFETY: the arguments are handed on as SQLite gave them; the file is open, so the system has
        // set its methods.
        unsafe {
            let inner = inner($file);
            (*(*inner).pMethods).$method.expect("the system's VFS has all methods")(inner $(, $argument)*)
        }
    }};
}

/// Functions that only hand on.
macro_rules! hand_on {
    ($($name:ident = $method:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {
        $(unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $argument: $type)*) -> $result {
            below!($method, file $(, $argument)*)
        })+
    };
}

hand_on! {
    file_size = xFileSize(size: *mut i64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    check_reserved_lock = xCheckReservedLock(out: *mut c_int) -> c_int;
    file_control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int;
    sector_size = xSectorSize() -> c_int;
    device_characteristics = xDeviceCharacteristics() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier() -> ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let code = below!(xClose, file);
    // SAFETY: written by `open`; SQLite closes a file once.
    unsafe { std::ptr::drop_in_place(&raw mut (*file.cast::<File>()).path) };
    code
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: the file is open.
    if fails(unsafe { path(file) }, Operation::Read) {
        return ffi::SQLITE_IOERR_READ;
    }
    below!(xRead, file, to, amount, at)
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: the file is open.
    let path = unsafe { path(file) };
    if fails(path, Operation::Write) {
        return ffi::SQLITE_IOERR_WRITE;
    }
    let code = below!(xWrite, file, from, amount, at);
    if code == ffi::SQLITE_OK {
        // SAFETY: SQLite gives that many bytes.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(amount).unwrap_or(0)) };
        done(path, || Change::Write { at: usize::try_from(at).unwrap_or(0), bytes: bytes.to_vec() });
    }
    code
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: the file is open.
    let path = unsafe { path(file) };
    if fails(path, Operation::Truncate) {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    let code = below!(xTruncate, file, size);
    if code == ffi::SQLITE_OK {
        done(path, || Change::Truncate { size: usize::try_from(size).unwrap_or(0) });
    }
    code
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    let path = unsafe { path(file) };
    if fails(path, Operation::Sync) {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    let code = below!(xSync, file, flags);
    if code == ffi::SQLITE_OK {
        done(path, || Change::Sync);
    }
    code
}

/// Version 2: without memory mapping, which would write past us.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
