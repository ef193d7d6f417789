import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { GatheringSocket } from './gathering-socket.ts';

/**
 * A pool of connections under one login role, and Prisma over the same pool for records that people edit. Every verb of
 * this room takes one, or a transaction made from one.
 */
export type Database = { readonly pool: pg.Pool; readonly prisma: PrismaClient; close(): Promise<void> };

export type DatabaseOptions = {
  url: string;
  /** Shown in pg_stat_activity, so that an operator sees who holds a connection. */
  applicationName: string;
  maxConnections?: number;
  /** Milliseconds; the server ends a statement that runs longer. */
  statementTimeoutMs?: number;
};

const TIMESTAMPTZ = 1184;
const DATE = 1082;

/** timestamptz arrives as epoch milliseconds (±Infinity for the two infinities), date as `YYYY-MM-DD`, bigint as text. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === TIMESTAMPTZ) return parseTimestamptz;
    if (format !== 'binary' && oid === DATE) return String;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function parseTimestamptz(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // what is asked at once is sent at once (https://node-postgres.com/features/pipelining)
    pipeline: true,
    stream: () => new GatheringSocket(),
    statement_timeout: options.statementTimeoutMs ?? 10_000,
    options: '-c timezone=UTC',
    types,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Rejects when the database does not answer within the pool's connection time-out. */
export async function pingDatabase(database: Database): Promise<void> {
  await database.pool.query('SELECT 1');
}
