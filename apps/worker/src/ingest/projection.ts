import type { OrganizationSettings } from '@devpulse/database/organizations';
import type { Transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';

/** A delivery whose organization is known, inside the transaction that projects it. */
export type Projection = {
  tx: Transaction;
  settings: OrganizationSettings;
  receivedAt: Instant;
  now: Instant;
};
