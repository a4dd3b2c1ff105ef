import { t as progressText } from "./kernel-log.js";
import { i as systemClock, n as formatElapsed, t as formatBytes } from "./kernel-time.js";
import { a as reasonOf, i as messageOf, s as toldError, t as TrainError } from "./kernel-errors.js";
import { r as keepHeapSmall } from "./kernel-garbage.js";
import { t as meant } from "./kernel-meant.js";
import { n as secretsOf, t as credentialsIn } from "./kernel-secrets.js";
import { i as listenForStop, n as systemWorld, r as exitCodeOf$1 } from "./kernel-world.js";
import { n as lockedLevel } from "./config-wanted.js";
import { t as answerCommands } from "./report-answer-commands.js";
import { n as shellWord } from "./report-shell-word.js";
import { n as securityUpdatesOf } from "./report-candidate.js";
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { parseArgs } from "node:util";

// src/host/local/terminal-log.ts
const progressPause = 100;
function terminalLog(terminal, clock) {
	let lastProgress = 0;
	let progressShown = false;
	const clear = () => {
		if (progressShown) terminal.write("\r\x1B[2K");
		progressShown = false;
	};
	const line = (text) => {
		clear();
		terminal.write(`${printable(text)}\n`);
	};
	const warned = /* @__PURE__ */ new Set();
	return {
		info: (message) => line(`  ${message}`),
		warning: (message, at) => {
			if (warned.has(message)) return;
			warned.add(message);
			const place = at?.file === void 0 ? "" : ` (${at.file}${at.line === void 0 ? "" : `:${at.line}`})`;
			line(`! ${message}${place}`);
		},
		group: async (title, work) => {
			line(`▸ ${title}`);
			const start = clock.now();
			try {
				const result = await work();
				line(`  ${title} took ${formatElapsed(clock.now() - start)}`);
				return result;
			} finally {
				clear();
			}
		},
		relay: (work) => work((text) => line(`  ${text}`)),
		progress: (what, done, total, files) => {
			if (terminal.isTTY !== true || clock.now() - lastProgress < progressPause) return;
			lastProgress = clock.now();
			terminal.write(`\r\x1b[2K  ${printable(progressText(what, done, total, files))}`);
			progressShown = true;
		}
	};
}
function printable(text) {
	return text.replace(/[\p{Cc}--\t]/gv, "·");
}

// src/cli/command.ts
const everywhere = [{
	name: "json",
	does: "print one JSON document on stdout and nothing else"
}, {
	name: "help",
	does: "show this help"
}];
function parseCall(command, words) {
	const options = [...command.options, ...everywhere];
	const config = {};
	for (const { name, takes } of options) config[name] = {
		type: takes === void 0 ? "boolean" : "string",
		...name === "help" ? { short: "h" } : {}
	};
	const { tokens } = parseArgs({
		args: [...words],
		options: config,
		strict: false,
		tokens: true
	});
	const names = options.map(({ name }) => `--${name}`);
	const problems = [];
	const values = /* @__PURE__ */ new Map();
	const lists = /* @__PURE__ */ new Map();
	const switches = /* @__PURE__ */ new Set();
	const given = [];
	for (const token of tokens) {
		if (token.kind === "positional") given.push(token.value);
		if (token.kind !== "option") continue;
		const option = options.find(({ name }) => name === token.name);
		if (option === void 0) problems.push({ message: `\`${token.rawName}\` is not known${meant(token.rawName, names)}` });
		else if (option.takes === void 0) {
			if (token.value !== void 0) problems.push({ message: `\`${token.rawName}\` takes no value` });
			switches.add(token.name);
		} else if (token.value === void 0 || !token.inlineValue && token.value.startsWith("--")) problems.push({ message: `\`${token.rawName}\` takes ${option.takes}` });
		else if (values.has(token.name) && option.repeats === void 0) problems.push({ message: `\`${token.rawName}\` is given twice` });
		else {
			values.set(token.name, token.value);
			lists.set(token.name, [...lists.get(token.name) ?? [], token.value]);
		}
	}
	if (!switches.has("help")) problems.push(...argumentProblems(command, given));
	if (problems.length === 0) return {
		arguments: given,
		values,
		lists,
		switches
	};
	throw new TrainError("usage", `\`update-train ${command.name}\` was called with something wrong.`, {
		hint: `\`update-train ${command.name} --help\` says what it takes.`,
		problems
	});
}
function argumentProblems({ arguments: wanted }, given) {
	return [...wanted.slice(given.length).map(({ name, does }) => ({ message: `\`${name}\` is missing: ${does}` })), ...given.slice(wanted.length).map((word) => ({ message: `\`${word}\` is one word too many` }))];
}
function needed(call, option, does) {
	const value = call.values.get(option);
	if (value !== void 0) return value;
	throw new TrainError("usage", `\`--${option}\` is missing: ${does}.`, { hint: "Give it; `--help` says what each option takes." });
}

