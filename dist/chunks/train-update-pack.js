import { t as assertSpace } from "./kernel-disk-space.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { n as sha256 } from "./kernel-sha256.js";
import { c as walkHome, l as openHomeFile, m as threadCount, r as packTree, s as lookAtPaths, t as extractPack, u as readHomeFile } from "./pack-extract.js";
import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { S as full32, _ as headerOf, c as contentStart, f as readPieces, g as fileType, h as centralSignature, i as toDosTime, p as readTarget, r as encodeTimestamp, t as openArchive, v as movedHeader, w as readInto, y as encodeEndRecord } from "./pack-archive.js";
import { n as findClash, t as openPack } from "./pack-open-pack.js";
import { t as startPace } from "./pack-pace.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { c as utf8Flag, d as extraId, i as linkFault, l as encodeExtra, o as nameFault, u as encodeNumbers } from "./pack-entry-name.js";
import { n as recognisePack } from "./tools-recognise.js";
import { n as formatElapsed } from "./kernel-time.js";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readSync, readlinkSync, rmSync, writeSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { isAscii } from "node:buffer";
import { promisify } from "node:util";
import { once } from "node:events";
import { crc32 as crc32$1 } from "node:zlib";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

// node_modules/pako/dist/pako.mjs
var Z_FIXED$1 = 4;
var Z_BINARY = 0;
var Z_TEXT = 1;
var Z_UNKNOWN = 2;
function zero$1(buf) {
	let len = buf.length;
	while (--len >= 0) buf[len] = 0;
}
var LENGTH_CODES = 29;
var LITERALS = 256;
var L_CODES = 286;
var D_CODES = 30;
var BL_CODES = 19;
var HEAP_SIZE$1 = 573;
var MAX_BITS = 15;
var Buf_size = 16;
var MAX_BL_BITS = 7;
var END_BLOCK = 256;
var REP_3_6 = 16;
var REPZ_3_10 = 17;
var REPZ_11_138 = 18;
var extra_lbits = new Uint8Array([
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	1,
	1,
	1,
	1,
	2,
	2,
	2,
	2,
	3,
	3,
	3,
	3,
	4,
	4,
	4,
	4,
	5,
	5,
	5,
	5,
	0
]);
var extra_dbits = new Uint8Array([
	0,
	0,
	0,
	0,
	1,
	1,
	2,
	2,
	3,
	3,
	4,
	4,
	5,
	5,
	6,
	6,
	7,
	7,
	8,
	8,
	9,
	9,
	10,
	10,
	11,
	11,
	12,
	12,
	13,
	13
]);
var extra_blbits = new Uint8Array([
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	2,
	3,
	7
]);
var bl_order = new Uint8Array([
	16,
	17,
	18,
	0,
	8,
	7,
	9,
	6,
	10,
	5,
	11,
	4,
	12,
	3,
	13,
	2,
	14,
	1,
	15
]);
var DIST_CODE_LEN = 512;
var static_ltree = new Array(576);
zero$1(static_ltree);
var static_dtree = new Array(D_CODES * 2);
zero$1(static_dtree);
var _dist_code = new Array(DIST_CODE_LEN);
zero$1(_dist_code);
var _length_code = new Array(256);
zero$1(_length_code);
var base_length = new Array(LENGTH_CODES);
zero$1(base_length);
var base_dist = new Array(D_CODES);
zero$1(base_dist);
var StaticTreeDesc = class {
	constructor(static_tree, extra_bits, extra_base, elems, max_length) {
		this.static_tree = static_tree;
		this.extra_bits = extra_bits;
		this.extra_base = extra_base;
		this.elems = elems;
		this.max_length = max_length;
		this.has_stree = static_tree && static_tree.length;
	}
};
var static_l_desc;
var static_d_desc;
var static_bl_desc;
var TreeDesc = class {
	constructor(dyn_tree, stat_desc) {
		this.dyn_tree = dyn_tree;
		this.max_code = 0;
		this.stat_desc = stat_desc;
	}
};
var d_code = (dist) => {
	return dist < 256 ? _dist_code[dist] : _dist_code[256 + (dist >>> 7)];
};
var put_short = (s, w) => {
	s.pending_buf[s.pending++] = w & 255;
	s.pending_buf[s.pending++] = w >>> 8 & 255;
};
var send_bits = (s, value, length) => {
	if (s.bi_valid > Buf_size - length) {
		s.bi_buf |= value << s.bi_valid & 65535;
		put_short(s, s.bi_buf);
		s.bi_buf = value >> Buf_size - s.bi_valid;
		s.bi_valid += length - Buf_size;
	} else {
		s.bi_buf |= value << s.bi_valid & 65535;
		s.bi_valid += length;
	}
};
var send_code = (s, c, tree) => {
	send_bits(s, tree[c * 2], tree[c * 2 + 1]);
};
var bi_reverse = (code, len) => {
	let res = 0;
	do {
		res |= code & 1;
		code >>>= 1;
		res <<= 1;
	} while (--len > 0);
	return res >>> 1;
};
var bi_flush = (s) => {
	if (s.bi_valid === 16) {
		put_short(s, s.bi_buf);
		s.bi_buf = 0;
		s.bi_valid = 0;
	} else if (s.bi_valid >= 8) {
		s.pending_buf[s.pending++] = s.bi_buf & 255;
		s.bi_buf >>= 8;
		s.bi_valid -= 8;
	}
};
var gen_bitlen = (s, desc) => {
	const tree = desc.dyn_tree;
	const max_code = desc.max_code;
	const stree = desc.stat_desc.static_tree;
	const has_stree = desc.stat_desc.has_stree;
	const extra = desc.stat_desc.extra_bits;
	const base = desc.stat_desc.extra_base;
	const max_length = desc.stat_desc.max_length;
	let h;
	let n, m;
	let bits;
	let xbits;
	let f;
	let overflow = 0;
	for (bits = 0; bits <= MAX_BITS; bits++) s.bl_count[bits] = 0;
	tree[s.heap[s.heap_max] * 2 + 1] = 0;
	for (h = s.heap_max + 1; h < HEAP_SIZE$1; h++) {
		n = s.heap[h];
		bits = tree[tree[n * 2 + 1] * 2 + 1] + 1;
		if (bits > max_length) {
			bits = max_length;
			overflow++;
		}
		tree[n * 2 + 1] = bits;
		if (n > max_code) continue;
		s.bl_count[bits]++;
		xbits = 0;
		if (n >= base) xbits = extra[n - base];
		f = tree[n * 2];
		s.opt_len += f * (bits + xbits);
		if (has_stree) s.static_len += f * (stree[n * 2 + 1] + xbits);
	}
	if (overflow === 0) return;
	do {
		bits = max_length - 1;
		while (s.bl_count[bits] === 0) bits--;
		s.bl_count[bits]--;
		s.bl_count[bits + 1] += 2;
		s.bl_count[max_length]--;
		overflow -= 2;
	} while (overflow > 0);
	for (bits = max_length; bits !== 0; bits--) {
		n = s.bl_count[bits];
		while (n !== 0) {
			m = s.heap[--h];
			if (m > max_code) continue;
			if (tree[m * 2 + 1] !== bits) {
				s.opt_len += (bits - tree[m * 2 + 1]) * tree[m * 2];
				tree[m * 2 + 1] = bits;
			}
			n--;
		}
	}
};
var gen_codes = (tree, max_code, bl_count) => {
	const next_code = new Array(16);
	let code = 0;
	let bits;
	let n;
	for (bits = 1; bits <= MAX_BITS; bits++) {
		code = code + bl_count[bits - 1] << 1;
		next_code[bits] = code;
	}
	for (n = 0; n <= max_code; n++) {
		let len = tree[n * 2 + 1];
		if (len === 0) continue;
		tree[n * 2] = bi_reverse(next_code[len]++, len);
	}
};
var tr_static_init = () => {
	let n;
	let bits;
	let length;
	let code;
	let dist;
	const bl_count = new Array(16);
	length = 0;
	for (code = 0; code < LENGTH_CODES - 1; code++) {
		base_length[code] = length;
		for (n = 0; n < 1 << extra_lbits[code]; n++) _length_code[length++] = code;
	}
	_length_code[length - 1] = code;
	dist = 0;
	for (code = 0; code < 16; code++) {
		base_dist[code] = dist;
		for (n = 0; n < 1 << extra_dbits[code]; n++) _dist_code[dist++] = code;
	}
	dist >>= 7;
	for (; code < D_CODES; code++) {
		base_dist[code] = dist << 7;
		for (n = 0; n < 1 << extra_dbits[code] - 7; n++) _dist_code[256 + dist++] = code;
	}
	for (bits = 0; bits <= MAX_BITS; bits++) bl_count[bits] = 0;
	n = 0;
	while (n <= 143) {
		static_ltree[n * 2 + 1] = 8;
		n++;
		bl_count[8]++;
	}
	while (n <= 255) {
		static_ltree[n * 2 + 1] = 9;
		n++;
		bl_count[9]++;
	}
	while (n <= 279) {
		static_ltree[n * 2 + 1] = 7;
		n++;
		bl_count[7]++;
	}
	while (n <= 287) {
		static_ltree[n * 2 + 1] = 8;
		n++;
		bl_count[8]++;
	}
	gen_codes(static_ltree, 287, bl_count);
	for (n = 0; n < D_CODES; n++) {
		static_dtree[n * 2 + 1] = 5;
		static_dtree[n * 2] = bi_reverse(n, 5);
	}
	static_l_desc = new StaticTreeDesc(static_ltree, extra_lbits, 257, L_CODES, MAX_BITS);
	static_d_desc = new StaticTreeDesc(static_dtree, extra_dbits, 0, D_CODES, MAX_BITS);
	static_bl_desc = new StaticTreeDesc(new Array(0), extra_blbits, 0, BL_CODES, MAX_BL_BITS);
};
var init_block = (s) => {
	let n = 0;
	for (; n < L_CODES; n++) s.dyn_ltree[n * 2] = 0;
	for (n = 0; n < D_CODES; n++) s.dyn_dtree[n * 2] = 0;
	for (n = 0; n < BL_CODES; n++) s.bl_tree[n * 2] = 0;
	s.dyn_ltree[END_BLOCK * 2] = 1;
	s.opt_len = s.static_len = 0;
	s.sym_next = s.matches = 0;
};
var bi_windup = (s) => {
	if (s.bi_valid > 8) put_short(s, s.bi_buf);
	else if (s.bi_valid > 0) s.pending_buf[s.pending++] = s.bi_buf;
	s.bi_buf = 0;
	s.bi_valid = 0;
};
var smaller = (tree, n, m, depth) => {
	const _n2 = n * 2;
	const _m2 = m * 2;
	return tree[_n2] < tree[_m2] || tree[_n2] === tree[_m2] && depth[n] <= depth[m];
};
var pqdownheap = (s, tree, k) => {
	const v = s.heap[k];
	let j = k << 1;
	while (j <= s.heap_len) {
		if (j < s.heap_len && smaller(tree, s.heap[j + 1], s.heap[j], s.depth)) j++;
		if (smaller(tree, v, s.heap[j], s.depth)) break;
		s.heap[k] = s.heap[j];
		k = j;
		j <<= 1;
	}
	s.heap[k] = v;
};
var compress_block = (s, ltree, dtree) => {
	let dist;
	let lc;
	let sx = 0;
	let code;
	let extra;
	if (s.sym_next !== 0) do {
		dist = s.pending_buf[s.sym_buf + sx++] & 255;
		dist += (s.pending_buf[s.sym_buf + sx++] & 255) << 8;
		lc = s.pending_buf[s.sym_buf + sx++];
		if (dist === 0) send_code(s, lc, ltree);
		else {
			code = _length_code[lc];
			send_code(s, code + LITERALS + 1, ltree);
			extra = extra_lbits[code];
			if (extra !== 0) {
				lc -= base_length[code];
				send_bits(s, lc, extra);
			}
			dist--;
			code = d_code(dist);
			send_code(s, code, dtree);
			extra = extra_dbits[code];
			if (extra !== 0) {
				dist -= base_dist[code];
				send_bits(s, dist, extra);
			}
		}
	} while (sx < s.sym_next);
	send_code(s, END_BLOCK, ltree);
};
var build_tree = (s, desc) => {
	const tree = desc.dyn_tree;
	const stree = desc.stat_desc.static_tree;
	const has_stree = desc.stat_desc.has_stree;
	const elems = desc.stat_desc.elems;
	let n, m;
	let max_code = -1;
	let node;
	s.heap_len = 0;
	s.heap_max = HEAP_SIZE$1;
	for (n = 0; n < elems; n++) if (tree[n * 2] !== 0) {
		s.heap[++s.heap_len] = max_code = n;
		s.depth[n] = 0;
	} else tree[n * 2 + 1] = 0;
	while (s.heap_len < 2) {
		node = s.heap[++s.heap_len] = max_code < 2 ? ++max_code : 0;
		tree[node * 2] = 1;
		s.depth[node] = 0;
		s.opt_len--;
		if (has_stree) s.static_len -= stree[node * 2 + 1];
	}
	desc.max_code = max_code;
	for (n = s.heap_len >> 1; n >= 1; n--) pqdownheap(s, tree, n);
	node = elems;
	do {
		n = s.heap[1];
		s.heap[1] = s.heap[s.heap_len--];
		pqdownheap(s, tree, 1);
		m = s.heap[1];
		s.heap[--s.heap_max] = n;
		s.heap[--s.heap_max] = m;
		tree[node * 2] = tree[n * 2] + tree[m * 2];
		s.depth[node] = (s.depth[n] >= s.depth[m] ? s.depth[n] : s.depth[m]) + 1;
		tree[n * 2 + 1] = tree[m * 2 + 1] = node;
		s.heap[1] = node++;
		pqdownheap(s, tree, 1);
	} while (s.heap_len >= 2);
	s.heap[--s.heap_max] = s.heap[1];
	gen_bitlen(s, desc);
	gen_codes(tree, max_code, s.bl_count);
};
var scan_tree = (s, tree, max_code) => {
	let n;
	let prevlen = -1;
	let curlen;
	let nextlen = tree[1];
	let count = 0;
	let max_count = 7;
	let min_count = 4;
	if (nextlen === 0) {
		max_count = 138;
		min_count = 3;
	}
	tree[(max_code + 1) * 2 + 1] = 65535;
	for (n = 0; n <= max_code; n++) {
		curlen = nextlen;
		nextlen = tree[(n + 1) * 2 + 1];
		if (++count < max_count && curlen === nextlen) continue;
		else if (count < min_count) s.bl_tree[curlen * 2] += count;
		else if (curlen !== 0) {
			if (curlen !== prevlen) s.bl_tree[curlen * 2]++;
			s.bl_tree[32]++;
		} else if (count <= 10) s.bl_tree[34]++;
		else s.bl_tree[36]++;
		count = 0;
		prevlen = curlen;
		if (nextlen === 0) {
			max_count = 138;
			min_count = 3;
		} else if (curlen === nextlen) {
			max_count = 6;
			min_count = 3;
		} else {
			max_count = 7;
			min_count = 4;
		}
	}
};
var send_tree = (s, tree, max_code) => {
	let n;
	let prevlen = -1;
	let curlen;
	let nextlen = tree[1];
	let count = 0;
	let max_count = 7;
	let min_count = 4;
	if (nextlen === 0) {
		max_count = 138;
		min_count = 3;
	}
	for (n = 0; n <= max_code; n++) {
		curlen = nextlen;
		nextlen = tree[(n + 1) * 2 + 1];
		if (++count < max_count && curlen === nextlen) continue;
		else if (count < min_count) do
			send_code(s, curlen, s.bl_tree);
		while (--count !== 0);
		else if (curlen !== 0) {
			if (curlen !== prevlen) {
				send_code(s, curlen, s.bl_tree);
				count--;
			}
			send_code(s, REP_3_6, s.bl_tree);
			send_bits(s, count - 3, 2);
		} else if (count <= 10) {
			send_code(s, REPZ_3_10, s.bl_tree);
			send_bits(s, count - 3, 3);
		} else {
			send_code(s, REPZ_11_138, s.bl_tree);
			send_bits(s, count - 11, 7);
		}
		count = 0;
		prevlen = curlen;
		if (nextlen === 0) {
			max_count = 138;
			min_count = 3;
		} else if (curlen === nextlen) {
			max_count = 6;
			min_count = 3;
		} else {
			max_count = 7;
			min_count = 4;
		}
	}
};
var build_bl_tree = (s) => {
	let max_blindex;
	scan_tree(s, s.dyn_ltree, s.l_desc.max_code);
	scan_tree(s, s.dyn_dtree, s.d_desc.max_code);
	build_tree(s, s.bl_desc);
	for (max_blindex = 18; max_blindex >= 3; max_blindex--) if (s.bl_tree[bl_order[max_blindex] * 2 + 1] !== 0) break;
	s.opt_len += 3 * (max_blindex + 1) + 5 + 5 + 4;
	return max_blindex;
};
var send_all_trees = (s, lcodes, dcodes, blcodes) => {
	let rank;
	send_bits(s, lcodes - 257, 5);
	send_bits(s, dcodes - 1, 5);
	send_bits(s, blcodes - 4, 4);
	for (rank = 0; rank < blcodes; rank++) send_bits(s, s.bl_tree[bl_order[rank] * 2 + 1], 3);
	send_tree(s, s.dyn_ltree, lcodes - 1);
	send_tree(s, s.dyn_dtree, dcodes - 1);
};
var detect_data_type = (s) => {
	let block_mask = 4093624447;
	let n = 0;
	for (; n <= 31; n++, block_mask >>>= 1) if (block_mask & 1 && s.dyn_ltree[n * 2] !== 0) return Z_BINARY;
	if (s.dyn_ltree[18] !== 0 || s.dyn_ltree[20] !== 0 || s.dyn_ltree[26] !== 0) return Z_TEXT;
	for (n = 32; n < LITERALS; n++) if (s.dyn_ltree[n * 2] !== 0) return Z_TEXT;
	return Z_BINARY;
};
var static_init_done = false;
var _tr_init = (s) => {
	if (!static_init_done) {
		tr_static_init();
		static_init_done = true;
	}
	s.l_desc = new TreeDesc(s.dyn_ltree, static_l_desc);
	s.d_desc = new TreeDesc(s.dyn_dtree, static_d_desc);
	s.bl_desc = new TreeDesc(s.bl_tree, static_bl_desc);
	s.bi_buf = 0;
	s.bi_valid = 0;
	init_block(s);
};
var _tr_stored_block = (s, buf, stored_len, last) => {
	send_bits(s, 0 + (last ? 1 : 0), 3);
	bi_windup(s);
	put_short(s, stored_len);
	put_short(s, ~stored_len);
	if (stored_len) s.pending_buf.set(s.window.subarray(buf, buf + stored_len), s.pending);
	s.pending += stored_len;
};
var _tr_align = (s) => {
	send_bits(s, 2, 3);
	send_code(s, END_BLOCK, static_ltree);
	bi_flush(s);
};
var _tr_flush_block = (s, buf, stored_len, last) => {
	let opt_lenb, static_lenb;
	let max_blindex = 0;
	if (s.level > 0) {
		if (s.strm.data_type === Z_UNKNOWN) s.strm.data_type = detect_data_type(s);
		build_tree(s, s.l_desc);
		build_tree(s, s.d_desc);
		max_blindex = build_bl_tree(s);
		opt_lenb = s.opt_len + 3 + 7 >>> 3;
		static_lenb = s.static_len + 3 + 7 >>> 3;
		if (static_lenb <= opt_lenb || s.strategy === Z_FIXED$1) opt_lenb = static_lenb;
	} else opt_lenb = static_lenb = stored_len + 5;
	if (stored_len + 4 <= opt_lenb && buf !== -1) _tr_stored_block(s, buf, stored_len, last);
	else if (s.strategy === Z_FIXED$1 || static_lenb === opt_lenb) {
		send_bits(s, 2 + (last ? 1 : 0), 3);
		compress_block(s, static_ltree, static_dtree);
	} else {
		send_bits(s, 4 + (last ? 1 : 0), 3);
		send_all_trees(s, s.l_desc.max_code + 1, s.d_desc.max_code + 1, max_blindex + 1);
		compress_block(s, s.dyn_ltree, s.dyn_dtree);
	}
	init_block(s);
	if (last) bi_windup(s);
};
var _tr_tally = (s, dist, lc) => {
	s.pending_buf[s.sym_buf + s.sym_next++] = dist;
	s.pending_buf[s.sym_buf + s.sym_next++] = dist >> 8;
	s.pending_buf[s.sym_buf + s.sym_next++] = lc;
	if (dist === 0) s.dyn_ltree[lc * 2]++;
	else {
		s.matches++;
		dist--;
		s.dyn_ltree[(_length_code[lc] + LITERALS + 1) * 2]++;
		s.dyn_dtree[d_code(dist) * 2]++;
	}
	return s.sym_next === s.sym_end;
};
var adler32 = (adler, buf, len, pos) => {
	let s1 = adler & 65535 | 0, s2 = adler >>> 16 & 65535 | 0, n = 0;
	while (len !== 0) {
		n = len > 2e3 ? 2e3 : len;
		len -= n;
		do {
			s1 = s1 + buf[pos++] | 0;
			s2 = s2 + s1 | 0;
		} while (--n);
		s1 %= 65521;
		s2 %= 65521;
	}
	return s1 | s2 << 16 | 0;
};
var makeTable = () => {
	const table = /* @__PURE__ */ new Uint32Array(2048);
	let c;
	for (let n = 0; n < 256; n++) {
		c = n;
		for (let k = 0; k < 8; k++) c = c & 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
		table[n] = c;
	}
	for (let n = 0; n < 256; n++) {
		c = table[n];
		for (let k = 256; k < 2048; k += 256) {
			c = table[c & 255] ^ c >>> 8;
			table[k + n] = c;
		}
	}
	return table;
};
var crcTable = makeTable();
var crc32 = (crc, buf, len, pos) => {
	const t = crcTable;
	const end = pos + len;
	let i = pos;
	crc ^= -1;
	for (const end8 = end - 7; i < end8; i += 8) {
		crc ^= buf[i] | buf[i + 1] << 8 | buf[i + 2] << 16 | buf[i + 3] << 24;
		crc = t[1792 + (crc & 255)] ^ t[1536 + (crc >>> 8 & 255)] ^ t[1280 + (crc >>> 16 & 255)] ^ t[1024 + (crc >>> 24)] ^ t[768 + buf[i + 4]] ^ t[512 + buf[i + 5]] ^ t[256 + buf[i + 6]] ^ t[buf[i + 7]];
	}
	for (; i < end; i++) crc = crc >>> 8 ^ t[(crc ^ buf[i]) & 255];
	return crc ^ -1;
};
var messages_default = {
	2: "need dictionary",
	1: "stream end",
	0: "",
	"-1": "file error",
	"-2": "stream error",
	"-3": "data error",
	"-4": "insufficient memory",
	"-5": "buffer error",
	"-6": "incompatible version"
};
var MAX_MEM_LEVEL = 9;
var HEAP_SIZE = 573;
var MIN_MATCH = 3;
var MAX_MATCH = 258;
var MIN_LOOKAHEAD = 262;
var PRESET_DICT = 32;
var INIT_STATE = 42;
var GZIP_STATE = 57;
var EXTRA_STATE = 69;
var NAME_STATE = 73;
var COMMENT_STATE = 91;
var HCRC_STATE = 103;
var BUSY_STATE = 113;
var FINISH_STATE = 666;
var BS_NEED_MORE = 1;
var BS_BLOCK_DONE = 2;
var BS_FINISH_STARTED = 3;
var BS_FINISH_DONE = 4;
var OS_CODE = 3;
var err = (strm, errorCode) => {
	strm.msg = messages_default[errorCode];
	return errorCode;
};
var rank = (f) => {
	return f * 2 - (f > 4 ? 9 : 0);
};
var zero = (buf) => {
	let len = buf.length;
	while (--len >= 0) buf[len] = 0;
};
var slide_hash = (s) => {
	let n, m;
	let p;
	let wsize = s.w_size;
	n = s.hash_size;
	p = n;
	do {
		m = s.head[--p];
		s.head[p] = m >= wsize ? m - wsize : 0;
	} while (--n);
	n = wsize;
	p = n;
	do {
		m = s.prev[--p];
		s.prev[p] = m >= wsize ? m - wsize : 0;
	} while (--n);
};
var HASH = (s, prev, data) => (prev << s.hash_shift ^ data) & s.hash_mask;
var INSERT_STRING = (s, str) => {
	let h;
	if (s.legacy_hash) h = s.ins_h = HASH(s, s.ins_h, s.window[str + MIN_MATCH - 1]);
	else {
		const w = s.window;
		const value = w[str] | w[str + 1] << 8 | w[str + 2] << 16 | w[str + 3] << 24;
		h = s.ins_h = Math.imul(value, 66521) + 66521 >>> 16 & s.hash_mask;
	}
	const hash_head = s.prev[str & s.w_mask] = s.head[h];
	s.head[h] = str;
	return hash_head;
};
var flush_pending = (strm) => {
	const s = strm.state;
	let len = s.pending;
	if (len > strm.avail_out) len = strm.avail_out;
	if (len === 0) return;
	strm.output.set(s.pending_buf.subarray(s.pending_out, s.pending_out + len), strm.next_out);
	strm.next_out += len;
	s.pending_out += len;
	strm.total_out += len;
	strm.avail_out -= len;
	s.pending -= len;
	if (s.pending === 0) s.pending_out = 0;
};
var flush_block_only = (s, last) => {
	_tr_flush_block(s, s.block_start >= 0 ? s.block_start : -1, s.strstart - s.block_start, last);
	s.block_start = s.strstart;
	flush_pending(s.strm);
};
var put_byte = (s, b) => {
	s.pending_buf[s.pending++] = b;
};
var putShortMSB = (s, b) => {
	s.pending_buf[s.pending++] = b >>> 8 & 255;
	s.pending_buf[s.pending++] = b & 255;
};
var read_buf = (strm, buf, start, size) => {
	let len = strm.avail_in;
	if (len > size) len = size;
	if (len === 0) return 0;
	strm.avail_in -= len;
	buf.set(strm.input.subarray(strm.next_in, strm.next_in + len), start);
	if (strm.state.wrap === 1) strm.adler = adler32(strm.adler, buf, len, start);
	else if (strm.state.wrap === 2) strm.adler = crc32(strm.adler, buf, len, start);
	strm.next_in += len;
	strm.total_in += len;
	return len;
};
var longest_match = (s, cur_match) => {
	let chain_length = s.max_chain_length;
	let scan = s.strstart;
	let match;
	let len;
	let best_len = s.prev_length;
	let nice_match = s.nice_match;
	const limit = s.strstart > s.w_size - MIN_LOOKAHEAD ? s.strstart - (s.w_size - MIN_LOOKAHEAD) : 0;
	const _win = s.window;
	const wmask = s.w_mask;
	const prev = s.prev;
	const strend = s.strstart + MAX_MATCH;
	let scan_end1 = _win[scan + best_len - 1];
	let scan_end = _win[scan + best_len];
	if (s.prev_length >= s.good_match) chain_length >>= 2;
	if (nice_match > s.lookahead) nice_match = s.lookahead;
	do {
		match = cur_match;
		if (_win[match + best_len] !== scan_end || _win[match + best_len - 1] !== scan_end1 || _win[match] !== _win[scan] || _win[++match] !== _win[scan + 1]) continue;
		scan += 2;
		match++;
		do;
		while (_win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && scan < strend);
		len = MAX_MATCH - (strend - scan);
		scan = strend - MAX_MATCH;
		if (len > best_len) {
			s.match_start = cur_match;
			best_len = len;
			if (len >= nice_match) break;
			scan_end1 = _win[scan + best_len - 1];
			scan_end = _win[scan + best_len];
		}
	} while ((cur_match = prev[cur_match & wmask]) > limit && --chain_length !== 0);
	if (best_len <= s.lookahead) return best_len;
	return s.lookahead;
};
var fill_window = (s) => {
	const _w_size = s.w_size;
	let n, more, str;
	do {
		more = s.window_size - s.lookahead - s.strstart;
		if (s.strstart >= _w_size + (_w_size - MIN_LOOKAHEAD)) {
			s.window.set(s.window.subarray(_w_size, _w_size + _w_size - more), 0);
			s.match_start -= _w_size;
			s.strstart -= _w_size;
			s.block_start -= _w_size;
			if (s.insert > s.strstart) s.insert = s.strstart;
			slide_hash(s);
			more += _w_size;
		}
		if (s.strm.avail_in === 0) break;
		n = read_buf(s.strm, s.window, s.strstart + s.lookahead, more);
		s.lookahead += n;
		if (!s.legacy_hash) {
			if (s.lookahead + s.insert > MIN_MATCH) {
				str = s.strstart - s.insert;
				while (s.insert) {
					INSERT_STRING(s, str);
					str++;
					s.insert--;
					if (s.lookahead + s.insert <= MIN_MATCH) break;
				}
			}
		} else if (s.lookahead + s.insert >= MIN_MATCH) {
			str = s.strstart - s.insert;
			s.ins_h = s.window[str];
			s.ins_h = HASH(s, s.ins_h, s.window[str + 1]);
			while (s.insert) {
				INSERT_STRING(s, str);
				str++;
				s.insert--;
				if (s.lookahead + s.insert < MIN_MATCH) break;
			}
		}
	} while (s.lookahead < MIN_LOOKAHEAD && s.strm.avail_in !== 0);
};
var deflate_stored = (s, flush) => {
	let min_block = s.pending_buf_size - 5 > s.w_size ? s.w_size : s.pending_buf_size - 5;
	let len, left, have, last = 0;
	let used = s.strm.avail_in;
	do {
		len = 65535;
		have = s.bi_valid + 42 >> 3;
		if (s.strm.avail_out < have) break;
		have = s.strm.avail_out - have;
		left = s.strstart - s.block_start;
		if (len > left + s.strm.avail_in) len = left + s.strm.avail_in;
		if (len > have) len = have;
		if (len < min_block && (len === 0 && flush !== 4 || flush === 0 || len !== left + s.strm.avail_in)) break;
		last = flush === 4 && len === left + s.strm.avail_in ? 1 : 0;
		_tr_stored_block(s, 0, 0, last);
		s.pending_buf[s.pending - 4] = len;
		s.pending_buf[s.pending - 3] = len >> 8;
		s.pending_buf[s.pending - 2] = ~len;
		s.pending_buf[s.pending - 1] = ~len >> 8;
		flush_pending(s.strm);
		if (left) {
			if (left > len) left = len;
			s.strm.output.set(s.window.subarray(s.block_start, s.block_start + left), s.strm.next_out);
			s.strm.next_out += left;
			s.strm.avail_out -= left;
			s.strm.total_out += left;
			s.block_start += left;
			len -= left;
		}
		if (len) {
			read_buf(s.strm, s.strm.output, s.strm.next_out, len);
			s.strm.next_out += len;
			s.strm.avail_out -= len;
			s.strm.total_out += len;
		}
	} while (last === 0);
	used -= s.strm.avail_in;
	if (used) {
		if (used >= s.w_size) {
			s.matches = 2;
			s.window.set(s.strm.input.subarray(s.strm.next_in - s.w_size, s.strm.next_in), 0);
			s.strstart = s.w_size;
			s.insert = s.strstart;
		} else {
			if (s.window_size - s.strstart <= used) {
				s.strstart -= s.w_size;
				s.window.set(s.window.subarray(s.w_size, s.w_size + s.strstart), 0);
				if (s.matches < 2) s.matches++;
				if (s.insert > s.strstart) s.insert = s.strstart;
			}
			s.window.set(s.strm.input.subarray(s.strm.next_in - used, s.strm.next_in), s.strstart);
			s.strstart += used;
			s.insert += used > s.w_size - s.insert ? s.w_size - s.insert : used;
		}
		s.block_start = s.strstart;
	}
	if (s.high_water < s.strstart) s.high_water = s.strstart;
	if (last) return BS_FINISH_DONE;
	if (flush !== 0 && flush !== 4 && s.strm.avail_in === 0 && s.strstart === s.block_start) return BS_BLOCK_DONE;
	have = s.window_size - s.strstart;
	if (s.strm.avail_in > have && s.block_start >= s.w_size) {
		s.block_start -= s.w_size;
		s.strstart -= s.w_size;
		s.window.set(s.window.subarray(s.w_size, s.w_size + s.strstart), 0);
		if (s.matches < 2) s.matches++;
		have += s.w_size;
		if (s.insert > s.strstart) s.insert = s.strstart;
	}
	if (have > s.strm.avail_in) have = s.strm.avail_in;
	if (have) {
		read_buf(s.strm, s.window, s.strstart, have);
		s.strstart += have;
		s.insert += have > s.w_size - s.insert ? s.w_size - s.insert : have;
	}
	if (s.high_water < s.strstart) s.high_water = s.strstart;
	have = s.bi_valid + 42 >> 3;
	have = s.pending_buf_size - have > 65535 ? 65535 : s.pending_buf_size - have;
	min_block = have > s.w_size ? s.w_size : have;
	left = s.strstart - s.block_start;
	if (left >= min_block || (left || flush === 4) && flush !== 0 && s.strm.avail_in === 0 && left <= have) {
		len = left > have ? have : left;
		last = flush === 4 && s.strm.avail_in === 0 && len === left ? 1 : 0;
		_tr_stored_block(s, s.block_start, len, last);
		s.block_start += len;
		flush_pending(s.strm);
	}
	return last ? BS_FINISH_STARTED : BS_NEED_MORE;
};
var deflate_fast = (s, flush) => {
	let hash_head;
	let bflush;
	for (;;) {
		if (s.lookahead < MIN_LOOKAHEAD) {
			fill_window(s);
			if (s.lookahead < MIN_LOOKAHEAD && flush === 0) return BS_NEED_MORE;
			if (s.lookahead === 0) break;
		}
		hash_head = 0;
		if (s.lookahead >= MIN_MATCH) hash_head = INSERT_STRING(s, s.strstart);
		if (hash_head !== 0 && s.strstart - hash_head <= s.w_size - MIN_LOOKAHEAD) s.match_length = longest_match(s, hash_head);
		if (s.match_length >= MIN_MATCH) {
			bflush = _tr_tally(s, s.strstart - s.match_start, s.match_length - MIN_MATCH);
			s.lookahead -= s.match_length;
			if (s.match_length <= s.max_lazy_match && s.lookahead >= MIN_MATCH) {
				s.match_length--;
				do {
					s.strstart++;
					hash_head = INSERT_STRING(s, s.strstart);
				} while (--s.match_length !== 0);
				s.strstart++;
			} else {
				s.strstart += s.match_length;
				s.match_length = 0;
				if (s.legacy_hash) {
					s.ins_h = s.window[s.strstart];
					s.ins_h = HASH(s, s.ins_h, s.window[s.strstart + 1]);
				}
			}
		} else {
			bflush = _tr_tally(s, 0, s.window[s.strstart]);
			s.lookahead--;
			s.strstart++;
		}
		if (bflush) {
			flush_block_only(s, false);
			if (s.strm.avail_out === 0) return BS_NEED_MORE;
		}
	}
	s.insert = s.strstart < MIN_MATCH - 1 ? s.strstart : MIN_MATCH - 1;
	if (flush === 4) {
		flush_block_only(s, true);
		if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
		return BS_FINISH_DONE;
	}
	if (s.sym_next) {
		flush_block_only(s, false);
		if (s.strm.avail_out === 0) return BS_NEED_MORE;
	}
	return BS_BLOCK_DONE;
};
var deflate_slow = (s, flush) => {
	let hash_head;
	let bflush;
	let max_insert;
	for (;;) {
		if (s.lookahead < MIN_LOOKAHEAD) {
			fill_window(s);
			if (s.lookahead < MIN_LOOKAHEAD && flush === 0) return BS_NEED_MORE;
			if (s.lookahead === 0) break;
		}
		hash_head = 0;
		if (s.lookahead >= MIN_MATCH) hash_head = INSERT_STRING(s, s.strstart);
		s.prev_length = s.match_length;
		s.prev_match = s.match_start;
		s.match_length = MIN_MATCH - 1;
		if (hash_head !== 0 && s.prev_length < s.max_lazy_match && s.strstart - hash_head <= s.w_size - MIN_LOOKAHEAD) {
			s.match_length = longest_match(s, hash_head);
			if (s.match_length <= 5 && (s.strategy === 1 || s.match_length === MIN_MATCH && s.strstart - s.match_start > 4096)) s.match_length = MIN_MATCH - 1;
		}
		if (s.prev_length >= MIN_MATCH && s.match_length <= s.prev_length) {
			max_insert = s.strstart + s.lookahead - MIN_MATCH;
			bflush = _tr_tally(s, s.strstart - 1 - s.prev_match, s.prev_length - MIN_MATCH);
			s.lookahead -= s.prev_length - 1;
			s.prev_length -= 2;
			do
				if (++s.strstart <= max_insert) hash_head = INSERT_STRING(s, s.strstart);
			while (--s.prev_length !== 0);
			s.match_available = 0;
			s.match_length = MIN_MATCH - 1;
			s.strstart++;
			if (bflush) {
				flush_block_only(s, false);
				if (s.strm.avail_out === 0) return BS_NEED_MORE;
			}
		} else if (s.match_available) {
			bflush = _tr_tally(s, 0, s.window[s.strstart - 1]);
			if (bflush) flush_block_only(s, false);
			s.strstart++;
			s.lookahead--;
			if (s.strm.avail_out === 0) return BS_NEED_MORE;
		} else {
			s.match_available = 1;
			s.strstart++;
			s.lookahead--;
		}
	}
	if (s.match_available) {
		bflush = _tr_tally(s, 0, s.window[s.strstart - 1]);
		s.match_available = 0;
	}
	s.insert = s.strstart < MIN_MATCH - 1 ? s.strstart : MIN_MATCH - 1;
	if (flush === 4) {
		flush_block_only(s, true);
		if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
		return BS_FINISH_DONE;
	}
	if (s.sym_next) {
		flush_block_only(s, false);
		if (s.strm.avail_out === 0) return BS_NEED_MORE;
	}
	return BS_BLOCK_DONE;
};
var deflate_rle = (s, flush) => {
	let bflush;
	let prev;
	let scan, strend;
	const _win = s.window;
	for (;;) {
		if (s.lookahead <= MAX_MATCH) {
			fill_window(s);
			if (s.lookahead <= MAX_MATCH && flush === 0) return BS_NEED_MORE;
			if (s.lookahead === 0) break;
		}
		s.match_length = 0;
		if (s.lookahead >= MIN_MATCH && s.strstart > 0) {
			scan = s.strstart - 1;
			prev = _win[scan];
			if (prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan]) {
				strend = s.strstart + MAX_MATCH;
				do;
				while (prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && scan < strend);
				s.match_length = MAX_MATCH - (strend - scan);
				if (s.match_length > s.lookahead) s.match_length = s.lookahead;
			}
		}
		if (s.match_length >= MIN_MATCH) {
			bflush = _tr_tally(s, 1, s.match_length - MIN_MATCH);
			s.lookahead -= s.match_length;
			s.strstart += s.match_length;
			s.match_length = 0;
		} else {
			bflush = _tr_tally(s, 0, s.window[s.strstart]);
			s.lookahead--;
			s.strstart++;
		}
		if (bflush) {
			flush_block_only(s, false);
			if (s.strm.avail_out === 0) return BS_NEED_MORE;
		}
	}
	s.insert = 0;
	if (flush === 4) {
		flush_block_only(s, true);
		if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
		return BS_FINISH_DONE;
	}
	if (s.sym_next) {
		flush_block_only(s, false);
		if (s.strm.avail_out === 0) return BS_NEED_MORE;
	}
	return BS_BLOCK_DONE;
};
var deflate_huff = (s, flush) => {
	let bflush;
	for (;;) {
		if (s.lookahead === 0) {
			fill_window(s);
			if (s.lookahead === 0) {
				if (flush === 0) return BS_NEED_MORE;
				break;
			}
		}
		s.match_length = 0;
		bflush = _tr_tally(s, 0, s.window[s.strstart]);
		s.lookahead--;
		s.strstart++;
		if (bflush) {
			flush_block_only(s, false);
			if (s.strm.avail_out === 0) return BS_NEED_MORE;
		}
	}
	s.insert = 0;
	if (flush === 4) {
		flush_block_only(s, true);
		if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
		return BS_FINISH_DONE;
	}
	if (s.sym_next) {
		flush_block_only(s, false);
		if (s.strm.avail_out === 0) return BS_NEED_MORE;
	}
	return BS_BLOCK_DONE;
};
var Config = class {
	constructor(good_length, max_lazy, nice_length, max_chain, func) {
		this.good_length = good_length;
		this.max_lazy = max_lazy;
		this.nice_length = nice_length;
		this.max_chain = max_chain;
		this.func = func;
	}
};
var configuration_table = [
	new Config(0, 0, 0, 0, deflate_stored),
	new Config(4, 4, 8, 4, deflate_fast),
	new Config(4, 5, 16, 8, deflate_fast),
	new Config(4, 6, 32, 32, deflate_fast),
	new Config(4, 4, 16, 16, deflate_slow),
	new Config(8, 16, 32, 32, deflate_slow),
	new Config(8, 16, 128, 128, deflate_slow),
	new Config(8, 32, 128, 256, deflate_slow),
	new Config(32, 128, 258, 1024, deflate_slow),
	new Config(32, 258, 258, 4096, deflate_slow)
];
var lm_init = (s) => {
	s.window_size = 2 * s.w_size;
	zero(s.head);
	s.max_lazy_match = configuration_table[s.level].max_lazy;
	s.good_match = configuration_table[s.level].good_length;
	s.nice_match = configuration_table[s.level].nice_length;
	s.max_chain_length = configuration_table[s.level].max_chain;
	s.strstart = 0;
	s.block_start = 0;
	s.lookahead = 0;
	s.insert = 0;
	s.match_length = s.prev_length = MIN_MATCH - 1;
	s.match_available = 0;
	s.ins_h = 0;
};
var DeflateState = class {
	constructor() {
		this.strm = null;
		this.status = 0;
		this.pending_buf = null;
		this.pending_buf_size = 0;
		this.pending_out = 0;
		this.pending = 0;
		this.wrap = 0;
		this.gzhead = null;
		this.gzindex = 0;
		this.method = 8;
		this.last_flush = -1;
		this.w_size = 0;
		this.w_bits = 0;
		this.w_mask = 0;
		this.window = null;
		this.window_size = 0;
		this.prev = null;
		this.head = null;
		this.ins_h = 0;
		this.legacy_hash = 0;
		this.hash_size = 0;
		this.hash_bits = 0;
		this.hash_mask = 0;
		this.hash_shift = 0;
		this.block_start = 0;
		this.match_length = 0;
		this.prev_match = 0;
		this.match_available = 0;
		this.strstart = 0;
		this.match_start = 0;
		this.lookahead = 0;
		this.prev_length = 0;
		this.max_chain_length = 0;
		this.max_lazy_match = 0;
		this.level = 0;
		this.strategy = 0;
		this.good_match = 0;
		this.nice_match = 0;
		this.dyn_ltree = new Uint16Array(HEAP_SIZE * 2);
		this.dyn_dtree = /* @__PURE__ */ new Uint16Array(122);
		this.bl_tree = /* @__PURE__ */ new Uint16Array(78);
		zero(this.dyn_ltree);
		zero(this.dyn_dtree);
		zero(this.bl_tree);
		this.l_desc = null;
		this.d_desc = null;
		this.bl_desc = null;
		this.bl_count = /* @__PURE__ */ new Uint16Array(16);
		this.heap = /* @__PURE__ */ new Uint16Array(573);
		zero(this.heap);
		this.heap_len = 0;
		this.heap_max = 0;
		this.depth = /* @__PURE__ */ new Uint16Array(573);
		zero(this.depth);
		this.sym_buf = 0;
		this.lit_bufsize = 0;
		this.sym_next = 0;
		this.sym_end = 0;
		this.opt_len = 0;
		this.static_len = 0;
		this.matches = 0;
		this.insert = 0;
		this.bi_buf = 0;
		this.bi_valid = 0;
	}
};
var deflateStateCheck = (strm) => {
	if (!strm) return 1;
	const s = strm.state;
	if (!s || s.strm !== strm || s.status !== INIT_STATE && s.status !== GZIP_STATE && s.status !== EXTRA_STATE && s.status !== NAME_STATE && s.status !== COMMENT_STATE && s.status !== HCRC_STATE && s.status !== BUSY_STATE && s.status !== FINISH_STATE) return 1;
	return 0;
};
var deflateResetKeep = (strm) => {
	if (deflateStateCheck(strm)) return err(strm, -2);
	strm.total_in = strm.total_out = 0;
	strm.data_type = 2;
	const s = strm.state;
	s.pending = 0;
	s.pending_out = 0;
	if (s.wrap < 0) s.wrap = -s.wrap;
	s.status = s.wrap === 2 ? GZIP_STATE : s.wrap ? INIT_STATE : BUSY_STATE;
	strm.adler = s.wrap === 2 ? 0 : 1;
	s.last_flush = -2;
	_tr_init(s);
	return 0;
};
var deflateReset = (strm) => {
	const ret = deflateResetKeep(strm);
	if (ret === 0) lm_init(strm.state);
	return ret;
};
var deflateInit2 = (strm, level, method, windowBits, memLevel, strategy, legacyHash) => {
	if (!strm) return -2;
	let wrap = 1;
	if (level === -1) level = 6;
	if (windowBits < 0) {
		wrap = 0;
		windowBits = -windowBits;
	} else if (windowBits > 15) {
		wrap = 2;
		windowBits -= 16;
	}
	if (memLevel < 1 || memLevel > MAX_MEM_LEVEL || method !== 8 || windowBits < 8 || windowBits > 15 || level < 0 || level > 9 || strategy < 0 || strategy > 4 || windowBits === 8 && wrap !== 1) return err(strm, -2);
	if (windowBits === 8) windowBits = 9;
	const s = new DeflateState();
	strm.state = s;
	s.strm = strm;
	s.status = INIT_STATE;
	s.wrap = wrap;
	s.gzhead = null;
	s.w_bits = windowBits;
	s.w_size = 1 << s.w_bits;
	s.w_mask = s.w_size - 1;
	s.legacy_hash = legacyHash ? 1 : 0;
	s.hash_bits = memLevel + 7;
	if (!s.legacy_hash && s.hash_bits < 15) s.hash_bits = 15;
	s.hash_size = 1 << s.hash_bits;
	s.hash_mask = s.hash_size - 1;
	s.hash_shift = ~~((s.hash_bits + MIN_MATCH - 1) / MIN_MATCH);
	s.window = new Uint8Array(s.w_size * 2);
	s.head = new Uint16Array(s.hash_size);
	s.prev = new Uint16Array(s.w_size);
	s.lit_bufsize = 1 << memLevel + 6;
	s.pending_buf_size = s.lit_bufsize * 4;
	s.pending_buf = new Uint8Array(s.pending_buf_size);
	s.sym_buf = s.lit_bufsize;
	s.sym_end = (s.lit_bufsize - 1) * 3;
	s.level = level;
	s.strategy = strategy;
	s.method = method;
	return deflateReset(strm);
};
var deflate$1 = (strm, flush) => {
	if (deflateStateCheck(strm) || flush > 5 || flush < 0) return strm ? err(strm, -2) : -2;
	const s = strm.state;
	if (!strm.output || strm.avail_in !== 0 && !strm.input || s.status === FINISH_STATE && flush !== 4) return err(strm, strm.avail_out === 0 ? -5 : -2);
	const old_flush = s.last_flush;
	s.last_flush = flush;
	if (s.pending !== 0) {
		flush_pending(strm);
		if (strm.avail_out === 0) {
			s.last_flush = -1;
			return 0;
		}
	} else if (strm.avail_in === 0 && rank(flush) <= rank(old_flush) && flush !== 4) return err(strm, -5);
	if (s.status === FINISH_STATE && strm.avail_in !== 0) return err(strm, -5);
	if (s.status === INIT_STATE && s.wrap === 0) s.status = BUSY_STATE;
	if (s.status === INIT_STATE) {
		let header = 8 + (s.w_bits - 8 << 4) << 8;
		let level_flags = -1;
		if (s.strategy >= 2 || s.level < 2) level_flags = 0;
		else if (s.level < 6) level_flags = 1;
		else if (s.level === 6) level_flags = 2;
		else level_flags = 3;
		header |= level_flags << 6;
		if (s.strstart !== 0) header |= PRESET_DICT;
		header += 31 - header % 31;
		putShortMSB(s, header);
		if (s.strstart !== 0) {
			putShortMSB(s, strm.adler >>> 16);
			putShortMSB(s, strm.adler & 65535);
		}
		strm.adler = 1;
		s.status = BUSY_STATE;
		flush_pending(strm);
		if (s.pending !== 0) {
			s.last_flush = -1;
			return 0;
		}
	}
	if (s.status === GZIP_STATE) {
		strm.adler = 0;
		put_byte(s, 31);
		put_byte(s, 139);
		put_byte(s, 8);
		if (!s.gzhead) {
			put_byte(s, 0);
			put_byte(s, 0);
			put_byte(s, 0);
			put_byte(s, 0);
			put_byte(s, 0);
			put_byte(s, s.level === 9 ? 2 : s.strategy >= 2 || s.level < 2 ? 4 : 0);
			put_byte(s, OS_CODE);
			s.status = BUSY_STATE;
			flush_pending(strm);
			if (s.pending !== 0) {
				s.last_flush = -1;
				return 0;
			}
		} else {
			put_byte(s, (s.gzhead.text ? 1 : 0) + (s.gzhead.hcrc ? 2 : 0) + (!s.gzhead.extra ? 0 : 4) + (!s.gzhead.name ? 0 : 8) + (!s.gzhead.comment ? 0 : 16));
			put_byte(s, s.gzhead.time & 255);
			put_byte(s, s.gzhead.time >> 8 & 255);
			put_byte(s, s.gzhead.time >> 16 & 255);
			put_byte(s, s.gzhead.time >> 24 & 255);
			put_byte(s, s.level === 9 ? 2 : s.strategy >= 2 || s.level < 2 ? 4 : 0);
			put_byte(s, s.gzhead.os & 255);
			if (s.gzhead.extra && s.gzhead.extra.length) {
				put_byte(s, s.gzhead.extra.length & 255);
				put_byte(s, s.gzhead.extra.length >> 8 & 255);
			}
			if (s.gzhead.hcrc) strm.adler = crc32(strm.adler, s.pending_buf, s.pending, 0);
			s.gzindex = 0;
			s.status = EXTRA_STATE;
		}
	}
	if (s.status === EXTRA_STATE) {
		if (s.gzhead.extra) {
			let beg = s.pending;
			let left = (s.gzhead.extra.length & 65535) - s.gzindex;
			while (s.pending + left > s.pending_buf_size) {
				let copy = s.pending_buf_size - s.pending;
				s.pending_buf.set(s.gzhead.extra.subarray(s.gzindex, s.gzindex + copy), s.pending);
				s.pending = s.pending_buf_size;
				if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
				s.gzindex += copy;
				flush_pending(strm);
				if (s.pending !== 0) {
					s.last_flush = -1;
					return 0;
				}
				beg = 0;
				left -= copy;
			}
			let gzhead_extra = new Uint8Array(s.gzhead.extra);
			s.pending_buf.set(gzhead_extra.subarray(s.gzindex, s.gzindex + left), s.pending);
			s.pending += left;
			if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
			s.gzindex = 0;
		}
		s.status = NAME_STATE;
	}
	if (s.status === NAME_STATE) {
		if (s.gzhead.name) {
			let beg = s.pending;
			let val;
			do {
				if (s.pending === s.pending_buf_size) {
					if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
					flush_pending(strm);
					if (s.pending !== 0) {
						s.last_flush = -1;
						return 0;
					}
					beg = 0;
				}
				if (s.gzindex < s.gzhead.name.length) val = s.gzhead.name.charCodeAt(s.gzindex++) & 255;
				else val = 0;
				put_byte(s, val);
			} while (val !== 0);
			if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
			s.gzindex = 0;
		}
		s.status = COMMENT_STATE;
	}
	if (s.status === COMMENT_STATE) {
		if (s.gzhead.comment) {
			let beg = s.pending;
			let val;
			do {
				if (s.pending === s.pending_buf_size) {
					if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
					flush_pending(strm);
					if (s.pending !== 0) {
						s.last_flush = -1;
						return 0;
					}
					beg = 0;
				}
				if (s.gzindex < s.gzhead.comment.length) val = s.gzhead.comment.charCodeAt(s.gzindex++) & 255;
				else val = 0;
				put_byte(s, val);
			} while (val !== 0);
			if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc32(strm.adler, s.pending_buf, s.pending - beg, beg);
		}
		s.status = HCRC_STATE;
	}
	if (s.status === HCRC_STATE) {
		if (s.gzhead.hcrc) {
			if (s.pending + 2 > s.pending_buf_size) {
				flush_pending(strm);
				if (s.pending !== 0) {
					s.last_flush = -1;
					return 0;
				}
			}
			put_byte(s, strm.adler & 255);
			put_byte(s, strm.adler >> 8 & 255);
			strm.adler = 0;
		}
		s.status = BUSY_STATE;
		flush_pending(strm);
		if (s.pending !== 0) {
			s.last_flush = -1;
			return 0;
		}
	}
	if (strm.avail_in !== 0 || s.lookahead !== 0 || flush !== 0 && s.status !== FINISH_STATE) {
		let bstate = s.level === 0 ? deflate_stored(s, flush) : s.strategy === 2 ? deflate_huff(s, flush) : s.strategy === 3 ? deflate_rle(s, flush) : configuration_table[s.level].func(s, flush);
		if (bstate === BS_FINISH_STARTED || bstate === BS_FINISH_DONE) s.status = FINISH_STATE;
		if (bstate === BS_NEED_MORE || bstate === BS_FINISH_STARTED) {
			if (strm.avail_out === 0) s.last_flush = -1;
			return 0;
		}
		if (bstate === BS_BLOCK_DONE) {
			if (flush === 1) _tr_align(s);
			else if (flush !== 5) {
				_tr_stored_block(s, 0, 0, false);
				if (flush === 3) {
					zero(s.head);
					if (s.lookahead === 0) {
						s.strstart = 0;
						s.block_start = 0;
						s.insert = 0;
					}
				}
			}
			flush_pending(strm);
			if (strm.avail_out === 0) {
				s.last_flush = -1;
				return 0;
			}
		}
	}
	if (flush !== 4) return 0;
	if (s.wrap <= 0) return 1;
	if (s.wrap === 2) {
		put_byte(s, strm.adler & 255);
		put_byte(s, strm.adler >> 8 & 255);
		put_byte(s, strm.adler >> 16 & 255);
		put_byte(s, strm.adler >> 24 & 255);
		put_byte(s, strm.total_in & 255);
		put_byte(s, strm.total_in >> 8 & 255);
		put_byte(s, strm.total_in >> 16 & 255);
		put_byte(s, strm.total_in >> 24 & 255);
	} else {
		putShortMSB(s, strm.adler >>> 16);
		putShortMSB(s, strm.adler & 65535);
	}
	flush_pending(strm);
	if (s.wrap > 0) s.wrap = -s.wrap;
	return s.pending !== 0 ? 0 : 1;
};
var lbase = new Uint16Array([
	3,
	4,
	5,
	6,
	7,
	8,
	9,
	10,
	11,
	13,
	15,
	17,
	19,
	23,
	27,
	31,
	35,
	43,
	51,
	59,
	67,
	83,
	99,
	115,
	131,
	163,
	195,
	227,
	258,
	0,
	0
]);
var lext = new Uint8Array([
	16,
	16,
	16,
	16,
	16,
	16,
	16,
	16,
	17,
	17,
	17,
	17,
	18,
	18,
	18,
	18,
	19,
	19,
	19,
	19,
	20,
	20,
	20,
	20,
	21,
	21,
	21,
	21,
	16,
	199,
	75
]);
var dbase = new Uint16Array([
	1,
	2,
	3,
	4,
	5,
	7,
	9,
	13,
	17,
	25,
	33,
	49,
	65,
	97,
	129,
	193,
	257,
	385,
	513,
	769,
	1025,
	1537,
	2049,
	3073,
	4097,
	6145,
	8193,
	12289,
	16385,
	24577,
	0,
	0
]);
var dext = new Uint8Array([
	16,
	16,
	16,
	16,
	17,
	17,
	18,
	18,
	19,
	19,
	20,
	20,
	21,
	21,
	22,
	22,
	23,
	23,
	24,
	24,
	25,
	25,
	26,
	26,
	27,
	27,
	28,
	28,
	29,
	29,
	64,
	64
]);
var ZStream = class {
	constructor() {
		this.input = null;
		this.next_in = 0;
		this.avail_in = 0;
		this.total_in = 0;
		this.output = null;
		this.next_out = 0;
		this.avail_out = 0;
		this.total_out = 0;
		this.msg = "";
		this.state = null;
		this.data_type = 2;
		this.adler = 0;
	}
};

