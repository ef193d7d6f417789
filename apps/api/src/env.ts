import { isIP } from 'node:net';
import {
  commonEnvironment,
  githubEnvironment,
  Port,
  PostgresUrl,
  parseEnvironment,
  requireWholeGithubApp,
  secretsEnvironment,
  storeEnvironment,
  WebOrigin,
} from '@devpulse/observability/environment';
import { z } from 'zod';

const MIN_SECRET_LENGTH = 16;

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
export const environment = z
  .object({
    HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
    PORT: Port.default(4000).describe('Port to listen on; 0 takes a free one'),
    ...storeEnvironment,
    DASHBOARD_DATABASE_URL: PostgresUrl.describe('PostgreSQL as the read-only role devpulse_dashboard'),
    DATABASE_READ_URL: PostgresUrl.optional().describe(
      'A replica, as devpulse_dashboard, that figures are read from; without it DASHBOARD_DATABASE_URL, which tells of changes either way',
    ),
    GITHUB_WEBHOOK_SECRETS: WebhookSecrets.describe(
      'Secret of the GitHub App’s webhook; while it is being changed: the new one, a comma, the previous one',
    ),
    ...secretsEnvironment,
    PUBLIC_URL: WebOrigin.default('http://localhost:3000').describe(
      'Where people reach the dashboard: in the links of mails, in redirects, and as the issuer of tokens',
    ),
    WEBHOOK_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'Where GitHub sends webhooks, if that is not PUBLIC_URL followed by /api/v1/github/webhooks, which the dashboard passes on',
      ),
    ...githubEnvironment,
    GITHUB_CLIENT_ID: z
      .string()
      .min(4)
      .optional()
      .describe('Client id of the GitHub App; offers signing in with GitHub'),
    GITHUB_CLIENT_SECRET: z.string().min(16).optional().describe('Client secret of the GitHub App'),
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
    ...commonEnvironment,
  })
  .superRefine(requireWholeGithubApp);

export type Environment = z.output<typeof environment> & { QUEUE_DATABASE_URL: string };

/** Reads and validates the variables. An empty variable counts as absent. Throws `EnvironmentError`. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const read = parseEnvironment(environment, 'API', source);
  return { ...read, QUEUE_DATABASE_URL: read.QUEUE_DATABASE_URL ?? read.DATABASE_URL };
}

function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
