import { t as TrainError } from "./kernel-errors.js";
import { l as looseObject, m as string } from "./zod.js";
import { a as configFile$1, d as stateFile, n as isProgram$1, o as parseU2State, u as parseFeedState } from "./tools-u2-programs.js";
import { t as require_dist } from "./yaml.js";

// src/tools/wum/recognise.ts
var import_dist = require_dist();
/** Epoch milliseconds of every update run of a pack: the names of the files below `updates/wum/` (carbon-kernel, *CallHome*). */
function timestampsIn(paths) {
	return paths.flatMap((path) => {
		const name = /^updates\/wum\/(\d{1,16})$/.exec(path)?.[1];
		return name === void 0 ? [] : [Number(name)];
	});
}
/** A pack of WUM: by the files of `updates/wum/`, where no other tool's settings are. It does not say its channel. */
function recogniseWum({ paths }) {
	const newest = Math.max(0, ...timestampsIn(paths));
	return Promise.resolve(newest === 0 ? null : {
		tool: "wum",
		toolSaidBy: `updates/wum/${newest}`,
		channel: null,
		position: {
			level: newest,
			timestamp: newest
		},
		statePaths: []
	});
}

// src/tools/in-place/recognise.ts
/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
const configFile = "updates/config.yaml";
const schema = looseObject({ channel: string().default("full") });
/** The tool's programs, which it replaces as it likes. */
function isProgram(path) {
	return /^bin\/update_(?:linux|darwin|windows\.exe)$/.test(path);
}
/** A pack of the in-place tool: by its `updates/config.yaml`, else by the tool in `bin/`. Its level is the newest file of `updates/wum/`. */
async function recogniseInPlace({ paths, read, where }) {
	const programs = paths.filter(isProgram);
	const text = await read(configFile);
	if (text === null && programs.length === 0) return null;
	const newest = Math.max(0, ...timestampsIn(paths));
	return {
		tool: "in-place",
		toolSaidBy: text === null ? programs[0] ?? "" : configFile,
		channel: text === null ? null : channelOf(text, `${configFile} in ${where}`),
		position: newest === 0 ? null : {
			level: newest,
			timestamp: newest
		},
		statePaths: programs
	};
}
function channelOf(text, where) {
	try {
		return schema.parse((0, import_dist.parse)(text) ?? {}).channel;
	} catch (error) {
		throw new TrainError("pack-damaged", `${where} does not say the channel of the pack.`, {
			hint: "Take the pack as the update tool left it, or start again from the base pack.",
			cause: error
		});
	}
}

// src/tools/u2/recognise.ts
/** A pack of U2: by its `updates/config.json`, else by the tool or its set-up script in `bin/` (WSO2 docs-updates, *Finding the update tool*). */
async function recogniseU2({ paths, read, where }) {
	const programs = paths.filter(isProgram$1);
	const text = await read(configFile$1);
	if (text !== null) {
		const { level, channel } = parseU2State(text, `${configFile$1} in ${where}`);
		return {
			tool: "u2",
			toolSaidBy: configFile$1,
			channel,
			position: {
				level,
				timestamp: null
			},
			statePaths: programs
		};
	}
	const [first] = programs;
	if (first === void 0) return null;
	return {
		tool: "u2",
		toolSaidBy: first,
		channel: null,
		position: null,
		statePaths: programs
	};
}

// src/tools/recognise.ts
/** Written by WSO2 into its packs: `<product>-<version>`, also by other vendors' tools. */
const productFile = "updates/product.txt";
/** Bytes that the small files below `updates/` may have. */
const largest = 1048576;
/** Splits `wso2is-7.1.0` and `apache-tomcat-11.0.0-M1` before the last dash that a digit follows. Throws `config`. */
function parseProduct(text) {
	const [, name, version] = /^(?=.{1,255}$)([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[A-Za-z0-9._-]*)$/.exec(text) ?? [];
	if (name !== void 0 && version !== void 0) return {
		name,
		version
	};
	throw new TrainError("config", `${JSON.stringify(text)} is no product: <name>-<version> is expected.`, { hint: "Name it as in wso2is-7.1.0 with `product` (--product)." });
}
/**
* Reads what a pack says of its product, channel and level; its root folder says the product where no file does.
* Throws `pack-damaged` for nonsense.
*/
async function recognisePack(pack) {
	const read = async (path) => pack.entries.get(path)?.kind === "file" ? (await pack.read(path, largest)).toString("utf8") : null;
	const product = productOf((await read(productFile))?.trim(), pack);
	const files = {
		paths: [...pack.entries.keys()],
		read,
		where: pack.path
	};
	const unknown = {
		tool: null,
		toolSaidBy: "",
		channel: null,
		position: null,
		fileList: null,
		statePaths: []
	};
	for (const recognise of [
		recogniseFeed,
		recogniseU2,
		recogniseInPlace,
		recogniseWum
	]) {
		const found = await recognise(files);
		if (found !== null) return {
			...unknown,
			...found,
			product
		};
	}
	return {
		...unknown,
		product
	};
}
async function recogniseFeed({ read, where }) {
	const text = await read(stateFile);
	if (text === null) return null;
	const { channel, level, timestamp, files, state } = parseFeedState(text, `${stateFile} in ${where}`);
	return {
		tool: "feed",
		toolSaidBy: stateFile,
		channel,
		position: {
			level,
			timestamp
		},
		fileList: files,
		statePaths: state
	};
}
function productOf(named, { path, root }) {
	try {
		return parseProduct(named ?? root);
	} catch (error) {
		const where = named === void 0 ? `its root folder ${root}` : `${productFile} in it`;
		throw new TrainError("config", `${path} does not say which product it is: ${where} is not <name>-<version>.`, {
			hint: "Zip the folder <name>-<version>, such as wso2is-7.1.0, or write that into updates/product.txt.",
			cause: error
		});
	}
}

export { recognisePack as n, parseProduct as t };