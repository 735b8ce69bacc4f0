//! Dates as PDF writes them: `D:20250314150926+01'00'`.

use obelus_core::id::Time;

/// The moment (ISO 32000-2, 7.9.4); what is left out is the first of its kind, and a date without a zone is in UTC.
pub(super) fn time(date: &str) -> Option<Time> {
    let date = date.strip_prefix("D:").unwrap_or(date);
    let figures = date.bytes().take_while(u8::is_ascii_digit).count().min(14);
    let part = |from: usize, to: usize, first: i64| match date.get(from..to) {
        Some(part) if to <= figures => part.parse().unwrap_or(first),
        _ => first,
    };
    let year = (figures >= 4).then(|| part(0, 4, 0)).filter(|year| *year >= 1_970)?;
    let (month, day) = (part(4, 6, 1).clamp(1, 12), part(6, 8, 1).clamp(1, 31));
    let seconds = part(8, 10, 0) * 3_600 + part(10, 12, 0) * 60 + part(12, 14, 0);
    Some(Time(
        (days(year, month, day) * 86_400 + seconds - zone(&date[figures..])) * 1_000,
    ))
}

/// Days since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// How far east of Greenwich, in seconds.
fn zone(words: &str) -> i64 {
    let sign = match words.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return 0,
    };
    let mut parts = words[1..].split('\'').map(|part| part.parse::<i64>().unwrap_or(0));
    let (hours, minutes) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    sign * (hours.clamp(0, 23) * 3_600 + minutes.clamp(0, 59) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_far_as_it_is_written() {
        let seconds = |date| time(date).map(|Time(ms)| ms / 1_000);
        assert_eq!(seconds("D:19700102000000Z"), Some(86_400));
        assert_eq!(seconds("D:20250314150926+01'00'"), Some(1_741_961_366));
        assert_eq!(seconds("D:20250314150926-05'30"), Some(1_741_984_766));
        assert_eq!(seconds("D:2025"), Some(1_735_689_600));
        assert_eq!((seconds("hier"), seconds("D:é"), seconds("")), (None, None, None));
    }
}
