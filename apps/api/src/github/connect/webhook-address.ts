import { isIP } from 'node:net';
import { isLoopback, isPublicAddress } from '@devpulse/outbound/public-address';
import type { Environment } from '../../env.ts';
import { WEBHOOK_PATH } from '../webhook-gate.ts';

/** How far a host is known: on its own machine, in its own network, or everywhere. */
const REACHES = ['machine', 'network', 'everywhere'] as const;
type Reach = (typeof REACHES)[number];

/**
 * Where a GitHub sends webhooks; null when it stands farther away than this instance is known, so that it has to be asked instead.
 * A name with a dot is taken for one that everybody resolves.
 */
export function webhookAddress(
  { WEBHOOK_URL, PUBLIC_URL }: Pick<Environment, 'WEBHOOK_URL' | 'PUBLIC_URL'>,
  githubUrl: string,
): string | null {
  const address = WEBHOOK_URL ?? `${PUBLIC_URL}${WEBHOOK_PATH}`;
  const isReached = REACHES.indexOf(reachOf(address)) >= REACHES.indexOf(reachOf(githubUrl));
  return isReached ? address : null;
}

function reachOf(url: string): Reach {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host) || host === 'localhost' || host.endsWith('.localhost')) return 'machine';
  if (isIP(host) !== 0) return isPublicAddress(host) ? 'everywhere' : 'network';
  return host.includes('.') && !/\.(?:local|internal|lan|home\.arpa)$/.test(host) ? 'everywhere' : 'network';
}
