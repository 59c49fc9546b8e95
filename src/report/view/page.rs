//! A whole report as rows of plain text, for renderers that lay out tables. Control characters in names are shown,
//! not passed on.

use serde::Serialize;

use super::{View, are_told, is_gap};
use crate::i18n;
use crate::model::assessment::{Assessment, Cover, ItemResult, State};
use crate::model::condition::ConditionState;
use crate::model::finding::{Finding, Since};
use crate::model::text::Lang;
use crate::report::escape::terminal;

/// How many files of each item are listed to be settled.
const SETTLED: usize = 50;

/// A report, in one language.
#[derive(Serialize)]
pub(in crate::report) struct PageData {
    /// `zh` or `en`.
    pub(in crate::report) lang: &'static str,
    pub(in crate::report) list: String,
    pub(in crate::report) dossier: String,
    /// The applicant's name, if it is declared.
    pub(in crate::report) applicant: Option<String>,
    pub(in crate::report) today: String,
    pub(in crate::report) stages: String,
    /// What was not looked at, if only names were.
    pub(in crate::report) blindness: Option<String>,
    /// `complete`, `undecided` or `incomplete`.
    pub(in crate::report) state: &'static str,
    pub(in crate::report) verdict: &'static str,
    pub(in crate::report) totals: String,
    pub(in crate::report) next_step: &'static str,
    pub(in crate::report) draft: bool,
    /// Required items, and those of them that stand in nobody's way.
    pub(in crate::report) required: usize,
    pub(in crate::report) done: usize,
    /// Those of them that are waived.
    pub(in crate::report) waived_items: usize,
    /// Every item that is due, in the list's order.
    pub(in crate::report) items: Vec<Row>,
    /// What the baseline does not have, or had less badly, and what stands above it.
    pub(in crate::report) news: Vec<NoteLine>,
    pub(in crate::report) news_title: &'static str,
    /// Conditions of eligibility.
    pub(in crate::report) conditions: Vec<NoteLine>,
    /// Products of the scope; empty where none is declared.
    pub(in crate::report) products: Vec<String>,
    pub(in crate::report) faults: Vec<NoteLine>,
    pub(in crate::report) reminders: Vec<NoteLine>,
    /// Items due only under a condition nobody has declared.
    pub(in crate::report) conditional: Vec<NoteLine>,
    pub(in crate::report) conditional_title: &'static str,
    /// All that is to be written into `dossier.yaml`, in one piece, and what to say above it.
    pub(in crate::report) settings: Vec<String>,
    pub(in crate::report) settings_title: &'static str,
    pub(in crate::report) to_check: Vec<String>,
    pub(in crate::report) waived: Vec<String>,
    pub(in crate::report) handing_in: Vec<String>,
    /// Files no item uses, with what they may be.
    pub(in crate::report) left_over: Vec<FileLine>,
    /// Files for items of another stage, with the item.
    pub(in crate::report) other_stage: Vec<FileLine>,
}

/// One item.
#[derive(Serialize)]
pub(in crate::report) struct Row {
    pub(in crate::report) id: String,
    pub(in crate::report) no: String,
    pub(in crate::report) title: String,
    /// The state's name in JSON.
    pub(in crate::report) state: &'static str,
    /// The state in a word.
    pub(in crate::report) word: &'static str,
    pub(in crate::report) required: bool,
    /// It can be met in several ways, or asks for several things.
    pub(in crate::report) compound: bool,
    /// Whether it stands between the dossier and a good verdict.
    pub(in crate::report) gap: bool,
    /// Its count is met, and it has an error all the same.
    pub(in crate::report) flawed: bool,
    /// Whether the baseline knows that.
    pub(in crate::report) known: bool,
    pub(in crate::report) need: u32,
    pub(in crate::report) have: u32,
    pub(in crate::report) possible: u32,
    /// The counts in a phrase.
    pub(in crate::report) count: String,
    pub(in crate::report) evidence: Vec<FileLine>,
    pub(in crate::report) unclear: Vec<FileLine>,
    pub(in crate::report) refused: Vec<FileLine>,
    /// The ways a compound item can be met.
    pub(in crate::report) ways: Vec<String>,
    /// What to do about it, a sentence each.
    pub(in crate::report) todo: Vec<String>,
    /// What nobody has declared, where that is all it lacks.
    pub(in crate::report) unsaid: Vec<String>,
    /// It is due only if this holds, and nobody has said whether.
    pub(in crate::report) only_if: Option<String>,
    /// That is a number, of which the item needs as many.
    pub(in crate::report) asks_number: bool,
    /// The last day of the waiver that excepts it; `None` if there is none, or it has no end.
    pub(in crate::report) until: Option<String>,
    /// Lines for `dossier.yaml` that settle it, where they do not stand with those of other items.
    pub(in crate::report) yaml: Vec<String>,
    pub(in crate::report) hand_in: Option<String>,
    /// One for each product of the scope, where the item must cover it.
    pub(in crate::report) covers: Vec<Cell>,
}

