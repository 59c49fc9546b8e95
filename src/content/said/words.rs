//! The words of printed forms: labels, options, remarks.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// What a label is about, and beginnings of it.
const ABOUT: &str = "客户 用户 顾客 甲方 乙方 丙方 供方 需方 供应商 使用 维修 维护 服务 安装 调试 售后 现场 报修 验收 巡检 巡查 \
    回访 接待 处理 受理 投诉 培训 发货 收货 送货 提货 交货 交付 制单 制表 审核 审批 批准 编制 填表 填报 填写 记录 检验 检查 检测 考核 考评 考试 评价 \
    调查 经办 负责 主管 领导 法定代表 法人 联系 产品 商品 样品 设备 货物 物料 物资 配件 材料 故障 问题 合同 订单 证件 证书 身份证 员工 学员 参训 参加 参会 \
    应到 实到 接收 签收 委托 授权 项目 工程 工作 完成 到达 离开 开始 结束 计划 实际 本次 下次 保养 保修 购买 购机 购货 采购 出厂 生产 规格 质量 技术 \
    财务 行政 监理 建设 施工 访问 受访 改进 整改 纠正 预防 责任 质检 仓管 司机 运输 物流 快递 反馈 申请 登记 接单 派单 派工 上门 预约 通讯 收件 寄件 \
    主讲 授课 总体 综合 整体 被考核 更换 解决 跟踪 跟进 到货 出库 入库 车辆 联络 报告 会议 主要";

/// What a label asks for.
const ASKED: &str = "负责人 代表人 联系人 身份证号 车牌号 名称 姓名 人员 单位 部门 日期 时间 签字 签名 签章 盖章 签收 意见 建议 结果 结论 情况 内容 \
    记录 方式 方法 电话 手机 地址 编号 单号 号码 型号 规格 原因 代表 确认 要求 项目 地点 费用 金额 数量 现象 描述 措施 状态 类型 类别 性质 主题 讲师 \
    老师 对象 人数 得分 分数 评分 评价 等级 级别 时长 课时 次数 周期 来源 渠道 标准 指标 人 员 方 号";

/// Labels of one word.
const PLAIN: &str = "序号 姓名 名称 日期 时间 电话 手机 联系人 联系方式 地址 传真 邮箱 邮编 性别 年龄 部门 职务 职位 职称 岗位 工种 学历 籍贯 民族 工号 \
    班组 客户 用户 顾客 甲方 乙方 需方 供方 型号 规格 规格型号 型号规格 品名 单位 数量 单价 金额 总价 合计 小计 总计 共计 备注 签字 签名 签章 盖章 签收 \
    审核 审批 批准 编制 制表 制单 经办人 经手人 负责人 工程师 技术员 检验员 评价人 接单人 主持人 讲师 地点 主题 内容 结果 结论 意见 建议 评分 得分 \
    分数 成绩 总分 评语 满意度 等级 原因 措施 状态 类型 类别 品牌 批号 序列号 机号 机身号 产地 厂家 生产厂家 供应商 车牌号 车号 运单号 物流公司 承运人 \
    订单号 合同号 保修期 费用 配件 工时 材料费 工时费 服务费 上门费 维修费 配件费 交通费 总费用 使用设备 证号 身份证号 身份证号码 证件号码 开户行 开户银行 账号 \
    税号 统一社会信用代码 法定代表人 注册资本 注册地址 经营范围 出勤 签到 签退 上午 下午 应到 实到 缺勤 学时 考勤 跟进 回访 权重 分值 满分 标准分 项目 标准 \
    是否合格 是否解决 是否保修 是否满意 \
    单位名称 单位地址 单位电话 部门名称 部门负责人 部门主管 部门意见 部门经理 公司意见 公司名称 企业名称 班次 金额合计 总数 件数 重量 体积 库存 用途 评价 考核 处理 验收 检查 检验 巡检 总评 考评 鉴定 批示 考核期 考核期间 考核月份 考核周期 统计期间 所属部门 出生年月 入职日期 参加工作时间";

