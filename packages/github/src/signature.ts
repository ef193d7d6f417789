import { createHmac, timingSafeEqual } from 'node:crypto';

const PATTERN = /^sha256=[0-9a-f]{64}$/;

/**
 * The one of the signers under whose secret `header` (X-Hub-Signature-256) is the HMAC-SHA256 of the exact body; null when there is
 * none. Every secret is always computed, and compared in constant time, so that the time tells nothing.
 */
export function findSigner<S extends { secret: string }>(input: {
  body: Buffer;
  header: string | undefined;
  signers: readonly S[];
}): S | null {
  const header = input.header ?? '';
  const isWellFormed = PATTERN.test(header);
  const given = Buffer.from(isWellFormed ? header.slice('sha256='.length) : '0'.repeat(64), 'hex');
  let found: S | null = null;
  for (const signer of input.signers) {
    const expected = createHmac('sha256', signer.secret).update(input.body).digest();
    found = timingSafeEqual(expected, given) ? (found ?? signer) : found;
  }
  return isWellFormed ? found : null;
}

/** The header that GitHub would send with this body; for simulators and tests. */
export function signBody(body: Buffer | string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
