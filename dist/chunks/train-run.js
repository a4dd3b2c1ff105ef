import { a as formatState, n as findOrigin, o as assertWritableLock, r as memoryOf } from "./train-origin.js";
import { t as exists } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { a as writeResolution } from "./merge-record.js";
import { t as securityUpdatesOf } from "./report-candidate.js";
import { t as chooseTool } from "./tools-choose-tool.js";
import { a as apply, c as overlayEvidence, d as keyOf, i as lockCandidate, n as stationsOf, o as formerCandidate, p as teamFiles, t as withoutCredentials } from "./kernel-environment.js";
import { a as writeError, i as systemCode, r as messageOf, t as TrainError } from "./kernel-errors.js";
import { n as answersDigest } from "./merge-resolutions.js";
import { t as check } from "./train-check.js";
import { a as packNameOf, c as testLogName, i as differenceOf, n as diffBetween, o as publish, r as diffFile } from "./train-publish.js";
import { t as dateOf } from "./train-update-pack.js";
import { dirname, join } from "node:path";
import { once } from "node:events";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { StringDecoder } from "node:string_decoder";

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
		takenAway: availability.takenAway,
		difference: null,
		overlay: applied.kind === "applied" ? overlayEvidence(applied.overlay) : null,
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

// src/kernel/output-lines.ts
/** Characters of one line that are kept; what follows up to the line's end is dropped, and the line says so. */
const lineLimit = 16384;
/**
* Calls `onLine` for every line of a stream of UTF-8, and `onData` for whatever arrives.
* `\n`, `\r\n` and a lone `\r` each end a line, so that no reader of ours sees two lines where we saw one.
* `finish` stops reading and gives the last line where it has no end.
*/
function readLines(stream, onLine, onData) {
	const decoder = new StringDecoder("utf8");
	let line = "";
	let dropped = 0;
	let afterReturn = false;
	const keep = (text) => {
		const room = lineLimit - line.length;
		line += text.slice(0, room);
		dropped += Math.max(0, text.length - room);
	};
	const endLine = () => {
		onLine(dropped === 0 ? line : `${line} … (${dropped} more characters)`);
		line = "";
		dropped = 0;
	};
	const take = (text) => {
		if (text === "") return;
		const fresh = afterReturn && text.startsWith("\n") ? text.slice(1) : text;
		afterReturn = text.endsWith("\r");
		const pieces = fresh.split(/\r\n|\n|\r/);
		for (const [index, piece] of pieces.entries()) {
			if (index > 0) endLine();
			keep(piece);
		}
	};
	stream.on("data", (chunk) => {
		onData();
		take(decoder.write(chunk));
	});
	return { finish() {
		stream.removeAllListeners("data");
		stream.destroy();
		take(decoder.end());
		if (line !== "") endLine();
	} };
}

// src/kernel/process-group.ts
const pollInterval = 25;
/** Milliseconds that the system gets to take away what was killed. */
const killTime = 2e3;
/** Sends a signal to every process of a group (0 only asks); false where none is left. */
function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch (error) {
		return systemCode(error) === "EPERM";
	}
}
/** Ends a group: SIGTERM, and SIGKILL for what is still there `grace` milliseconds later. */
async function endGroup(group, grace) {
	if (!runs(group)) return;
	signalGroup(group, "SIGTERM");
	if (await isGone(group, grace)) return;
	signalGroup(group, "SIGKILL");
	await isGone(group, killTime);
}
/** Waits until no process of the group runs; false where some still do after `patience` milliseconds. */
async function isGone(group, patience) {
	const deadline = performance.now() + patience;
	while (runs(group)) {
		if (performance.now() >= deadline) return false;
		await setTimeout$1(pollInterval);
	}
	return true;
}
/**
* Whether a process of the group still runs. Zombies do not count: they hold nothing, and in a container whose first
* process never collects them they would stay for ever.
*/
function runs(group) {
	if (!signalGroup(group, 0)) return false;
	if (process.platform !== "linux") return true;
	return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isLiveMember(name, group));
}
/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)): `pid (name) state parent group …`, where the name may hold anything. */
function isLiveMember(pid, group) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const [state, , ownGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return Number(ownGroup) === group && state !== "Z" && state !== "X";
	} catch {
		return false;
	}
}

