//! A moment as files write it (ISO 8601, as XML Schema's dateTime has it): `2026-03-01T09:30:00Z`.

use obelus_core::id::Time;

/// The moment; without a zone it is taken for UTC, since nothing better is known. A day alone is its midnight.
pub(crate) fn moment(written: &str) -> Option<Time> {
    let (day, clock) = match written.trim().split_once(['T', ' ']) {
        Some((day, clock)) => (day, clock),
        None => (written.trim(), ""),
    };
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (clock, zone) = match clock.find(['Z', '+', '-']) {
        Some(at) => clock.split_at(at),
        None => (clock, ""),
    };
    let seconds = days(year, month, day) * 86_400 + seconds(clock)? - offset(zone)?;
    Some(Time(seconds * 1_000 + milliseconds(clock)))
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; a year is taken to begin in March, so that the leap day
/// is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `09:30:00.123`, in whole seconds.
fn seconds(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let whole = clock.split(['.', ',']).next()?;
    let mut parts = whole.split(':').map(|part| part.parse::<i64>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    let fits = (0..=24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds);
    fits.then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// The first three figures after the second; the others are too fine for anybody.
fn milliseconds(clock: &str) -> i64 {
    let fraction = clock.split_once(['.', ',']).map_or("", |(_, fraction)| fraction);
    let figures = fraction.chars().chain("000".chars()).take(3);
    figures.collect::<String>().parse().unwrap_or(0)
}

/// `+02:00`, in seconds.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1) {
        None | Some(("Z", _)) => return Some(0),
        Some(("-", rest)) => (-1, rest),
        Some((_, rest)) => (1, rest),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    Some(sign * (hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60))
}

/// The moment in UTC, to the second; nothing for one outside the years that files can name.
pub(crate) fn written(time: Time) -> Option<String> {
    let (year, month, day) = time.day();
    let seconds = time.0.div_euclid(1_000).rem_euclid(86_400);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    (1..=9999)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thousandth_of_a_second_is_kept() {
        let time = |written| moment(written).map(|Time(milliseconds)| milliseconds % 1_000);
        assert_eq!(time("2026-03-01T09:30:00.125Z"), Some(125));
        assert_eq!(time("2026-03-01T09:30:00,5+01:00"), Some(500));
        assert_eq!(time("2026-03-01T09:30:00.123456789-05:00"), Some(123));
    }

    #[test]
    fn moments_are_read_in_any_zone() {
        for (written, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-03-01T09:30:00Z", 1_772_357_400),
            ("2026-03-01T10:30:00+01:00", 1_772_357_400),
            ("2026-03-01T04:30:00.000000009-05:00", 1_772_357_400),
            ("2026-03-01T09:30", 1_772_357_400),
            ("2024-02-29", 1_709_164_800),
            ("1899-12-31T00:00:00", -2_209_075_200),
        ] {
            assert_eq!(moment(written), Some(Time(seconds * 1_000)), "{written}");
        }
    }

    #[test]
    fn a_moment_that_is_written_is_read_as_it_was() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_772_357_407, "2026-03-01T09:30:07Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            let time = Time(seconds * 1_000);
            assert_eq!(written(time).as_deref(), Some(expected));
            assert_eq!(moment(expected), Some(time));
        }
        assert_eq!(written(Time(i64::MAX)), None);
        assert_eq!(written(Time(i64::MIN)), None);
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for written in [
            "",
            "hier",
            "2026",
            "2026-13-01",
            "2026-01-01Tmidi",
            "-5-1-1",
            "2026-01-01T99:00:00Z",
        ] {
            assert_eq!(moment(written), None, "{written}");
        }
    }
}
