import { z } from 'zod';

/** Every variable the web process reads; the configuration table of the documentation is rendered from it. */
export const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on'),
  HOSTNAME: z.string().default('127.0.0.1').describe('Address to listen on'),
  API_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4000')
    .describe('Where the API is reached from this process; never shown to a browser'),
  LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least severe level that is logged'),
});
export type Environment = z.infer<typeof environment>;

let known: Environment | undefined;

/** Reads and validates once; throws a ZodError that names each wrong variable. */
export function readEnvironment(): Environment {
  known ??= environment.parse(process.env);
  return known;
}
