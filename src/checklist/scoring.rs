//! The key `scoring` of a checklist: how its standard scores.

use std::collections::HashMap;

use schemars::JsonSchema;

use super::decode::{each, localized, text_key};
use super::lower::{plain, text};
use super::problem::{At, Problem, Span};
use super::read::{Reader, Table, both};
use super::shape::TextShape;
use super::yaml::{Node, Value};
use crate::model::scoring::{Bonus, Deductions, Effect, Indicator, Level, LevelName, Points, ScoreClass, Scoring};
use crate::model::text::Text;

/// More points than any scheme gives.
const MOST_POINTS: f64 = 100_000.0;

/// How a standard scores.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "scoring")]
pub struct ScoringShape {
    /// Full marks: first the scale of the levels, then others to be printed; default 100.
    #[schemars(default, with = "Vec<u32>")]
    pub scales: Vec<At<u32>>,
    /// The classes of indicators.
    pub classes: Vec<ScoreClassShape>,
    /// The levels.
    pub levels: Vec<LevelShape>,
    /// Deductions beside the score.
    pub special_deductions: Option<DeductionsShape>,
    /// A bonus beside the score.
    pub bonus: Option<BonusShape>,
    /// What they do to the score that is graded; default unstated.
    pub special_points: Option<EffectShape>,
    /// What sources disagree on or leave open.
    pub note: Option<TextShape>,
    /// Where the rule of scoring comes from.
    pub source: Option<At<String>>,
}

/// A class of indicators.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "score-class")]
pub struct ScoreClassShape {
    /// Its number.
    pub id: At<String>,
    /// What it is called.
    pub title: TextShape,
    /// The most it can score.
    pub points: At<f64>,
    /// Its indicators.
    #[schemars(default)]
    pub indicators: Vec<IndicatorShape>,
    /// Where its points come from.
    pub source: Option<At<String>>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "indicator")]
pub struct IndicatorShape {
    /// Its number.
    pub id: At<String>,
    /// What it is called.
    pub title: TextShape,
    /// No source states its number; it follows from the order.
    #[schemars(default)]
    pub inferred: bool,
}

/// A level.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "level")]
pub struct LevelShape {
    /// The least score.
    pub at: At<f64>,
    /// What it is called; several names where sources disagree.
    pub names: Vec<LevelNameShape>,
}

/// A name of a level.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "level-name")]
pub struct LevelNameShape {
    /// The name.
    pub title: TextShape,
    /// What it means besides.
    pub note: Option<TextShape>,
    /// Who calls it so.
    pub source: Option<At<String>>,
}

/// Deductions beside the score.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "special-deductions")]
pub struct DeductionsShape {
    /// What each takes away.
    pub points: At<f64>,
    /// With so many the evaluation is failed.
    #[schemars(range(min = 1))]
    pub fail_at: At<u32>,
    /// What brings one about.
    #[schemars(default)]
    pub triggers: Vec<TextShape>,
    /// Where the rule comes from.
    pub source: Option<At<String>>,
}

/// A bonus beside the score.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "bonus")]
pub struct BonusShape {
    /// What each adds.
    pub points: At<f64>,
    /// How many there may be.
    #[schemars(range(min = 1))]
    pub most: At<u32>,
    /// What earns one.
    pub trigger: Option<TextShape>,
    /// Where the rule comes from.
    pub source: Option<At<String>>,
}

/// What deductions and bonus do to the score that is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "special-points")]
pub enum EffectShape {
    /// They change it.
    Counted,
    /// They stand beside it.
    Apart,
    /// No source says which.
    Unstated,
}

/// Reads the key.
pub(super) fn read(reader: &mut Reader, node: &Node) -> Option<ScoringShape> {
    const EFFECTS: [(EffectShape, &str); 3] =
        [(EffectShape::Counted, "counted"), (EffectShape::Apart, "apart"), (EffectShape::Unstated, "unstated")];
    let mut table = reader.table(node, &Text::new("「scoring」", "`scoring`"))?;
    let scales = table.take("scales").map_or_else(Vec::new, |node| {
        reader.list(node, "scales").iter().filter_map(|node| reader.number(node, "scales", 1)).collect()
    });
    let classes = filled(reader, &mut table, "classes", class);
    let levels = filled(reader, &mut table, "levels", level);
    let special_deductions = table.take("special-deductions").and_then(|node| deductions(reader, node));
    let bonus = table.take("bonus").and_then(|node| bonus(reader, node));
    let special_points = table.take("special-points").and_then(|node| reader.choice(node, "special-points", &EFFECTS));
    let note = localized(reader, &mut table, "note");
    let source = text_key(reader, &mut table, "source");
    table.finish(reader);
    Some(ScoringShape {
        scales,
        classes: classes?,
        levels: levels?,
        special_deductions,
        bonus,
        special_points,
        note,
        source,
    })
}

