import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '@devpulse/start/repository';
import { readRunRecord } from '@devpulse/start/supervisor/run-file';
import { startChild } from '../child.ts';

export type Product = { webUrl: string; webhookUrl: string; secret: string; close(): Promise<void> };

/** A data directory of its own, gone with `remove`. */
export async function newDataDirectory(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'devpulse-bench-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** The whole product as `npm start` runs it. Resolves when every part answers. */
export async function startProduct(directory: string): Promise<Product> {
  const child = await startChild({
    script: inRepository('tools/start/src/start.ts'),
    environment: { DEVPULSE_DATA_DIR: directory, LOG_LEVEL: 'warn', HOME: process.env.HOME },
    isReady: async () => readRunRecord(directory)?.state === 'ready',
  });
  const record = readRunRecord(directory);
  const secrets = JSON.parse(await readFile(path.join(directory, 'secrets.json'), 'utf8')) as {
    webhookSecret: string;
  };
  return {
    webUrl: record?.webUrl ?? '',
    webhookUrl: `${record?.apiUrl}/api/v1/github/webhooks`,
    secret: secrets.webhookSecret,
    close: () => child.stop(),
  };
}