// src/cli/track-options.ts
const entryOptions = [
	{
		name: "pack",
		takes: "ZIP",
		does: "the pack to update"
	},
	{
		name: "sha256",
		takes: "HEX",
		does: "what the pack must have as SHA-256"
	},
	{
		name: "base",
		takes: "ZIP",
		does: "the vanilla pack, where `pack` is a customised one, or `none`"
	},
	{
		name: "tool",
		takes: "TOOL",
		does: "the update tool: `auto` (the default), `feed`, `u2`, `in-place` or `wum`"
	},
	{
		name: "tool-path",
		takes: "FILE",
		does: "the update tool’s program, where the pack brings none or an old one"
	},
	{
		name: "feed",
		takes: "WHERE",
		does: "the update feed: https://…, http://…, file://… or a folder"
	},
	{
		name: "channel",
		takes: "NAME",
		does: "the channel; else the pack’s own, else `full`"
	},
	{
		name: "level",
		takes: "LEVEL",
		does: "`latest` (the default), a level, `<version>.<level>`, an exact timestamp, or `locked`"
	},
	{
		name: "overlay",
		takes: "DIR",
		does: "your own files, laid over the vendor’s"
	},
	{
		name: "resolutions",
		takes: "DIR",
		does: "recorded answers to conflicts; else .update-train/resolutions"
	},
	{
		name: "test",
		takes: "COMMAND",
		does: "a shell command that tests the updated product"
	}
];
const trackOptions = [
	{
		name: "config",
		takes: "FILE",
		does: "the configuration; else update-train.yml where there is one"
	},
	{
		name: "lock",
		takes: "FILE",
		does: "the lock; else update-train.lock.json"
	},
	{
		name: "product",
		takes: "NAME",
		does: "the product, such as wso2is-7.1.0; else the pack says it"
	},
	{
		name: "track",
		takes: "NAME",
		does: "the track, such as dev; else the only one, or `local`"
	},
	...entryOptions,
	{
		name: "options",
		takes: "YAML",
		does: "any other key of a track’s entry"
	}
];
async function settingsOf(call, cwd) {
	const { values } = call;
	const entry = {};
	for (const { name } of entryOptions) {
		const value = values.get(name);
		if (value !== void 0) entry[name] = value;
	}
	const asked = { entry };
	for (const key of [
		"config",
		"lock",
		"product",
		"track",
		"options"
	]) {
		const value = values.get(key);
		if (value !== void 0) asked[key] = value;
	}
	const { readSettings } = await import("./config-settings.lazy.js");
	return readSettings(asked, cwd);
}

// src/cli/commands/check.ts
const checkCommand = {
	name: "check",
	does: "says what is new for a product; reads no pack where the lock knows the level",
	arguments: [],
	options: trackOptions.filter(({ name }) => ![
		"sha256",
		"resolutions",
		"test"
	].includes(name)),
	async run(call, world) {
		const { chooseTool } = await import("./tools-choose-tool.lazy.js");
		const { check, checkResult, countsIn } = await import("./train-check.lazy.js");
		const { findOrigin, knownTool, memoryOf } = await import("./train-origin.lazy.js");
		const { changedOverlay } = await import("./train-todays-overlay.lazy.js");
		const settings = await settingsOf(call, world.cwd);
		const origin = await findOrigin(settings, await memoryOf(settings, null, world));
		await using tool = chooseTool(settings, knownTool(origin), world);
		const availability = await check(settings, origin, tool, null);
		for (const warning of availability.warnings) world.log.warning(warning);
		const { locked } = origin;
		const overlay = locked === null ? null : await changedOverlay(settings, locked, world);
		if (overlay !== null) world.log.info(`The overlay ${overlay} is another one than level ${origin.installed.level} was made with: the next run lays it, also at this level.`);
		const result = checkResult(origin, availability);
		return {
			exitCode: 0,
			json: result,
			text: textOf$3(result, countsIn(availability))
		};
	}
};
function textOf$3({ status, product, channel, installed, target, latest, updates }, counts) {
	const newest = latest.level === target.level ? "" : ` (${latest.level} is the latest)`;
	if (status === "up-to-date") return `${product} (${channel}) is up to date: level ${installed.level}${newest}.\n`;
	const lines = updates.map(({ id, level, kind, severity, title }) => `  ${level}  ${id}  ${severity === null ? kind : `${kind}, ${severity}`}  ${title}`);
	return `${[`${product} (${channel}): level ${installed.level} → ${target.level}${newest}${counts}.`, ...lines].join("\n")}\n`;
}

