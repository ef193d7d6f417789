import { createHmac, timingSafeEqual } from 'node:crypto';

const PATTERN = /^sha256=[0-9a-f]{64}$/;

/**
 * True when `header` (X-Hub-Signature-256) is the HMAC-SHA256 of the exact body under one of the secrets. Every secret is
 * always computed, and compared in constant time, so that the time tells nothing.
 */
export function verifySignature(input: {
  body: Buffer;
  header: string | undefined;
  secrets: readonly string[];
}): boolean {
  const header = input.header ?? '';
  const isWellFormed = PATTERN.test(header);
  const given = Buffer.from(isWellFormed ? header.slice('sha256='.length) : '0'.repeat(64), 'hex');
  let isMatch = false;
  for (const secret of input.secrets) {
    const expected = createHmac('sha256', secret).update(input.body).digest();
    isMatch = timingSafeEqual(expected, given) || isMatch;
  }
  return isWellFormed && isMatch;
}

/** The header that GitHub would send with this body; for simulators and tests. */
export function signBody(body: Buffer | string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
