import { crc32 } from './crc32.ts';

/** `crc32 in hex`, a space, JSON, a line feed. JSON holds no raw line feed, so a line is a record. Source: J1. */
const LINE = /^([0-9a-f]{8}) (.+)$/;
const LINE_FEED = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: false });

export function encodeLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${sumOf(json)} ${json}\n`;
}

export type JournalText = {
  /** What the good lines say, in order. */
  values: unknown[];
  /** Lines between good ones that cannot be read: set aside and told, never guessed at. */
  corrupt: { line: number; text: string }[];
  /** Bytes up to the end of the last good line. */
  goodBytes: number;
  /** What follows it. A write that was torn leaves one; it was never acknowledged to anybody. */
  tail: { bytes: number; wholeLines: number };
};

/** Reads a journal. Everything after the last good line is its torn tail, which the caller cuts. Source: J1, S-06. */
export function readJournal(bytes: Uint8Array): JournalText {
  const text: JournalText = { values: [], corrupt: [], goodBytes: 0, tail: { bytes: 0, wholeLines: 0 } };
  let suspects: JournalText['corrupt'] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    if (feed < 0) break;
    const content = decoder.decode(bytes.subarray(start, feed));
    const value = decodeLine(content);
    start = feed + 1;
    if (value === undefined) {
      suspects.push({ line, text: content });
      continue;
    }
    text.corrupt.push(...suspects);
    suspects = [];
    text.values.push(value);
    text.goodBytes = start;
  }
  text.tail = { bytes: bytes.length - text.goodBytes, wholeLines: suspects.length };
  return text;
}

/** Undefined when the line is not what was written. */
export function decodeLine(line: string): unknown {
  const [, sum, json] = LINE.exec(line) ?? [];
  if (sum === undefined || json === undefined || sumOf(json) !== sum) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function sumOf(json: string): string {
  return crc32(encoder.encode(json)).toString(16).padStart(8, '0');
}
