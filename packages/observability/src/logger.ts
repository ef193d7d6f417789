import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { describeError } from './error-description.ts';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that carry a credential, or words that people wrote. They are censored down to the third level of a line. */
const CENSORED_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secrets',
  'signature',
  'token',
  'accessToken',
  'refreshToken',
  'email',
  'body',
  'payload',
  'title',
] as const;

const CENSORED_PATHS = [
  ...CENSORED_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  ...['set-cookie', 'x-hub-signature-256'].flatMap((field) => [`["${field}"]`, `*["${field}"]`]),
];

/**
 * One JSON line per record, on stdout unless another destination is given. `err` is written without the text of database errors, since
 * PostgreSQL quotes the offending value in it.
 */
export function createLogger(
  options: { service: string; level: LogLevel },
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: CENSORED_PATHS, censor: '[censored]' },
    },
    destination ?? pino.destination(1),
  );
}
