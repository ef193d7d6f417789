import { readVaultKey } from '@devpulse/vault/vault';
import { z } from 'zod';
import { StartFailure } from './failure.ts';

const Port = z.coerce
  .number('a port number')
  .int('a port number')
  .min(0, 'a port number')
  .max(65535, 'a port number');

/** Every variable `npm start` and `npm test` read; the configuration table of the README is rendered from it. */
export const environment = z.object({
  DEVPULSE_DATA_DIR: z
    .string()
    .default('.devpulse')
    .describe(
      'Directory of the embedded database, the generated secrets and the logs (`npm run demo`: `.devpulse-demo`)',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a URL that starts with postgresql://')
    .optional()
    .describe('An existing PostgreSQL 18, as a role that may create roles; the embedded server without it'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a URL that starts with redis://')
    .optional()
    .describe('An existing Redis for the queues; PostgreSQL holds them without it'),
  GITHUB_WEBHOOK_SECRETS: z
    .string()
    .optional()
    .describe(
      'Webhook secret, and after a comma the previous one; a generated secret in the data directory without it',
    ),
  DEVPULSE_ENCRYPTION_KEY: z
    .string()
    .refine((text) => readVaultKey(text) !== null, '32 random bytes in hex or base64')
    .optional()
    .describe('Key of the secrets at rest; a generated one in the data directory without it'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'an origin such as https://devpulse.example.com' })
    .transform((text) => new URL(text).origin)
    .optional()
    .describe('Where people reach the dashboard; the address that `npm start` prints without it'),
  DEVPULSE_WEB_PORT: Port.default(3000).describe('Preferred port of the dashboard; a busy one is replaced'),
  DEVPULSE_API_PORT: Port.default(4000).describe('Preferred port of the API; a busy one is replaced'),
  DEVPULSE_WORKER_PORT: Port.default(4001).describe(
    "Preferred port of the worker's health page; a busy one is replaced",
  ),
  DEVPULSE_DATABASE_PORT: Port.default(5433).describe(
    'Preferred port of the embedded database; a busy one is replaced',
  ),
  DEVPULSE_REQUIRE_ALL: z
    .enum(['0', '1'])
    .default('0')
    .describe('1 makes `npm test` fail when a suite cannot run because Redis or Chromium is missing'),
});

export type Environment = z.output<typeof environment>;

/** Reads and validates the variables; an empty one counts as absent. Throws a `StartFailure` that names each wrong one. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = environment.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `- ${String(issue.path[0])} takes ${issue.message}`);
  throw new StartFailure(`This configuration is not valid:\n${lines.join('\n')}`);
}
