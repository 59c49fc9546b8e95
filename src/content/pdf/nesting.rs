//! Forms inside forms: a few bytes of them can ask for endless drawing.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page as Sheet, Resources};

/// No honest page draws as many forms that lie in forms.
const MOST: u64 = 100_000;

/// No honest page nests them as deep.
const DEEPEST: usize = 40;

/// How many forms each form of a document draws, directly or not.
#[derive(Default)]
pub(super) struct Forms(HashMap<ObjectIdentifier, u64>);

impl Forms {
    /// Whether drawing a page would take ages. Most pages hold no form with a form in it and are not looked at.
    pub(super) fn explode(&mut self, sheet: &Sheet<'_>) -> bool {
        let resources = sheet.resources();
        let nested = forms(resources).any(|form| match form.dict().get::<Dict<'_>>("Resources") {
            Some(own) => forms(&Resources::new(own)).next().is_some(),
            None => true,
        });
        nested && self.draws(sheet.page_stream().unwrap_or_default(), resources, 0) >= MOST
    }

    /// How many forms some content draws.
    fn draws(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> u64 {
        if depth > DEEPEST {
            return MOST;
        }
        let mut total = 0_u64;
        let mut known: HashMap<Vec<u8>, u64> = HashMap::new();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let TypedInstruction::XObject(name) = instruction else { continue };
            let name = name.0;
            let draws = match known.get(name.as_ref() as &[u8]) {
                Some(draws) => *draws,
                None => {
                    let form = resources.get_x_object(name).filter(is_form);
                    let draws = form.map_or(0, |form| self.form(&form, resources, depth).saturating_add(1));
                    known.insert(name.to_vec(), draws);
                    draws
                }
            };
            total = total.saturating_add(draws);
            if total >= MOST {
                break;
            }
        }
        total
    }

    fn form(&mut self, form: &Stream<'_>, outer: &Resources<'_>, depth: usize) -> u64 {
        let id = form.obj_id();
        if let Some(draws) = self.0.get(&id) {
            return *draws;
        }
        // A form that draws itself meets this and is refused.
        self.0.insert(id, MOST);
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let content = form.decoded_data().unwrap_or_default();
        let draws = self.draws(&content, own.as_ref().unwrap_or(outer), depth + 1);
        self.0.insert(id, draws);
        draws
    }
}

fn forms<'a>(resources: &Resources<'a>) -> impl Iterator<Item = Stream<'a>> {
    let names: Vec<Name<'a>> = resources.x_objects.keys().collect();
    let objects = resources.x_objects.clone();
    names.into_iter().filter_map(move |name| objects.get::<Stream<'a>>(name)).filter(is_form)
}

fn is_form(object: &Stream<'_>) -> bool {
    object.dict().get::<Name<'_>>("Subtype").is_some_and(|subtype| subtype.as_str() == "Form")
}
