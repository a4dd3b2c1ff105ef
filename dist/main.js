import { a as readSettings } from "./chunks/config-settings.js";
import { c as setOutput, d as warning, g as summary, h as which, i as getInput, l as setSecret, n as endGroup, r as error, s as setFailed, u as startGroup } from "./chunks/actions-core.js";
import { i as systemClock, n as formatElapsed } from "./chunks/kernel-time.js";
import { n as firstError, r as messageOf, t as TrainError } from "./chunks/kernel-errors.js";
import { n as temporaryFolder } from "./chunks/kernel-temporary.js";
import { n as vendorPackPrefix, r as placeFiles, t as vendorPackName } from "./chunks/host-vendor-pack-name.js";
import { n as keepHeapSmall, r as keepTidy } from "./chunks/pack-pace.js";
import { n as sha256, r as sha256OfFile } from "./chunks/kernel-sha256.js";
import { i as unlessStopped, n as exitCodeOf, r as listenForStop, t as systemWorld } from "./chunks/kernel-world.js";
import { a as moveFile } from "./chunks/kernel-files.js";
import { t as assertSpace } from "./chunks/kernel-disk-space.js";
import { n as credentialsIn, r as secretsOf } from "./chunks/report-answer-commands.js";
import { t as outputsOf } from "./chunks/train-outcome.js";
import { t as run } from "./chunks/train-run.js";
import { d as plain, l as renderMarkdown, u as code } from "./chunks/train-publish.js";
import { constants, copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";

// src/host/github/core-log.ts
/** Milliseconds between two lines of progress: nobody watches them come. */
const progressPause = 1e4;
/**
* What a runner takes for a command: `::name::` at a line's beginning, `##[name]` anywhere in it
* (actions/runner, ActionCommand.cs).
*/
const command = /^\s*::|##\[/;
/** The log of a step: groups, annotations, and text from elsewhere that the runner shows and does not obey. */
function coreLog(write, clock) {
	const started = clock.now();
	let lastProgress = started;
	const line = (text) => {
		const shown = text.split(/[\r\n]+/);
		if (shown.some((part) => command.test(part))) inert(write, () => write(`${shown.join("\n")}\n`));
		else write(`${shown.join("\n")}\n`);
	};
	const warned = /* @__PURE__ */ new Set();
	return {
		info: line,
		warning: (message, at) => {
			if (warned.has(message)) return;
			warned.add(message);
			warning(message, {
				...at?.file === void 0 ? {} : { file: at.file },
				...at?.line === void 0 ? {} : { startLine: at.line }
			});
		},
		group: async (title, work) => {
			startGroup(title);
			const start = clock.now();
			try {
				const result = await work();
				write(`${title} took ${formatElapsed(clock.now() - start)}\n`);
				return result;
			} finally {
				endGroup();
			}
		},
		relay: async (work) => {
			const token = stop(write);
			try {
				return await work((text) => write(`${text}\n`));
			} finally {
				write(`::${token}::\n`);
			}
		},
		progress: (what, done, total) => {
			if (clock.now() - lastProgress < progressPause) return;
			lastProgress = clock.now();
			write(`${what}${total === 0 ? "" : ` ${Math.min(100, Math.floor(done / total * 100))} %`} (${formatElapsed(clock.now() - started)} so far)\n`);
		}
	};
}
function inert(write, work) {
	const token = stop(write);
	work();
	write(`::${token}::\n`);
}
/** From here on the runner obeys nothing but the returned token, which nobody else knows. */
function stop(write) {
	const token = randomUUID();
	write(`::stop-commands::${token}\n`);
	return token;
}

// src/host/github/artifacts.ts
/** Pieces of 8 MB that are sent at the same time; the client's own 5 hold more memory and were no faster where we measured. */
const uploadConcurrency = "2";
/** Throws `failure`, `unreachable` or `busy` with what can be done where an upload does not succeed. */
function artifactsOf(runner, retentionDays, signal) {
	const days = retentionDays === null ? {} : { retentionDays };
	const upload = async (name, files, raw) => {
		const { DefaultArtifactClient } = await import("./chunks/actions-artifact.js");
		const client = new DefaultArtifactClient();
		const [first = ""] = files;
		const send = async () => {
			using _tidy = keepTidy();
			process.env["ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY"] ??= uploadConcurrency;
			const options = raw ? { skipArchive: true } : { compressionLevel: 0 };
			const work = client.uploadArtifact(name, [...files], dirname(first), {
				...days,
				...options
			});
			const { id } = await unlessStopped(work, signal);
			if (id === void 0) throw new Error("The service gave the artifact no number.");
			return uploadOf(runner, id);
		};
		try {
			return await send();
		} catch (error) {
			if (signal.aborted) throw error;
			if (!isTaken(error)) throw uploadError(name, error);
			return await sameArtifact(client, name, raw ? first : null, runner) ?? await replace(name, client, send);
		}
	};
	const replace = async (name, client, send) => {
		if (runner.attempt === 1) throw takenError(name);
		try {
			await client.deleteArtifact(name);
			return await send();
		} catch (error) {
			if (signal.aborted) throw error;
			throw isTaken(error) ? takenError(name) : uploadError(name, error);
		}
	};
	return {
		uploadFile: (file) => upload(basename(file), [file], true),
		uploadFolder: (name, files) => upload(name, files, false)
	};
}
function uploadOf({ serverUrl, owner, repository, runId }, id) {
	return {
		id,
		url: `${serverUrl}/${owner}/${repository}/actions/runs/${runId}/artifacts/${id}`
	};
}
/** The artifact that took the name, where it holds the very bytes that were to be uploaded. */
async function sameArtifact(client, name, file, runner) {
	if (file === null) return null;
	try {
		const { artifact } = await client.getArtifact(name);
		const { sha256 } = await sha256OfFile(file);
		return artifact.digest === `sha256:${sha256}` ? uploadOf(runner, artifact.id) : null;
	} catch {
		return null;
	}
}
function isTaken(error) {
	return messageOf(error).includes("(409)");
}
function takenError(name) {
	return new TrainError("failure", `The artifact ${name} cannot be uploaded: this run has one of that name already.`, { hint: "Give each job of the run a product and track of its own (inputs `product`, `track`)." });
}
function uploadError(name, cause) {
	const reason = messageOf(cause);
	const what = `The artifact ${name} could not be uploaded`;
	if (/storage quota|insufficient usage/i.test(reason)) return new TrainError("failure", `${what}: the storage for artifacts is used up.`, {
		hint: "Delete old artifacts, set a shorter `retention-days` in `options`, or raise the spending limit; then run again. The lock was not changed.",
		cause
	});
	return new TrainError("unreachable", `${what}: ${reason}`, {
		hint: "Look at https://www.githubstatus.com and run the job again; with `publish: none` nothing is uploaded. The lock was not changed.",
		cause
	});
}

// src/host/github/cache-entry.ts
/**
* Where a file lies while it goes into the cache or comes out of it. The path is part of an entry's version, so it must
* be the same on every runner, and the toolkit's patterns allow no `..`: it has to be in the workspace, for a moment.
*/
const passage = ".update-train-cache";
/** Pieces of 4 MB that are fetched at the same time; the client's own 8 are no faster where we measured. */
const downloadConcurrency = 4;
function cacheEntries(runner, log, signal) {
	const passageFolder = join(runner.workspace, passage);
	return {
		fetch: async (wanted, folder) => {
			const cache = await import("./chunks/actions-cache.js");
			if (!cache.isFeatureAvailable()) return null;
			try {
				const key = "key" in wanted ? wanted.key : wanted.prefix;
				const look = cache.restoreCache([passage], key, [key], { lookupOnly: true });
				const found = await unlessStopped(look, signal);
				if (found === void 0 || "key" in wanted && found !== wanted.key) return null;
				await using _passage = await openPassage(passageFolder);
				using _tidy = keepTidy();
				return await unlessStopped(cache.restoreCache([passage], found, [], { downloadConcurrency }), signal) === found ? await takeOut(passageFolder, folder) : null;
			} catch (error) {
				if (signal.aborted) throw error;
				log.warning(`The cache could not be read: ${messageOf(error)}`);
				return null;
			}
		},
		store: async (key, file) => {
			const cache = await import("./chunks/actions-cache.js");
			if (!cache.isFeatureAvailable()) return false;
			try {
				await using _passage = await openPassage(passageFolder);
				await moveFile(file, join(passageFolder, basename(file)));
				return await unlessStopped(cache.saveCache([passage], key), signal) !== -1;
			} catch (error) {
				if (signal.aborted) throw error;
				log.warning(`The cache could not be written: ${messageOf(error)}`);
				return false;
			}
		}
	};
}
/** An empty folder that git does not see, gone when its scope ends. */
async function openPassage(folder) {
	await rm(folder, {
		recursive: true,
		force: true
	});
	await mkdir(folder);
	await writeFile(join(folder, ".gitignore"), "*\n");
	return { [Symbol.asyncDispose]: () => rm(folder, {
		recursive: true,
		force: true
	}) };
}
/** The one file that came, moved to `folder`. */
async function takeOut(from, folder) {
	const [name, ...more] = (await readdir(from)).filter((one) => one !== ".gitignore");
	if (name === void 0 || more.length > 0) return null;
	const file = join(folder, name);
	await moveFile(join(from, name), file);
	return file;
}

// src/host/github/repository.ts
/** @param token null where none was given: then nothing is asked. */
function repositoryOf(runner, token) {
	const { owner, repository: repo, ref } = runner;
	const connect = async () => {
		const { getOctokit } = await import("./chunks/actions-github.lazy.js");
		return token === null ? null : getOctokit(token).rest;
	};
	return {
		isPublic: async () => {
			const told = await privateByEvent(runner.eventPath);
			if (told !== null) return !told;
			try {
				const api = await connect();
				return api === null || !(await api.repos.get({
					owner,
					repo
				})).data.private;
			} catch {
				return true;
			}
		},
		deleteCaches: async (prefix, superseded) => {
			const api = await connect();
			if (api === null) return null;
			try {
				const { data } = await api.actions.getActionsCacheList({
					owner,
					repo,
					key: prefix,
					ref,
					per_page: 100
				});
				const old = data.actions_caches.filter(({ key }) => key !== void 0 && superseded(key));
				for (const { id } of old) if (id !== void 0) await api.actions.deleteActionsCacheById({
					owner,
					repo,
					cache_id: id
				});
				return old.length;
			} catch (error) {
				if (/Resource not accessible|\b40[134]\b/.test(messageOf(error))) return null;
				throw error;
			}
		}
	};
}
/** Most events bring the repository along; null where this one does not say. */
async function privateByEvent(file) {
	if (file === null) return null;
	try {
		const isPrivate = memberOf(memberOf(JSON.parse(await readFile(file, "utf8")), "repository"), "private");
		return typeof isPrivate === "boolean" ? isPrivate : null;
	} catch {
		return null;
	}
}
function memberOf(value, name) {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : void 0;
}

// src/host/github/runner.ts
/** Throws `usage` where this is no runner. */
function runnerOf(env) {
	const needed = (name) => {
		const value = env[name] ?? "";
		if (value !== "") return value;
		throw new TrainError("usage", `${name} is not set: this is no runner of GitHub Actions.`, { hint: "Use the command line (dist/cli.js) outside GitHub Actions." });
	};
	const [owner = "", repository = ""] = needed("GITHUB_REPOSITORY").split("/");
	const eventPath = env["GITHUB_EVENT_PATH"] ?? "";
	return {
		workspace: needed("GITHUB_WORKSPACE"),
		temporary: needed("RUNNER_TEMP"),
		owner,
		repository,
		runId: needed("GITHUB_RUN_ID"),
		attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? "1"),
		serverUrl: needed("GITHUB_SERVER_URL"),
		ref: env["GITHUB_REF"] ?? "",
		eventPath: eventPath === "" ? null : eventPath
	};
}
/** GitHub Enterprise Server has no artifacts of the kind that GitHub's own client uploads. */
function isEnterpriseServer({ serverUrl }) {
	const host = new URL(serverUrl).hostname.toLowerCase();
	return host !== "github.com" && !host.endsWith(".ghe.com") && !host.endsWith(".localhost");
}

