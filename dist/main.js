import { i as readSettings } from "./chunks/config-settings.js";
import { d as number, f as object, g as string, r as array } from "./chunks/zod.js";
import { n as lockedLevel } from "./chunks/config-wanted.js";
import { _ as summary, a as getInput, c as setFailed, d as startGroup, f as warning, g as which, l as setOutput, n as endGroup, r as error, u as setSecret } from "./chunks/actions-core.js";
import { t as progressText } from "./chunks/kernel-log.js";
import { i as systemClock, n as formatElapsed } from "./chunks/kernel-time.js";
import { n as temporaryFolder } from "./chunks/kernel-temporary.js";
import { r as placeFiles } from "./chunks/host-place-files.js";
import { i as messageOf, s as toldError, t as TrainError } from "./chunks/kernel-errors.js";
import { i as keepTidy, r as keepHeapSmall } from "./chunks/kernel-garbage.js";
import { n as sha256, r as sha256OfFile } from "./chunks/kernel-sha256.js";
import { a as unlessStopped, i as listenForStop, n as systemWorld, r as exitCodeOf, t as honourProxies } from "./chunks/kernel-world.js";
import { a as moveFile } from "./chunks/kernel-files.js";
import { t as assertSpace } from "./chunks/kernel-disk-space.js";
import { n as vendorPackPrefix, t as vendorPackName } from "./chunks/host-vendor-pack-name.js";
import { n as secretsOf, t as credentialsIn } from "./chunks/kernel-secrets.js";
import { t as outputsOf } from "./chunks/train-outcome.js";
import { t as publishLocked } from "./chunks/train-publish-locked.js";
import { t as run } from "./chunks/train-run.js";
import { h as plain, l as renderMarkdown, m as code } from "./chunks/train-publish.js";
import { d as limitThreads } from "./chunks/pack-inventory.js";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync, openAsBlob } from "node:fs";
import { constants as constants$2, copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { isUtf8 } from "node:buffer";
import { pipeline } from "node:stream/promises";

// src/host/github/core-log.ts
const progressPause = 1e4;
const command = /^\s*::|##\[/;
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
		progress: (what, done, total, files) => {
			if (clock.now() - lastProgress < progressPause) return;
			lastProgress = clock.now();
			write(`${progressText(what, done, total, files)} (${formatElapsed(clock.now() - started)} so far)\n`);
		}
	};
}
function inert(write, work) {
	const token = stop(write);
	work();
	write(`::${token}::\n`);
}
function stop(write) {
	const token = randomUUID();
	write(`::stop-commands::${token}\n`);
	return token;
}

// src/host/github/artifacts.ts
const uploadConcurrency = "2";
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

// src/host/github/runner.ts
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
		commit: env["GITHUB_SHA"] ?? "",
		eventPath: eventPath === "" ? null : eventPath
	};
}
function isGitHubsOwn({ serverUrl }) {
	const host = new URL(serverUrl).hostname.toLowerCase();
	return host === "github.com" || host.endsWith(".ghe.com") || host.endsWith(".localhost");
}

