import type pg from 'pg';

type CopyConnection = pg.Connection & {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

/** Values as COPY's text format has them: NULL is `\N`, and tabs, line ends and backslashes are escaped. */
export function copyLine(values: readonly (string | number | boolean | null)[]): string {
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (index > 0) line += '\t';
    if (value === null || value === undefined) line += '\\N';
    else if (typeof value === 'string')
      line += SPECIAL.test(value) ? value.replace(SPECIALS, escaped) : value;
    else line += String(value);
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (character: string) => ESCAPES[character] ?? character;

/** `COPY target FROM STDIN` with these lines, as one statement. `target` is a table and its columns, never input. */
export function copyLines(client: pg.Client, target: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    client.query(new CopyFromText(target, Buffer.from(lines.join('')), { resolve, reject }));
  });
}

/** What node-postgres asks of a query, in the messages that COPY answers with. */
class CopyFromText implements pg.Submittable {
  readonly #text: string;
  readonly #data: Buffer;
  readonly #settle: { resolve: () => void; reject: (error: Error) => void };
  #error: Error | null = null;

  constructor(target: string, data: Buffer, settle: { resolve: () => void; reject: (error: Error) => void }) {
    this.#text = `COPY ${target} FROM STDIN`;
    this.#data = data;
    this.#settle = settle;
  }

  submit(connection: pg.Connection): void {
    (connection as CopyConnection).query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#data);
    connection.endCopyFrom();
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#settle.reject(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    if (this.#error === null) this.#settle.resolve();
  }
}
