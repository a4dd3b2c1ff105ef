// src/kernel/spare-buffer.ts
const pieceSize = 262144;
const spares = [];
function spareBuffer() {
	const buffer = spares.pop() ?? Buffer.allocUnsafeSlow(262144);
	return {
		buffer,
		[Symbol.dispose]: () => void spares.push(buffer)
	};
}

export { spareBuffer as t };