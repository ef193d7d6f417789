import type { DeliveryReceipt, NewDelivery } from '@devpulse/database/deliveries';
import { createLogger } from '@devpulse/observability/logger';
import { createMetrics } from '@devpulse/observability/metrics';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { OpenChangeFeed } from '../src/analytics/answers/change-news.ts';
import { appModule } from '../src/app.module.ts';
import { prepareApplication } from '../src/application.ts';
import { type Environment, readEnvironment } from '../src/env.ts';
import type { EnqueueDeliveries } from '../src/github/delivery-bell.ts';
import type { InsertDeliveries } from '../src/github/delivery-writer.ts';
import { PREVIOUS_SECRET, SECRET } from '../src/github/testing/deliveries.ts';
import type { DashboardReads } from '../src/platform/dashboard-reads.ts';
import { ProcessParts } from '../src/platform/process-parts.ts';
import { createHttpAdapter } from '../src/platform/server.ts';
import {
  APP_DATABASE,
  DASHBOARD_DATABASE,
  DASHBOARD_READS,
  ENQUEUE_DELIVERIES,
  INSERT_DELIVERIES,
  OPEN_CHANGE_FEED,
  OPERATOR_FETCH,
  QUEUES,
  SAFE_FETCH,
} from '../src/platform/tokens.ts';
import { AnswerCheck } from './answer-check.ts';
import { type AccessStandIn, accessStandIns } from './signed-in.ts';

const TEST_KEY = Buffer.from('a key that is good for tests only').subarray(0, 32).toString('hex');

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
  access?: AccessStandIn;
  /** Answers for every host that somebody entered. */
  fetch?: typeof fetch;
  now?: () => number;
  /** Jobs go into the queue of the database, and deliveries as well. */
  hasRealQueue?: boolean;
};

export function testEnvironment(overrides: Outside['environment'] = {}): Environment {
  return readEnvironment({
    DATABASE_URL: 'postgresql://app@127.0.0.1:1/none',
    DASHBOARD_DATABASE_URL: 'postgresql://dashboard@127.0.0.1:1/none',
    GITHUB_WEBHOOK_SECRETS: `${SECRET},${PREVIOUS_SECRET}`,
    DEVPULSE_ENCRYPTION_KEY: TEST_KEY,
    LOG_LEVEL: 'trace',
    ...overrides,
  });
}

/** The whole API over stand-ins; whoever sends a token is the Owner of the sample organization, and of no other. */
export async function startTestApi(outside: Outside = {}): Promise<TestApi> {
  const database = {
    pool: outside.database ?? { query: async () => ({ rows: [] }) },
    close: async () => undefined,
  };
  return build(outside, (testing) =>
    accessStandIns(outside.access)
      .reduce((made, { provide, useValue }) => made.overrideProvider(provide).useValue(useValue), testing)
      .overrideProvider(APP_DATABASE)
      .useValue(database)
      .overrideProvider(DASHBOARD_DATABASE)
      .useValue(database)
      .overrideProvider(INSERT_DELIVERIES)
      .useValue(outside.insert ?? storeInMemory([]))
      .overrideProvider(DASHBOARD_READS)
      .useValue({
        findOrganization: async () => null,
        readChangeCount: async () => 0,
        readGroups: async () => ({ memberships: [], people: 0 }),
        ...outside.reads,
      })
      .overrideProvider(OPEN_CHANGE_FEED)
      .useValue(outside.openFeed ?? (() => ({ close: () => undefined }))),
  );
}

/** The whole API over a real database; only the queue is a stand-in, unless a real one is asked for. */
export async function startTestApiOver(
  database: { appUrl: string; dashboardUrl: string },
  outside: Pick<Outside, 'enqueue' | 'now' | 'environment' | 'fetch' | 'hasRealQueue'> = {},
): Promise<TestApi> {
  const urls = { DATABASE_URL: database.appUrl, DASHBOARD_DATABASE_URL: database.dashboardUrl };
  return build({ ...outside, environment: { ...urls, ...outside.environment } }, (testing) => testing);
}

async function build(
  outside: Outside,
  override: (testing: TestingModuleBuilder) => TestingModuleBuilder,
): Promise<TestApi> {
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
  const testing = Test.createTestingModule({ imports: [appModule(parts)] });
  if (!outside.hasRealQueue) {
    testing
      .overrideProvider(QUEUES)
      .useValue({
        ping: outside.ping ?? (async () => undefined),
        enqueue: async () => undefined,
        close: async () => undefined,
      })
      .overrideProvider(ENQUEUE_DELIVERIES)
      .useValue(outside.enqueue ?? (async () => undefined));
  }
  if (outside.fetch !== undefined) {
    testing.overrideProvider(SAFE_FETCH).useValue(outside.fetch);
    testing.overrideProvider(OPERATOR_FETCH).useValue(outside.fetch);
  }
  const compiled = await override(testing).compile();
  const app = compiled.createNestApplication<NestFastifyApplication>(createHttpAdapter(environment), {
    bodyParser: false,
    logger: false,
  });
  app.useGlobalInterceptors(new AnswerCheck());
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
