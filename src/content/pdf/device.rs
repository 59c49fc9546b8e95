//! Watching a page being drawn: its letters and where they stand, and how much of it is picture.

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Size, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, interpret_page,
};
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::page::Page as Sheet;

/// A letter, in the direction it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) text: char,
    /// Where it starts and ends along the line.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Its baseline, growing from line to line.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// Letters written in one direction.
#[derive(Debug)]
pub(super) struct Flow {
    /// The direction in degrees, clockwise; 0 for a usual line.
    turn: f64,
    /// The direction as a vector of length 1.
    pub(super) along: Vec2,
    pub(super) letters: Vec<Letter>,
}

/// What a page draws.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) flows: Vec<Flow>,
    pub(super) size: Size,
    room: usize,
    /// Letters that say something, and letters nobody knows the meaning of.
    told: usize,
    untold: usize,
    /// Pieces of lines and curves.
    strokes: usize,
    images: usize,
    /// The image drawn last and its place.
    image: Option<ObjectIdentifier>,
    place: Rect,
    /// What the images cover all together, and the dots of the largest one.
    area: f64,
    dots: u64,
    /// What may be a seal: an image about as wide as high, or large; pieces of red lines and curves.
    seals: usize,
    reds: usize,
    /// Images of another form that may show one.
    others: usize,
}

/// A seal that is drawn has at least so many pieces of red lines and curves.
const REDS: usize = 40;

/// Fewer strokes are rules and frames.
const RULES: usize = 64;

/// More directions on one page are an ornament.
const TURNS: usize = 16;

/// Fewer letters beside a picture that fills the page are a caption.
const CAPTION: usize = 16;

/// Draws a page for nobody to see. Of each page, a few times as many letters are kept as its text may have.
pub(super) fn look<'a>(
    sheet: &Sheet<'a>,
    fonts: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    letters: usize,
) -> Drawn {
    let (width, height) = sheet.render_dimensions();
    let size = Size::new(f64::from(width), f64::from(height));
    let upright = Affine::new(sheet.initial_transform(true).as_coeffs());
    let mut context = Context::new(upright, size.to_rect(), fonts, sheet.xref(), settings.clone());
    let mut drawn = Drawn { size, room: letters.saturating_mul(4), ..Drawn::default() };
    interpret_page(sheet, &mut context, &mut drawn);
    drawn
}

impl Drawn {
    /// Whether its letters are its text.
    pub(super) fn is_text(&self) -> bool {
        let captioned = self.told < CAPTION && self.covered() > 0.6;
        self.told > 0 && !self.is_mute() && !captioned
    }

    /// Whether there is anything to be seen that is not text.
    pub(super) fn is_picture(&self) -> bool {
        self.images > 0 || self.told + self.untold > 0 || self.strokes > RULES
    }

    /// Whether most letters mean nothing: they are shapes only.
    pub(super) fn is_mute(&self) -> bool {
        self.untold > self.told
    }

    /// Whether there are no letters at all.
    pub(super) fn is_silent(&self) -> bool {
        self.told + self.untold == 0
    }

    /// The image, if there is one and it makes up the page.
    pub(super) fn only_image(&self) -> Option<ObjectIdentifier> {
        self.image.filter(|_| self.images == 1 && self.covered() > 0.25)
    }

    /// Where on the page the only image stands, each edge from 0 to 1, if nothing else is drawn.
    pub(super) fn frame(&self) -> Option<Rect> {
        self.only_image().filter(|_| self.is_silent() && self.strokes <= RULES)?;
        let (width, height) = (self.size.width, self.size.height);
        Some(Rect::new(self.place.x0 / width, self.place.y0 / height, self.place.x1 / width, self.place.y1 / height))
    }

    /// Dots of the largest image, which drawing would unpack.
    pub(super) fn dots(&self) -> u64 {
        self.dots
    }

    /// Whether it is worth drawing to see if it bears a seal.
    pub(super) fn may_bear_seal(&self) -> bool {
        self.seals > 0 || self.reds >= REDS
    }

    /// Whether there are pictures a seal may be seen on.
    pub(super) fn has_images(&self) -> bool {
        self.seals + self.others > 0
    }

    /// Counts an image by what it may show, given how much of the page it is wide and high.
    fn count_image(&mut self, place: Rect) {
        let (width, height) = (place.width() / self.size.width, place.height() / self.size.width);
        let round = (0.7..=1.45).contains(&(width / height.max(f64::MIN_POSITIVE)));
        if width.min(height) < 0.04 {
            return;
        }
        if round || width.min(height) > 0.4 {
            self.seals += 1;
        } else {
            self.others += 1;
        }
    }

