/// <reference path="./pg-utils.d.ts" />
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** A statement as the driver takes it. */
export type Statement = { name?: string; text: string; values?: readonly unknown[] };

/** What a statement has answered. */
export type Answer = Pick<pg.QueryResult, 'rows' | 'rowCount'>;

type Callback = (error: Error | null, answers: Answer[]) => void;
type Column = { name: string; parse: (text: string) => unknown };
type Bound = Statement & { sent: unknown[] };

/** What of a connection the driver's own query speaks to: texts of statements by the names that the server was told, and knows. */
type Wire = {
  stream: { cork(): void; uncork(): void };
  submittedNamedStatements: Record<string, string>;
  parsedStatements: Record<string, string>;
  parse(statement: { name: string | undefined; text: string }): void;
  bind(values: { statement: string | undefined; values: unknown[] }): void;
  describe(portal: { type: 'P' }): void;
  execute(portal: object): void;
  sync(): void;
  close(statement: { type: 'S'; name: string }): void;
};
type DriverQuery = {
  callback: Callback;
  handleError(error: Error, wire: Wire): void;
};
const DriverQuery = pg.Query as unknown as new (
  text: string,
  values: readonly unknown[],
  callback: Callback,
) => DriverQuery;

/** What a connection has described of its named statements, which it does once, since none of them changes what it answers. */
const described = new WeakMap<Wire, Map<string, Column[]>>();

/**
 * Several statements with one end: they are sent, run and answered together, where each alone is answered before the next is looked at.
 * Without a BEGIN among them they are one transaction, and after one that fails none is run. The driver takes what is a query of its own.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
class JoinedQuery extends DriverQuery {
  readonly statements: readonly Statement[];
  readonly #parserOf: typeof pg.types.getTypeParser;
  readonly #answers: Answer[] = [];
  /** Those whose names the server is told with these for the first time. */
  readonly #told: { name: string; text: string }[] = [];
  #described = new Map<string, Column[]>();
  /** Of the statement that is being answered. */
  #columns: Column[] | null = null;
  #rows: Record<string, unknown>[] = [];
  #unread: Error | null = null;

  constructor(statements: readonly Statement[], parserOf: typeof pg.types.getTypeParser, callback: Callback) {
    super('', [], callback);
    this.statements = statements;
    this.#parserOf = parserOf;
  }

  /** Sends all of them, or answers why one cannot be sent, and sends none. */
  submit(wire: Wire): Error | null {
    let bound: Bound[];
    try {
      bound = this.statements.map((one) => ({ ...one, sent: (one.values ?? []).map(prepareValue) }));
    } catch (error) {
      return error as Error;
    }
    this.#described = described.get(wire) ?? new Map();
    described.set(wire, this.#described);
    wire.stream.cork();
    for (const statement of bound) this.#send(wire, statement);
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  #send(wire: Wire, { name, text, sent }: Bound): void {
    const isNew =
      name === undefined || !(name in wire.parsedStatements || name in wire.submittedNamedStatements);
    if (isNew) wire.parse({ name, text });
    if (isNew && name !== undefined) {
      wire.submittedNamedStatements[name] = text;
      this.#told.push({ name, text });
    }
    wire.bind({ statement: name, values: sent });
    if (name === undefined || !this.#described.has(name)) wire.describe({ type: 'P' });
    wire.execute({});
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: this.#parserOf(dataTypeID, 'text') as Column['parse'],
    }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { name = '' } = this.statements[this.#answers.length] ?? {};
    this.#columns ??= this.#described.get(name) ?? [];
    try {
      const row: Record<string, unknown> = {};
      for (const [index, column] of this.#columns.entries()) {
        const text = fields[index] ?? null;
        row[column.name] = text === null ? null : column.parse(text);
      }
      this.#rows.push(row);
    } catch (error) {
      this.#unread ??= error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { name } = this.statements[this.#answers.length] ?? {};
    if (name !== undefined && !this.#described.has(name)) this.#described.set(name, this.#columns ?? []);
    const count = /\d+$/.exec(text)?.[0];
    this.#answers.push({ rows: this.#rows, rowCount: count === undefined ? null : Number(count) });
    this.#columns = null;
    this.#rows = [];
  }

  handleReadyForQuery(wire: Wire): void {
    for (const { name, text } of this.#told) {
      wire.parsedStatements[name] = text;
      delete wire.submittedNamedStatements[name];
    }
    this.callback(this.#unread, this.#answers);
  }

  /** Which of them the server knows by then is not told: it forgets them all. */
  override handleError(error: Error, wire: Wire): void {
    for (const { name } of this.#told) {
      delete wire.submittedNamedStatements[name];
      this.#described.delete(name);
      wire.close({ type: 'S', name });
    }
    super.handleError(error, wire);
  }
}

/** Answers each of the statements, in their order. */
export function askJoined(client: pg.PoolClient, statements: readonly Statement[]): Promise<Answer[]> {
  const parserOf = client.getTypeParser.bind(client);
  return new Promise((resolve, reject) => {
    const query = new JoinedQuery(statements, parserOf, (error, answers) => {
      if (error) reject(error);
      else resolve(answers);
    });
    client.query(query as unknown as pg.Submittable);
  });
}
