import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exportArchive, tableCsv } from './table-export.ts';

test('a table has every column that a row names, and nothing in it is a formula', () => {
  expect(
    tableCsv([
      { id: 1, name: '=1+1' },
      { id: 2, name: null, detail: { a: true }, is_bot: false },
    ]),
  ).toBe('id,name,detail,is_bot\r\n1,\'=1+1,,\r\n2,,"{""a"":true}",false\r\n');
});

test('an empty table is an empty line', () => {
  expect(tableCsv([])).toBe('\r\n');
});

test('the archive holds one file for each table, and no name leaves its folder', () => {
  const archive = Buffer.from(
    exportArchive({
      exportedAt: '2026-11-20T13:00:00Z',
      tables: { contributor: [{ login: 'amira-k', name: 'Amira Öz' }], '../x': [] },
    }),
  );
  expect(filesOf(archive)).toEqual([
    ['contributor.csv', 'login,name\r\namira-k,Amira Öz\r\n'],
    ['___x.csv', '\r\n'],
  ]);
});

/** Reads an archive by its directory at the end, as programs that unpack do. */
function filesOf(archive: Buffer): [string, string][] {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const packed = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const content = archive.readUInt32LE(at + 42) + 30 + nameLength;
    at += 46 + nameLength;
    return [name, inflateRawSync(archive.subarray(content, content + packed)).toString('utf8')];
  });
}
