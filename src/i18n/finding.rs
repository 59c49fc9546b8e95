//! Findings as sentences: what is wrong, and what to do.

use super::{aspect, date, doubt, eligibility, forms, near, parts_lacking, pick, refusal};
use crate::model::assessment::Assessment;
use crate::model::assignment::Refusal;
use crate::model::content::{Abandoned, Trouble};
use crate::model::finding::{Finding, NameTrouble, Place, Problem};
use crate::model::text::Lang;

/// How many entries of a baseline are named.
const NAMED: usize = 5;

/// The sentence of one finding. Names are given as they are; whoever prints them escapes them.
pub fn message(finding: &Finding, assessment: &Assessment, lang: Lang) -> String {
    let list = &assessment.checklist;
    let item_name = |index: usize| {
        let item = &list.items[index];
        match (&item.no, lang) {
            (Some(no), Lang::Zh) => format!("第 {no} 项「{}」", item.title.zh),
            (Some(no), Lang::En) => format!("item {no} ({})", item.title.en),
            (None, _) => format!("「{}」", item.title.get(lang)),
        }
    };
    let path = |index: usize| &*assessment.inventory.files[index].path;
    let subject = match &finding.place {
        Place::Item(item) => item_name(*item),
        Place::File(file, _) => quoted(path(*file), lang),
        Place::Path(path) if path.is_empty() => pick(lang, "资料夹", "the dossier").to_owned(),
        Place::Path(path) => quoted(path, lang),
        Place::Condition(index) => {
            let title = list.conditions[*index].title.get(lang);
            pick(lang, format!("申报条件「{title}」"), format!("the condition `{title}`"))
        }
        Place::Settings(line) => pick(lang, format!("dossier.yaml 第 {line} 行"), format!("dossier.yaml, line {line}")),
    };
    let condition = match &finding.place {
        Place::Condition(index) => list.conditions.get(*index),
        _ => None,
    };
    let said = |zh: String, en: String| pick(lang, format!("{subject}{zh}"), format!("{subject}{en}"));
    match &finding.problem {
        Problem::MissingMaterial { need: 1 } => said("没有找到".into(), ": nothing found".into()),
        Problem::MissingMaterial { need } => {
            said(format!("一份也没有，需要 {need} 份"), format!(": none of {need} found"))
        }
        Problem::TooFew { have, need } => {
            let result = assessment.items.iter().find(|result| Some(result.item) == finding.item());
            match result.and_then(|result| parts_lacking(result, list, lang)) {
                Some(parts) => said(format!("还缺：{parts}"), format!(": still lacking: {parts}")),
                None => said(
                    format!("只有 {have} 份，需要 {need} 份，还差 {} 份", need - have),
                    format!(": {have} of {need}, {} more needed", need - have),
                ),
            }
        }
        Problem::Unclear { facts, .. } if !facts.is_empty() => {
            let names = |lang: Lang| -> Vec<&str> {
                facts.iter().map(|id| list.fact(id).map_or(id.as_str(), |fact| fact.title.get(lang))).collect()
            };
            said(
                format!(
                    "还没有说明：{}；请在 dossier.yaml 的 facts 里填写，或交一份写有它的文件",
                    names(Lang::Zh).join("、")
                ),
                format!(
                    ": not declared: {}; put it under facts in dossier.yaml, or hand in a paper that says it",
                    names(Lang::En).join(", ")
                ),
            )
        }
        Problem::Unclear { have, possible, need, .. } => said(
            format!("能确定的有 {have} 份，可能有 {possible} 份，需要 {need} 份：要有人看过才知道"),
            format!(": {have} certain, {possible} possible, {need} needed: a person must look"),
        ),
        Problem::TooMany { have, max } => {
            said(format!("有 {have} 份，最多 {max} 份"), format!(": {have}, at most {max} allowed"))
        }
        Problem::BelowRecommended { have, recommended } => said(
            format!("有 {have} 份，够数；建议 {recommended} 份"),
            format!(": {have}, which is enough; {recommended} are recommended"),
        ),
        Problem::ConditionUndeclared { fact } => {
            let title = |lang: Lang| list.fact(fact).map_or(fact.as_str(), |fact| fact.title.get(lang)).to_owned();
            said(
                format!("只在「{}」时需要；请在 dossier.yaml 写 facts: {{ {fact}: true }} 或 false", title(Lang::Zh)),
                format!(
                    " is due only if: {}; write facts: {{ {fact}: true }} or false into dossier.yaml",
                    title(Lang::En)
                ),
            )
        }
        Problem::NotEligible { declared } => {
            let said = |condition| eligibility::not_eligible(condition, declared, lang);
            format!("{subject}{}", condition.map(said).unwrap_or_default())
        }
        Problem::EligibilityUndeclared { month } => {
            let said = |condition| eligibility::undeclared(condition, month.as_ref(), lang);
            format!("{subject}{}", condition.map(said).unwrap_or_default())
        }
        Problem::NotEvaluated { aspects } => {
            let names = |lang: Lang| aspects.iter().map(|a| aspect(*a, lang)).collect::<Vec<_>>();
            said(
                format!("还要请人核对：{}", names(Lang::Zh).join("、")),
                format!(": a person must check {}", names(Lang::En).join(", ")),
            )
        }
        Problem::OptionalAbsent => said("没有，可以不交".into(), ": absent, and optional".into()),
        Problem::Refused(why) => {
            let (zh, en) = (refusal(why, assessment, Lang::Zh), refusal(why, assessment, Lang::En));
            said(zh, format!(" {en}"))
        }
        Problem::UnreadableFolder { error } => said(format!("读不了：{error}"), format!(" cannot be read: {error}")),
        Problem::NameProblem { trouble } => {
            said(name_trouble(*trouble, Lang::Zh).into(), format!(" {}", name_trouble(*trouble, Lang::En)))
        }
        Problem::Misfiled { folder, name } => said(
            format!(
                "放在{}的文件夹里，但按名字或内容是{}，按后者计；请移到对的文件夹",
                item_name(*folder),
                item_name(*name)
            ),
            format!(
                " lies in the folder of {}, but is by its name or content {}, and counts as that; please move it",
                item_name(*folder),
                item_name(*name)
            ),
        ),
        Problem::NearMiss { item, why } => said(
            format!("没有计入；像是{}：{}", item_name(*item), near(why, Lang::Zh)),
            format!(" is not counted; it resembles {}: {}", item_name(*item), near(why, Lang::En)),
        ),
        Problem::ExtensionMismatch { format } => said(
            format!("的扩展名不对，其实是 {} 文件；已按内容计，请改对扩展名再交", format.name()),
            format!(" is in truth a {} file; it counts, but give it the right extension", format.name()),
        ),
        Problem::NameContentMismatch { name, content, title, page } => said(
            format!(
                "名字说的是{}，第 {page} 页的标题却是「{title}」{}：要有人看过才能计",
                item_name(*name),
                content.map(|item| format!("（{}）", item_name(item))).unwrap_or_default()
            ),
            format!(
                " is named like {}, but the title on page {page} is `{title}`{}: a person must look",
                item_name(*name),
                content.map(|item| format!(" ({})", item_name(item))).unwrap_or_default()
            ),
        ),
        Problem::LooksAlike { other, bits } => said(
            format!("看上去和「{}」很像（256 位指纹差 {bits} 位）；如果是同一份，请换一份", path(*other)),
            format!(" looks like `{}` ({bits} of 256 bits differ); if it is the same, replace it", path(*other)),
        ),
        Problem::Blurred => {
            said("太模糊，看不清；请重新拍照或扫描".into(), " is too blurred to be read; scan it again".into())
        }
        Problem::NotRead { why } => said(
            format!("{}，按名字计；请打开确认", not_read(why, Lang::Zh)),
            format!(" {}; it counts by its name, please open it", not_read(why, Lang::En)),
        ),
        Problem::UnmatchedFile => said(
            "没有哪一项要它；如果是材料，请把材料名写进文件名".into(),
            " is asked for by no item; if it is a material, name it so".into(),
        ),
        Problem::MisnamedSettings => said(
            "没有被读取：说明文件必须正好叫 dossier.yaml（记事本保存时选「所有文件」）".into(),
            " was not read: the settings file must be called exactly dossier.yaml".into(),
        ),
        Problem::MisplacedSettings => said(
            "没有被读取：它要放在资料夹的最上层；请移上来，或者改查它所在的文件夹".into(),
            " was not read: it belongs at the top of the dossier; move it there, or check the folder it lies in".into(),
        ),
        Problem::UnusedAssignment { path, near: None } => said(
            format!("的 assign「{path}」没有对上任何文件；路径从资料夹里面的第一层写起"),
            format!(": the assign path `{path}` fits no file; paths begin inside the dossier"),
        ),
        Problem::UnusedAssignment { path, near: Some(near) } => {
            let near = &assessment.inventory.files[*near].path;
            said(
                format!("的 assign「{path}」没有对上任何文件，是不是「{near}」？路径从资料夹里面的第一层写起"),
                format!(
                    ": the assign path `{path}` fits no file; did you mean `{near}`? Paths begin inside the dossier"
                ),
            )
        }
        Problem::Doubtful(why @ Refusal::BlankForm) => {
            let (zh, en) = (doubt(why, assessment, Lang::Zh), doubt(why, assessment, Lang::En));
            said(
                format!("{zh}；请打开看：没有填的，换填好的；填了的，在 dossier.yaml 的 assign 里指定"),
                format!(
                    " {en}; open it: hand in a filled-in one, or place it under assign in dossier.yaml if it is filled in"
                ),
            )
        }
        Problem::Doubtful(why) => {
            let (zh, en) = (doubt(why, assessment, Lang::Zh), doubt(why, assessment, Lang::En));
            said(format!("{zh}；不能确定，要有人看过"), format!(" {en}; that is not certain, a person must look"))
        }
        Problem::ExpiresBeforeAudit { until, audit } => said(
            format!("有效期到 {}，到计划的审核日 {audit} 已过期；请先续期", date(*until, Lang::Zh)),
            format!(
                " is valid until {}, which is over on {audit}, the day of the audit; renew it first",
                date(*until, Lang::En)
            ),
        ),
        Problem::MonthMissing { months } => {
            let zh: Vec<String> = months.iter().map(|(year, month)| format!("{year} 年 {month} 月")).collect();
            let en: Vec<String> = months.iter().map(|(year, month)| format!("{year}-{month:02}")).collect();
            said(format!("缺这些月份的：{}", zh.join("、")), format!(": nothing for {}", en.join(", ")))
        }
        Problem::DateMismatch { name, content } => said(
            format!("名字里的日期是 {}，里面写的是 {}；请核对", date(*name, Lang::Zh), date(*content, Lang::Zh)),
            format!(
                " is dated {} in its name and {} in its text; check it",
                date(*name, Lang::En),
                date(*content, Lang::En)
            ),
        ),
        Problem::ProductUncovered { products } => {
            let names = product_names(products, assessment);
            said(
                format!("没有覆盖产品：{}；请补交写有该产品的材料", names.join("、")),
                format!(" does not cover {}; add evidence that names it", names.join(", ")),
            )
        }
        Problem::ProductUnclear { products } => {
            let names = product_names(products, assessment);
            said(
                format!(
                    "是否覆盖这些产品，看不出来：{}；请有人看过，把产品名写进文件名，或在 dossier.yaml 的 assign 里写 products",
                    names.join("、")
                ),
                format!(
                    ": nobody can tell whether it covers {}; look, then put the product into a file's name, or `products` into assign in dossier.yaml",
                    names.join(", ")
                ),
            )
        }
        Problem::ProductOutOfScope { product } => said(
            format!("写的产品是「{product}」，不在申请范围里；请核对范围或换一份"),
            format!(" is about `{product}`, which is not in the scope; check the scope or replace it"),
        ),
        Problem::PartyMismatch { here, there, other } => {
            let place = |lang: Lang| other.map_or_else(|| "dossier.yaml".to_owned(), |file| quoted(path(file), lang));
            said(
                format!("写的是「{here}」，{}写的却是「{there}」；两处应一致", place(Lang::Zh)),
                format!(" says `{here}`, but {} says `{there}`; they should agree", place(Lang::En)),
            )
        }
        Problem::ForeignParty { found } => said(
            format!("写着别家的「{found}」，没有本企业；请看是不是混进了其他客户的材料"),
            format!(" bears `{found}` and not the applicant; see whether it was left over from another client"),
        ),
        Problem::RosterMismatch { without_certificate, not_on_roster } => {
            let part = |zh: &str, en: &str, names: &[String], lang: Lang| {
                (!names.is_empty()).then(|| format!("{}{}", pick(lang, zh, en), names.join(pick(lang, "、", ", "))))
            };
            let parts = |lang: Lang| {
                let without =
                    part("名单上有、没有证书：", "on the roster without certificate: ", without_certificate, lang);
                let absent = part("有证书、不在名单上：", "with certificate, not on the roster: ", not_on_roster, lang);
                without.into_iter().chain(absent).collect::<Vec<_>>()
            };
            said(format!("与证书对不上：{}", parts(Lang::Zh).join("；")), format!(": {}", parts(Lang::En).join("; ")))
        }
        Problem::BadIdentityNumber { count } => said(
            format!("有 {count} 个身份证号不对（校验码不符）；请核对原件"),
            format!(" holds {count} identity numbers that cannot be right (check digit); compare with the originals"),
        ),
        Problem::SealNotSeen => said(
            "上没有看到红色圆章；请核对是否已盖章，或只有签字".into(),
            ": no round red seal was seen on it; check that it is stamped, or only signed".into(),
        ),
        Problem::HandInForm { form, sealed } => said(
            format!("递交时：{}", forms(form, *sealed, Lang::Zh)),
            format!(": to be handed in {}", forms(form, *sealed, Lang::En)),
        ),
        Problem::ShareNotReached { have, need, percent, of } => said(
            format!("有 {have} 人，按 {of} 人的 {percent}% 需要 {need} 人，还差 {} 人", need.saturating_sub(*have)),
            format!(": {have} persons; {percent} % of {of} is {need}, {} more needed", need.saturating_sub(*have)),
        ),
        Problem::WaiverExpired { until } => said(
            format!("的豁免到 {until} 为止，已经过期，不再起作用；请续期或删去"),
            format!(": this waiver ended on {until} and no longer holds; renew it or take it out"),
        ),
        Problem::WaiverUnused => said(
            "的豁免没有用上；请删去，或检查 item、rule、path 是否写对".into(),
            ": nothing needs this waiver; take it out, or check its item, rule and path".into(),
        ),
        Problem::BaselineStale { entries } => {
            let names = |between: &str| {
                let named = entries.iter().take(NAMED).map(|(rule, place)| format!("{} {place}", rule.id()));
                let more = if entries.len() > NAMED { "…" } else { "" };
                named.collect::<Vec<_>>().join(between) + more
            };
            let count = entries.len();
            said(
                format!("里有 {count} 条已经没有了（{}）；新的问题处理完以后，用 --write-baseline 重写", names("、")),
                format!(
                    " knows what no longer occurs ({count}: {}); once nothing new is open, renew it with --write-baseline",
                    names(", ")
                ),
            )
        }
    }
}

