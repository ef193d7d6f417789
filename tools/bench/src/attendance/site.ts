import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ensureBuilt } from '@devpulse/start/build/build';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import pg from 'pg';
import { answers, startChild } from '../child.ts';
import { openStage } from '../stage.ts';
import { addOrganization, addPeople, addSheets, type Organization, type Person } from './crowd.ts';
import { addSigningKey } from './signing.ts';

const FEW = 10;

export type SignedIn = Person & { token: string };
export type Site = {
  api: string;
  bare: string;
  people: SignedIn[];
  /** Where people clock in; a month of sheets of all of them; and of ten. */
  clocks: Organization;
  sheets: Organization;
  few: Organization;
  /** Has PostgreSQL take its statistics, as autovacuum does within a minute. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** A database with three organizations, the API on it, and the bare server beside it. */
export async function openSite(members: number): Promise<Site> {
  await ensureBuilt(['prisma-client', 'api']);
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one();
  };
  try {
    const stage = await openStage();
    closing.push(() => stage.close());
    const encryptionKey = randomBytes(32).toString('hex');
    const [api, bare] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
    const { people, ...organizations } = await populate(stage.ownerUrl, { members, encryptionKey, api });
    const start = async (script: string, origin: string, environment: Record<string, string>) => {
      const child = await startChild({
        script,
        environment: { PORT: new URL(origin).port, ...environment },
        isReady: () => answers(`${origin}/ready`),
      });
      closing.push(() => child.stop());
    };
    await start(inRepository('apps/api/dist/main.js'), api, {
      HOST: '127.0.0.1',
      PUBLIC_URL: api,
      DATABASE_URL: stage.appUrl,
      DASHBOARD_DATABASE_URL: stage.dashboardUrl,
      GITHUB_WEBHOOK_SECRETS: randomBytes(32).toString('hex'),
      DEVPULSE_ENCRYPTION_KEY: encryptionKey,
      LOG_LEVEL: 'warn',
    });
    await start(path.join(import.meta.dirname, 'bare-server.ts'), bare, {
      DATABASE_URL: stage.ownerUrl,
      ORGANIZATION: organizations.sheets.id,
    });
    return { api, bare, people, ...organizations, settle: () => analyze(stage.ownerUrl), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function analyze(ownerUrl: string) {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query('VACUUM (ANALYZE)').finally(() => owner.end());
}

async function populate(
  ownerUrl: string,
  { members, encryptionKey, api }: { members: number; encryptionKey: string; api: string },
) {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const tokenOf = await addSigningKey(owner, encryptionKey);
    const people = await addPeople(owner, members);
    const clocks = await addOrganization(owner, 'clocks', people);
    const sheets = await addOrganization(owner, 'sheets', people);
    const few = await addOrganization(owner, 'few', people.slice(0, FEW));
    await addSheets(owner, sheets);
    await addSheets(owner, few);
    await owner.query('VACUUM (ANALYZE)');
    const signedIn = people.map((person) => ({ ...person, token: tokenOf({ ...person, issuer: api }) }));
    return { people: signedIn, clocks, sheets, few };
  } finally {
    await owner.end();
  }
}
