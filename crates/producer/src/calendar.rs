//! Seconds since 1970 as Live writes them into the names of backups.

/// Seconds since 1970 (UTC) as `2026-11-26 221631`; the calendar after Howard Hinnant, "chrono-compatible low-level
/// date algorithms".
pub fn stamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{date:02} {hour:02}{minute:02}{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_what_live_writes() {
        assert_eq!(stamp(0), "1970-01-01 000000");
        assert_eq!(stamp(951_827_696), "2000-02-29 123456");
        assert_eq!(stamp(1_795_731_391), "2026-11-26 221631");
    }
}
