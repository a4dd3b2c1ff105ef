import { a as formatState, i as memoryOf, n as findOrigin, o as assertWritableLock, r as knownTool } from "./train-origin.js";
import { n as exists } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { a as writeResolution } from "./merge-record.js";
import { n as runProcess, r as withoutCredentials, t as chooseTool } from "./tools-choose-tool.js";
import { a as lockCandidate, i as clearLeftovers, l as teamFiles, o as apply, s as formerCandidate, t as stationsOf } from "./train-stations.js";
import { a as writeError, t as TrainError } from "./kernel-errors.js";
import { n as answersDigest } from "./merge-resolutions.js";
import { r as countsIn, t as check } from "./train-check.js";
import { a as packNameOf, c as testLogName, i as differenceOf, n as diffBetween, o as publish, r as diffFile } from "./train-publish.js";
import { n as dateOf } from "./train-update-pack.js";
import { i as keyOf } from "./train-vendor-pack.js";
import { dirname, join } from "node:path";
import { appendFileSync, closeSync, mkdirSync, openSync } from "node:fs";

// src/train/candidate.ts
/** What is known of a candidate when it was applied; the stations after that fill in the rest. */
function describe(work, applied, stations, world) {
	const { settings, origin, availability, tool } = work;
	return {
		format: "update-train-candidate",
		version: 1,
		createdAt: new Date(world.clock.now()).toISOString(),
		outcome: "updated",
		product: origin.productName,
		track: settings.track,
		tool: tool.name,
		channel: origin.channel,
		from: availability.installed,
		to: availability.target,
		updates: availability.updates,
		counts: availability.counts,
		summary: applied.kind === "applied" ? applied.summary : null,
		takenAway: availability.takenAway,
		difference: null,
		overlay: applied.kind === "applied" ? applied.overlay : null,
		conflicts: [],
		notices: applied.kind === "applied" ? applied.notices : [],
		tests: null,
		digests: null,
		diff: null,
		pack: null,
		stations: stations.times,
		warnings: [...availability.warnings]
	};
}
/** What a candidate is known by. Reads the whole pack. */
async function digestsOf(applied, overlay) {
	const { sha256, size } = await sha256OfFile(applied.candidate.file);
	return {
		vendor: applied.vendor.contentDigest,
		content: applied.candidate.contentDigest,
		packSha256: sha256,
		packSize: size,
		base: applied.installed.base,
		overlay: overlay?.digest ?? null,
		resolutions: answersDigest([...applied.used, ...applied.made.map(({ key, resolution }) => ({
			key,
			result: resolution.result
		}))])
	};
}
/** The tests are told where the pack lies, and what is published must be what was measured. */
async function assertUntouched(applied, { digests }) {
	const { sha256 } = await sha256OfFile(applied.candidate.file);
	if (sha256 === digests?.packSha256) return;
	throw new TrainError("verification", "The pack was changed while the tests ran; it is not published.", { hint: "Let the tests work on copies: UPDATE_TRAIN_PACK is the very file that would be published." });
}

