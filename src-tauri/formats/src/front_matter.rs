//! Reads what a Markdown file says of itself before its text: fields in YAML between `---`, or in TOML between `+++`.
//!
//! No more of either language is understood than such fields need.

use std::collections::BTreeMap;

pub(crate) type Fields = BTreeMap<String, String>;

/// The fields with their names in lower case, and the text after them; nothing where it is but a rule above a text.
pub(crate) fn split(source: &str) -> Option<(Fields, &str)> {
    let source = source.trim_start_matches('\u{feff}');
    let (rest, ends, separator) = match source.strip_prefix("---\n") {
        Some(rest) => (rest, ["---", "..."], ':'),
        None => (source.strip_prefix("+++\n")?, ["+++", "+++"], '='),
    };
    let mut reader = Reader::default();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if ends.contains(&line) {
            return Some((reader.fields, &rest[at..]));
        }
        reader.line(line, separator)?;
    }
    None
}

#[derive(Default)]
struct Reader {
    fields: Fields,
    /// The field that the next lines may go on with.
    last: Option<String>,
    /// In a table of TOML nothing is said of the text as a whole.
    in_table: bool,
}

impl Reader {
    fn line(&mut self, line: &str, separator: char) -> Option<()> {
        let words = line.trim_start();
        if words.is_empty() || words.starts_with('#') {
            return Some(());
        }
        if separator == '=' && words.starts_with('[') && words.ends_with(']') {
            self.in_table = true;
            return Some(());
        }
        if let Some(entry) = words.strip_prefix("- ").filter(|_| self.last.is_some()) {
            // A list of authors: `author:` and a line for each, perhaps with its name named.
            let entry = entry.strip_prefix("name:").unwrap_or(entry);
            self.go_on(", ", &unquote(entry));
            return Some(());
        }
        if line.starts_with([' ', '\t']) && separator == ':' {
            match words.split_once(": ") {
                Some(("name", name)) => self.go_on(", ", &unquote(name)),
                // What is said of an author besides the name.
                Some((key, _)) if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {}
                _ => self.go_on(" ", words),
            }
            return Some(());
        }
        let (name, value) = line.split_once(separator)?;
        if self.in_table {
            return Some(());
        }
        let name = name.trim().trim_matches('"').to_lowercase();
        let value = value.trim();
        // `title: >` is followed by its words.
        let value = if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
            String::new()
        } else {
            unquote(value)
        };
        self.fields.insert(name.clone(), value);
        self.last = Some(name);
        Some(())
    }

    fn go_on(&mut self, separator: &str, words: &str) {
        let Some(last) = &self.last else { return };
        let value = self.fields.entry(last.clone()).or_default();
        if !value.is_empty() {
            value.push_str(separator);
        }
        value.push_str(words);
    }
}

fn unquote(value: &str) -> String {
    let value = value.trim();
    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    if let Some(list) = list {
        return list.split(',').map(unquote).collect::<Vec<_>>().join(", ");
    }
    let quoted = ['"', '\''].iter().find_map(|&q| value.strip_prefix(q)?.strip_suffix(q));
    match quoted {
        Some(quoted) => quoted.replace("\\\"", "\"").replace("''", "'"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: Option<&[(&str, &str)]>) {
        let found = split(source).map(|(fields, _)| fields);
        let expected = expected.map(|fields| {
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        });
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn fields_are_read_in_yaml_and_in_toml() {
        check(
            "---\nTitle: \"Un titre : le vrai\"\ntags: [a, 'b']\n---\nmot",
            Some(&[("title", "Un titre : le vrai"), ("tags", "a, b")]),
        );
        check(
            "---\ntitle: >-\n  Un titre\n  en deux lignes\nauthor:\n  name: Lucie Roche\n  email: x@y.z\n---\n",
            Some(&[("title", "Un titre en deux lignes"), ("author", "Lucie Roche")]),
        );
        check(
            "---\nauthors:\n  - name: Lucie Roche\n    role: texte\n  - Ahmed Benali\n---\n",
            Some(&[("authors", "Lucie Roche, Ahmed Benali")]),
        );
        check(
            "+++\ntitle = \"Un titre\"\ndate = 2023-11-22\n[extra]\ntitle = \"autre\"\n+++\nmot",
            Some(&[("title", "Un titre"), ("date", "2023-11-22")]),
        );
    }

    #[test]
    fn a_rule_above_a_text_is_no_front_matter() {
        check("---\nUn texte sans champ.\n---\n", None);
        check("---\ntitle: sans fin\n", None);
        check("mot\n---\n", None);
    }
}
