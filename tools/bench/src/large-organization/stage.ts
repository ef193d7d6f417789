import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { rounded } from '../report.ts';
import { openStage, type Stage } from '../stage.ts';
import { loadLargeOrganization } from './load.ts';

export type LargeStage = Stage & {
  pullRequests: number;
  /** Of the application's role. */
  database: Database;
  /** Null where it was taken up as it was kept. */
  loadSeconds: number | null;
};

export type LargeStageOptions = {
  pullRequests: number;
  /** Where organizations are kept from run to run; without it they go with the run. */
  keptIn?: string | undefined;
  say: (line: string) => void;
};

/** A database of its own with a large organization in it, whose days are still to be rolled up. */
export async function openLargeStage({ pullRequests, keptIn, say }: LargeStageOptions): Promise<LargeStage> {
  const kept = keptIn === undefined ? undefined : path.join(keptIn, String(pullRequests));
  const stage = await openStage(kept);
  const marker = path.join(stage.directory, 'loaded.json');
  let loadSeconds: number | null = null;
  try {
    if (!existsSync(marker)) {
      const startedAt = performance.now();
      const organization = { seed: 'large', pullRequests, now: Date.now() };
      await loadLargeOrganization(stage.ownerUrl, organization, say);
      loadSeconds = rounded((performance.now() - startedAt) / 1_000, 1);
      say(`${pullRequests} pull requests loaded in ${loadSeconds} s`);
      writeFileSync(marker, JSON.stringify({ ...organization, loadSeconds }));
    }
  } catch (error) {
    await stage.close();
    throw error;
  }
  const database = openDatabase({
    url: stage.appUrl,
    applicationName: 'bench',
    maxConnections: 2,
    statementTimeoutMs: 600_000,
  });
  return {
    ...stage,
    pullRequests,
    database,
    loadSeconds: loadSeconds ?? loadedBefore(marker),
    async close() {
      await database.close();
      await stage.close();
    },
  };
}

function loadedBefore(marker: string): number | null {
  return (JSON.parse(readFileSync(marker, 'utf8')) as { loadSeconds: number | null }).loadSeconds;
}
