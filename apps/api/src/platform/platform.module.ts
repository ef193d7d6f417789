import { type Database, openDatabase } from '@devpulse/database/connection';
import { openQueues } from '@devpulse/jobs/queues';
import { type DynamicModule, Module } from '@nestjs/common';
import { bindDashboardReads } from './dashboard-reads.ts';
import { HealthController } from './health.controller.ts';
import { Lifecycle } from './lifecycle.ts';
import { OpenapiController } from './openapi.controller.ts';
import { OrganizationDirectory } from './organization-directory.ts';
import { ProcessParts } from './process-parts.ts';
import { ReadinessReader } from './readiness.ts';
import { SampleOrganizationGuard } from './sample-organization-guard.ts';
import { APP_DATABASE, DASHBOARD_DATABASE, DASHBOARD_READS, QUEUES } from './tokens.ts';

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
      openDatabase({ url: environment.DASHBOARD_DATABASE_URL, applicationName: 'devpulse-api-dashboard' }),
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
  Lifecycle,
  ReadinessReader,
  OrganizationDirectory,
  SampleOrganizationGuard,
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
    providers,
    exports: providers.map((provider) => ('provide' in provider ? provider.provide : provider)),
  };
}