// src/host/github/proposals/refusals.ts
function statusOf(error) {
	const status = memberOf$1(error, "status");
	return typeof status === "number" ? status : null;
}
function isStatus(error, statuses) {
	const status = statusOf(error);
	return status !== null && statuses.includes(status);
}
function headerOf(error, name) {
	const value = memberOf$1(memberOf$1(memberOf$1(error, "response"), "headers"), name);
	return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
function memberOf$1(value, name) {
	return typeof value === "object" && value !== null ? Reflect.get(value, name) : void 0;
}
function isPassing({ code }) {
	return code === "unreachable" || code === "busy";
}
const bothLines = "`contents: write` and `pull-requests: write`";
function refusalOf(error, what, runner) {
	const { owner, repository, serverUrl } = runner;
	if (error instanceof TrainError) return error;
	const name = `${owner}/${repository}`;
	const reason = messageOf(error);
	const status = statusOf(error);
	if (/not permitted to create or approve pull requests/i.test(reason)) return new TrainError("refused", `GitHub Actions may not create pull requests in ${name}.`, {
		hint: `Tick “Allow GitHub Actions to create and approve pull requests” in ${serverUrl}/${name}/settings/actions (Settings → Actions → General → Workflow permissions; an organisation can forbid it for all of its repositories), or give the token of an App as \`token\`.`,
		cause: error
	});
	if (status === 401) return new TrainError("refused", `GitHub does not accept the token: ${reason}.`, {
		hint: "Give a valid one as `token`, or leave the input out to use the job’s own.",
		cause: error
	});
	if (status === 403 || status === 404 || /Resource not accessible/i.test(reason)) return new TrainError("refused", `The token may not ${what} in ${name}: ${reason}.`, {
		hint: `Add ${lineFor(error)} below \`permissions:\` of the job; an App or a token of your own needs the same.`,
		cause: error
	});
	if (status === null && memberOf$1(error, "name") !== "GraphqlResponseError") return error;
	if (status !== null && status >= 500) return new TrainError("unreachable", `GitHub could not ${what}: ${reason}.`, {
		hint: `${isGitHubsOwn(runner) ? "Look at https://www.githubstatus.com" : `Ask who keeps ${serverUrl}`} and run the job again; what was done so far is found again.`,
		cause: error
	});
	return new TrainError("failure", `GitHub refuses to ${what} in ${name}: ${reason}.`, {
		hint: "Look at the rules of the repository (branches, rulesets), and run the job again.",
		cause: error
	});
}
function lineFor(error) {
	const url = memberOf$1(memberOf$1(error, "request"), "url");
	if (typeof url !== "string") return bothLines;
	if (/\/repos\/[^/]+\/[^/]+\/actions\//.test(url)) return "`actions: read`";
	if (/\/repos\/[^/]+\/[^/]+\/attestations(\?|$)/.test(url)) return "`attestations: write`";
	if (/\/releases(\/|\?|$)/.test(url)) return "`contents: write`";
	const both = `(a job that proposes needs ${bothLines})`;
	if (/\/(pulls|issues|graphql)(\/|\?|$)/.test(url)) return `\`pull-requests: write\` ${both}`;
	return /\/(git|commits|compare)(\/|\?|$)/.test(url) ? `\`contents: write\` ${both}` : bothLines;
}

// src/host/github/proposals/patience.ts
const longest = 9e5;
const firstPause = 500;
const tries = 4;
const unnamedPause = 6e4;
function patience({ clock, signal, log }) {
	let waited = 0;
	return async (method, url, request) => {
		for (let attempt = 1;; attempt += 1) try {
			return await request();
		} catch (error) {
			signal.throwIfAborted();
			const limited = limitOf(error, clock.now());
			const pause = limited ?? pauseAfter(error, attempt, method, url);
			if (pause === null) throw error;
			if (waited + pause > longest) throw tooLong(error, pause);
			if (limited !== null) log.info(`GitHub’s rate limit: going on in ${formatElapsed(pause)}.`);
			waited += pause;
			await clock.sleep(pause, signal);
		}
	};
}
function limitOf(error, now) {
	const status = statusOf(error);
	if (status !== 403 && status !== 429) return null;
	const seconds = Number(headerOf(error, "retry-after") ?? NaN);
	if (Number.isFinite(seconds)) return Math.max(0, seconds) * 1e3;
	const reset = Number(headerOf(error, "x-ratelimit-reset") ?? NaN);
	if (headerOf(error, "x-ratelimit-remaining") === "0" && Number.isFinite(reset)) return Math.max(0, reset * 1e3 - now) + 1e3;
	return status === 429 || /secondary rate limit|^API rate limit/i.test(messageOf(error)) ? unnamedPause : null;
}
function pauseAfter(error, attempt, method, url) {
	const status = statusOf(error);
	if (status !== null && status < 500) return null;
	if (attempt >= tries || method === "POST" && /\/(comments|releases|assets)(\{|\?|$)/.test(url)) return null;
	return firstPause * 2 ** (attempt - 1);
}
function tooLong(cause, pause) {
	return new TrainError("busy", `GitHub’s rate limit lets the run go on in ${formatElapsed(pause)} only.`, {
		hint: "Run it again then, spread schedules over the day, or give the token of an App as `token`, which has a limit of its own.",
		cause
	});
}

// src/host/github/proposals/client.ts
function clientOf(runner, token, world) {
	let connected;
	const call = async (what, work) => {
		connected ??= connect(token, world);
		try {
			return await work(await connected);
		} catch (error) {
			world.signal.throwIfAborted();
			throw refusalOf(error, what, runner);
		}
	};
	return {
		runner,
		log: world.log,
		call,
		tryCall: async (what, statuses, work) => {
			const expected = async (api) => {
				try {
					return await work(api);
				} catch (error) {
					if (isStatus(error, statuses)) return null;
					throw error;
				}
			};
			return call(what, expected);
		}
	};
}
async function connect(token, world) {
	const { getOctokit } = await import("./chunks/actions-github.lazy.js");
	const api = getOctokit(token);
	const { signal } = world;
	const patiently = patience(world);
	api.hook.wrap("request", (request, options) => patiently(options.method, options.url, async () => {
		const reply = await request({
			...options,
			request: {
				...options.request,
				signal
			}
		});
		if (options.url.endsWith("/graphql")) assertNotLimited(reply);
		return reply;
	}));
	return api;
}
const limitedSchema = object({ errors: array(object({
	type: string().optional(),
	message: string()
})) });
function assertNotLimited({ data, headers }) {
	const limit = (limitedSchema.safeParse(data).data?.errors ?? []).find(({ type, message }) => type === "RATE_LIMITED" || /secondary rate limit/i.test(message));
	if (limit !== void 0) throw Object.assign(new Error(limit.message), {
		status: 403,
		response: { headers }
	});
}

// src/host/github/attestations.ts
const lines = "`permissions: {id-token: write, attestations: write}`";
function gitHubAttestations(runner, token, mayHold, env, world) {
	if (token === null || (env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "") === "") throw new TrainError("config", `\`attest: true\` needs ${token === null ? "a `token`" : "the permission `id-token: write`"}.`, { hint: `Give the job ${lines} besides what it has, and leave the input \`token\` out to use its own.` });
	const client = clientOf(runner, token, world);
	const { owner, repository: repo } = runner;
	return {
		mayHold,
		attest: async (files) => {
			const subjects = [];
			for (const file of files) subjects.push({
				name: basename(file),
				digest: { sha256: (await sha256OfFile(file, world.signal)).sha256 }
			});
			const bundle = await unlessStopped(sign(subjects, token), world.signal);
			const { data } = await client.call("write attestations", (api) => api.rest.repos.createAttestation({
				owner,
				repo,
				bundle
			}));
			const url = `${runner.serverUrl}/${owner}/${repo}/attestations/${data.id ?? ""}`;
			world.log.info(`Attested: ${url}`);
			return url;
		}
	};
}
async function sign(subjects, token) {
	const { attestProvenance } = await import("./chunks/actions-attest.js");
	try {
		const { bundle } = await attestProvenance({
			subjects,
			token,
			skipWrite: true
		});
		const { mediaType, verificationMaterial, dsseEnvelope } = bundle;
		if (dsseEnvelope === void 0) throw new Error("there is no envelope in what was signed");
		return {
			mediaType,
			verificationMaterial: { ...verificationMaterial },
			dsseEnvelope: { ...dsseEnvelope }
		};
	} catch (error) {
		throw new TrainError("unreachable", `The provenance could not be signed: ${messageOf(error)}.`, {
			hint: `Look at https://status.sigstore.dev and https://www.githubstatus.com, and whether the job has ${lines}; then run it again. Nothing was released.`,
			cause: error
		});
	}
}

// src/host/github/cache-entry.ts
const passage = ".update-train-cache";
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
async function takeOut(from, folder) {
	const [name, ...more] = (await readdir(from)).filter((one) => one !== ".gitignore");
	if (name === void 0 || more.length > 0) return null;
	const file = join(folder, name);
	await moveFile(join(from, name), file);
	return file;
}

// src/host/github/pack-artifact.ts
async function findPackArtifact(name, sha256, place) {
	const { runner, token, folder, world } = place;
	if (token === null) return null;
	const { owner, repository: repo } = runner;
	const client = clientOf(runner, token, world);
	try {
		const { data } = await client.call("read actions", (api) => api.rest.actions.listArtifactsForRepo({
			owner,
			repo,
			name,
			per_page: 100
		}));
		const found = data.artifacts.find(({ digest, expired }) => digest === `sha256:${sha256}` && !expired);
		if (found === void 0) return null;
		const { headers } = await client.call("read actions", (api) => api.rest.actions.downloadArtifact({
			owner,
			repo,
			artifact_id: found.id,
			archive_format: "zip",
			request: { redirect: "manual" }
		}));
		const file = join(folder, name);
		await download(headers.location ?? "", file, world.signal);
		if ((await sha256OfFile(file, world.signal)).sha256 === sha256) return file;
		world.log.info(`The artifact ${name} is not what it says, and is left.`);
	} catch (error) {
		world.signal.throwIfAborted();
		world.log.info(`The tested pack cannot be had from the artifacts; it is built again. ${messageOf(error)}`);
	}
	return null;
}
async function download(url, file, signal) {
	const reply = await fetch(url, { signal });
	if (!reply.ok || reply.body === null) throw new Error(`HTTP ${reply.status}`);
	await pipeline(Readable.fromWeb(reply.body), createWriteStream(file), { signal });
}

// src/host/github/proposals/branches.ts
const listed = {
	files: 300,
	commits: 250
};
const missing = [
	404,
	409,
	422
];
function branchesOf(client, baseName) {
	const { owner, repository: repo } = client.runner;
	const headOf = async (name) => {
		return (await client.tryCall("read contents", [404], (api) => api.rest.git.getRef({
			owner,
			repo,
			ref: `heads/${name}`
		})))?.data.object.sha ?? null;
	};
	const readCommit = async (sha) => {
		const found = await client.tryCall("read contents", missing, (api) => api.rest.git.getCommit({
			owner,
			repo,
			commit_sha: sha
		}));
		if (found === null) return null;
		const { tree, parents, message } = found.data;
		return {
			sha,
			tree: tree.sha,
			parents: parents.map((parent) => parent.sha),
			message
		};
	};
	return {
		base: async () => {
			const { data } = await client.call("read contents", (api) => api.rest.git.getRef({
				owner,
				repo,
				ref: `heads/${baseName}`
			}));
			const { sha } = data.object;
			return {
				name: baseName,
				commit: sha,
				tree: (await client.call("read contents", (api) => api.rest.git.getCommit({
					owner,
					repo,
					commit_sha: sha
				}))).data.tree.sha
			};
		},
		branch: async (name, base) => {
			const head = await headOf(name);
			if (head === null) return null;
			const { data } = await client.call("read contents", (api) => api.rest.repos.compareCommitsWithBasehead({
				owner,
				repo,
				basehead: `${base.commit}...${head}`
			}));
			return branchFrom(head, base.commit, data);
		},
		findCommit: readCommit,
		changesOf: async (sha) => {
			const { data } = await client.call("read contents", (api) => api.rest.repos.getCommit({
				owner,
				repo,
				ref: sha
			}));
			return pathsOf(data.files);
		},
		moveBranch: async (name, from, to) => {
			const move = (api) => from === null ? api.rest.git.createRef({
				owner,
				repo,
				ref: `refs/heads/${name}`,
				sha: to
			}) : api.rest.git.updateRef({
				owner,
				repo,
				ref: `heads/${name}`,
				sha: to,
				force: false
			});
			if (await client.tryCall("write contents", [409, 422], move) !== null) return true;
			const now = await headOf(name);
			if (now === to) return true;
			if (now === from) await client.call("write contents", move);
			return now === from;
		},
		removeBranch: async (name, head) => {
			if (await headOf(name) !== head) return false;
			await client.tryCall("write contents", [404, 422], (api) => api.rest.git.deleteRef({
				owner,
				repo,
				ref: `heads/${name}`
			}));
			return true;
		}
	};
}
const comparison = object({
	behind_by: number(),
	total_commits: number(),
	commits: array(object({
		sha: string(),
		commit: object({
			message: string(),
			tree: object({ sha: string() })
		}),
		parents: array(object({ sha: string() }))
	})),
	files: array(object({
		filename: string(),
		previous_filename: string().optional()
	})).optional()
});
function branchFrom(head, base, data) {
	const { behind_by, total_commits, commits, files } = comparison.parse(data);
	const list = commits.map(({ sha, commit, parents }) => ({
		sha,
		tree: commit.tree.sha,
		parents: parents.map((parent) => parent.sha),
		message: commit.message
	}));
	return {
		head,
		commits: total_commits > list.length || total_commits > listed.commits ? null : list,
		changes: pathsOf(files),
		holds: behind_by === 0 ? base : null
	};
}
function pathsOf(files) {
	if (files === void 0 || files.length >= listed.files) return null;
	return files.flatMap(({ filename, previous_filename: former }) => [filename, ...former === void 0 ? [] : [former]]);
}

// src/host/github/proposals/git-objects.ts
const inlineLimit = 1e5;
function gitObjectsOf(client) {
	const { owner, repository: repo } = client.runner;
	const treeOf = async (sha, recursive) => {
		const { data } = await client.call("read contents", (api) => api.rest.git.getTree({
			owner,
			repo,
			tree_sha: sha,
			...recursive ? { recursive: "true" } : {}
		}));
		return data.tree;
	};
	const find = async (commit, path, wanted) => {
		let found = {
			sha: commit,
			type: "tree"
		};
		for (const name of path.split("/")) {
			if (found.type !== "tree") return null;
			const entry = (await treeOf(found.sha, false)).find((one) => one.path === name);
			if (entry === void 0) return null;
			found = entry;
		}
		return found.type === wanted ? found.sha : null;
	};
	const read = async (blob) => {
		const { data } = await client.call("read contents", (api) => api.rest.git.getBlob({
			owner,
			repo,
			file_sha: blob
		}));
		return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
	};
	return {
		list: async (commit, folder) => {
			const tree = await find(commit, folder, "tree");
			const entries = tree === null ? [] : await treeOf(tree, true);
			return new Map(entries.flatMap(({ path, type, sha }) => type === "blob" ? [[path, sha]] : []));
		},
		readFile: async (commit, path) => {
			const blob = await find(commit, path, "blob");
			return blob === null ? null : await read(blob);
		},
		read,
		commit: async ({ tree: from, parents, files, executable, message, same }) => {
			const entries = [];
			for (const [path, content] of files) {
				const entry = {
					path,
					mode: executable?.has(path) === true ? "100755" : "100644",
					type: "blob"
				};
				if (isInline(content)) entries.push({
					...entry,
					content: content.toString("utf8")
				});
				else entries.push({
					...entry,
					sha: await blobOf(content)
				});
			}
			const tree = entries.length === 0 ? from : await writeTree(from, entries);
			if (tree === same?.tree) return {
				sha: same.sha,
				signature: null
			};
			const { data } = await client.call("write contents", (api) => api.rest.git.createCommit({
				owner,
				repo,
				message: message(tree),
				tree,
				parents: [...parents]
			}));
			const { verified, reason } = data.verification;
			return {
				sha: data.sha,
				signature: {
					verified,
					reason
				}
			};
		}
	};
	async function blobOf(content) {
		const { data } = await client.call("write contents", (api) => api.rest.git.createBlob({
			owner,
			repo,
			content: content.toString("base64"),
			encoding: "base64"
		}));
		return data.sha;
	}
	async function writeTree(from, tree) {
		const { data } = await client.call("write contents", (api) => api.rest.git.createTree({
			owner,
			repo,
			base_tree: from,
			tree
		}));
		return data.sha;
	}
}
function isInline(content) {
	return content.length <= inlineLimit && isUtf8(content) && !content.includes(0);
}

// src/host/github/proposals/graph-ql.ts
const defaultAccount = "github-actions";
const viewerSchema = object({ viewer: object({ login: string() }) });
function graphQlOf(client) {
	let account;
	return {
		account: () => {
			account ??= askAccount(client);
			return account;
		},
		drafts: { set: (proposal, draft) => setDraft(proposal, draft, client) },
		stopMerging: (proposal) => stopMerging(proposal, client),
		hold: async (proposal) => {
			const stopped = await stopMerging(proposal, client);
			const failed = proposal.draft ? null : await setDraft(proposal, true, client);
			return {
				...stopped,
				draft: failed === null,
				refused: failed !== null && !isPassing(failed)
			};
		},
		mergeWhenReady: async (proposal, method) => {
			const mutation = "mutation($id: ID!, $how: PullRequestMergeMethod!, $head: GitObjectID!) { enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: $how, expectedHeadOid: $head}) { pullRequest { id } } }";
			try {
				await client.call("write pull requests", (api) => api.graphql(mutation, {
					id: proposal.id,
					how: method.toUpperCase(),
					head: proposal.head
				}));
				client.log.info(`${proposal.url} is merged by GitHub once its checks and reviews allow it.`);
				return true;
			} catch (error) {
				if (!(error instanceof TrainError)) throw error;
				client.log.warning(`${proposal.url} is not merged by itself: ${error.message} Look at Settings → General → Allow auto-merge, at the merge methods there, and whether the branch has rules that are still to be met; without any, GitHub does not take it.`);
				return false;
			}
		}
	};
}
async function setDraft(proposal, draft, client) {
	const mutation = `mutation($id: ID!) { ${draft ? "convertPullRequestToDraft" : "markPullRequestReadyForReview"}(input: {pullRequestId: $id}) { pullRequest { isDraft } } }`;
	try {
		await client.call("write pull requests", (api) => api.graphql(mutation, { id: proposal.id }));
		return null;
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		const wanted = draft ? "made a draft" : "marked as ready for review";
		client.log.warning(`${proposal.url} could not be ${wanted}: ${error.message} Do it by hand, or give the token of an App as \`token\`.`);
		return error;
	}
}
async function stopMerging(proposal, client) {
	if (!proposal.autoMerge) return proposal;
	const mutation = "mutation($id: ID!) { disablePullRequestAutoMerge(input: {pullRequestId: $id}) { pullRequest { id } } }";
	try {
		await client.call("write pull requests", (api) => api.graphql(mutation, { id: proposal.id }));
		client.log.info(`${proposal.url} is not merged by itself any more.`);
		return {
			...proposal,
			autoMerge: false
		};
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		client.log.warning(`Auto-merge of ${proposal.url} could not be switched off: ${error.message}`);
		return proposal;
	}
}
async function askAccount(client) {
	try {
		const reply = await client.call("say who it is", (api) => api.graphql("query { viewer { login } }"));
		return viewerSchema.parse(reply).viewer.login.replace(/\[bot\]$/, "") === defaultAccount ? "default" : "other";
	} catch (error) {
		client.log.info(`GitHub does not say whose token this is: ${messageOf(error)}`);
		return "unknown";
	}
}

// src/host/github/proposals/issue-parts.ts
function issuePartsOf(client) {
	const { owner, repository: repo } = client.runner;
	const write = "write pull requests";
	const attempt = async (what, work) => {
		try {
			await work();
			return null;
		} catch (error) {
			if (!(error instanceof TrainError)) throw error;
			client.log.warning(`${what} could not be set on the pull request: ${messageOf(error)}`);
			return error;
		}
	};
	return {
		label: async ({ number: issue_number, labels: has }, wanted, unwanted) => {
			const labels = wanted.filter((label) => !has.includes(label));
			const failed = labels.length === 0 ? null : await attempt("Labels", () => client.call(write, (api) => api.rest.issues.addLabels({
				owner,
				repo,
				issue_number,
				labels
			})));
			for (const name of unwanted.filter((label) => has.includes(label))) await attempt("Labels", () => client.tryCall(write, [404], (api) => api.rest.issues.removeLabel({
				owner,
				repo,
				issue_number,
				name
			})));
			return failed === null || isPassing(failed);
		},
		assign: async ({ number }, { reviewers: names, assignees, milestone }) => {
			const reviewers = names.filter((name) => !name.includes("/"));
			const team_reviewers = names.flatMap((name) => name.includes("/") ? name.split("/")[1] ?? [] : []);
			if (names.length > 0) await attempt("Reviewers", () => client.call(write, (api) => api.rest.pulls.requestReviewers({
				owner,
				repo,
				pull_number: number,
				reviewers,
				team_reviewers
			})));
			const issue = {
				owner,
				repo,
				issue_number: number
			};
			if (assignees.length > 0) await attempt("Assignees", () => client.call(write, (api) => api.rest.issues.addAssignees({
				...issue,
				assignees: [...assignees]
			})));
			if (milestone !== null) await attempt("The milestone", async () => {
				const found = await milestoneNumber(milestone);
				await client.call(write, (api) => api.rest.issues.update({
					...issue,
					milestone: found
				}));
			});
		},
		commentOnce: async ({ number: issue_number }, marker, text) => {
			if ((await client.call("read pull requests", (api) => api.paginate(api.rest.issues.listComments, {
				owner,
				repo,
				issue_number,
				per_page: 100
			}))).some(({ body }) => body?.includes(marker) === true)) return;
			const body = `${text}\n\n${marker}`;
			await client.call(write, (api) => api.rest.issues.createComment({
				owner,
				repo,
				issue_number,
				body
			}));
		}
	};
	async function milestoneNumber(milestone) {
		if (/^\d+$/.test(milestone)) return Number(milestone);
		const found = (await client.call("read pull requests", (api) => api.paginate(api.rest.issues.listMilestones, {
			owner,
			repo,
			per_page: 100
		}))).find(({ title }) => title === milestone);
		if (found !== void 0) return found.number;
		throw new TrainError("config", `There is no open milestone ${milestone}.`, { hint: "Correct `milestone`, or make it." });
	}
}

// src/host/github/proposals/pull-requests.ts
function pullRequestsOf(client, baseName, drafts) {
	const { owner, repository: repo } = client.runner;
	const write = "write pull requests";
	return {
		baseName,
		ofBranch: async (branch) => {
			const { data } = await client.call("read pull requests", (api) => api.rest.pulls.list({
				owner,
				repo,
				state: "all",
				head: `${owner}:${branch}`,
				sort: "created",
				direction: "desc",
				per_page: 30
			}));
			return data.filter(({ head }) => isIn(head.repo, `${owner}/${repo}`)).map(proposalFrom);
		},
		open: async (branch, { title, body, draft }) => {
			const wanted = {
				owner,
				repo,
				head: branch,
				base: baseName,
				title,
				body
			};
			try {
				const { data } = await client.call(write, (api) => api.rest.pulls.create({
					...wanted,
					draft
				}));
				return proposalFrom(data);
			} catch (error) {
				const reason = messageOf(error);
				if (/A pull request already exists/i.test(reason)) return null;
				if (!draft || !/draft pull requests are not supported/i.test(reason)) throw error;
				client.log.warning("This repository has no draft pull requests (its plan): the pull request is opened as if it were ready. Do not merge it while it says that something is to be answered.");
				const { data } = await client.call(write, (api) => api.rest.pulls.create(wanted));
				return proposalFrom(data);
			}
		},
		refresh: async (proposal, { title, body, draft }) => {
			if (proposal.title !== title || proposal.body !== body) await client.call(write, (api) => api.rest.pulls.update({
				owner,
				repo,
				pull_number: proposal.number,
				title,
				body
			}));
			if (proposal.draft !== draft) await drafts.set(proposal, draft);
		},
		close: async ({ number }, body) => {
			const closed = {
				owner,
				repo,
				pull_number: number,
				body,
				state: "closed"
			};
			await client.call(write, (api) => api.rest.pulls.update(closed));
		},
		lastReviewed: async ({ number }) => {
			return (await client.call("read pull requests", (api) => api.paginate(api.rest.pulls.listReviews, {
				owner,
				repo,
				pull_number: number,
				per_page: 100
			}))).findLast(({ state }) => state !== "PENDING")?.commit_id ?? null;
		},
		isStuck: async ({ number }) => {
			const { data } = await client.call("read pull requests", (api) => api.rest.pulls.get({
				owner,
				repo,
				pull_number: number
			}));
			return data.mergeable === false;
		}
	};
}
function isIn(repository, name) {
	return repository?.full_name === name;
}
function proposalFrom(reply) {
	return {
		number: reply.number,
		url: reply.html_url,
		id: reply.node_id,
		title: reply.title,
		body: (reply.body ?? "").replaceAll("\r\n", "\n"),
		labels: reply.labels.flatMap(({ name }) => name ?? []),
		open: reply.state === "open",
		merged: reply.merged_at !== null,
		draft: reply.draft ?? false,
		autoMerge: reply.auto_merge !== null,
		head: reply.head.sha,
		base: reply.base.ref
	};
}

// src/host/github/proposals/github-proposals.ts
function gitHubProposals(runner, token, repository, world) {
	const base = baseOf(runner);
	if (token === null) throw new TrainError("config", "`publish: pull-request` needs a `token`.", { hint: "Leave the input `token` out to use the job’s own, with `permissions: {contents: write, pull-requests: write}`." });
	const client = clientOf(runner, token, world);
	const { drafts, ...graphQl } = graphQlOf(client);
	return {
		pathOf: (file) => pathInRepository(file, runner.workspace),
		...branchesOf(client, base),
		...gitObjectsOf(client),
		...pullRequestsOf(client, base, drafts),
		...issuePartsOf(client),
		...graphQl,
		isPublic: () => repository.isPublic()
	};
}
function baseOf({ ref }) {
	const name = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
	if (name !== void 0 && !name.startsWith("update-train/")) return name;
	throw new TrainError("config", `\`publish: pull-request\` proposes to the branch that a run stands on, and this one stands on ${ref === "" ? "none" : ref}.`, { hint: "Start the workflow on the branch that is to be updated: `schedule`, `workflow_dispatch`, or a push to it." });
}
function pathInRepository(file, workspace) {
	const folders = [];
	for (let folder = dirname(file); isWithin(folder, workspace); folder = dirname(folder)) folders.push(folder);
	const root = folders.find((folder) => existsSync(join(folder, ".git"))) ?? workspace;
	if (isWithin(file, root)) return relative(root, file).split(sep).join("/");
	throw new TrainError("config", `${file} is outside of the repository: a pull request cannot hold it.`, { hint: `Name files below ${workspace} with \`lock\` and \`resolutions\`.` });
}
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

// src/host/github/releases.ts
const checksums = "SHA256SUMS";
const ourSign = "<!-- update-train:release -->";
const largestText = 67108864;
function gitHubReleases(runner, token, mayHold, world) {
	if (token === null) throw new TrainError("config", "`publish: release` needs a `token`.", { hint: "Leave the input `token` out to use the job’s own, with `permissions: {contents: write}`." });
	const client = clientOf(runner, token, world);
	const { owner, repository: repo } = runner;
	return {
		mayHold,
		find: async (tag, file) => {
			const found = await client.tryCall("read contents", [404], (api) => api.rest.repos.getReleaseByTag({
				owner,
				repo,
				tag
			}));
			if (found === null) return null;
			const asset = found.data.assets.find(({ name, size }) => name === file && size <= largestText);
			return {
				url: found.data.html_url,
				text: asset === void 0 ? null : await readAsset(client, asset.id)
			};
		},
		publish: async (release) => {
			await removeDrafts(client, release.tag);
			const { data: draft } = await client.call("write contents", (api) => api.rest.repos.createRelease({
				owner,
				repo,
				tag_name: release.tag,
				...runner.commit === "" ? {} : { target_commitish: runner.commit },
				name: release.title,
				body: `${release.body}\n\n${ourSign}`,
				draft: true
			}));
			await uploadAll(client, draft.upload_url, release);
			const { data } = await client.call("write contents", (api) => api.rest.repos.updateRelease({
				owner,
				repo,
				release_id: draft.id,
				draft: false
			}));
			world.log.info(`Released: ${data.html_url}`);
			return data.html_url;
		}
	};
}
async function readAsset(client, id) {
	const { owner, repository: repo } = client.runner;
	const { data } = await client.call("read contents", (api) => api.rest.repos.getReleaseAsset({
		owner,
		repo,
		asset_id: id,
		headers: { accept: "application/octet-stream" }
	}));
	return data instanceof ArrayBuffer ? Buffer.from(data).toString("utf8") : JSON.stringify(data);
}
async function removeDrafts(client, tag) {
	const { owner, repository: repo } = client.runner;
	const all = await client.call("read contents", (api) => api.paginate(api.rest.repos.listReleases, {
		owner,
		repo,
		per_page: 100
	}));
	const isOurs = ({ body }) => body?.includes(ourSign) === true;
	for (const { id } of all.filter((one) => one.draft && one.tag_name === tag && isOurs(one))) await client.tryCall("write contents", [404], (api) => api.rest.repos.deleteRelease({
		owner,
		repo,
		release_id: id
	}));
}
async function uploadAll(client, url, { files }) {
	const lines = [];
	for (const file of files) lines.push(`${(await sha256OfFile(file)).sha256}  ${await upload(client, url, file)}\n`);
	const [first] = files;
	if (first === void 0) return;
	const list = join(dirname(first), checksums);
	await writeFile(list, lines.join(""));
	await upload(client, url, list);
}
async function upload(client, url, file) {
	const content = await openAsBlob(file);
	const reply = await client.call("write contents", (api) => api.request(`POST ${url}`, {
		name: basename(file),
		data: content,
		headers: { "content-type": "application/octet-stream" }
	}));
	return assetSchema.safeParse(reply.data).data?.name ?? basename(file);
}
const assetSchema = object({ name: string() });

// src/host/github/repository.ts
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
function prefixOf(product, track) {
	return `update-train-state-v1-${product}-${track}-${sha256(Buffer.from(`${product}\0${track}`)).slice(0, 12)}-`;
}

// src/host/github/vendor-pack-cache.ts
function vendorPackCache(entries, repository, folder, log) {
	return {
		find: async (key) => {
			const found = await entries.fetch({ key: vendorPackName(key) }, folder);
			if (found === null) log.info(`The cache has no vendor pack ${vendorPackName(key)}; it is built from \`pack\`.`);
			return found;
		},
		keep: async (key, file, needed) => {
			await adviseZstd(log);
			const name = vendorPackName(key);
			const copy = join(folder, `${name}.keep.zip`);
			try {
				await assertSpace("Keeping the vendor pack", [{
					folder,
					bytes: (await stat(file)).size
				}]);
				await copyFile(file, copy, constants$2.COPYFILE_FICLONE);
			} catch (error) {
				log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`);
				return;
			}
			if (!await entries.store(name, copy)) {
				log.info(`The vendor pack is not kept in the cache (see above): the next run builds it again from \`pack\`.`);
				return;
			}
			log.info(`The vendor pack is kept in the cache as ${name}.`);
			await forgetOthers(repository, [key, ...needed], log);
		}
	};
}
async function adviseZstd(log) {
	if (await which("zstd") === "") log.info("This runner has no zstd: caching is slow, and shares nothing with runners that have it. Install zstd.");
}
async function forgetOthers(repository, keys, log) {
	const prefix = vendorPackPrefix(keys[0]?.product ?? "");
	const kept = keys.map(vendorPackName);
	try {
		const superseded = (name) => !kept.includes(name) && /^[0-9a-f]{12}-/.test(name.slice(prefix.length));
		const count = await repository.deleteCaches(prefix, superseded);
		if (count === null) log.info("Superseded vendor packs stay in the cache until GitHub evicts them; with `permissions: actions: write` they go now.");
		else if (count > 0) log.info(`Superseded vendor packs deleted from the cache: ${count}.`);
	} catch (error) {
		log.info(`Superseded vendor packs stay in the cache: ${messageOf(error)}`);
	}
}

// src/host/github/github-host.ts
function gitHubHost(runner, policy, folder, world) {
	const { log, signal } = world;
	const repository = repositoryOf(runner, policy.token);
	const entries = cacheEntries(runner, log, signal);
	const packs = vendorPackCache(entries, repository, folder, log);
	const states = stateEntry(entries, repository, runner, folder);
	const results = join(runner.temporary, "update-train");
	const mayLeave = async (restricted) => !restricted || policy.allowPublic || !await repository.isPublic();
	return {
		log,
		proposals: policy.propose ? gitHubProposals(runner, policy.token, repository, world) : null,
		conflicts: null,
		releases: policy.release ? gitHubReleases(runner, policy.token, mayLeave, world) : null,
		attestations: policy.attest ? gitHubAttestations(runner, policy.token, mayLeave, world.env, world) : null,
		staging: async () => {
			await mkdir(results, { recursive: true });
			return temporaryFolder(results, ".update-train-");
		},
		findVendorPack: (key) => packs.find(key),
		keepVendorPack: async (key, file, restricted, needed = []) => {
			if (await mayLeave(restricted)) await packs.keep(key, file, needed);
		},
		findPack: (name, sha256) => findPackArtifact(name, sha256, {
			runner,
			token: policy.token,
			folder,
			world
		}),
		findState: async (product, track) => policy.propose ? null : states.find(product, track),
		keepState: async (product, track, state) => {
			if (policy.upload && !policy.propose) await states.keep(product, track, state);
		},
		publish: async ({ product, track, files, resolutions, restricted }) => {
			const name = `${product}-${track}`;
			const folder = join(results, name);
			const paths = await placeFiles(files, {
				folder,
				nameOf: ({ name: own }) => own,
				resolutions,
				log
			});
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
			paths.sbom,
			paths.log
		].flatMap((file) => file ?? []);
		if (open) rest.push(...[paths.diff, paths["update-zip"]].flatMap((file) => file ?? []), ...await filesIn(paths.conflicts), ...await filesIn(paths.replaced));
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
function maskSecrets() {
	const given = [
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
	];
	return secretsOf(given, setSecret);
}
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

// src/host/github/server.ts
const metaSchema = object({ installed_version: string().optional() });
async function findServer(runner, token, { env, ...world }) {
	if (isGitHubsOwn(runner)) return { kind: "github" };
	const version = token === null ? null : await askVersion(runner, token, world);
	world.log.info(whatWorks(runner.serverUrl, version, env));
	return {
		kind: "enterprise",
		url: runner.serverUrl,
		version
	};
}
async function askVersion(runner, token, world) {
	try {
		const { data, headers } = await clientOf(runner, token, world).call("read what the server is", (api) => api.rest.meta.get());
		const header = headers["x-github-enterprise-version"];
		return metaSchema.parse(data).installed_version ?? (typeof header === "string" ? header : null);
	} catch (error) {
		world.signal.throwIfAborted();
		world.log.info(`${runner.serverUrl} does not say what it is: ${messageOf(error)}`);
		return null;
	}
}
function whatWorks(url, version, env) {
	const hasCache = (env["ACTIONS_CACHE_URL"] ?? "") !== "";
	return [
		`${url} is a GitHub Enterprise Server${version === null ? ", as its name is none of GitHub’s own" : ` ${version}`}.`,
		"Pull requests and releases work there. Artifacts and attestations do not: GitHub’s clients of today speak to GitHub itself.",
		hasCache ? "Caches go to its older service." : "It has no cache for this run: packs are built from `pack` each time."
	].join(" ");
}
function assertServed(server, { upload, attest }) {
	if (server.kind === "github") return;
	if (upload) throw new TrainError("config", `${server.url} is a GitHub Enterprise Server, which takes no artifacts from update-train.`, { hint: "Set `publish: pull-request`, `publish: release` or `publish: none`; a step of your own can upload the files of the outputs `pack`, `diff` and `report` (`actions/upload-artifact@v3`)." });
	if (attest) throw new TrainError("config", `${server.url} is a GitHub Enterprise Server, which has no attestations.`, { hint: "Leave `attest` out there; `SHA256SUMS` of a release says what belongs to it." });
}

// src/host/github/step.ts
const summaryLimit = 1e6;
async function finishStep(result) {
	for (const [name, value] of result.outputs) setOutput(name, value);
	for (const { message, ...place } of result.annotations) error(message, {
		title: "update-train",
		...place
	});
	if (result.failure !== null) setFailed(result.failure);
	if (result.summary !== "" && (process.env["GITHUB_STEP_SUMMARY"] ?? "") !== "") await show(result.summary);
}
async function show(markdown) {
	try {
		await summary.addRaw(markdown, true).write();
	} catch (failure) {
		warning(`The job summary could not be written: ${messageOf(failure)}`);
	}
}

// src/action/conflict-annotations.ts
const shown = 10;
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
function lineOf(text, hunk) {
	const at = hunk === "" ? -1 : text.indexOf(hunk);
	return at === -1 ? 1 : text.slice(0, at).split("\n").length;
}

// src/action/explain.ts
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
	pullRequestNumber: "pull-request-number",
	pullRequestUrl: "pull-request-url",
	updates: "updates",
	securityUpdates: "security-updates",
	conflicts: "conflicts"
};
const outputNames = Object.values(names);
function outputsAsText(outputs) {
	const values = new Map(Object.entries(outputs ?? {}));
	return new Map(Object.entries(names).map(([key, name]) => [name, String(values.get(key) ?? "")]));
}

// src/action/summary.ts
function summaryOf(result, track, workspace, limit) {
	if (result.outcome === "up-to-date") {
		const { product, channel, installed } = result;
		return `### ✅ ${plain(product)} is up to date\n\nLevel ${installed.level} of channel ${code(channel)}, track ${code(track)}. Nothing was fetched, tested or uploaded.\n`;
	}
	if (result.outcome === "held") return heldSummary(result, track);
	const next = result.proposal === null ? commitLine(result.toCommit, workspace) : proposalLine(result.proposal);
	const links = `${linksOf(result.published)}${next}${releaseLine(result.release)}`;
	return `${renderMarkdown(result.candidate, limit - links.length)}${links}`;
}
function heldSummary({ reason, product, target, proposal }, track) {
	const link = proposal === null ? "A pull request" : `[Pull request #${proposal.number}](${proposal.url})`;
	const what = {
		"awaiting-review": `${link} holds it already and waits for you.`,
		ignored: `${link} was closed without merging, so this level is skipped until there is a newer one, or its box “propose again” is ticked.`
	};
	return `### ⏸ ${plain(product)}: level ${target.level} is held\n\nTrack ${code(track)}. ${what[reason]} Nothing was fetched, tested or uploaded.\n`;
}
function proposalLine(proposal) {
	return proposal === null ? "" : `\nTo decide: [pull request #${proposal.number}](${proposal.url})\n`;
}
function releaseLine(url) {
	return url === void 0 ? "" : `\nReleased: ${url}\n`;
}
function linksOf({ pack, report }) {
	const links = [...pack === null ? [] : [`[the pack](${pack.url})`], ...report === null ? [] : [`[report, candidate and the rest](${report.url})`]];
	return links.length === 0 ? "" : `\nArtifacts: ${links.join(" · ")}\n`;
}
function commitLine(paths, workspace) {
	if (paths.length === 0) return "";
	return `\nTo be committed: ${paths.map((path) => code(relative(workspace, path))).join(", ")}\n`;
}

// src/action/act.ts
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
		const { annotations, failure, summary } = explain(toldError(error), process.env["GITHUB_WORKSPACE"] ?? "");
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
	honourProxies();
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
	const isPublishing = settings.level === lockedLevel;
	const propose = settings.publish.includes("pull-request") && !inputs.dryRun && !isPublishing;
	const release = settings.publish.includes("release") && !inputs.dryRun;
	const policy = {
		upload,
		propose,
		release,
		attest: settings.attest && !propose && (upload || release),
		allowPublic: settings.allowPublicPack,
		retentionDays: settings.retentionDays,
		token: inputs.token ?? null
	};
	assertServed(await findServer(runner, policy.token, world), policy);
	const host = gitHubHost(runner, policy, folder.path, world);
	return await resultOf(await (isPublishing ? publishLocked : run)(settings, host, world, {
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
	const conflicts = outcome.outcome === "conflict" && outcome.proposal === null ? outcome.candidate.conflicts : [];
	return {
		outputs: outputsAsText(outputsOf(outcome)),
		annotations: await conflictAnnotations(conflicts, settings.overlay, workspace),
		failure: failureOf(outcome, settings),
		summary: redact(summaryOf(outcome, settings.track, workspace, summaryLimit))
	};
}
function failureOf(result, { continueOnTestFailure }) {
	if (result.outcome === "conflict") {
		if (result.proposal !== null) return null;
		const { conflicts } = result.candidate;
		return `The update and you changed the same files; nothing was changed: ${conflicts.map(({ path }) => path).join(", ")}. The report says what to do.`;
	}
	if (result.outcome !== "tests-failed" || continueOnTestFailure) return null;
	return `The tests failed (${result.candidate.tests?.reason ?? ""}); the candidate is not published. The report holds their last output.`;
}

// src/main.ts
keepHeapSmall();
limitThreads(1);
await act();

export {  };