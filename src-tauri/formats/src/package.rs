//! Opens a ZIP container (a Word or OpenDocument file, a book, an archive) within limits, and believes none of its headers.
//!
//! What is trusted is only what was counted: sizes are those of the bytes that come out, every part's place is
//! checked against every other's, and a name that two programs could read differently is refused. The format is
//! PKWARE's APPNOTE.TXT 6.3.10; its section numbers are given below.

pub(crate) mod pack;

use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::{Limit, ReadError};

const PART_COUNT: usize = 10_000;
const PART_LIMIT: u64 = 64 << 20;
const ALL_LIMIT: u64 = 512 << 20;
/// How many times larger a part may become; the first MiB is free, since short parts are often blank.
const RATIO: u64 = 100;
const RATIO_FROM: u64 = 1 << 20;

/// A ZIP container that keeps the rules; its parts are unpacked when they are asked for.
#[derive(Debug)]
pub struct Package<'b> {
    parts: Vec<Part<'b>>,
    by_name: HashMap<String, usize>,
    /// The same in small letters, the first of each.
    by_letters: HashMap<String, usize>,
    /// Bytes unpacked so far, of all parts together.
    unpacked: Cell<u64>,
}

#[derive(Debug)]
struct Part<'b> {
    name: String,
    packed: &'b [u8],
    deflated: bool,
    /// Encrypted, or packed in a way that is not read here.
    refused: Option<ReadError>,
    crc: u32,
}

impl<'b> Package<'b> {
    /// # Errors
    /// [`ReadError::Damaged`] when it is no sound ZIP file, [`ReadError::Beyond`] when it has too many parts.
    pub fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let mut package = Self {
            parts: Vec::new(),
            by_name: HashMap::new(),
            by_letters: HashMap::new(),
            unpacked: Cell::new(0),
        };
        let directory = Directory::find(bytes)?;
        if directory.count > PART_COUNT as u64 {
            return Err(ReadError::Beyond { limit: Limit::Parts });
        }
        let mut at = directory.start;
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for _ in 0..directory.count {
            let (entry, next) = Entry::read(bytes, at)?;
            at = next;
            let (place, packed) = entry.locate(bytes, &directory)?;
            taken.push(place);
            // A folder holds nothing.
            if !entry.name.ends_with('/') {
                package.add(&entry, packed)?;
            }
        }
        taken.sort_unstable();
        let overlap = taken.windows(2).any(|pair| pair[0].1 > pair[1].0);
        if at > directory.end || overlap {
            return Err(ReadError::Damaged);
        }
        Ok(package)
    }

    fn add(&mut self, entry: &Entry, packed: &'b [u8]) -> Result<(), ReadError> {
        if !is_plain(&entry.name) || entry.is_link() {
            return Err(ReadError::Damaged);
        }
        let refused = match entry.method {
            _ if entry.flags & ENCRYPTED != 0 => Some(ReadError::Locked),
            STORED | DEFLATED => None,
            _ => Some(ReadError::Damaged),
        };
        let part = Part {
            name: entry.name.clone(),
            packed,
            deflated: entry.method == DEFLATED,
            refused,
            crc: entry.crc,
        };
        let letters = entry.name.to_ascii_lowercase();
        self.by_letters.entry(letters).or_insert(self.parts.len());
        let twin = self.by_name.insert(entry.name.clone(), self.parts.len());
        self.parts.push(part);
        match twin {
            Some(_) => Err(ReadError::Damaged),
            None => Ok(()),
        }
    }

    /// The names of all parts, in the container's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.name.as_str())
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// One part, unpacked; nothing where there is none of that name.
    ///
    /// # Errors
    /// When it is locked or damaged, or goes beyond a limit.
    pub fn part(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.find(name).map(|part| self.unpack(part)).transpose()
    }

    /// Names in an office file are the same in capitals (ECMA-376 part 2, 6.2.2.3).
    fn find(&self, name: &str) -> Option<&Part<'b>> {
        let letters = || self.by_letters.get(&name.to_ascii_lowercase());
        let index = self.by_name.get(name).or_else(letters)?;
        self.parts.get(*index)
    }

    fn unpack(&self, part: &Part<'b>) -> Result<Vec<u8>, ReadError> {
        if let Some(refused) = &part.refused {
            return Err(refused.clone());
        }
        let packed = part.packed.len() as u64;
        let beyond = |limit| Err(ReadError::Beyond { limit });
        let mut unpacked = Vec::new();
        let mut stored = part.packed;
        let mut deflated = DeflateDecoder::new(part.packed);
        let source: &mut dyn Read = if part.deflated { &mut deflated } else { &mut stored };
        let (mut chunk, mut crc) = ([0; 32 * 1024], Crc::new());
        loop {
            let count = source.read(&mut chunk).map_err(|_| ReadError::Damaged)?;
            if count == 0 {
                break;
            }
            unpacked.extend_from_slice(&chunk[..count]);
            crc.update(&chunk[..count]);
            let length = unpacked.len() as u64;
            self.unpacked.set(self.unpacked.get() + count as u64);
            if length > PART_LIMIT {
                return beyond(Limit::PartSize);
            }
            if self.unpacked.get() > ALL_LIMIT {
                return beyond(Limit::Unpacked);
            }
            if length > RATIO_FROM && length > packed * RATIO {
                return beyond(Limit::Ratio);
            }
        }
        if crc.sum() == part.crc {
            Ok(unpacked)
        } else {
            Err(ReadError::Damaged)
        }
    }
}