impl Row {
    /// Leaves the lines for `dossier.yaml` to where all of them stand together.
    fn refer(&mut self, there: &str) {
        self.yaml.clear();
        for line in &mut self.todo {
            if let Some(ask) = line.strip_suffix(['：', ':']) {
                *line = format!("{ask}{there}");
            }
        }
    }
}

/// One file, and what is to be said of it.
#[derive(Serialize)]
pub(in crate::report) struct FileLine {
    /// Its place in the inventory.
    pub(in crate::report) file: usize,
    pub(in crate::report) path: String,
    pub(in crate::report) note: String,
    /// The rule that refuses it.
    pub(in crate::report) rule: Option<&'static str>,
    /// It may count for more than it does.
    pub(in crate::report) open: bool,
    /// The note says what speaks against it.
    pub(in crate::report) doubtful: bool,
    /// Whoever sent the papers sent it: no program left it behind, and it is not only missing here.
    pub(in crate::report) sent: bool,
}

/// One note, with its weight.
#[derive(Serialize)]
pub(in crate::report) struct NoteLine {
    /// The rule; empty for conditions.
    pub(in crate::report) rule: &'static str,
    /// `error`, `warning` or `note`; `met`, `not-met` or `undeclared`.
    pub(in crate::report) kind: &'static str,
    pub(in crate::report) word: &'static str,
    pub(in crate::report) text: String,
}

/// Whether an item's evidence covers a product.
#[derive(Serialize)]
pub(in crate::report) struct Cell {
    /// `covered`, `unclear` or `uncovered`.
    pub(in crate::report) state: &'static str,
    /// The files it rests on.
    pub(in crate::report) files: Vec<String>,
}

