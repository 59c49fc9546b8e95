//! Colour, or none.

use owo_colors::{OwoColorize, Style as Paint};
use unicode_width::UnicodeWidthStr;

/// How text is painted.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// With or without colour.
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    fn paint(self, text: &str, paint: Paint) -> String {
        if self.colour { text.style(paint).to_string() } else { text.to_owned() }
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.paint(text, Paint::new().red().bold())
    }

    pub(super) fn doubtful(self, text: &str) -> String {
        self.paint(text, Paint::new().yellow().bold())
    }

    pub(super) fn good(self, text: &str) -> String {
        self.paint(text, Paint::new().green())
    }

    pub(super) fn strong(self, text: &str) -> String {
        self.paint(text, Paint::new().bold())
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.paint(text, Paint::new().dimmed())
    }
}

/// Text padded to a width in terminal cells.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
