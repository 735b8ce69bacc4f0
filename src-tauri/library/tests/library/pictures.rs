//! Pictures: kept once, with the text that names them, for as long as one does; and bytes that came in before.

use std::sync::Arc;

use obelus_core::body::{Block, Body, Image};
use obelus_core::edit::{Edit, EditError};
use obelus_core::picture::{Picture, PictureFile, PictureId};
use obelus_library::LibraryError;

use crate::scene::{self, Scene};

/// The SHA-256 of "abc" (FIPS 180-2, appendix B.1).
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn illustrated(words: &str) -> Body {
    let mut body = scene::body(&[words]);
    let picture = Picture {
        id: PictureId::new(ABC).unwrap(),
        width: 1,
        height: 1,
    };
    body.blocks.push(Block::Figure {
        image: Image {
            alt: String::new(),
            picture: Some(picture),
        },
        caption: Vec::new(),
    });
    body
}

fn add(scene: &mut Scene, words: &str, bytes: Option<&[u8]>) -> Result<Edit, LibraryError> {
    let mut edit = scene::add_article(words, illustrated(words), scene.now());
    if let Edit::AddArticle {
        content: Some(content), ..
    } = &mut edit
    {
        content.pictures.extend(bytes.map(|bytes| PictureFile {
            id: PictureId::new(ABC).unwrap(),
            bytes: Arc::from(bytes),
        }));
    }
    scene.apply(edit.clone()).map(|_| edit)
}

#[test]
fn a_picture_is_kept_once_and_goes_with_the_last_text_that_names_it() {
    let mut scene = Scene::new();
    let id = PictureId::new(ABC).unwrap();
    let first = add(&mut scene, "Un", Some(b"abc")).unwrap().article().unwrap();
    let second = add(&mut scene, "Deux", None).unwrap().article().unwrap();
    assert_eq!(scene.library.picture(&id).unwrap().as_deref(), Some(&b"abc"[..]));
    scene.undo().unwrap();
    scene.redo().unwrap();
    for (article, left) in [(first, true), (second, false)] {
        scene.bin(article);
        let stamp = scene.stamp();
        scene.library.empty_bin(stamp).unwrap();
        assert_eq!(scene.library.picture(&id).unwrap().is_some(), left);
        assert_eq!(scene.library.check().unwrap(), []);
    }
}

#[test]
fn a_text_whose_picture_is_missing_or_another_is_refused_whole() {
    let mut scene = Scene::new();
    for bytes in [None, Some(&b"abd"[..])] {
        let refused = add(&mut scene, "Un", bytes).unwrap_err();
        assert!(
            matches!(refused, LibraryError::Edit(EditError::Picture(_))),
            "{refused}"
        );
    }
    assert_eq!(scene.library.shelf().unwrap(), []);
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn bytes_that_came_in_before_are_found_again_until_their_article_is_in_the_bin() {
    let mut scene = Scene::new();
    let article = scene.article("Un", &["Un texte."]);
    let found = |scene: &Scene| scene.library.with_original("Un texte.".as_bytes()).unwrap();
    assert_eq!(found(&scene).map(|(article, _)| article), Some(article));
    assert_eq!(scene.library.with_original(b"").unwrap(), None);
    scene.bin(article);
    assert_eq!(found(&scene), None);
}
