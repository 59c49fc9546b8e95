//! Dates and the labels around them → what each date is. Where it is not sure, it is not said: a wrong
//! end of validity does more harm than none.

use super::labels::{Label, Role, labels, left_open, nothing_between, reaches};
use super::{Value, first_day};
use crate::model::content::{DateRole, Dated, When};

/// How many characters of a row may stand before a date that a label above it explains.
const ROW: usize = 30;

/// Labels that no date followed yet.
#[derive(Default)]
struct Open {
    roles: Vec<Role>,
    /// They stand on several lines.
    stacked: bool,
    /// Dates on the lines below that did not make up their number yet.
    waiting: Vec<usize>,
}

/// Goes through a page line by line.
struct Reader<'t> {
    text: &'t str,
    values: &'t [Value],
    roles: Vec<Option<Role>>,
    open: Open,
}

/// The dates with what they are, in order.
pub(super) fn said(text: &str, values: &[Value]) -> Vec<Dated> {
    let mut reader = Reader { text, values, roles: vec![None; values.len()], open: Open::default() };
    let (mut start, mut next) = (0, 0);
    for line in text.split('\n') {
        if next == values.len() {
            break;
        }
        let here = values.iter().skip(next).take_while(|value| value.start <= start + line.len()).count();
        reader.line(line, start, next..next + here);
        start += line.len() + 1;
        next += here;
    }
    values.iter().zip(reader.roles).flat_map(|(value, role)| dated(text, *value, role)).flatten().collect()
}

impl Reader<'_> {
    fn line(&mut self, line: &str, offset: usize, here: std::ops::Range<usize>) {
        let labels = labels(line);
        if labels.is_empty() && here.is_empty() {
            if !line.is_empty() {
                self.open = Open::default();
            }
            return;
        }
        let place = |at: &usize| self.values.get(*at).map_or(0, |value| value.start.saturating_sub(offset));
        let before_all = labels.first().map_or(usize::MAX, |label| label.start);
        let leading: Vec<usize> = here.clone().filter(|at| place(at) < before_all).collect();
        let mut groups: Vec<(Vec<Label>, Vec<usize>)> = Vec::new();
        for (label, until) in labels.iter().zip(labels.iter().skip(1).map(|next| next.start).chain([usize::MAX])) {
            let dates: Vec<usize> = here.clone().filter(|at| (label.end..until).contains(&place(at))).collect();
            match groups.last_mut() {
                Some((run, none)) if none.is_empty() => {
                    run.push(*label);
                    *none = dates;
                }
                _ => groups.push((vec![*label], dates)),
            }
        }
        if !leading.is_empty() {
            self.below(line, &leading, leading.first().map_or(0, place));
        }
        let alone = here.is_empty();
        if !groups.is_empty() && !alone {
            self.open = Open::default();
        }
        for (run, dates) in groups {
            let until = dates.first().map_or(line.len(), place);
            let run = unfed(line, &run, until, dates.is_empty());
            if dates.is_empty() {
                self.leave_open(&run, alone);
            } else {
                self.inline(line, &run, &dates, until);
            }
        }
    }

    /// Labels at the end of a line, or alone on it.
    fn leave_open(&mut self, run: &[Label], alone: bool) {
        let stacked = alone && !self.open.roles.is_empty() && self.open.waiting.is_empty();
        if !stacked || self.open.roles.len() > 8 {
            self.open = Open::default();
        }
        self.open.stacked = stacked;
        self.open.roles.extend(run.iter().map(|label| label.role));
    }

    /// Dates on a line below their labels.
    fn below(&mut self, line: &str, dates: &[usize], first: usize) {
        let open = std::mem::take(&mut self.open);
        let before = line.get(..first).unwrap_or_default();
        if open.roles.is_empty() || before.chars().count() > ROW || before.contains(['，', '。', '；', '于', '在'])
        {
            return;
        }
        let alone = line.chars().filter(|c| !c.is_whitespace()).count() <= 24 && before.trim().is_empty();
        if open.roles.iter().all(|role| *role == Role::Signed) {
            for at in dates.iter().take(open.roles.len()) {
                self.give(*at, Role::Signed);
            }
            if !alone {
                self.open = open;
            }
        } else if open.waiting.is_empty() && dates.len() == open.roles.len() {
            self.give_in_order(dates, &open.roles);
            if dates.len() > 1 || !alone {
                self.open = open;
            }
        } else if open.stacked && open.waiting.len() + dates.len() <= open.roles.len() {
            let mut open = open;
            open.waiting.extend(dates);
            if open.waiting.len() == open.roles.len() {
                self.give_in_order(&open.waiting, &open.roles);
            } else {
                self.open = open;
            }
        }
    }

    /// Dates on the line of their labels.
    fn inline(&mut self, line: &str, run: &[Label], dates: &[usize], until: usize) {
        let (Some(last), Some(first)) = (run.last(), dates.first()) else { return };
        let gap = line.get(last.end..until).unwrap_or_default();
        let same = run.iter().all(|label| label.role == last.role);
        if !same && run.len() == dates.len() && (nothing_between(gap) || left_open(gap)) {
            let roles: Vec<Role> = run.iter().map(|label| label.role).collect();
            self.give_in_order(dates, &roles);
            return;
        }
        if same && last.role == Role::Signed && nothing_between(gap) && run.len() == dates.len() {
            dates.iter().for_each(|at| self.give(*at, Role::Signed));
            return;
        }
        let another = run.iter().rev().skip(1).find(|label| label.role != last.role);
        let doubtful = another.is_some_and(|label| {
            let between = line.get(label.end..last.start).unwrap_or_default();
            !matches!(label.role, Role::Signed | Role::Other) && !last.colon && nothing_between(between)
        });
        let range = self.values.get(*first).is_some_and(|value| value.from.is_some() || only_begins(self.text, *value));
        if !doubtful && reaches(last.role, gap, range) {
            self.first_of(last.role, dates);
        }
    }

    /// One label, and the dates behind it on its line.
    fn first_of(&mut self, role: Role, dates: &[usize]) {
        let day = |at: Option<&usize>| {
            at.and_then(|at| self.values.get(*at)).filter(|value| value.from.is_none()).map(|value| first_day(value.to))
        };
        let (first, second) = (day(dates.first()), day(dates.get(1)));
        let Some(at) = dates.first() else { return };
        match (role, first, second) {
            // Two days without a dash between them.
            (Role::Valid, Some(first), Some(second)) if first < second && dates.len() == 2 => {
                self.give_in_order(dates, &[Role::From, Role::Until]);
            }
            (Role::Valid | Role::Until, Some(first), Some(second)) if first < second => {}
            _ => self.give(*at, role),
        }
    }

    fn give_in_order(&mut self, dates: &[usize], roles: &[Role]) {
        let (mut begins, mut ends) = (Vec::new(), Vec::new());
        for (value, role) in dates.iter().map(|at| self.values.get(*at)).zip(roles) {
            let Some(value) = value.filter(|value| value.from.is_none()) else { continue };
            match role {
                Role::Issued | Role::From | Role::Former => begins.push(first_day(value.to)),
                Role::Until | Role::Valid => ends.push(first_day(value.to)),
                _ => {}
            }
        }
        // Labels and dates were not read in the same order if anything ends before it begins.
        let ordered = begins.iter().max().is_none_or(|begin| ends.iter().all(|end| begin <= end));
        if ordered {
            dates.iter().zip(roles).for_each(|(at, role)| self.give(*at, *role));
        }
    }

    fn give(&mut self, at: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(at) {
            *slot = Some(role);
        }
    }
}

