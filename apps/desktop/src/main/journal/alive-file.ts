import type { AliveMark } from '@devpulse/domain/attendance/device/engine-types';
import { decodeLine, encodeLine } from '@devpulse/domain/attendance/device/journal-line';
import { z } from 'zod';
import { readWhole, writeWhole } from '../files/atomic-file.ts';
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

/** The last sign of life of the app for one journal, so that a crash cannot be taken for work. Source: J1. */
export class AliveFile {
  readonly #file: string;

  constructor(directory: string, binding: Binding) {
    this.#file = `${journalPath(directory, binding)}.alive`;
  }

  /** Null where there is none, or none that can be read. */
  read(): StoredMark | null {
    const text = readWhole(this.#file)?.toString('utf8').trimEnd();
    const parsed = Mark.safeParse(text === undefined ? null : decodeLine(text));
    return parsed.success ? parsed.data : null;
  }

  /** On the disk when it returns. */
  write(mark: StoredMark): void {
    writeWhole(this.#file, encodeLine(mark));
  }
}