impl PageData {
    /// Gathers all of a report.
    pub(in crate::report) fn new(assessment: &Assessment, lang: Lang) -> Self {
        let view = View::new(assessment, lang);
        let (title, standard) = view.list_title();
        let note = |finding: &&Finding| NoteLine {
            rule: finding.problem.rule().id(),
            kind: finding.severity.name(),
            word: i18n::severity(finding.severity, lang),
            text: harmless(&view.message(finding)),
        };
        let totals = view.totals;
        let together = view.settings(SETTLED);
        let settings: Vec<String> = together.iter().map(|line| harmless(line)).collect();
        let mut items: Vec<Row> = assessment.items.iter().map(|result| view.row(result)).collect();
        if !settings.is_empty() {
            items
                .iter_mut()
                .filter(|row| are_told(&row.yaml, &together))
                .for_each(|row| row.refer(view.say("（写法见「抄进 dossier.yaml」）", " (see \"For dossier.yaml\")")));
        }
        let products = if assessment.coverage.is_empty() { &[][..] } else { &assessment.settings.scope[..] };
        Self {
            lang: view.say("zh", "en"),
            list: format!("{title}{standard}"),
            dossier: terminal(&assessment.inventory.name).into_owned(),
            applicant: assessment.settings.applicant.name.as_deref().map(harmless),
            today: assessment.today.to_string(),
            stages: view.stages(),
            blindness: view.blindness(),
            state: assessment.verdict.name(),
            verdict: view.verdict(),
            totals: view.totals_line(),
            next_step: view.next_step(),
            draft: view.is_draft(),
            required: totals.required,
            done: totals.done(),
            waived_items: totals.waived,
            items,
            news: view.news().iter().map(note).collect(),
            news_title: view.news_title(),
            conditions: view.eligibility(),
            products: products.iter().map(|product| terminal(&product.name).into_owned()).collect(),
            faults: view.faults().iter().map(note).collect(),
            reminders: view.reminders().iter().map(note).collect(),
            conditional: view.due_if(),
            conditional_title: view.conditional_title(),
            settings,
            settings_title: view.settings_title(),
            to_check: view.to_check().iter().map(|line| harmless(line)).collect(),
            waived: view.waived().iter().map(|line| harmless(line)).collect(),
            handing_in: view.handing_in(),
            left_over: view
                .left_over()
                .into_iter()
                .map(|file| view.line(file, view.why_left_over(file).as_deref()))
                .collect(),
            other_stage: view
                .other_stage()
                .into_iter()
                .map(|(file, item)| view.line(file, Some(&view.item_name(item))))
                .collect(),
        }
    }
}

/// A text without what a terminal or a reader's eye would be misled by.
fn harmless(text: &str) -> String {
    terminal(text).into_owned()
}

