import { ADDRESS_KEPT_BRIEFLY, keptBriefly, NOT_KEPT } from '@devpulse/domain/privacy/kept';
import { z } from 'zod';
import { COLLECTED_GROUPS, type Collected, type CollectedGroupName } from './collected-meta.ts';
import { AttendanceEventBody } from './events.ts';

const ADMINISTRATION = 'You, your manager, Admins, Owner';

/**
 * What does not come in an entry: made when a person joins, links a device, sets what they are asked about, asks for a correction or looks
 * at somebody's hours.
 */
const BESIDE_ENTRIES: readonly Collected[] = [
  {
    group: 'account',
    what: 'Name and e-mail address',
    why: 'To sign you in and name your days',
    seenBy: 'You, Admins, Owner; your name: all members',
    kept: keptBriefly('user'),
  },
  {
    group: 'account',
    what: 'Network address at each sign-in, and where it was used last',
    why: 'To find a sign-in that was not yours',
    seenBy: 'You',
    kept: ADDRESS_KEPT_BRIEFLY,
  },
  {
    group: 'account',
    what: 'Browser or app at each sign-in, when it began and was used last',
    why: 'To find a sign-in that was not yours',
    seenBy: 'You; Admins, Owner: the day you were last here',
    kept: keptBriefly('session'),
  },
  {
    group: 'sessions',
    what: 'Whether you are in, on break or out right now',
    why: 'To show it to you on every device',
    seenBy: `${ADMINISTRATION}; others only if your organization shares it`,
    kept: NOT_KEPT,
  },
  {
    group: 'pauses',
    what: 'Minutes still undecided, as one sum for a day',
    why: 'To say that a day is not complete',
    seenBy: ADMINISTRATION,
    kept: keptBriefly('attendance_summary'),
  },
  {
    group: 'pauses',
    what: 'Whether you want to be asked about pauses, and after how long',
    why: 'To ask you alike on all devices',
    seenBy: 'You',
    kept: keptBriefly('attendance_member'),
  },
  {
    group: 'entries',
    what: 'Until when a device was heard from in a session',
    why: 'To tell when a session ended that nobody ended',
    seenBy: 'You',
    kept: keptBriefly('sign_of_life'),
  },
  {
    group: 'entries',
    what: 'When the server received an entry',
    why: 'To tell late entries from future ones',
    seenBy: 'You',
    kept: keptBriefly('session_event'),
  },
  {
    group: 'devices',
    what: 'Name, system, version of the app, last contact',
    why: 'To list and remove your devices',
    seenBy: 'You',
    kept: keptBriefly('device'),
  },
  {
    group: 'corrections',
    what: 'Times before and after, your reason, who decided',
    why: 'To make changes traceable',
    seenBy: ADMINISTRATION,
    kept: keptBriefly('session_correction'),
  },
  {
    group: 'corrections',
    what: 'Who viewed or exported your data, and when',
    why: 'To show it to you',
    seenBy: 'You; the Owner in the export of everything',
    kept: keptBriefly('person_view'),
  },
];

export type CollectedGroup = { title: string; fields: Collected[] };

/** Everything that is collected about a person's time, in the groups of the page. Fields of entries are read from their schema. */
export function collectedGroups(): CollectedGroup[] {
  const fields = [
    ...BESIDE_ENTRIES.filter(({ group }) => group === 'account'),
    ...collectedOf(AttendanceEventBody),
    ...BESIDE_ENTRIES.filter(({ group }) => group !== 'account'),
  ];
  const names = Object.keys(COLLECTED_GROUPS) as CollectedGroupName[];
  return names.map((name) => ({
    title: COLLECTED_GROUPS[name],
    fields: once(fields.filter(({ group }) => group === name)),
  }));
}

/** A field that says nothing about itself, by its path; there must be none. Constants name a shape and hold nothing. */
export function untoldFields(schema: z.ZodType): string[] {
  return walk(schema, '').flatMap(({ path, collected }) => (collected === null ? [path] : []));
}

function collectedOf(schema: z.ZodType): Collected[] {
  return walk(schema, '').flatMap(({ collected }) => collected ?? []);
}

type Found = { path: string; collected: Collected | null };

function walk(schema: z.ZodType, path: string): Found[] {
  const told = toldBy(schema);
  const own = told ? [{ path, collected: told }] : [];
  if (schema instanceof z.ZodObject) {
    const entries = Object.entries(schema.shape as Record<string, z.ZodType>);
    return [...own, ...entries.flatMap(([name, field]) => walk(field, `${path}.${name}`))];
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options as readonly z.ZodType[];
    return [...own, ...options.flatMap((option) => walk(option, path))];
  }
  if (schema instanceof z.ZodLiteral) return own;
  return told ? own : [{ path, collected: null }];
}

function toldBy(schema: z.ZodType): Collected | null {
  const meta = schema.meta() as Partial<{ collected: Collected }> | undefined;
  return meta?.collected ?? null;
}

function once(fields: readonly Collected[]): Collected[] {
  return [...new Map(fields.map((field) => [field.what, field])).values()];
}
