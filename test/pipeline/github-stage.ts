import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { insertDeliveries } from '@devpulse/database/deliveries';
import { claimInstallation } from '@devpulse/database/github/connected-installations';
import { insertGithubApp } from '@devpulse/database/github/connections';
import { createImports } from '@devpulse/database/github/imports';
import { trackExactly } from '@devpulse/database/github/repositories';
import { insertAppKey } from '@devpulse/database/github/secrets';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { openGithubAccess } from '@devpulse/github/client/access';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import type { GithubApp, GithubInstallation } from '@devpulse/github-simulator/github/apps/registry';
import type { TokenFormat } from '@devpulse/github-simulator/github/apps/tokens';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import type { GithubAccount } from '@devpulse/github-simulator/github/world/model';
import { JobDelay } from '@devpulse/jobs/workers';
import { githubContext } from '@devpulse/vault/contexts';
import { openVault } from '@devpulse/vault/vault';
import { createHandlers } from '../../apps/worker/src/handlers.ts';
import type { GithubRoom } from '../../apps/worker/src/platform/github-room.ts';
import type { PostRoom } from '../../apps/worker/src/platform/post-room.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const vault = openVault(Buffer.alloc(32, 7));
export const ORGANIZATION = '0190f3a2-0000-7000-8000-00000000000a';
export const APP = '0190f3a2-0000-7000-8000-00000000000b';
const KEY = '0190f3a2-0000-7000-8000-00000000000c';

/** A worker that is connected to a local GitHub through an App of its organization, over a database of its own and without a queue. */
export type GithubStage = {
  pipeline: Pipeline;
  github: LocalGithub;
  room: GithubRoom;
  app: GithubApp;
  privateKey: string;
  owner: GithubAccount;
  clock: { now: number };
  /** What the receiver of webhooks answers with, instead of storing the delivery; null stores it. */
  receiver: { refusal: number | null };
  install(): Promise<GithubInstallation>;
  /** Runs one job now. */
  run(name: string, payload?: Record<string, unknown>): Promise<void>;
  /** Projects everything that has come, and runs everything that was queued, until nothing is left. */
  work(): Promise<void>;
  within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
  /** Chooses every repository that is known, and reads its history. */
  chooseAll(): Promise<void>;
  rows<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
};

export async function openGithubStage(options: {
  now: number;
  hasWebhooks?: boolean;
  tokenFormat?: TokenFormat;
}): Promise<GithubStage> {
  const clock = { now: options.now };
  const now = () => clock.now;
  const pipeline = await openPipeline({ now, timeZone: 'Europe/Berlin', takenAlong: 127 });
  const receiver = await openReceiver(pipeline, clock);
  const github = await openLocalGithub({ now, tokenFormat: options.tokenFormat ?? 'classic' });
  const owner = github.world.accountByLogin('Fernhill');
  if (owner === null) throw new Error('Fernhill is missing.');
  const hookUrl = options.hasWebhooks === false ? null : receiver.url;
  const { app, privateKey } = github.createApp({ owner, name: 'DevPulse', hookUrl });
  await connect(pipeline, { github, app, privateKey, hasWebhooks: hookUrl !== null });
  const room: GithubRoom = {
    ...pipeline.context,
    vault,
    github: openGithubAccess({
      gate: createPostgresGate(pipeline.database, now),
      fetchOf: createGithubFetch(github.url),
      now,
    }),
    configuredApp: null,
  };
  const handlers = createHandlers(pipeline.context, { room: {} as PostRoom, github: room });
  const within = <T>(work: (tenant: Tenant) => Promise<T>) =>
    inOrganization(pipeline.database, ORGANIZATION, work, { system: true });
  const run = async (name: string, payload: Record<string, unknown> = {}) => {
    const handler = handlers[name as 'sweep'] as (payload: object, context: object) => Promise<void>;
    await handler(payload, { jobId: '', attempt: 1, isLastAttempt: true });
  };
  return {
    pipeline,
    github,
    room,
    app,
    privateKey,
    owner,
    clock,
    receiver: receiver.behaviour,
    install: () => github.life.install(app, { account: owner, repositories: 'all' }),
    run,
    work: () => workOff(pipeline, run),
    within,
    chooseAll: async () => {
      const imports = await within((tenant) => chooseAll(tenant, now()));
      for (const importId of imports) pipeline.jobs.push({ name: 'importRepository', payload: { importId } });
      await workOff(pipeline, run);
    },
    rows: (text, values) =>
      transaction(pipeline.database, { organizationId: ORGANIZATION, system: true }, async (tx) => {
        const result = await tx.query(text, values);
        return result.rows;
      }),
    async close() {
      await github.close();
      await receiver.close();
      await pipeline.close();
    },
  };
}

