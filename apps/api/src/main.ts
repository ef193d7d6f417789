import { EnvironmentError } from '@devpulse/observability/environment';
import { createErrorReporter } from '@devpulse/observability/errors';
import { startHealthServer } from '@devpulse/observability/health-server';
import { createLogger, type Logger } from '@devpulse/observability/logger';
import { createMetrics, renderMetrics } from '@devpulse/observability/metrics';
import { RELEASE } from '@devpulse/observability/release';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from './application.ts';
import { SetUpLink } from './auth/set-up/set-up-link.ts';
import { readEnvironment } from './env.ts';
import { ProcessParts } from './platform/process-parts.ts';
import { ReadinessReader } from './platform/readiness.ts';
import { stopApplication } from './platform/shutdown.ts';

const SERVICE = 'devpulse-api';
/** As sysexits.h has it: the configuration is at fault, so a supervisor need not try again. */
const EXIT_CONFIGURATION = 78;

async function start(): Promise<void> {
  const environment = readEnvironment();
  const logger = createLogger({ service: SERVICE, level: environment.LOG_LEVEL });
  const errors = await createErrorReporter({
    dsn: environment.SENTRY_DSN,
    service: SERVICE,
    release: RELEASE,
  });
  const parts = new ProcessParts({ environment, logger, metrics: createMetrics(SERVICE), errors });
  reportCrashes(parts);
  const app = await createApplication(parts);
  const closeMetrics = await startMetricsPort(app, parts);
  await app.listen(environment.PORT, environment.HOST);
  logger.info({ url: await app.getUrl() }, 'The API listens');
  stopOnSignals(logger, async () => {
    await stopApplication(app, environment.DRAIN_SECONDS);
    await closeMetrics();
    await errors.close();
  });
  await app.get(SetUpLink).announce();
}

async function startMetricsPort(
  app: NestFastifyApplication,
  parts: ProcessParts,
): Promise<() => Promise<void>> {
  const { METRICS_PORT: port, HOST: host } = parts.environment;
  if (port === undefined) return async () => undefined;
  const readiness = app.get(ReadinessReader);
  const server = await startHealthServer({
    host,
    port,
    readiness: () => readiness.read(),
    metrics: () => renderMetrics(parts.metrics),
  });
  return () => server.close();
}

/** The first signal stops in order; a second one at once. */
function stopOnSignals(logger: Logger, stop: () => Promise<void>): void {
  let isStopping = false;
  const handle = (signal: string) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'The API stops');
    stop().then(
      () => process.exit(0),
      (err) => {
        logger.error({ err }, 'The API did not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}

/** After an error that nobody caught the state is unknown, so the process ends and is started anew. */
function reportCrashes({ logger, errors }: ProcessParts): void {
  const crash = (err: unknown) => {
    logger.fatal({ err }, 'The API crashed');
    errors.report(err);
    void errors.close().finally(() => process.exit(1));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

start().catch((error: unknown) => {
  if (error instanceof EnvironmentError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
  createLogger({ service: SERVICE, level: 'info' }).fatal({ err: error }, 'The API could not start');
  process.exit(1);
});
