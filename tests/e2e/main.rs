//! The journeys of a person through the real window: WebKit under Xvfb, used with keys and mouse.
//!
//! Where the window cannot be driven (no Xvfb, no WebKitWebDriver) a journey says so and ends; in CI that is a failure.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod annotating;
mod axe;
mod bundles;
mod handing_on;
mod hands;
mod incoming;
mod keeping;
mod kept;
mod looking_ahead;
mod looks;
mod marking;
mod names;
mod older_versions;
mod pages;
mod pictures;
mod place;
mod reading;
mod returned;
mod reviewing;
mod site;
mod trust;
mod versions;
mod watching;
mod window;
