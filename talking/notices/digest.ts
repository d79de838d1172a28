/**
 * A short name of a text: the same for the same text, and for no other one that is
 * met in practice (106 bits). It keeps no secret.
 *
 * @returns lower-case letters and digits, at most 22.
 */
export function digestOf(text: string): string {
  return hash53(text, 1).toString(36) + hash53(text, 2).toString(36).padStart(
    11,
    "0",
  );
}

/** Two lanes of multiply and rotate, as in MurmurHash 3. */
function hash53(text: string, seed: number): number {
  let [a, b] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = mixed(a, b);
  b = mixed(b, a);
  return (b & 0x1fffff) * 0x100000000 + (a >>> 0);
}

function mixed(own: number, other: number): number {
  return Math.imul(own ^ (own >>> 16), 2246822507) ^
    Math.imul(other ^ (other >>> 13), 3266489909);
}