// src/cli/commands/run.ts
const runCommand = {
	name: "run",
	does: "takes a track through all stations: check, apply, test, publish; writes the lock",
	arguments: [],
	options: [...trackOptions, {
		name: "out",
		takes: "DIR",
		does: "where the results go; else out/"
	}],
	async run(call, world) {
		const { localHost, outFolder } = await import("./host-local-local-host.lazy.js");
		const out = resolve(world.cwd, call.values.get("out") ?? "out");
		const settings = await settingsOf(call, world.cwd);
		return ride(settings, localHost({
			...outFolder(out),
			...keepingOf(settings, world)
		}, world), world, true);
	}
};
const applyCommand = {
	name: "apply",
	does: "updates one pack, without a lock; the diff zip, report and candidate lie beside the new pack",
	arguments: [],
	options: [...trackOptions.filter(({ name }) => name !== "lock"), {
		name: "out",
		takes: "ZIP",
		does: "the updated pack (required)"
	}],
	async run(call, world) {
		const { besidePack, localHost } = await import("./host-local-local-host.lazy.js");
		const out = resolve(world.cwd, needed(call, "out", "where the updated pack goes"));
		const { assertNotInput } = await import("./host-local-not-input.lazy.js");
		const { assertPlace } = await import("./host-place-files.lazy.js");
		const settings = await settingsOf(call, world.cwd);
		const keeping = keepingOf(settings, world);
		await assertNotInput(out, keeping.inputs);
		await assertPlace(out, "pack");
		return ride(settings, localHost({
			...besidePack(out),
			...keeping
		}, world), world, false);
	}
};
function keepingOf(settings, { env }) {
	const xdg = env["XDG_CACHE_HOME"] ?? "";
	return {
		cache: join(xdg === "" ? join(homedir(), ".cache") : xdg, "update-train"),
		inputs: [settings.pack, settings.base].flatMap((file) => file ?? [])
	};
}
async function ride(settings, host, world, useLock) {
	const { run } = await import("./train-run.lazy.js");
	const { outputsOf } = await import("./train-outcome.lazy.js");
	const { publishLocked } = await import("./train-publish-locked.lazy.js");
	const outcome = await (useLock && settings.level === "locked" ? publishLocked : run)(settings, host, world, {
		useLock,
		dryRun: false
	});
	return {
		exitCode: exitCodeOf(outcome, settings.continueOnTestFailure),
		json: outputsOf(outcome),
		text: textOf$2(outcome)
	};
}
function exitCodeOf({ outcome }, continueOnTestFailure) {
	if (outcome === "conflict") return 3;
	return outcome === "tests-failed" && !continueOnTestFailure ? 4 : 0;
}
function textOf$2(result) {
	if (result.outcome === "up-to-date") return `${result.product} (${result.channel}) is up to date: level ${result.installed.level}.\n`;
	if (result.outcome === "held") return `${result.product} (${result.channel}): level ${result.target.level} is held (${result.reason}).\n`;
	const { candidate, published, toCommit } = result;
	const heads = {
		updated: `${candidate.product} is updated: level ${candidate.from.level} → ${candidate.to.level}.`,
		reverted: `${candidate.product} is reverted: level ${candidate.from.level} → ${candidate.to.level}.`,
		conflict: `The update and you changed the same files; nothing was changed:\n${candidate.conflicts.map(({ path, kind }) => `  ${path} (${kind})`).join("\n")}\nAnswer them like this, then run again; the report shows the three sides:\n${answerCommands(candidate.conflicts, {
			conflicts: shellWord(candidate.answering.conflicts ?? published.paths.conflicts ?? "out/conflicts"),
			resolutions: candidate.answering.resolutions === null ? null : shellWord(candidate.answering.resolutions)
		}).map((line) => `  ${line}`).join("\n")}`,
		"tests-failed": `The tests failed (${candidate.tests?.reason ?? ""}); the candidate is not published.`
	};
	const paths = Object.entries(published.paths).map(([kind, path]) => `  ${kind.padEnd(10)}${path}`);
	const commit = toCommit.length === 0 ? [] : [`To be committed: git add ${toCommit.map(shellWord).join(" ")}`];
	return `${[
		heads[result.outcome],
		...paths,
		...commit
	].join("\n")}\n`;
}

// src/cli/commands/demo.ts
const demoCommand = {
	name: "demo",
	does: "plays a weekly run on an embedded sample product and feed",
	arguments: [],
	options: [{
		name: "out",
		takes: "DIR",
		does: "where the results go; else out/"
	}],
	async run(call, world) {
		const { playDemo } = await import("./demo-play.js");
		const { outputsOf } = await import("./train-outcome.lazy.js");
		const { outcome, text } = await playDemo(resolve(world.cwd, call.values.get("out") ?? "out"), world);
		return {
			exitCode: exitCodeOf(outcome, false),
			json: outputsOf(outcome),
			text
		};
	}
};

// src/cli/commands/diff.ts
const diffCommand = {
	name: "diff",
	does: "says how two packs differ; paths below the root folder",
	arguments: [{
		name: "OLD",
		does: "the pack before"
	}, {
		name: "NEW",
		does: "the pack after"
	}],
	options: [{
		name: "inside",
		does: "look into archives that differ, also in each other: `a.jar!/x/y.class`"
	}, {
		name: "out",
		takes: "ZIP",
		does: "also write the diff zip there"
	}],
	async run(call, world) {
		const [before = "", after = ""] = call.arguments.map((path) => resolve(world.cwd, path));
		const out = call.values.get("out");
		const { assertNotInput } = await import("./host-local-not-input.lazy.js");
		if (out !== void 0) await assertNotInput(resolve(world.cwd, out), [before, after]);
		const { openPack } = await import("./pack-open-pack.lazy.js");
		const { comparePacks } = await import("./pack-difference.lazy.js");
		await using old = await openPack(before);
		await using updated = await openPack(after);
		const difference = comparePacks(old, updated);
		const shown = call.switches.has("inside") ? await lookInside(old, updated, difference, world) : difference;
		if (out !== void 0) await writeDiff({
			old,
			updated,
			difference
		}, resolve(world.cwd, out), world);
		return {
			exitCode: 0,
			json: shown,
			text: textOf$1(shown)
		};
	}
};
async function lookInside(old, updated, difference, { temporary, signal }) {
	const { lookInside } = await import("./pack-inside.js");
	const { temporaryFolder } = await import("./kernel-temporary.lazy.js");
	await using folder = await temporaryFolder(temporary);
	return await lookInside(old, updated, difference, {
		folder: folder.path,
		signal
	});
}
async function writeDiff(packs, out, world) {
	const { diffOf } = await import("./train-diff-packs.lazy.js");
	const { temporaryFolder } = await import("./kernel-temporary.lazy.js");
	const { rename } = await import("node:fs/promises");
	const { assertSpace } = await import("./kernel-disk-space.lazy.js");
	const { writeError } = await import("./kernel-errors.lazy.js");
	await using staging = await temporaryFolder(dirname(out), ".update-train-");
	await assertSpace("The diff zip", [{
		folder: staging.path,
		bytes: packs.updated.size
	}]);
	const { file } = await diffOf(packs, Date.UTC(1980, 0, 1), staging.path, world);
	try {
		await rename(file, out);
	} catch (error) {
		throw writeError(error, out);
	}
}
function textOf$1({ added, removed, changed, renamed, modeChanged }) {
	const lines = [
		...added.map((path) => `added    ${path}`),
		...removed.map((path) => `removed  ${path}`),
		...changed.map((path) => `changed  ${path}`),
		...renamed.map(({ from, to }) => `renamed  ${from} → ${to}`),
		...modeChanged.map((path) => `mode     ${path}`)
	];
	return lines.length === 0 ? "The packs hold the same, by sizes and CRC-32.\n" : `${lines.join("\n")}\n`;
}

