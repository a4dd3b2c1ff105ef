// src/pack/scan-limits.ts
/** How far a scan looks into archives within archives. What is beyond is searched as it lies, and said to be unread. */
const scanLimits = {
	/** Archives around an entry, the pack itself not counted: a jar in a war in an ear of the pack is the third. */
	depth: 3,
	/** Bytes of one such archive, which is laid on disk to be opened. */
	archiveBytes: 1073741824,
	/** How many of them are opened in one scan. */
	archives: 5e4,
	/** Bytes of content in all of them together, as they declare it; every entry is held to what it declares. */
	contentBytes: 17179869184
};
/** What one of them may ask of the memory. */
const nestedLimits = {
	entries: 2e5,
	directoryBytes: 33554432
};

export { scanLimits as n, nestedLimits as t };