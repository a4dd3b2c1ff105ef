import { f as object, g as string } from "./zod.js";
import { d as titleOf, l as renderMarkdown, t as candidateName } from "./train-publish.js";

// src/train/attest.ts
async function attestIfAsked({ attest }, { paths }, { attestations, log }, restricted) {
	if (!attest) return;
	if (attestations === null) {
		log.info("No provenance is made: only the action on GitHub does that, for what it publishes.");
		return;
	}
	if (!await attestations.mayHold(restricted)) {
		log.warning("No provenance is made: the vendor gives the pack to subscribers only, and everybody can read it.");
		return;
	}
	await attestations.attest([
		paths.pack,
		paths.diff,
		paths.sbom
	].flatMap((file) => file ?? []));
}

// src/train/release.ts
const bodyLimit = 1e5;
async function findRelease({ publish, track }, { releases, log }, product, { level, channel, contentDigest }) {
	if (!publish.includes("release")) return null;
	if (releases === null) {
		log.info("No release is made: only the action on GitHub does that.");
		return null;
	}
	const name = `${product}+${level}.${channel}.${track}`;
	return await placeAt(name, contentDigest, releases) ?? await placeAt(`${name}.${contentDigest.slice(0, 8)}`, contentDigest, releases);
}
async function placeAt(tag, digest, releases) {
	const found = await releases.find(tag, candidateName);
	if (found === null) return {
		tag,
		url: null
	};
	return contentOf(found.text) === digest ? {
		tag,
		url: found.url
	} : null;
}
function contentOf(text) {
	try {
		return evidenceSchema.safeParse(JSON.parse(text ?? "")).data?.digests.content ?? null;
	} catch {
		return null;
	}
}
const evidenceSchema = object({ digests: object({ content: string() }) });
async function releaseCandidate(tag, candidate, { paths }, { releases, log }, restricted) {
	if (releases === null) throw new Error("There is no place for a release.");
	const open = await releases.mayHold(restricted);
	if (!open) log.warning("The release holds the report alone: the vendor gives the pack to subscribers only.");
	const files = [
		open ? paths.pack : void 0,
		open ? paths.diff : void 0,
		open ? paths["update-zip"] : void 0,
		paths.report,
		paths.sbom,
		paths.candidate
	];
	return releases.publish({
		tag,
		title: `${titleOf(candidate)} (${candidate.track})`,
		body: renderMarkdown(candidate, bodyLimit),
		files: files.flatMap((file) => file ?? [])
	});
}

export { releaseCandidate as n, attestIfAsked as r, findRelease as t };