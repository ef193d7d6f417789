/** Deepest nesting that is parsed. GitHub's payloads stay below 20. */
export const MAX_DEPTH = 200;

export type DecodedJson = { ok: true; value: unknown } | { ok: false; reason: string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS = new Set([0x5b, 0x7b]);
const CLOSERS = new Set([0x5d, 0x7d]);

/**
 * Parses a stored body. Integers beyond 2^53 become `bigint` instead of losing digits; ill-formed UTF-8 becomes U+FFFD;
 * nesting is measured before anything is built. Never throws.
 */
export function decodeJson(body: Buffer): DecodedJson {
  if (isTooDeep(body)) return { ok: false, reason: `nested deeper than ${MAX_DEPTH} levels` };
  const text = new TextDecoder('utf-8').decode(body);
  try {
    return { ok: true, value: mayHoldLargeIntegers(text) ? parseExactly(text) : JSON.parse(text) };
  } catch {
    return { ok: false, reason: 'not valid JSON' };
  }
}

function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] as number;
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) {
      isInString = true;
    } else if (OPENERS.has(byte)) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (CLOSERS.has(byte)) {
      depth -= 1;
    }
  }
  return false;
}

function mayHoldLargeIntegers(text: string): boolean {
  return /\d{16}/.test(text);
}

type ReviverContext = { source?: string };

function parseExactly(text: string): unknown {
  const revive = (_key: string, value: unknown, context: ReviverContext): unknown => {
    const isUnsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    return isUnsafe && context.source && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}