// src/suite/run-suite.ts
/** Milliseconds that the user's tests may take where nothing else is said. */
const defaultTestTimeout = 18e5;
/**
* Runs the user's tests against an updated home, in a process group of their own, and hands every line of output on
* as it comes. stdout and stderr are one pipe here, so the order is the one in which the tests wrote.
* Failing tests are a result. Throws a `TrainError` `not-writable` or `disk-full` where the log cannot be written.
*/
async function runSuite(request) {
	const { command, onLine, redact } = request;
	using log = openLog(request.logFile);
	const result = await runProcess({
		command: "/bin/sh",
		args: [
			"-c",
			"exec /bin/sh -c \"$1\" 2>&1",
			"sh",
			command
		],
		cwd: request.cwd,
		env: suiteEnvironment(request),
		timeout: request.timeout ?? 18e5,
		signal: request.signal,
		onLine: (raw) => {
			const line = redact(raw);
			log.write(line);
			onLine?.(line);
		}
	});
	const { exitCode, ended, leftBehind, elapsed } = result;
	return {
		passed: ended === "exited" && exitCode === 0,
		exitCode,
		ended,
		leftBehind,
		elapsed,
		command: redact(command),
		tail: result.tail.map(redact)
	};
}
function suiteEnvironment(request) {
	return {
		...withoutCredentials(request.env),
		PRODUCT_HOME: request.home,
		UPDATE_TRAIN_PACK: request.pack,
		UPDATE_TRAIN_PRODUCT: request.product,
		UPDATE_TRAIN_CHANNEL: request.channel,
		UPDATE_TRAIN_FROM_LEVEL: String(request.fromLevel),
		UPDATE_TRAIN_TO_LEVEL: String(request.toLevel)
	};
}
/** Written line by line and at once: a log that outlives whatever happens, and no backlog in memory. */
function openLog(path) {
	const orThrow = (work) => {
		try {
			return work();
		} catch (error) {
			throw writeError(error, path);
		}
	};
	const descriptor = orThrow(() => {
		mkdirSync(dirname(path), { recursive: true });
		return openSync(path, "w");
	});
	return {
		write: (line) => orThrow(() => appendFileSync(descriptor, `${line}\n`)),
		[Symbol.dispose]: () => closeSync(descriptor)
	};
}

// src/train/test.ts
/** Station 3: the user's tests against the updated home. Null where no test is configured. */
async function test(settings, origin, availability, applied, logFile, world) {
	if (settings.test === null) return null;
	const { timeout } = settings.test;
	const request = {
		command: settings.test.command,
		timeout: timeout ?? void 0,
		home: applied.home,
		pack: applied.candidate.file,
		product: origin.productName,
		channel: origin.channel,
		fromLevel: availability.installed.level,
		toLevel: availability.target.level,
		cwd: world.cwd,
		env: world.env,
		logFile,
		redact: world.secrets.redact,
		signal: world.signal
	};
	const result = await world.log.relay((onLine) => runSuite({
		...request,
		onLine
	}));
	world.signal.throwIfAborted();
	if (result.leftBehind) world.log.warning("The tests left processes running; they were ended.");
	const { command, passed, elapsed, tail } = result;
	return {
		command,
		passed,
		reason: reasonOf(result),
		milliseconds: elapsed,
		tail
	};
}
function reasonOf({ passed, ended, exitCode }) {
	if (passed) return "";
	if (ended === "timed-out") return "stopped by the time limit";
	if (exitCode === 127) return "exit code 127: a command was not found";
	return exitCode === null ? "ended by a signal" : `exit code ${exitCode}`;
}

