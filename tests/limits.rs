//! Documents from outside: every limit holds at its edge, what is over it is refused before memory or time is spent,
//! and nothing makes the engine panic, hang or grow beyond its document.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "limits/cancel.rs"]
mod cancel;
#[path = "limits/chains.rs"]
mod chains;
#[path = "limits/damage.rs"]
mod damage;
#[path = "limits/depth.rs"]
mod depth;
#[path = "limits/edges.rs"]
mod edges;
#[path = "limits/floods.rs"]
mod floods;
#[path = "limits/grammar.rs"]
mod grammar;
#[path = "limits/heap.rs"]
mod heap;
#[path = "limits/measure.rs"]
mod measure;
#[path = "limits/memory.rs"]
mod memory;
#[path = "limits/texts.rs"]
mod texts;

use okr_core::{Error, Limits, Workspace};

#[global_allocator]
static HEAP: heap::Counting = heap::Counting;

/// Reads a document that must be refused.
fn refused(text: &str, limits: &Limits) -> Error {
    match Workspace::from_json_with(text, limits) {
        Ok(_) => panic!("accepted: {}", text.chars().take(200).collect::<String>()),
        Err(error) => error,
    }
}