// src/kernel/process.ts
/** Last lines that a result carries. */
const tailLength = 200;
/** Milliseconds between the polite signal (SIGTERM) and the last one (SIGKILL). */
const defaultGrace = 5e3;
/** Milliseconds that left-over children get to finish by themselves, as `tee` in `cmd > >(tee log)` does. */
const settleTime = 500;
/** Milliseconds in which output already written is read when somebody outside the group holds the pipes. */
const drainTime = 1e3;
/** The longest delay of a Node timer; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;
/**
* Runs a command in a process group of its own, with stdin closed, and returns when the whole group is gone.
* A limit or an abort ends the group: SIGTERM, after `grace` SIGKILL. Children that the command leaves running in
* the group are ended too; only a process that made itself a session of its own (`setsid`) is beyond reach, and even
* that cannot hold up the result by keeping the output open.
* stdout and stderr are two pipes: lines keep their order within each, and come as they arrive between the two.
* Throws a `TrainError` `config` where the command cannot be started, and whatever `onLine` throws.
*/
async function runProcess(request) {
	const started = performance.now();
	const tail = [];
	if (request.signal?.aborted === true) return {
		exitCode: null,
		signal: null,
		ended: "aborted",
		leftBehind: false,
		elapsed: 0,
		tail
	};
	const child = startChild(request);
	const exit = new Promise((resolve) => {
		child.once("exit", (exitCode, signal) => resolve({
			exitCode,
			signal
		}));
	});
	const closed = new Promise((resolve) => child.once("close", () => resolve()));
	const group = await groupOf(child, request);
	using scope = new DisposableStack();
	scope.use(endedWithUs(group));
	const interruption = Promise.withResolvers();
	const limits = scope.use(setLimits(request, interruption.resolve));
	const failures = [];
	const take = (line) => {
		tail.push(line);
		if (tail.length > 200) tail.shift();
		try {
			request.onLine?.(line);
		} catch (error) {
			failures.push(error instanceof Error ? error : new Error(messageOf(error), { cause: error }));
			interruption.resolve("aborted");
		}
	};
	const outputs = [child.stdout, child.stderr].map((stream) => readLines(stream, take, () => limits.heard()));
	const ended = await Promise.race([exit.then(() => "exited"), interruption.promise]);
	const leftBehind = ended === "exited" && !await isGone(group, settleTime);
	await endGroup(group, request.grace ?? 5e3);
	const end = await exit;
	await Promise.race([closed, setTimeout$1(drainTime, void 0, { ref: false })]);
	for (const output of outputs) output.finish();
	const [failure] = failures;
	if (failure !== void 0) throw failure;
	return {
		...end,
		ended,
		leftBehind,
		elapsed: Math.round(performance.now() - started),
		tail
	};
}
function startChild({ command, args, cwd, env }) {
	try {
		return spawn(command, args, {
			cwd,
			env,
			detached: true,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
	} catch (error) {
		throw startError(command, cwd, error);
	}
}
/** The id of the child's group, which is its own process id because it was started detached. */
async function groupOf(child, { command, cwd }) {
	try {
		if (child.pid === void 0) await once(child, "spawn");
	} catch (error) {
		throw startError(command, cwd, error);
	}
	if (child.pid === void 0) throw startError(command, cwd, /* @__PURE__ */ new Error("it has no process id"));
	return child.pid;
}
function startError(command, cwd, cause) {
	if (!existsSync(cwd)) return new TrainError("config", `Cannot start ${command}: the folder ${cwd} does not exist.`, {
		hint: "Correct the folder that the command is to run in.",
		cause
	});
	const code = systemCode(cause);
	const reason = code === "ENOENT" ? "there is no such program" : code === "EACCES" ? "it is not executable" : messageOf(cause);
	return new TrainError("config", `Cannot start ${command}: ${reason}.`, {
		hint: "Correct the path, make the file executable (chmod +x), or install the program.",
		cause
	});
}
function setLimits(request, interrupt) {
	const after = (milliseconds, why) => milliseconds === void 0 ? void 0 : setTimeout(() => interrupt(why), Math.min(milliseconds, longestDelay));
	const timeout = after(request.timeout, "timed-out");
	const silence = after(request.silence, "silent");
	const abort = () => interrupt("aborted");
	request.signal?.addEventListener("abort", abort);
	if (request.signal?.aborted === true) abort();
	return {
		heard: () => silence?.refresh(),
		[Symbol.dispose]() {
			clearTimeout(timeout);
			clearTimeout(silence);
			request.signal?.removeEventListener("abort", abort);
		}
	};
}
/** Should this process exit while the group runs, the group goes with it. */
function endedWithUs(group) {
	const end = () => void signalGroup(group, "SIGKILL");
	process.once("exit", end);
	return { [Symbol.dispose]: () => process.removeListener("exit", end) };
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
	const origin = await findOrigin(settings, useLock ? await memoryOf(settings, host) : null);
	const tool = chooseTool(settings, world);
	await using team = await teamFiles(settings, world);
	const { overlay } = team;
	const availability = await stations.run("check", () => check(settings, origin, tool));
	tell(availability, origin, host);
	if (isUpToDate(availability, origin, overlay)) return {
		outcome: "up-to-date",
		product: origin.productName,
		channel: origin.channel,
		installed: origin.installed
	};
	if (useLock && !dryRun) await assertWritableLock(settings.lock);
	await using work = await temporaryFolder(world.temporary);
	await using staging = await host.staging();
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
			diff: diff?.file ?? null
		};
		const vendorSha256 = (await sha256OfFile(applied.vendor.file)).sha256;
		const outcome = await finish(candidate, files, applyWork);
		if (dryRun) return outcome;
		if (useLock) {
			for (const { key, resolution, file } of applied.made) await writeResolution(settings.resolutions, key, resolution, file);
			const entry = await lockCandidate(settings, candidate, vendorSha256, origin.locked, world);
			if (entry !== null) {
				const state = await formatState(entry, applied, settings.resolutions);
				await host.keepState(candidate.product, candidate.track, state);
			}
		}
		const vendorFile = await stillThere(applied.vendor.file, outcome);
		const key = keyOf(origin, applied.installed.base, tool, candidate.to.level);
		await host.keepVendorPack(key, vendorFile, availability.restricted);
		return outcome;
	});
}
const noFiles = {
	pack: null,
	diff: null
};
function tell({ warnings, installed, target, updates }, origin, host) {
	for (const warning of warnings) host.log.warning(warning);
	const where = `${origin.productName}, channel ${origin.channel}`;
	if (installed.level === target.level) host.log.info(`${where}: level ${installed.level} is up to date.`);
	else host.log.info(`${where}: level ${installed.level} → ${target.level}, ${updates.length} update${updates.length === 1 ? "" : "s"}, ${securityUpdatesOf(updates).length} of them security.`);
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
	candidate.warnings.push("There is no diff zip: the overlay has changed since the installed candidate was made, so it cannot be built again.");
	return null;
}
async function finish(candidate, files, { staging, host, availability }) {
	const published = await publish(candidate, files, availability.restricted, staging, host);
	return {
		outcome: candidate.outcome,
		candidate,
		published
	};
}
/** Without an overlay the vendor's pack is the candidate, and lies where it was published. */
async function stillThere(file, outcome) {
	if (await exists(file)) return file;
	return (outcome.outcome === "up-to-date" ? void 0 : outcome.published.paths.pack) ?? file;
}

export { run as t };