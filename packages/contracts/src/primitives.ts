import { z } from 'zod';

/** A local date in the organization's zone, `YYYY-MM-DD`. */
export const LocalDay = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date as YYYY-MM-DD')
  .meta({ example: '2026-11-20' });

/** An instant in UTC, RFC 3339. */
export const InstantText = z.iso.datetime({ offset: false });

export const OrganizationSlug = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

export const Seconds = z.int().nonnegative();
export const Count = z.int().nonnegative();
