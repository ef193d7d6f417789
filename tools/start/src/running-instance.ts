import path from 'node:path';
import { type Environment, readEnvironment } from './env.ts';
import { StartFailure } from './failure.ts';
import { ownerRole } from './postgres/cluster.ts';
import { databaseName } from './postgres/server.ts';
import { inRepository } from './repository.ts';
import { readSecrets } from './secrets.ts';
import { loginUrls } from './supervisor/database.ts';
import { isRunning, type RunRecord, readRunRecord } from './supervisor/run-file.ts';

export interface RunningInstance extends RunRecord {
  dataDirectory: string;
}

/** The data directory that the environment names, as an absolute path. */
export function dataDirectoryOf(environment: Environment): string {
  return path.resolve(inRepository(), environment.DEVPULSE_DATA_DIR);
}

/** The start that runs on the data directory. Throws a `StartFailure` when there is none. */
export function runningInstance(environment: Environment = readEnvironment()): RunningInstance {
  const dataDirectory = dataDirectoryOf(environment);
  const record = readRunRecord(dataDirectory);
  if (!record || !isRunning(record.supervisor)) {
    throw new StartFailure(
      `DevPulse does not run on ${dataDirectory}. Start it first, or set DATABASE_URL and PUBLIC_URL.`,
    );
  }
  return { ...record, dataDirectory };
}

/** Connects as the owner of the database: DATABASE_URL, else the running embedded server. */
export function ownerUrl(environment: Environment): string {
  if (environment.DATABASE_URL) return environment.DATABASE_URL;
  const { databasePort, dataDirectory } = runningInstance(environment);
  if (!databasePort) throw new StartFailure('The running start has no embedded database. Set DATABASE_URL.');
  const password = encodeURIComponent(readSecrets(dataDirectory).ownerPassword);
  return `postgresql://${ownerRole}:${password}@127.0.0.1:${databasePort}/${databaseName}`;
}

/** The variables by which another process works on the running instance's data as the processes of it do. */
export function instanceEnvironment(environment: Environment = readEnvironment()): Record<string, string> {
  const urls = loginUrls(ownerUrl(environment), readSecrets(dataDirectoryOf(environment)));
  return {
    DATABASE_URL: urls.appUrl,
    DASHBOARD_DATABASE_URL: urls.dashboardUrl,
    QUEUE_DATABASE_URL: urls.appUrl,
    ...(environment.REDIS_URL ? { REDIS_URL: environment.REDIS_URL } : {}),
  };
}

/** Where people reach the dashboard of the running instance. */
export function instanceUrl(environment: Environment): string {
  if (environment.PUBLIC_URL) return environment.PUBLIC_URL;
  const { publicUrl } = runningInstance(environment);
  if (!publicUrl)
    throw new StartFailure('The instance is not ready yet. Try again when it has printed its address.');
  return publicUrl;
}
