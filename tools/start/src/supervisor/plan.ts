import path from 'node:path';
import type { BuildTargetName } from '../build/targets.ts';
import { StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';
import type { ChildPlan } from './managed-child.ts';

export const parts = ['database', 'api', 'worker', 'web'] as const;
export type Part = (typeof parts)[number];

/** The parts named by `--only a,b`; all of them without it. */
export function readParts(args: readonly string[]): Part[] {
  const at = args.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  const rest = args.filter((_, index) => index !== at && (args[at] !== '--only' || index !== at + 1));
  if (rest.length > 0 && at < 0)
    throw new StartFailure(`Unknown argument: ${rest.join(' ')}. Known: --only PARTS.`);
  if (at < 0) return [...parts];
  const list = args[at]?.startsWith('--only=') ? args[at].slice('--only='.length) : (args[at + 1] ?? '');
  const named = list.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !(parts as readonly string[]).includes(name));
  if (unknown.length > 0 || rest.length > 0) {
    throw new StartFailure(`Unknown part: ${[...unknown, ...rest].join(', ')}. Parts: ${parts.join(', ')}.`);
  }
  return parts.filter((part) => named.includes(part));
}

export function needsDatabase(wanted: readonly Part[]): boolean {
  return wanted.some((part) => part !== 'web');
}

export function buildTargetsOf(wanted: readonly Part[]): BuildTargetName[] {
  return wanted.filter((part) => part !== 'database');
}

export interface Ports {
  api: number;
  worker: number;
  web: number;
}

export interface Connections {
  databaseUrl: string;
  dashboardUrl: string;
  redisUrl: string | undefined;
  webhookSecrets: string;
  encryptionKey: string;
  /** Origin of the dashboard, as people reach it. */
  publicUrl: string;
  /** The local GitHub; the caller's choice, or github.com, without it. */
  githubUrl?: string | undefined;
}

/** The caller's environment without npm's own variables, which describe the npm run that started us. */
export function inheritedEnvironment(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = Object.entries(source).filter(([name]) => !/^npm_/i.test(name) && name !== 'INIT_CWD');
  return {
    ...Object.fromEntries(entries.map(([name, value]) => [name, value ?? ''])),
    NODE_ENV: 'production',
  };
}

function serverEnvironment(connections: Connections): Record<string, string> {
  return {
    ...inheritedEnvironment(),
    DATABASE_URL: connections.databaseUrl,
    DASHBOARD_DATABASE_URL: connections.dashboardUrl,
    QUEUE_DATABASE_URL: connections.databaseUrl,
    GITHUB_WEBHOOK_SECRETS: connections.webhookSecrets,
    DEVPULSE_ENCRYPTION_KEY: connections.encryptionKey,
    PUBLIC_URL: connections.publicUrl,
    ...githubEnvironment(connections),
    ...(connections.redisUrl ? { REDIS_URL: connections.redisUrl } : {}),
  };
}

function githubEnvironment({ githubUrl }: Pick<Connections, 'githubUrl'>): Record<string, string> {
  return githubUrl ? { GITHUB_URL: githubUrl } : {};
}

/** The dashboard's process passes requests on from this machine; a proxy of the caller's stands before both. */
function apiProxies(source: NodeJS.ProcessEnv = process.env): string {
  return [source.TRUSTED_PROXIES, '127.0.0.1/32'].filter(Boolean).join(',');
}

export function apiPlan(ports: Ports, connections: Connections): ChildPlan {
  return {
    name: 'api',
    script: inRepository('apps/api/dist/main.js'),
    cwd: inRepository('apps/api'),
    environment: {
      ...serverEnvironment(connections),
      HOST: '127.0.0.1',
      PORT: String(ports.api),
      TRUSTED_PROXIES: apiProxies(),
    },
    readyUrl: `http://127.0.0.1:${ports.api}/ready`,
    stopMilliseconds: 15_000,
  };
}

export function workerPlan(ports: Ports, connections: Connections): ChildPlan {
  return {
    name: 'worker',
    script: inRepository('apps/worker/dist/main.js'),
    cwd: inRepository('apps/worker'),
    environment: { ...serverEnvironment(connections), HEALTH_PORT: String(ports.worker) },
    readyUrl: `http://127.0.0.1:${ports.worker}/ready`,
    stopMilliseconds: 30_000,
  };
}

const SECRETS = [
  'DEVPULSE_ENCRYPTION_KEY',
  'DATABASE_URL',
  'DASHBOARD_DATABASE_URL',
  'DATABASE_READ_URL',
  'QUEUE_DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'GITHUB_WEBHOOK_SECRETS',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_APP_PRIVATE_KEYS',
];

/** The process that browsers talk to holds no key and reaches no database. */
function withoutSecrets(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRETS.includes(name)));
}

export function webPlan(
  ports: Ports,
  { apiUrl, publicUrl, githubUrl }: { apiUrl: string } & Pick<Connections, 'publicUrl' | 'githubUrl'>,
): ChildPlan {
  const directory = inRepository('apps/web/.next/standalone/apps/web');
  return {
    name: 'web',
    script: path.join(directory, 'server.js'),
    cwd: directory,
    environment: {
      ...withoutSecrets(inheritedEnvironment()),
      HOSTNAME: '127.0.0.1',
      PORT: String(ports.web),
      API_URL: apiUrl,
      PUBLIC_URL: publicUrl,
      ...githubEnvironment({ githubUrl }),
      NEXT_TELEMETRY_DISABLED: '1',
    },
    readyUrl: `http://127.0.0.1:${ports.web}/api/health`,
    stopMilliseconds: 5_000,
  };
}
