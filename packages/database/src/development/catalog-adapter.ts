import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** PostgreSQL's one-byte catalog type "char", which the adapter does not know, and the type that the engine expects for it. */
const CATALOG_CHAR_OID = 18;
const TEXT_OID = 25;
const CHARACTER_COLUMN = 6;

type QueryResult = Pick<pg.QueryArrayResult, 'fields' | 'rows'>;

/** Which columns of a result were of the type "char", by the result's rows. */
const characterColumns = new WeakMap<object, number[]>();

function presentAsText(result: QueryResult | QueryResult[]): void {
  for (const { fields, rows } of [result].flat()) {
    const columns = (fields ?? []).flatMap((field, column) =>
      field.dataTypeID === CATALOG_CHAR_OID ? [column] : [],
    );
    for (const column of columns) Object.assign(fields[column] ?? {}, { dataTypeID: TEXT_OID });
    if (columns.length > 0) characterColumns.set(rows, columns);
  }
}

type Callback = (error: Error | null, result: QueryResult) => void;

/** A client whose results name only types that the adapter knows. */
class CatalogClient extends pg.Client {
  override query(...args: unknown[]): never {
    const run = super.query as (...all: unknown[]) => unknown;
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      const known: Callback = (error, result) => {
        if (result) presentAsText(result);
        (callback as Callback)(error, result);
      };
      return run.apply(this, [...args.slice(0, -1), known]) as never;
    }
    const running = run.apply(this, args);
    if (!(running instanceof Promise)) return running as never;
    return running.then((result: QueryResult | QueryResult[]) => {
      presentAsText(result);
      return result;
    }) as never;
  }
}

type Connection = SqlDriverAdapter & { underlyingDriver?(): { query(sql: string): Promise<unknown> } };

/** Repairs what the engine and the adapter of 7.10 disagree about. */
function repair(connection: Connection): SqlDriverAdapter {
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const column of characterColumns.get(result.rows) ?? [])
      result.columnTypes[column] = CHARACTER_COLUMN;
    return result;
  };
  // The adapter would split a script at every semicolon, inside of function bodies too.
  connection.executeScript = async (script) => {
    await connection.underlyingDriver?.().query(script);
  };
  return connection;
}

async function connect(url: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: url, max: 1, Client: CatalogClient });
  const factory = new PrismaPg(pool, { schema: 'public', disposeExternalPool: true });
  return repair(await factory.connect());
}

async function recreateDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = target.pathname.slice(1);
  target.pathname = '/postgres';
  const client = new pg.Client({ connectionString: target.href });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** Connects Prisma's schema engine to a database and to a shadow database, which is made anew for every use. */
export function adapterFactory(url: string, shadowUrl: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    // The adapter's own would use the main database when it is given a connection string.
    async connectToShadowDb() {
      await recreateDatabase(shadowUrl);
      return connect(shadowUrl);
    },
  };
}
