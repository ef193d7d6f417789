import { describe, expect, it } from 'vitest';
import { signBody, verifySignature } from './signature.ts';

const body = Buffer.from('Hello, World!');
const secret = "It's a Secret to Everybody";
/** GitHub's own published test vector. */
const SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
const check = (header: string | undefined, secrets = [secret]) => verifySignature({ body, header, secrets });

describe('verifySignature', () => {
  it('agrees with GitHub', () => {
    expect(signBody(body, secret)).toBe(SIGNATURE);
    expect(check(SIGNATURE)).toBe(true);
  });

  it('accepts either of two secrets', () => {
    expect(check(SIGNATURE, ['the-new-one', secret])).toBe(true);
    expect(check(SIGNATURE, [secret, 'the-old-one'])).toBe(true);
    expect(check(SIGNATURE, ['the-new-one', 'the-old-one'])).toBe(false);
  });

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['SHA-1', 'sha1=757107ea0eb2509fc211221cce984b8a37570b6d'],
    ['upper case', SIGNATURE.toUpperCase()],
    ['truncated', SIGNATURE.slice(0, -2)],
    ['longer', `${SIGNATURE}00`],
    ['two', `${SIGNATURE},${SIGNATURE}`],
    ['another body', signBody('Hello, World?', secret)],
    ['zeros', `sha256=${'0'.repeat(64)}`],
  ])('refuses one that is %s', (_, header) => {
    expect(check(header)).toBe(false);
  });

  it('is over bytes, not over text', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]);
    expect(verifySignature({ body: bytes, header: signBody(bytes, secret), secrets: [secret] })).toBe(true);
  });
});
