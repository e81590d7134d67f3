//! Tables of whole numbers in as few bytes as their ranges need, with a checksum over all of them.
//!
//! A column is kept as differences from its smallest value ("frame of reference": Goldstein,
//! Ramakrishnan and Shaft, "Compressing relations and indexes", 1998), each in 0, 1, 2, 4 or 8 bytes.
//! Rows come in blocks; inside a block the columns lie one after the other, so that a block is
//! unpacked column by column, in the processor's cache, at the speed of copying. Bytes are
//! little-endian, the same on every platform.

use std::io::Read;

/// Rows of a block.
pub(super) const BLOCK: usize = 512;

/// Everything is filled up to a multiple of this, the step of the checksum.
const STEP: usize = 32;

/// The values of one block, by column. Only the rows that the block has count.
pub(super) type Block<const C: usize> = [[u64; BLOCK]; C];

/// The bytes of a packed file, in the making.
#[derive(Debug, Default)]
pub(super) struct Output(Vec<u8>);

/// How the values of a column are kept.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    base: u64,
    /// Bytes of a difference.
    width: usize,
}

impl Frame {
    /// For values from `least` to `most`.
    const fn over(least: u64, most: u64) -> Self {
        let width = match most - least {
            0 => 0,
            1..=0xff => 1,
            0x100..=0xffff => 2,
            0x1_0000..=0xffff_ffff => 4,
            _ => 8,
        };
        Self { base: least, width }
    }

    fn unpack(self, bytes: &[u8], values: &mut [u64]) {
        let Self { base, width } = self;
        match width {
            1 => fill(values, bytes, |&byte| base.wrapping_add(u64::from(byte))),
            2 => fill(values, bytes.as_chunks().0, |&two| base.wrapping_add(u64::from(u16::from_le_bytes(two)))),
            4 => fill(values, bytes.as_chunks().0, |&four| base.wrapping_add(u64::from(u32::from_le_bytes(four)))),
            8 => fill(values, bytes.as_chunks().0, |&eight| base.wrapping_add(u64::from_le_bytes(eight))),
            _ => values.fill(base),
        }
    }
}

#[inline]
fn fill<T>(values: &mut [u64], packed: &[T], read: impl Fn(&T) -> u64) {
    for (value, packed) in values.iter_mut().zip(packed) {
        *value = read(packed);
    }
}

impl Output {
    /// Adds single numbers.
    pub(super) fn numbers(&mut self, numbers: &[u64]) {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self.pad();
    }

    /// Adds bytes with their number.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.numbers(&[bytes.len() as u64]);
        self.0.extend(bytes);
        self.pad();
    }

    /// Adds a table of `rows` rows.
    pub(super) fn table<const C: usize>(&mut self, rows: usize, row: impl Fn(usize) -> [u64; C]) {
        let (mut least, mut most) = ([u64::MAX; C], [0; C]);
        for values in (0..rows).map(&row) {
            for ((least, most), value) in least.iter_mut().zip(&mut most).zip(values) {
                *least = value.min(*least);
                *most = value.max(*most);
            }
        }
        let mut frames = [Frame::default(); C];
        for (frame, (least, most)) in frames.iter_mut().zip(least.into_iter().zip(most)).filter(|_| rows > 0) {
            *frame = Frame::over(least, most);
        }
        // Every row takes a byte at least, so that no table is longer than its bytes.
        if let Some(first) = frames.first_mut() {
            first.width = first.width.max(1);
        }
        self.numbers(&[rows as u64]);
        let header: Vec<u64> = frames.iter().flat_map(|frame| [frame.base, frame.width as u64]).collect();
        self.numbers(&header);
        for first in (0..rows).step_by(BLOCK) {
            let block: Vec<[u64; C]> = (first..rows.min(first + BLOCK)).map(&row).collect();
            for (column, frame) in frames.iter().enumerate() {
                for value in block.iter().filter_map(|values| values.get(column)) {
                    self.0.extend((value - frame.base).to_le_bytes().iter().take(frame.width));
                }
            }
            self.pad();
        }
    }

    /// The bytes, with the checksum behind them.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let sum = Checksum::over(&self.0).value();
        self.numbers(&[sum]);
        self.0
    }

    fn pad(&mut self) {
        self.0.resize(self.0.len().next_multiple_of(STEP), 0);
    }
}

/// A packed file, read from its beginning. Every read says `None` where the bytes are not such a file.
pub(super) struct Input<R> {
    source: R,
    /// Bytes that have not been read.
    left: usize,
    sum: Checksum,
    buffer: Vec<u8>,
}

impl<R: Read> Input<R> {
    pub(super) const fn new(source: R, length: usize) -> Self {
        Self { source, left: length, sum: Checksum::new(), buffer: Vec::new() }
    }

    /// The next bytes and what fills them up, in a buffer that is used again.
    fn next(&mut self, length: usize) -> Option<&[u8]> {
        let padded = length.checked_next_multiple_of(STEP)?;
        self.left = self.left.checked_sub(padded)?;
        if self.buffer.len() < padded {
            self.buffer.resize(padded, 0);
        }
        let bytes = self.buffer.get_mut(..padded)?;
        self.source.read_exact(bytes).ok()?;
        self.sum.add(bytes);
        bytes.get(..length)
    }

    pub(super) fn numbers<const N: usize>(&mut self) -> Option<[u64; N]> {
        let (numbers, _) = self.next(8 * N)?.as_chunks::<8>();
        let mut read = [0; N];
        fill(&mut read, numbers, |&bytes| u64::from_le_bytes(bytes));
        Some(read)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let [length] = self.numbers()?;
        let mut left = usize::try_from(length).ok()?;
        // The bytes are there before room is made for them.
        if left > self.left {
            return None;
        }
        let mut text = Vec::with_capacity(left);
        while left > 0 {
            let part = left.min(32 * 1024);
            text.extend(self.next(part)?);
            left -= part;
        }
        String::from_utf8(text).ok()
    }

