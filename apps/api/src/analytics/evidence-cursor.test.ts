import { randomBytes } from 'node:crypto';
import { openVault } from '@devpulse/vault/vault';
import { expect, test } from 'vitest';
import { EvidenceCursors } from './evidence-cursor.ts';

const POSITION = { at: 1_763_600_000_123, id: '0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77' };
const vault = openVault(randomBytes(32));
const cursors = new EvidenceCursors(vault, 'ours');
const unsealed = (text: string) => Buffer.from(`${'x'.repeat(16)}${text}`).toString('base64url');

test('a cursor comes back as the position it was made of', () => {
  expect(cursors.read(cursors.write(POSITION))).toEqual(POSITION);
});

test.each([
  '',
  'abc',
  `${cursors.write(POSITION)}=`,
  `${cursors.write(POSITION)} `,
  unsealed(`${POSITION.at}.${POSITION.id}`),
  unsealed('1e3.0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77'),
  unsealed("1.' OR 1=1 --"),
  new EvidenceCursors(vault, 'theirs').write(POSITION),
  new EvidenceCursors(openVault(randomBytes(32)), 'ours').write(POSITION),
])('%j is refused', (cursor) => {
  expect(() => cursors.read(cursor)).toThrow(
    expect.objectContaining({ code: 'invalid_request', field: 'query.cursor' }),
  );
});
