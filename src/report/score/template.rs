//! A score sheet to be filled in, as YAML with comments.

use std::io::{self, Write};

use crate::i18n::pick;
use crate::model::checklist::Checklist;
use crate::model::scoring::Scoring;
use crate::model::text::Lang;

/// Writes a form for a scheme. As it is written, it is a valid sheet in which nothing is assessed.
pub fn write(list: &Checklist, scheme: &Scoring, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
    let title = list.title.get(lang);
    writeln!(out, "# {}{title}{standard}", pick(lang, "自评打分表：", "Self-assessment: "))?;
    let lines = pick(
        lang,
        [
            "# 填好后存成 UTF-8，运行 dossier score 这个文件。# 后面的字是说明，程序不看。",
            "# 冒号用英文半角的，后面空一格。没有评的留空，不要写 0。",
            "# 两种填法，每一大类选一种：整类填一个分数，或者按指标填（去掉行首的 #）。",
        ],
        [
            "# Fill in, save as UTF-8, run `dossier score` on it. What follows a # is not read.",
            "# Leave empty what is not assessed; do not write 0.",
            "# For each class choose: one number for the whole, or its indicators one by one (take off the #).",
        ],
    );
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;

    writeln!(out, "\n{}", pick(lang, "# 整类的得分", "# Points of whole classes"))?;
    writeln!(out, "classes:")?;
    for class in &scheme.classes {
        let (title, points) = (class.title.get(lang), class.points);
        let most = pick(lang, format!("满分 {points}"), format!("at most {points}"));
        writeln!(out, "  \"{}\":    # {title}{}{most}", class.id, pick(lang, "，", ", "))?;
    }

    let lines = pick(
        lang,
        [
            "# 按指标填：points 写得分，of 写这个指标的满分。",
            "# 各指标的满分清单里没有，请照您手上的标准或认证机构的评分表填；一类的 of 加起来要等于这一类的满分。",
        ],
        [
            "# Single indicators: `points` is what it got, `of` the most it can get.",
            "# The checklist does not hold the points of single indicators: take them from your copy of the standard or the table of your certification body. Those of a class add up to its points.",
        ],
    );
    writeln!(out)?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(out, "indicators:")?;
    for indicator in scheme.classes.iter().flat_map(|class| &class.indicators) {
        writeln!(out, "#  - {{ id: \"{}\", points: , of: }}    # {}", indicator.id, indicator.title.get(lang))?;
    }

    let lines = pick(
        lang,
        [
            "# 不涉及、要删减的指标：不计分，也不计入总分。整类填分的，要写 of（这个指标的满分）。",
            "#  - { id: \"指标编号\", reason: 为什么不涉及, of: }",
        ],
        [
            "# Indicators that do not apply: they leave the total. With a class scored as a whole `of` is needed.",
            "#  - { id: \"number\", reason: why it does not apply, of: }",
        ],
    );
    writeln!(out, "\n{}\nexcluded:\n{}", lines[0], lines[1])?;

    if let Some(deductions) = &scheme.special_deductions {
        let (points, most) = (deductions.points, deductions.fail_at);
        let line = pick(
            lang,
            format!("# 特别扣分项：每项在评分之外扣 {points} 分，须整改；达到 {most} 个不合格。"),
            format!("# Special deductions: {points} point each, outside the score, to be corrected; {most} fail it."),
        );
        writeln!(out, "\n{line}")?;
        for trigger in &deductions.triggers {
            writeln!(out, "#   {}", trigger.get(lang))?;
        }
        let example =
            pick(lang, "{ what: 什么事, clause: 条款，可不写 }", "{ what: what is wrong, clause: its clause if any }");
        writeln!(out, "special-deductions:\n#  - {example}")?;
    }
    if let Some(bonus) = &scheme.bonus {
        let (points, most) = (bonus.points, bonus.most);
        let trigger = bonus.trigger.as_ref().map(|trigger| trigger.get(lang)).unwrap_or_default();
        let line = pick(
            lang,
            format!("# 特别加分项：{trigger}，每个 {points} 分，最多 {most} 个。"),
            format!("# Bonus: {trigger}; {points} point each, at most {most}."),
        );
        writeln!(out, "\n{line}\nbonus:\n#  what: {}", pick(lang, "什么事", "what it is"))?;
    }
    Ok(())
}