// src/cli/read-json.ts
async function readJson(call, option, schema, world) {
	const name = call.values.get(option);
	if (name === void 0) return void 0;
	const file = resolve(world.cwd, name);
	const { parseLocated, problemsError, problemsOf } = await import("./config-problems.lazy.js");
	const located = parseLocated(await readFile(file, "utf8").catch((error) => {
		throw new TrainError("config", `Cannot read ${file}: ${reasonOf(error)}.`, {
			hint: `Correct --${option}; it takes a JSON file.`,
			cause: error
		});
	}), file);
	const parsed = schema.safeParse(located.value);
	if (parsed.success) return parsed.data;
	throw problemsError(file, problemsOf(parsed.error.issues, file, located.lineOf));
}

// src/cli/commands/feed.ts
const classesOption = {
	name: "classes",
	takes: "FILE",
	does: "JSON: glob → `vendor`, `config`, `seed`, `user` or `state`; the first that matches counts"
};
const feedInitCommand = {
	name: "feed init",
	does: "begins an update feed, or adds a product to one",
	arguments: [{
		name: "DIR",
		does: "the feed’s folder; made where it is missing"
	}],
	options: [
		{
			name: "product",
			takes: "NAME",
			does: "the product, such as wso2is-7.1.0 (required)"
		},
		{
			name: "pack",
			takes: "ZIP",
			does: "the vanilla pack: level 0 of every channel (required)"
		},
		classesOption
	],
	async run(call, world) {
		const { initFeed } = await import("./feed-init.lazy.js");
		const { classesSchema } = await import("./feed-format.lazy.js");
		const { parseProduct } = await import("./tools-recognise.lazy.js");
		const folder = resolve(world.cwd, call.arguments[0] ?? "");
		const product = parseProduct(needed(call, "product", "the product, such as wso2is-7.1.0"));
		const pack = resolve(world.cwd, needed(call, "pack", "the vanilla pack"));
		await assertProductOf(pack, product);
		const { files, base } = await initFeed({
			folder,
			product,
			pack,
			classes: await readJson(call, "classes", classesSchema, world) ?? {}
		}, world);
		const json = {
			folder,
			product: `${product.name}-${product.version}`,
			files,
			base
		};
		return {
			exitCode: 0,
			json,
			text: `${json.product} is in the feed ${folder}: ${files} paths at level 0.\n`
		};
	}
};
const feedPublishCommand = {
	name: "feed publish",
	does: "adds a level to a channel of a feed",
	arguments: [{
		name: "DIR",
		does: "the feed’s folder"
	}],
	options: [
		{
			name: "product",
			takes: "NAME",
			does: "the product; needed where the feed has several"
		},
		{
			name: "channel",
			takes: "NAME",
			does: "the channel; begun where it is new (required)"
		},
		{
			name: "level",
			takes: "N",
			does: "the level: a whole number above the last one (required)"
		},
		{
			name: "pack",
			takes: "ZIP",
			does: "the product at this level, as a pack"
		},
		{
			name: "tree",
			takes: "DIR",
			does: "the product at this level, unpacked"
		},
		{
			name: "updates",
			takes: "FILE",
			does: "JSON: the updates of this level (required)"
		},
		{
			name: "timestamp",
			takes: "MS",
			does: "epoch milliseconds; else now"
		},
		classesOption,
		{
			name: "renames",
			takes: "FILE",
			does: "JSON: [{from, to}], files that moved"
		}
	],
	async run(call, world) {
		const { productIn, publishLevel } = await import("./feed-publish.lazy.js");
		const { classesSchema, renamesSchema, updatesInputSchema } = await import("./feed-format.lazy.js");
		const { parseProduct } = await import("./tools-recognise.lazy.js");
		const folder = resolve(world.cwd, call.arguments[0] ?? "");
		const product = call.values.get("product");
		const channel = needed(call, "channel", "the channel to publish on");
		const level = wholeNumber(needed(call, "level", "the level to publish"), "level");
		needed(call, "updates", "a JSON file with the updates of this level");
		const timestamp = call.values.get("timestamp");
		const from = sourceOf(call, world);
		const wanted = product === void 0 ? null : parseProduct(product);
		if ("pack" in from) await assertProductOf(from.pack, await productIn(folder, wanted));
		const published = await publishLevel({
			folder,
			product: wanted,
			channel,
			level,
			from,
			updates: await readJson(call, "updates", updatesInputSchema, world) ?? [],
			timestamp: timestamp === void 0 ? world.clock.now() : wholeNumber(timestamp, "timestamp"),
			classes: await readJson(call, "classes", classesSchema, world) ?? {},
			renames: await readJson(call, "renames", renamesSchema, world) ?? [],
			equivalent: null
		}, world);
		const name = `${published.product.name}-${published.product.version}`;
		return {
			exitCode: 0,
			json: {
				folder,
				product: name,
				channel,
				level,
				files: published.files
			},
			text: `Level ${level} of ${name} is on channel ${channel}: ${published.files} paths.\n`
		};
	}
};
async function assertProductOf(file, product) {
	const { openPack } = await import("./pack-open-pack.lazy.js");
	const { recognisePack } = await import("./tools-recognise.lazy.js");
	await using pack = await openPack(file);
	const found = (await recognisePack(pack)).product;
	if (found.name === product.name) return;
	throw new TrainError("config", `${file} is of ${found.name}, not ${product.name}.`, { hint: "Correct `product` (--product) or `pack` (--pack)." });
}
function sourceOf(call, world) {
	const pack = call.values.get("pack");
	const tree = call.values.get("tree");
	if (pack !== void 0 && tree === void 0) return { pack: resolve(world.cwd, pack) };
	if (tree !== void 0 && pack === void 0) return { tree: resolve(world.cwd, tree) };
	throw new TrainError("usage", "A level is published from one of `--pack` and `--tree`.", { hint: "Give the product at this level as a zip with --pack, or unpacked with --tree." });
}
function wholeNumber(text, option) {
	const number = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
	throw new TrainError("usage", `\`--${option}\` ${text} is no whole number above 0.`, { hint: `Give --${option} in digits.` });
}

