import { z } from 'zod';
import { GithubFault, type GithubFaultKind } from './client.ts';
import type { Answer } from './exchange.ts';
import { complaintIn, type LimitComplaint } from './limits.ts';
import { decodeBody, takeShape } from './rest-answers.ts';

const QueryError = z.object({
  type: z.string().nullish(),
  message: z.string().catch(''),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
});
type QueryError = z.infer<typeof QueryError>;

const Envelope = z.object({ data: z.unknown(), errors: z.array(QueryError).nullish() });

export type QueryAnswer = { data: unknown; errors: readonly QueryError[] };

/** Data and errors of an answer of 200. Throws GithubFault('malformed'). */
export function readQueryAnswer(answer: Answer): QueryAnswer {
  const { data, errors } = takeShape(Envelope, decodeBody(answer), answer.status);
  return { data: data ?? null, errors: errors ?? [] };
}

/** GraphQL tells of a spent budget with a status of 200. */
export function complaintOfQuery({ errors }: QueryAnswer): LimitComplaint {
  for (const { type, message } of errors) {
    const complaint = complaintIn(message);
    if (complaint !== null) return complaint;
    if (type === 'RATE_LIMITED') return 'primary';
  }
  return null;
}

const TOO_HEAVY = /timeout|timed out|something went wrong while executing your query/i;
const TOO_HEAVY_TYPES = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED']);
const KIND_OF_TYPE: ReadonlyMap<string, GithubFaultKind> = new Map([
  ['NOT_FOUND', 'gone'],
  ['FORBIDDEN', 'forbidden'],
  ['INSUFFICIENT_SCOPES', 'forbidden'],
]);

function kindOf({ type, message }: QueryError): GithubFaultKind {
  if (TOO_HEAVY_TYPES.has(type ?? '') || TOO_HEAVY.test(message)) return 'too_heavy';
  return KIND_OF_TYPE.get(type ?? '') ?? 'malformed';
}

/**
 * The data of an answer. What lies inside it and may not be seen, or is gone, is null: where the schema takes that, the rest is used.
 * Every other error is a fault, since what it left out would look as if it were not there.
 */
export function takeQueryData<T>(schema: z.ZodType<T>, { data, errors }: QueryAnswer): T {
  const kinds = errors.map(kindOf);
  const isInside = (error: QueryError, kind: GithubFaultKind | undefined) =>
    (kind === 'gone' || kind === 'forbidden') && (error.path?.length ?? 0) > 1;
  const serious = errors.findIndex((error, index) => !isInside(error, kinds[index]));
  if (serious >= 0) throw queryFault(kinds[serious]);
  const taken = schema.safeParse(data);
  if (taken.success) return taken.data;
  if (errors.length > 0) throw queryFault(kinds[0]);
  return takeShape(schema, data, 200);
}

function queryFault(kind: GithubFaultKind = 'malformed'): GithubFault {
  return new GithubFault(kind, 'GitHub answered a query with errors', { status: 200 });
}

/** A page that GitHub could not put together in its ten seconds. */
export function isTooHeavy(status: number): boolean {
  return status === 502 || status === 504;
}