// src/host/github/state-entry.ts
function stateEntry(entries, repository, runner, folder) {
	return {
		find: async (product, track) => {
			const file = await entries.fetch({ prefix: prefixOf(product, track) }, folder);
			return file === null ? null : await readFile(file, "utf8");
		},
		keep: async (product, track, state) => {
			const prefix = prefixOf(product, track);
			const key = `${prefix}${runner.runId}-${runner.attempt}`;
			const file = join(folder, "state.json");
			await writeFile(file, state);
			if (await entries.store(key, file)) await repository.deleteCaches(prefix, (name) => name !== key).catch(() => null);
		}
	};
}
/** Entries are never changed, so each run writes one of its own. The hash tells `a-1` on `b-c` from `a-1-b` on `c`. */
function prefixOf(product, track) {
	return `update-train-state-v1-${product}-${track}-${sha256(Buffer.from(`${product}\0${track}`)).slice(0, 12)}-`;
}

// src/host/github/vendor-pack-cache.ts
/** @param folder temporary; packs lie here while the run goes on. */
function vendorPackCache(entries, repository, folder, log) {
	return {
		find: async (key) => {
			const found = await entries.fetch({ key: vendorPackName(key) }, folder);
			if (found === null) log.info(`The cache has no vendor pack ${vendorPackName(key)}; it is built from \`pack\`.`);
			return found;
		},
		keep: async (key, file) => {
			await adviseZstd(log);
			const name = vendorPackName(key);
			const copy = join(folder, `${name}.keep.zip`);
			try {
				await assertSpace("Keeping the vendor pack", [{
					folder,
					bytes: (await stat(file)).size
				}]);
				await copyFile(file, copy, constants.COPYFILE_FICLONE);
			} catch (error) {
				log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`);
				return;
			}
			if (!await entries.store(name, copy)) {
				log.info(`The vendor pack is not kept in the cache (see above): the next run builds it again from \`pack\`.`);
				return;
			}
			log.info(`The vendor pack is kept in the cache as ${name}.`);
			await forgetOthers(repository, key, log);
		}
	};
}
/** Without zstd the cache falls to gzip, slowly, and what one writes the other does not find. */
async function adviseZstd(log) {
	if (await which("zstd") === "") log.info("This runner has no zstd: caching is slow, and shares nothing with runners that have it. Install zstd.");
}
/** Digests and levels follow the prefix; a product whose name goes on after it is not met, as 12 hex digits must come next. */
async function forgetOthers(repository, key, log) {
	const prefix = vendorPackPrefix(key.product);
	const kept = vendorPackName(key);
	try {
		const superseded = (name) => name !== kept && /^[0-9a-f]{12}-/.test(name.slice(prefix.length));
		const count = await repository.deleteCaches(prefix, superseded);
		if (count === null) log.info("Superseded vendor packs stay in the cache until GitHub evicts them; with `permissions: actions: write` they go now.");
		else if (count > 0) log.info(`Superseded vendor packs deleted from the cache: ${count}.`);
	} catch (error) {
		log.info(`Superseded vendor packs stay in the cache: ${messageOf(error)}`);
	}
}

