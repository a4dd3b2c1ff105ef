import { n as giveBack } from "./kernel-garbage.js";
import { a as readPieces, r as isReadWhole, s as readWhole, t as contentStart } from "./pack-entry-content.js";
import { t as partOf } from "./pack-pack-file.js";
import { n as openSpool } from "./pack-spool.js";

// src/pack/content-file.ts
async function contentFile(zip, entry, path, pace) {
	if (entry.method === "stored") return held(partOf(zip, contentStart(zip, entry), entry.size));
	if (isReadWhole(entry)) {
		const bytes = readWhole(zip, entry);
		await pace.advance(bytes.length);
		return held({
			path: zip.path,
			fd: zip.fd,
			size: bytes.length,
			bytes
		}, () => giveBack(bytes));
	}
	using scope = new DisposableStack();
	const spool = scope.use(openSpool(path));
	for await (const piece of readPieces(zip, entry)) {
		spool.take(piece);
		await pace.advance(piece.length);
	}
	const laid = scope.move();
	return held(spool.file(), () => laid.dispose());
}
function held(file, dispose = () => void 0) {
	return {
		file,
		[Symbol.dispose]: dispose
	};
}

export { contentFile as t };