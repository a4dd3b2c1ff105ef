// src/host/host.ts
const namesOfSomeRuns = {
	sbom: "sbom-diff.cdx.json",
	log: "test.log"
};

export { namesOfSomeRuns as t };