import { DAY } from "@std/datetime";
import {
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";

/** All in PEM. */
export interface Certificates {
  /** The authority's certificate: what a client trusts. */
  authority: string;
  /** The server's certificate, for all of its hosts. */
  certificate: string;
  /** The server's private key. */
  key: string;
}

/**
 * Makes an authority of its own, which forgets its key, and a server's
 * certificate by it (X.509, RFC 5280). Both are valid for a day from yesterday
 * and a day from now on.
 *
 * @param hosts The host names of the server.
 */
export function makeCertificates(hosts: readonly string[]): Certificates {
  const [authority, server] = [newKeys(), newKeys()];
  const issuer = "Test authority";
  return {
    authority: certificateOf({
      ...{ subject: issuer, issuer, keys: authority, by: authority },
      extension: [BASIC_CONSTRAINTS, sequence(tagged(BOOLEAN, [0xff]))],
    }),
    certificate: certificateOf({
      ...{ subject: "Test server", issuer, keys: server, by: authority },
      extension: [
        SUBJECT_ALT_NAME,
        sequence(...hosts.map((host) => tagged(DNS_NAME, textBytes(host)))),
      ],
    }),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

// Tags of ASN.1, in the encoding that certificates have (DER).
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
/** A version, the extensions and a host name: tags of X.509 itself. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;

// Object ids, as they are encoded.
/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/** 2.5.4.3 */
const COMMON_NAME = [0x55, 4, 3];
/** 2.5.29.19 */
const BASIC_CONSTRAINTS = [0x55, 0x1d, 19];
/** 2.5.29.17 */
const SUBJECT_ALT_NAME = [0x55, 0x1d, 17];

interface Keys {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

interface CertificateParts {
  subject: string;
  issuer: string;
  keys: Keys;
  /** The issuer's keys. */
  by: Keys;
  /** The id and the value of its only extension. */
  extension: [id: number[], value: Uint8Array];
}

function newKeys(): Keys {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function certificateOf(parts: CertificateParts): string {
  const { subject, issuer, keys, by, extension: [id, value] } = parts;
  const now = Date.now();
  const algorithm = sequence(tagged(OBJECT_ID, ECDSA_WITH_SHA256));
  const body = sequence(
    tagged(VERSION, tagged(INTEGER, [2])),
    // Positive, and different from every other.
    tagged(INTEGER, [0x40, ...randomBytes(15)]),
    algorithm,
    nameOf(issuer),
    sequence(utcTime(now - DAY), utcTime(now + DAY)),
    nameOf(subject),
    keys.publicKey.export({ type: "spki", format: "der" }),
    tagged(
      EXTENSIONS,
      sequence(sequence(tagged(OBJECT_ID, id), tagged(OCTET_STRING, value))),
    ),
  );
  const signature = sign("sha256", body, by.privateKey);
  const whole = sequence(
    body,
    algorithm,
    tagged(BIT_STRING, [0, ...signature]),
  );
  return pem(whole);
}

function nameOf(text: string): Uint8Array {
  const value = tagged(UTF8_STRING, textBytes(text));
  return sequence(
    tagged(SET, sequence(tagged(OBJECT_ID, COMMON_NAME), value)),
  );
}

/** `261201021500Z` */
function utcTime(ms: number): Uint8Array {
  const digits = new Date(ms).toISOString().replace(/\.\d+Z|\D/g, "").slice(2);
  return tagged(UTC_TIME, textBytes(`${digits}Z`));
}

function sequence(...parts: Uint8Array[]): Uint8Array {
  return tagged(SEQUENCE, parts.flatMap((part) => [...part]));
}

function tagged(tag: number, content: Iterable<number>): Uint8Array {
  const bytes = [...content];
  return Uint8Array.of(tag, ...lengthOf(bytes), ...bytes);
}

/** A length of 128 or more is preceded by the number of its own bytes. */
function lengthOf({ length }: number[]): number[] {
  if (length < 128) return [length];
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function pem(bytes: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...bytes)).replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
