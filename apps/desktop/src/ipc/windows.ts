import { LocalDay } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import { Id } from './values.ts';

export const WINDOW_NAMES = ['main', 'pauses', 'week', 'settings', 'privacy'] as const;
export const WindowName = z.enum(WINDOW_NAMES);
export type WindowName = z.infer<typeof WindowName>;

/** A window, and what it opens on; a window knows its own name from `?window=` of its address. */
export const OpenTarget = z.strictObject({
  window: WindowName,
  /** Of the week window: the day to show. */
  day: LocalDay.nullable().default(null),
  /** Of the week window: the session to correct. */
  correctSessionId: Id.nullable().default(null),
  /** Of the week window: the list of requests. */
  isOnRequests: z.boolean().default(false),
  /** Of the settings and privacy windows. */
  tab: z.enum(['account', 'clock', 'pauses', 'app', 'collected', 'never', 'looked']).nullable().default(null),
});
export type OpenTarget = z.infer<typeof OpenTarget>;

/** Pages outside of the app, by name: an address never crosses from a window. */
export const LinkName = z.enum([
  'dashboard',
  'export_data',
  'delete_data',
  'change_zone',
  'release_notes',
  'licences',
  'secure_storage_help',
  'desktop_support',
  'how_checked',
]);
export type LinkName = z.infer<typeof LinkName>;
