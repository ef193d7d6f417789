import { RETENTION } from '../privacy/retention.ts';

const DAY = 86_400_000;

/** How long an invitation may be accepted, in milliseconds. */
export const INVITATION_MS = 7 * DAY;

/** Between the request to delete an organization and its deletion, in milliseconds; it can be taken back until then. */
export const DELETION_GRACE_MS = RETENTION.deletedOrganizationDays * DAY;
