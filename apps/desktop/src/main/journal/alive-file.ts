import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { AliveMark } from '@devpulse/domain/attendance/device/engine-types';
import { decodeLine, encodeLine } from '@devpulse/domain/attendance/device/journal-line';
import { z } from 'zod';
import { readWhole, syncDirectory } from '../files/atomic-file.ts';
import { journalPath } from './book.ts';
import type { Binding } from './lines.ts';

const Mark = z.object({
  at: z.object({ wall: z.number(), monoMs: z.number(), uptimeMs: z.number().nullable() }),
  bootId: z.uuid(),
  frameMs: z.number().nullable(),
  awayFrom: z.number().nullable(),
  /** What the system calls this run of the machine; it never leaves the device. */
  machineRun: z.string().nullable(),
});
export type StoredMark = AliveMark & { machineRun: string | null };

const Slot = Mark.extend({
  /** The later of two; a file of an earlier version has one, without. */
  turn: z.int().nonnegative().default(0),
});

const SLOT_BYTES = 1024;

/**
 * The last sign of life of the app for one journal, so that a crash cannot be taken for work. Source: J1. Two slots are written in turn, in
 * place: a torn one leaves the other.
 */
export class AliveFile {
  readonly #file: string;
  #open: { handle: number; turn: number } | null = null;

  constructor(directory: string, binding: Binding) {
    this.#file = `${journalPath(directory, binding)}.alive`;
  }

  /** Null where there is none, or none that can be read. */
  read(): StoredMark | null {
    const slot = this.#newest();
    if (slot === null) return null;
    const { turn: _, ...mark } = slot;
    return mark;
  }

  /**
   * The system's when it returns, so that it outlives the app; `isLasting`: on the disk, so that it outlives a power cut, which otherwise takes
   * what the system has not written yet. A mark each half a minute is not worth waking the disk.
   */
  write(mark: StoredMark, { isLasting = true } = {}): void {
    this.#open ??= this.#begin();
    const turn = this.#open.turn + 1;
    const line = Buffer.from(encodeLine({ ...mark, turn }));
    if (line.length > SLOT_BYTES) throw new Error('a mark of life that does not fit');
    const slot = Buffer.alloc(SLOT_BYTES, '\n');
    line.copy(slot);
    const { handle } = this.#open;
    let written = 0;
    while (written < SLOT_BYTES) {
      const at = (turn % 2) * SLOT_BYTES + written;
      written += writeSync(handle, slot, written, SLOT_BYTES - written, at);
    }
    if (isLasting) fdatasyncSync(handle);
    this.#open.turn = turn;
  }

  close(): void {
    if (this.#open) closeSync(this.#open.handle);
    this.#open = null;
  }

  /** The file has its whole length from the first mark on, so that later ones change nothing but their slot. */
  #begin(): { handle: number; turn: number } {
    const directory = path.dirname(this.#file);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const turn = this.#newest()?.turn ?? 0;
    const handle = openSync(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
    const { size } = fstatSync(handle);
    if (size < 2 * SLOT_BYTES) {
      writeSync(handle, Buffer.alloc(2 * SLOT_BYTES - size, '\n'), 0, null, size);
      fsyncSync(handle);
      syncDirectory(directory);
    }
    return { handle, turn };
  }

  #newest(): z.infer<typeof Slot> | null {
    const bytes = readWhole(this.#file) ?? Buffer.alloc(0);
    const slots = [0, SLOT_BYTES].flatMap((from) => {
      const text = bytes
        .subarray(from, from + SLOT_BYTES)
        .toString('utf8')
        .trimEnd();
      const parsed = Slot.safeParse(decodeLine(text));
      return parsed.success ? [parsed.data] : [];
    });
    return slots.toSorted((a, b) => b.turn - a.turn)[0] ?? null;
  }
}