// src/host/github/github-host.ts
/** Throws `config`, before any work, where artifacts are asked for and this GitHub has none. */
function assertArtifacts(runner, upload) {
	if (!upload || !isEnterpriseServer(runner)) return;
	throw new TrainError("config", `${runner.serverUrl} is a GitHub Enterprise Server, which takes no artifacts from update-train.`, { hint: "Set `publish: none`, and upload the files of the outputs `pack`, `diff` and `report` with a step of your own." });
}
/**
* The host of the action: vendor packs and the state of a track in the repository's cache, results as artifacts.
* @param folder temporary, this run's own; packs from the cache lie here
*/
function gitHubHost(runner, policy, folder, log, signal) {
	const repository = repositoryOf(runner, policy.token);
	const entries = cacheEntries(runner, log, signal);
	const packs = vendorPackCache(entries, repository, folder, log);
	const states = stateEntry(entries, repository, runner, folder);
	const results = join(runner.temporary, "update-train");
	const mayLeave = async (restricted) => !restricted || policy.allowPublic || !await repository.isPublic();
	return {
		log,
		staging: async () => {
			await mkdir(results, { recursive: true });
			return temporaryFolder(results, ".update-train-");
		},
		findVendorPack: (key) => packs.find(key),
		keepVendorPack: async (key, file, restricted) => {
			if (await mayLeave(restricted)) await packs.keep(key, file);
		},
		findState: (product, track) => states.find(product, track),
		keepState: async (product, track, state) => {
			if (policy.upload) await states.keep(product, track, state);
		},
		publish: async ({ product, track, files, restricted }) => {
			const name = `${product}-${track}`;
			const paths = await placeFiles(files, join(results, name), ({ name: own }) => own);
			if (!policy.upload) return {
				paths,
				pack: null,
				report: null
			};
			const open = await mayLeave(restricted);
			if (!open) log.warning(withheld);
			return {
				paths,
				...await upload(`update-report-${name}`, paths, open)
			};
		}
	};
	async function upload(reportName, paths, open) {
		const artifacts = artifactsOf(runner, policy.retentionDays, signal);
		const rest = [
			paths.report,
			paths.candidate,
			paths.log
		].flatMap((file) => file ?? []);
		if (open) rest.push(...paths.diff === void 0 ? [] : [paths.diff], ...await filesIn(paths.conflicts), ...await filesIn(paths.replaced));
		return {
			pack: open && paths.pack !== void 0 ? await artifacts.uploadFile(paths.pack) : null,
			report: await artifacts.uploadFolder(reportName, rest)
		};
	}
}
async function filesIn(folder) {
	if (folder === void 0) return [];
	return (await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})).flatMap((entry) => entry.isFile() ? [join(entry.parentPath, entry.name)] : []);
}
const withheld = "The pack and its files are not uploaded, and not cached: the vendor gives them to subscribers only, and artifacts and caches of a public repository are open to everybody. Where your licence allows it, set `allow-public-pack: true` in `options`.";