// src/pack/pinned-deflate.ts
const settings = {
	level: 6,
	deflated: 8,
	windowBits: -15,
	memory: 8
};
const outputSize = 65536;
const spares = [];
function pinnedDeflate(write) {
	let stream;
	const run = (piece, flush) => {
		stream ??= spares.pop() ?? newStream();
		stream.input = piece;
		stream.next_in = 0;
		stream.avail_in = piece.length;
		let status;
		do {
			status = deflate$1(stream, flush);
			if (status < 0) throw new Error(`The deflater failed: ${stream.msg} (${status}).`);
			if (stream.avail_out === 0 || status === 1) handOn(stream, write);
		} while (flush === 4 ? status !== 1 : stream.avail_in > 0);
		return stream;
	};
	return {
		push: (piece) => {
			if (piece.length > 0) run(piece, 0);
		},
		end: () => {
			const done = run(/* @__PURE__ */ new Uint8Array(0), 4);
			deflateReset(done);
			spares.push(done);
			stream = void 0;
		}
	};
}
function newStream() {
	const stream = new ZStream();
	const { level, deflated, windowBits, memory } = settings;
	deflateInit2(stream, level, deflated, windowBits, memory, 0);
	stream.output = new Uint8Array(outputSize);
	stream.avail_out = outputSize;
	return stream;
}
function handOn(stream, write) {
	const piece = stream.output.subarray(0, stream.next_out);
	stream.next_out = 0;
	stream.avail_out = outputSize;
	if (piece.length > 0) write(piece);
}
const compressedMagic = [
	"504b0304",
	"1f8b",
	"89504e47",
	"ffd8ff",
	"47494638",
	"28b52ffd",
	"fd377a58",
	"425a68",
	"774f4632",
	"774f4646",
	"52494646",
	"377abcaf"
];
function isCompressed(start) {
	const head = Buffer.from(start.subarray(0, 8)).toString("hex");
	return compressedMagic.some((magic) => head.startsWith(magic));
}

