//! What a list's author should look at, beyond what makes a list unusable: terms that also take
//! names known to mean something else.

use crate::matching::recognise::FolderReading;
use crate::matching::{Recogniser, Scratch};
use crate::model::checklist::Checklist;
use crate::model::recognition::Reason;
use crate::model::text::Text;

/// A name that a list takes for evidence though it means something else, as a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The item that takes it, by index.
    pub item: usize,
    /// The word of the list that does.
    pub term: String,
    /// The name.
    pub name: &'static str,
}

impl Collision {
    /// The collision as a sentence.
    pub fn message(&self, checklist: &Checklist) -> Text {
        let item = &checklist.items[self.item];
        let (term, name) = (&self.term, self.name);
        Text::new(
            format!("第 {} 项的词「{term}」会把「{name}」也当作「{}」；请写进 not", item.label(), item.title.zh),
            format!("item {}: `{term}` also takes `{name}` for `{}`; put it into not", item.label(), item.title.en),
        )
    }
}

/// Tries a list on the known collisions.
pub fn collisions(checklist: &Checklist) -> Vec<Collision> {
    let recogniser = Recogniser::new(checklist);
    let mut scratch = Scratch::default();
    let names = include_str!("matching/collisions.txt").lines().filter(|line| !line.starts_with('#'));
    names
        .flat_map(str::split_whitespace)
        .filter_map(|name| {
            let found = recogniser.recognise(name, name, &FolderReading::default(), &mut scratch);
            let best = found.best().first()?;
            let (Reason::Term(term) | Reason::Title(term)) = &best.reason else {
                return None;
            };
            let demand = &checklist.demands[usize::from(best.demand)];
            // A list that asks for exactly such a document says so with the whole name.
            let meant = crate::matching::fold::fold(term) == crate::matching::fold::fold(name);
            (!meant).then(|| Collision { item: demand.item, term: term.to_string(), name })
        })
        .collect()
}
