//! Names made to do harm, in the formats that people read: each is shown, and none is acted upon.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use common::memory::Dossier;
use dossier::model::assessment::Assessment;
use dossier::model::text::Lang;
use dossier::report::{html, markdown, message, xlsx};

const NAMES: [&str; 12] = [
    "<img src=x onerror=alert(1)>",
    "\"><script>alert(1)</script><x y=\"",
    "{{7*7}}{% include \"page.css\" %}",
    "]]>",
    "\u{1b}[31mred\u{1b}]8;;x\u{7}",
    "abc\u{202e}fdp.exe",
    "=cmd|' /C calc'!A0",
    "+1|@everyone",
    "[click](javascript:alert) ![x](x)",
    "``` `a` | b",
    "two\nlines\r\n# three",
    "&lt;b&gt;&amp;",
];

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A dossier that says the name wherever a name may stand: counted, refused, left over, as a product, in a waiver.
fn assessed(name: &str) -> Assessment {
    let pdf = |text: &str| common::document("x.pdf", text);
    // Settings may hold no control characters at all.
    let said = if acts(name) || name.contains('\n') { "plain" } else { name };
    let said = serde_json::to_string(said).expect("JSON, which is YAML");
    let product = said.replacen('"', "\"热水器 ", 1);
    // Every name breaks on some system, so that all are told alike.
    let name = format!("{name}:");
    Dossier::default()
        .with_bytes(&format!("{name}.pdf"), pdf("a"))
        .with_bytes(&format!("{name}维修记录.pdf"), pdf("b"))
        .with_bytes(&format!("{name}维修管理制度.pdf"), pdf("c"))
        .declaring(&format!(
            "scope: [{{ name: {product} }}, 净水器]\nwaivers: [{{ item: \"21\", reason: {said}, until: 2026-12-31 }}]\n"
        ))
        .check()
}

