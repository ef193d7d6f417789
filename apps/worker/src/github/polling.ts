import type { Poll } from '@devpulse/database/github/polling';
import type { RepositorySource } from '@devpulse/database/github/sources';
import type { Tenant } from '@devpulse/database/tenant';
import type { GithubClient } from '@devpulse/github/client/client';
import type { PushRoom } from '../platform/github-room.ts';

/** What one repository is asked about, and through what. */
export type Polling = {
  room: PushRoom;
  client: GithubClient;
  source: RepositorySource;
  poll: Poll;
  within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
};
