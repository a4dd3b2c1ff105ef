// src/tools/feed/recognise.ts
/** Where a pack keeps its level, below the product's root. */
const stateFile = "updates/update-train.json";
/** A pack of a feed: by the level that we wrote into it. */
async function recogniseFeed({ read, where }) {
	const text = await read(stateFile);
	if (text === null) return null;
	const { parseFeedState } = await import("./tools-feed-state.lazy.js");
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

export { stateFile as n, recogniseFeed as t };