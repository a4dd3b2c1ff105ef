import { t as countsOf } from "./report-candidate.js";

// src/train/outcome.ts
function outputsOf(result) {
	if (result.outcome === "up-to-date") return {
		...noOutputs(result.installed),
		outcome: result.outcome
	};
	if (result.outcome === "held") return heldOutputs(result);
	const { candidate, published } = result;
	const { paths } = published;
	return {
		outcome: result.outcome,
		reason: candidate.tests?.reason || null,
		fromLevel: candidate.from.level,
		toLevel: candidate.to.level,
		pack: paths.pack ?? null,
		packSha256: paths.pack === void 0 ? null : candidate.digests?.packSha256 ?? null,
		contentDigest: candidate.digests?.content ?? null,
		diff: paths.diff ?? null,
		report: paths.report ?? null,
		candidate: paths.candidate ?? null,
		artifactId: published.pack?.id ?? null,
		artifactUrl: published.pack?.url ?? null,
		reportArtifactId: published.report?.id ?? null,
		reportArtifactUrl: published.report?.url ?? null,
		pullRequestNumber: result.proposal?.number ?? null,
		pullRequestUrl: result.proposal?.url ?? null,
		updates: countsOf(candidate).updates,
		securityUpdates: countsOf(candidate).security,
		conflicts: candidate.conflicts.length
	};
}
function heldOutputs({ outcome, reason, installed, target, counts, proposal }) {
	return {
		...noOutputs(installed),
		outcome,
		reason,
		toLevel: target.level,
		pullRequestNumber: proposal?.number ?? null,
		pullRequestUrl: proposal?.url ?? null,
		updates: counts.updates,
		securityUpdates: counts.security
	};
}
function noOutputs(installed) {
	return {
		reason: null,
		fromLevel: installed.level,
		toLevel: installed.level,
		pack: null,
		packSha256: null,
		contentDigest: null,
		diff: null,
		report: null,
		candidate: null,
		artifactId: null,
		artifactUrl: null,
		reportArtifactId: null,
		reportArtifactUrl: null,
		pullRequestNumber: null,
		pullRequestUrl: null,
		updates: 0,
		securityUpdates: 0,
		conflicts: 0
	};
}

export { outputsOf as t };