//! Pages drawn by the test: paper, lines of print, and what is stamped, drawn or printed on them in red.

use ::image::{Rgb, RgbImage};

use super::super::colour::on_white;
use super::*;

const INK: [u8; 3] = [212, 32, 42];

/// A page of some ten dots to the centimetre.
struct Sheet {
    page: RgbImage,
    noise: u32,
}

impl Sheet {
    fn new(width: u32, height: u32, paper: [u8; 3]) -> Self {
        Self { page: RgbImage::from_pixel(width, height, Rgb(paper)), noise: 7 }
    }

    /// A4 with lines of black print.
    fn printed() -> Self {
        Self::in_colour([30, 30, 34])
    }

    fn in_colour(ink: [u8; 3]) -> Self {
        let mut sheet = Self::new(720, 1020, [253, 253, 251]);
        for line in 0..30 {
            sheet.words(60, 90 + line * 29, 10 + line * 7 % 21, 17, ink);
        }
        sheet
    }

    fn chance(&mut self) -> u32 {
        self.noise = self.noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.noise >> 16
    }

    /// A row of signs that look like characters from afar: crossing strokes.
    fn words(&mut self, x: u32, y: u32, count: u32, size: u32, ink: [u8; 3]) {
        for sign in 0..count {
            let left = (x + sign * (size + 3)) as f32;
            for _ in 0..6 {
                let (a, b) = (self.chance() % size, self.chance() % size);
                let (from, to) =
                    if self.chance().is_multiple_of(2) { ((0, a), (size, a)) } else { ((b, 0), (b, size)) };
                self.stroke(
                    (left + from.0 as f32, (y + from.1) as f32),
                    (left + to.0 as f32, (y + to.1) as f32),
                    1.0,
                    ink,
                    1.0,
                );
            }
        }
    }

    fn dot(&mut self, x: f32, y: f32, ink: [u8; 3], strength: f32) {
        if x < 0.0 || y < 0.0 {
            return;
        }
        let (x, y) = (radius(x) as u32, radius(y) as u32);
        if let Some(pixel) = self.page.get_pixel_mut_checked(x, y) {
            for (level, ink) in pixel.0.iter_mut().zip(ink) {
                // Ink only darkens.
                let wanted = f32::from(*level) * (1.0 - strength) + f32::from((*level).min(ink)) * strength;
                *level = wanted as u8;
            }
        }
    }

