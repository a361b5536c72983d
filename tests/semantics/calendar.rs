//! T7: fiscal quarters.

use okr_core::Date;
use okr_core::calendar::{FiscalCalendar, FiscalQuarter};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn quarter(start_month: u32, on: &str) -> FiscalQuarter {
    FiscalCalendar::new(start_month).unwrap().quarter_of(date(on))
}

#[test]
fn t7_the_quarter_of_a_day() {
    let november = quarter(7, "2026-11-15");
    assert_eq!((november.year(), november.number()), (2026, 2));
    assert_eq!((november.start(), november.end()), (date("2026-10-01"), date("2026-12-31")));
    let next = november.next().unwrap();
    assert_eq!((next.start(), next.end()), (date("2027-01-01"), date("2027-03-31")));
    assert_eq!((next.year(), next.number(), next.previous()), (2026, 3, Some(november)));
    let january = quarter(5, "2026-01-31");
    assert_eq!((january.year(), january.number()), (2025, 3));
    assert_eq!(january.label("{year} {yy} {next_year} {next_yy} Q{quarter}").unwrap(), "2025 25 2026 26 Q3");
}

#[test]
fn t7_every_day_lies_in_one_quarter_and_quarters_tile_the_years() {
    for month in 1..=12 {
        let calendar = FiscalCalendar::new(month).unwrap();
        assert_eq!(calendar.start_month(), month);
        let mut quarter = calendar.quarter_of(Date::MIN);
        let mut first = Date::MIN;
        loop {
            assert_eq!(quarter.start(), first, "no day between two quarters, and none in both");
            assert!(quarter.start() <= quarter.end());
            for day in [quarter.start(), quarter.end()] {
                assert!(quarter.contains(day) && calendar.quarter_of(day) == quarter, "{day}");
            }
            assert_eq!(calendar.quarter(quarter.year(), quarter.number()).unwrap(), quarter);
            if quarter.number() == 1 && quarter.start() > Date::MIN {
                assert_eq!(quarter.start().civil(), (quarter.year(), month, 1), "a year starts with its first quarter");
            }
            let Some(next) = quarter.next() else { break };
            assert!(next > quarter && next.previous() == Some(quarter));
            first = Date::from_days(quarter.end().days() + 1).unwrap();
            quarter = next;
        }
        assert_eq!(quarter.end(), Date::MAX);
    }
}

#[test]
fn t7_every_day_of_some_years_lies_where_its_month_says() {
    for start_month in 1..=12_u32 {
        let calendar = FiscalCalendar::new(start_month).unwrap();
        for days in date("2023-12-31").days()..=date("2025-03-01").days() {
            let day = Date::from_days(days).unwrap();
            let (_, month, _) = day.civil();
            let quarter = calendar.quarter_of(day);
            assert_eq!(quarter.number(), (month + 12 - start_month) % 12 / 3 + 1, "{day}");
            assert!(quarter.start() <= day && day <= quarter.end());
        }
    }
}

#[test]
fn t7_what_is_no_quarter_and_no_label_is_refused() {
    let calendar = FiscalCalendar::new(7).unwrap();
    for refused in [calendar.quarter(2026, 0), calendar.quarter(2026, 5), calendar.quarter(i32::MAX, 1)] {
        assert_eq!(refused.unwrap_err().code().as_str(), "out_of_range");
    }
    assert_eq!(FiscalCalendar::new(13).unwrap_err().code().as_str(), "out_of_range");
    // The fiscal year of the first days began before the first date there is.
    let first = calendar.quarter_of(Date::MIN);
    assert_eq!((first.year(), first.number(), first.previous()), (1899, 3, None));
    assert_eq!(quarter(8, "2999-12-31").next(), None);
    let label = |template: &str| first.label(template).map_err(|error| error.code().as_str());
    assert_eq!(label("Q{quarter}"), Ok("Q3".to_owned()));
    assert_eq!(label(""), Ok(String::new()));
    for template in ["{q}", "{", "}", "{}", "{year", "year}", "{{year}}"] {
        assert_eq!(label(template), Err("unknown_word"), "{template}");
    }
}