/// The labels of a run that other text does not already answer. The last is always kept before a date.
fn unfed(line: &str, run: &[Label], until: usize, at_end: bool) -> Vec<Label> {
    let ends = run.iter().skip(1).map(|next| next.start).chain([until]);
    let last = run.len().saturating_sub(1);
    run.iter()
        .zip(ends)
        .enumerate()
        .filter(|(at, (label, end))| {
            let rest = line.get(label.end..*end).unwrap_or_default();
            (*at == last && !at_end) || nothing_between(rest) || (!label.colon && left_open(rest))
        })
        .map(|(_, (label, _))| *label)
        .collect()
}

/// What is said by a date or range with a role.
fn dated(text: &str, value: Value, role: Option<Role>) -> [Option<Dated>; 2] {
    let role = role.filter(|role| *role != Role::Other);
    if value.unsure && role.is_none() {
        return [None, None];
    }
    let begins = role == Some(Role::From) || (value.from.is_none() && only_begins(text, value));
    let (from, until) = match role {
        None | Some(Role::Other) => (DateRole::Unsaid, DateRole::Unsaid),
        Some(Role::Former) => (DateRole::Unsaid, DateRole::FormerUntil),
        Some(Role::From | Role::Until | Role::Valid) if begins && value.from.is_none() => {
            (DateRole::Unsaid, DateRole::ValidFrom)
        }
        Some(Role::From | Role::Until | Role::Valid) => (DateRole::ValidFrom, DateRole::ValidUntil),
        Some(Role::Issued) if value.from.is_some() => (DateRole::Unsaid, DateRole::Unsaid),
        Some(Role::Issued) => (DateRole::Unsaid, DateRole::Issued),
        Some(Role::Signed) if value.from.is_none() => (DateRole::Unsaid, DateRole::Signed),
        Some(Role::Signed | Role::Period) => (DateRole::PeriodFrom, DateRole::PeriodTo),
    };
    let whole = matches!(value.to, When::Month(..) | When::Year(_));
    let from_when = if role == Some(Role::Period) && whole { value.from.or(Some(value.to)) } else { value.from };
    let forever = value.to != When::Forever || until == DateRole::ValidUntil;
    [from_when.map(|when| Dated { role: from, when }), forever.then_some(Dated { role: until, when: value.to })]
}

/// `自2021年1月1日起`, or a range whose end is left blank.
fn only_begins(text: &str, value: Value) -> bool {
    let rest = text.get(value.end..).unwrap_or_default().trim_start_matches(' ');
    let before = text.get(..value.start).unwrap_or_default();
    let goes_on = ['起', '始', '至', '到', '~', '–', '—', '-'];
    value.to != When::Forever && (before.ends_with(['自', '从']) || rest.starts_with(goes_on))
}