// src/cli/commands/inspect.ts
const inspectCommand = {
	name: "inspect",
	does: "says what a pack is: product, channel, level, size and digests",
	arguments: [{
		name: "PACK",
		does: "the zip to look at"
	}],
	options: [{
		name: "no-digest",
		does: "read the directory of the zip only: no SHA-256, no content digest"
	}],
	async run(call, world) {
		const { openPack } = await import("./pack-open-pack.lazy.js");
		const { recognisePack } = await import("./tools-recognise.lazy.js");
		const file = resolve(world.cwd, call.arguments[0] ?? "");
		await using pack = await openPack(file);
		const { product, channel, position } = await recognisePack(pack);
		const identity = {
			root: pack.root,
			product: product.name,
			version: product.version,
			channel,
			level: position?.level ?? null,
			entries: pack.archive.entries.length,
			bytes: pack.size
		};
		const result = call.switches.has("no-digest") ? {
			...identity,
			sha256: null,
			contentDigest: null
		} : {
			...identity,
			...await digestsOf(file, world)
		};
		return {
			exitCode: 0,
			json: result,
			text: `${Object.entries(result).map(([key, value]) => `${key.padEnd(14)}${value ?? "–"}`).join("\n")}\n`
		};
	}
};
async function digestsOf(file, world) {
	const { sha256OfFile } = await import("./kernel-sha256.lazy.js");
	const { measurePack } = await import("./train-update-pack.lazy.js");
	const { sha256 } = await sha256OfFile(file, world.signal);
	return {
		sha256,
		contentDigest: (await measurePack(file, world)).contentDigest
	};
}

