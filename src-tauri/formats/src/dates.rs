//! Reads the days that people write, in French and in English.

/// The number of a month by its name, in lower case.
pub(crate) fn month(name: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["janvier", "janv", "january", "jan"],
        &["février", "fevrier", "févr", "fév", "fevr", "fev", "february", "feb"],
        &["mars", "march", "mar"],
        &["avril", "avr", "april", "apr"],
        &["mai", "may"],
        &["juin", "june", "jun"],
        &["juillet", "juil", "july", "jul"],
        &["août", "aout", "august", "aug"],
        &["septembre", "sept", "september", "sep"],
        &["octobre", "oct", "october"],
        &["novembre", "nov", "november"],
        &["décembre", "decembre", "déc", "dec", "december"],
    ];
    let at = MONTHS.iter().position(|names| names.contains(&name))?;
    Some(at as u32 + 1)
}

/// The first day that a line names, in ISO 8601: "Publié le 22 novembre 2023" is 2023-11-22.
pub(crate) fn day(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| {
        // "22T08" of a moment is the 22nd.
        let part = part.split_once('t').map_or(part, |(day, hour)| {
            if hour.starts_with(|c: char| c.is_ascii_digit()) {
                day
            } else {
                part
            }
        });
        let digits = part.trim_end_matches(char::is_alphabetic);
        digits.parse::<u32>().ok().filter(|_| part.len() - digits.len() <= 2)
    };
    let year = |part: &str| number(part).filter(|&year| part.len() == 4 && (1_400..2_200).contains(&year));
    parts.windows(3).find_map(|window| {
        let [a, b, c] = [window[0], window[1], window[2]];
        let (year, month, day) = if let (Some(day), Some(month), Some(year)) = (number(a), month(b), year(c)) {
            (year, month, day)
        } else if let (Some(month), Some(day), Some(year)) = (month(a), number(b), year(c)) {
            (year, month, day)
        } else if let (Some(year), Some(month), Some(day)) = (year(a), number(b), number(c)) {
            (year, month, day)
        } else {
            return None;
        };
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for (line, expected) in [
            ("Publié le 22 novembre 2023 à 14 h 05", Some("2023-11-22")),
            ("Le mercredi 1er mars 2023", Some("2023-03-01")),
            ("Updated on Nov. 2nd, 2023", Some("2023-11-02")),
            ("2023-11-22T08:00", Some("2023-11-22")),
            ("Publié le 22/11/23", None),
            ("12 novembre", None),
            ("Nov 45, 2023", None),
        ] {
            assert_eq!(day(line).as_deref(), expected, "{line}");
        }
    }
}
