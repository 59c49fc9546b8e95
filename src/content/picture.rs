//! How a picture looks: thumbnail, perceptual hash, blankness, sharpness.
