//! Moments as a terminal and a program read them, in UTC.

use obelus_core::id::Time;
use time::UtcDateTime;

fn moment(time: Time) -> UtcDateTime {
    UtcDateTime::from_unix_timestamp_nanos(i128::from(time.0) * 1_000_000).unwrap_or(UtcDateTime::UNIX_EPOCH)
}

/// RFC 3339: `2026-11-22T23:09:04.125Z`.
pub(crate) fn exact(time: Time) -> String {
    let moment = moment(time);
    let (hour, minute, second, milli) = moment.as_hms_milli();
    format!("{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", moment.date())
}

/// `2026-11-22 23:09`.
pub(crate) fn rough(time: Time) -> String {
    let moment = moment(time);
    format!("{} {:02}:{:02}", moment.date(), moment.hour(), moment.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        assert_eq!(exact(Time(1_795_388_944_125)), "2026-11-22T23:09:04.125Z");
        assert_eq!(rough(Time(0)), "1970-01-01 00:00");
        assert_eq!(rough(Time(i64::MAX)), "1970-01-01 00:00");
    }
}