// src/host/github/inputs.ts
/** Inputs that are keys of an entry under another name. */
const inputNames = { sha256: "pack-sha256" };
const entryKeys = [
	"pack",
	"sha256",
	"tool",
	"channel",
	"level",
	"feed",
	"overlay",
	"test",
	"publish"
];
/** Hides every secret that the workflow handed in, before anything else is done. GitHub hides their encoded forms. */
function maskSecrets() {
	const secrets = secretsOf([
		{
			name: "the token for GitHub’s API",
			value: getInput("token")
		},
		{
			name: "the token of the feed",
			value: getInput("feed-token")
		},
		{
			name: "the password of the update tool",
			value: getInput("password", { trimWhitespace: false })
		},
		{
			name: "the user name of the update tool",
			value: getInput("username"),
			isAccount: true
		},
		...credentialsIn(process.env)
	]);
	for (const value of secrets.values) setSecret(value);
	return secrets;
}
/** Reads all inputs; an empty one counts as not given. What is wrong with them comes along and is not thrown. */
function readInputs(workspace) {
	const problems = [];
	const entry = {};
	for (const key of entryKeys) {
		const value = given(key === "sha256" ? inputNames.sha256 : key);
		if (value !== void 0) entry[key] = value;
	}
	return {
		entry,
		config: given("config"),
		lock: given("lock"),
		product: given("product"),
		track: given("track"),
		options: given("options"),
		feedToken: given("feed-token"),
		username: given("username"),
		password: getInput("password", { trimWhitespace: false }) || void 0,
		token: given("token"),
		dryRun: flag("dry-run", problems),
		workingDirectory: folder(workspace, problems),
		problems
	};
}
function given(name) {
	const value = getInput(name);
	return value === "" ? void 0 : value;
}
/** The words that `getBooleanInput` takes (YAML 1.2 core schema); that one would throw at the first problem. */
function flag(name, problems) {
	const value = given(name);
	if (value !== void 0 && !/^(true|True|TRUE|false|False|FALSE)$/.test(value)) problems.push({ message: `\`${name}\` takes \`true\` or \`false\`, not ${value}` });
	return value?.toLowerCase() === "true";
}
function folder(workspace, problems) {
	const path = resolve(workspace, getInput("working-directory"));
	if (existsSync(path)) return path;
	problems.push({ message: `\`working-directory\` ${path} does not exist` });
	return workspace;
}

