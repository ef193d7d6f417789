import { isIP } from 'node:net';
import { z } from 'zod';

const AddressRanges = z
  .string()
  .transform((text) => text.split(',').map((range) => range.trim()))
  .transform((ranges) => ranges.filter((range) => range !== ''))
  .refine(
    (ranges) => ranges.every(isAddressRange),
    'addresses or ranges such as 10.0.0.0/8, separated by commas',
  );

/** Every variable the web process reads; the configuration table of the documentation is rendered from it. */
export const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on'),
  HOSTNAME: z.string().default('127.0.0.1').describe('Address to listen on'),
  API_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4000')
    .describe('Where the API is reached from this process; never shown to a browser'),
  TRUSTED_PROXIES: AddressRanges.default([]).describe(
    'Address ranges of the proxies whose X-Forwarded-For is believed, separated by commas',
  ),
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

function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
