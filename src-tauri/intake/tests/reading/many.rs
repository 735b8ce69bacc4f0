//! Folders, several files and archives become a list of things to read.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use obelus_formats::ReadError;
use obelus_intake::many::{Gathered, NotTaken, gather, holds_several};
use obelus_intake::{Intake, IntakeError};

use crate::{AMPLE, Test};

pub(crate) fn trials() -> Vec<Test> {
    vec![
        (
            "a_folder_becomes_the_files_in_it_in_order",
            a_folder_becomes_the_files_in_it_in_order,
        ),
        (
            "a_link_that_leads_back_is_not_followed_for_ever",
            a_link_that_leads_back_is_not_followed_for_ever,
        ),
        (
            "an_archive_becomes_its_files_and_leaves_nothing_behind",
            an_archive_becomes_its_files_and_leaves_nothing_behind,
        ),
        (
            "an_archive_in_an_archive_is_named_and_the_rest_comes",
            an_archive_in_an_archive_is_named_and_the_rest_comes,
        ),
        ("an_archive_that_is_a_bomb_is_ended", an_archive_that_is_a_bomb_is_ended),
        ("a_name_in_an_archive_leads_nowhere", a_name_in_an_archive_leads_nowhere),
        ("what_is_not_there_is_told", what_is_not_there_is_told),
        ("gathering_can_be_stopped", gathering_can_be_stopped),
    ]
}

fn all(paths: &[PathBuf]) -> Gathered {
    gather(&Intake::in_children(AMPLE).unwrap(), paths, &|| false).unwrap()
}

fn shown(gathered: &Gathered) -> Vec<&str> {
    gathered.items.iter().map(|item| item.shown.as_str()).collect()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// A ZIP file (APPNOTE.TXT 4.3) with nothing wrong about it.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        let sizes = [packed.len(), bytes.len()].map(|size| (size as u32).to_le_bytes());
        let lengths = [(name.len() as u16).to_le_bytes(), [0, 0]].concat();
        let common = [
            &[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..],
            &crc.sum().to_le_bytes(),
            &sizes.concat(),
            &lengths,
        ]
        .concat();
        let offset = (zip.len() as u32).to_le_bytes();
        zip.extend([b"PK\x03\x04", &common[..], name.as_bytes(), &packed].concat());
        directory.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &offset, name.as_bytes()].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let place = [directory.len(), zip.len()].map(|number| (number as u32).to_le_bytes());
    zip.extend(
        [
            &directory[..],
            b"PK\x05\x06\0\0\0\0",
            &count,
            &count,
            &place.concat(),
            &[0, 0],
        ]
        .concat(),
    );
    zip
}

fn a_folder_becomes_the_files_in_it_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("Textes");
    for name in [
        "b.txt",
        "A.md",
        "été/page.html",
        "été/page_files/style.css",
        "été/notes_files/une note.txt",
        ".git/config",
        "~$b.docx",
        "Thumbs.db",
    ] {
        write(&root, name, b"words");
    }
    let single = write(folder.path(), "seul.txt", b"words");
    let gathered = all(&[single.clone(), root.clone()]);
    assert_eq!(
        shown(&gathered),
        [
            "seul.txt",
            "Textes/A.md",
            "Textes/b.txt",
            "Textes/été/notes_files/une note.txt",
            "Textes/été/page.html"
        ]
    );
    assert_eq!(gathered.missed, []);
    let item = &gathered.items[3];
    assert_eq!(item.name(), "une note.txt");
    assert_eq!(item.draft(), Some(&*root.join("été/notes_files/une note.txt")));
    assert_eq!(item.incoming(&item.bytes().unwrap()).bytes, b"words");
    assert!(holds_several(&root) && !holds_several(&single));
}

