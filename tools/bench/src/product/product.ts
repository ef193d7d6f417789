import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvironment } from '@devpulse/start/env';
import type { ReadyInstance } from '@devpulse/start/instance-api';
import { inRepository } from '@devpulse/start/repository';
import { ownerUrl } from '@devpulse/start/running-instance';
import { readSecrets } from '@devpulse/start/secrets';
import { readRunRecord } from '@devpulse/start/supervisor/run-file';
import { startChild } from '../child.ts';

export type Product = {
  webUrl: string;
  apiUrl: string;
  webhookUrl: string;
  /** Signs deliveries. */
  secret: string;
  /** For setting it up. */
  instance: ReadyInstance;
  /** Connects as the owner of the database. */
  ownerUrl: string;
  close(): Promise<void>;
};

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
  const { webUrl = '', apiUrl = '', publicUrl = '' } = readRunRecord(directory) ?? {};
  const { webhookSecret, encryptionKey } = readSecrets(directory);
  return {
    webUrl,
    apiUrl,
    webhookUrl: `${apiUrl}/api/v1/github/webhooks`,
    secret: webhookSecret,
    instance: { dataDirectory: directory, apiUrl, publicUrl, encryptionKey },
    ownerUrl: ownerUrl(readEnvironment({ DEVPULSE_DATA_DIR: directory })),
    close: () => child.stop(),
  };
}