    fn stroke(&mut self, from: (f32, f32), to: (f32, f32), half: f32, ink: [u8; 3], strength: f32) {
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
        for step in 0..=radius(length) {
            let part = step as f32 / length;
            let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            let reach = radius(half) as i32;
            for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx as f32, dy as f32))) {
                if dx.hypot(dy) <= half {
                    self.dot(x + dx, y + dy, ink, strength);
                }
            }
        }
    }

    /// Every dot of a box for which `inside` says so, seen from its middle.
    fn fill(&mut self, middle: (f32, f32), reach: f32, ink: [u8; 3], strength: f32, inside: impl Fn(f32, f32) -> bool) {
        let reach = radius(reach) as i32;
        for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx as f32, dy as f32))) {
            if inside(dx, dy) {
                self.dot(middle.0 + dx, middle.1 + dy, ink, strength);
            }
        }
    }

    fn seal(self, middle: (f32, f32), size: f32, turn: f32) -> Self {
        self.stamped(middle, size, turn, INK, 1.0, |_| true)
    }

    /// A seal: a ring, twelve characters along it, a star. `worn` says which directions took ink.
    fn stamped(
        mut self,
        middle: (f32, f32),
        size: f32,
        turn: f32,
        ink: [u8; 3],
        strength: f32,
        worn: impl Fn(f32) -> bool,
    ) -> Self {
        let thick = (size * 0.05).max(1.6);
        self.fill(middle, size + 2.0, ink, strength, |x, y| {
            (x.hypot(y) - size + thick / 2.0).abs() <= thick / 2.0 && worn(y.atan2(x))
        });
        for sign in 0..12 {
            let angle = turn - 2.1 + sign as f32 * 0.382 - std::f32::consts::FRAC_PI_2;
            let (sine, cosine) = angle.sin_cos();
            let place = |out: f32, along: f32| {
                let (out, along) = (size * out, size * along);
                (middle.0 + cosine * out - sine * along, middle.1 + sine * out + cosine * along)
            };
            if worn(angle) {
                for out in [0.63, 0.7, 0.78] {
                    self.stroke(place(out, -0.09), place(out, 0.09), size * 0.014, ink, strength);
                }
                let along = (self.chance() % 9) as f32 * 0.02 - 0.08;
                self.stroke(place(0.61, along), place(0.8, along), size * 0.014, ink, strength);
            }
        }
        self.fill(middle, size * 0.3, ink, strength, |x, y| {
            let (out, angle) = (x.hypot(y), y.atan2(x) + turn);
            let part = (angle / std::f32::consts::TAU * 5.0).rem_euclid(1.0);
            out <= size * (0.12 + 0.32 * (part - 0.5).abs())
        });
        self
    }

    fn each(mut self, change: impl Fn(u32, u32, [u8; 3]) -> [u8; 3]) -> Self {
        for (x, y, pixel) in self.page.enumerate_pixels_mut() {
            pixel.0 = change(x, y, pixel.0);
        }
        self
    }

    /// As a camera sees it: grain, and light that is not even and of a colour.
    fn photographed(mut self, light: [f32; 3]) -> Self {
        let grain: Vec<f32> = (0..997).map(|_| (self.chance() % 21) as f32 - 10.0).collect();
        self.each(|x, y, rgb| {
            let shade = 0.7 + 0.3 * y as f32 / 1020.0;
            std::array::from_fn(|at| {
                let grain = grain[(x as usize * 31 + y as usize * 17 + at * 7) % grain.len()];
                (f32::from(rgb[at]) * light[at] * shade + grain).clamp(0.0, 255.0) as u8
            })
        })
    }

    /// Turned, enlarged or squeezed about the middle.
    fn moved(self, turn: f32, wide: f32, high: f32) -> Self {
        let (width, height) = self.page.dimensions();
        let (middle, (sine, cosine)) = ((width as f32 / 2.0, height as f32 / 2.0), turn.sin_cos());
        let page = RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = ((x as f32 - middle.0) / wide, (y as f32 - middle.1) / high);
            let (x, y) = (x * cosine + y * sine + middle.0, y * cosine - x * sine + middle.1);
            let inside = x >= 0.0 && y >= 0.0;
            let pixel = inside.then(|| self.page.get_pixel_checked(radius(x) as u32, radius(y) as u32)).flatten();
            pixel.copied().unwrap_or(Rgb([250, 250, 250]))
        });
        Self { page, ..self }
    }

    fn seen(&self, quality: u8) -> Seal {
        self.look(quality, Extent::Page)
    }

    /// What is seen once it was saved as a JPEG.
    fn look(&self, quality: u8, extent: Extent) -> Seal {
        let page = packed(&self.page, quality);
        let small = Small::new(page.width(), page.height(), page.as_raw(), 3, on_white);
        small.map_or(Seal::CannotTell, |small| seal(&small, extent))
    }
}

