import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { announceChange } from '@devpulse/database/change-notices';
import { transaction } from '@devpulse/database/transaction';
import { Pool } from 'undici';
import { ORGANIZATION_ID, ORGANIZATION_SLUG } from '../large-organization/population.ts';
import type { LargeStage } from '../large-organization/stage.ts';
import type { Api } from './api.ts';

const OVERVIEW = `/api/v1/organizations/${ORGANIZATION_SLUG}/overview?range=30d&compare=prev`;
/** Time for the news of a change to reach the API, which then has nothing of it in memory. */
const NEWS_MS = 25;

/** Asks one server, one request at a time, over one kept connection. */
export class Reader {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Record<string, string>;
  #tag = '';

  constructor(server: { origin: string }, path: string, headers: Record<string, string> = {}) {
    this.#pool = new Pool(server.origin, { connections: 1, pipelining: 1 });
    this.#path = path;
    this.#headers = headers;
  }

  static ofOverview(api: Api): Reader {
    return new Reader(api, OVERVIEW, { authorization: `Bearer ${api.accessToken}` });
  }

  /** Milliseconds from the request to the last byte of its answer. */
  async read(expected: 200 | 304 = 200): Promise<number> {
    const headers = expected === 304 ? { ...this.#headers, 'if-none-match': this.#tag } : this.#headers;
    const startedAt = performance.now();
    const response = await this.#pool.request({ method: 'GET', path: this.#path, headers });
    const body = await response.body.arrayBuffer();
    const milliseconds = performance.now() - startedAt;
    if (response.statusCode !== expected)
      throw new Error(
        `${this.#path} answered ${response.statusCode}: ${Buffer.from(body).toString().slice(0, 300)}`,
      );
    this.#tag = String(response.headers.etag ?? '');
    return milliseconds;
  }

  /** Bytes of the answer, and of it as a proxy in front would send it. */
  async size(): Promise<{ bytes: number; compressedBytes: number; merged: number | null }> {
    const response = await this.#pool.request({ method: 'GET', path: this.#path, headers: this.#headers });
    const body = Buffer.from(await response.body.arrayBuffer());
    const { figures } = JSON.parse(body.toString()) as { figures: { merged: { value: number | null } } };
    return { bytes: body.length, compressedBytes: gzipSync(body).length, merged: figures.merged.value };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Many reads in a row; those that find their tag unchanged ask again for it at once when the minute it was good for is over. */
export async function readMany(reader: Reader, count: number, expected: 200 | 304 = 200): Promise<number[]> {
  const times: number[] = [];
  if (expected === 304) await reader.read();
  for (let index = 0; index < count; index += 1) times.push(await reader.read(expected));
  return times;
}

/** Reads that each come after a change of the organization, so that nothing kept answers them. */
export async function readColdly(reader: Reader, stage: LargeStage, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await transaction(stage.database, { organizationId: ORGANIZATION_ID }, (tx) =>
      announceChange(tx, { organizationId: ORGANIZATION_ID, now: Date.now() }),
    );
    await sleep(NEWS_MS);
    times.push(await reader.read());
  }
  return times;
}
