//! The ways in which a file is damaged.

use proptest::prelude::*;

/// One change to the bytes of a file; places are shares of its length, in 65,536ths.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    /// Other bits in one byte.
    Flip { at: u16, bits: u8 },
    /// A stretch is gone.
    Remove { at: u16, length: u16 },
    /// The rest is gone.
    Cut { at: u16 },
    /// A stretch stands there several times.
    Repeat { at: u16, length: u8, times: u8 },
    /// Words that mean something to one of the formats.
    Insert { at: u16, word: usize },
    /// A stretch of another file.
    Splice {
        at: u16,
        other: usize,
        from: u16,
        length: u16,
    },
    /// The next figure becomes another one.
    Number { at: u16, figure: u8 },
}

const WORDS: &[&[u8]] = &[
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff",
    b"\n\n",
    b"\r\n",
    b"<p>",
    b"</p>",
    b"<table><tr><td>",
    b"<li>",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"&#x10ffff;",
    b"&#0;",
    b"<svg>",
    b"<pre>",
    b"<ruby><rt>",
    b"<a href='javascript:x'>",
    b"> ",
    b"- ",
    b"1. ",
    b"# ",
    b"|a|b|\n|-|-|\n",
    b"[^1]: ",
    b"![](",
    b"](",
    b"```\n",
    b"---\n",
    b"\xe2\x80\xae",
    b"\xef\xbb\xbf",
    b"\xcc\x81",
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl>",
    b"<w:ins w:id='1'>",
    b"<w:del>",
    b"<w:commentRangeStart w:id='0'/>",
    b"<w:footnoteReference w:id='2'/>",
    b"<text:p>",
    b"<office:annotation>",
    b"<text:change-start text:change-id='a'/>",
    b"{\\",
    b"}",
    b"\\u8364?",
    b"\\bin9999 ",
    b"\\'e9",
    b"endobj",
    b"stream\n",
    b"<<",
    b">>",
    b"[[[[",
    b"/Kids [1 0 R]",
    b"BT (a) Tj ET",
    b"/Length 99999999",
    b"xref\n",
    b"Publicit\xc3\xa9\n\n",
    b"Lire aussi : x\n",
    b"   ",
    b"\t",
    b"99999999999",
    b"-1",
    b"%PDF-1.7\n",
];

impl Arbitrary for Damage {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        prop_oneof![
            3 => (any::<u16>(), 1..=u8::MAX).prop_map(|(at, bits)| Self::Flip { at, bits }),
            2 => (any::<u16>(), 1..400_u16).prop_map(|(at, length)| Self::Remove { at, length }),
            1 => any::<u16>().prop_map(|at| Self::Cut { at }),
            2 => (any::<u16>(), 1..80_u8, 2..60_u8).prop_map(|(at, length, times)| Self::Repeat { at, length, times }),
            4 => (any::<u16>(), 0..WORDS.len()).prop_map(|(at, word)| Self::Insert { at, word }),
            2 => (any::<u16>(), any::<usize>(), any::<u16>(), 1..2_000_u16)
                .prop_map(|(at, other, from, length)| Self::Splice { at, other, from, length }),
            2 => (any::<u16>(), any::<u8>()).prop_map(|(at, figure)| Self::Number { at, figure }),
        ]
        .boxed()
    }
}

/// The bytes after all damages, in their order.
pub(crate) fn damaged<'o>(bytes: &[u8], damages: &[Damage], other: impl Fn(usize) -> &'o [u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        let place = |at: u16, length: usize| length * usize::from(at) / 65_536;
        match *damage {
            Damage::Flip { at, bits } => {
                let at = place(at, bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bits;
                }
            }
            Damage::Remove { at, length } => {
                let at = place(at, bytes.len());
                bytes.drain(at..bytes.len().min(at + usize::from(length)));
            }
            Damage::Cut { at } => bytes.truncate(place(at, bytes.len())),
            Damage::Repeat { at, length, times } => {
                let at = place(at, bytes.len());
                let end = bytes.len().min(at + usize::from(length));
                let stretch = bytes[at..end].repeat(usize::from(times));
                bytes.splice(at..at, stretch);
            }
            Damage::Insert { at, word } => {
                let at = place(at, bytes.len());
                bytes.splice(at..at, WORDS[word].iter().copied());
            }
            Damage::Splice {
                at,
                other: of,
                from,
                length,
            } => {
                let at = place(at, bytes.len());
                let source = other(of);
                let from = place(from, source.len());
                let end = source.len().min(from + usize::from(length));
                bytes.splice(at..at, source[from..end].iter().copied());
            }
            Damage::Number { at, figure } => {
                let at = place(at, bytes.len());
                if let Some(byte) = bytes[at..].iter_mut().find(|byte| byte.is_ascii_digit()) {
                    *byte = b'0' + figure % 10;
                }
            }
        }
    }
    bytes
}