// src/pack/new-header.ts
const types = {
	file: fileType.file,
	link: fileType.link,
	directory: fileType.directory
};
function writeShared(header, at, entry, name) {
	const { date, time } = toDosTime(entry.timestamp);
	header.writeUInt16LE(entry.wide ? 45 : 20, at);
	header.writeUInt16LE(isAscii(name) ? 0 : utf8Flag, at + 2);
	header.writeUInt16LE(entry.method === "stored" ? 0 : 8, at + 4);
	header.writeUInt16LE(time, at + 6);
	header.writeUInt16LE(date, at + 8);
	header.writeUInt32LE(entry.crc32, at + 10);
	header.writeUInt32LE(entry.wide ? full32 : entry.compressedSize, at + 14);
	header.writeUInt32LE(entry.wide ? full32 : entry.size, at + 18);
	header.writeUInt16LE(name.length, at + 22);
}
function nameOf({ name, kind }) {
	return Buffer.from(kind === "directory" ? `${name}/` : name);
}
function localHeader(entry) {
	const name = nameOf(entry);
	const numbers = encodeNumbers([entry.size, entry.compressedSize]);
	const extra = Buffer.concat([entry.wide ? encodeExtra(extraId.zip64, numbers) : Buffer.alloc(0), encodeTimestamp(entry.timestamp)]);
	const header = Buffer.alloc(30);
	header.writeUInt32LE(67324752, 0);
	writeShared(header, 4, entry, name);
	header.writeUInt16LE(extra.length, 28);
	return Buffer.concat([
		header,
		name,
		extra
	]);
}
function centralHeader(entry, start) {
	const name = nameOf(entry);
	const far = start >= full32;
	const numbers = [...entry.wide ? [entry.size, entry.compressedSize] : [], ...far ? [start] : []];
	const extra = Buffer.concat([numbers.length > 0 ? encodeExtra(extraId.zip64, encodeNumbers(numbers)) : Buffer.alloc(0), encodeTimestamp(entry.timestamp)]);
	const header = Buffer.alloc(46);
	header.writeUInt32LE(centralSignature, 0);
	header.writeUInt16LE(3 << 8 | (entry.wide || far ? 45 : 20), 4);
	writeShared(header, 6, { ...entry }, name);
	if (far) header.writeUInt16LE(45, 6);
	header.writeUInt16LE(extra.length, 30);
	header.writeUInt16LE(entry.kind === "directory" ? 16 : 0, 38);
	header.writeUInt16LE(types[entry.kind] | entry.mode, 40);
	header.writeUInt32LE(far ? full32 : start, 42);
	return Buffer.concat([
		header,
		name,
		extra
	]);
}

