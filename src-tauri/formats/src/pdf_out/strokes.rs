//! How a mark is drawn over a page: its tint under the words, and a line that tells the statuses apart without colours.

use std::fmt::Write;

use super::annotate::Quad;

/// The line under the words, as in `look.typ`.
#[derive(Clone, Debug)]
pub(super) struct Strokes {
    /// From 0 to 1.
    pub(super) ink: [f32; 3],
    /// Lengths of what is drawn and what is not, in points; none for a whole line.
    dash: &'static [f32],
    lines: u8,
}

impl Strokes {
    /// Those of a mark, by its name in style sheets.
    pub(super) fn of(class: &str, ink: [f32; 3]) -> Self {
        let (dash, lines): (&[f32], u8) = match class {
            "unchecked" => (&[3.0, 1.6], 1),
            "imprecise" => (&[4.0, 1.2, 1.0, 1.2], 1),
            "query" | "unverifiable" => (&[0.9, 1.3], 1),
            "wrong" => (&[], 2),
            _ => (&[], 1),
        };
        Self { ink, dash, lines }
    }
}

/// The content of a form (ISO 32000-2, 8.5): the tint darkens what is beneath, and the words stay readable.
pub(super) fn drawn(areas: &[Quad], tint: [f32; 3], strokes: &Strokes) -> Vec<u8> {
    let mut content = "q /Darker gs\n".to_owned();
    let colour = |[red, green, blue]: [f32; 3]| format!("{red:.3} {green:.3} {blue:.3}");
    // Writing to a string cannot fail.
    let _ = writeln!(content, "{} rg", colour(tint));
    for [top_left, top_right, bottom_left, bottom_right] in areas {
        for (corner, operator) in [
            (top_left, "m"),
            (top_right, "l"),
            (bottom_right, "l"),
            (bottom_left, "l"),
        ] {
            let _ = write!(content, "{:.2} {:.2} {operator} ", corner[0], corner[1]);
        }
        content.push_str("h f\n");
    }
    let dash: Vec<String> = strokes.dash.iter().map(f32::to_string).collect();
    let _ = writeln!(content, "{} RG 0.7 w [{}] 0 d", colour(strokes.ink), dash.join(" "));
    for [top_left, _, bottom_left, bottom_right] in areas {
        let up = unit(bottom_left, top_left);
        for line in 0..strokes.lines {
            let lift = 0.2 + 1.3 * f32::from(line);
            let at = |corner: &[f32; 2]| [corner[0] + lift * up[0], corner[1] + lift * up[1]];
            let (from, to) = (at(bottom_left), at(bottom_right));
            let _ = writeln!(content, "{:.2} {:.2} m {:.2} {:.2} l S", from[0], from[1], to[0], to[1]);
        }
    }
    content.push_str("Q\n");
    content.into_bytes()
}

/// One point of the way from here to there.
fn unit(from: &[f32; 2], to: &[f32; 2]) -> [f32; 2] {
    let (x, y) = (to[0] - from[0], to[1] - from[1]);
    let length = x.hypot(y).max(0.01);
    [x / length, y / length]
}
