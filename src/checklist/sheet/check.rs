//! A score sheet held against the scheme.

use std::collections::HashMap;

use super::DeductionShape;
use super::SheetShape;
use crate::checklist::problem::{At, Problem, Span};
use crate::checklist::read::{Reader, both};
use crate::checklist::scoring::points;
use crate::model::scoring::{ClassSheet, Deduction, Entry, Points, Scoring, Sheet};
use crate::model::text::Text;

/// What was said of each indicator, and where.
pub(super) struct Check<'a> {
    reader: &'a mut Reader,
    scheme: &'a Scoring,
    classes: Vec<ClassSheet>,
    places: HashMap<(usize, usize), Span>,
    whole: HashMap<usize, At<Points>>,
    unsure: bool,
}

impl<'a> Check<'a> {
    pub(super) fn new(reader: &'a mut Reader, scheme: &'a Scoring) -> Self {
        let entries = |count: usize| ClassSheet { whole: None, indicators: vec![Entry::Open; count] };
        let classes = scheme.classes.iter().map(|class| entries(class.indicators.len())).collect();
        Self { reader, scheme, classes, places: HashMap::new(), whole: HashMap::new(), unsure: false }
    }

    pub(super) fn sheet(mut self, shape: &SheetShape) -> Sheet {
        self.unsure = shape.unsure;
        for (id, given) in &shape.classes {
            self.class(id, given);
        }
        for given in &shape.indicators {
            let (got, of) = (self.points(&given.points, "points"), self.points(&given.of, "of"));
            if of == Some(Points(0)) {
                self.error(given.of.span, both("of", "「{}」不能是 0", "`{}` cannot be 0"));
            } else if let (Some(got), Some(of)) = (got, of)
                && got > of
            {
                let message = Text::new(
                    format!("「{}」得 {got} 分，超过满分 {of}", given.id.value),
                    format!("`{}` got {got} points, more than {of}", given.id.value),
                );
                self.error(given.points.span, message);
            }
            self.claim(
                &given.id,
                "indicators",
                Entry::Scored { points: got.unwrap_or_default(), of: of.unwrap_or_default() },
            );
        }
        for given in &shape.excluded {
            let of = given.of.as_ref().and_then(|of| self.points(of, "of"));
            self.claim(&given.id, "excluded", Entry::Excluded { of, reason: given.reason.value.clone() });
        }
        if !self.unsure {
            (0..self.scheme.classes.len()).for_each(|class| self.sums(class));
        }
        self.special(shape);
        let mut classes = self.classes;
        for (class, whole) in &self.whole {
            classes[*class].whole = Some(whole.value);
        }
        let deduction = |given: &DeductionShape| Deduction {
            what: given.what.value.clone(),
            clause: given.clause.as_ref().map(|clause| clause.value.clone()),
        };
        Sheet {
            classes,
            deductions: shape.special_deductions.iter().map(deduction).collect(),
            bonus: shape.bonus.iter().map(|bonus| bonus.what.value.clone()).collect(),
        }
    }

    fn error(&mut self, span: Span, message: Text) {
        self.reader.push(Problem::error(span, message));
    }

    fn error_with(&mut self, span: Span, message: Text, other: Span, label: Text) {
        self.reader.push(Problem::error(span, message).with_other(other, label));
    }

    fn points(&mut self, given: &At<f64>, what: &str) -> Option<Points> {
        let found = points(self.reader, given, what);
        self.unsure |= found.is_none();
        found
    }

    fn class(&mut self, id: &At<String>, given: &At<f64>) {
        let Some(class) = self.scheme.classes.iter().position(|class| class.id == id.value) else {
            self.unsure = true;
            self.reader.unknown(id, "classes", self.scheme.classes.iter().map(|class| class.id.as_str()));
            return;
        };
        if self.whole.contains_key(&class) {
            self.error(id.span, both(&id.value, "键「{}」重复", "the key `{}` stands twice"));
        } else if let Some(value) = self.points(given, &id.value) {
            self.whole.insert(class, At { span: given.span, value });
        }
    }

    /// Notes what is said of an indicator, once.
    fn claim(&mut self, id: &At<String>, key: &str, entry: Entry) {
        let find = |class: usize| self.scheme.classes[class].indicators.iter().position(|i| i.id == id.value);
        let Some(at) = (0..self.classes.len()).find_map(|class| Some((class, find(class)?))) else {
            let known = self.scheme.classes.iter().flat_map(|class| &class.indicators);
            self.unsure = true;
            self.reader.unknown(id, key, known.map(|indicator| indicator.id.as_str()));
            return;
        };
        if let Some(&first) = self.places.get(&at) {
            let excluded = matches!(
                (&self.classes[at.0].indicators[at.1], &entry),
                (Entry::Scored { .. }, Entry::Excluded { .. })
            );
            let (message, label) = if excluded {
                let message = both(&id.value, "「{}」已经打了分，不能又删减", "`{}` is scored and excluded as well");
                (message, Text::new("分打在这里", "scored here"))
            } else {
                let message = both(&id.value, "「{}」写了两次", "`{}` stands twice");
                (message, Text::new("第一次在这里", "first here"))
            };
            return self.error_with(id.span, message, first, label);
        }
        self.places.insert(at, id.span);
        self.classes[at.0].indicators[at.1] = entry;
    }

