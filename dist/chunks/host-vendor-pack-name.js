// src/host/vendor-pack-name.ts
function vendorPackPrefix(product) {
	return `update-train-pack-v1-${product}-`;
}
function vendorPackName({ product, base, tool, channel, level }) {
	return `${vendorPackPrefix(product)}${base.slice(0, 12)}-${tool}-${channel}-${level}`;
}

export { vendorPackPrefix as n, vendorPackName as t };