/// Labels whose value is printed on the empty form as well.
const PRINTED: &str = "表号 表单编号 表格编号 文件编号 记录编号 编号 单号 No NO № 版本 版本号 版次 页码 页次 保存期限 保存期 服务热线 售后热线 客服热线 \
    热线电话 热线 售后电话 售后服务电话 客服电话 服务电话 投诉电话 监督电话 咨询电话 网址 公司网址 官网 公司地址 公司电话 公司名称 企业名称 受控状态 密级";

/// Columns of a table whose rows are printed on the empty form as well.
const PROMPTED: &str = "检查项目 检查内容 检查标准 验收项目 验收内容 验收标准 评价项目 评价内容 评价指标 调查项目 调查内容 评分项目 评分标准 评分内容 \
    考核项目 考核内容 考核指标 考核标准 巡检项目 巡检内容 保养项目 保养内容 点检项目 检验项目 检测项目 技术要求 检验标准 测评项目 满意度 指标 项目 标准";

/// Labels of whom a record is for.
const CUSTOMER: &str = "客户名称 客户单位 客户公司 客户姓名 客户单位名称 客户公司名称 客户 用户名称 用户单位 用户姓名 用户单位名称 用户 使用单位 \
    使用单位名称 顾客名称 顾客姓名 顾客单位 顾客 购货单位 收货单位 需方 姓名";

/// Labels of what a record is about.
const PRODUCT: &str = "产品名称 产品 品名 商品名称 商品 设备名称 货物名称 产品品名 维修产品 报修产品 所购产品 购买产品 产品名称及型号 产品名称型号";

/// Labels only where they fill a cell: in running text they are words like others.
const BARE: &str = "产品 商品 设备 货物 样品 物料 材料 机型 车型 机器 故障 问题 现象 零件 部件 配件 附件 摘要 说明 事项 工作 服务 人员 时长 里程";

/// What may follow: 维修人员签字, 回访结果记录.
const AND: &str = "签字 签名 签章 盖章 签收 确认 意见 建议 日期 时间 情况 结果 编号 号码 要求 记录 描述 名称 电话";

/// Every label; longer ones first.
pub(super) static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let (about, asked, and) = (either(ABOUT), either(ASKED), either(AND));
    let plain = either(&format!("{PLAIN} {PRINTED}"));
    pattern(&format!(
        "(?:{about}){{1,2}}(?:{asked})(?:{and}){{0,2}}(?:[及和与或/、](?:{about})?(?:{asked}))?|(?:{plain})"
    ))
});

/// Whether a text is a label and nothing else.
pub(super) fn is_whole(text: &str) -> bool {
    let text = text.trim_end_matches([':', '：', '*']);
    let short = !text.is_empty() && text.chars().count() <= 16;
    short
        && (LABEL.find(text).is_some_and(|place| place.len() == text.len())
            || super::roster::heads_names(text)
            || super::roster::names_certificate_number(text))
}

/// Words before colons that are no labels known: they begin a line or stand behind a gap or a label.
pub(super) static UNKNOWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[\s_：:])[\s_]*(?:\p{Han}{1,10}(?:[（(][^（()）]{0,10}[）)])?\s?[：:][\s_]*)+"));

/// Whether a cell is a label that is none in running text.
pub(super) fn bare(cell: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lookup(BARE));
    WORDS.contains(cell)
}

/// A list of words as alternatives, longer ones first.
fn either(words: &str) -> String {
    let mut words: Vec<&str> = words.split_whitespace().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.join("|")
}

/// The words of a list, to be looked up.
fn lookup(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

/// What is behind this label is printed on the empty form as well.
pub(super) fn printed(label: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lookup(PRINTED));
    WORDS.contains(label)
}

/// This column holds what the rows are about.
pub(super) fn prompted(label: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lookup(PROMPTED));
    WORDS.contains(label)
}

/// Behind this label stands whom the record is for.
pub(super) fn customer(label: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lookup(CUSTOMER));
    WORDS.contains(label)
}

/// Behind this label stands the product the record is about.
pub(super) fn product(label: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lookup(PRODUCT));
    WORDS.contains(label)
}

