//! A header taken apart into what programs are compiled against: every piece of it that is no comment.

/// A header without its comments.
pub(crate) fn uncommented(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("/*").into_iter().chain(rest.find("//")).min() {
        out.push_str(&rest[..at]);
        let end =
            if rest[at..].starts_with("/*") { rest[at..].find("*/").map(|end| end + 2) } else { rest[at..].find('\n') };
        rest = &rest[at + end.unwrap_or(rest.len() - at)..];
    }
    out + rest
}

/// The pieces of a header, each with the conditions under which it holds: a definition of the preprocessor, a type, a function;
/// of an enum its type, and each constant by itself, because later headers may have more of these.
pub(crate) fn items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in uncommented(text).replace("extern \"C\" {", "").lines().map(str::trim) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_directive = line.starts_with('#') && open.is_empty();
        if line.is_empty() || (line == "}" && open.is_empty()) {
            continue;
        } else if is_directive && line.starts_with("#if") {
            conditions.push(line);
        } else if is_directive && line.starts_with("#el") {
            let of = conditions.pop().unwrap();
            conditions.push(format!("{of} {line}"));
        } else if is_directive && line == "#endif" {
            conditions.pop().unwrap();
        } else if is_directive {
            items.push(format!("{conditions:?} {line}"));
        } else {
            open.push_str(&line);
            open.push(' ');
            if open.ends_with("; ") && open.matches('{').count() == open.matches('}').count() {
                pieces(open.trim(), &mut |piece| items.push(format!("{conditions:?} {piece}")));
                open.clear();
            }
        }
    }
    assert!(open.is_empty() && conditions.is_empty(), "{open} {conditions:?}");
    items
}

/// A declaration, or the pieces of an enum.
fn pieces(declaration: &str, keep: &mut impl FnMut(String)) {
    match declaration.split_once('{') {
        Some((head, constants)) if head.starts_with("enum ") => {
            keep(head.trim().to_owned());
            let constants = constants.trim_end_matches([' ', ';', '}']).split(',').map(str::trim);
            constants.filter(|one| !one.is_empty()).for_each(|one| keep(format!("{}: {one}", head.trim())));
        }
        _ => keep(declaration.to_owned()),
    }
}

/// What programs of an older header rely on and a newer one does not have.
pub(crate) fn missing(old: &str, new: &str) -> Vec<String> {
    let new = items(new);
    // The version is what may change from one header to the next; that of the binary interface is not among these.
    let is_version = |item: &str| item.contains("#define OKR_VERSION_");
    items(old).into_iter().filter(|item| !is_version(item) && !new.contains(item)).collect()
}

#[test]
fn what_would_break_programs_is_seen() {
    let old = std::fs::read_to_string(crate::tools::header()).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(old.contains(from), "{from}");
        missing(&old, &old.replacen(from, to, 1))
    };
    assert_eq!(missing(&old, &old), [""; 0]);
    assert!(items(&old).len() > 250, "{}", items(&old).len());
    for (from, to) in [
        ("typedef int32_t okr_date;", "typedef int64_t okr_date;"),
        ("enum okr_table\n", "enum okr_tabel\n"),
        ("typedef int32_t okr_table;", "typedef int16_t okr_table;"),
        ("  : int32_t\n", "  : int64_t\n"),
        ("OKR_STATUS_BAD_TABLE = -7,", "OKR_STATUS_BAD_TABLE = -9,"),
        ("OKR_STATUS_BAD_TABLE = -7,", ""),
        ("#define OKR_NO_ROW UINT32_MAX", "#define OKR_NO_ROW 0"),
        ("#define OKR_ABI_VERSION 1", "#define OKR_ABI_VERSION 2"),
        ("  const uint8_t *validity;", ""),
        ("  int64_t null_count;", "  int32_t null_count;"),
        ("typedef struct okr_policy okr_policy;", ""),
        (
            "uint32_t okr_objective_count(const struct okr_scorecard *card);",
            "uint64_t okr_objective_count(const struct okr_scorecard *card);",
        ),
        ("#include <stdint.h>", ""),
    ] {
        assert!(!changed(from, to).is_empty(), "{from}");
    }
    for (from, to) in [
        ("OKR_STATUS_BAD_TABLE = -7,", "OKR_STATUS_BAD_TABLE = -7,\n OKR_STATUS_NEW = -9,"),
        ("#define OKR_VERSION_NUMBER 100", "#define OKR_VERSION_NUMBER 101"),
        ("typedef int32_t okr_date;", "typedef int32_t okr_date;\ntypedef int32_t okr_time;"),
        ("/**\n * The version of the library", "void okr_new(void);\n\n/**\n * The version of the library"),
    ] {
        assert_eq!(changed(from, to), [""; 0], "{from}");
    }
}
