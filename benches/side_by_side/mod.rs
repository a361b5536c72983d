//! The engine beside what it is held against, one file a subject.

pub(crate) mod adverse;
pub(crate) mod check_ins;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod heap;
pub(crate) mod measure;
pub(crate) mod naive;
pub(crate) mod organisation;
pub(crate) mod passes;
pub(crate) mod random;
pub(crate) mod structs;
pub(crate) mod table;
pub(crate) mod tables;
pub(crate) mod tight;