/// Behind this label a company may stand.
pub(super) fn party(label: &str) -> bool {
    let words =
        ["客户", "用户", "顾客", "单位", "公司", "甲方", "乙方", "需方", "供方", "厂家", "供应商", "名称", "对象"];
    let others = ["签", "章", "日期", "时间", "电话", "意见", "编号", "产品", "人"];
    words.iter().any(|word| label.contains(word)) && !others.iter().any(|word| label.contains(word))
}

/// Behind this label sentences are written.
pub(super) fn sentences(label: &str) -> bool {
    let words = ["现象", "描述", "情况", "内容", "结果", "结论", "意见", "原因", "措施", "建议", "评语", "记录"];
    words.iter().any(|word| label.contains(word))
}

/// A line that is printed on the empty form: page numbers, form numbers, remarks, headings, letterheads.
pub(super) static PRINTED_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[\s\-—]*(?:第\s*[0-9]*\s*页|共\s*[0-9]*\s*页|page\s*[0-9]*|[0-9]+\s*/\s*[0-9]+)",
        r"|^[\s\-—]+[0-9]+[\s\-—]+$|^[A-Z]{2,}[A-Z0-9]*[-/._][A-Z0-9/._ -]*$|^[A-Z][A-Za-z]+(?: [A-Za-z&/]+)*$",
        r"|一式[一二三四五两]|第[一二三四五]联|存根联|回执联|[打划画]\s?[“\x22「'‘]?\s?[√✓]|请.{0,12}(?:填写|选择|打|勾选)|在.{0,8}[打划画]",
        r"|^(?:注|填表说明|填写说明|说明|温馨提示|提示|注意|注意事项)\s*[0-9]*\s*[：:]|^[※*＊]",
        r"|^(?:尊敬的|感谢|谢谢|为了|为进一步|为更好|请|您|兹|本表|此表|本单|本记录|以上|以下|填表|我公司|我司|我们|根据|凡)",
        r"|^[^：:]{0,20}(?:信息|填写|一栏|联）|联)$|^第.{1,3}[章节条]|^[0-9]+(?:\.[0-9]+)+\s*\p{Han}[^：:]*$|^[一二三四五六七八九十]{1,2}[、.][^：:]{0,20}$",
        r"|(?:传真|邮编|邮政编码)[：:\s]*[0-9]|(?:热线|官网|网址|e-?mail|邮箱)[：:\s]*[0-9a-z]|https?:|www\.",
    ))
});

/// A line that names the document.
pub(super) static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^\s：:]{2,30}(?:表|单|卡|册|书|簿|台账|清单|名单|报告|证明|记录|记录表|记录本|登记|通知|凭证)(?:[（(][^）)]*[）)])?$",
    )
});

/// A mark set by hand.
pub(super) static TICK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[☑☒■√✓✔●◉▣⊙🗹]|[\[(（]\s?[xX√✓]\s?[\])）]"));
/// A box or brackets left empty.
pub(super) static BOX: LazyLock<Regex> = LazyLock::new(|| pattern(r"[□○☐◯▢◻]|（\s*）|\(\s*\)|\[\s*\]|【\s*】"));

/// Options printed side by side.
pub(super) static OPTIONS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:(?:非常|很|较|比较|基本|十分)?(?:不)?满意|(?:不)?合格|(?:不)?同意|(?:不)?通过|(?:不)?及格|(?:未|已)解决|(?:不)?正常|异常|(?:不)?符合|(?:未|已)?完成",
        r"|优秀|优|良好|良|中等|中|及格|一般|(?:很|较|非常)?[好差快慢]|是|否|有|无|男|女|保内|保外|现金|转账|其他|其它){2,}$",
    ))
});
/// Units and the frame of an unwritten date.
pub(super) static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:20[0-9]{0,2}年|[年月日时分秒自至起止点]|[拾佰仟万亿元角整零]|人民币|大写|小写|第|共|页|台|件|个|套|天|小时|分钟|人|次|份|只|箱|批|吨|公斤|kg|星期|周)*$|^(?:A|MPa|kPa|Pa|bar|kW|KW|kVA|Hz|mm|cm|℃|°C|rpm|dB|ppm)$",
    )
});
