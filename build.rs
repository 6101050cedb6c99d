//! The program is linked at a fixed address where it is a dynamic one for Linux.
//!
//! Anywhere else the loader would have to write the same twenty thousand addresses into a hundred pages with every start, which
//! takes a fifth of the time until the first screen.

use std::env::var;

fn main() {
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found.split(',').any(|one| one == value));
    if is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("CARGO_CFG_TARGET_FEATURE", "crt-static")
    {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
