#!/usr/bin/env node
// src/cli.ts
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
	process.stderr.write(`update-train needs Node 24, this is ${process.versions.node}: \`npm ci\` in its folder brings Node 24 along for \`npm run\` and \`npx\`, or install it with your package manager.\n`);
	process.exitCode = 2;
} else {
	const { main } = await import("./chunks/cli-main.js");
	await main(process.argv.slice(2));
}

export {  };