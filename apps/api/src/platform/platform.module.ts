import { type Database, openDatabase } from '@devpulse/database/connection';
import { openGithubAccess } from '@devpulse/github/client/access';
import { createGithubFetch, type FetchOf } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import { openQueues, type Queues } from '@devpulse/jobs/queues';
import { observeGithub } from '@devpulse/observability/github-requests';
import { createOperatorFetch, createSafeFetch } from '@devpulse/outbound/safe-fetch';
import { openVault } from '@devpulse/vault/vault';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access-guard.ts';
import { AccessReader } from './access/access-reader.ts';
import { AccessTokens } from './access/access-tokens.ts';
import { KeyRing } from './access/key-ring.ts';
import { bindDashboardReads } from './dashboard-reads.ts';
import { HealthController } from './health.controller.ts';
import { Lifecycle } from './lifecycle.ts';
import { type EnqueueMails, PostOffice } from './mail/post-office.ts';
import { OpenapiController } from './openapi.controller.ts';
import { OrganizationDirectory } from './organization-directory.ts';
import { ProcessParts } from './process-parts.ts';
import { ReadinessReader } from './readiness.ts';
import { Recomputation } from './recomputation.ts';
import {
  APP_DATABASE,
  DASHBOARD_DATABASE,
  DASHBOARD_READS,
  ENQUEUE_MAILS,
  GITHUB_ACCESS,
  GITHUB_FETCH,
  OPERATOR_FETCH,
  QUEUES,
  SAFE_FETCH,
  VAULT,
} from './tokens.ts';

const PROVIDERS = [
  {
    provide: APP_DATABASE,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) =>
      openDatabase({ url: environment.DATABASE_URL, applicationName: 'devpulse-api' }),
  },
  {
    provide: DASHBOARD_DATABASE,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) =>
      openDatabase({
        url: environment.DATABASE_READ_URL ?? environment.DASHBOARD_DATABASE_URL,
        applicationName: 'devpulse-api-dashboard',
      }),
  },
  {
    provide: QUEUES,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) =>
      openQueues({ databaseUrl: environment.QUEUE_DATABASE_URL, redisUrl: environment.REDIS_URL }),
  },
  {
    provide: DASHBOARD_READS,
    inject: [DASHBOARD_DATABASE],
    useFactory: (dashboard: Database) => bindDashboardReads(dashboard),
  },
  {
    provide: VAULT,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) => openVault(environment.DEVPULSE_ENCRYPTION_KEY),
  },
  {
    provide: ENQUEUE_MAILS,
    inject: [QUEUES],
    useFactory:
      (queues: Queues): EnqueueMails =>
      async (ids) => {
        await Promise.all(ids.map((mailId) => queues.enqueue('sendMail', { mailId })));
      },
  },
  { provide: SAFE_FETCH, useFactory: () => createSafeFetch() },
  {
    provide: OPERATOR_FETCH,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) => createOperatorFetch(environment.GITHUB_URL),
  },
  {
    provide: GITHUB_FETCH,
    inject: [ProcessParts],
    useFactory: ({ environment }: ProcessParts) => createGithubFetch(environment.GITHUB_URL),
  },
  {
    provide: GITHUB_ACCESS,
    inject: [ProcessParts, APP_DATABASE, GITHUB_FETCH],
    useFactory: (parts: ProcessParts, database: Database, fetchOf: FetchOf) => {
      const gate = createPostgresGate(database, parts.now);
      return openGithubAccess({ gate, fetchOf, now: parts.now, observer: observeGithub(parts) });
    },
  },
  PostOffice,
  Recomputation,
  Lifecycle,
  ReadinessReader,
  OrganizationDirectory,
  KeyRing,
  AccessTokens,
  AccessReader,
];

@Module({})
export class PlatformModule {}

/** What every feature may ask for. */
export function platformModule(parts: ProcessParts): DynamicModule {
  const providers = [{ provide: ProcessParts, useValue: parts }, ...PROVIDERS];
  return {
    module: PlatformModule,
    global: true,
    controllers: [HealthController, OpenapiController],
    providers: [...providers, { provide: APP_GUARD, useClass: AccessGuard }],
    exports: providers.map((provider) => ('provide' in provider ? provider.provide : provider)),
  };
}
