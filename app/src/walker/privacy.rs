//! Warns when a text seems to say who somebody is, before it is sent. The walker decides; nothing is changed.
//!
//! Promises: pure; nothing it looks at is kept or told on. Better silent than crying wolf: times, years and house
//! numbers are no telephone numbers.

/// What a text seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Swedish personal identity number (or a co-ordination number).
    IdentityNumber,
}

/// The first that is found.
pub fn personal_in(text: &str) -> Option<Personal> {
    if text.split_whitespace().any(is_email) {
        return Some(Personal::Email);
    }
    let runs = || text.split(|letter| !is_number_part(letter));
    if runs().any(holds_identity_number) {
        return Some(Personal::IdentityNumber);
    }
    runs().any(is_phone).then_some(Personal::Phone)
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        let host = host.trim_end_matches(|letter| !is_letter(letter));
        name.ends_with(is_letter) && host.contains('.') && !host.starts_with('.')
    })
}

/// Letters of all scripts, roughly: the tables that know exactly weigh more than they are worth here.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii()
}

fn is_number_part(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '+' | '-' | '–' | ' ' | '\u{a0}' | '(' | ')' | '/')
}

fn digits(run: &str) -> Vec<u8> {
    run.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect()
}

fn is_phone(run: &str) -> bool {
    let digits = digits(run);
    let international = run.trim_start().starts_with('+') || digits.starts_with(&[0, 0]);
    let national = matches!(digits[..], [0, 1..=9, ..]);
    international && (9..=15).contains(&digits.len()) || national && (9..=11).contains(&digits.len())
}

fn holds_identity_number(run: &str) -> bool {
    digits(run).windows(10).any(is_identity_number)
}

/// YYMMDDNNNC with a possible day (60 more in co-ordination numbers) and the right check digit (Luhn).
fn is_identity_number(ten: &[u8]) -> bool {
    let pair = |at: usize| ten[at] * 10 + ten[at + 1];
    let (month, day) = (pair(2), pair(4));
    let possible = (1..=12).contains(&month) && (1..=31).contains(&(if day > 60 { day - 60 } else { day }));
    let weighed = ten.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { digit * 2 } else { *digit });
    let sum: u8 = weighed.map(|it| it / 10 + it % 10).sum();
    possible && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Option<Personal>, texts: &[&str]) {
        for text in texts {
            assert_eq!(personal_in(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_and_numbers_that_tell_who_are_found() {
        check(Some(Personal::Email), &["Skriv till anna.berg@example.se, tack", "(a@b.se)"]);
        check(
            Some(Personal::Phone),
            &["ring 070-123 45 67", "+46 70 123 45 67 kväll", "0920-45 30 00", "tfn (08) 508 270 00"],
        );
        // The tax agency's own examples of fictitious numbers.
        check(
            Some(Personal::IdentityNumber),
            &["811228-9874", "19811228-9874 bor här", "670919 9530", "701063-2391"],
        );
    }

    #[test]
    fn what_people_write_about_places_is_left_alone() {
        check(
            None,
            &[
                "Lampa 14 är trasig sedan 2026-11-22",
                "Mellan 07.30-08.30 och 22–23 är det svart",
                "kl 0730-0830",
                "Porsövägen 12–14, 3 lampor av 10",
                "@ torget",
                "811228-9875",
                "100 000 kr, 65.617 22.137",
            ],
        );
    }
}
