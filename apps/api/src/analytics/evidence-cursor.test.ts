import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './evidence-cursor.ts';

const POSITION = { at: 1_763_600_000_123, id: '0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77' };

test('a cursor comes back as the position it was made of', () => {
  expect(readCursor(writeCursor(POSITION))).toEqual(POSITION);
});

test.each([
  '',
  'abc',
  `${writeCursor(POSITION)}=`,
  `${writeCursor(POSITION)} `,
  Buffer.from('1e3.0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77').toString('base64url'),
  Buffer.from("1.' OR 1=1 --").toString('base64url'),
])('%j is refused', (cursor) => {
  expect(() => readCursor(cursor)).toThrow(
    expect.objectContaining({ code: 'invalid_request', field: 'query.cursor' }),
  );
});
