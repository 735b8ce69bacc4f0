//! Reads a moment as RTF packs it into 32 bits (specification 1.9.1, "DTTM").

use obelus_core::id::Time;

use crate::moment::moment;

/// It says no time zone; it is taken for UTC. Nothing for a moment that is none.
pub(super) fn unpack(packed: i64) -> Option<Time> {
    let bits = |from: u32, count: u32| (packed >> from) & ((1 << count) - 1);
    let (minute, hour, day, month, year) = (bits(0, 6), bits(6, 5), bits(11, 5), bits(16, 4), bits(20, 9) + 1_900);
    moment(&format!("{year}-{month}-{day}T{hour}:{minute}:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_moment_is_a_moment() {
        // 2026-03-04 11:30, as LibreOffice writes it.
        let packed = 30 | 11 << 6 | 4 << 11 | 3 << 16 | 126 << 20 | 3 << 29;
        assert_eq!(unpack(packed), Some(Time(1_772_623_800_000)));
        assert_eq!(unpack(1 << 11 | 1 << 16 | 70 << 20), Some(Time(0)));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        assert_eq!(unpack(0), None);
        assert_eq!(unpack(63), None);
    }
}