    /// What the entries of a class add up to.
    fn sums(&mut self, class: usize) {
        let scheme = &self.scheme.classes[class];
        let (id, full) = (&scheme.id, scheme.points);
        let places: Vec<Option<Span>> =
            (0..scheme.indicators.len()).map(|at| self.places.get(&(class, at)).copied()).collect();
        let entries = self.classes[class].indicators.clone();
        let said = || entries.iter().zip(&places).zip(&scheme.indicators);
        if let Some(whole) = self.whole.get(&class).cloned() {
            let before = self.reader.problems.len();
            for ((entry, place), indicator) in said() {
                let Some(place) = *place else { continue };
                let (key, indicator) = (&whole.span, &indicator.id);
                match entry {
                    Entry::Scored { .. } => {
                        let message = Text::new(
                            format!("「{id}」已经整个打了分，「{indicator}」不能另外打分"),
                            format!("`{id}` is scored as a whole, so `{indicator}` cannot have points of its own"),
                        );
                        self.error_with(place, message, *key, Text::new("整个打的分", "as a whole here"));
                    }
                    Entry::Excluded { of: None, .. } => {
                        let message = Text::new(
                            format!("「{id}」是整个打的分，删减「{indicator}」要写它的满分 of"),
                            format!(
                                "`{id}` is scored as a whole: say with `of` how many points leave with `{indicator}`"
                            ),
                        );
                        self.error(place, message);
                    }
                    _ => {}
                }
            }
            if self.reader.problems.len() > before {
                return;
            }
        }
        let of = |entry: &Entry| match entry {
            Entry::Scored { of, .. } | Entry::Excluded { of: Some(of), .. } => Some(*of),
            _ => None,
        };
        let sum: Points = entries.iter().filter_map(of).sum();
        let Some(last) = places.iter().flatten().max_by_key(|span| (span.line, span.column)).copied() else {
            return self.whole_within(class, full);
        };
        let unsettled = said().find(|((entry, _), _)| of(entry).is_none()).map(|(_, indicator)| &indicator.id);
        if sum > full {
            let message = Text::new(
                format!("「{id}」各指标的满分加起来是 {sum}，超过这一类的 {full}"),
                format!("the indicators of `{id}` add up to {sum} points, the class has {full}"),
            );
            self.error(last, message);
        } else if self.whole.contains_key(&class) {
            self.whole_within(class, full.less(sum));
        } else if let (true, Some(indicator)) = (sum == full, unsettled) {
            let message = Text::new(
                format!("「{id}」的 {full} 分已经用完，「{indicator}」没有分了"),
                format!("all {full} points of `{id}` are given away, none is left for `{indicator}`"),
            );
            self.error(last, message);
        } else if sum < full && unsettled.is_none() {
            let message = Text::new(
                format!("「{id}」各指标的满分加起来只有 {sum}，这一类是 {full}"),
                format!("the indicators of `{id}` add up to only {sum} points, the class has {full}"),
            );
            self.error(last, message);
        }
    }

    /// A class cannot get more than what applies, and where nothing applies it cannot be scored.
    fn whole_within(&mut self, class: usize, most: Points) {
        let Some(whole) = self.whole.get(&class).cloned() else { return };
        let id = &self.scheme.classes[class].id;
        if most == Points(0) {
            let message =
                both(id, "「{}」的指标全部删减了，不能打分", "all of `{}` is excluded, so it cannot be scored");
            self.error(whole.span, message);
        } else if whole.value > most {
            let message = Text::new(
                format!("「{id}」得 {} 分，超过涉及项的满分 {most}", whole.value),
                format!("`{id}` got {} points, more than the {most} that apply", whole.value),
            );
            self.error(whole.span, message);
        }
    }

    /// Deductions and bonus, as the scheme has them; and that something is left to score.
    fn special(&mut self, shape: &SheetShape) {
        if let (None, Some(first)) = (&self.scheme.special_deductions, shape.special_deductions.first()) {
            let message = Text::new("这份清单没有特别扣分项", "this checklist knows no special deductions");
            self.error(first.what.span, message);
        }
        let most = self.scheme.bonus.as_ref().map_or(0, |bonus| bonus.most);
        if let Some(over) = shape.bonus.get(usize::try_from(most).unwrap_or(usize::MAX)) {
            let message = match most {
                0 => Text::new("这份清单没有特别加分项", "this checklist knows no bonus"),
                most => Text::new(format!("特别加分项最多 {most} 个"), format!("there may be at most {most} bonus")),
            };
            self.error(over.what.span, message);
        }
        let out = |class: &ClassSheet| {
            !class.indicators.is_empty() && class.indicators.iter().all(|e| matches!(e, Entry::Excluded { .. }))
        };
        if let Some(first) = shape.excluded.first().filter(|_| self.classes.iter().all(out)) {
            self.error(
                first.id.span,
                Text::new("所有指标都删减了，没有可打分的", "everything is excluded, nothing is left to score"),
            );
        }
    }
}
