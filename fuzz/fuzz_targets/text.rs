#![no_main]

dossier_fuzz::target!(|data| dossier_fuzz::read(if data.first() == Some(&b'\n') { "a.csv" } else { "a.txt" }, data));