/// What packing as a JPEG leaves of a picture: colours at half the size, and of both the waves of each
/// block in steps that are the coarser the lower the quality.
fn packed(page: &RgbImage, quality: u8) -> RgbImage {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let scale = if quality < 50 { 50.0 / f32::from(quality) } else { 2.0 - f32::from(quality) / 50.0 };
    let of = |[r, g, b]: [f32; 3], plane: usize| match plane {
        0 => 0.299 * r + 0.587 * g + 0.114 * b,
        1 => 128.0 + (b - (0.299 * r + 0.587 * g + 0.114 * b)) * 0.564,
        _ => 128.0 + (r - (0.299 * r + 0.587 * g + 0.114 * b)) * 0.713,
    };
    let planes: Vec<Vec<f32>> = (0..3)
        .map(|plane| {
            let half = if plane == 0 { 1 } else { 2 };
            let (columns, rows) = (width / half, height / half);
            let mean = |x: usize, y: usize| {
                let near = (0..half * half)
                    .map(|at| page.get_pixel((x * half + at % half) as u32, (y * half + at / half) as u32));
                near.map(|pixel| of(pixel.0.map(f32::from), plane)).sum::<f32>() / (half * half) as f32
            };
            let mut levels: Vec<f32> = (0..rows * columns).map(|at| mean(at % columns, at / columns)).collect();
            for (top, left) in (0..rows / 8).flat_map(|y| (0..columns / 8).map(move |x| (y * 8, x * 8))) {
                coarsen(&mut levels, columns, top, left, if plane == 0 { 14.0 } else { 20.0 } * scale);
            }
            levels
        })
        .collect();
    RgbImage::from_fn(page.width(), page.height(), |x, y| {
        let (x, y) = (x as usize, y as usize);
        let chroma = |plane: usize| {
            let at = (y / 2).min(height / 2 - 1) * (width / 2) + (x / 2).min(width / 2 - 1);
            planes[plane][at] - 128.0
        };
        let (level, blue, red) = (planes[0][y * width + x], chroma(1), chroma(2));
        Rgb([level + 1.403 * red, level - 0.344 * blue - 0.714 * red, level + 1.773 * blue]
            .map(|level| level.clamp(0.0, 255.0) as u8))
    })
}

/// Rounds the cosine waves of a block of eight by eight.
fn coarsen(levels: &mut [f32], columns: usize, top: usize, left: usize, step: f32) {
    let wave = |at: usize, wave: usize| {
        let norm = if wave == 0 { 0.125_f32.sqrt() } else { 0.5 };
        norm * ((2 * at + 1) as f32 * wave as f32 * std::f32::consts::PI / 16.0).cos()
    };
    let waves: [[f32; 8]; 8] = std::array::from_fn(|at| std::array::from_fn(|number| wave(at, number)));
    let block: [[f32; 8]; 8] = std::array::from_fn(|y| std::array::from_fn(|x| levels[(top + y) * columns + left + x]));
    // Plain paper has no waves.
    if block.iter().flatten().all(|level| (level - block[0][0]).abs() < 0.5) {
        return;
    }
    fn sum(of: impl Fn(usize) -> f32) -> f32 {
        (0..8).map(of).sum()
    }
    let rows: [[f32; 8]; 8] = std::array::from_fn(|y| std::array::from_fn(|u| sum(|x| block[y][x] * waves[x][u])));
    let coarse: [[f32; 8]; 8] = std::array::from_fn(|v| {
        std::array::from_fn(|u| {
            let step = step * (1.0 + (u + v) as f32 * 0.6);
            (sum(|y| rows[y][u] * waves[y][v]) / step).round() * step
        })
    });
    let back: [[f32; 8]; 8] = std::array::from_fn(|y| std::array::from_fn(|u| sum(|v| coarse[v][u] * waves[y][v])));
    for y in 0..8 {
        for x in 0..8 {
            levels[(top + y) * columns + left + x] = sum(|u| back[y][u] * waves[x][u]);
        }
    }
}

/// Where most seals stand, and how large they are on A4: 42 mm.
const PLACE: (f32, f32) = (500.0, 780.0);
const SIZE: f32 = 72.0;

