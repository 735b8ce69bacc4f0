//! Says how alike two texts are, from a sketch of each that is small enough to keep.
//!
//! A sketch holds the smallest hashes of a text's shingles: its runs of three words, folded. What two sketches share
//! tells what the texts share (Broder, "On the resemblance and containment of documents", 1997). It sees a draft that
//! was worked over and grew; it does not see who copied from whom, nor where.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Text;

/// How many words a shingle has. Of longer ones, hardly any would outlive an editor.
const SHINGLE: usize = 3;

/// How many hashes a sketch keeps at most: the estimate is then within three hundredths, mostly.
const KEPT: usize = 256;

/// From here on, of 100, one text is probably a version of the other. Half of what both say, they say alike: different
/// articles of one site stay far below, the notes at their feet included.
pub const VERSION: u8 = 50;

/// How sketches are made: another number for every change, for kept ones are compared with new ones.
pub const METHOD: u32 = 1;

/// What is remembered of a text to tell how alike others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// How many different shingles the text has.
    shingles: u32,
    /// The smallest hashes, in order.
    least: Vec<u64>,
}

impl Sketch {
    #[must_use]
    pub fn of(text: &Text) -> Self {
        let words: Vec<u64> = text.as_str().unicode_words().map(hash).collect();
        // A text of fewer words is one shingle.
        let size = SHINGLE.min(words.len()).max(1);
        let mut hashes: Vec<u64> = words.windows(size).map(together).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let shingles = hashes.len() as u32;
        hashes.truncate(KEPT);
        Self {
            shingles,
            least: hashes,
        }
    }

    /// From 0, nothing in common, to 100, the same shingles: what both texts share, against the mean of what they
    /// hold. A text and its double with as much again added are 70 alike.
    #[must_use]
    pub fn alike(&self, other: &Self) -> u8 {
        let (mut a, mut b) = (self.least.iter().peekable(), other.least.iter().peekable());
        let (mut shared, mut seen) = (0_u32, 0_u32);
        while seen < KEPT as u32 {
            match (a.peek(), b.peek()) {
                (Some(one), Some(two)) if one == two => {
                    shared += 1;
                    a.next();
                    b.next();
                }
                (Some(one), Some(two)) if one < two => drop(a.next()),
                (Some(_), None) => drop(a.next()),
                (_, Some(_)) => drop(b.next()),
                (None, None) => break,
            }
            seen += 1;
        }
        if shared == 0 {
            return 0;
        }
        let resemblance = f64::from(shared) / f64::from(seen);
        let (ours, theirs) = (f64::from(self.shingles), f64::from(other.shingles));
        let both = resemblance / (1.0 + resemblance) * (ours + theirs);
        // The geometric mean: one text that is a small part of the other is no version of it.
        (100.0 * both / (ours * theirs).sqrt()).round().clamp(0.0, 100.0) as u8
    }

    /// To be kept: [`Sketch::from_bytes`] reads it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let least = self.least.iter().flat_map(|hash| hash.to_be_bytes());
        self.shingles.to_be_bytes().into_iter().chain(least).collect()
    }

    /// Nothing where the bytes are no sketch.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (shingles, least) = bytes.split_first_chunk()?;
        let (least, rest) = least.as_chunks();
        rest.is_empty().then(|| Self {
            shingles: u32::from_be_bytes(*shingles),
            least: least.iter().map(|bytes| u64::from_be_bytes(*bytes)).collect(),
        })
    }
}

/// The hash of a word in whatever case, and however its letters and apostrophes are encoded (FNV-1a, 64 bits).
fn hash(word: &str) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return word.bytes().map(|byte| byte.to_ascii_lowercase()).fold(start, add);
    }
    let letters = word
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
        .map(|c| if c == '’' { '\'' } else { c });
    let mut bytes = [0; 4];
    letters.fold(start, |hash, letter| {
        letter.encode_utf8(&mut bytes).bytes().fold(hash, add)
    })
}

/// The hash of some words in their order, spread over all numbers (the finaliser of SplitMix64).
fn together(words: &[u64]) -> u64 {
    let mut mixed = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
        hash.rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ word
    });
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many sentences about a subject, no two alike.
    fn article(subject: &str, from: usize, to: usize) -> String {
        let verbs = ["annonce", "dément", "prépare", "confirme", "publie", "retire", "vend"];
        let things = ["un rapport", "la fusion", "son départ", "une enquête", "le contrat"];
        let sentence = |n: usize| {
            let (verb, thing) = (verbs[n % 7], things[n % 5]);
            format!(
                "Le {n} mai, {subject} {verb} {thing} et {} salariés l’apprennent à {n} heures.",
                n * 7
            )
        };
        (from..to).map(sentence).collect::<Vec<_>>().join("\n\n")
    }

    fn alike(one: &str, other: &str) -> u8 {
        let sketch = |text: &str| Sketch::of(&Text::new(text.to_owned()));
        assert_eq!(sketch(one).alike(&sketch(other)), sketch(other).alike(&sketch(one)));
        sketch(one).alike(&sketch(other))
    }

    #[test]
    fn the_same_words_in_other_letters_are_the_same() {
        let text = article("l’éditeur", 0, 60);
        let same = text
            .replace('’', "'")
            .replace('é', "e\u{301}")
            .replace("Le ", "LE\u{a0}");
        assert_eq!(alike(&text, &same), 100);
        assert_eq!(alike("Départ", "départ !"), 100);
    }

    #[test]
    fn a_draft_that_grew_and_was_worked_over_is_a_version() {
        let draft = article("le journal", 0, 90);
        assert!(alike(&draft, &article("le journal", 0, 120)) >= 80);
        assert!(alike(&draft, &article("le journal", 30, 120)) >= VERSION);
        // Every twelfth word or so is another.
        let words = draft.split(' ').enumerate();
        let edited: Vec<&str> = words
            .map(|(n, word)| if n % 12 == 5 { "autrement" } else { word })
            .collect();
        assert!(alike(&edited.join(" "), &article("le journal", 0, 120)) >= VERSION);
    }

    #[test]
    fn two_articles_of_one_site_are_none_of_each_other() {
        let foot =
            "Abonnez-vous à notre lettre du matin. Tous droits réservés, reproduction interdite sans accord écrit.";
        let one = format!("{}\n\n{foot}", article("le ministre", 0, 40));
        let other = format!("{}\n\n{foot}", article("la mairie", 100, 140));
        assert!(alike(&one, &other) < VERSION / 2);
        assert_eq!(alike("", "un"), 0);
    }

    #[test]
    fn a_passage_is_no_version_of_the_book_it_stands_in() {
        let book = article("le roman", 0, 2_000);
        assert!(alike(&article("le roman", 500, 540), &book) < VERSION / 2);
    }

    #[test]
    fn a_sketch_is_the_same_after_it_was_kept() {
        for text in ["", "un", &article("le journal", 0, 90)] {
            let sketch = Sketch::of(&Text::new(text.to_owned()));
            assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        }
        assert_eq!(Sketch::from_bytes(&[0; 7]), None);
    }
}
