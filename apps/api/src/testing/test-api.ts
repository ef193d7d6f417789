import type { DeliveryReceipt, NewDelivery } from '@devpulse/database/deliveries';
import { createLogger } from '@devpulse/observability/logger';
import { createMetrics } from '@devpulse/observability/metrics';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { OpenChangeFeed } from '../analytics/live-hub.ts';
import { appModule } from '../app.module.ts';
import { prepareApplication } from '../application.ts';
import { type Environment, readEnvironment } from '../env.ts';
import type { EnqueueDeliveries } from '../github/delivery-bell.ts';
import type { InsertDeliveries } from '../github/delivery-writer.ts';
import type { DashboardReads } from '../platform/dashboard-reads.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { createHttpAdapter } from '../platform/server.ts';
import {
  APP_DATABASE,
  DASHBOARD_DATABASE,
  DASHBOARD_READS,
  ENQUEUE_DELIVERIES,
  INSERT_DELIVERIES,
  OPEN_CHANGE_FEED,
  QUEUES,
} from '../platform/tokens.ts';

export const SECRET = 'the-current-secret-of-the-tests';
export const PREVIOUS_SECRET = 'the-previous-secret-of-the-tests';

export type TestApi = {
  app: NestFastifyApplication;
  parts: ProcessParts;
  logLines: string[];
  /** Everything reported as unexpected. */
  reported: unknown[];
  close(): Promise<void>;
};

/** Stand-ins for what lies outside the process; what is not given answers nothing, or is up. */
export type Outside = {
  environment?: Partial<Record<keyof Environment, string>>;
  insert?: InsertDeliveries;
  enqueue?: EnqueueDeliveries;
  reads?: Partial<DashboardReads>;
  openFeed?: OpenChangeFeed;
  database?: { query: () => Promise<unknown> };
  ping?: () => Promise<void>;
  now?: () => number;
};

export function testEnvironment(overrides: Outside['environment'] = {}): Environment {
  return readEnvironment({
    DATABASE_URL: 'postgresql://app@127.0.0.1:1/none',
    DASHBOARD_DATABASE_URL: 'postgresql://dashboard@127.0.0.1:1/none',
    GITHUB_WEBHOOK_SECRETS: `${SECRET},${PREVIOUS_SECRET}`,
    LOG_LEVEL: 'trace',
    ...overrides,
  });
}

/** The whole API over stand-ins. */
export async function startTestApi(outside: Outside = {}): Promise<TestApi> {
  const logLines: string[] = [];
  const reported: unknown[] = [];
  const environment = testEnvironment(outside.environment);
  const parts = new ProcessParts({
    environment,
    logger: createLogger(
      { service: 'test', level: environment.LOG_LEVEL },
      { write: (line) => void logLines.push(line) },
    ),
    metrics: createMetrics('test'),
    errors: { report: (error) => void reported.push(error), close: async () => undefined },
    ...(outside.now === undefined ? {} : { now: outside.now }),
  });
  const database = {
    pool: outside.database ?? { query: async () => ({ rows: [] }) },
    close: async () => undefined,
  };
  const testing = await Test.createTestingModule({ imports: [appModule(parts)] })
    .overrideProvider(APP_DATABASE)
    .useValue(database)
    .overrideProvider(DASHBOARD_DATABASE)
    .useValue(database)
    .overrideProvider(QUEUES)
    .useValue({ ping: outside.ping ?? (async () => undefined), close: async () => undefined })
    .overrideProvider(INSERT_DELIVERIES)
    .useValue(outside.insert ?? storeInMemory([]))
    .overrideProvider(ENQUEUE_DELIVERIES)
    .useValue(outside.enqueue ?? (async () => undefined))
    .overrideProvider(DASHBOARD_READS)
    .useValue({ findOrganization: async () => null, ...outside.reads })
    .overrideProvider(OPEN_CHANGE_FEED)
    .useValue(outside.openFeed ?? (() => ({ close: () => undefined })))
    .compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createHttpAdapter(environment), {
    bodyParser: false,
    logger: false,
  });
  await prepareApplication(app);
  return { app, parts, logLines, reported, close: () => app.close() };
}

/** Stores into a list as the table would: a GUID that is known, or a body under a known event, is a duplicate. */
export function storeInMemory(stored: NewDelivery[]): InsertDeliveries {
  return async (deliveries) =>
    deliveries.map((delivery): DeliveryReceipt => {
      const isSame = (other: NewDelivery) =>
        other.guid === delivery.guid ||
        (other.event === delivery.event && other.bodySha256.equals(delivery.bodySha256));
      const known = stored.find(isSame);
      if (known === undefined) stored.push(delivery);
      return {
        id: (known ?? delivery).guid,
        receivedAt: (known ?? delivery).receivedAt,
        outcome: known === undefined ? 'stored' : 'duplicate',
      };
    });
}