fn a_link_that_leads_back_is_not_followed_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/a.txt", b"words");
    #[cfg(unix)]
    for (to, link) in [(".", "in/back"), ("a.txt", "in/b.txt"), ("nowhere", "in/c.txt")] {
        std::os::unix::fs::symlink(to, folder.path().join(link)).unwrap();
    }
    let gathered = all(&[folder.path().join("in")]);
    assert_eq!(gathered.items.len(), if cfg!(unix) { 2 } else { 1 });
    assert_eq!(
        gathered.missed.len(),
        usize::from(cfg!(unix)),
        "the link that leads nowhere is told"
    );
}

fn an_archive_becomes_its_files_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = zip(&[("b/un.txt", b"un"), ("__MACOSX/._un.txt", b"x"), ("deux.md", b"# Deux")]);
    let path = write(folder.path(), "articles.zip", &bytes);
    assert!(holds_several(&path));
    let gathered = all(std::slice::from_ref(&path));
    assert_eq!(shown(&gathered), ["articles.zip/b/un.txt", "articles.zip/deux.md"]);
    let item = gathered.items[1].clone();
    assert_eq!((item.name(), item.draft()), ("deux.md", None));
    drop(gathered);
    assert_eq!(item.bytes().unwrap(), b"# Deux", "the last item keeps it");
}

fn an_archive_in_an_archive_is_named_and_the_rest_comes() {
    let folder = tempfile::tempdir().unwrap();
    let inner = zip(&[("c.txt", b"c")]);
    let outer = zip(&[("a.txt", b"a"), ("inner.zip", &inner), ("b.txt", b"b")]);
    let gathered = all(&[write(folder.path(), "x.zip", &outer)]);
    assert_eq!(shown(&gathered), ["x.zip/a.txt", "x.zip/b.txt"]);
    let [missed] = &gathered.missed[..] else {
        panic!("{:?}", gathered.missed)
    };
    let found = Some("ZIP".into());
    assert_eq!(missed.shown, "x.zip/inner.zip");
    assert_eq!(missed.why, IntakeError::Read(ReadError::Unsupported { found }).into());
}

fn an_archive_that_is_a_bomb_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let bomb = vec![0; 30 << 20];
    let gathered = all(&[write(
        folder.path(),
        "x.zip",
        &zip(&[("bomb.txt", &bomb), ("a.txt", b"a")]),
    )]);
    assert_eq!(shown(&gathered), ["x.zip/a.txt"]);
    let limit = obelus_formats::Limit::Ratio;
    assert_eq!(
        gathered.missed[0].why,
        IntakeError::Read(ReadError::Beyond { limit }).into()
    );
}

fn a_name_in_an_archive_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["../out.txt", "/etc/out.txt", "C:\\out.txt", "a/../../out.txt"] {
        let gathered = all(&[write(folder.path(), "in/x.zip", &zip(&[(name, b"out")]))]);
        assert!(gathered.items.is_empty(), "{name}");
        assert_eq!(gathered.missed[0].why, IntakeError::Read(ReadError::Damaged).into());
    }
    assert!(!folder.path().join("out.txt").exists());
}

fn what_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("vide");
    fs::create_dir(&empty).unwrap();
    let cut = write(folder.path(), "coupé.zip", &zip(&[("a.txt", b"a")])[..40]);
    let gathered = all(&[folder.path().join("absent.txt"), empty, cut]);
    assert!(gathered.items.is_empty());
    let whys: Vec<_> = gathered
        .missed
        .into_iter()
        .map(|missed| (missed.shown, missed.why))
        .collect();
    assert!(matches!(&whys[0], (name, NotTaken::Unreadable { .. }) if name == "absent.txt"));
    assert_eq!(whys[1], ("vide".into(), NotTaken::Nothing));
    assert_eq!(
        whys[2],
        ("coupé.zip".into(), IntakeError::Read(ReadError::Damaged).into())
    );
}

fn gathering_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"words");
    let intake = Intake::in_children(AMPLE).unwrap();
    let stopped = gather(&intake, &[folder.path().to_owned()], &|| true);
    assert_eq!(stopped.unwrap_err(), IntakeError::Stopped);
}
