import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Header = z.object({ seed: z.string(), weeks: z.number().nonnegative(), now: z.number().int() });
const Line = z.object({ history: z.literal('sent').optional(), live: z.number().int().optional() });

export interface JournalHeader {
  readonly seed: string;
  readonly weeks: number;
  /** End of the history, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * A file of JSON lines by which a simulator that was stopped goes on where it was: the options of its first start, that
 * the history was sent, and the instant of each live delivery.
 */
export class Journal {
  readonly header: JournalHeader;
  readonly historyIsSent: boolean;
  /** Instants of the live deliveries of earlier runs, in milliseconds since 1970. */
  readonly live: readonly number[];
  readonly #file: string;

  /** Reads the file, or begins it with the header. @throws when the file is not a journal */
  constructor(file: string, header: JournalHeader) {
    this.#file = file;
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(header)}\n`);
    const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    this.header = Header.parse(JSON.parse(first));
    const lines = rest.map((line) => Line.parse(JSON.parse(line)));
    this.historyIsSent = lines.some((line) => line.history === 'sent');
    this.live = lines.flatMap((line) => (line.live === undefined ? [] : [line.live]));
  }

  noteHistory(): void {
    this.#append({ history: 'sent' });
  }

  noteLive(at: number): void {
    this.#append({ live: at });
  }

  #append(line: z.infer<typeof Line>): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
