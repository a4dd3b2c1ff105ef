import { t as TrainError } from "./kernel-errors.js";
import { n as parseFeedState, r as stateFile } from "./tools-feed-state.js";

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
	const text = await read(stateFile);
	if (text === null) return {
		product,
		tool: null,
		channel: null,
		position: null,
		fileList: null,
		statePaths: []
	};
	const { channel, level, timestamp, files, state: statePaths } = parseFeedState(text, `${stateFile} in ${pack.path}`);
	return {
		product,
		tool: "feed",
		channel,
		position: {
			level,
			timestamp
		},
		fileList: files,
		statePaths
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