//! Whether a file lies on a network file system.
//!
//! Readers and writers of a write-ahead log meet in shared memory, which does not reach over a network:
//! two machines that open one store would each believe to be alone
//! (<https://www.sqlite.org/wal.html>, "all processes using a database must be on the same host
//! computer"), and locks of network file systems often do not hold
//! (<https://www.sqlite.org/howtocorrupt.html>, section 2.1).

use std::path::Path;

/// File systems of other machines, as Linux names them; those in user space after `fuse.`.
const NETWORK: [&str; 18] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ncpfs",
    "coda",
    "ceph",
    "lustre",
    "glusterfs",
    "beegfs",
    "sshfs",
    "davfs",
    "davfs2",
    "rclone",
    "s3fs",
    "gcsfuse",
];

/// The network file system on which `path` lies; `None` on another one, and where that cannot be told
/// (elsewhere than on Linux).
pub(super) fn network(path: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    // A file that is to be created lies in its folder.
    let place = path.canonicalize().or_else(|_| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.canonicalize(),
        _ => std::env::current_dir(),
    });
    network_of(&place.ok()?, &mounts)
}

/// As [`network`], with the mounts in the form of `proc_pid_mountinfo(5)`: mount point in the fifth
/// field, the type in the first after ` - `. Of mounts on one point the last counts.
fn network_of(path: &Path, mounts: &str) -> Option<String> {
    let mut nearest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((left, right)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (left.split(' ').nth(4), right.split(' ').next()) else { continue };
        let point = unescaped(point);
        let depth = Path::new(&point).components().count();
        if path.starts_with(&point) && nearest.is_none_or(|(known, _)| known <= depth) {
            nearest = Some((depth, kind));
        }
    }
    let (_, kind) = nearest?;
    NETWORK.contains(&kind.strip_prefix("fuse.").unwrap_or(kind)).then(|| kind.to_owned())
}

/// Blanks, tabs, line ends and backslashes stand as three octal digits.
fn unescaped(point: &str) -> String {
    let mut text = point.to_owned();
    for (code, character) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        text = text.replace(code, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:40 / /home rw shared:5 - nfs4 server:/export rw
31 30 8:2 / /home/ada/local\\040disk rw - xfs /dev/sdb1 rw
32 21 0:41 / /mnt/far rw master:2 - fuse.sshfs ada@far:/ rw
33 21 0:42 / /mnt/near rw - fuse.mergerfs near rw
34 21 0:43 / /mnt/over rw - cifs //server/share rw
35 34 8:3 / /mnt/over rw - btrfs /dev/sdc1 rw
not a mount";

    #[test]
    fn the_nearest_mount_counts() {
        for (path, kind) in [
            ("/var/news.db", None),
            ("/home/ada/news.db", Some("nfs4")),
            ("/homestead/news.db", None),
            ("/home/ada/local disk/news.db", None),
            ("/mnt/far/a/b/news.db", Some("fuse.sshfs")),
            ("/mnt/near/news.db", None),
            ("/mnt/over/news.db", None),
        ] {
            assert_eq!(network_of(Path::new(path), MOUNTS).as_deref(), kind, "{path}");
        }
        assert_eq!(network_of(Path::new("/x"), ""), None);
    }
}
