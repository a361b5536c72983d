//! From a draft to a workspace: what rows say together is checked, and everything is laid out.

use super::arrange::{self, Given};
use super::counted::Counted;
use super::draft::Draft;
use super::frame::Frame;
use super::history::Remark;
use super::identity::Identity;
use super::intake::Heading;
use super::policies::Policies;
use super::{Workspace, check, demands};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Findings, Result, Told};
use crate::model::PolicySource;
use crate::plan::Plan;
use crate::policy::{self, Policy};
use std::sync::{Arc, OnceLock};

impl Workspace {
    pub(super) fn build(heading: Heading, draft: Draft, r: Reader) -> Result<Workspace> {
        Self::build_beside(heading, draft, &Given::default(), r)
    }

    /// As [`build`](Workspace::build), with check-ins that lie elsewhere.
    pub(super) fn build_beside(
        heading: Heading,
        mut draft: Draft,
        given: &Given<'_>,
        mut r: Reader,
    ) -> Result<Workspace> {
        r.look();
        draft.settle(&mut r);
        if r.is_stopped() {
            return Err(stopped(r));
        }
        let policy = policy_of(&heading.policy, &mut r);
        if r.is_stopped() {
            return Err(stopped(r));
        }
        r.look();
        rescale(&heading, &mut draft, &mut r);
        draft.frame.organisation = heading.name;
        let policies = Policies::new(&draft.frame, &policy, &mut r);
        let edges = check::check(&draft, &policies, &mut r);
        demands::check(&draft, &policies, &mut r);
        r.look();
        let (limits, others) = (r.limits.clone(), r.others());
        let findings = r.finish()?;
        let (frame, history) = arrange::arrange(draft, given, &edges, limits.brake())?;
        let plan = Plan::new(&frame, &history, policy, limits.brake())?;
        let findings = OnceLock::from(unsilenced(&frame, findings));
        Ok(Workspace {
            counted: Counted::new(&frame, &history, others),
            frame: Arc::new(frame),
            history,
            plan,
            policy: heading.policy,
            findings,
            limits: limits.without_cancel(),
            identity: Identity::default(),
            revision: 0,
        })
    }
}

/// The workspace's policy; what is wrong with it goes to the reader.
fn policy_of(source: &PolicySource, r: &mut Reader) -> Policy {
    r.at(Segment::Key("policy"), |r| match source {
        PolicySource::Preset(name) => Policy::preset(name).unwrap_or_else(|error| {
            r.refuse(error.code(), error.message(), error.help());
            Policy::default()
        }),
        PolicySource::Inline(patch) => policy::from_fields(patch.0.clone(), r),
    })
}

pub(super) fn stopped(r: Reader) -> crate::error::Error {
    match r.finish() {
        Err(error) => error,
        Ok(_) => crate::error::Error::new(ErrorCode::InvalidJson, "", "reading stopped", ""),
    }
}

/// Converts stated confidences to 0 to 1, once (C1).
fn rescale(heading: &Heading, draft: &mut Draft, r: &mut Reader) {
    if r.is_unread("confidence_scale") {
        return;
    }
    let (low, high) = match heading.scale.as_deref() {
        None => (0.0, 1.0),
        Some([low, high]) if low < high && (high - low).is_finite() => (*low, *high),
        Some(found) => {
            let told: Vec<String> = found.iter().map(|x| Told(*x).to_string()).collect();
            let expected = match found[..] {
                [low, high] if low < high => "two numbers whose distance fits 64 bits",
                _ => "two numbers, the first below the second",
            };
            let message = match told.len() {
                0..=2 => format!("found [{}], expected {expected}", told.join(", ")),
                count => format!("found {count} numbers, expected {expected}"),
            };
            r.find_at("confidence_scale", ErrorCode::OutOfRange, message, "write a scale such as [0, 10]");
            return;
        }
    };
    let own = draft.history.objective_rules.iter().flat_map(|rules| &rules.remarks);
    if draft.history.remarks.iter().chain(own).any(|remark| demands::is_off(remark.confidence, (low, high))) {
        demands::report_confidences(draft, (low, high), r);
        return;
    }
    let convert = |remark: &mut Remark| {
        if let Some(x) = &mut remark.confidence {
            *x = if (low, high) == (0.0, 1.0) { *x } else { (*x - low) / (high - low) } + 0.0;
        }
    };
    draft.history.remarks.iter_mut().for_each(convert);
    draft.history.objective_rules.iter_mut().flat_map(|rules| &mut rules.remarks).for_each(convert);
}

/// Findings whose code is not silenced where they belong.
pub(super) fn unsilenced(frame: &Frame, mut findings: Findings) -> Findings {
    findings.retain(|finding| !frame.silences(&finding.path, finding.code));
    findings
}