    /// How much of the page its images cover; 1 for a scan, in one piece or in strips.
    pub(super) fn covered(&self) -> f64 {
        self.area / self.size.area()
    }

    fn letter(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine, mode: WritingMode) {
        let place = transform * glyph.transform();
        let at = place * Point::ZERO;
        let [a, b, c, d, ..] = place.as_coeffs();
        let size = c.hypot(d) * EM;
        if !place.is_finite() || !self.size.to_rect().inflate(1.0, 1.0).contains(at) {
            return;
        }
        let advance = size * advance(glyph).map_or(1.0, |width| width / EM);
        let (direction, advance) = match mode {
            WritingMode::Horizontal => (Vec2::new(a, b), advance),
            WritingMode::Vertical => (Vec2::new(-b, a), size),
        };
        match glyph.as_unicode() {
            Some(BfString::Char(text)) => self.place(text, at, direction, size, advance),
            // A ligature: its letters share the place in the order they are read.
            Some(BfString::String(texts)) => {
                let share = advance / f64::from(u32::try_from(texts.chars().count().max(1)).unwrap_or(u32::MAX));
                let step = direction / direction.hypot().max(f64::MIN_POSITIVE) * share;
                let mut at = at;
                for text in texts.chars().take(LIGATURE) {
                    self.place(text, at, direction, size, share);
                    at += step;
                }
            }
            None => self.untold += 1,
        }
    }

    fn place(&mut self, text: char, at: Point, direction: Vec2, size: f64, advance: f64) {
        if text.is_control() || is_meaningless(text) {
            self.untold += 1;
            return;
        }
        self.told += usize::from(!text.is_whitespace());
        let flow = self.flow(direction);
        let start = at.to_vec2().dot(flow.along);
        let base = flow.along.cross(at.to_vec2());
        flow.letters.push(Letter { text, start, end: start + advance, base, size });
    }

    /// The letters written in a direction; slightly slanted lines are level.
    fn flow(&mut self, direction: Vec2) -> &mut Flow {
        let level = direction.y.abs() < direction.x * 0.17;
        let turn = if level { 0.0 } else { turn(direction) };
        let found = self.flows.iter().position(|flow| (flow.turn - turn).abs() < 1.0);
        let at = found.unwrap_or_else(|| {
            if self.flows.len() < TURNS {
                let along = Vec2::from_angle(turn.to_radians());
                self.flows.push(Flow { turn, along, letters: Vec::new() });
            }
            self.flows.len() - 1
        });
        &mut self.flows[at]
    }
}

/// Units of a glyph's space to its letter's size.
const EM: f64 = 1000.0;

/// No ligature stands for more letters.
const LIGATURE: usize = 8;

fn advance(glyph: &PositionedGlyph<'_>) -> Option<f64> {
    let width = match &**glyph {
        Glyph::Outline(glyph) => glyph.advance_width(),
        Glyph::Type3(glyph) => glyph.advance_width(),
    };
    width.map(f64::from).filter(|width| width.is_finite())
}

/// Degrees of a direction: a quarter turn where it is near one, else in steps wide enough for one line.
fn turn(direction: Vec2) -> f64 {
    let angle = direction.atan2().to_degrees();
    let quarter = (angle / 90.0).round() * 90.0;
    let turn = if (angle - quarter).abs() <= 10.0 { quarter } else { (angle / 5.0).round() * 5.0 };
    turn.rem_euclid(360.0)
}

/// The replacement character and the private use areas: what a font without a meaning is mapped to.
fn is_meaningless(text: char) -> bool {
    matches!(text, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

impl<'a> Device<'a> for Drawn {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.told + self.untold >= self.room {
                return;
            }
            self.letter(glyph, props.transform, run.writing_mode());
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        let pieces = if matches!(props.paint, Paint::Pattern(_)) { RULES + 1 } else { path.elements().len() };
        self.strokes = self.strokes.saturating_add(pieces);
        if let Paint::Color(colour) = &props.paint {
            let [red, green, blue, _] = colour.to_rgba().to_rgba8();
            if red >= 140 && green.max(blue) < red / 2 {
                self.reds = self.reds.saturating_add(pieces);
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let area = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(area).intersect(self.size.to_rect());
        self.images += 1;
        self.image = match &image {
            Image::Raster(image) => image.stream().dict().obj_id(),
            Image::Stencil(_) => None,
        };
        self.dots = self.dots.max(u64::from(image.width()) * u64::from(image.height()));
        if place.is_finite() {
            self.place = place;
            self.area += place.area();
            self.count_image(place);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
