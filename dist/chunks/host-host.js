// src/host/host.ts
/** What only some runs make, and belongs to the report beside it: one of an earlier run would say something of another pack. */
const namesOfSomeRuns = {
	sbom: "sbom-diff.cdx.json",
	log: "test.log"
};

export { namesOfSomeRuns as t };