const ENCRYPTED: u16 = 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The central directory (4.3.12), by its end record (4.3.16).
struct Directory {
    start: usize,
    end: usize,
    count: u64,
    /// What stands before the container: every offset in it is that much too small.
    shift: usize,
}

impl Directory {
    fn find(bytes: &[u8]) -> Result<Self, ReadError> {
        const END: usize = 22;
        let last = bytes.len().checked_sub(END).ok_or(ReadError::Damaged)?;
        // The record ends with a comment of at most 65,535 bytes, which ends the file.
        let at = (last.saturating_sub(0xffff)..=last)
            .rev()
            .find(|&at| signed(bytes, at, b"PK\x05\x06") && number(bytes, at + 20, 2) == Some((last - at) as u64))
            .ok_or(ReadError::Damaged)?;
        let field = |at, width| number(bytes, at, width).ok_or(ReadError::Damaged);
        let (mut count, mut size, mut offset, mut end) =
            (field(at + 10, 2)?, field(at + 12, 4)?, field(at + 16, 4)?, at);
        // ZIP64 (4.3.14, 4.3.15): a locator before the record says where the wider numbers are.
        if let Some(locator) = at
            .checked_sub(20)
            .filter(|&locator| signed(bytes, locator, b"PK\x06\x07"))
        {
            let wide = usize::try_from(field(locator + 8, 8)?).map_err(|_| ReadError::Damaged)?;
            if !signed(bytes, wide, b"PK\x06\x06") {
                return Err(ReadError::Damaged);
            }
            (count, size, offset, end) = (field(wide + 32, 8)?, field(wide + 40, 8)?, field(wide + 48, 8)?, wide);
        }
        let size = usize::try_from(size).map_err(|_| ReadError::Damaged)?;
        let offset = usize::try_from(offset).map_err(|_| ReadError::Damaged)?;
        let start = end.checked_sub(size).ok_or(ReadError::Damaged)?;
        let shift = start.checked_sub(offset).ok_or(ReadError::Damaged)?;
        Ok(Self {
            start,
            end,
            count,
            shift,
        })
    }
}

/// One entry of the central directory.
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    offset: u64,
    made_by: u8,
    attributes: u32,
}

