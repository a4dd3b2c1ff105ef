import { i as readSettings } from "./config-settings.js";
import { f as object, g as string, m as record, r as array, s as int } from "./zod.js";
import { y as datetime } from "./train-origin.js";
import { n as initFeed } from "./feed-init.js";
import { n as publishLevel } from "./feed-publish.js";
import { n as localHost, r as outFolder, t as besidePack } from "./host-local-local-host.js";
import { t as TrainError } from "./kernel-errors.js";
import { i as makeFolder } from "./kernel-files.js";
import { n as silentLog } from "./kernel-log.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { n as formatElapsed } from "./kernel-time.js";
import { c as createPack } from "./train-update-pack.js";
import { t as parseProduct } from "./tools-recognise.js";
import { t as run } from "./train-run.js";
import { c as updatesInputSchema, n as classesSchema } from "./feed-format.js";
import { n as globMatcher } from "./merge-classes.js";
import { dirname, join, relative } from "node:path";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, readdir, symlink, utimes, writeFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { fileURLToPath } from "node:url";

// src/demo/sample-jar.ts
function dosTime(timestamp) {
	const at = new Date(timestamp);
	return {
		date: at.getUTCFullYear() - 1980 << 9 | at.getUTCMonth() + 1 << 5 | at.getUTCDate(),
		time: at.getUTCHours() << 11 | at.getUTCMinutes() << 5 | at.getUTCSeconds() >> 1
	};
}
function sharedFields(name, content, timestamp) {
	const { date, time } = dosTime(timestamp);
	const fields = Buffer.alloc(26);
	fields.writeUInt16LE(10, 0);
	fields.writeUInt16LE(2048, 2);
	fields.writeUInt16LE(time, 6);
	fields.writeUInt16LE(date, 8);
	fields.writeUInt32LE(crc32(content), 10);
	fields.writeUInt32LE(content.length, 14);
	fields.writeUInt32LE(content.length, 18);
	fields.writeUInt16LE(name.length, 22);
	return fields;
}
function jarBytes(files, timestamp) {
	const local = [];
	const central = [];
	let offset = 0;
	for (const [path, content] of files) {
		const name = Buffer.from(path);
		const fields = sharedFields(name, content, timestamp);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		central.push(Buffer.from("PK\n\0", "latin1"), fields, place, name);
		const entry = Buffer.concat([
			Buffer.from("PK"),
			fields,
			name,
			content
		]);
		local.push(entry);
		offset += entry.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write("PK", "latin1");
	end.writeUInt16LE(files.size, 8);
	end.writeUInt16LE(files.size, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([
		...local,
		directory,
		end
	]);
}

// src/demo/sample.ts
const timestamp = datetime().transform((text) => Date.parse(text));
const levelSchema = object({
	level: int().positive(),
	timestamp,
	equivalent: int().positive().nullable().default(null),
	removed: array(string()),
	renames: array(object({
		from: string(),
		to: string()
	})),
	updates: updatesInputSchema
});
const sampleSchema = object({
	product: string(),
	timestamp,
	archives: array(string()),
	executables: array(string()),
	links: record(string(), string()),
	directories: array(string()),
	classes: classesSchema,
	channels: record(string(), array(levelSchema))
});
async function readSample(sampleFolder) {
	return sampleSchema.parse(JSON.parse(await readFile(join(sampleFolder, "product.json"), "utf8")));
}
async function sampleTree(sampleFolder, at, outFolder) {
	const sample = await readSample(sampleFolder);
	const sources = await sourcesAt(sampleFolder, sample, at);
	const isExecutable = globMatcher(sample.executables);
	const directories = new Set(sample.directories);
	for (const [path, file] of await packArchives(sources, globMatcher(sample.archives))) {
		const target = join(outFolder, path);
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, file.content);
		await chmod(target, isExecutable(path) ? 493 : 420);
		await utimes(target, file.timestamp / 1e3, file.timestamp / 1e3);
		for (const parent of parentsOf(path)) directories.add(parent);
	}
	for (const path of directories) await mkdir(join(outFolder, path), { recursive: true });
	for (const path of ["", ...directories]) await chmod(join(outFolder, path), 493);
	for (const [path, target] of Object.entries(sample.links)) await symlink(target, join(outFolder, path));
}
async function sourcesAt(sampleFolder, sample, { channel, level }) {
	const levels = sample.channels[channel] ?? [];
	if (level !== 0 && !levels.some((one) => one.level === level)) throw new TrainError("config", `${sample.product} has no level ${level} on channel ${channel}.`, { hint: `Choose 0 or one of ${levelNames(sample)}.` });
	const sources = await filesBelow(join(sampleFolder, "base"), sample.timestamp);
	for (const one of levels.filter((each) => each.level <= level)) {
		for (const path of one.removed) move(sources, path, null);
		for (const { from, to } of one.renames) move(sources, from, to);
		const changes = await filesBelow(join(sampleFolder, channel, String(one.level)), one.timestamp);
		for (const [path, source] of changes) sources.set(path, source);
	}
	return sources;
}
function levelNames({ channels }) {
	return Object.entries(channels).map(([channel, levels]) => `${channel} ${levels.map(({ level }) => level).join(", ")}`).join("; ");
}
function move(sources, from, to) {
	for (const [path, source] of [...sources]) {
		if (path !== from && !path.startsWith(`${from}/`)) continue;
		sources.delete(path);
		if (to !== null) sources.set(to + path.slice(from.length), source);
	}
}
async function filesBelow(folder, timestamp) {
	const files = (await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	return new Map(files.map((file) => [relative(folder, file).normalize("NFC"), {
		file,
		timestamp
	}]));
}
async function packArchives(sources, isArchive) {
	const packed = /* @__PURE__ */ new Map();
	const archives = /* @__PURE__ */ new Map();
	for (const path of [...sources.keys()].toSorted()) {
		const source = sources.get(path);
		if (source === void 0) continue;
		const content = await readFile(source.file);
		const archive = parentsOf(path).find(isArchive);
		if (archive === void 0) {
			packed.set(path, {
				content,
				timestamp: source.timestamp
			});
			continue;
		}
		const { files, timestamp } = archives.get(archive) ?? {
			files: /* @__PURE__ */ new Map(),
			timestamp: 0
		};
		files.set(path.slice(archive.length + 1), content);
		archives.set(archive, {
			files,
			timestamp: Math.max(timestamp, source.timestamp)
		});
	}
	for (const [path, { files, timestamp }] of archives) packed.set(path, {
		content: jarBytes(files, timestamp),
		timestamp
	});
	return packed;
}
function parentsOf(path) {
	const names = path.split("/").slice(0, -1);
	return names.map((_name, index) => names.slice(0, index + 1).join("/"));
}

// src/demo/play.ts
const installedLevel = 2;
async function playDemo(out, world) {
	const started = world.clock.now();
	const sampleFolder = findSample();
	const sample = await readSample(sampleFolder);
	world.log.info(`${sample.product} is a sample that ships with update-train; it is no real product.`);
	await using stage = await temporaryFolder(world.temporary);
	const { feed, pack } = await world.log.group("set the stage: a feed and the pack of level 2", () => setStage(sampleFolder, sample, stage.path, world));
	const smokeTest = join(sampleFolder, "smoke-test.mjs");
	const resolutions = join(out, ".update-train", "resolutions");
	await makeFolder(resolutions);
	await cp(join(sampleFolder, "resolutions"), resolutions, {
		recursive: true,
		force: false
	});
	const settings = await readSettings({
		lock: join(out, "update-train.lock.json"),
		track: "dev",
		entry: {
			feed,
			pack,
			overlay: join(sampleFolder, "overlay"),
			resolutions,
			test: `${quoted(process.execPath)} ${quoted(smokeTest)}`
		}
	}, stage.path);
	const host = localHost({
		...outFolder(out),
		cache: join(stage.path, "cache"),
		inputs: []
	}, world);
	const outcome = await run(settings, host, world, {
		useLock: true,
		dryRun: false
	});
	return {
		outcome,
		text: timelineOf(outcome, sample, out, formatElapsed(world.clock.now() - started), world.cwd)
	};
}
function findSample() {
	const here = dirname(fileURLToPath(import.meta.url));
	const found = [
		"acme-gateway",
		"../acme-gateway",
		"../../examples/acme-gateway"
	].map((place) => join(here, place)).find((place) => existsSync(join(place, "product.json")));
	if (found !== void 0) return found;
	throw new TrainError("failure", "The sample product is not beside the bundle.", { hint: "Install update-train again: dist/acme-gateway is missing." });
}
async function setStage(sampleFolder, sample, stage, world) {
	const feed = join(stage, "feed");
	const product = parseProduct(sample.product);
	const { classes } = sample;
	const root = sample.product;
	const base = join(stage, "base");
	await sampleTree(sampleFolder, {
		channel: "full",
		level: 0
	}, base);
	const basePack = join(stage, `${root}.zip`);
	await createPack({
		home: base,
		root,
		out: basePack,
		timestamp: sample.timestamp,
		signal: world.signal
	});
	await initFeed({
		folder: feed,
		product,
		pack: basePack,
		classes
	}, world);
	for (const [channel, levels] of Object.entries(sample.channels)) for (const { level, timestamp, renames, updates, equivalent } of levels) {
		const tree = join(stage, channel, String(level));
		await sampleTree(sampleFolder, {
			channel,
			level
		}, tree);
		await publishLevel({
			folder: feed,
			product,
			channel,
			level,
			from: { tree },
			updates,
			timestamp,
			classes,
			renames,
			equivalent
		}, world);
	}
	return {
		feed,
		pack: await teamPack(sample, basePack, feed, stage, world)
	};
}
async function teamPack(sample, basePack, feed, stage, world) {
	const pack = join(stage, "team", `${sample.product}.zip`);
	const quiet = {
		...world,
		log: silentLog
	};
	const settings = await readSettings({ entry: {
		feed,
		pack: basePack,
		level: String(installedLevel)
	} }, stage);
	const host = localHost({
		...besidePack(pack),
		cache: join(stage, "none"),
		inputs: []
	}, {
		...world,
		log: silentLog
	});
	await run(settings, host, quiet, {
		useLock: false,
		dryRun: false
	});
	return pack;
}
function quoted(word) {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
function timelineOf(result, sample, out, elapsed, cwd) {
	if (result.outcome === "up-to-date") return `${sample.product} is up to date: level ${result.installed.level}. Nothing was touched (${elapsed}). Remove ${shown(out, cwd)} to see the run again.\n`;
	if (result.outcome === "held") throw new Error("The demo proposes nothing.");
	const { candidate, published } = result;
	const stations = candidate.stations.map(({ name, milliseconds }) => `  ● ${name.padEnd(9)}${formatElapsed(milliseconds)}`);
	const paths = Object.entries(published.paths).map(([kind, path]) => `  ${kind.padEnd(11)}${shown(path, cwd)}`);
	return [
		`${sample.product} (a sample): level ${candidate.from.level} → ${candidate.to.level}, ${result.outcome} in ${elapsed}`,
		...stations,
		"",
		"Your files met the update:",
		...candidate.notices.map(({ path, message }) => `  ${path} ${message}`),
		"",
		"Open:",
		...paths,
		`  ${"lock".padEnd(11)}${shown(join(out, "update-train.lock.json"), cwd)}`,
		"",
		"Run it again: it finds nothing new and touches nothing.",
		""
	].join("\n");
}
function shown(path, cwd) {
	const below = relative(cwd, path);
	return below.startsWith("..") ? path : below;
}

export { playDemo };