// src/host/vendor-pack-name.ts
/** All vendor packs of a product start like this. */
function vendorPackPrefix(product) {
	return `update-train-pack-v1-${product}-`;
}
/** The key of `docs/reference.md`, *Where state lives*. */
function vendorPackName({ product, base, tool, channel, level }) {
	return `${vendorPackPrefix(product)}${base.slice(0, 12)}-${tool}-${channel}-${level}`;
}

export { vendorPackPrefix as n, vendorPackName as t };