// src/cli/commands/patch.ts
const patchCommand = {
	name: "patch",
	does: "applies a diff zip to the pack it was made from, or to an unpacked home; needs no network",
	arguments: [{
		name: "PACK",
		does: "the pack that the diff zip starts from, or the folder of an unpacked home"
	}, {
		name: "ZIP",
		does: "the diff zip"
	}],
	options: [
		{
			name: "out",
			takes: "ZIP",
			does: "the new pack (required for a pack)"
		},
		{
			name: "resolutions",
			takes: "DIR",
			does: "of a home: recorded answers to conflicts; else .update-train/resolutions"
		},
		{
			name: "on-conflict",
			takes: "WHO",
			does: "of a home: `fail` (the default), `ours` or `theirs`: whose word counts without an answer"
		},
		{
			name: "classes",
			takes: "FILE",
			does: "of a home: JSON: glob → class; the first that matches counts"
		}
	],
	async run(call, world) {
		const [pack = "", diff = ""] = call.arguments.map((path) => resolve(world.cwd, path));
		const files = {
			pack,
			diff
		};
		return await isHome(pack, call) ? ofHome(files, call, world) : ofPack(files, call, world);
	}
};
async function isHome(path, { values }) {
	const found = await lstat(path).catch(() => null);
	if (found === null) return !values.has("out");
	return found.isDirectory() || found.isSymbolicLink() && await isHomeLinked(path);
}
async function isHomeLinked(path) {
	const { stat } = await import("node:fs/promises");
	return stat(path).then((found) => found.isDirectory(), () => true);
}
async function ofPack({ pack, diff }, call, world) {
	refuse(call, [
		"resolutions",
		"classes",
		"on-conflict"
	], "nothing in a pack is the team’s");
	const { patchFile } = await import("./train-patch.js");
	const { assertNotInput } = await import("./host-local-not-input.lazy.js");
	const out = resolve(world.cwd, needed(call, "out", "where the new pack goes"));
	await assertNotInput(out, [pack, diff]);
	const { sha256, size } = await patchFile({
		pack,
		diff,
		out
	}, world);
	return {
		exitCode: 0,
		json: {
			pack: out,
			sha256,
			size
		},
		text: `${out} (${formatBytes(size)})\n`
	};
}
async function ofHome({ pack: home, diff }, call, world) {
	refuse(call, ["out"], "a home is patched where it lies");
	const { patchHome } = await import("./train-patch-home.js");
	const { classesSchema } = await import("./feed-format.lazy.js");
	const { defaultResolutions } = await import("./config-settings.lazy.js");
	const classes = await readJson(call, "classes", classesSchema, world) ?? {};
	const patched = await patchHome({
		home,
		diff,
		resolutions: resolve(world.cwd, call.values.get("resolutions") ?? defaultResolutions),
		classes,
		onConflict: await policyOf(call)
	}, world);
	return {
		exitCode: patched.kind === "conflict" ? 3 : 0,
		json: jsonOf(home, patched),
		text: textOf(home, patched)
	};
}
async function policyOf({ values }) {
	const { conflictPolicies } = await import("./merge-merging.lazy.js");
	const said = values.get("on-conflict") ?? "fail";
	const policy = conflictPolicies.find((one) => one === said);
	if (policy !== void 0) return policy;
	throw new TrainError("usage", `\`--on-conflict\` takes ${conflictPolicies.join(", ")}, not ${said}.`, { hint: "`ours` keeps your files, `theirs` takes the update’s and keeps yours aside." });
}
function refuse({ values }, options, why) {
	for (const option of options) if (values.has(option)) throw new TrainError("usage", `\`--${option}\` has no meaning here: ${why}.`, { hint: "Leave it out; `update-train patch --help` says what it is for." });
}
function jsonOf(home, patched) {
	const { paths } = patched;
	const notices = patched.kind === "conflict" ? [] : patched.notices;
	const conflicts = patched.kind === "conflict" ? patched.conflicts.map(({ path, row, kind }) => ({
		path,
		row,
		kind
	})) : [];
	return {
		home,
		outcome: patched.kind,
		conflicts,
		notices,
		conflictsFolder: paths.conflicts ?? null,
		replacedFolder: paths.replaced ?? null
	};
}
const byHand = "patch with --on-conflict ours (or theirs), or put the vendor’s file back and patch again";
function textOf(home, patched) {
	const { paths } = patched;
	if (patched.kind === "conflict") return `The diff zip and you changed the same files; nothing was changed:\n${patched.conflicts.map(({ path, kind }) => `  ${path} (${kind})`).join("\n")}\nAnswer them like this, then patch again:\n${answerCommands(patched.conflicts, {
		conflicts: shellWord(paths.conflicts ?? ""),
		resolutions: null,
		byHand
	}).map((line) => `  ${line}\n`).join("")}`;
	const said = patched.notices.map(({ path, message }) => `  ${path} ${message}\n`).join("");
	if (patched.kind === "up-to-date") return `${home} is where the diff zip leads to already: nothing to do.\n${said}`;
	return `${home} is patched.\n${said}${paths.replaced === void 0 ? "" : `  replaced  ${paths.replaced}\n`}`;
}

