//! Texts from outside in messages.

/// A text from outside for a message: cut to so many characters, and nothing in it that steers a terminal or reorders what
/// stands around it. Control characters and those that set the direction of text are escaped.
///
/// For hosts and faces that tell of what they read themselves, in the way of this library's errors.
///
/// ```
/// use okr_core::harmless;
///
/// assert_eq!(harmless("Größe\u{202e}\n", 80), "Größe\\u{202e}\\u{a}");
/// assert_eq!(harmless("a very long name", 6), "a very…");
/// ```
pub fn harmless(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len().min(longest) + 2);
    for (count, c) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        if c.is_control() || is_bidi_control(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// An id, a name or a word from outside, as messages quote it: [harmless], cut to 120 characters, in backticks.
///
/// ```
/// assert_eq!(okr_core::quoted("dau"), "`dau`");
/// ```
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    format!("`{}`", harmless(text, LONGEST))
}

/// Characters that reorder the text around them, and so can make one id look like another.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn echoed_input_is_cut_and_escaped() {
        assert_eq!(quoted("a\u{1b}b\u{202e}c"), "`a\\u{1b}b\\u{202e}c`");
        assert_eq!(quoted(&"x".repeat(500)).chars().count(), 123);
    }
}