    /// The number of rows of the table that comes next, which is not more than the bytes that are left, and
    /// the table.
    pub(super) fn table<const C: usize>(&mut self) -> Option<(usize, Table<'_, R, C>)> {
        let [rows] = self.numbers()?;
        let rows = usize::try_from(rows).ok()?;
        let mut frames = [Frame::default(); C];
        let header = self.next(16 * C)?;
        for (frame, bytes) in frames.iter_mut().zip(header.as_chunks::<16>().0) {
            let (base, width) = bytes.split_first_chunk::<8>()?;
            let width = u64::from_le_bytes(width.try_into().ok()?);
            *frame = Frame { base: u64::from_le_bytes(*base), width: usize::try_from(width).ok()? };
        }
        if frames.first()?.width == 0 || !frames.iter().all(|frame| matches!(frame.width, 0 | 1 | 2 | 4 | 8)) {
            return None;
        }
        let row: usize = frames.iter().map(|frame| frame.width).sum();
        if rows.checked_mul(row)? > self.left {
            return None;
        }
        // Made on the heap: a block of a wide table is too large for a small stack.
        let block = vec![[0; BLOCK]; C].into_boxed_slice().try_into().ok()?;
        Some((rows, Table { input: self, frames, left: rows, block }))
    }

    /// Whether all has been read, and is as it was written.
    pub(super) fn finish(mut self) -> Option<()> {
        let expected = self.sum.value();
        let [sum] = self.numbers()?;
        (self.left == 0 && sum == expected).then_some(())
    }
}

/// A table that is being read.
pub(super) struct Table<'i, R, const C: usize> {
    input: &'i mut Input<R>,
    frames: [Frame; C],
    left: usize,
    block: Box<Block<C>>,
}

impl<R: Read, const C: usize> Table<'_, R, C> {
    /// Hands over one block after the other, with the number of its rows, until `take` gives up.
    pub(super) fn each(mut self, mut take: impl FnMut(&Block<C>, usize) -> Option<()>) -> Option<()> {
        let row: usize = self.frames.iter().map(|frame| frame.width).sum();
        while self.left > 0 {
            let rows = self.left.min(BLOCK);
            let mut bytes = self.input.next(rows * row)?;
            for (values, frame) in self.block.iter_mut().zip(self.frames) {
                let (column, rest) = bytes.split_at_checked(rows * frame.width)?;
                frame.unpack(column, values.get_mut(..rows)?);
                bytes = rest;
            }
            take(&self.block, rows)?;
            self.left -= rows;
        }
        Some(())
    }
}

/// A checksum over words of eight bytes, in the manner of FNV-1a with a rotation between words; four
/// sums run side by side, so that large graphs are checked at memory speed. It sees accidents, not
/// malice.
struct Checksum([u64; 4]);

impl Checksum {
    const fn new() -> Self {
        Self([1, 2, 3, 4])
    }

    fn over(bytes: &[u8]) -> Self {
        let mut sum = Self::new();
        sum.add(bytes);
        sum
    }

    /// Takes whole steps in; there is never another rest.
    fn add(&mut self, bytes: &[u8]) {
        let mut sums = self.0;
        for step in bytes.as_chunks::<STEP>().0 {
            for (sum, word) in sums.iter_mut().zip(step.as_chunks::<8>().0) {
                *sum = Self::mix(*sum, u64::from_le_bytes(*word));
            }
        }
        self.0 = sums;
    }

    fn value(&self) -> u64 {
        self.0.into_iter().fold(0, Self::mix)
    }

    const fn mix(sum: u64, word: u64) -> u64 {
        (sum ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    }
}

/// Gives damaged bytes the checksum that would fit them.
#[cfg(test)]
pub(super) fn mend_checksum(bytes: &mut [u8]) {
    let end = bytes.len() - STEP;
    let sum = Checksum::over(&bytes[..end]).value();
    bytes[end..end + 8].copy_from_slice(&sum.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_come_back() {
        for rows in [0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let row = |n: usize| {
                let n = n as u64;
                [n * 1000, 7, u64::MAX - n % 2, n % 256, u64::MAX - n * 70_000, 5 + (n << 40), u64::MAX >> (n % 2)]
            };
            let mut output = Output::default();
            output.numbers(&[rows as u64, 9]);
            output.table(rows, row);
            output.bytes("né".as_bytes());
            let bytes = output.finish();
            let mut input = Input::new(bytes.as_slice(), bytes.len());
            assert_eq!(input.numbers().unwrap(), [rows as u64, 9]);
            let mut read = Vec::new();
            let (count, table) = input.table::<7>().unwrap();
            assert_eq!(count, rows);
            let take = |block: &Block<7>, rows| {
                read.extend((0..rows).map(|n| block.map(|column| column[n])));
                Some(())
            };
            table.each(take).unwrap();
            assert_eq!(read, (0..rows).map(row).collect::<Vec<_>>());
            assert_eq!(input.text().unwrap(), "né");
            input.finish().unwrap();
        }
    }

    #[test]
    fn a_table_is_not_longer_than_its_bytes() {
        let mut output = Output::default();
        output.numbers(&[1 << 60]);
        output.numbers(&[0, 1, 0, 0]);
        let bytes = output.finish();
        assert!(Input::new(bytes.as_slice(), bytes.len()).table::<2>().is_none());
        let mut output = Output::default();
        output.numbers(&[u64::MAX]);
        let bytes = output.finish();
        assert!(Input::new(bytes.as_slice(), bytes.len()).text().is_none());
    }
}