/** Has the organization hold an installation, as a person's claim does, and queues what follows. */
export async function claim(stage: GithubStage, installationId: string): Promise<void> {
  const { owner, within, pipeline } = stage;
  await within((tenant) =>
    claimInstallation(tenant.transaction, {
      installationId,
      githubAppId: APP,
      organizationId: ORGANIZATION,
      appId: APP,
      account: { id: String(owner.id), login: owner.login, type: 'Organization' },
      repositorySelection: 'all',
      permissions: { pull_requests: 'read', contents: 'read', metadata: 'read' },
      suspendedAt: null,
      updatedAt: 0,
    }),
  );
  pipeline.jobs.push({
    name: 'followInstallation',
    payload: { organizationId: ORGANIZATION, installationId },
  });
}

async function chooseAll(tenant: Tenant, now: number): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM repository WHERE organization_id = $1',
  });
  const repositoryIds = rows.map(({ id }) => id);
  await trackExactly(tenant, repositoryIds);
  return createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now });
}

async function connect(
  pipeline: Pipeline,
  parts: { github: LocalGithub; app: GithubApp; privateKey: string; hasWebhooks: boolean },
): Promise<void> {
  const { github, app, privateKey, hasWebhooks } = parts;
  const { now } = pipeline.context;
  await transaction(pipeline.database, { system: true }, (tx) =>
    tx.query(
      `INSERT INTO organization (id, slug, name, time_zone) VALUES ($1, 'fernhill', 'Fernhill', 'Europe/Berlin')`,
      [ORGANIZATION],
    ),
  );
  await inOrganization(pipeline.database, ORGANIZATION, async (tenant) => {
    await insertGithubApp(tenant, {
      id: APP,
      webUrl: github.url,
      appId: String(app.id),
      slug: app.slug,
      name: app.name,
      clientId: null,
      clientSecretEncrypted: null,
      ownerLogin: app.owner.login,
      hasWebhooks,
      createdBy: ORGANIZATION,
      now: now(),
    });
    const privateKeyEncrypted = vault.seal(privateKey, githubContext.appKey(KEY));
    await insertAppKey(tenant, { id: KEY, appId: APP, privateKeyEncrypted, fingerprint: 'one', now: now() });
  });
}

/** Runs what was queued, however often it asks to be delayed. */
async function workOff(pipeline: Pipeline, run: GithubStage['run']): Promise<void> {
  for (;;) {
    await pipeline.drain();
    const job = pipeline.jobs.shift();
    if (job === undefined) return;
    try {
      await run(job.name, job.payload);
    } catch (error) {
      if (!(error instanceof JobDelay)) throw error;
      pipeline.jobs.push(job);
    }
  }
}

/** Stores deliveries as the API does, as signed by the App. */
async function openReceiver(pipeline: Pipeline, clock: { now: number }) {
  const behaviour: GithubStage['receiver'] = { refusal: null };
  // whoever computes for seconds must find the connection open that rested meanwhile
  const server = http.createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const event = String(request.headers['x-github-event']);
    const guid = String(request.headers['x-github-delivery']);
    if (behaviour.refusal === null) {
      const row = pipeline.toRow({ event, guid, body: Buffer.concat(chunks).toString() });
      await insertDeliveries(pipeline.database, [
        { ...row, githubAppId: APP, receivedAt: new Date(clock.now) },
      ]);
    }
    response.writeHead(behaviour.refusal ?? 202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    behaviour,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
