// src/tools/u2/programs.ts
/** The tool's programs and their set-up script, which it replaces as it likes (WSO2 docs-updates, *Set up the update tool*). */
function isProgram(path) {
	return /^bin\/(?:wso2update_(?:linux|darwin|windows)|update_tool_setup\.)[^/]*$/.test(path);
}
/** What of a home is the tool's own: nothing of a team's is there. */
function isOwn(path) {
	return path === "updates" || path === ".tmp" || isProgram(path);
}
/** Names of the program on this machine: `_arm64` where the product is made for it. */
function programNames(platform, arch) {
	const name = `wso2update_${platform === "darwin" ? "darwin" : "linux"}`;
	return arch === "arm64" ? [`${name}_arm64`, name] : [name];
}

// src/tools/u2/recognise.ts
/** Where the tool keeps a pack's level, below the product's root (WSO2 docs-updates, *Update tool*; public packs). */
const configFile = "updates/config.json";
/** A pack of U2: by its `updates/config.json`, else by the tool or its set-up script in `bin/` (WSO2 docs-updates, *Finding the update tool*). */
async function recogniseU2({ paths, read, where }) {
	const programs = paths.filter(isProgram);
	const text = await read(configFile);
	if (text !== null) {
		const { parseU2State } = await import("./tools-u2-config-json.lazy.js");
		const { level, channel, hotfixes } = parseU2State(text, `${configFile} in ${where}`);
		return {
			tool: "u2",
			toolSaidBy: configFile,
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
/** Web applications are unpacked, changed, and zipped again ("Creating updated war", public log of 2025). */
function isRebuilt(path) {
	return path.endsWith(".war");
}

export { programNames as a, isProgram as i, recogniseU2 as n, isOwn as r, configFile as t };