//! What is made ready before the program is compiled, so that no start has to do it: the catalogues as sorted tables, the forms
//! as they are read, and on Linux a program that needs no relocation.

use std::collections::BTreeMap;
use std::env::var;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

#[path = "src/form/file.rs"]
#[allow(dead_code)]
mod file;
#[path = "src/form/rule.rs"]
#[allow(dead_code)]
mod rule;

fn main() -> Result<(), Box<dyn Error>> {
    let out = var("OUT_DIR")?;
    for lang in ["zh", "en"] {
        catalogue(&format!("assets/words/{lang}.ron"), &Path::new(&out).join(format!("{lang}.rs")))?;
    }
    forms(Path::new(&out))?;
    link_at_a_fixed_address();
    for shapes in ["file", "rule"] {
        println!("cargo:rerun-if-changed=src/form/{shapes}.rs");
    }
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}

/// A catalogue as a table of keys and sentences, sorted by key.
fn catalogue(source: &str, target: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={source}");
    let sentences: BTreeMap<String, String> =
        ron::from_str(&fs::read_to_string(source)?).map_err(|error| format!("{source}:{error}"))?;
    Ok(fs::write(target, format!("&{:#?}", sentences.iter().collect::<Vec<_>>()))?)
}

/// A table of all forms, and what each file says in a format that is read at a tenth of the time that RON takes.
fn forms(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=assets/forms");
    let folder = Path::new(&var("CARGO_MANIFEST_DIR")?).join("assets/forms");
    let mut sources: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, io::Error>>()?;
    sources.sort();
    let mut table = String::new();
    for source in sources {
        let form = file::FormFile::read(fs::read_to_string(&source)?.leak())
            .map_err(|error| format!("{}:{error}", source.display()))?;
        let read = out.join(form.edition);
        fs::write(&read, postcard::to_allocvec(&form)?)?;
        let edition = form.edition;
        let (source, read) = (source.display(), read.display());
        writeln!(
            table,
            "Embedded {{ edition: {edition:?}, source: include_str!(r\"{source}\"), read: include_bytes!(r\"{read}\") }},"
        )?;
    }
    Ok(fs::write(out.join("forms.rs"), format!("[{table}]"))?)
}

/// At an address of the loader's choice, twenty thousand others would have to be written into a hundred pages with every start,
/// which takes a tenth of the time until the first screen. The price is that its code lies where an attacker knows it; all of it
/// is safe Rust.
fn link_at_a_fixed_address() {
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found.split(',').any(|one| one == value));
    if is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("CARGO_CFG_TARGET_FEATURE", "crt-static")
    {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
