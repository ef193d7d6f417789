import { isIP } from 'node:net';
import { LOG_LEVELS } from '@devpulse/observability/logger';
import { z } from 'zod';

const MIN_SECRET_LENGTH = 16;

const PostgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'a URL that starts with postgresql://');
const Port = z.coerce
  .number('a port number')
  .int('a port number')
  .min(0, 'a port number')
  .max(65535, 'a port number');

const WebhookSecrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.length <= 2, 'at most two secrets, the current one and the previous one')
  .refine(
    (secrets) => secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH),
    `secrets of at least ${MIN_SECRET_LENGTH} characters`,
  )
  .refine(
    (secrets) => !secrets.some((secret) => /change.?me|example|password|^(.)\1+$/i.test(secret)),
    'a secret of your own, for example from `openssl rand -hex 32`',
  );

const AddressRanges = z
  .string()
  .transform((text) => text.split(',').map((range) => range.trim()))
  .transform((ranges) => ranges.filter((range) => range !== ''))
  .refine(
    (ranges) => ranges.every(isAddressRange),
    'addresses or ranges such as 10.0.0.0/8, separated by commas',
  );

/** Every variable the API reads; the configuration table of the documentation is rendered from it. */
export const environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: Port.default(4000).describe('Port to listen on; 0 takes a free one'),
  DATABASE_URL: PostgresUrl.describe('PostgreSQL as the role devpulse_app'),
  DASHBOARD_DATABASE_URL: PostgresUrl.describe('PostgreSQL as the read-only role devpulse_dashboard'),
  QUEUE_DATABASE_URL: PostgresUrl.optional().describe('PostgreSQL for the queues; DATABASE_URL without it'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a URL that starts with redis://')
    .optional()
    .describe('Redis for the queues instead of PostgreSQL'),
  GITHUB_WEBHOOK_SECRETS: WebhookSecrets.describe(
    'Secret of the GitHub App’s webhook; while it is being changed: the new one, a comma, the previous one',
  ),
  DEVPULSE_SAMPLE_ORGANIZATION: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
    .default('fernhill')
    .describe('Slug of the only organization that is shown until sign-in exists'),
  TRUSTED_PROXIES: AddressRanges.default([]).describe(
    'Address ranges of the proxies whose X-Forwarded-For is believed, separated by commas',
  ),
  METRICS_PORT: Port.optional().describe(
    'Port for /metrics; without it, /metrics is on PORT, for connections from this machine only',
  ),
  DRAIN_SECONDS: z.coerce
    .number('a number of seconds')
    .min(0, 'a number of seconds')
    .max(60, 'at most 60 seconds')
    .default(0)
    .describe('Seconds it keeps answering after SIGTERM while /ready says 503; 5 behind a load balancer'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Least severe level that is logged'),
  SENTRY_DSN: z.url('a URL').optional().describe('Where unexpected errors are reported; nowhere without it'),
});

export type Environment = z.output<typeof environment> & { QUEUE_DATABASE_URL: string };

/** The process cannot start as it is configured. The message names each variable and what it takes, never its value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads and validates the variables. An empty variable counts as absent. Throws `EnvironmentError`. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = environment.safeParse(present);
  if (result.success) {
    return { ...result.data, QUEUE_DATABASE_URL: result.data.QUEUE_DATABASE_URL ?? result.data.DATABASE_URL };
  }
  const lines = result.error.issues.map((issue) => describeIssue(issue, present));
  throw new EnvironmentError(`The API cannot start with this configuration:\n${lines.join('\n')}`);
}

function describeIssue(issue: z.core.$ZodIssue, present: Record<string, unknown>): string {
  const name = String(issue.path[0]) as keyof typeof environment.shape;
  const purpose = environment.shape[name]?.description ?? '';
  if (present[name] === undefined) return `- ${name} is missing. Set it. (${purpose})`;
  return `- ${name} is not valid: it takes ${issue.message.replace(/^Invalid option: expected /, '')}. (${purpose})`;
}

function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