// src/host/github/step.ts
/** Bytes that GitHub takes as the summary of a step are 1 MiB; a bit is left for what others write in the same step. */
const summaryLimit = 1e6;
/** Hands a step's result to the runner. */
async function finishStep(result) {
	for (const [name, value] of result.outputs) setOutput(name, value);
	for (const { message, ...place } of result.annotations) error(message, {
		title: "update-train",
		...place
	});
	if (result.failure !== null) setFailed(result.failure);
	if (result.summary !== "" && (process.env["GITHUB_STEP_SUMMARY"] ?? "") !== "") await show(result.summary);
}
/** A summary that cannot be written takes nothing from what the step did. */
async function show(markdown) {
	try {
		await summary.addRaw(markdown, true).write();
	} catch (failure) {
		warning(`The job summary could not be written: ${messageOf(failure)}`);
	}
}

// src/action/conflict-annotations.ts
/** Annotations that a run shows; GitHub shows ten of a step. */
const shown = 10;
/**
* One annotation for each conflict, at the line of the team's file where the first decision is to be taken.
* Only files of the overlay lie in the repository; a conflict of the pack's own is said without a place.
* @param workspace GitHub shows an annotation in a file that is named from here
*/
async function conflictAnnotations(conflicts, overlay, workspace) {
	return Promise.all(conflicts.slice(0, shown).map(async ({ path, kind, open }) => {
		const message = `${path}: you and the update both changed it (${kind}). Answer with \`update-train resolve\`; the summary of the run has the three sides and the commands.`;
		const file = overlay === null ? null : join(overlay, path);
		const text = file === null ? null : await readFile(file, "utf8").catch(() => null);
		if (file === null || text === null) return { message };
		return {
			message,
			file: relative(workspace, file),
			startLine: lineOf(text, open[0]?.ours ?? "")
		};
	}));
}
/** The 1-based line at which a hunk stands in a text; the first where it cannot be found. */
function lineOf(text, hunk) {
	const at = hunk === "" ? -1 : text.indexOf(hunk);
	return at === -1 ? 1 : text.slice(0, at).split("\n").length;
}