// src/train/run.ts
/**
* The story: **check → apply → test → publish**, for one product on one track.
* Everything is made in temporary folders; what users see changes only in the last station, and the lock last of all.
*/
async function run(settings, host, world, { useLock, dryRun }) {
	const stations = stationsOf(host.log, world.clock);
	await using staging = await host.staging();
	await clearLeftovers(settings, world);
	const origin = await findOrigin(settings, useLock ? await memoryOf(settings, host) : null);
	await using tool = chooseTool(settings, knownTool(origin), world);
	await using team = await teamFiles(settings, world);
	const { overlay } = team;
	const availability = await stations.run("check", () => check(settings, origin, tool, host));
	tell(availability, origin, host);
	if (isUpToDate(availability, origin, overlay)) return {
		outcome: "up-to-date",
		product: origin.productName,
		channel: origin.channel,
		installed: origin.installed
	};
	if (useLock && !dryRun) await assertWritableLock(settings.lock);
	await using work = await temporaryFolder(world.temporary);
	const applyWork = {
		settings,
		origin,
		availability,
		tool,
		overlay,
		host,
		world,
		folder: work.path,
		staging: staging.path
	};
	const applied = await stations.run("apply", () => apply(applyWork));
	const candidate = describe(applyWork, applied, stations, world);
	if (applied.kind === "conflict") return await finish({
		...candidate,
		outcome: "conflict",
		conflicts: applied.conflicts
	}, noFiles, applyWork);
	candidate.difference = await differenceOf(applied.installed.file, applied.candidate.file);
	candidate.digests = await digestsOf(applied, overlay);
	const log = join(staging.path, testLogName);
	candidate.tests = settings.test === null ? null : await stations.run("test", () => test(settings, origin, availability, applied, log, world));
	if (candidate.tests?.passed === false) return await finish({
		...candidate,
		outcome: "tests-failed"
	}, noFiles, applyWork);
	return await stations.run("publish", async () => {
		await assertUntouched(applied, candidate);
		const diff = await diffZip(applyWork, applied, candidate);
		candidate.pack = packNameOf(candidate);
		candidate.diff = diff === null ? null : {
			name: diff.file.name,
			size: diff.size
		};
		const files = {
			pack: applied.candidate.file,
			diff: diff?.file ?? null,
			vendor: applied.vendor.file
		};
		const vendorSha256 = (await sha256OfFile(applied.vendor.file)).sha256;
		const outcome = await finish(candidate, files, applyWork);
		if (dryRun) return outcome;
		const toCommit = [];
		if (useLock) {
			for (const { key, resolution, files } of applied.made) await writeResolution(settings.resolutions, key, resolution, files);
			toCommit.push(settings.lock, ...applied.made.length === 0 ? [] : [settings.resolutions]);
			const entry = await lockCandidate(settings, candidate, vendorSha256, origin.locked, world);
			if (entry !== null) {
				const state = await formatState(entry, applied, settings.resolutions);
				await host.keepState(candidate.product, candidate.track, state);
			}
		}
		const vendorFile = await stillThere(applied.vendor.file, outcome);
		const key = keyOf(origin, applied.installed.base, tool, candidate.to.level);
		await host.keepVendorPack(key, vendorFile, availability.restricted);
		return {
			...outcome,
			toCommit
		};
	});
}
const noFiles = {
	pack: null,
	diff: null,
	vendor: null
};
function tell(availability, origin, host) {
	const { warnings, installed, target, updates } = availability;
	for (const warning of warnings) host.log.warning(warning);
	const where = `${origin.productName}, channel ${origin.channel}`;
	host.log.info(installed.level === target.level ? `${where}: level ${installed.level} is up to date.` : `${where}: level ${installed.level} → ${target.level}${countsIn(availability)}.`);
	for (const { id, kind, severity, title } of updates) host.log.info(`  ${id} ${severity === null ? kind : `${kind}, ${severity}`}: ${title}`);
}
/** Nothing new from the vendor, and the overlay is the one that the lock's candidate was made with. */
function isUpToDate({ installed, target }, { locked }, overlay) {
	if (installed.level !== target.level) return false;
	return (locked?.overlayDigest ?? null) === (overlay?.digest ?? null);
}
/** The diff zip from what is installed now; null, said in the report, where that cannot be built again. */
async function diffZip(work, applied, candidate) {
	const former = await formerCandidate(work, applied.installed);
	if (former !== null) {
		const date = dateOf(candidate.to);
		const { file, size } = await diffBetween(former, applied.candidate, date, work.staging, work.world);
		return {
			file: diffFile(candidate, file),
			size
		};
	}
	const warning = "There is no diff zip: the overlay has changed since the installed candidate was made, so it cannot be built again.";
	work.host.log.warning(warning);
	candidate.warnings.push(warning);
	return null;
}
async function finish(candidate, files, work) {
	const published = await publish(candidate, files, work);
	return {
		outcome: candidate.outcome,
		candidate,
		published,
		toCommit: []
	};
}
/** Without an overlay the vendor's pack is the candidate, and lies where it was published. */
async function stillThere(file, { published }) {
	return await exists(file) ? file : published.paths.pack ?? file;
}

export { run as t };