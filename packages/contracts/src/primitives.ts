import { ROLES } from '@devpulse/domain/access/roles';
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

export const RoleName = z.enum(ROLES);

/** Kept in lower case, so that one address is one account. */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'at most 254 characters')
  .pipe(z.email('an e-mail address'));

/** Text that people read: trimmed, without control or direction-changing characters. */
export const PlainName = z
  .string()
  .trim()
  .min(1, 'at least one character')
  .max(100, 'at most 100 characters')
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'plain text without control characters');

/** A password as it is chosen: no composition rules, at least 8 characters, up to 256. What is known from leaks is refused later. */
export const NewPassword = z.string().min(8, 'at least 8 characters').max(256, 'at most 256 characters');
/** A password as it is checked: bounded, nothing else. */
export const GivenPassword = z.string().min(1).max(256);

/** A secret of a link or a flow, as the API gave it. */
export const OpaqueToken = z
  .string()
  .min(16)
  .max(400)
  .regex(/^[\w.-]+$/, 'the text as it was given');

export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'an IANA time zone such as Europe/Berlin');

/** Zones that were asked for: to ask again costs a formatter each time. There are some 600; written in other cases, they end here. */
const knownZones = new Set<string>();

function isTimeZone(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  if (!/^[A-Za-z]/.test(zone)) return false;
  if (knownZones.size < 1_000) knownZones.add(zone);
  return true;
}

/** An answer that says only that it was done. */
export const Done = z.object({ isDone: z.literal(true) });
