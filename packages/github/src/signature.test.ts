import { describe, expect, it } from 'vitest';
import { findSigner, signBody } from './signature.ts';

const body = Buffer.from('Hello, World!');
const secret = "It's a Secret to Everybody";
/** GitHub's own published test vector. */
const SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
const signers = (secrets: string[]) => secrets.map((of) => ({ secret: of }));
const check = (header: string | undefined, secrets = [secret]) =>
  findSigner({ body, header, signers: signers(secrets) })?.secret ?? null;

describe('findSigner', () => {
  it('agrees with GitHub', () => {
    expect(signBody(body, secret)).toBe(SIGNATURE);
    expect(check(SIGNATURE)).toBe(secret);
  });

  it('tells which of two secrets it was', () => {
    expect(check(SIGNATURE, ['the-new-one', secret])).toBe(secret);
    expect(check(SIGNATURE, [secret, 'the-old-one'])).toBe(secret);
    expect(check(SIGNATURE, ['the-new-one', 'the-old-one'])).toBeNull();
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
    expect(check(header)).toBeNull();
  });

  it('is over bytes, not over text', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]);
    const header = signBody(bytes, secret);
    expect(findSigner({ body: bytes, header, signers: signers([secret]) })).toEqual({ secret });
  });
});
