#![no_main]

dossier_fuzz::target!(|data| dossier_fuzz::read_zip("a.pptx", data));
