//! Files that tests make and the repository keeps: compared, or written anew where `OKR_BLESS=1` says so.
#![allow(dead_code, reason = "every test program uses its own part")]
#![allow(unreachable_pub, reason = "a test program has no other crate to reach")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

use std::path::Path;

/// Whether files are to be written anew.
pub fn blessing() -> bool {
    std::env::var_os("OKR_BLESS").is_some_and(|value| value == "1")
}

/// Compares a file of the repository with what it should be.
#[track_caller]
pub fn keep(path: &str, made: &str, test: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if blessing() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder to write to");
        std::fs::write(&file, made).expect("a file to write to");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    if kept == made {
        return;
    }
    let differs = kept.lines().zip(made.lines()).position(|(kept, made)| kept != made);
    let line = differs.unwrap_or_else(|| kept.lines().count().min(made.lines().count()));
    let told =
        |text: &str| text.lines().nth(line).map_or("(nothing)".to_owned(), |line| line.chars().take(300).collect());
    panic!(
        "{path} is stale from line {} on:\n  kept {}\n  made {}\nLook at the change; where it is meant, refresh with\n  OKR_BLESS=1 cargo test --test {test}",
        line + 1,
        told(&kept),
        told(made),
    );
}

/// JSON on one line, laid out over many: the same text but for blanks between tokens.
pub fn laid_out(json: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    let mut in_text = false;
    let mut escaped = false;
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        if in_text {
            out.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                if chars.next_if(|next| matches!(next, '}' | ']')).is_some() {
                    out.push(if c == '{' { '}' } else { ']' });
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c => {
                in_text = c == '"';
                out.push(c);
            }
        }
    }
    out.push('\n');
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}
