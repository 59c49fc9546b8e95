//! Side-by-side benchmark: `cargo bench`.
//!
//! Makes a tree of 100,000 files in 3,000 numbered folders under 100 client folders, then runs `find`
//! with sizes, `dossier check` on names only and with contents, and `ls-lint` if it is on PATH, in
//! turns, and prints medians, ratios to `find` and peak memory. A 60-file dossier is timed too, 1,000 of them
//! in one run, and the 1,000 real documents of `benches/mixed.py`, if they were made in `target/bench-mixed`.
//! The tree is kept in `target/bench-tree` for the next run.
#![allow(missing_docs, clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const CLIENTS: usize = 100;
const FILES: usize = 100_000;
const DOSSIERS: usize = 1_000;
const ROUNDS: usize = 21;

/// A folder of the list, and names as they are met in it.
const FOLDERS: [(&str, &[&str]); 30] = [
    ("0.营业执照", &["营业执照副本", "IMG_", "扫描件"]),
    ("1、公司简介", &["公司简介", "企业宣传册"]),
    ("2.销售合同", &["销售合同-示例客户", "合同扫描件", "微信图片_2026"]),
    ("3.投标文件", &["投标文件", "技术标"]),
    ("4.服务管理手册", &["售后服务管理手册", "附件"]),
    ("5.认证证书", &["ISO9001质量管理体系认证证书", "商标注册证", "IMG_"]),
    ("6.质检报告", &["产品检验报告", "检测报告-型号"]),
    ("7.员工培训记录", &["培训签到表", "员工培训记录", "培训计划"]),
    ("8.员工资格证书", &["电工证-张", "焊工证-李", "扫描全能王 2026-06-01 15."]),
    ("9.设备年检记录", &["设备年检记录", "校准证书"]),
    ("10.售后服务流程及承诺", &["售后服务流程图", "售后服务承诺书"]),
    ("11.财务预算", &["售后服务财务预算", "费用支出明细"]),
    ("12.价目表", &["易损件价目表", "维修收费标准"]),
    ("13.产品交付验收单", &["交付验收单-客户", "验收报告", "IMG_"]),
    ("14.发货单", &["发货单", "送货单-客户"]),
    ("15.安装调试记录", &["安装调试记录", "现场照片"]),
    ("16.维修记录单", &["维修记录单", "维修工单-客户", "维修管理制度", "IMG_"]),
    ("17.客户巡检记录", &["客户巡检记录", "巡检报告"]),
    ("18.客户报修记录", &["报修单", "客户报修记录"]),
    ("19.满意度调查", &["客户满意度调查表", "满意度调查报告"]),
    ("20.员工绩效考核", &["绩效考核表-张", "员工绩效考核记录"]),
    ("21.合格供方名录", &["合格供方名录", "供应商评价表"]),
    ("22.回访记录", &["维修后回访记录", "客户回访"]),
    ("23.客户投诉记录", &["客户投诉记录", "投诉处理单"]),
    ("24.客户培训记录", &["客户培训记录", "客户培训签到表"]),
    ("25.公司网址", &["公司网址及售后热线", "官网截图"]),
    ("26.服务网点清单", &["售后服务网点清单", "网点照片"]),
    ("27.售后服务管理师", &["售后服务管理师名单", "证书"]),
    ("28.商品附属文件", &["产品说明书", "产品合格证"]),
    ("29.软件管理系统", &["ERP系统截图", "软件清单"]),
];