fn not_read(why: &Trouble, lang: Lang) -> String {
    match why {
        Trouble::TooLarge(_) => pick(lang, "太大，超过读取上限，没有读", "is too large to be read").to_owned(),
        Trouble::Abandoned(Abandoned::Time) => pick(lang, "读得太久，放弃了", "took too long to read").to_owned(),
        Trouble::Abandoned(Abandoned::Crash) => pick(lang, "让读取程序崩溃了", "made the reader crash").to_owned(),
        _ => pick(lang, "是这个版本读不了的格式", "is in a format this build does not read").to_owned(),
    }
}

fn name_trouble(trouble: NameTrouble, lang: Lang) -> &'static str {
    match trouble {
        NameTrouble::Encoding => pick(
            lang,
            "的名字不是 UTF-8 编码（多半是 GBK），已按中文解码；打包发送前请改名，以免对方看到乱码",
            "has a name that is not UTF-8 (probably GBK); it was decoded, but rename it before packing",
        ),
        NameTrouble::Packed => pick(
            lang,
            "里的文件名不是 UTF-8 编码（旧的压缩软件这样打包，多半是 GBK），已按中文解码；请换一个新的压缩软件重新打包，以免对方看到乱码",
            "holds names that are not UTF-8 (probably GBK, as older programs pack them); they were decoded, but pack it again with a newer program",
        ),
        NameTrouble::Long => pick(
            lang,
            "的路径超过 260 个字符，许多 Windows 程序打不开；请缩短",
            "has a path of more than 260 characters, which many Windows programs cannot open; shorten it",
        ),
        NameTrouble::Invisible => {
            pick(lang, "的名字里有看不见的控制字符，请改名", "has invisible control characters in its name; rename it")
        }
        NameTrouble::NotPortable => pick(
            lang,
            "的名字里有 Windows 不允许的字符或写法，打包、邮寄会出错；请改名",
            "has a name Windows cannot hold, which mail and ZIP programs break; rename it",
        ),
    }
}

fn quoted(path: &str, lang: Lang) -> String {
    pick(lang, format!("「{path}」"), format!("`{path}`"))
}

fn product_names<'a>(products: &[usize], assessment: &'a Assessment) -> Vec<&'a str> {
    products
        .iter()
        .filter_map(|&product| assessment.settings.scope.get(product))
        .map(|product| product.name.as_str())
        .collect()
}
