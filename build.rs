//! On Linux the program is linked at a fixed address.
//!
//! At an address of the loader's choice, twenty thousand others would have to be written into a hundred pages with every start,
//! which takes a tenth of the time until the first screen. The price is that its code lies where an attacker knows it; all of it
//! is safe Rust.

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
