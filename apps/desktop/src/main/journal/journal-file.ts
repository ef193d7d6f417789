import type * as fs from 'node:fs';
import path from 'node:path';
import { encodeLine, readJournal } from '@devpulse/domain/attendance/device/journal-line';
import { readWhole, writeWhole } from '../files/atomic-file.ts';

/** What an append touches of the file system. */
export type AppendFs = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'ftruncateSync' | 'closeSync' | 'mkdirSync'
>;

export type JournalFindings = {
  /** Lines between good ones that could not be read; they lie in the file beside. */
  unreadable: number;
  /** Length of the torn tail that was cut. */
  cutBytes: number;
};

/**
 * A file that only grows, a line for a record. `append` has written and synced when it returns, or the file is as it was. One process
 * holds it at a time. Source: J1.
 */
export class JournalFile {
  readonly #file: string;
  readonly #fs: AppendFs;
  #handle: number | null = null;
  #length = 0;
  /** A failed write may have left something behind the good lines. */
  #hasRest = false;

  constructor(file: string, appendFs: AppendFs) {
    this.#file = file;
    this.#fs = appendFs;
  }

  get length(): number {
    return this.#length;
  }

  /** Every good line in order. Cuts a torn tail; puts unreadable lines into `….unreadable` beside it. */
  read(): { values: unknown[]; findings: JournalFindings } {
    const bytes = readWhole(this.#file) ?? Buffer.alloc(0);
    const text = readJournal(bytes);
    const lost = text.corrupt.map((one) => `${one.line}\t${one.text}\n`);
    if (text.tail.wholeLines > 0) lost.push(bytes.subarray(text.goodBytes).toString('utf8'));
    if (lost.length > 0) this.#setAside(lost.join(''));
    this.#length = text.goodBytes;
    if (text.tail.bytes > 0) this.#truncate();
    return {
      values: text.values,
      findings: { unreadable: text.corrupt.length + text.tail.wholeLines, cutBytes: text.tail.bytes },
    };
  }

  append(values: readonly unknown[]): void {
    const bytes = Buffer.from(values.map(encodeLine).join(''));
    if (this.#hasRest) this.#truncate();
    const handle = this.#open();
    this.#hasRest = true;
    try {
      let written = 0;
      while (written < bytes.length) {
        written += this.#fs.writeSync(handle, bytes, written, bytes.length - written);
      }
      this.#fs.fsyncSync(handle);
    } catch (error) {
      this.#truncate();
      throw error;
    }
    this.#hasRest = false;
    this.#length += bytes.length;
  }

  /** Puts other lines in the place of all, as a whole: after a crash the file is the old or the new one. */
  replace(values: readonly unknown[]): void {
    const bytes = Buffer.from(values.map(encodeLine).join(''));
    this.close();
    writeWhole(this.#file, bytes);
    this.#length = bytes.length;
  }

  close(): void {
    if (this.#handle !== null) this.#fs.closeSync(this.#handle);
    this.#handle = null;
  }

  #open(): number {
    if (this.#handle === null) {
      this.#fs.mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      this.#handle = this.#fs.openSync(this.#file, 'a', 0o600);
    }
    return this.#handle;
  }

  #truncate(): void {
    const handle = this.#open();
    this.#fs.ftruncateSync(handle, this.#length);
    this.#fs.fsyncSync(handle);
    this.#hasRest = false;
  }

  #setAside(text: string): void {
    const handle = this.#fs.openSync(`${this.#file}.unreadable`, 'a', 0o600);
    try {
      this.#fs.writeSync(handle, Buffer.from(text));
      this.#fs.fsyncSync(handle);
    } finally {
      this.#fs.closeSync(handle);
    }
  }
}
