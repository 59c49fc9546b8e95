//! From the shape of a file to a checklist: everything that no single value can show wrong.

use std::collections::HashMap;

use super::problem::{At, Problem, Span};
use super::read::{Reader, both};
use super::shape::{
    AcceptShape, BranchShape, CountShape, FactKindShape, FormShape, ItemShape, ListShape, RoundingShape, TextShape,
    UnitShape,
};
use super::words;
use crate::model::checklist::{
    Checklist, Clause, Demand, Fact, FactKind, Form, Item, Match, Ratio, Rounding, Stage, Unit, Window, WindowUnit,
    Written,
};
use crate::model::kind::{DEFAULT_ACCEPT, Kind};
use crate::model::text::Text;

/// Checks a whole list and turns it into a checklist.
pub(super) fn lower(reader: &mut Reader, shape: &ListShape) -> Checklist {
    if shape.schema.value != 1 {
        let message = both(
            &shape.schema.value.to_string(),
            "不认识清单语言版本 {}，只有 1",
            "unknown version {} of the checklist language; there is 1",
        );
        reader.push(Problem::error(shape.schema.span, message));
    }
    id_form(reader, &shape.id);
    let mut lowering = Lowering { reader, shape, ids: HashMap::new(), numbers: HashMap::new(), demands: Vec::new() };
    lowering.unique(shape.stages.iter().map(|s| &s.id), "stages");
    lowering.unique(shape.facts.iter().map(|f| &f.id), "facts");
    if shape.items.is_empty() {
        let message = Text::new("清单里没有材料（items 为空）", "the list has no items");
        lowering.reader.push(Problem::error(shape.id.span, message));
    }
    let items = shape.items.iter().enumerate().map(|(index, item)| lowering.item(index, item)).collect();
    let conditions = shape.conditions.iter().filter_map(|condition| lowering.condition(condition)).collect();
    let demands = lowering.demands;
    let certificate = shape.certificate.as_ref().and_then(|shape| super::certificate::lower(reader, shape));
    let scoring = shape.scoring.as_ref().map(|scoring| super::scoring::lower(reader, scoring));
    Checklist {
        id: shape.id.value.clone(),
        title: text(&shape.title),
        standard: plain(shape.standard.as_ref()),
        note: shape.note.as_ref().map(text),
        stages: shape
            .stages
            .iter()
            .map(|s| Stage { id: s.id.value.clone(), title: text(&s.title), default: s.default })
            .collect(),
        facts: shape
            .facts
            .iter()
            .map(|f| Fact { id: f.id.value.clone(), kind: fact_kind(f.kind), title: text(&f.title) })
            .collect(),
        unsupported_clauses: shape
            .unsupported_clauses
            .iter()
            .map(|c| Clause { id: c.id.value.clone(), title: text(&c.title) })
            .collect(),
        certificate,
        scoring,
        conditions,
        items,
        demands,
        // Only who loads it knows.
        files: Vec::new(),
    }
}

/// Where something of a list is written.
pub(super) fn written(span: Span) -> Written {
    Written { file: span.source, line: u32::try_from(span.line).unwrap_or(1) }
}

pub(super) struct Lowering<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) shape: &'a ListShape,
    ids: HashMap<&'a str, Span>,
    numbers: HashMap<&'a str, Span>,
    demands: Vec<Demand>,
}

impl<'a> Lowering<'a> {
    fn item(&mut self, index: usize, item: &'a ItemShape) -> Item {
        self.claim_id(&item.id);
        if let Some(no) = &item.no {
            if let Some(&first) = self.numbers.get(no.value.as_str()) {
                let problem =
                    Problem::error(no.span, both(&no.value, "编号「{}」重复", "the number `{}` stands twice"));
                self.reader.push(problem.with_other(first, Text::new("第一次在这里", "first here")));
            }
            self.numbers.entry(&no.value).or_insert(no.span);
        }
        self.known_stages(&item.stage);
        if let Some(when) = &item.when {
            // A number holds where it is above 0.
            let number = self.shape.facts.iter().any(|f| f.id.value == when.value && f.kind == FactKindShape::Number);
            self.fact(when, "when", Some(if number { FactKindShape::Number } else { FactKindShape::YesNo }));
        }
        let alternatives = match (&item.any_of, &item.all_of) {
            (Some(branches), _) => branches
                .iter()
                .map(|branch| match branch {
                    BranchShape::One(demand) => vec![self.branch(index, demand)],
                    BranchShape::All(all) => all.all_of.iter().map(|demand| self.branch(index, demand)).collect(),
                })
                .filter(|alternative: &Vec<usize>| !alternative.is_empty())
                .collect(),
            (None, Some(all)) => vec![all.iter().map(|demand| self.branch(index, demand)).collect()],
            (None, None) => vec![vec![self.demand(index, &item.id, &item.title, &item.count)]],
        };
        Item {
            id: item.id.value.clone(),
            no: plain(item.no.as_ref()),
            title: text(&item.title),
            hand_in: item.hand_in.as_ref().map(text),
            ask: item.ask.as_ref().map(text),
            stages: values(&item.stage),
            required: item.required.unwrap_or(true),
            when: plain(item.when.as_ref()),
            alternatives,
            clauses: values(&item.clauses),
            clauses_inferred: values(&item.clauses_inferred),
            source: plain(item.source.as_ref()),
            note: item.note.as_ref().map(text),
            written: written(item.span),
        }
    }

