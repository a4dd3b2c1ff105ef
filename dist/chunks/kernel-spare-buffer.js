// src/kernel/spare-buffer.ts
/** Bytes read at once; bigger buffers fall out of the processor's cache. */
const pieceSize = 262144;
const spares = [];
/**
* Lends a buffer of `pieceSize` bytes while a scope lasts: `using spare = spareBuffer()`. Buffers are handed on, because
* one for every file read would be garbage faster than it is collected.
*/
function spareBuffer() {
	const buffer = spares.pop() ?? Buffer.allocUnsafeSlow(262144);
	return {
		buffer,
		[Symbol.dispose]: () => void spares.push(buffer)
	};
}

export { spareBuffer as t };