/// A list that must be there and not be empty.
fn filled<T>(
    reader: &mut Reader,
    table: &mut Table<'_>,
    key: &'static str,
    read: impl Fn(&mut Reader, &Node) -> Option<T>,
) -> Option<Vec<T>> {
    let node = table.take(key);
    let node = reader.required(node, table, key)?;
    if matches!(&node.value, Value::Seq(nodes) if nodes.is_empty()) {
        reader.push(Problem::error(node.span, both(key, "「{}」是空的", "`{}` is empty")));
    }
    Some(reader.list(node, key).iter().filter_map(|node| read(reader, node)).collect())
}

fn class(reader: &mut Reader, node: &Node) -> Option<ScoreClassShape> {
    let mut table = reader.table(node, &Text::new("大类", "a class"))?;
    let (id, title) = id_and_title(reader, &mut table);
    let points = float_key(reader, &mut table, "points");
    let indicators = each(reader, &mut table, "indicators", indicator);
    let source = text_key(reader, &mut table, "source");
    table.finish(reader);
    Some(ScoreClassShape { id: id?, title: title?, points: points?, indicators, source })
}

fn indicator(reader: &mut Reader, node: &Node) -> Option<IndicatorShape> {
    let mut table = reader.table(node, &Text::new("指标", "an indicator"))?;
    let (id, title) = id_and_title(reader, &mut table);
    let inferred = table.take("inferred").and_then(|node| reader.boolean(node, "inferred")).unwrap_or(false);
    table.finish(reader);
    Some(IndicatorShape { id: id?, title: title?, inferred })
}

fn level(reader: &mut Reader, node: &Node) -> Option<LevelShape> {
    let mut table = reader.table(node, &Text::new("等级", "a level"))?;
    let at = float_key(reader, &mut table, "at");
    let names = filled(reader, &mut table, "names", level_name);
    table.finish(reader);
    Some(LevelShape { at: at?, names: names? })
}

fn level_name(reader: &mut Reader, node: &Node) -> Option<LevelNameShape> {
    let mut table = reader.table(node, &Text::new("等级的名称", "a name of a level"))?;
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let note = localized(reader, &mut table, "note");
    let source = text_key(reader, &mut table, "source");
    table.finish(reader);
    Some(LevelNameShape { title: title?, note, source })
}

fn deductions(reader: &mut Reader, node: &Node) -> Option<DeductionsShape> {
    let mut table = reader.table(node, &Text::new("「special-deductions」", "`special-deductions`"))?;
    let points = float_key(reader, &mut table, "points");
    let fail_at = table.take("fail-at").and_then(|node| reader.number(node, "fail-at", 1));
    let fail_at = reader.required(fail_at, &table, "fail-at");
    let triggers = each(reader, &mut table, "triggers", |reader, node| text_node(reader, node, "triggers"));
    let source = text_key(reader, &mut table, "source");
    table.finish(reader);
    Some(DeductionsShape { points: points?, fail_at: fail_at?, triggers, source })
}

fn bonus(reader: &mut Reader, node: &Node) -> Option<BonusShape> {
    let mut table = reader.table(node, &Text::new("「bonus」", "`bonus`"))?;
    let points = float_key(reader, &mut table, "points");
    let most = table.take("most").and_then(|node| reader.number(node, "most", 1));
    let most = reader.required(most, &table, "most");
    let trigger = localized(reader, &mut table, "trigger");
    let source = text_key(reader, &mut table, "source");
    table.finish(reader);
    Some(BonusShape { points: points?, most: most?, trigger, source })
}

fn id_and_title(reader: &mut Reader, table: &mut Table<'_>) -> (Option<At<String>>, Option<TextShape>) {
    let id = text_key(reader, table, "id");
    let id = reader.required(id, table, "id");
    let title = localized(reader, table, "title");
    (id, reader.required(title, table, "title"))
}

