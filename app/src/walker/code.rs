//! A walk's code as people give it: typed with or without hyphen, in small letters, or as the whole link.

/// The code in what was typed or scanned; `None` when there is none.
pub fn code_in(given: &str) -> Option<String> {
    let code = given.rsplit_once('#').map_or(given, |(_, fragment)| fragment);
    let code: String = code.chars().filter(|letter| !is_filler(*letter)).collect();
    let fits = (4..=16).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| code.to_ascii_uppercase())
}

/// What people put between the letters, and what phones make of it.
fn is_filler(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '‑' | '_' | '.' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_given() {
        for given in
            ["KXMT4832", "kxmt-4832", " kxmt 4832 ", "https://lykta.example.se/#KXMT-4832", "#kxmt–4832"]
        {
            assert_eq!(code_in(given).as_deref(), Some("KXMT4832"), "{given}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for given in ["", "abc", "https://example.se", "hej på dig", &"A".repeat(17)] {
            assert_eq!(code_in(given), None, "{given}");
        }
    }
}