#[test]
fn seals_are_seen() {
    let sealed = || Sheet::printed().seal(PLACE, SIZE, 0.3);
    let pages = [
        ("plain", sealed()),
        ("small", Sheet::printed().seal(PLACE, 36.0, 0.0)),
        ("large", Sheet::printed().seal((360.0, 600.0), 110.0, -0.4)),
        ("pale", Sheet::printed().stamped(PLACE, SIZE, 1.0, INK, 0.55, |_| true)),
        ("dark red", Sheet::printed().stamped(PLACE, SIZE, 1.0, [150, 10, 22], 1.0, |_| true)),
        ("vermilion", Sheet::printed().stamped(PLACE, SIZE, 1.0, [232, 84, 54], 1.0, |_| true)),
        ("worn", Sheet::printed().stamped(PLACE, SIZE, 0.2, INK, 0.9, |angle| (angle * 9.0).sin() > -0.8)),
        ("on red paper head", {
            let mut sheet = Sheet::printed();
            sheet.words(150, 30, 9, 44, INK);
            sheet.seal(PLACE, SIZE, 0.0)
        }),
        ("yellow paper", sealed().each(|_, _, [r, g, b]| [r, g / 20 * 19, b / 10 * 8])),
        ("pink paper", sealed().each(|_, _, [r, g, b]| [r, g / 10 * 9, b / 10 * 9])),
        ("lamp light", sealed().photographed([1.0, 0.86, 0.66])),
        ("day light", sealed().photographed([0.82, 0.9, 1.0])),
        ("dim", sealed().photographed([0.5, 0.5, 0.5])),
        ("turned", sealed().moved(0.6, 1.0, 1.0)),
        ("upside down", sealed().moved(3.1, 1.0, 1.0)),
        ("aslant", sealed().moved(0.0, 1.0, 0.87)),
        ("two", sealed().seal((380.0, 700.0), SIZE, -0.8)),
        ("beside a name stamp", {
            let mut sheet = sealed();
            square(&mut sheet, (250.0, 800.0), 30.0);
            sheet
        }),
        ("oval", sealed().moved(0.0, 1.0, 0.75)),
    ];
    let missed = pages.iter().map(|(name, page)| (*name, page.seen(40))).filter(|(_, seen)| *seen != Seal::Seen);
    assert_eq!(missed.collect::<Vec<_>>(), []);
}

/// The square name stamp of a person.
fn square(sheet: &mut Sheet, middle: (f32, f32), half: f32) {
    let edge = (half * 0.09).max(2.0);
    sheet.fill(middle, half, INK, 1.0, |x, y| x.abs().max(y.abs()) > half - edge);
    for (dx, dy) in [(-0.85, -0.85), (0.05, -0.85), (-0.85, 0.05), (0.05, 0.05)] {
        let size = radius(half * 0.75) as u32;
        sheet.words(radius(middle.0 + dx * half) as u32, radius(middle.1 + dy * half) as u32, 1, size, INK);
    }
}

#[test]
fn what_is_red_and_no_seal_is_not_seen() {
    let with = |draw: &dyn Fn(&mut Sheet)| {
        let mut sheet = Sheet::printed();
        draw(&mut sheet);
        sheet
    };
    let blue = [30, 40, 200];
    let pages = [
        ("red print", Sheet::in_colour(INK)),
        (
            "red head and line",
            with(&|sheet| {
                sheet.words(100, 20, 12, 40, INK);
                sheet.stroke((50.0, 75.0), (670.0, 75.0), 2.0, INK, 1.0);
            }),
        ),
        ("name stamp", with(&|sheet| square(sheet, PLACE, 30.0))),
        ("large square stamp", with(&|sheet| square(sheet, PLACE, 70.0))),
        ("disc", with(&|sheet| sheet.fill(PLACE, SIZE, INK, 1.0, |x, y| x.hypot(y) <= SIZE))),
        (
            "disc with a bar",
            with(&|sheet| {
                sheet.fill(PLACE, SIZE, INK, 1.0, |x, y| x.hypot(y) <= SIZE && (y.abs() > 12.0 || x.abs() > 50.0));
            }),
        ),
        (
            "emblem",
            with(&|sheet| {
                sheet.fill((360.0, 60.0), 48.0, [236, 182, 62], 1.0, |x, y| x.hypot(y) <= 48.0);
                sheet.fill((360.0, 60.0), 48.0, [220, 30, 30], 1.0, |x, y| x.hypot(y) <= 38.0 && y < 20.0);
            }),
        ),
        (
            "star",
            with(&|sheet| {
                sheet.fill(PLACE, SIZE, INK, 1.0, |x, y| {
                    let part = (y.atan2(x) / std::f32::consts::TAU * 5.0).rem_euclid(1.0);
                    x.hypot(y) <= SIZE * (0.3 + 1.2 * (part - 0.5).abs())
                });
            }),
        ),
        (
            "red table",
            with(&|sheet| {
                for line in 0..20 {
                    sheet.stroke(
                        (60.0, 100.0 + line as f32 * 40.0),
                        (660.0, 100.0 + line as f32 * 40.0),
                        1.5,
                        INK,
                        1.0,
                    );
                    sheet.stroke((60.0 + line as f32 * 60.0, 100.0), (60.0 + line as f32 * 60.0, 860.0), 1.5, INK, 1.0);
                }
            }),
        ),
        (
            "tick",
            with(&|sheet| {
                sheet.stroke((400.0, 800.0), (440.0, 850.0), 4.0, INK, 1.0);
                sheet.stroke((440.0, 850.0), (540.0, 720.0), 4.0, INK, 1.0);
            }),
        ),
        (
            "triangle",
            with(&|sheet| {
                for (from, to) in [
                    ((400.0, 850.0), (560.0, 850.0)),
                    ((400.0, 850.0), (480.0, 710.0)),
                    ((560.0, 850.0), (480.0, 710.0)),
                ] {
                    sheet.stroke(from, to, 3.0, INK, 1.0);
                }
            }),
        ),
        ("blue seal", Sheet::printed().stamped(PLACE, SIZE, 0.0, blue, 1.0, |_| true)),
        (
            "thick ring",
            with(&|sheet| {
                sheet.fill(PLACE, SIZE, INK, 1.0, |x, y| (50.0..=SIZE).contains(&x.hypot(y)));
                sheet.words(470, 765, 3, 18, INK);
            }),
        ),
        ("red picture", Sheet::new(720, 1020, [190, 40, 45]).photographed([1.0, 1.0, 1.0])),
        ("red signature", with(&|sheet| sheet.words(420, 800, 5, 30, INK))),
    ];
    let missed = pages.iter().map(|(name, page)| (*name, page.seen(40))).filter(|(_, seen)| *seen != Seal::NotSeen);
    assert_eq!(missed.collect::<Vec<_>>(), []);
}

