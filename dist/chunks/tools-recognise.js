import { t as TrainError } from "./kernel-errors.js";
import { t as recogniseFeed } from "./tools-feed-recognise.js";
import { c as positionIn, d as runsFolder, n as recogniseInPlace } from "./tools-in-place-recognise.js";
import { n as recogniseU2 } from "./tools-u2-recognise.js";

// src/tools/wum/recognise.ts
/** A pack of WUM: by the files of `updates/wum/`, where no other tool's settings are. It does not say its channel. */
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