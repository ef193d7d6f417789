import { createPrivateKey } from 'node:crypto';
import { readVaultKey } from '@devpulse/vault/vault';
import { z } from 'zod';
import { LOG_LEVELS } from './logger.ts';

export const PostgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'a URL that starts with postgresql://');
export const RedisUrl = z.string().regex(/^rediss?:\/\//, 'a URL that starts with redis://');
export const Port = z.coerce
  .number('a port number')
  .int('a port number')
  .min(0, 'a port number')
  .max(65535, 'a port number');

/** What every process reads. */
export const commonEnvironment = {
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Least severe level that is logged'),
  SENTRY_DSN: z.url('a URL').optional().describe('Where unexpected errors are reported; nowhere without it'),
};

/** What every process with a database and a queue reads. */
export const storeEnvironment = {
  DATABASE_URL: PostgresUrl.describe('PostgreSQL as the role devpulse_app'),
  QUEUE_DATABASE_URL: PostgresUrl.optional().describe('PostgreSQL for the queues; DATABASE_URL without it'),
  REDIS_URL: RedisUrl.optional().describe('Redis for the queues instead of PostgreSQL'),
};

/** An origin, without a path: `https://devpulse.example.com`. */
export const WebOrigin = z
  .url({ protocol: /^https?$/ })
  .transform((text) => new URL(text))
  .refine(
    (url) => url.pathname === '/' && !url.search && !url.username,
    'an origin such as https://devpulse.example.com',
  )
  .transform((url) => url.origin);

const EncryptionKey = z.string().transform((text, context) => {
  const key = readVaultKey(text);
  if (key !== null) return key;
  context.addIssue('32 random bytes in hex or base64, for example from `openssl rand -hex 32`');
  return z.NEVER;
});

/** What every process that keeps or sends secrets reads. */
export const secretsEnvironment = {
  DEVPULSE_ENCRYPTION_KEY: EncryptionKey.describe(
    'Key under which secrets are sealed at rest: 32 random bytes in hex or base64. `npm start` makes one',
  ),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'a URL that starts with smtp:// or smtps://')
    .optional()
    .describe('Mail server; without it mails wait on the page “Mails” of the instance’s Owner'),
};

const PEM = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]+-----END \1-----/g;

const PrivateKeys = z.string().transform((text, context) => {
  const keys = [...(pemsIn(text) ?? pemsIn(Buffer.from(text, 'base64').toString('latin1')) ?? [])];
  if (keys.length > 0 && keys.every(isPrivateKey)) return keys;
  context.addIssue('PEM files one after the other, with line breaks or \\n, or that in base64');
  return z.NEVER;
});

function pemsIn(text: string): RegExpMatchArray | null {
  return text.replaceAll('\\n', '\n').match(PEM);
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** A GitHub of this machine is one of tests; all others are asked by https. */
const GithubOrigin = WebOrigin.refine(
  (origin) => /^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|$)/.test(origin),
  'an origin under https; plain http is for this machine alone',
);

/** What every process that asks GitHub reads. */
export const githubEnvironment = {
  GITHUB_URL: GithubOrigin.default('https://github.com').describe('GitHub, or a GitHub Enterprise Server'),
  GITHUB_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'a number')
    .optional()
    .describe('A GitHub App for the whole instance, which every organization may install; by its App ID'),
  GITHUB_APP_PRIVATE_KEYS: PrivateKeys.optional().describe(
    'Private keys of that App, the newest first: PEM files one after the other, with line breaks or \\n, or that in base64',
  ),
};

/** A check of a whole environment: an App without a key speaks for nobody, and neither does a key without an App. */
export function requireWholeGithubApp(
  app: { GITHUB_APP_ID?: string | undefined; GITHUB_APP_PRIVATE_KEYS?: string[] | undefined },
  context: z.RefinementCtx,
): void {
  const { GITHUB_APP_ID: id, GITHUB_APP_PRIVATE_KEYS: keys } = app;
  if ((id === undefined) === (keys === undefined)) return;
  const missing = id === undefined ? 'GITHUB_APP_ID' : 'GITHUB_APP_PRIVATE_KEYS';
  context.addIssue({ code: 'custom', path: [missing], message: 'what belongs to its other half' });
}

/** The process cannot start as it is configured. The message names each variable and what it takes, never its value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads and validates the variables of a process. An empty variable counts as absent. Throws `EnvironmentError`. */
export function parseEnvironment<S extends z.ZodObject>(
  schema: S,
  processName: string,
  source: Record<string, string | undefined>,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const purpose = (schema.shape[name] as z.ZodType | undefined)?.description ?? '';
    if (present[name] === undefined) return `- ${name} is missing. Set it. (${purpose})`;
    return `- ${name} is not valid: it takes ${issue.message.replace(/^Invalid option: expected /, '')}. (${purpose})`;
  });
  throw new EnvironmentError(`The ${processName} cannot start with this configuration:\n${lines.join('\n')}`);
}
