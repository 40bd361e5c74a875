/** SHA-256. Browsers have one of their own only over https and on the machine of the server itself. Pure. */

const PRIMES = primes(64);
const START = PRIMES.slice(0, 8).map(prime => fraction(Math.sqrt(prime)));
const ROUND = PRIMES.map(prime => fraction(Math.cbrt(prime)));
const BLOCK = 64;
const LENGTH_BYTES = 8;

/** The 64 digits of a text's hash, of its UTF-8. */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - LENGTH_BYTES, BigInt(bytes.length) * 8n);
  let state = START;
  for (let at = 0; at < padded.length; at += BLOCK) state = mixed(state, view, at);
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The state after a block. */
function mixed(state, view, at) {
  const words = Array.from({ length: 16 }, (_, i) => view.getUint32(at + 4 * i));
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    words[i] = words[i - 16] + (turned(early, 7) ^ turned(early, 18) ^ early >>> 3)
      + words[i - 7] + (turned(late, 17) ^ turned(late, 19) ^ late >>> 10) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + (e & f ^ ~e & g) + ROUND[i] + words[i] | 0;
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    [a, b, c, d, e, f, g, h] = [one + two | 0, a, b, c, d + one | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => word + state[i] | 0);
}

function turned(word, bits) {
  return word >>> bits | word << 32 - bits;
}

/** The first 32 bits after the point. */
function fraction(number) {
  return (number - Math.floor(number)) * 2 ** 32 | 0;
}

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime !== 0)) found.push(n);
  return found;
}
