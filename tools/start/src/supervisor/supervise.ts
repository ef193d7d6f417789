import path from 'node:path';
import { ensureBuilt } from '../build/build.ts';
import { type EmbeddedPostgres, ensurePrivateDirectory } from '../embedded-postgres.ts';
import type { Environment } from '../env.ts';
import { messageOf } from '../failure.ts';
import { encryptionKeyOf, type ReadyInstance } from '../instance-api.ts';
import { freePort } from '../ports.ts';
import { stopPrograms } from '../program.ts';
import { dataDirectoryOf } from '../running-instance.ts';
import { ensureSecrets, type Secrets, secretsFile } from '../secrets.ts';
import { printAddresses, printWelcome, publicUrlOf, readyInstance, readyRecord } from './announce.ts';
import { claimDataDirectory, waitForOther } from './claim.ts';
import { type PreparedDatabase, prepareDatabase } from './database.ts';
import { watchDatabase } from './database-watch.ts';
import { type ChildHost, type ChildPlan, type ManagedChild, startChild } from './managed-child.ts';
import {
  apiPlan,
  buildTargetsOf,
  needsDatabase,
  type Part,
  type Ports,
  webPlan,
  workerPlan,
} from './plan.ts';
import { type RunRecord, recordedProcess, removeRunRecord, writeRunRecord } from './run-file.ts';
import { listenForShutdown, type ShutdownRequest } from './shutdown.ts';

/** A GitHub on this machine that the parts ask, and the child that plays it. */
export interface LocalGithubPlan {
  url: string;
  child: ChildPlan;
}

export interface SuperviseOptions {
  environment: Environment;
  parts: readonly Part[];
  /** Started before the parts and stopped after them. */
  localGithub?: (dataDirectory: string, log: (line: string) => void) => Promise<LocalGithubPlan>;
  /** Children to start once the others are ready. */
  companions?: (run: RunRecord, secretsFile: string) => ChildPlan[];
  /** What is printed last, when everything answers; the set-up link of a fresh instance without it. */
  welcome?: (instance: ReadyInstance) => Promise<string[]>;
}

/** What one start has running; stopped in the reverse order of its start. */
interface Session {
  dataDirectory: string;
  record: RunRecord;
  children: ManagedChild[];
  server: EmbeddedPostgres | undefined;
  /** Settles when it is known whether there is a server to stop. */
  databaseStart: Promise<unknown>;
  shutdown: ShutdownRequest;
  log(line: string): void;
}

const began = performance.now();

