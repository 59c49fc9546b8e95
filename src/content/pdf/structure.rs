//! The table of contents and the form fields.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf as Document;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream, String as Text};

use super::title;
use crate::model::content::{Bookmark, Fields};

/// Entries of a table of contents, fields and named places read at most.
const MOST: usize = 10_000;

/// Entries and fields nested deeper are left out.
const DEEPEST: u8 = 32;

/// The document's table of contents.
pub(super) fn outline(document: &Document) -> Vec<Bookmark> {
    let Some(catalog) = catalog(document) else { return Vec::new() };
    let Some(outlines) = catalog.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let places = Places::new(document, &catalog);
    let mut marks = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![(outlines.get_ref("First"), 0)];
    while let Some((id, level)) = open.pop() {
        let id = id.map(ObjectIdentifier::from).filter(|id| seen.len() < MOST && seen.insert(*id));
        // Looked up afresh: an object reached through another remembers the whole way.
        let Some(entry) = id.and_then(|id| document.xref().get::<Dict<'_>>(id)) else { continue };
        marks.extend(bookmark(&entry, level, &places));
        open.push((entry.get_ref("Next"), level));
        if level < DEEPEST {
            open.push((entry.get_ref("First"), level + 1));
        }
    }
    marks
}

fn catalog(document: &Document) -> Option<Dict<'_>> {
    document.xref().get::<Dict<'_>>(document.xref().root_id())
}

fn bookmark(entry: &Dict<'_>, level: u8, places: &Places<'_>) -> Option<Bookmark> {
    let title = title::decode(entry.get::<Text<'_>>("Title")?.as_bytes());
    let to = entry.get::<Object<'_>>("Dest").or_else(|| {
        let action = entry.get::<Dict<'_>>("A")?;
        let goes = action.get::<Name<'_>>("S").is_some_and(|kind| kind.as_str() == "GoTo");
        action.get::<Object<'_>>("D").filter(|_| goes)
    })?;
    let page = places.page(to)?;
    (!title.is_empty()).then_some(Bookmark { title, page, level })
}

/// Where destinations lead.
struct Places<'a> {
    pages: HashMap<ObjectIdentifier, u32>,
    named: HashMap<Vec<u8>, Object<'a>>,
}

