import { t as TrainError } from "./kernel-errors.js";
import { b as configFile, f as positionIn, h as runsFolder, i as isProgram$1, s as isProgram, t as isRebuilt, x as recogniseFeed } from "./tools-u2-rebuilt.js";
import { t as configFile$1 } from "./tools-u2-config-file.js";

// src/tools/in-place/recognise.ts
async function recogniseInPlace({ paths, read, where }) {
	const programs = paths.filter(isProgram);
	const text = await read(configFile);
	if (text === null && programs.length === 0) return null;
	return {
		tool: "in-place",
		toolSaidBy: text === null ? programs[0] ?? "" : configFile,
		channel: text === null ? null : await channelIn(text, where),
		position: positionIn(paths),
		statePaths: programs
	};
}
async function channelIn(text, where) {
	const { channelOf } = await import("./tools-in-place-config-yaml.js");
	return channelOf(text, `${configFile} in ${where}`);
}

// src/tools/u2/recognise.ts
async function recogniseU2({ paths, read, where }) {
	const programs = paths.filter(isProgram$1);
	const text = await read(configFile$1);
	if (text !== null) {
		const { parseU2State } = await import("./tools-u2-config-json.lazy.js");
		const { level, channel, hotfixes } = parseU2State(text, `${configFile$1} in ${where}`);
		return {
			tool: "u2",
			toolSaidBy: configFile$1,
			channel,
			position: {
				level,
				timestamp: null
			},
			hasHotfixes: hotfixes > 0,
			statePaths: programs,
			isRebuilt
		};
	}
	const [first] = programs;
	if (first === void 0) return null;
	return {
		tool: "u2",
		toolSaidBy: first,
		channel: null,
		position: null,
		statePaths: programs,
		isRebuilt
	};
}

// src/tools/wum/recognise.ts
function recogniseWum({ paths }) {
	const position = positionIn(paths);
	const toolSaidBy = `${runsFolder}/${position?.level}`;
	return Promise.resolve(position === null ? null : {
		tool: "wum",
		toolSaidBy,
		channel: null,
		position,
		statePaths: []
	});
}

// src/tools/recognise.ts
const productFile = "updates/product.txt";
const largest = 1048576;
function parseProduct(text) {
	const [, name, version] = /^(?=.{1,255}$)([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[A-Za-z0-9._-]*)$/.exec(text) ?? [];
	if (name !== void 0 && version !== void 0) return {
		name,
		version
	};
	throw new TrainError("config", `${JSON.stringify(text)} is no product: <name>-<version> is expected.`, { hint: "Name it as in wso2is-7.1.0 with `product` (--product)." });
}
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
		hasHotfixes: false,
		statePaths: [],
		isRebuilt: null
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