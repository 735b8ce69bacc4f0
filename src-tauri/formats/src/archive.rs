//! An archive: a ZIP file that is no article itself, but may hold some.

use crate::package::Package;
use crate::{ReadError, guess};

/// Whether it is an archive. A Word file or a book is a ZIP file too, and is none.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    guess::is_archive(bytes)
}

/// Some of the files of an archive, unpacked.
#[derive(Debug, PartialEq)]
pub struct Unpacked {
    /// In the archive's order, by their names with folders; what a computer left there for itself is passed over.
    pub files: Vec<(String, Result<Vec<u8>, ReadError>)>,
    /// Which file to go on from.
    pub next: Option<u32>,
}

/// Unpacks files from number `from` on, until they hold more than `enough` bytes.
///
/// # Errors
/// When it is no sound ZIP file, or has too many parts. One file that is damaged does not spoil the others.
pub fn unpack(bytes: &[u8], from: u32, enough: u64) -> Result<Unpacked, ReadError> {
    let package = Package::open(bytes)?;
    let names = package.names().filter(|name| !is_leftover(name)).skip(from as usize);
    let mut unpacked = Unpacked {
        files: Vec::new(),
        next: None,
    };
    let mut held = 0;
    for (number, name) in (from..).zip(names) {
        if held > enough {
            unpacked.next = Some(number);
            break;
        }
        // An archive in an archive would begin all of this again, and so on.
        let file = match package.part(name) {
            Ok(Some(file)) if is_archive(&file) => Err(guess::nested()),
            Ok(file) => Ok(file.unwrap_or_default()),
            Err(error) => Err(error),
        };
        held += file.as_ref().map_or(0, |file| file.len() as u64);
        unpacked.files.push((name.to_owned(), file));
    }
    Ok(unpacked)
}

/// Whether a file, named with its folders, is what a program left for itself: hidden, an index of a folder, the lock of
/// a file that is open.
#[must_use]
pub fn is_leftover(name: &str) -> bool {
    name.split('/').any(|step| {
        (step.starts_with('.') && step != ".")
            || step.starts_with("~$")
            || ["__MACOSX", "Thumbs.db", "desktop.ini", "Icon\r"].contains(&step)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::{made, zip};

    fn names(unpacked: &Unpacked) -> Vec<&str> {
        unpacked.files.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn the_files_of_an_archive_are_unpacked_in_order() {
        let zip = zip(&[
            made("b/un.txt", b"un"),
            made(".DS_Store", b"x"),
            made("__MACOSX/b/._un.txt", b"x"),
            made("b/~$deux.docx", b"x"),
            made("./a.txt", b"deux"),
        ]);
        assert!(is_archive(&zip));
        let unpacked = unpack(&zip, 0, 100).unwrap();
        assert_eq!(names(&unpacked), ["b/un.txt", "./a.txt"]);
        assert_eq!(unpacked.files[1].1, Ok(b"deux".to_vec()));
        assert_eq!(unpacked.next, None);
    }

    #[test]
    fn a_large_archive_is_unpacked_in_pieces_that_leave_nothing_out() {
        let zip = zip(&[
            made("1", b"one"),
            made("2", b"two"),
            made(".3", b""),
            made("4", b"four"),
            made("5", b"five"),
        ]);
        let (mut all, mut next) = (Vec::new(), Some(0));
        while let Some(from) = next {
            let unpacked = unpack(&zip, from, 4).unwrap();
            all.extend(names(&unpacked).iter().map(|&name| name.to_owned()));
            next = unpacked.next;
        }
        assert_eq!(all, ["1", "2", "4", "5"]);
    }

    #[test]
    fn an_archive_in_an_archive_stays_shut_and_a_document_is_none() {
        let book = zip(&[made("mimetype", b""), made("OEBPS/application/epub+zip", b"")]);
        let inner = zip(&[made("a.txt", b"a")]);
        let outer = zip(&[made("inner.zip", &inner), made("book.epub", &book), made("a.txt", b"a")]);
        assert!(!is_archive(&book) && is_archive(&inner));
        let unpacked = unpack(&outer, 0, 10_000).unwrap();
        let shut: Vec<bool> = unpacked.files.iter().map(|(_, file)| file.is_err()).collect();
        assert_eq!(shut, [true, false, false]);
    }

    #[test]
    fn an_archive_of_documents_is_not_taken_for_one_of_them() {
        let document = zip(&[made("[Content_Types].xml", b"x"), made("word/document.xml", b"x")]);
        let outer = zip(&[made("word/a.docx", &document), made("b.docx", &document)]);
        assert!(!is_archive(&document) && is_archive(&outer));
    }

    #[test]
    fn what_is_no_archive_is_damaged() {
        assert_eq!(unpack(b"PK\x03\x04 and no more", 0, 1), Err(ReadError::Damaged));
    }
}