    pub(super) fn known_stages(&mut self, stages: &[At<String>]) {
        let known = || self.shape.stages.iter().map(|s| s.id.value.as_str());
        for stage in stages.iter().filter(|stage| known().all(|id| id != stage.value)) {
            self.reader.unknown(stage, "stage", known());
        }
    }

    fn branch(&mut self, item: usize, demand: &'a super::shape::DemandShape) -> usize {
        self.claim_id(&demand.id);
        self.demand(item, &demand.id, &demand.title, &demand.count)
    }

    fn demand(&mut self, item: usize, id: &'a At<String>, title: &TextShape, count: &CountShape) -> usize {
        self.counts(count);
        let matching = count.r#match.clone().unwrap_or_default();
        words::check(self.reader, &matching);
        let evidence = [&matching.terms, &matching.titles, &matching.maybe, &matching.globs];
        // Words that could not be read have their own problem.
        let unread = count.r#match.is_some() && !self.reader.problems.is_empty();
        if count.fact.is_empty() && !unread && evidence.iter().all(|words| words.is_empty()) {
            let message = both(
                &id.value,
                "「{}」没有 match 也没有 fact，无法满足",
                "`{}` has neither match nor fact and can never be met",
            );
            self.reader.push(Problem::error(id.span, message));
        }
        for fact in &count.fact {
            self.fact(fact, "fact", None);
        }
        let ratio = count.ratio.as_ref().map(|ratio| {
            self.fact(&ratio.of, "of", Some(FactKindShape::Number));
            if let Some(have) = &ratio.have {
                self.fact(have, "have", Some(FactKindShape::Number));
            }
            if !(ratio.percent.value > 0.0 && ratio.percent.value <= 100.0) {
                let message = Text::new("percent 须大于 0、不超过 100", "percent must be above 0 and at most 100");
                self.reader.push(Problem::error(ratio.percent.span, message));
            }
            let rounding = match ratio.rounding {
                None | Some(RoundingShape::Up) => Rounding::Up,
                Some(RoundingShape::Down) => Rounding::Down,
                Some(RoundingShape::Nearest) => Rounding::Nearest,
            };
            let have = plain(ratio.have.as_ref());
            Ratio { percent: ratio.percent.value, of: ratio.of.value.clone(), have, rounding }
        });
        let window = count.window.as_ref().and_then(|written| {
            let message = both(&written.value, "看不懂时间窗口「{}」", "cannot read the window `{}`");
            length(self.reader, written, message)
        });
        if let Some(fact) = &count.min_of {
            self.fact(fact, "min-of", Some(FactKindShape::Number));
        }
        let in_months = window.is_some_and(|window| window.unit == WindowUnit::Months);
        if count.every.is_some() && !in_months && (count.window.is_none() || window.is_some()) {
            let message = both(
                &id.value,
                "「{}」写了 every: month，还要写按月的 window，如 window: 3 months",
                "`{}` has every: month and needs a window in months, such as window: 3 months",
            );
            self.reader.push(Problem::error(count.window.as_ref().map_or(id.span, |window| window.span), message));
        }
        self.demands.push(Demand {
            item,
            id: id.value.clone(),
            title: text(title),
            min: count.min.as_ref().map_or(1, |min| min.value),
            max: count.max.as_ref().map(|max| max.value),
            recommended: count.recommended.as_ref().map(|r| r.value),
            unit: match count.unit {
                None | Some(UnitShape::File) => Unit::File,
                Some(UnitShape::Page) => Unit::Page,
                Some(UnitShape::Record) => Unit::Record,
            },
            matching: Match {
                terms: values(&matching.terms),
                titles: values(&matching.titles),
                maybe: values(&matching.maybe),
                globs: values(&matching.globs),
                not: values(&matching.not),
                content: values(&matching.content),
            },
            accept: count
                .accept
                .as_ref()
                .map_or_else(|| DEFAULT_ACCEPT.to_vec(), |kinds| kinds.iter().map(accept).collect()),
            sealed: count.sealed,
            form: count.form.iter().map(form).collect(),
            covers_products: count.covers.is_some(),
            window,
            facts: values(&count.fact),
            ratio,
            valid: count.valid,
            of_applicant: count.party.is_some(),
            every_month: count.every.is_some(),
            by_person: count.distinct.is_some(),
            min_of: plain(count.min_of.as_ref()),
        });
        self.demands.len() - 1
    }

