//! XML, element by element: names without prefixes, entities resolved, depth bounded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::content::Trouble;

/// One thing that comes along in an XML text.
pub(super) enum Token<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// Text between two tags, or a part of it.
    Text(Cow<'a, str>),
    /// An element ends: its name without prefix.
    Close(&'a str),
}

/// The start tag of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// Whether it has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name() == name
    }

    /// The value of an attribute, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.find(|key| local(key) == name)
    }

    /// The value of an attribute, with its prefix: where two differ in nothing else.
    pub(super) fn exactly(&self, name: &str) -> Option<String> {
        self.find(|key| key == name)
    }

    /// A number in an attribute.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| wanted(attribute.key.0))?;
        let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Goes through a text from its start to its end. What was seen before an error stands.
pub(super) fn walk(xml: &str, depth: usize, mut see: impl FnMut(Token<'_>)) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|error| Trouble::Corrupt(error.to_string()))? {
            Event::Start(start) => {
                open += 1;
                if open > depth {
                    return Err(Trouble::Corrupt(format!("elements are nested deeper than {depth}")));
                }
                see(Token::Open(Element(start)));
            }
            Event::Empty(start) => {
                see(Token::Open(Element(start.borrow())));
                see(Token::Close(local(start.name().0)));
            }
            Event::End(end) => {
                open = open.saturating_sub(1);
                see(Token::Close(local(end.name().0)));
            }
            Event::Text(text) => see(Token::Text(text.into_inner())),
            Event::CData(text) => see(Token::Text(text.into_inner())),
            Event::GeneralRef(entity) => {
                let c = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => predefined(&entity),
                };
                if let Some(c) = c {
                    see(Token::Text(Cow::Owned(c.to_string())));
                }
            }
            Event::Eof if open > 0 => return Err(Trouble::Corrupt("the XML ends too early".to_owned())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The entities XML knows by itself; a document's own are not expanded.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(xml: &str, depth: usize) -> (String, Result<(), Trouble>) {
        let mut out = String::new();
        let end = walk(xml, depth, |token| match token {
            Token::Open(element) => out.push_str(&format!("<{}>", element.name())),
            Token::Text(text) => out.push_str(&text),
            Token::Close(name) => out.push_str(&format!("</{name}>")),
        });
        (out, end)
    }

    #[test]
    fn names_lose_prefixes_and_entities_are_resolved() {
        assert_eq!(seen("<w:a>x&amp;&#x4e2d;<w:b/></w:a>", 4), ("<a>x&中<b></b></a>".to_owned(), Ok(())));
    }

    #[test]
    fn a_documents_own_entities_are_not_expanded() {
        let xml = "<!DOCTYPE a [<!ENTITY e 'eeee'>]><a>&e;x</a>";
        assert_eq!(seen(xml, 4).0, "<a>x</a>");
    }

    #[test]
    fn depth_and_early_ends_are_refused() {
        assert!(matches!(seen("<a><b><c/></b></a>", 1).1, Err(Trouble::Corrupt(_))));
        assert!(matches!(seen("<a><b>", 9).1, Err(Trouble::Corrupt(_))));
        assert!(matches!(seen("<a></b>", 9).1, Err(Trouble::Corrupt(_))));
    }
}
