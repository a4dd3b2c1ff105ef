// src/feed/layout.ts
const feedPath = "feed.json";
function productPath({ name, version }) {
	return `targets/${name}/${version}`;
}
function basePath(product) {
	return `${productPath(product)}/base.files.json`;
}
function channelFolder(product, channel) {
	return `${productPath(product)}/${channel}`;
}
function channelPath(product, channel) {
	return `${channelFolder(product, channel)}/channel.json`;
}
function filesPath(product, channel, level) {
	return level === 0 ? basePath(product) : `${channelFolder(product, channel)}/${level}.files.json`;
}
function updatesPath(product, channel, level) {
	return `${channelFolder(product, channel)}/${level}.updates.json`;
}
function blobPath(sha256) {
	return `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`;
}

export { filesPath as a, feedPath as i, blobPath as n, updatesPath as o, channelPath as r, basePath as t };