// src/pack/zip-output.ts
const copySize = 262144;
const syncSize = 67108864;
const sync = promisify(fdatasync);
const wideFrom = full32 - 67108864;
function contentOf(bytes) {
	return {
		size: bytes.length,
		read: (take) => {
			take(bytes);
			return Promise.resolve();
		}
	};
}
async function writeZip(out, comment, pace, write) {
	let fd;
	try {
		fd = openSync(out, "wx");
	} catch (error) {
		throw writeError(error, out);
	}
	try {
		const output = new OpenZip(fd, pace);
		try {
			await write(output);
			return { size: await output.finish(comment) };
		} finally {
			await output.settle();
			closeSync(fd);
		}
	} catch (error) {
		rmSync(out, { force: true });
		throw writeError(error, out);
	}
}
var OpenZip = class {
	#fd;
	#pace;
	#central = [];
	#position = 0;
	#run = null;
	#buffer = Buffer.allocUnsafe(copySize);
	#unsynced = 0;
	#isSyncing = false;
	#syncing = Promise.resolve();
	constructor(fd, pace) {
		this.#fd = fd;
		this.#pace = pace;
	}
	async copy(from, entry, mode) {
		if (this.#run?.from !== from || this.#run.end !== entry.start) await this.#flush();
		this.#run ??= {
			from,
			start: entry.start,
			end: entry.start
		};
		const start = this.#position + entry.start - this.#run.start;
		this.#run.end = entry.end;
		this.#central.push(movedHeader(headerOf(entry), start, mode));
	}
	async rename(from, entry, info) {
		await this.addReady(info, entry, from, contentStart(from, entry));
	}
	async addReady(info, facts, from, at) {
		await this.#begin(info, facts);
		this.#run = {
			from,
			start: at,
			end: at + facts.compressedSize
		};
		await this.#flush();
	}
	async addDeflated(info, content) {
		await this.#begin(info, {
			...content,
			method: "deflated"
		});
		for (const piece of content.pieces) {
			this.#writeAt(piece, this.#position);
			this.#position += piece.length;
		}
	}
	async #begin(info, facts) {
		await this.#flush();
		const { method, crc32: crc, size, compressedSize } = facts;
		const wide = Math.max(size, compressedSize) >= wideFrom;
		const entry = {
			...info,
			wide,
			method,
			crc32: crc,
			size,
			compressedSize
		};
		const start = this.#position;
		const header = localHeader(entry);
		this.#writeAt(header, start);
		this.#position += header.length;
		this.#central.push(centralHeader(entry, start));
	}
	async add(info, content) {
		await this.#flush();
		const start = this.#position;
		const wide = content.size >= wideFrom;
		const { size } = content;
		const draft = {
			...info,
			wide,
			method: "stored",
			crc32: 0,
			size,
			compressedSize: size
		};
		const dataStart = start + localHeader(draft).length;
		const entry = await this.#writeContent(draft, content, dataStart);
		this.#writeAt(localHeader(entry), start);
		this.#central.push(centralHeader(entry, start));
		this.#position = dataStart + entry.compressedSize;
	}
	async #writeContent(draft, content, dataStart) {
		let crc = 0;
		let size = 0;
		let written = 0;
		let store = content.size === 0 || draft.kind !== "file";
		const write = (piece) => {
			this.#writeAt(piece, dataStart + written);
			written += piece.length;
		};
		const deflate = pinnedDeflate(write);
		await content.read((piece) => {
			if (size === 0) store ||= isCompressed(piece);
			crc = crc32$1(piece, crc);
			size += piece.length;
			if (store) write(piece);
			else deflate.push(piece);
		});
		if (!store) deflate.end();
		if (size !== content.size) throw new Error(`${draft.name} changed while it was packed.`);
		if (!store && written >= size) {
			written = 0;
			store = true;
			await content.read(write);
		}
		const method = store ? "stored" : "deflated";
		return {
			...draft,
			method,
			crc32: crc,
			size,
			compressedSize: written
		};
	}
	async finish(comment) {
		await this.#flush();
		const directoryStart = this.#position;
		const directory = Buffer.concat(this.#central);
		const end = {
			entries: this.#central.length,
			directoryStart,
			directorySize: directory.length,
			comment
		};
		const rest = Buffer.concat([directory, encodeEndRecord(end)]);
		this.#writeAt(rest, directoryStart);
		ftruncateSync(this.#fd, directoryStart + rest.length);
		await this.#syncing;
		fsyncSync(this.#fd);
		return directoryStart + rest.length;
	}
	async settle() {
		await this.#syncing.catch(() => void 0);
	}
	#syncNow() {
		this.#unsynced = 0;
		this.#isSyncing = true;
		this.#syncing = this.#syncing.then(() => sync(this.#fd)).finally(() => {
			this.#isSyncing = false;
		});
		this.#syncing.catch(() => void 0);
	}
	async #flush() {
		const run = this.#run;
		this.#run = null;
		if (run === null) return;
		for (let at = run.start; at < run.end;) {
			const piece = this.#buffer.subarray(0, Math.min(copySize, run.end - at));
			readInto(run.from, piece, at);
			this.#writeAt(piece, this.#position);
			at += piece.length;
			this.#position += piece.length;
			await this.#pace.advance(piece.length);
		}
	}
	#writeAt(bytes, position) {
		for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
		this.#unsynced += bytes.length;
		if (this.#unsynced >= syncSize && !this.#isSyncing) this.#syncNow();
	}
};