#[test]
fn what_may_be_one_cannot_be_told() {
    let sealed = || Sheet::printed().seal(PLACE, SIZE, 0.3);
    for (name, page) in [
        ("a grey scan", sealed().each(|_, _, [r, g, b]| [r / 3 + g / 3 + b / 3; 3])),
        ("very pale", Sheet::printed().stamped(PLACE, SIZE, 0.0, INK, 0.18, |_| true)),
        ("over the edge", Sheet::printed().seal((735.0, 500.0), SIZE, 0.0)),
        ("half a seal", Sheet::printed().stamped(PLACE, SIZE, 0.0, INK, 1.0, |angle| angle.abs() < 1.7)),
    ] {
        assert_eq!(page.seen(85), Seal::CannotTell, "{name}");
    }
    // A circle by hand around something may be anything but a seal that is certain.
    let mut circled = Sheet::printed();
    circled.fill(PLACE, 80.0, INK, 1.0, |x, y| (x.hypot(y * 1.1) - 70.0).abs() < 2.0);
    assert_ne!(circled.seen(85), Seal::Seen);
}

/// A picture that is nothing but a seal, or nothing but a red sign that is none.
pub(super) fn cutting(sealed: bool) -> RgbImage {
    cut(sealed).page
}

fn cut(sealed: bool) -> Sheet {
    let mut sheet = Sheet::new(240, 240, [255; 3]);
    if sealed {
        return sheet.seal((120.0, 120.0), 112.0, 0.0);
    }
    sheet.fill((120.0, 120.0), 110.0, INK, 1.0, |x, y| x.hypot(y) <= 108.0 && x.abs() > 20.0);
    sheet
}

#[test]
fn a_cutting_may_be_nothing_but_the_seal() {
    assert_eq!(cut(true).look(80, Extent::Cutting), Seal::Seen);
    assert_eq!(cut(false).look(80, Extent::Cutting), Seal::NotSeen);
}

#[test]
fn any_size_does_no_harm() {
    for (width, height) in [(1, 1), (1, 400), (400, 1), (3, 5), (17, 900)] {
        let dots: Vec<[u8; 3]> =
            (0..width * height).map(|at| if at % 3 == 0 { [220, 10, 10] } else { [255; 3] }).collect();
        for extent in [Extent::Page, Extent::Cutting] {
            seal(&Small { width, height, dots: dots.clone() }, extent);
        }
    }
    seal(&Small { width: 100, height: 100, dots: vec![[255, 0, 0]; 7] }, Extent::Page);
}
