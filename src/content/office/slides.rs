//! PPT: the slides of a PowerPoint 97–2003 or WPS presentation.

use encoding_rs::UTF_16LE;

use super::draft::{Draft, Para};
use super::legacy::{self, offset_at, stream, u16_at, u32_at};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// Record types.
const SLIDE: u16 = 0x03ee;
const MASTER: u16 = 0x03f8;
const NOTES: u16 = 0x03f0;
const SLIDE_AT: u16 = 0x03f3;
const LIST: u16 = 0x0ff0;
const KIND_OF_TEXT: u16 = 0x0f9f;
const WIDE_TEXT: u16 = 0x0fa0;
const NARROW_TEXT: u16 = 0x0fa8;

/// The token of an encrypted presentation.
const ENCRYPTED: u32 = 0xf3d1_c4df;

/// Reads a presentation.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut file = legacy::open(bytes)?;
    let user = stream(&mut file, "/Current User", limits).unwrap_or_default();
    if u32_at(&user, 12) == Some(ENCRYPTED) {
        return Err(Trouble::Encrypted);
    }
    let document = stream(&mut file, "/PowerPoint Document", limits)?;
    let (outline, drawn) = collect(&document);
    let count = outline.len().max(drawn.len());
    if count == 0 {
        return Err(Trouble::NoPages);
    }
    let mut draft = Draft::new(limits);
    for at in 0..count {
        let texts = outline.get(at).into_iter().chain(drawn.get(at)).flatten();
        let mut told: Vec<&str> = Vec::new();
        for (heading, text) in texts {
            // Placeholders stand in the outline and on the slide.
            if !told.contains(&text.as_str()) {
                told.push(text);
                draft.push(Para { text: text.clone(), heading: *heading, ..Para::default() });
            }
        }
        draft.hard_break();
    }
    draft.finish(None)
}

/// Texts of one slide, and whether each is its title.
type Slide = Vec<(bool, String)>;

/// The texts of all slides: those of the outline, and those in the drawings.
fn collect(document: &[u8]) -> (Vec<Slide>, Vec<Slide>) {
    let (mut outline, mut drawn): (Vec<Slide>, Vec<Slide>) = (Vec::new(), Vec::new());
    // Where the container ends that is being read: a slide, or the list of slides.
    let (mut slide_end, mut list_end) = (0, 0);
    let (mut at, mut title) = (0, false);
    while let (Some(version), Some(kind), Some(length)) =
        (u16_at(document, at), u16_at(document, at + 2), offset_at(document, at + 4))
    {
        let start = at + 8;
        let end = start.saturating_add(length).min(document.len());
        let data = document.get(start..end).unwrap_or_default();
        // Containers are entered, all else is stepped over.
        at = if version & 0x000f == 0x000f { start } else { end };
        match kind {
            MASTER | NOTES => at = end,
            SLIDE => {
                slide_end = end;
                drawn.push(Slide::new());
            }
            LIST if version >> 4 == 0 => list_end = end,
            LIST => at = end,
            SLIDE_AT if start < list_end => outline.push(Slide::new()),
            KIND_OF_TEXT => title = matches!(u32_at(data, 0), Some(0 | 6)),
            WIDE_TEXT | NARROW_TEXT => {
                let text = if kind == WIDE_TEXT {
                    UTF_16LE.decode_without_bom_handling(data).0.into_owned()
                } else {
                    data.iter().map(|byte| char::from(*byte)).collect()
                };
                let slides = if start < list_end { &mut outline } else { &mut drawn };
                if start < list_end || start < slide_end {
                    slides.last_mut().into_iter().for_each(|slide| add(slide, title, &text));
                }
            }
            _ => {}
        }
    }
    (outline, drawn)
}

fn add(slide: &mut Slide, title: bool, text: &str) {
    slide.push((title, text.replace(['\r', '\u{b}'], "\n")));
}