// src/pack/changed-on-disk.ts
const step = 2e3;
async function changedOnDisk(pack, home, work = {}) {
	const { only, by = "content" } = work;
	const unhurried = startPace({ signal: work.signal }, 0);
	const seen = only === void 0 ? await walkHome(home, unhurried) : lookAtPaths(home, only);
	const bytes = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, bytes, seen.size);
	const changes = {
		added: [],
		removed: [],
		changed: [],
		modeChanged: []
	};
	for (const [path, what] of seen) {
		pace.next();
		if (what.kind === "special") continue;
		const entry = pack.entries.get(path);
		if (entry === void 0) {
			if (what.kind !== "directory" || what.empty && !isImplied(pack, path, only)) changes.added.push(path);
		} else if (!await isSame(pack, entry, what, `${home}/${path}`, pace, by)) changes.changed.push(path);
		else if (what.kind !== "link" && what.mode !== entry.mode) changes.modeChanged.push(path);
	}
	for (const path of only ?? pack.entries.keys()) if (pack.entries.has(path) && (seen.get(path)?.kind ?? "special") === "special") changes.removed.push(path);
	for (const paths of [
		changes.added,
		changes.removed,
		changes.changed,
		changes.modeChanged
	]) paths.sort();
	return changes;
}
function isImplied({ entries }, folder, only) {
	if (only === void 0) return false;
	return [...entries.keys()].some((path) => path.startsWith(`${folder}/`) && !only.has(path));
}
async function isSame(pack, entry, what, at, pace, by) {
	if (entry.kind !== what.kind) return false;
	if (what.kind === "link") return readTarget(pack.archive, entry, entry.path) === what.target;
	if (what.kind !== "file") return true;
	if (what.size !== entry.size) return false;
	if (by === "time" && Math.abs(what.modified - entry.modified) < step) return true;
	let crc = 0;
	const take = (piece) => {
		crc = crc32$1(piece, crc);
	};
	await readHomeFile(at, pace, take, entry.size);
	return crc === entry.crc32;
}