    fn counts(&mut self, count: &CountShape) {
        let min = count.min.as_ref().map_or(1, |min| min.value);
        if let Some(max) = count.max.as_ref().filter(|max| max.value < min) {
            let message =
                Text::new(format!("max {} 小于 min {min}", max.value), format!("max {} is below min {min}", max.value));
            self.reader.push(Problem::error(max.span, message));
        }
        let Some(recommended) = &count.recommended else {
            return;
        };
        let above = count.max.as_ref().is_some_and(|max| recommended.value > max.value);
        if recommended.value < min || above {
            let message = Text::new(
                format!("recommended {} 须在 min 与 max 之间", recommended.value),
                format!("recommended {} must lie between min and max", recommended.value),
            );
            self.reader.push(Problem::error(recommended.span, message));
        }
    }

    pub(super) fn fact(&mut self, name: &At<String>, key: &str, wanted: Option<FactKindShape>) {
        let Some(fact) = self.shape.facts.iter().find(|fact| fact.id.value == name.value) else {
            let known = self.shape.facts.iter().map(|fact| fact.id.value.as_str());
            self.reader.unknown(name, key, known);
            return;
        };
        if wanted.is_some_and(|wanted| wanted != fact.kind) {
            let message = Text::new(
                format!("「{key}」不能用事实「{}」：类型不对", name.value),
                format!("`{key}` cannot use the fact `{}`: it is of another kind", name.value),
            );
            let problem = Problem::error(name.span, message);
            self.reader.push(problem.with_other(fact.id.span, Text::new("在这里声明", "declared here")));
        }
    }

    pub(super) fn claim_id(&mut self, id: &'a At<String>) {
        id_form(self.reader, id);
        if let Some(&first) = self.ids.get(id.value.as_str()) {
            let problem = Problem::error(id.span, both(&id.value, "id「{}」重复", "the id `{}` stands twice"));
            self.reader.push(problem.with_other(first, Text::new("第一次在这里", "first here")));
        }
        self.ids.entry(&id.value).or_insert(id.span);
    }

    fn unique<'i>(&mut self, ids: impl Iterator<Item = &'i At<String>>, what: &str) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for id in ids {
            if let Some(&first) = seen.get(id.value.as_str()) {
                let message = Text::new(
                    format!("{what} 里的「{}」重复", id.value),
                    format!("`{}` stands twice in {what}", id.value),
                );
                self.reader
                    .push(Problem::error(id.span, message).with_other(first, Text::new("第一次在这里", "first here")));
            }
            seen.entry(&id.value).or_insert(id.span);
        }
    }
}

/// An id goes into settings, file names and URLs.
fn id_form(reader: &mut Reader, id: &At<String>) {
    let fits = id.value.len() <= 64 && id.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !fits {
        let message = both(
            &id.value,
            "id「{}」只能用英文字母、数字、- 和 _，不超过 64 个",
            "the id `{}` may hold only letters, digits, `-` and `_`, at most 64",
        );
        reader.push(Problem::error(id.span, message));
    }
}

/// A length of time, or a problem.
pub(super) fn length(reader: &mut Reader, written: &At<String>, message: Text) -> Option<Window> {
    let window = parse_window(&written.value);
    if window.is_none() {
        let hint = Text::new("例如 3 months、90 days、2 years", "such as 3 months, 90 days, 2 years");
        reader.push(Problem::error(written.span, message).with_hint(hint));
    }
    window
}

pub(super) fn parse_window(written: &str) -> Option<Window> {
    let (count, unit) = written.split_once(' ')?;
    let count = count.parse().ok().filter(|count| (1..=9999).contains(count))?;
    let unit = match unit.trim() {
        "day" | "days" => WindowUnit::Days,
        "month" | "months" => WindowUnit::Months,
        "year" | "years" => WindowUnit::Years,
        _ => return None,
    };
    Some(Window { count, unit })
}

pub(super) fn text(shape: &TextShape) -> Text {
    Text::new(shape.zh.value.clone(), shape.en.value.clone())
}

pub(super) fn plain(text: Option<&At<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

pub(super) fn values(texts: &[At<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn fact_kind(kind: FactKindShape) -> FactKind {
    match kind {
        FactKindShape::YesNo => FactKind::YesNo,
        FactKindShape::Text => FactKind::Text,
        FactKindShape::Number => FactKind::Number,
        FactKindShape::Date => FactKind::Date,
    }
}

fn accept(kind: &AcceptShape) -> Kind {
    match kind {
        AcceptShape::Pdf => Kind::Pdf,
        AcceptShape::Image => Kind::Image,
        AcceptShape::Word => Kind::Word,
        AcceptShape::Excel => Kind::Excel,
        AcceptShape::Slides => Kind::Slides,
        AcceptShape::Ofd => Kind::Ofd,
        AcceptShape::Text => Kind::Text,
        AcceptShape::Html => Kind::Html,
        AcceptShape::Archive => Kind::Archive,
    }
}

fn form(form: &FormShape) -> Form {
    match form {
        FormShape::Printed => Form::Printed,
        FormShape::Copy => Form::Copy,
        FormShape::Electronic => Form::Electronic,
    }
}