// src/action/explain.ts
/** @param workspace GitHub shows an annotation in a file that is named from here */
function explain(error, workspace) {
	if (!(error instanceof TrainError)) return {
		annotations: [],
		failure: `Something went wrong that nobody planned; please report it with these lines. ${error instanceof Error ? error.stack ?? error.message : String(error)}`,
		summary: "### ❌ Something went wrong that nobody planned\n\nThe log of the step has the details; please report them.\n"
	};
	const annotations = error.problems.map(({ message, file, line }) => ({
		message,
		...file === void 0 ? {} : { file: relative(workspace, file) },
		...line === void 0 ? {} : { startLine: line }
	}));
	const list = annotations.map(({ message, file, startLine }) => {
		return `- ${file === void 0 ? "" : `${code(startLine === void 0 ? file : `${file}:${startLine}`)} `}${plain(message)}\n`;
	});
	return {
		annotations,
		failure: `${error.message} ${error.hint}`,
		summary: `### ❌ ${plain(error.message)}\n\n${list.join("")}${list.length === 0 ? "" : "\n"}${plain(error.hint)}\n`
	};
}

// src/action/outputs.ts
/** The outputs of `action.yml` by what they are in the train. */
const names = {
	outcome: "outcome",
	reason: "reason",
	fromLevel: "from-level",
	toLevel: "to-level",
	pack: "pack",
	packSha256: "pack-sha256",
	contentDigest: "content-digest",
	diff: "diff",
	report: "report",
	candidate: "candidate",
	artifactId: "artifact-id",
	artifactUrl: "artifact-url",
	reportArtifactId: "report-artifact-id",
	reportArtifactUrl: "report-artifact-url",
	updates: "updates",
	securityUpdates: "security-updates",
	conflicts: "conflicts"
};
const outputNames = Object.values(names);
/** Every output, as text: counts as digits, what is not there as the empty string, and all of them empty after an error. */
function outputsAsText(outputs) {
	const values = new Map(Object.entries(outputs ?? {}));
	return new Map(Object.entries(names).map(([key, name]) => [name, String(values.get(key) ?? "")]));
}

// src/action/summary.ts
/** The page of the run: the report, and where its artifacts are. `limit` in bytes; paths are named from `workspace`. */
function summaryOf(result, track, workspace, limit) {
	if (result.outcome === "up-to-date") {
		const { product, channel, installed } = result;
		return `### ✅ ${plain(product)} is up to date\n\nLevel ${installed.level} of channel ${code(channel)}, track ${code(track)}. Nothing was fetched, tested or uploaded.\n`;
	}
	const links = linksOf(result.published) + commitLine(result.toCommit, workspace);
	return `${renderMarkdown(result.candidate, limit - links.length)}${links}`;
}
function linksOf({ pack, report }) {
	const links = [...pack === null ? [] : [`[the pack](${pack.url})`], ...report === null ? [] : [`[report, candidate and the rest](${report.url})`]];
	return links.length === 0 ? "" : `\nArtifacts: ${links.join(" · ")}\n`;
}
/** Without these the next run starts from what the cache remembers. */
function commitLine(paths, workspace) {
	if (paths.length === 0) return "";
	return `\nTo be committed: ${paths.map((path) => code(relative(workspace, path))).join(", ")}\n`;
}