// src/cli/commands/resolve.ts
const resolveCommand = {
	name: "resolve",
	does: "records answers to conflicts, for every later run: each `<path>.final` of the folder, or a side",
	arguments: [],
	options: [
		{
			name: "conflicts",
			takes: "DIR",
			does: "the folder that a run laid out; else out/conflicts"
		},
		{
			name: "resolutions",
			takes: "DIR",
			does: "where answers are kept; else .update-train/resolutions"
		},
		{
			name: "ours",
			takes: "PATH",
			does: "take our side of this path; may be given several times",
			repeats: true
		},
		{
			name: "theirs",
			takes: "PATH",
			does: "take the update’s side of this path; may be given several times",
			repeats: true
		},
		{
			name: "delete",
			takes: "PATH",
			does: "take this path away; may be given several times",
			repeats: true
		},
		{
			name: "force",
			does: "replace an answer that was recorded before"
		},
		{
			name: "list",
			does: "only list what is recorded"
		},
		{
			name: "forget",
			takes: "KEY",
			does: "only remove a recorded answer"
		}
	],
	async run(call, world) {
		const { defaultResolutions } = await import("./config-settings.lazy.js");
		const resolutions = resolve(world.cwd, call.values.get("resolutions") ?? defaultResolutions);
		const key = call.values.get("forget");
		assertOneThing(call);
		if (key !== void 0) return forgetAnswer(resolutions, key);
		if (call.switches.has("list")) return listAnswers(resolutions);
		return recordAnswers(call, resolutions, world);
	}
};
const sides = [
	"ours",
	"theirs",
	"delete"
];
function assertOneThing({ values, switches }) {
	const only = ["list", "forget"].filter((name) => values.has(name) || switches.has(name));
	const answers = [...sides, "force"].filter((name) => values.has(name) || switches.has(name));
	if (only.length === 0 || only.length + answers.length === 1) return;
	const all = [...only, ...answers].map((name) => `--${name}`).join(", ");
	throw new TrainError("usage", `These cannot be given together: ${all}.`, { hint: "--list and --forget stand alone, as they record no answer." });
}
async function listAnswers(folder) {
	const { listResolutions } = await import("./merge-resolutions.lazy.js");
	const found = await listResolutions(folder);
	const json = found.map(({ key, resolution }) => ({
		key,
		...resolution
	}));
	const lines = found.map(({ key, resolution: { path, answer, by } }) => {
		const decided = by === void 0 ? "" : `  (${by})`;
		return `${key}  ${answer.padEnd(7)}${path}${decided}\n`;
	});
	return {
		exitCode: 0,
		json,
		text: lines.length === 0 ? "No answer is recorded.\n" : lines.join("")
	};
}
async function forgetAnswer(folder, key) {
	const { forget } = await import("./merge-record.lazy.js");
	if (!/^[0-9a-f]{64}$/.test(key) || !await forget(folder, key)) throw new TrainError("usage", `No answer is recorded under ${key}.`, { hint: "`update-train resolve --list` shows the keys." });
	return {
		exitCode: 0,
		json: { forgotten: key },
		text: `Forgotten: ${key}\n`
	};
}
const answeredBefore = "Name the folder with --conflicts where you still have it. Else, for another answer, change the file in your overlay to what it is to become and run again, or, where no run has passed with the former answer, remove that (`--list`, then `--forget KEY`) and run again: what conflicts is laid out anew.";
async function recordAnswers(call, resolutions, world) {
	const { recordAll } = await import("./merge-record.lazy.js");
	const { readConflicts } = await import("./merge-waiting.lazy.js");
	const { listResolutions } = await import("./merge-resolutions.lazy.js");
	const conflicts = resolve(world.cwd, call.values.get("conflicts") ?? "out/conflicts");
	const isForced = call.switches.has("force");
	const waiting = await readConflicts(conflicts, isForced ? answeredBefore : void 0);
	const answers = chosenIn(call, conflicts, waiting);
	const given = waiting.flatMap((one) => {
		const answer = answers.get(one.path);
		return answer === void 0 ? [] : [{
			waiting: one,
			answer
		}];
	});
	const replaced = (await recordAll(given, {
		conflicts,
		resolutions
	}, isForced)).flatMap(({ resolution, replaces }) => replaces ? [resolution.path] : []);
	const recorded = given.map(({ waiting: { key, path }, answer }) => ({
		key,
		path,
		answer
	}));
	const known = new Set((await listResolutions(resolutions)).flatMap(({ key, resolution }) => resolution.by === void 0 ? [key] : []));
	const open = waiting.filter(({ key }) => !known.has(key)).map(({ path }) => path);
	const { pathFrom, shellWord } = await import("./report-shell-word.lazy.js");
	const below = pathFrom(world.cwd, resolutions);
	const place = below.startsWith("..") ? resolutions : below;
	const text = [
		`Recorded in ${resolutions}:`,
		...recorded.map(({ path, answer }) => `  ${path}: ${answer}`),
		...replaced.length === 0 ? [] : [`Other than before: ${replaced.join(", ")}. The next run builds a level again where the former answer stands for a file of your overlay. Where that was your overlay’s file as it is, nothing is built again: this answer counts for exactly these three files, and a later update of the file is asked for. To have it now, change the file in your overlay.`],
		open.length === 0 ? "All are answered: run again." : `Still open: ${open.join(", ")}`,
		`Commit the answers, so that they count everywhere: git add ${shellWord(place)}`,
		""
	].join("\n");
	return {
		exitCode: 0,
		json: {
			recorded,
			open
		},
		text
	};
}
function chosenIn(call, conflicts, waiting) {
	const answers = /* @__PURE__ */ new Map();
	for (const { path } of waiting) if (existsSync(join(conflicts, `${path}.final`))) answers.set(path, "final");
	const said = /* @__PURE__ */ new Map();
	const problems = [];
	for (const answer of sides) for (const path of call.lists.get(answer) ?? []) {
		const other = said.get(path);
		if (other !== void 0 && other !== answer) problems.push({ message: `${path} is answered by --${other} and by --${answer}: give one of them` });
		if (!waiting.some((one) => one.path === path)) problems.push({ message: `${path} is none of the conflicts of ${conflicts}` });
		said.set(path, answer);
		answers.set(path, answer);
	}
	if (problems.length > 0) throw new TrainError("usage", "The answers cannot be recorded like this; none was.", {
		hint: `The conflicts are: ${waiting.map((one) => one.path).join(", ")}.`,
		problems
	});
	if (answers.size > 0) return answers;
	throw new TrainError("usage", `Nothing in ${conflicts} is answered.`, { hint: "Put the file that a path should become beside it as `<path>.final`, or choose with --ours, --theirs or --delete." });
}

// src/cli/commands/revert.ts
const revertCommand = {
	name: "revert",
	does: "takes a track back to an earlier candidate of its lock, byte for byte; runs no tests",
	arguments: [],
	options: [
		...trackOptions.filter(({ name }) => ![
			"channel",
			"level",
			"test"
		].includes(name)),
		{
			name: "to",
			takes: "LEVEL",
			does: "a level of the lock’s history; else of what ran before; again, one further back"
		},
		{
			name: "out",
			takes: "DIR",
			does: "where the results go; else out/"
		}
	],
	async run(call, world) {
		const { localHost, outFolder } = await import("./host-local-local-host.lazy.js");
		const { revert } = await import("./train-revert.js");
		const { outputsOf } = await import("./train-outcome.lazy.js");
		const published = resolve(world.cwd, call.values.get("out") ?? "out");
		const settings = await settingsOf(call, world.cwd);
		const outcome = await revert(settings, localHost({
			...outFolder(published),
			...keepingOf(settings, world)
		}, world), world, {
			to: call.values.get("to") ?? null,
			published
		});
		const takenAway = outcome.outcome === "up-to-date" ? [] : outcome.candidate.takenAway;
		return {
			exitCode: 0,
			json: {
				...outputsOf(outcome),
				takenAway: takenAway.length,
				securityTakenAway: securityUpdatesOf(takenAway).length
			},
			text: outcome.outcome === "up-to-date" ? `${outcome.product} (${outcome.channel}) runs level ${outcome.installed.level} already.\n` : textOf$2(outcome)
		};
	}
};

// src/cli/commands.ts
const commands = [
	demoCommand,
	checkCommand,
	runCommand,
	applyCommand,
	revertCommand,
	resolveCommand,
	inspectCommand,
	diffCommand,
	patchCommand,
	feedInitCommand,
	feedPublishCommand
];

