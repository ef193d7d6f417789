import { LocalDay } from '@devpulse/contracts/primitives';
import { z } from 'zod';

/** Whole milliseconds since 1970 in UTC, between 2000 and 2100. */
export const InstantMs = z.int().min(946_684_800_000).max(4_102_444_800_000);
export const DurationMs = z.int().nonnegative().max(4_000_000_000);
export const Minutes = z.int().nonnegative().max(100_000);
export const Waiting = z.int().nonnegative().max(1_000_000);
/** Text that somebody else wrote; shown as text, never as markup. */
export const ShownText = z.string().max(500);
export const Id = z.uuid();

/** A part of a local day. */
export const DayPiece = z.strictObject({ day: LocalDay, ms: DurationMs });
export type DayPiece = z.infer<typeof DayPiece>;
