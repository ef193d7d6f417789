import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { encodeLine, readJournal } from './journal-line.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const anyJson = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('a journal', () => {
  it('has the checksum that the rest of the world has', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => crc32(bytes) === zlibCrc32(bytes)));
  });

  it('reads what was written', () => {
    fc.assert(
      fc.property(fc.array(anyJson, { maxLength: 8 }), (values) => {
        const text = readJournal(bytesOf(values.map(encodeLine).join('')));
        expect(text.values).toEqual(values);
        expect(text.tail).toEqual({ bytes: 0, wholeLines: 0 });
      }),
    );
  });

  it('S-06: torn anywhere in its last line, keeps every line before and nothing of it', () => {
    const whole = [{ a: 1 }, { b: 'ü' }].map(encodeLine).join('');
    const last = bytesOf(encodeLine({ c: 'the last line, ümlaut and all' }));
    const start = bytesOf(whole).length;
    for (let length = 1; length < last.length; length += 1) {
      const text = readJournal(new Uint8Array([...bytesOf(whole), ...last.subarray(0, length)]));
      expect(text).toEqual({
        values: [{ a: 1 }, { b: 'ü' }],
        corrupt: [],
        goodBytes: start,
        tail: { bytes: length, wholeLines: 0 },
      });
    }
  });

  it('sets a line aside that changed between good ones, and reads on', () => {
    const lines = [{ a: 1 }, { b: 2 }, { c: 3 }].map(encodeLine);
    lines[1] = (lines[1] ?? '').replace('2', '7');
    const text = readJournal(bytesOf(lines.join('')));
    expect(text.values).toEqual([{ a: 1 }, { c: 3 }]);
    expect(text.corrupt).toEqual([{ line: 2, text: lines[1]?.trimEnd() }]);
  });

  it('throws for no bytes at all that it may meet, and believes no changed byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = readJournal(bytes);
        expect(text.goodBytes + text.tail.bytes).toBe(bytes.length);
      }),
    );
    const bytes = bytesOf(encodeLine({ seq: 1, at: 123456 }));
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Uint8Array.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 4;
      expect(readJournal(changed).values).toEqual([]);
    }
  });
});