// src/pack/deflate-worker.ts
const deflateMark = "update-train: files to be deflated";
const deflateProgram = new URL(import.meta.url);
function isDeflated(value) {
	return typeof value === "object" && value !== null && "pieces" in value;
}
if (!isMainThread && workerData === "update-train: files to be deflated") parentPort?.on("message", (file) => {
	const done = deflatedOrNull(file);
	parentPort?.postMessage(done, done?.pieces.map(({ buffer }) => buffer) ?? []);
});
function deflatedOrNull(file) {
	try {
		return deflated(file);
	} catch {
		return null;
	}
}
function deflated(file) {
	const { size } = file;
	const pieces = [];
	let compressedSize = 0;
	let crc = 0;
	const deflate = pinnedDeflate((piece) => {
		pieces.push(Uint8Array.from(piece));
		compressedSize += piece.length;
	});
	using spare = spareBuffer();
	for (let at = 0; at < size && compressedSize < size;) {
		const piece = spare.buffer.subarray(0, Math.min(spare.buffer.length, size - at));
		readInto(file, piece, at);
		crc = crc32$1(piece, crc);
		deflate.push(piece);
		at += piece.length;
	}
	deflate.end();
	return compressedSize < size ? {
		size,
		crc32: crc,
		compressedSize,
		pieces
	} : null;
}

