//! What reports for people say: which items, files and findings they tell of, and in which words, in one
//! language. What [`View`] gives holds names as they are; [`PageData`] and [`found()`] have made harmless what would
//! move a cursor or hide text. How a page is laid out, and how its names are escaped, is its renderer's own.

mod files;
mod found;
mod items;
mod notes;
mod overview;
mod page;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::i18n::{self, pick};
use crate::model::assessment::{Assessment, ItemResult, State, Totals, Unseen, Verdict};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::finding::{Place, Problem, Since};
use crate::model::settings::Mode;
use crate::model::text::Lang;

pub(super) use found::found;
pub(super) use items::{ToWrite, are_told};
pub(super) use overview::{Matrix, OverviewData};
pub(super) use page::{FileLine, NoteLine, PageData, Row};

/// One assessment as a person is told of it.
pub(super) struct View<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) lang: Lang,
    pub(super) totals: Totals,
    /// Items whose count is met and which have an error all the same.
    flawed: BTreeSet<usize>,
    /// Files a gap tells of, refused or to be looked at.
    told: HashSet<usize>,
    /// What the baseline says of the items' gaps.
    since: HashMap<usize, Since>,
    /// What speaks against files that only may count.
    doubts: HashMap<usize, &'a Refusal>,
}

/// Whether an item stands between the dossier and a good verdict.
pub(super) fn is_gap(result: &ItemResult) -> bool {
    matches!(result.state, State::Missing | State::Short | State::Unclear)
}

impl<'a> View<'a> {
    pub(super) fn new(assessment: &'a Assessment, lang: Lang) -> Self {
        let gaps = assessment.items.iter().filter(|result| is_gap(result));
        let told = gaps.flat_map(|result| result.refused.iter().chain(&result.possible).copied()).collect();
        let counts = assessment.findings.iter().filter(|finding| finding.problem.rule().is_about_the_count());
        let since = counts.filter_map(|finding| match finding.place {
            Place::Item(item) => Some((item, finding.since?)),
            _ => None,
        });
        let doubts = assessment.findings.iter().filter_map(|finding| match (&finding.problem, &finding.place) {
            (Problem::Doubtful(why), Place::File(file, _)) => Some((*file, why)),
            _ => None,
        });
        Self {
            assessment,
            lang,
            doubts: doubts.collect(),
            totals: assessment.totals(),
            flawed: assessment.flawed(),
            told,
            since: since.collect(),
        }
    }

    /// What speaks against a file that only may count.
    pub(super) fn doubt(&self, file: usize) -> Option<String> {
        self.doubts.get(&file).map(|why| i18n::doubt(why, self.assessment, self.lang))
    }

    /// What the baseline says of an item's gap.
    pub(super) fn since(&self, item: usize) -> Option<Since> {
        self.since.get(&item).copied()
    }

    /// The same as a remark that follows a sentence.
    pub(super) fn remark(&self, since: Option<Since>) -> String {
        since.map(|since| i18n::bracketed(&i18n::since(since, self.lang), self.lang)).unwrap_or_default()
    }

