//! Objectives and key results.
#![forbid(unsafe_code)]
