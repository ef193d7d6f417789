import path from 'node:path';
import type { EmbeddedPostgres } from '../embedded-postgres.ts';
import type { Environment } from '../env.ts';
import { encryptionKeyOf, type ReadyInstance, setUpLines } from '../instance-api.ts';
import { readSecrets, secretsFile } from '../secrets.ts';
import type { Part, Ports } from './plan.ts';
import type { RunRecord } from './run-file.ts';

interface Started {
  environment: Environment;
  parts: readonly Part[];
  welcome?: (instance: ReadyInstance) => Promise<string[]>;
}

/** Where people reach the dashboard. By name: browsers offer passkeys under no bare address. */
export function publicUrlOf(environment: Environment, ports: Ports): string {
  return environment.PUBLIC_URL ?? `http://localhost:${ports.web}`;
}

/** What the record of a start says once everything answers. */
export function readyRecord({ parts, environment }: Started, ports: Ports): Partial<RunRecord> {
  const url = (part: 'api' | 'worker' | 'web') => `http://127.0.0.1:${ports[part]}`;
  const address = parts.includes('web')
    ? `DevPulse is ready at ${publicUrlOf(environment, ports)}`
    : parts.includes('api')
      ? `DevPulse is ready at ${url('api')}`
      : `DevPulse is ready (${parts.join(', ')})`;
  return {
    state: 'ready',
    address,
    publicUrl: publicUrlOf(environment, ports),
    ...(parts.includes('web') ? { webUrl: url('web') } : {}),
    ...(parts.includes('api') ? { apiUrl: url('api') } : {}),
    ...(parts.includes('worker') ? { workerHealthUrl: url('worker') } : {}),
  };
}

/** The address, and beside it what an operator looks for first. */
export function printAddresses(
  session: { dataDirectory: string; record: RunRecord; server: EmbeddedPostgres | undefined },
  { environment }: Started,
): void {
  const { dataDirectory, record, server } = session;
  const secrets = shown(secretsFile(dataDirectory));
  console.log(`\n${record.address}`);
  if (record.apiUrl) {
    const secret = environment.GITHUB_WEBHOOK_SECRETS
      ? 'GITHUB_WEBHOOK_SECRETS'
      : `webhookSecret in ${secrets}`;
    console.log(`  webhooks  ${record.apiUrl}/api/v1/github/webhooks, signed with ${secret}`);
  }
  if (server) console.log(`  database  port ${server.port}, passwords in ${secrets}`);
  console.log(`  logs      ${shown(path.join(dataDirectory, 'logs'))}`);
  console.log('  Ctrl-C stops everything.\n');
}

/** Undefined for a start without an API: there is nobody to ask. */
export function readyInstance(
  { environment }: Started,
  { apiUrl, publicUrl, githubUrl }: RunRecord,
  dataDirectory: string,
): ReadyInstance | undefined {
  if (!apiUrl || !publicUrl) return undefined;
  const encryptionKey = encryptionKeyOf(environment, readSecrets(dataDirectory));
  return { dataDirectory, apiUrl, publicUrl, encryptionKey, githubUrl };
}

/** The last words of a start: the way in. */
export async function printWelcome(
  { welcome = setUpLines }: Started,
  instance: ReadyInstance | undefined,
): Promise<void> {
  const lines = instance ? await welcome(instance) : [];
  if (lines.length > 0) console.log(`${lines.join('\n')}\n`);
}

function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