// src/cli/help.ts
function helpOf(command) {
	const words = [
		command.name,
		...command.arguments.map(({ name }) => name),
		"[options]"
	];
	const rows = [...command.options, ...everywhere].map((option) => [shown(option), option.does]);
	const parameters = command.arguments.map(({ name, does }) => [name, does]);
	return [
		`update-train ${words.join(" ")}`,
		"",
		`  ${command.does}`,
		...parameters.length === 0 ? [] : [
			"",
			"Arguments",
			...columns(parameters)
		],
		"",
		"Options",
		...columns(rows),
		""
	].join("\n");
}
function overview(commands, group) {
	const listed = group === void 0 ? commands : commands.filter(({ name }) => name.startsWith(`${group} `));
	return [
		`update-train ${group === void 0 ? "" : `${group} `}COMMAND [options]`,
		"",
		"  Checks for updates of a server pack, applies them, tests the result and publishes the tested candidate.",
		"",
		"Commands",
		...columns(listed.map(({ name, does }) => [name, does])),
		"",
		"Each command has a --help of its own; --version prints the version. New here? Run `update-train demo`.",
		"Exit codes: 0 done or nothing to do, 1 failure, 2 wrong usage or configuration, 3 conflicts, 4 tests failed,",
		"5 credentials or subscription refused, 6 service unreachable or busy, 7 verification failed.",
		""
	].join("\n");
}
function shown({ name, takes }) {
	return takes === void 0 ? `--${name}` : `--${name} ${takes}`;
}
function columns(rows) {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

// src/cli/main.ts
async function main(words) {
	keepHeapSmall();
	const stopping = listenForStop();
	const world = worldOf(stopping.signal);
	try {
		process.exitCode = await answer(words, world);
	} catch (error) {
		const signal = stopping.received();
		if (signal === void 0) {
			const found = toldError(error);
			process.exitCode = found instanceof TrainError ? found.exitCode : 1;
			const { redact } = world.secrets;
			if (words.includes("--json")) process.stdout.write(`${failureAsJson(found, redact)}\n`);
			process.stderr.write(redact(explanationOf(found)));
		} else {
			process.exitCode = exitCodeOf$1(signal);
			process.stderr.write(`Stopped by ${signal}; nothing was left half done.\n`);
		}
	}
}
async function answer(words, world) {
	const found = findCommand(words);
	if (found === void 0) return withoutCommand(words);
	const { command, rest } = found;
	const call = parseCall(command, rest);
	if (call.switches.has("help")) {
		process.stdout.write(helpOf(command));
		return 0;
	}
	const { exitCode, json, text } = await command.run(call, world);
	process.stdout.write(call.switches.has("json") ? `${JSON.stringify(json, null, 2)}\n` : printableLines(text));
	return exitCode;
}
function findCommand(words) {
	for (const command of commands) {
		const name = command.name.split(" ");
		if (name.every((part, index) => words[index] === part)) return {
			command,
			rest: words.slice(name.length)
		};
	}
}
async function withoutCommand(words) {
	const [first] = words;
	if (first === "--version") {
		const { version } = await import("./cli-version.js");
		process.stdout.write(words.includes("--json") ? `${JSON.stringify({ version })}\n` : `${version}\n`);
		return 0;
	}
	if (first === void 0 || first === "--help" || first === "-h" || first === "help") {
		process.stdout.write(overview(commands));
		return first === void 0 ? 2 : 0;
	}
	const below = commands.filter(({ name }) => name.startsWith(`${first} `));
	if (below.length > 0 && words.slice(1).every((word) => word === "--help" || word === "-h")) {
		process.stdout.write(overview(commands, first));
		return words.length === 1 ? 2 : 0;
	}
	const names = (below.length > 0 ? below : commands).map(({ name }) => name);
	const said = words.slice(0, below.length > 0 ? 2 : 1).join(" ");
	throw new TrainError("usage", `There is no command ${said}${meant(said, names) || "."}`, { hint: `The commands are: ${names.join(", ")}.` });
}
function worldOf(signal) {
	const { env } = process;
	const secrets = secretsOf(credentialsIn(env));
	const terminal = {
		write: (text) => process.stderr.write(secrets.redact(text)),
		isTTY: process.stderr.isTTY
	};
	return systemWorld({
		env,
		cwd: process.cwd(),
		temporary: tmpdir(),
		log: terminalLog(terminal, systemClock),
		signal,
		secrets
	});
}
function failureAsJson(error, redact) {
	const details = error instanceof TrainError ? {
		code: error.code,
		message: error.message,
		hint: error.hint,
		problems: error.problems
	} : {
		code: "failure",
		message: messageOf(error),
		hint: null,
		problems: []
	};
	return JSON.stringify({ error: details }, (_key, value) => typeof value === "string" ? redact(value) : value, 2);
}
function explanationOf(error) {
	return `${(error instanceof TrainError ? [
		`✗ ${error.message}`,
		...error.problems.map(({ message, file, line }) => file === void 0 ? `  - ${message}` : `  - ${file}${line === void 0 ? "" : `:${line}`}: ${message}`),
		`  → ${error.hint}`
	] : [
		`✗ Something went wrong that nobody planned: ${messageOf(error)}`,
		"  → Please report this with the lines below.",
		...error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6) : []
	]).map(printable).join("\n")}\n`;
}
function printableLines(text) {
	return text.split("\n").map(printable).join("\n");
}

export { main };