    /// Picks one of two by the language.
    pub(super) fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    pub(super) fn path(&self, file: usize) -> &'a str {
        &self.assessment.inventory.files[file].path
    }

    pub(super) fn is_draft(&self) -> bool {
        self.assessment.settings.mode == Mode::Draft
    }

    /// How people name an item: its number and title.
    pub(super) fn item_name(&self, item: usize) -> String {
        let item = &self.assessment.checklist.items[item];
        match &item.no {
            Some(no) => format!("{no} {}", item.title.get(self.lang)),
            None => item.title.get(self.lang).to_owned(),
        }
    }

    /// The list's title, with its standard.
    pub(super) fn list_title(&self) -> (&'a str, String) {
        let list = &self.assessment.checklist;
        let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
        (list.title.get(self.lang), standard)
    }

    /// The titles of the stages checked, as a list; empty if the list has no stages.
    pub(super) fn stages(&self) -> String {
        let list = &self.assessment.checklist;
        let title = |id: &String| {
            list.stages.iter().find(|s| s.id == *id).map_or(id.clone(), |s| s.title.get(self.lang).to_owned())
        };
        let titles: Vec<String> = self.assessment.stages.iter().map(title).collect();
        titles.join(self.say("、", ", "))
    }

    /// Whether only names were looked at.
    fn is_blind(&self) -> bool {
        self.assessment.unseen.iter().any(|unseen| *unseen != Unseen::Contents)
    }

    /// What nobody looked at, where only names were.
    pub(super) fn blindness(&self) -> Option<String> {
        let what: Vec<&str> = self.assessment.unseen.iter().map(|unseen| i18n::unseen(*unseen, self.lang)).collect();
        self.is_blind().then(|| {
            self.say(
                format!("只看了文件名，没有检查：{}", what.join("、")),
                format!("names only; not looked at: {}", what.join(", ")),
            )
        })
    }

    /// The verdict in a phrase.
    pub(super) fn verdict(&self) -> &'static str {
        i18n::verdict(self.assessment.verdict, self.lang)
    }

    /// The totals that follow the verdict, in one sentence.
    pub(super) fn totals_line(&self) -> String {
        let totals = &self.totals;
        let parts = [
            (totals.satisfied, "满足", "satisfied"),
            (totals.missing, "缺少", "missing"),
            (totals.short, "不足", "short"),
            (totals.unclear, "待确认", "unclear"),
            (totals.not_evaluated, "未判断", "not evaluated"),
            (totals.waived, "豁免", "waived"),
        ];
        let flawed = match totals.flawed {
            0 => String::new(),
            count => self.say(format!("（其中 {count} 项另有问题）"), format!(" ({count} of them with open points)")),
        };
        let part = |(count, zh, en): &(usize, &str, &str)| {
            let among = if *zh == parts[0].1 { &*flawed } else { "" };
            self.say(format!("，{zh} {count}{among}"), format!(", {count} {en}{among}"))
        };
        let parts: Vec<String> = parts.iter().filter(|(count, ..)| *count > 0).map(part).collect();
        let (known, errors, warnings) = (totals.known_findings, totals.errors, totals.warnings);
        let baseline = (known > 0).then(|| {
            self.say(
                format!("；基线已知 {known} 个问题，新的错误 {errors} 个、警告 {warnings} 个"),
                format!(
                    "; {} known, {} and {} new",
                    i18n::counted(known, "finding"),
                    i18n::counted(errors, "error"),
                    i18n::counted(warnings, "warning")
                ),
            )
        });
        let baseline = baseline.unwrap_or_default();
        let (required, files, counted, refused) = (totals.required, totals.files, totals.counted, totals.refused);
        // A document taken apart is counted part by part.
        let pieces = self.assessment.outcomes.iter().filter(|outcome| **outcome != Outcome::SetAside).count();
        let of = if pieces > files {
            self.say(format!("（拆开看是 {pieces} 份）"), format!(" (looked at as {pieces} papers)"))
        } else {
            String::new()
        };
        self.say(
            format!(
                "应交 {required} 项{}；{files} 个文件{of}中计入 {counted} 个，不计 {refused} 个{baseline}",
                parts.concat()
            ),
            format!(
                "{} required{}; of {}{of}, {counted} counted, {refused} refused{baseline}",
                i18n::counted(required, "item"),
                parts.concat(),
                i18n::counted(files, "file")
            ),
        )
    }

    /// What stands above the items due only under a condition nobody has declared.
    pub(super) fn conditional_title(&self) -> &'static str {
        self.say("未判断：有条件才要交，还没有说明条件的", "Not evaluated: due only on a condition nobody has declared")
    }

    /// What stands above all that is to be written into `dossier.yaml`.
    pub(super) fn settings_title(&self) -> &'static str {
        self.say(
            "以上要写进 dossier.yaml 的，合起来是这些（填好引号里的；文件里已有 facts、assign 的，并到它们下面）",
            "All of this for dossier.yaml, in one piece (fill in the quotes; put it below facts and assign where the file has them)",
        )
    }

    /// What whoever reads the report does next.
    pub(super) fn next_step(&self) -> &'static str {
        let no_gap = || self.assessment.items.iter().all(|result| !is_gap(result));
        match self.assessment.verdict {
            Verdict::Incomplete if self.is_draft() && self.totals.errors > 0 => self.say(
                "这是草稿，还没有的不算错；但有写错的、过期的、别家的材料（合计里的错误），要先换掉，再查一次",
                "this is a draft, and what is not there yet is no fault; but some papers are wrong, expired or another's (the errors in the totals): replace them and check again",
            ),
            Verdict::Incomplete if self.is_draft() => self.say(
                "这是草稿，还没有的不算错；备齐后把 dossier.yaml 里的 mode 改成 submit，再查一次",
                "this is a draft, and what is not there yet is no fault; when it is, set mode to submit in dossier.yaml and check again",
            ),
            Verdict::Incomplete if self.gaps().is_empty() => self.say(
                "份数够了，还有错误：照「还有这些问题」「产品覆盖」「申报条件」改好，再查一次",
                "the counts are met, but there are errors: mend what is told under \"Also wrong\", \"Products covered\" and \"Conditions of eligibility\", and check again",
            ),
            Verdict::Incomplete => self.say("照缺口补齐文件，再查一次", "fill the gaps and check again"),
            Verdict::Undecided if self.totals.required == 0 => self.say(
                "清单在这个阶段没有必交的材料，可选的列在下面，按认证机构的要求准备",
                "the list demands nothing in this stage; the optional items are listed",
            ),
            Verdict::Undecided if self.is_blind() && no_gap() => self.say(
                "名称和份数没有问题；对文件夹本身再查一次（不加 --names-only），才会检查空文件、重复文件和读不了的文件",
                "names and counts are in order; check the folder itself (without --names-only) for empty, repeated and unreadable files",
            ),
            Verdict::Undecided if no_gap() && self.totals.errors > 0 => self.say(
                "看「产品覆盖」里带问号的文件各是哪种产品，写进文件名或 dossier.yaml 的 assign（products），再查一次",
                "see which product the files marked `?` under the products are about, name it in the file's name or in assign (`products`) in dossier.yaml, and check again",
            ),
            Verdict::Undecided if no_gap() && self.totals.not_evaluated > 0 => self.say(
                "「未判断」里的各条，在 dossier.yaml（放在资料夹里的文本文件）写明条件是不是成立，再查一次",
                "say in dossier.yaml (a text file in the dossier) whether the conditions under \"Not evaluated\" hold, and check again",
            ),
            Verdict::Undecided => self.say(
                "请人看过待确认的各条，把结果写进 dossier.yaml（放在资料夹里的文本文件），再查一次",
                "have a person look at what is open, put the answers into dossier.yaml (a text file in the dossier), and check again",
            ),
            Verdict::Complete => self.say(
                "份数齐全。请人照各条后面写的核对内容、日期、盖章，再递交",
                "the counts are complete. Have a person check contents, dates and stamps as asked, then hand in",
            ),
        }
    }
}