fn float_key(reader: &mut Reader, table: &mut Table<'_>, key: &'static str) -> Option<At<f64>> {
    let value = table.take(key).and_then(|node| reader.float(node, key));
    reader.required(value, table, key)
}

/// Points as exact hundredths; anything finer, below 0 or too large is a mistake.
pub(super) fn points(reader: &mut Reader, given: &At<f64>, what: &str) -> Option<Points> {
    let hundredths = (given.value * 100.0).round();
    let exact = (given.value * 100.0 - hundredths).abs() < 1e-6;
    if given.value >= 0.0 && given.value <= MOST_POINTS && exact {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, and within bounds
        return Some(Points(hundredths as u64));
    }
    let message = Text::new(
        format!("「{what}」须是 0 到 100000 之间的数，最多两位小数"),
        format!("`{what}` must be a number from 0 to 100000 with at most two decimals"),
    );
    reader.push(Problem::error(given.span, message));
    None
}

/// Checks what no single value can show wrong.
pub(super) fn lower(reader: &mut Reader, shape: &ScoringShape) -> Scoring {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let ids = shape.classes.iter().flat_map(|c| std::iter::once(&c.id).chain(c.indicators.iter().map(|i| &i.id)));
    for id in ids {
        if let Some(&first) = seen.get(id.value.as_str()) {
            let message = both(&id.value, "scoring 里的「{}」重复", "`{}` stands twice in scoring");
            let label = Text::new("第一次在这里", "first here");
            reader.push(Problem::error(id.span, message).with_other(first, label));
        }
        seen.entry(&id.value).or_insert(id.span);
    }
    let above_nothing = |reader: &mut Reader, given: &At<f64>, what: &str| {
        let found = points(reader, given, what);
        if found == Some(Points(0)) {
            reader.push(Problem::error(given.span, both(what, "「{}」不能是 0", "`{}` cannot be 0")));
        }
        found.unwrap_or_default()
    };
    let classes = shape.classes.iter().map(|class| ScoreClass {
        id: class.id.value.clone(),
        title: text(&class.title),
        points: above_nothing(reader, &class.points, "points"),
        indicators: class.indicators.iter().map(indicator_of).collect(),
        source: plain(class.source.as_ref()),
    });
    let classes = classes.collect();
    let mut levels: Vec<Level> = Vec::new();
    for level in &shape.levels {
        let at = above_nothing(reader, &level.at, "at");
        if levels.last().is_some_and(|before| at <= before.at) {
            let message = Text::new("等级须从低到高写", "levels go from the lowest to the highest");
            reader.push(Problem::error(level.at.span, message));
        }
        levels.push(Level { at, names: level.names.iter().map(name_of).collect() });
    }
    let special_deductions = shape.special_deductions.as_ref().map(|given| Deductions {
        points: points(reader, &given.points, "points").unwrap_or_default(),
        fail_at: given.fail_at.value,
        triggers: given.triggers.iter().map(text).collect(),
        source: plain(given.source.as_ref()),
    });
    let bonus = shape.bonus.as_ref().map(|given| Bonus {
        points: points(reader, &given.points, "points").unwrap_or_default(),
        most: given.most.value,
        trigger: given.trigger.as_ref().map(text),
        source: plain(given.source.as_ref()),
    });
    Scoring {
        scales: if shape.scales.is_empty() { vec![100] } else { shape.scales.iter().map(|at| at.value).collect() },
        classes,
        levels,
        special_deductions,
        bonus,
        special_points: match shape.special_points {
            Some(EffectShape::Counted) => Effect::Counted,
            Some(EffectShape::Apart) => Effect::Apart,
            Some(EffectShape::Unstated) | None => Effect::Unstated,
        },
        note: shape.note.as_ref().map(text),
        source: plain(shape.source.as_ref()),
    }
}

fn indicator_of(shape: &IndicatorShape) -> Indicator {
    Indicator { id: shape.id.value.clone(), title: text(&shape.title), inferred: shape.inferred }
}

fn name_of(shape: &LevelNameShape) -> LevelName {
    LevelName { title: text(&shape.title), note: shape.note.as_ref().map(text), source: plain(shape.source.as_ref()) }
}

fn text_node(reader: &mut Reader, node: &Node, what: &'static str) -> Option<TextShape> {
    super::decode::localized_node(reader, node, what)
}
