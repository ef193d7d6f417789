import { EnvironmentError } from '@devpulse/observability/environment';
import { createErrorReporter } from '@devpulse/observability/errors';
import { createLogger } from '@devpulse/observability/logger';
import { RELEASE } from '@devpulse/observability/release';
import { readEnvironment } from './env.ts';
import { startWorker } from './worker.ts';

const SHUTDOWN_LIMIT_MS = 25_000;

try {
  await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvironmentError ? error.message : String((error as Error).stack)}\n`,
  );
  process.exit(1);
}

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = createLogger({ service: 'worker', level: environment.LOG_LEVEL });
  const reporter = await createErrorReporter({
    service: 'worker',
    dsn: environment.SENTRY_DSN,
    release: RELEASE,
  });
  const worker = await startWorker(environment, logger);
  logger.info({ healthPort: worker.healthPort }, 'the worker takes jobs');
  const stop = (signal: string) => {
    logger.info({ signal }, 'the worker finishes its jobs and stops');
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    void worker
      .close()
      .then(() => reporter.close())
      .finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