impl<'a> Places<'a> {
    fn new(document: &'a Document, catalog: &Dict<'a>) -> Self {
        let sheets = document.pages().iter().zip(0..);
        let pages = sheets.filter_map(|(sheet, at)| Some((sheet.raw().obj_id()?, at))).collect();
        let mut named = HashMap::new();
        if let Some(old) = catalog.get::<Dict<'a>>("Dests") {
            let names = old.keys().take(MOST);
            named.extend(names.filter_map(|name| Some((name.to_vec(), old.get::<Object<'a>>(&*name)?))));
        }
        if let Some(tree) = catalog.get::<Dict<'a>>("Names").and_then(|names| names.get::<Dict<'a>>("Dests")) {
            names(tree, &mut named);
        }
        Self { pages, named }
    }

    /// The page a destination leads to.
    fn page(&self, to: Object<'a>) -> Option<u32> {
        let to = match to {
            Object::Name(name) => self.named.get(name.as_ref() as &[u8])?.clone(),
            Object::String(name) => self.named.get(name.as_bytes())?.clone(),
            direct => direct,
        };
        let place = match to {
            Object::Array(place) => place,
            Object::Dict(place) => place.get::<Array<'_>>("D")?,
            _ => return None,
        };
        match place.raw_iter().next()? {
            MaybeRef::Ref(page) => self.pages.get(&page.into()).copied(),
            MaybeRef::NotRef(page) => {
                let at = u32::try_from(page.into_i32()?).ok()?;
                (usize::try_from(at).is_ok_and(|at| at < self.pages.len())).then_some(at)
            }
        }
    }
}

/// Collects the leaves of a tree of names.
fn names<'a>(root: Dict<'a>, named: &mut HashMap<Vec<u8>, Object<'a>>) {
    let mut seen = HashSet::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if named.len() >= MOST || seen.len() >= MOST || node.obj_id().is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let leaves = node.get::<Array<'a>>("Names");
        let mut leaves = leaves.iter().flat_map(Array::iter::<Object<'a>>);
        while let (Some(name), Some(to)) = (leaves.next(), leaves.next()) {
            if let (Object::String(name), true) = (name, named.len() < MOST) {
                named.insert(name.as_bytes().to_vec(), to);
            }
        }
        let kids = node.get::<Array<'a>>("Kids");
        open.extend(kids.iter().flat_map(Array::iter::<Dict<'a>>).take(MOST));
    }
}

/// The fillable fields of a form; `None` if there are none.
pub(super) fn fields(document: &Document) -> Option<Fields> {
    let form = catalog(document)?.get::<Dict<'_>>("AcroForm")?;
    let mut fields = Fields::default();
    let mut seen = HashSet::new();
    let roots = form.get::<Array<'_>>("Fields")?;
    let mut open: Vec<(Dict<'_>, Inherited, u8)> =
        roots.iter::<Dict<'_>>().take(MOST).map(|field| (field, Inherited::default(), 0)).collect();
    while let Some((field, outer, depth)) = open.pop() {
        if seen.len() >= MOST || !field.obj_id().is_some_and(|id| seen.insert(id)) {
            continue;
        }
        let own = outer.and(&field);
        // Kids without a name are places where this very field is shown.
        let kids = field.get::<Array<'_>>("Kids");
        let kids = kids.iter().flat_map(Array::iter::<Dict<'_>>).filter(|kid| kid.contains_key("T"));
        let kids: Vec<_> = kids.take(MOST).map(|kid| (kid, own, depth + 1)).collect();
        if kids.is_empty() && own.fillable {
            fields.total += 1;
            fields.filled += u32::from(own.filled);
        } else if depth < DEEPEST {
            open.extend(kids);
        }
    }
    (fields.total > 0).then_some(fields)
}

/// Whether a field for a signature is signed. Widgets that are merged with their field have no name of their own.
pub(super) fn is_signed(document: &Document) -> bool {
    let Some(form) = catalog(document).and_then(|catalog| catalog.get::<Dict<'_>>("AcroForm")) else { return false };
    let Some(roots) = form.get::<Array<'_>>("Fields") else { return false };
    let mut seen = HashSet::new();
    let mut open: Vec<(Dict<'_>, bool, u8)> =
        roots.iter::<Dict<'_>>().take(MOST).map(|field| (field, false, 0)).collect();
    while let Some((field, outer, depth)) = open.pop() {
        if seen.len() >= MOST || !field.obj_id().is_some_and(|id| seen.insert(id)) {
            continue;
        }
        let kind = field.get::<Name<'_>>("FT");
        let signature = kind.as_ref().map_or(outer, |kind| kind.as_str() == "Sig");
        if signature && field.get::<Dict<'_>>("V").is_some_and(|value| value.contains_key("Contents")) {
            return true;
        }
        if depth < DEEPEST {
            let kids = field.get::<Array<'_>>("Kids");
            open.extend(
                kids.iter().flat_map(Array::iter::<Dict<'_>>).take(MOST).map(|kid| (kid, signature, depth + 1)),
            );
        }
    }
    false
}

/// What a field has from those it lies in.
#[derive(Debug, Clone, Copy, Default)]
struct Inherited {
    fillable: bool,
    filled: bool,
    flags: u32,
}

/// A button that holds no value.
const PUSHED: u32 = 1 << 16;

impl Inherited {
    fn and(self, field: &Dict<'_>) -> Self {
        let flags = field.get::<u32>("Ff").unwrap_or(self.flags);
        let fillable = match field.get::<Name<'_>>("FT").as_ref().map(Name::as_str) {
            Some("Tx" | "Ch") => true,
            Some("Btn") => flags & PUSHED == 0,
            Some(_) => false,
            None => self.fillable,
        };
        let filled = field.get::<Object<'_>>("V").map_or(self.filled, |value| says_something(&value));
        Self { fillable, filled, flags }
    }
}

fn says_something(value: &Object<'_>) -> bool {
    match value {
        Object::Null(_) => false,
        Object::String(text) => !title::decode(text.as_bytes()).trim().is_empty(),
        Object::Name(name) => !matches!(name.as_str(), "" | "Off"),
        Object::Array(choices) => choices.raw_iter().next().is_some(),
        Object::Stream(text) => has_bytes(text),
        _ => true,
    }
}

fn has_bytes(text: &Stream<'_>) -> bool {
    text.decoded_data().is_ok_and(|text| !text.trim_ascii().is_empty())
}
