//! What is handed on as a bundle comes back equal, and a spoiled one is refused.

use std::sync::Arc;

use obelus_core::article::{Article, Origin, Revision};
use obelus_core::body::Body;
use obelus_core::bundle::{Bundle, Bundled, Step};
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, EditId, RevisionId, Time};
use obelus_core::text::Text;
use obelus_formats::bundle::{NotBundle, is_bundle, read, write};
use uuid::Uuid;

fn bundle(original: Vec<u8>) -> Bundle {
    let body = Arc::new(Body {
        text: Text::new("Le maire a dit « oui ». 🇫🇷".to_owned()),
        blocks: Vec::new(),
        asides: Vec::new(),
        pages: Vec::new(),
    });
    let (article, revision) = (ArticleId(Uuid::from_u128(1)), RevisionId(Uuid::from_u128(2)));
    let edit = Edit::AddArticle {
        article: Article {
            id: article,
            title: "Le maire".into(),
            byline: None,
            site: None,
            published: None,
            url: None,
            language: Some("fr".into()),
            origin: Origin::Pipe,
            created: Time(5),
            binned: None,
        },
        revision: Revision::first(revision, article, &body, None, Time(5)),
        content: None,
    };
    let step = Step {
        id: EditId(Uuid::from_u128(3)),
        article,
        author: "Léa".into(),
        device: "bureau".into(),
        time: Time(5),
        run: None,
        edit,
    };
    let original = original.into();
    Bundle {
        steps: vec![step],
        contents: [(revision, Bundled { body, original })].into(),
        pictures: Default::default(),
    }
}

fn written(bundle: &Bundle) -> Vec<u8> {
    write(bundle, "test", Time(9)).unwrap()
}

#[test]
fn what_goes_out_comes_back_equal_also_where_a_part_is_too_large_for_one() {
    let even: Vec<u8> = vec![7; 70 << 20];
    let odd: Vec<u8> = (0..3_000_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    for original in [Vec::new(), b"Le maire".to_vec(), odd, even] {
        let bundle = bundle(original);
        let file = written(&bundle);
        assert!(is_bundle(&file));
        assert_eq!(file, written(&bundle), "the same bytes each time");
        assert!(read(&file).unwrap() == bundle);
    }
}

#[test]
fn a_spoiled_one_is_refused() {
    let file = written(&bundle(b"Le maire".to_vec()));
    assert_eq!(read(b"SQLite format 3"), Err(NotBundle::Unknown));
    assert!(matches!(read(&file[..file.len() - 40]), Err(NotBundle::Container(_))));
    // The original is stored in its own words or packed: some byte of it is another one.
    let mut refused = 0;
    for at in (0..file.len()).step_by(7) {
        let mut spoiled = file.clone();
        spoiled[at] ^= 0x20;
        match read(&spoiled) {
            Err(_) => refused += 1,
            Ok(bundle) => assert!(bundle == read(&file).unwrap(), "byte {at} changed what was read"),
        }
    }
    assert!(refused > 20);
}
