import { createHash } from 'node:crypto';
import * as nodeFs from 'node:fs';
import path from 'node:path';
import { forget } from '@devpulse/domain/attendance/device/outbox';
import { setAside } from '../files/atomic-file.ts';
import { type AppendFs, JournalFile, type JournalFindings } from './journal-file.ts';
import { type Binding, JournalLine } from './lines.ts';
import { applyLine, EMPTY_REPLAY, type Replay } from './replay.ts';

const COMPACT_FROM_BYTES = 256 * 1024;
/** Events that the server has stay so long, for a server that is restored from an older backup. */
const KEPT_MS = 31 * 86_400_000;

/** Each person, device and organization has a file of its own, so nobody's entries are sent by another. Source: J4, S-08. */
export function journalPath(directory: string, { userId, deviceId, organizationId }: Binding): string {
  const name = createHash('sha256')
    .update(JSON.stringify([userId, deviceId, organizationId]))
    .digest('hex');
  return path.join(directory, `${name.slice(0, 24)}.journal`);
}

/** What was recorded: the journal on the disk, and what it says. It never says more than the disk holds. */
export class Book {
  readonly binding: Binding;
  readonly findings: JournalFindings;
  readonly #file: JournalFile;
  /** Whole lines of another version of this app: they stay where they are. */
  readonly #hasStrangers: boolean;
  #replay: Replay;

  private constructor(
    binding: Binding,
    opened: { file: JournalFile; replay: Replay; findings: JournalFindings; strangers: number },
  ) {
    this.binding = binding;
    this.findings = opened.findings;
    this.#file = opened.file;
    this.#replay = opened.replay;
    this.#hasStrangers = opened.strangers > 0;
  }

  /**
   * Reads the journal of a binding, or begins it. A file that names somebody else is put aside, never sent. Throws what the file
   * system throws.
   */
  static open(directory: string, binding: Binding, options: { now: number; fs?: AppendFs }): Book {
    const name = journalPath(directory, binding);
    const appendFs = options.fs ?? nodeFs;
    let file = new JournalFile(name, appendFs);
    let { values, findings } = file.read();
    let lines = values.map((value) => JournalLine.safeParse(value));
    // a head that cannot be read leaves the name, which is made of the binding
    const head = lines.flatMap(({ data }) => (data?.line === 'head' ? [data] : []))[0];
    if (head && !isSame(head.binding, binding)) {
      file.close();
      setAside(name, options.now);
      findings = { unreadable: findings.unreadable + values.length, cutBytes: findings.cutBytes };
      file = new JournalFile(name, appendFs);
      lines = [];
    }
    if (lines.length === 0) file.append([{ line: 'head', version: 1, binding } satisfies JournalLine]);
    const understood = lines.flatMap(({ data }) => (data ? [data] : []));
    const strangers = lines.length - understood.length;
    const replay = understood.reduce(applyLine, EMPTY_REPLAY);
    const all = { ...findings, unreadable: findings.unreadable + strangers };
    return new Book(binding, { file, replay, findings: all, strangers });
  }

  get record(): Replay['record'] {
    return this.#replay.record;
  }

  get outbox(): Replay['outbox'] {
    return this.#replay.outbox;
  }

  /** Durable when it returns; throws, with nothing changed, when the disk does not take it or a line could not be read again. */
  append(lines: readonly JournalLine[]): void {
    if (lines.length === 0) return;
    for (const line of lines) JournalLine.parse(line);
    this.#file.append(lines);
    this.#replay = lines.reduce(applyLine, this.#replay);
  }

  /** Says the same in one line once the file is long. `now` by the wall clock. */
  compactIfLong(now: number, fromBytes = COMPACT_FROM_BYTES): boolean {
    if (this.#file.length < fromBytes || this.#hasStrangers) return false;
    const { record, outbox } = this.#replay;
    const kept = forget(outbox, now - KEPT_MS);
    const head: JournalLine = { line: 'head', version: 1, binding: this.binding };
    const state = JournalLine.parse({ line: 'state', record, outbox: kept });
    this.#file.replace([head, state]);
    this.#replay = { record, outbox: kept };
    return true;
  }

  close(): void {
    this.#file.close();
  }
}

function isSame(a: Binding, b: Binding): boolean {
  return a.userId === b.userId && a.deviceId === b.deviceId && a.organizationId === b.organizationId;
}
