//! The report as one web page that needs nothing else: no network, no other file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest, Sha256};

use super::view::{OverviewData, PageData};
use crate::model::assessment::Assessment;
use crate::model::batch::Row;
use crate::model::mark::GENERATOR;
use crate::model::text::Lang;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Small pictures of files, by inventory index.
pub type Thumbnails = BTreeMap<usize, Thumbnail>;

/// A small picture of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Its bytes, in PNG.
    pub png: Vec<u8>,
}

/// Writes the page.
pub fn write(assessment: &Assessment, lang: Lang, thumbnails: &Thumbnails, out: impl Write) -> io::Result<()> {
    let pictures: BTreeMap<String, String> =
        thumbnails.iter().map(|(file, picture)| (file.to_string(), STANDARD.encode(&picture.png))).collect();
    let page = PageData::new(assessment, lang);
    let context =
        context! { page => Value::from(Serde(&page)), pictures => pictures, version => env!("CARGO_PKG_VERSION") };
    render("report.html", lang, context, out)
}

/// Writes the overview of many dossiers: a matrix of dossiers and items.
pub fn write_overview(rows: &[Row], lang: Lang, out: impl Write) -> io::Result<()> {
    let page = OverviewData::new(rows, lang);
    let context = context! { page => Value::from(Serde(&page)), version => env!("CARGO_PKG_VERSION") };
    render("overview.html", lang, context, out)
}

/// Fills in one of the templates.
fn render(name: &str, lang: Lang, context: Value, out: impl Write) -> io::Result<()> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(io::Error::other)?;
    environment.set_syntax(syntax);
    environment.add_function("say", move |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    });
    let templates = [
        ("frame.html", include_str!("frame.html")),
        ("report.html", include_str!("report.html")),
        ("overview.html", include_str!("overview.html")),
    ];
    for (name, source) in templates {
        environment.add_template(name, source).map_err(io::Error::other)?;
    }
    let frame = context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        style_hash => hash(STYLE),
        script_hash => hash(SCRIPT),
        generator => GENERATOR,
        lang => match lang { Lang::Zh => "zh-CN", Lang::En => "en" },
        ..context
    };
    let template = environment.get_template(name).map_err(io::Error::other)?;
    template.render_captured_to(frame, out).map(drop).map_err(io::Error::other)
}

/// What the page's own policy lets run: this style and this script, and nothing a name might bring in.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
