import { z } from 'zod';
import { InstantText, LocalDay } from './primitives.ts';

/**
 * Path of the server-sent events of an organization. `changed` has `LiveChange` as JSON; `attendance` says, with an empty object, that the
 * caller's own time has changed.
 */
export const livePath = (organizationSlug: string) => `/api/v1/organizations/${organizationSlug}/live`;

/** Rows of these days were recomputed. */
export const LiveChange = z.object({
  days: z.array(LocalDay),
  /** When the newest delivery behind the change had been received. */
  receivedAt: InstantText.nullable(),
  computedAt: InstantText,
});
export type LiveChange = z.infer<typeof LiveChange>;