// src/pack/deflate-thread.ts
const resourceLimits = {
	maxYoungGenerationSizeMb: 1,
	maxOldGenerationSizeMb: 64
};
function openDeflateThread() {
	let thread;
	let isBusy = false;
	const waiting = /* @__PURE__ */ new Set();
	const goOn = () => {
		const next = biggestOf(waiting);
		if (isBusy || next === void 0) return;
		waiting.delete(next);
		isBusy = true;
		thread ??= new Worker(deflateProgram, {
			workerData: deflateMark,
			resourceLimits
		});
		const result = deflatedBy(thread, next.file).finally(() => {
			isBusy = false;
			goOn();
		});
		result.catch(() => void 0);
		next.result = result;
	};
	return {
		offer: (file) => {
			const offered = {
				file,
				result: null
			};
			waiting.add(offered);
			goOn();
			return { claim: async () => {
				waiting.delete(offered);
				return await offered.result;
			} };
		},
		[Symbol.asyncDispose]: async () => {
			waiting.clear();
			await thread?.terminate();
		}
	};
}
function biggestOf(waiting) {
	let biggest;
	for (const one of waiting) if (biggest === void 0 || one.file.size > biggest.file.size) biggest = one;
	return biggest;
}
async function deflatedBy(thread, { path, fd, size, offset = 0 }) {
	const replied = once(thread, "message");
	thread.postMessage({
		path,
		fd,
		size,
		offset
	});
	const reply = (await replied).at(0);
	return isDeflated(reply) ? reply : null;
}

