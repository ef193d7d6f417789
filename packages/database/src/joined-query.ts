import pg from 'pg';

/** A statement as the driver takes it. */
export type Statement = { name?: string; text: string; values?: readonly unknown[] };

type Callback = (error: Error | null, results: pg.QueryResult | pg.QueryResult[]) => void;

/** What of a connection the driver's own query speaks to: texts of statements by the names that the server was told, and knows. */
type Wire = {
  submittedNamedStatements: Record<string, string>;
  parsedStatements: Record<string, string>;
  sync(): void;
  close(statement: { type: 'S'; name: string }): void;
};
type DriverQuery = {
  name?: string | undefined;
  prepare(wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
  handleReadyForQuery(wire: Wire): void;
};
const DriverQuery = pg.Query as unknown as new (
  text: string,
  values: readonly unknown[],
  callback: Callback,
) => DriverQuery;

/**
 * Several statements with one end: they are sent, run and answered together, where each alone is answered before the next is looked at.
 * Without a BEGIN among them they are one transaction, and after one that fails none is run.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
class JoinedQuery extends DriverQuery {
  readonly statements: readonly Statement[];
  readonly #callback: Callback;
  /** Those whose names the server was told with these for the first time. */
  #told: readonly Statement[] = [];

  constructor(statements: readonly Statement[], callback: Callback) {
    super('', [], callback);
    this.statements = statements;
    this.#callback = callback;
  }

  requiresPreparation(): boolean {
    return true;
  }

  override prepare(wire: Wire): void {
    const isTold = ({ name }: Statement) => name !== undefined && name in wire.submittedNamedStatements;
    const others = this.statements.filter((statement) => !isTold(statement));
    const unending = Object.create(wire, { sync: { value: () => {} } }) as Wire;
    for (const { name, text, values = [] } of this.statements) {
      const query = new DriverQuery(text, values, (error) => {
        // it has values that cannot be sent, and was told to be forgotten
        delete wire.submittedNamedStatements[name ?? ''];
        this.#callback(error, []);
      });
      query.name = name;
      query.prepare(unending);
    }
    this.#told = others.filter(isTold);
    wire.sync();
  }

  override handleReadyForQuery(wire: Wire): void {
    for (const { name = '', text } of this.#told) {
      wire.parsedStatements[name] = text;
      delete wire.submittedNamedStatements[name];
    }
    super.handleReadyForQuery(wire);
  }

  /** Which of them the server knows by then is not told: it forgets them all. */
  override handleError(error: Error, wire: Wire): void {
    for (const { name = '' } of this.#told) {
      delete wire.submittedNamedStatements[name];
      wire.close({ type: 'S', name });
    }
    super.handleError(error, wire);
  }
}

/** Answers each of the statements, in their order. */
export function askJoined(
  client: pg.PoolClient,
  statements: readonly Statement[],
): Promise<pg.QueryResult[]> {
  return new Promise((resolve, reject) => {
    const query = new JoinedQuery(statements, (error, results) => {
      if (error) reject(error);
      else resolve([results].flat());
    });
    client.query(query as unknown as pg.Submittable);
  });
}