fn main() {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let tree = target.join("bench-tree");
    let small = target.join("bench-small");
    if !tree.join("done").exists() {
        make_tree(&tree, CLIENTS, FILES);
        fs::write(tree.join("done"), "").expect("mark");
    }
    if !small.join("done").exists() {
        make_tree(&small, 1, 60);
        fs::write(small.join("done"), "").expect("mark");
    }
    let program = env!("CARGO_BIN_EXE_dossier");
    let path = |p: &PathBuf| p.to_string_lossy().into_owned();
    let big = path(&tree);
    let mut runs: Vec<(&str, Vec<String>)> = vec![
        ("find -printf '%s %p'", words(&["find", &big, "-type", "f", "-printf", "%s %p\\n"])),
        ("find (names alone)", words(&["find", &big, "-type", "f"])),
        ("dossier --names-only", words(&[program, "check", &big, "--names-only"])),
        ("dossier --names-only --jobs 1", words(&[program, "check", &big, "--names-only", "--jobs", "1"])),
        ("dossier (contents)", words(&[program, "check", &big, "--no-cache", "--ocr", "off"])),
        ("dossier --names-only json", words(&[program, "check", &big, "--names-only", "--format", "json"])),
    ];
    // It checks only what its rules name: every folder and the four extensions of the tree.
    let rules = target.join("bench-ls-lint.yml");
    let every = [".dir", ".pdf", ".jpg", ".docx", ".xlsx"].map(|kind| format!("  {kind}: regex:.+\n")).concat();
    fs::write(&rules, format!("ls:\n{every}")).expect("rules");
    if Command::new("ls-lint").arg("--version").stdout(Stdio::null()).status().is_ok() {
        runs.push(("ls-lint", words(&["ls-lint", "--config", &path(&rules), "--workdir", &big])));
    }
    println!("{FILES} files, 3,000 folders, {ROUNDS} rounds in turn, medians");
    compare(&runs);
    let few = path(&small);
    println!("\n60 files");
    compare(&[
        ("find -printf '%s %p'", words(&["find", &few, "-type", "f", "-printf", "%s %p\\n"])),
        ("dossier --names-only", words(&[program, "check", &few, "--names-only"])),
        ("dossier (contents)", words(&[program, "check", &few, "--no-cache", "--ocr", "off"])),
    ]);
    let batch = target.join("bench-batch");
    if !batch.join("done").exists() {
        make_tree(&batch, DOSSIERS, DOSSIERS * 60);
        fs::write(batch.join("done"), "").expect("mark");
    }
    let many = path(&batch);
    println!("\n{DOSSIERS} dossiers of 60 files in 30 folders each");
    let medians = compare(&[
        ("find -printf '%s %p'", words(&["find", &many, "-type", "f", "-printf", "%s %p\\n"])),
        ("dossier --each --names-only", words(&[program, "check", "--each", &many, "--names-only"])),
        ("dossier --each --jobs 1", words(&[program, "check", "--each", &many, "--names-only", "--jobs", "1"])),
        ("dossier --each jsonl", words(&[program, "check", "--each", &many, "--names-only", "--format", "jsonl"])),
    ]);
    println!("  {:.0} dossiers a second", DOSSIERS as f64 / medians[1].as_secs_f64());
    let mixed = target.join("bench-mixed");
    if !mixed.exists() {
        println!("\nno {}: `python3 benches/mixed.py {0}` makes it", mixed.display());
        return;
    }
    let docs = path(&mixed);
    let cache = format!("DOSSIER_CACHE={}", path(&target.join("bench-cache")));
    let check = |more: &[&str]| words(&[&["env", &cache, program, "check", &docs, "--ocr", "off"], more].concat());
    println!("\n1,000 mixed documents; ratios are to reading their bytes");
    compare(&[
        ("cat", words(&["find", &docs, "-type", "f", "-exec", "cat", "{}", "+"])),
        ("dossier --names-only", check(&["--names-only"])),
        ("dossier (contents, no cache)", check(&["--no-cache"])),
        ("dossier (contents, warm cache)", check(&[])),
    ]);
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// Runs every command in turn, so that what else the machine does falls on all of them.
fn compare(runs: &[(&str, Vec<String>)]) -> Vec<Duration> {
    let mut times = vec![Vec::new(); runs.len()];
    let mut peaks = vec![0u64; runs.len()];
    for round in 0..=ROUNDS {
        for (index, (_, command)) in runs.iter().enumerate() {
            let time = run(command, &mut None);
            // The first round warms the file system's cache.
            if round > 0 {
                times[index].push(time);
            }
        }
    }
    for (index, (_, command)) in runs.iter().enumerate() {
        let mut peak = Some(0);
        run(command, &mut peak);
        peaks[index] = peak.unwrap_or(0);
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    let base = medians[0].as_secs_f64();
    for (index, (name, _)) in runs.iter().enumerate() {
        let time = medians[index].as_secs_f64();
        println!("  {name:32} {:8.1} ms  {:6.2} x  {:6.1} MB", time * 1e3, time / base, peaks[index] as f64 / 1024.0);
    }
    medians
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// One run; with `peak`, the greatest resident size in KiB is watched, which costs a little time.
fn run(command: &[String], peak: &mut Option<u64>) -> Duration {
    let start = Instant::now();
    let mut child = Command::new(&command[0])
        .args(&command[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts");
    if let Some(peak) = peak {
        let status = format!("/proc/{}/status", child.id());
        while child.try_wait().expect("a child").is_none() {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let size = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            *peak = (*peak).max(size.unwrap_or(0));
        }
    }
    child.wait().expect("the command ends");
    start.elapsed()
}

/// Files of varied sizes and contents, as a small generator of numbers says: the same on every run.
fn make_tree(root: &Path, clients: usize, files: usize) {
    println!("making {files} files in {} …", root.display());
    let _ = fs::remove_dir_all(root);
    let mut state = 0x2792_2011_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut made = 0;
    let folders = clients * FOLDERS.len();
    for place in 0..folders {
        let (folder, names) = FOLDERS[place % FOLDERS.len()];
        let full = if clients == 1 {
            root.join(folder)
        } else {
            root.join(format!("客户{:03}", place / FOLDERS.len())).join(folder)
        };
        fs::create_dir_all(&full).expect("a folder");
        let share = files * (place + 1) / folders;
        while made < share {
            let name = names[usize::try_from(next(names.len() as u64)).unwrap_or(0)];
            let extension = ["pdf", "jpg", "docx", "xlsx"][usize::try_from(next(4)).unwrap_or(0)];
            let size = 16 + usize::try_from(next(3000)).unwrap_or(0);
            let mut bytes = format!("{made} {} ", next(u64::MAX)).into_bytes();
            bytes.resize(size, b'.');
            fs::write(full.join(format!("{name}{made:05}.{extension}")), bytes).expect("a file");
            made += 1;
        }
    }
}