// src/pack/deflate-ahead.ts
const aheadBytes = 8388608;
const worthwhile = 1048576;
const largest = 8388608;
function deflateAhead(files) {
	const thread = openDeflateThread();
	const jobs = /* @__PURE__ */ new Map();
	const total = files.reduce((sum, { size }) => sum + (size <= largest ? size : 0), 0);
	let next = threadCount() > 1 && total >= worthwhile ? 0 : files.length;
	let ahead = 0;
	const start = (path) => {
		const opened = openDeflatable(path);
		if (opened === null) return;
		jobs.set(path, {
			...opened,
			offer: thread.offer({
				path,
				...opened
			})
		});
		ahead += opened.size;
	};
	const refill = () => {
		for (; next < files.length && ahead < aheadBytes; next += 1) start(files[next]?.path ?? "");
	};
	return {
		take: async (path) => {
			refill();
			const job = jobs.get(path);
			if (job === void 0) return null;
			const deflated = await job.offer.claim();
			const isAsItWas = fstatSync(job.fd).size === job.size;
			closeSync(job.fd);
			jobs.delete(path);
			ahead -= job.size;
			refill();
			return isAsItWas ? deflated : null;
		},
		[Symbol.asyncDispose]: async () => {
			await thread[Symbol.asyncDispose]();
			for (const { fd } of jobs.values()) closeSync(fd);
		}
	};
}
function openDeflatable(path) {
	let fd;
	try {
		fd = openHomeFile(path);
	} catch {
		return null;
	}
	const stat = fstatSync(fd);
	const head = Buffer.alloc(8);
	if (stat.isFile() && stat.size > 0 && stat.size <= largest) {
		const count = readSync(fd, head, 0, head.length, 0);
		if (!isCompressed(head.subarray(0, count))) return {
			fd,
			size: stat.size
		};
	}
	closeSync(fd);
	return null;
}

// src/pack/write-pack.ts
async function repack(work) {
	const { from, home, out, signal, only, comparing } = work;
	const changes = await changedOnDisk(from, home, {
		signal,
		only,
		progress: comparing
	});
	const removed = new Set(changes.removed);
	const changed = new Set(changes.changed);
	const modeChanged = new Set(changes.modeChanged);
	const planned = [];
	for (const [path, old] of from.entries) {
		if (removed.has(path)) continue;
		const mode = modeChanged.has(path) ? lstatSync(join(home, path)).mode & 511 : void 0;
		planned.push(changed.has(path) ? fromHome(home, path) : {
			path,
			kind: old.kind,
			old,
			mode
		});
	}
	planned.push(...changes.added.map((path) => fromHome(home, path)));
	assertNames(home, planned);
	const pace = startPace(work, from.size, planned.length);
	await using ahead = deflateAhead(filesIn(home, planned));
	return await writeZip(out, from.archive.comment, pace, async (output) => {
		if (from.rootEntry !== void 0) await output.copy(from.archive, from.rootEntry);
		for (const plan of planned) {
			if (plan.old !== null) await output.copy(from.archive, plan.old, plan.mode);
			else await addFromHome({
				output,
				ahead,
				root: from.root,
				work,
				pace
			}, plan.path);
			pace.next();
		}
	});
}
async function createPack(work) {
	const { home, out, root, timestamp } = work;
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0));
	const planned = [...seen.keys()].filter((path) => seen.get(path)?.kind !== "special").sort().map((path) => fromHome(home, path));
	assertNames(home, planned);
	const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, total, planned.length);
	await using ahead = deflateAhead(filesIn(home, planned));
	return await writeZip(out, Buffer.alloc(0), pace, async (output) => {
		await output.add({
			name: root,
			kind: "directory",
			mode: 493,
			timestamp
		}, nothing);
		for (const { path } of planned) {
			await addFromHome({
				output,
				ahead,
				root,
				work,
				pace
			}, path);
			pace.next();
		}
	});
}
const nothing = contentOf(/* @__PURE__ */ new Uint8Array());
async function addFromHome({ output, ahead, root, work, pace }, path) {
	const at = join(work.home, path);
	const stat = lstatSync(at);
	const info = {
		name: `${root}/${path}`,
		mode: stat.mode & 511,
		timestamp: work.timestamp
	};
	if (stat.isSymbolicLink()) {
		const target = readlinkSync(at);
		assertFit(at, linkFault(path, target));
		await output.add({
			...info,
			kind: "link",
			mode: 511
		}, contentOf(Buffer.from(target)));
	} else if (stat.isDirectory()) await output.add({
		...info,
		kind: "directory"
	}, nothing);
	else {
		const deflated = await ahead.take(at);
		const file = {
			...info,
			kind: "file"
		};
		if (deflated !== null && deflated.size === stat.size) await output.addDeflated(file, deflated);
		else await output.add(file, {
			size: stat.size,
			read: (take) => readHomeFile(at, pace, take)
		});
	}
}
function filesIn(home, planned) {
	return planned.flatMap((plan) => plan.old === null && plan.kind === "file" ? [{
		path: join(home, plan.path),
		size: plan.size
	}] : []);
}
function fromHome(home, path) {
	const stat = lstatSync(join(home, path));
	return {
		path,
		kind: stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "directory" : "file",
		old: null,
		size: stat.size
	};
}
function assertNames(home, planned) {
	for (const { path, old } of planned) if (old === null) assertFit(join(home, path), nameFault(path));
	const clash = findClash(planned.map(({ path, kind }) => ({
		name: path,
		kind
	})));
	if (clash !== void 0) assertFit(join(home, clash.name), clash.fault);
}
function assertFit(at, fault) {
	if (fault === void 0) return;
	throw new TrainError("pack-unsafe", `${JSON.stringify(at)} cannot be packed: it ${fault}.`, { hint: "Rename or remove it, then run again." });
}

// src/pack/content-digest.ts
function contentDigest(tree, isState = () => false) {
	const hasher = createHash("sha256");
	for (const path of [...tree.keys()].sort()) {
		const entry = tree.get(path);
		if (entry === void 0 || path.startsWith("updates/") || isState(path)) continue;
		if (entry.kind === "file") hasher.update(`${path}\0file\0${entry.mode.toString(8)}\0${entry.sha256}\0`);
		else if (entry.kind === "link") hasher.update(`${path}\0link\0\0${sha256(entry.target)}\0`);
	}
	return hasher.digest("hex");
}

// src/pack/member-digest.ts
async function withArchivesByMember(tree, pack, isArchive, folder) {
	const known = new Map(tree);
	for (const [path, entry] of tree) {
		if (entry.kind !== "file" || !isArchive(path)) continue;
		const digest = await memberDigest(pack, path, join(folder, "archive.zip"));
		if (digest !== null) known.set(path, {
			...entry,
			sha256: digest
		});
	}
	return known;
}
async function memberDigest(pack, path, copy) {
	await writeFile(copy, pack.stream(path));
	try {
		await using archive = await openArchive(copy);
		const members = [];
		for (const entry of archive.entries) {
			const hasher = createHash("sha256");
			for await (const piece of readPieces(archive, entry)) hasher.update(piece);
			members.push(JSON.stringify([
				entry.name,
				entry.kind,
				hasher.digest("hex")
			]));
		}
		return sha256(members.sort().join("\n"));
	} catch (error) {
		if (error instanceof TrainError) return null;
		throw error;
	} finally {
		await rm(copy, { force: true });
	}
}

// src/train/parts.ts
function partsOf({ log, clock }) {
	const times = /* @__PURE__ */ new Map();
	return {
		run: async (part, work) => {
			const start = clock.now();
			try {
				return await work();
			} finally {
				times.set(part, (times.get(part) ?? 0) + clock.now() - start);
			}
		},
		tell: () => {
			const all = [...times.values()].reduce((sum, time) => sum + time, 0);
			const told = [...times].map(([part, time]) => `${part} ${formatElapsed(time)} (${Math.round(time / Math.max(1, all) * 100)} %)`);
			log.info(`By parts: ${told.join(", ")}.`);
		}
	};
}

// src/train/update-pack.ts
const noDate = Date.UTC(1980, 0, 1);
function dateOf(level) {
	return level.timestamp ?? noDate;
}
async function measurePack(file, world, like = null) {
	await using pack = await openPack(file);
	await using twin = like === null ? null : await openPack(like.file);
	const { statePaths, isRebuilt } = await recognisePack(pack);
	const state = new Set(statePaths);
	const tree = await packTree(pack, {
		signal: world.signal,
		like: like === null || twin === null ? null : {
			pack: twin,
			tree: like.tree
		},
		progress: (done, total, files) => world.log.progress("verifying the pack", done, total, files)
	});
	await using folder = await temporaryFolder(world.temporary);
	const known = isRebuilt === null ? tree : await withArchivesByMember(tree, pack, isRebuilt, folder.path);
	return {
		file,
		tree,
		contentDigest: contentDigest(known, (path) => state.has(path))
	};
}
function contentSize({ entries }) {
	return [...entries.values()].reduce((sum, { size }) => sum + size, 0);
}
async function unpack(pack, folder, world) {
	const home = join(folder, pack.root);
	await extractPack(pack, home, {
		signal: world.signal,
		progress: (done, total, files) => world.log.progress("unpacking", done, total, files)
	});
	return home;
}
async function updatePack(work, origin, tool, merging, world) {
	await using pack = await openPack(work.pack);
	await assertSpace(`Updating ${origin.productName}`, [
		{
			folder: dirname(work.folder),
			bytes: contentSize(pack)
		},
		{
			folder: dirname(work.out),
			bytes: pack.size
		},
		...tool.can.copies === 0 ? [] : [{
			folder: world.temporary,
			bytes: tool.can.copies * contentSize(pack)
		}],
		...work.later?.(pack) ?? []
	]);
	const parts = work.parts ?? partsOf(world);
	const home = await parts.run("unpacking", () => unpack(pack, work.folder, world));
	const { product, channel } = origin;
	const { from, to, madeOf } = work;
	const request = {
		product,
		channel,
		from,
		to,
		home,
		pack: work.pack,
		madeOf,
		merging
	};
	const application = await parts.run("updating", () => tool.apply(request));
	if (application.kind === "applied") {
		await tool.scrub(home);
		await parts.run("comparing and writing", () => repack({
			from: pack,
			home,
			out: work.out,
			timestamp: dateOf(work.to),
			signal: world.signal,
			comparing: (done, total, files) => world.log.progress("looking for changes", done, total, files),
			progress: (done, total, files) => world.log.progress("writing the pack", done, total, files)
		}));
	}
	return {
		home,
		application
	};
}

export { updatePack as a, createPack as c, writeZip as d, pinnedDeflate as f, unpack as i, repack as l, dateOf as n, partsOf as o, measurePack as r, contentDigest as s, contentSize as t, contentOf as u };