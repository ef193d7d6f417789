import {
  commonEnvironment,
  githubEnvironment,
  Port,
  parseEnvironment,
  requireWholeGithubApp,
  secretsEnvironment,
  storeEnvironment,
} from '@devpulse/observability/environment';
import { z } from 'zod';

const Zone = z.string().refine((zone) => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone) !== null;
  } catch {
    return false;
  }
}, 'an IANA time zone such as Europe/Berlin');

const Concurrency = z.coerce.number('a whole number').int('a whole number').min(1).max(64);

const Sender = z
  .string()
  .max(300)
  .regex(
    /^(?:[^<>\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u,
    'an address such as DevPulse <devpulse@example.com>',
  );

/** Every variable the worker reads; the configuration table of the documentation is rendered from it. */
export const environment = z
  .object({
    ...storeEnvironment,
    HEALTH_HOST: z.string().default('127.0.0.1').describe('Address of /live, /ready and /metrics'),
    HEALTH_PORT: Port.default(4001).describe('Port of /live, /ready and /metrics; 0 takes a free one'),
    DEVPULSE_DEFAULT_TIME_ZONE: Zone.default('UTC').describe(
      'Time zone of an organization that is new, until its own settings say otherwise',
    ),
    INGEST_CONCURRENCY: Concurrency.default(8).describe(
      'Bells of deliveries that one worker process answers at a time; each takes along what else waits',
    ),
    ...secretsEnvironment,
    ...githubEnvironment,
    MAIL_FROM: Sender.default('DevPulse <devpulse@localhost>').describe('Sender of mails'),
    ...commonEnvironment,
  })
  .superRefine(requireWholeGithubApp);
export type Environment = z.output<typeof environment>;

export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  return parseEnvironment(environment, 'worker', source);
}

/** What a command needs that works on stored deliveries and nothing else. */
export function readStoreEnvironment(
  source: Record<string, string | undefined> = process.env,
): Pick<Environment, keyof typeof storeEnvironment> {
  return parseEnvironment(z.object(storeEnvironment), 'command', source);
}