impl Entry {
    /// The entry at `at`, and where the next one begins.
    fn read(bytes: &[u8], at: usize) -> Result<(Self, usize), ReadError> {
        if !signed(bytes, at, b"PK\x01\x02") {
            return Err(ReadError::Damaged);
        }
        let field = |offset, width| number(bytes, at + offset, width).ok_or(ReadError::Damaged);
        let name = at + 46;
        let extra = name + field(28, 2)? as usize;
        let comment = extra + field(30, 2)? as usize;
        let next = comment + field(32, 2)? as usize;
        let raw = bytes.get(name..extra).ok_or(ReadError::Damaged)?;
        let mut entry = Self {
            // Some programs on Windows part folders with a backslash.
            name: String::from_utf8_lossy(raw).replace('\\', "/"),
            flags: field(8, 2)? as u16,
            method: field(10, 2)? as u16,
            crc: field(16, 4)? as u32,
            packed: field(20, 4)?,
            offset: field(42, 4)?,
            made_by: field(5, 1)? as u8,
            attributes: field(38, 4)? as u32,
        };
        let extra = bytes.get(extra..comment).ok_or(ReadError::Damaged)?;
        entry.widen(extra, field(24, 4)? == WIDE)?;
        Ok((entry, next))
    }

    /// Takes the numbers that do not fit into 32 bits from the extra field (4.5.3), which has them in this order.
    fn widen(&mut self, mut extra: &[u8], unpacked_is_wide: bool) -> Result<(), ReadError> {
        while let (Some(id), Some(size)) = (number(extra, 0, 2), number(extra, 2, 2)) {
            let field = extra.get(4..4 + size as usize).ok_or(ReadError::Damaged)?;
            extra = &extra[4 + size as usize..];
            if id != 1 {
                continue;
            }
            let mut at = if unpacked_is_wide { 8 } else { 0 };
            for value in [&mut self.packed, &mut self.offset] {
                if *value == WIDE {
                    *value = number(field, at, 8).ok_or(ReadError::Damaged)?;
                    at += 8;
                }
            }
        }
        Ok(())
    }

    /// What the entry takes up of the file, header included, and the packed bytes in it.
    fn locate<'b>(&self, bytes: &'b [u8], directory: &Directory) -> Result<((usize, usize), &'b [u8]), ReadError> {
        let start = usize::try_from(self.offset)
            .ok()
            .and_then(|offset| offset.checked_add(directory.shift))
            .filter(|&start| signed(bytes, start, b"PK\x03\x04"))
            .ok_or(ReadError::Damaged)?;
        let field = |offset, width| number(bytes, start + offset, width).ok_or(ReadError::Damaged);
        let (name, method) = (start + 30, field(8, 2)?);
        let extra = name + field(26, 2)? as usize;
        let data = extra + field(28, 2)? as usize;
        let own = bytes.get(name..extra).ok_or(ReadError::Damaged)?;
        // Two programs must not see two files in one.
        if String::from_utf8_lossy(own).replace('\\', "/") != self.name || method != u64::from(self.method) {
            return Err(ReadError::Damaged);
        }
        let end = usize::try_from(self.packed)
            .ok()
            .and_then(|packed| data.checked_add(packed))
            .filter(|&end| end <= directory.start)
            .ok_or(ReadError::Damaged)?;
        Ok(((start, end), bytes.get(data..end).ok_or(ReadError::Damaged)?))
    }

    fn is_link(&self) -> bool {
        // Made on Unix or macOS, the upper half is the file's mode.
        matches!(self.made_by, 3 | 19) && (self.attributes >> 16) & 0o170_000 == 0o120_000
    }
}

/// Stands where a number is too large for 32 bits.
const WIDE: u64 = 0xffff_ffff;

/// A name that leads nowhere but into the container.
fn is_plain(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    let leaves = name.split('/').any(|step| step == "..");
    !name.is_empty() && !name.starts_with('/') && !is_drive && !leaves && !name.contains('\0')
}

fn signed(bytes: &[u8], at: usize, signature: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(signature))
}

/// A number of `width` bytes, the least first.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, &byte| number << 8 | u64::from(byte)),
    )
}

#[cfg(test)]
pub(crate) mod tests;
