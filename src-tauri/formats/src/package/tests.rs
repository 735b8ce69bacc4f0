//! Containers as they should be, and as they should not: made here byte by byte.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::*;

/// A part of a container that is being made.
#[derive(Clone)]
pub(crate) struct Made {
    name: &'static str,
    /// The name in the part's own header, where it differs.
    own_name: Option<&'static str>,
    bytes: Vec<u8>,
    deflate: bool,
    flags: u16,
    attributes: u32,
}

pub(crate) fn made(name: &'static str, bytes: &[u8]) -> Made {
    Made {
        name,
        own_name: None,
        bytes: bytes.to_vec(),
        deflate: true,
        flags: 0,
        attributes: 0,
    }
}

/// A container with these texts, for the tests of what stands in containers.
pub(crate) fn zip_of(texts: &[(&'static str, &str)]) -> Vec<u8> {
    let parts: Vec<Made> = texts.iter().map(|(name, text)| made(name, text.as_bytes())).collect();
    zip(&parts)
}

pub(crate) fn zip(parts: &[Made]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let mut crc = Crc::new();
        crc.update(&part.bytes);
        let packed = if part.deflate {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&part.bytes).unwrap();
            encoder.finish().unwrap()
        } else {
            part.bytes.clone()
        };
        let offset = file.len() as u32;
        let own_name = part.own_name.unwrap_or(part.name);
        let mut common = Vec::new();
        common.extend(20u16.to_le_bytes());
        common.extend(part.flags.to_le_bytes());
        common.extend((if part.deflate { 8u16 } else { 0 }).to_le_bytes());
        common.extend([0; 4]);
        common.extend(crc.sum().to_le_bytes());
        common.extend((packed.len() as u32).to_le_bytes());
        // The size that it claims to have is a lie, and nobody asks.
        common.extend(7u32.to_le_bytes());
        let name_length = |name: &str| (name.len() as u16).to_le_bytes();
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name_length(own_name));
        file.extend([0; 2]);
        file.extend(own_name.bytes());
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend(name_length(part.name));
        directory.extend([0; 8]);
        directory.extend(part.attributes.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(part.name.bytes());
    }
    end(file, &directory, parts.len())
}

fn end(mut file: Vec<u8>, directory: &[u8], count: usize) -> Vec<u8> {
    let start = file.len() as u32;
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend((count as u16).to_le_bytes());
    file.extend((count as u16).to_le_bytes());
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0; 2]);
    file
}

/// Opens a container and unpacks all of it.
fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
    let package = Package::open(bytes)?;
    let parts = package.names().map(|name| {
        let bytes = package.part(name)?.ok_or(ReadError::Damaged)?;
        Ok((name.to_owned(), bytes))
    });
    parts.collect()
}

fn refused(parts: &[Made], error: ReadError) {
    assert_eq!(unpack(&zip(parts)), Err(error));
}

fn beyond(limit: Limit) -> ReadError {
    ReadError::Beyond { limit }
}

#[test]
fn parts_come_out_as_they_went_in() {
    let mut stored = made("mimetype", b"application/x");
    stored.deflate = false;
    let folder = made("word/", b"");
    let parts = [stored, folder, made("word\\document.xml", "été".as_bytes())];
    let file = zip(&parts);
    let expected = vec![
        ("mimetype".to_owned(), b"application/x".to_vec()),
        ("word/document.xml".to_owned(), "été".as_bytes().to_vec()),
    ];
    assert_eq!(unpack(&file).as_ref(), Ok(&expected));
    let package = Package::open(&file).unwrap();
    assert!(package.has("Word/Document.XML") && !package.has("word/"));
    assert_eq!(package.part("nothing"), Ok(None));
    // Something stands before it, as in an archive that unpacks itself.
    let shifted = [b"#!/bin/sh\n".as_slice(), &file].concat();
    assert_eq!(unpack(&shifted), Ok(expected));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in ["../a", "a/../../b", "/etc/passwd", "C:/a", "a\0b", "..\\a"] {
        refused(&[made(name, b"x")], ReadError::Damaged);
    }
    assert!(unpack(&zip(&[made("a..b/c...xml", b"x")])).is_ok());
}

#[test]
fn two_parts_of_one_name_and_one_part_of_two_names_are_refused() {
    refused(&[made("a", b"x"), made("a", b"y")], ReadError::Damaged);
    let mut two_faced = made("a", b"x");
    two_faced.own_name = Some("b");
    refused(&[two_faced], ReadError::Damaged);
}

#[test]
fn links_and_locked_parts_are_refused() {
    let mut link = made("a", b"/etc/passwd");
    link.attributes = 0o120_777 << 16;
    refused(&[link], ReadError::Damaged);
    let mut locked = made("a", b"x");
    locked.flags = 1;
    refused(&[locked], ReadError::Locked);
}

#[test]
fn overlapping_parts_are_refused() {
    // Two entries of the directory that share one part, as in Fifield's "better zip bomb".
    let one = zip(&[made("a", b"words"), made("b", b"words")]);
    let directory = one.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let entry = one[directory..directory + 47].to_vec();
    let file = one[..directory].to_vec();
    assert!(unpack(&end(file.clone(), &entry, 1)).is_ok());
    let twice = [entry.clone(), entry].concat();
    assert_eq!(unpack(&end(file, &twice, 2)), Err(ReadError::Damaged));
}

#[test]
fn bombs_are_stopped_by_what_comes_out_of_them() {
    let zeros = vec![0; 3 << 20];
    refused(&[made("a", &zeros)], beyond(Limit::Ratio));
    // What is not packed does not grow, but is too large all the same.
    let mut large = made("a", &vec![0; (64 << 20) + 1]);
    large.deflate = false;
    refused(&[large], beyond(Limit::PartSize));
}

#[test]
fn all_parts_together_have_a_limit() {
    let mut part = made("a", &vec![0; 60 << 20]);
    part.deflate = false;
    let file = zip(&[part]);
    let package = Package::open(&file).unwrap();
    // Unpacking one part again and again counts each time.
    let results: Vec<_> = (0..9).map(|_| package.part("a").map(|_| ())).collect();
    assert_eq!(results[7], Ok(()));
    assert_eq!(results[8], Err(beyond(Limit::Unpacked)));
}

#[test]
fn too_many_parts_are_refused_before_they_are_looked_at() {
    assert_eq!(unpack(&end(Vec::new(), &[], 10_001)), Err(beyond(Limit::Parts)));
}

#[test]
fn a_changed_byte_is_found() {
    let mut file = zip(&[made("a", b"a text of some length")]);
    file[33] ^= 0x10;
    assert_eq!(unpack(&file), Err(ReadError::Damaged));
}

#[test]
fn a_file_that_is_cut_anywhere_is_damaged() {
    let file = zip(&[made("a", b"un"), made("b/c", b"deux")]);
    for length in 0..file.len() {
        assert_eq!(unpack(&file[..length]), Err(ReadError::Damaged), "{length}");
    }
}