function log(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

/** Starts the parts, waits for them, and stays until a signal ends it. Returns the exit code. */
export async function supervise(options: SuperviseOptions): Promise<number> {
  const dataDirectory = ensurePrivateDirectory(dataDirectoryOf(options.environment));
  const { running, own } = await claimDataDirectory(dataDirectory, log);
  if (running) {
    log('DevPulse already runs on this data directory; nothing to start.');
    const record = await waitForOther(dataDirectory, running);
    console.log(record.address);
    await printWelcome(options, readyInstance(options, record, dataDirectory));
    return 0;
  }
  if (!own) return 1;
  const shutdown = listenForShutdown();
  const session: Session = {
    dataDirectory,
    record: own,
    children: [],
    server: undefined,
    databaseStart: Promise.resolve(),
    shutdown,
    log,
  };
  shutdown.onInsist(() => killAll(session));
  try {
    const started = bringUp(session, options);
    started.catch(() => {}); // after a request to stop, parts that fail for it are expected
    const reason = await Promise.race([started.then(() => shutdown.requested), shutdown.requested]);
    log(`stopping (${reason}) …`);
    return reason.startsWith('SIG') ? 0 : 1;
  } finally {
    shutdown.request('failed start');
    stopPrograms();
    await session.databaseStart.catch(() => {});
    await stopAll(session);
  }
}

async function bringUp(session: Session, options: SuperviseOptions): Promise<void> {
  const { dataDirectory, shutdown } = session;
  const secrets = ensureSecrets(dataDirectory);
  const databaseStart = needsDatabase(options.parts)
    ? startDatabase(session, options.environment, secrets)
    : Promise.resolve(undefined);
  session.databaseStart = databaseStart;
  const [database, , githubUrl] = await Promise.all([
    databaseStart,
    ensureBuilt(buildTargetsOf(options.parts), log),
    startLocalGithub(session, options),
  ]);
  if (shutdown.isRequested()) return;
  const ports = await choosePorts(options);
  const plans = childPlans(options, { ports, database, secrets, githubUrl });
  await Promise.all(plans.map((plan) => startInSession(session, plan)));
  if (shutdown.isRequested()) return;
  log('everything answers');
  updateRecord(session, readyRecord(options, ports));
  printAddresses(session, options);
  const companions = options.companions?.(session.record, secretsFile(dataDirectory)) ?? [];
  await Promise.all(companions.map((plan) => startInSession(session, plan)));
  await printWelcome(options, readyInstance(options, session.record, dataDirectory));
}

async function startLocalGithub(
  session: Session,
  { localGithub }: SuperviseOptions,
): Promise<string | undefined> {
  if (!localGithub) return undefined;
  const { url, child } = await localGithub(session.dataDirectory, log);
  await startInSession(session, child);
  updateRecord(session, { githubUrl: url });
  log(`the local GitHub is ready at ${url}`);
  return url;
}

async function startDatabase(
  session: Session,
  environment: Environment,
  secrets: Secrets,
): Promise<PreparedDatabase> {
  const { dataDirectory, shutdown } = session;
  const onServer = (server: EmbeddedPostgres) => {
    session.server = server;
    updateRecord(session, { databasePort: server.port });
  };
  const prepared = await prepareDatabase({ dataDirectory, environment, secrets, log, onServer });
  if (prepared.server) {
    watchDatabase({
      server: prepared.server,
      dataDirectory,
      ownerPassword: secrets.ownerPassword,
      log,
      onServer,
      shutdown,
    });
    log(`the database is ready on port ${prepared.server.port}`);
  }
  return prepared;
}

async function choosePorts({ environment, parts }: SuperviseOptions): Promise<Ports> {
  const wanted = {
    api: environment.DEVPULSE_API_PORT,
    worker: environment.DEVPULSE_WORKER_PORT,
    web: environment.DEVPULSE_WEB_PORT,
  };
  const titles = { api: 'the API', worker: "the worker's health page", web: 'the dashboard' };
  const ports = { ...wanted };
  for (const part of ['api', 'worker', 'web'] as const) {
    if (!parts.includes(part)) continue;
    ports[part] = await freePort(wanted[part]);
    if (wanted[part] !== 0 && ports[part] !== wanted[part]) {
      log(`port ${wanted[part]} is taken; ${titles[part]} is on ${ports[part]}`);
    }
  }
  return ports;
}

function childPlans(
  { environment, parts }: SuperviseOptions,
  found: {
    ports: Ports;
    database: PreparedDatabase | undefined;
    secrets: Secrets;
    githubUrl: string | undefined;
  },
): ChildPlan[] {
  const { ports, database, secrets, githubUrl } = found;
  const connections = {
    databaseUrl: database?.appUrl ?? '',
    dashboardUrl: database?.dashboardUrl ?? '',
    redisUrl: environment.REDIS_URL,
    webhookSecrets: environment.GITHUB_WEBHOOK_SECRETS ?? secrets.webhookSecret,
    encryptionKey: encryptionKeyOf(environment, secrets),
    publicUrl: publicUrlOf(environment, ports),
    githubUrl,
  };
  const apiUrl = parts.includes('api')
    ? `http://127.0.0.1:${ports.api}`
    : (process.env.API_URL ?? `http://127.0.0.1:${ports.api}`);
  const plans = {
    api: () => apiPlan(ports, connections),
    worker: () => workerPlan(ports, connections),
    web: () => webPlan(ports, { apiUrl, publicUrl: connections.publicUrl, githubUrl }),
  };
  return buildOrder.filter((part) => parts.includes(part)).map((part) => plans[part]());
}

const buildOrder = ['api', 'worker', 'web'] as const;

async function startInSession(session: Session, plan: ChildPlan): Promise<void> {
  const host: ChildHost = {
    logDirectory: path.join(session.dataDirectory, 'logs'),
    log,
    onProcess: (name, pid) => {
      const { [name]: _, ...others } = session.record.processes;
      updateRecord(session, {
        processes: pid ? { ...others, [name]: recordedProcess(pid) } : others,
      });
    },
    onGiveUp: (reason) => {
      console.error(`\n${reason}`);
      session.shutdown.request(`${plan.name} keeps dying`);
    },
  };
  const child = startChild(plan, host);
  session.children.push(child);
  await child.ready;
}

function updateRecord(session: Session, change: Partial<RunRecord>): void {
  session.record = { ...session.record, ...change };
  writeRunRecord(session.dataDirectory, session.record);
}

/** Companions first, then who asks before whom is asked, then the database, each with its time limit. */
async function stopAll(session: Session): Promise<void> {
  updateRecord(session, { state: 'stopping' });
  const order = ['web', 'api', 'worker', 'github'];
  const rank = (child: ManagedChild) => order.indexOf(child.name);
  for (const child of [...session.children].sort((one, other) => rank(one) - rank(other))) {
    await stopPart(child.name, () => child.stop());
  }
  const { server } = session;
  if (server) await stopPart('the database', () => server.stop());
  removeRunRecord(session.dataDirectory);
}

async function stopPart(name: string, stop: () => Promise<void>): Promise<void> {
  try {
    await stop();
    log(`stopped ${name}`);
  } catch (error) {
    log(`${name} does not stop: ${messageOf(error)}`);
  }
}

/** The second Ctrl-C: nothing is waited for. The database recovers at the next start. */
function killAll(session: Session): never {
  for (const child of session.children) child.kill();
  try {
    if (session.server) process.kill(session.server.pid, 'SIGQUIT');
  } catch {
    // it has ended by itself
  }
  console.error('Killed everything.');
  process.exit(130);
}