fn written(write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

/// Whether a terminal, an editor or a chat would act on it.
fn acts(text: &str) -> bool {
    text.chars()
        .any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// A name as it is shown: what would act stands as `\u{…}`.
fn shown(name: &str) -> String {
    name.chars()
        .map(|c| if acts(&c.to_string()) || c == '\n' { c.escape_unicode().to_string() } else { c.to_string() })
        .collect()
}

#[test]
fn the_page_has_the_same_elements_whatever_names_say() {
    let pattern = regex::Regex::new("<[^>]*>").expect("a pattern");
    let page =
        |name: &str, lang: Lang| written(|out| html::write(&assessed(name), lang, &html::Thumbnails::new(), out));
    let elements = |html: &str| -> Vec<String> { pattern.find_iter(html).map(|tag| tag.as_str().to_owned()).collect() };
    for lang in LANGS {
        let plain = elements(&page("plain", lang));
        assert!(plain.len() > 500);
        for name in NAMES {
            let html = page(name, lang);
            let elements = elements(&html);
            let other = elements.iter().zip(&plain).find(|(one, plain)| one != plain);
            assert!(elements.len() == plain.len() && other.is_none(), "{name:?}: {other:?}");
            assert!(!acts(&html), "{name:?}");
            let text =
                [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")]
                    .iter()
                    .fold(html, |text, (from, to)| text.replace(from, to));
            for end in [".pdf", "维修记录.pdf", "维修管理制度.pdf"] {
                assert!(text.contains(&format!("<bdi class=\"path\">{}:{end}</bdi>", shown(name))), "{name:?}{end}");
            }
        }
    }
}

#[test]
fn the_page_lets_nothing_run_and_loads_nothing() {
    let html = written(|out| html::write(&assessed("plain"), Lang::En, &html::Thumbnails::new(), out));
    let policy = "default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy) && !html.contains("unsafe-inline"), "a policy");
    assert_eq!(html.matches("<script").count(), 1);
    for from in ["http:", "https:", "//cdn", " src=\"", "@import", "url("] {
        assert!(!html.contains(from), "{from}");
    }
}

/// A line of Markdown without its code spans, as CommonMark tells them.
fn outside_code(line: &str) -> String {
    let mut rest = line;
    let mut outside = String::new();
    while let Some(start) = rest.find('`') {
        let fence = rest[start..].chars().take_while(|c| *c == '`').count();
        // A backslash before a backtick makes it a letter.
        let escaped = rest[..start].ends_with('\\');
        let after = &rest[start + fence..];
        let mut runs = after.match_indices('`').map(|(at, _)| at).filter(|at| *at == 0 || !after[..*at].ends_with('`'));
        let end = runs.find(|at| after[*at..].chars().take_while(|c| *c == '`').count() == fence);
        match end.filter(|_| !escaped) {
            Some(end) => {
                outside.push_str(&rest[..start]);
                rest = &after[end + fence..];
            }
            None => {
                outside.push_str(&rest[..start + fence]);
                rest = after;
            }
        }
    }
    outside + rest
}

#[test]
fn markdown_keeps_its_lines_and_cells_and_shows_no_html() {
    for lang in LANGS {
        let plain = written(|out| markdown::write(&assessed("plain"), lang, out));
        let plain = plain.strip_suffix("<!-- dossier-report -->\n").expect("the program's mark");
        for name in NAMES {
            let text = written(|out| markdown::write(&assessed(name), lang, out));
            // The only comment is the program's own, in the last line.
            let text = text.strip_suffix("<!-- dossier-report -->\n").expect("the program's mark");
            assert!(!acts(text), "{name:?}");
            assert_eq!(text.lines().count(), plain.lines().count(), "{name:?}");
            for (line, plain) in text.lines().zip(plain.lines()) {
                let outside = outside_code(line).replace("\\[", "").replace("\\]", "");
                assert!(!outside.contains('<') && !outside.contains("](") && !outside.contains("@everyone"), "{line}");
                let cells = |line: &str| line.matches('|').count() - line.matches("\\|").count();
                if plain.starts_with('|') {
                    assert_eq!(cells(line), cells(plain), "{line}");
                }
                assert_eq!(line.starts_with('#'), plain.starts_with('#'), "{line}");
            }
        }
    }
}

#[test]
fn the_message_has_as_many_lines_and_no_escape_sequence() {
    for lang in LANGS {
        let plain = written(|out| message::write(&assessed("plain"), lang, out));
        assert!(plain.contains("plain:维修管理制度.pdf"), "{plain}");
        for name in NAMES {
            let text = written(|out| message::write(&assessed(name), lang, out));
            assert!(!acts(&text), "{name:?}");
            assert_eq!(text.lines().count(), plain.lines().count(), "{name:?}");
            let own = shown(name);
            let own = own.rsplit('/').next().expect("a name");
            assert!(text.contains(&format!("{own}:维修管理制度.pdf")), "{name:?}\n{text}");
        }
    }
}

#[test]
fn the_workbook_holds_text_and_numbers_and_no_formula() {
    for lang in LANGS {
        for name in NAMES {
            let mut bytes = Vec::new();
            xlsx::write(&assessed(name), lang, &mut bytes).expect("written");
            let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
            let mut seen = 0;
            for sheet in book.sheet_names() {
                let formulas = book.worksheet_formula(&sheet).expect("formulas");
                assert!(formulas.used_cells().all(|(.., formula)| formula.is_empty()), "{sheet}: {name:?}");
                for (.., value) in book.worksheet_range(&sheet).expect("a sheet").used_cells() {
                    match value {
                        Data::String(text) => {
                            assert!(!acts(text), "{text:?}");
                            seen += usize::from(text.contains(&format!("{}:维修", shown(name))));
                        }
                        Data::Float(_) | Data::Empty => {}
                        other => panic!("{sheet}: {other:?}"),
                    }
                }
            }
            assert!(seen > 1, "{name:?} is nowhere");
        }
    }
}