// src/action/act.ts
/** One step of a workflow: reads the inputs, rides the train, and tells the runner how it ended. Nothing is thrown. */
async function act() {
	const secrets = maskSecrets();
	const stopping = listenForStop();
	try {
		await finishStep(await ride(secrets, stopping.signal));
	} catch (error) {
		const signal = stopping.received();
		if (signal !== void 0) {
			process.stdout.write(`Cancelled (${signal}); nothing was left half done.\n`);
			process.exit(exitCodeOf(signal));
		}
		const { annotations, failure, summary } = explain(firstError(error), process.env["GITHUB_WORKSPACE"] ?? "");
		const { redact } = secrets;
		await finishStep({
			outputs: outputsAsText(null),
			annotations: annotations.map((one) => ({
				...one,
				message: redact(one.message)
			})),
			failure: redact(failure),
			summary: redact(summary)
		});
	}
}
async function ride(secrets, signal) {
	if (process.platform === "win32") throw new TrainError("usage", "update-train does not run on Windows.", { hint: "Use `runs-on: ubuntu-latest`, or a runner on macOS." });
	const runner = runnerOf(process.env);
	const inputs = readInputs(runner.workspace);
	const settings = await settingsOf(inputs);
	const upload = settings.publish.includes("artifact") && !inputs.dryRun;
	assertArtifacts(runner, upload);
	const log = coreLog((text) => process.stdout.write(text), systemClock);
	const world = systemWorld({
		env: {
			...process.env,
			...inputs.feedToken === void 0 ? {} : { UPDATE_TRAIN_FEED_TOKEN: inputs.feedToken },
			...inputs.username === void 0 ? {} : { UPDATE_TOOL_USERNAME: inputs.username },
			...inputs.password === void 0 ? {} : { UPDATE_TOOL_PASSWORD: inputs.password }
		},
		cwd: inputs.workingDirectory,
		temporary: runner.temporary,
		log,
		signal,
		secrets
	});
	await using folder = await temporaryFolder(runner.temporary);
	const policy = {
		upload,
		allowPublic: settings.allowPublicPack,
		retentionDays: settings.retentionDays,
		token: inputs.token ?? null
	};
	const host = gitHubHost(runner, policy, folder.path, log, signal);
	return await resultOf(await run(settings, host, world, {
		useLock: true,
		dryRun: inputs.dryRun
	}), settings, secrets, runner.workspace);
}
function settingsOf({ entry, problems, workingDirectory, ...words }) {
	const { config, lock, product, track, options } = words;
	const given = Object.entries({
		config,
		lock,
		product,
		track,
		options
	}).filter(([, word]) => word !== void 0);
	return readSettings({
		...Object.fromEntries(given),
		entry,
		names: inputNames,
		problems
	}, workingDirectory);
}
async function resultOf(outcome, settings, { redact }, workspace) {
	const conflicts = outcome.outcome === "conflict" ? outcome.candidate.conflicts : [];
	return {
		outputs: outputsAsText(outputsOf(outcome)),
		annotations: await conflictAnnotations(conflicts, settings.overlay, workspace),
		failure: failureOf(outcome, settings),
		summary: redact(summaryOf(outcome, settings.track, workspace, summaryLimit))
	};
}
/** Conflicts and failed tests fail the job; the report says the rest. */
function failureOf(result, { continueOnTestFailure }) {
	if (result.outcome === "conflict") {
		const { conflicts } = result.candidate;
		return `The update and you changed the same files; nothing was changed: ${conflicts.map(({ path }) => path).join(", ")}. The report says what to do.`;
	}
	if (result.outcome !== "tests-failed" || continueOnTestFailure) return null;
	return `The tests failed (${result.candidate.tests?.reason ?? ""}); the candidate is not published. The report holds their last output.`;
}

// src/main.ts
/** The door of the action: reads what the workflow asked, hands it over, and tells the runner how it ended. */
keepHeapSmall();
await act();

export {  };