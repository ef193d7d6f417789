import { createOperatorFetch, createSafeFetch, type OutboundLimits } from '@devpulse/outbound/safe-fetch';

/** GitHub ends a GraphQL query after 10 seconds. */
export const PATIENCE_MS = 15_000;
const LARGEST_BYTES = 20 * 1_048_576;

export type FetchOf = (webUrl: string) => typeof fetch;

/**
 * How each GitHub is reached: the one of the configuration as the operator wants it, every other as an address that somebody entered.
 */
export function createGithubFetch(githubUrl: string): FetchOf {
  const limits: OutboundLimits = {
    timeoutMs: PATIENCE_MS,
    largestBytes: LARGEST_BYTES,
    returnsRedirects: true,
  };
  const ofOperator = createOperatorFetch(githubUrl, limits);
  const ofTenants = createSafeFetch(limits);
  return (webUrl) => (webUrl === githubUrl ? ofOperator : ofTenants);
}