impl View<'_> {
    fn row(&self, result: &ItemResult) -> Row {
        let item = &self.assessment.checklist.items[result.item];
        let (need, have, possible) = result.counts();
        let (todo, yaml) = self.todo(result);
        let reasoned = |&file: &usize| self.line(file, self.reason(file, result.item).as_deref());
        Row {
            id: item.id.clone(),
            no: item.no.clone().unwrap_or_default(),
            title: item.title.get(self.lang).to_owned(),
            state: result.state.name(),
            word: match result.state {
                State::Satisfied if self.is_flawed(result.item) => {
                    self.say("满足，另有问题", "satisfied, with open points")
                }
                _ => i18n::standing(result, &self.assessment.checklist, self.lang),
            },
            required: result.required,
            compound: item.is_compound(),
            gap: is_gap(result),
            flawed: self.is_flawed(result.item),
            known: self.since(result.item) == Some(Since::Known),
            need,
            have,
            possible,
            count: if result.state == State::NotApplicable {
                String::new()
            } else {
                self.count(result) + &self.remark(self.since(result.item))
            },
            evidence: result.evidence.iter().map(reasoned).collect(),
            unclear: result.possible.iter().map(reasoned).collect(),
            refused: result.refused.iter().map(|&file| self.line(file, Some(&self.refusal(file)))).collect(),
            ways: if is_gap(result) { self.ways(result) } else { Vec::new() },
            todo,
            unsaid: match result.state {
                State::Unclear => self.unsaid(result).iter().map(|fact| fact.title.get(self.lang).to_owned()).collect(),
                _ => Vec::new(),
            },
            only_if: item.when.as_deref().filter(|_| result.state == State::NotEvaluated).map(|fact| self.fact(fact)),
            asks_number: item.when.as_deref().is_some_and(|fact| self.is_number(fact)),
            until: self.until(result.item),
            yaml,
            hand_in: item.hand_in.as_ref().map(|text| text.get(self.lang).to_owned()),
            covers: self.covers(result),
        }
    }

    /// The last day of the waiver that excepts an item.
    fn until(&self, item: usize) -> Option<String> {
        let of = |finding: &&Finding| finding.item() == Some(item) && finding.problem.rule().is_about_the_count();
        let waiver = self.assessment.findings.iter().filter(of).find_map(|finding| finding.waived)?;
        Some(self.assessment.settings.waivers[waiver].until?.to_string())
    }

    /// What to do about an item, and the lines for `dossier.yaml` that settle it.
    fn todo(&self, result: &ItemResult) -> (Vec<String>, Vec<String>) {
        let item = &self.assessment.checklist.items[result.item];
        let (need, have, _) = result.counts();
        let lacking = need.saturating_sub(have);
        let (mut todo, mut yaml) = (Vec::new(), Vec::new());
        match result.state {
            State::Missing | State::Short => {
                let unit = self.assessment.checklist.demands.get(result.alternatives[result.nearest][0].demand);
                let unit = unit.map_or("", |demand| i18n::unit(demand.unit, lacking, self.lang));
                todo.push(if item.is_compound() {
                    self.say("按其中一种办法补齐".to_owned(), "complete one of the ways".to_owned())
                } else if have > 0 {
                    self.say(format!("再补 {lacking} {unit}"), format!("add {lacking} more {unit}"))
                } else {
                    self.say(format!("补交 {lacking} {unit}"), format!("hand in {lacking} {unit}"))
                });
                if !result.refused.is_empty() {
                    let count = result.refused.len();
                    todo.push(self.say(
                        format!("{count} 个文件不计，看它们的原因；能改的改好再交"),
                        format!(
                            "{} not counted, for the reasons given; mend those that can be mended",
                            i18n::counted(count, "file")
                        ),
                    ));
                }
            }
            State::Unclear => {
                for write in self.question(result).into_iter().chain(self.to_settle(result, usize::MAX)) {
                    todo.push(write.ask);
                    yaml.extend(write.yaml);
                }
            }
            State::NotEvaluated => {
                if let Some(fact) = item.when.as_deref() {
                    let write = self.declare(vec![fact]);
                    todo.extend([self.condition(fact), write.ask]);
                    yaml.extend(write.yaml);
                }
            }
            State::Satisfied => {
                todo.extend(self.faults_of(result.item).map(|finding| harmless(&self.message(finding))));
                todo.extend(self.by_name_alone(result).map(|ask| {
                    self.say(format!("仅凭名称认出，请核对：{ask}"), format!("recognised by name alone, check: {ask}"))
                }));
            }
            State::NotApplicable | State::Waived => {}
        }
        let open: Vec<String> =
            result.not_evaluated.iter().map(|open| harmless(&self.unjudged(result, open))).collect();
        if !open.is_empty() && result.state != State::NotEvaluated {
            todo.push(self.say(format!("请人核对：{}", open.join("、")), format!("check: {}", open.join(", "))));
        }
        (todo, yaml)
    }

    fn covers(&self, result: &ItemResult) -> Vec<Cell> {
        let row = self.assessment.coverage.iter().find(|row| row.item == result.item);
        let cell = |cover: &Cover| Cell {
            state: cover.name(),
            files: cover.files().iter().map(|&file| terminal(self.path(file)).into_owned()).collect(),
        };
        row.map(|row| row.products.iter().map(cell).collect()).unwrap_or_default()
    }

    /// The items that are due only under a condition nobody has declared, with the condition.
    fn due_if(&self) -> Vec<NoteLine> {
        let line = |(result, fact): (&ItemResult, &str)| NoteLine {
            rule: "",
            kind: result.state.name(),
            word: i18n::state(result.state, self.lang),
            text: format!("{} -- {}", self.item_name(result.item), self.condition(fact)),
        };
        self.conditional().into_iter().map(line).collect()
    }

    /// The conditions of eligibility, those not met first.
    fn eligibility(&self) -> Vec<NoteLine> {
        let mut shown = self.assessment.conditions.clone();
        shown.sort_by_key(|(_, state)| match state {
            ConditionState::NotMet => 0,
            ConditionState::Undeclared => 1,
            ConditionState::Met => 2,
        });
        let line = |(index, state): (usize, ConditionState)| NoteLine {
            rule: "",
            kind: state.name(),
            word: i18n::condition_state(state, self.lang),
            text: self.assessment.checklist.conditions[index].title.get(self.lang).to_owned(),
        };
        shown.into_iter().map(line).collect()
    }
}
