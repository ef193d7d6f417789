import { z } from 'zod';
import { COLLECTED_GROUPS, type Collected, type CollectedGroupName } from './collected-meta.ts';
import { AttendanceEventBody } from './events.ts';

const ADMINISTRATION = 'You, your manager, Admins, Owner';
const UNTIL_DELETED = 'Until you delete your account';

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
    kept: UNTIL_DELETED,
  },
  {
    group: 'account',
    what: 'Network address and browser or app at each sign-in',
    why: 'To find a sign-in that was not yours',
    seenBy: 'You',
    kept: '30 d after it ended',
  },
  {
    group: 'sessions',
    what: 'Whether you are in, on break or out right now',
    why: 'To show it to you on every device',
    seenBy: `${ADMINISTRATION}; others only if your organization shares it`,
    kept: 'Not kept',
  },
  {
    group: 'pauses',
    what: 'Minutes still undecided, as one sum for a day',
    why: 'To say that a day is not complete',
    seenBy: ADMINISTRATION,
    kept: '24 months',
  },
  {
    group: 'pauses',
    what: 'Whether you want to be asked about pauses, and after how long',
    why: 'To ask you alike on all devices',
    seenBy: 'You',
    kept: UNTIL_DELETED,
  },
  {
    group: 'entries',
    what: 'Until when a device was heard from in a session',
    why: 'To tell when a session ended that nobody ended',
    seenBy: 'You',
    kept: '24 months',
  },
  {
    group: 'entries',
    what: 'When the server received an entry',
    why: 'To tell late entries from future ones',
    seenBy: 'You',
    kept: '24 months',
  },
  {
    group: 'devices',
    what: 'Name, system, version of the app, last contact',
    why: 'To list and remove your devices',
    seenBy: 'You',
    kept: UNTIL_DELETED,
  },
  {
    group: 'corrections',
    what: 'Times before and after, your reason, who decided',
    why: 'To make changes traceable',
    seenBy: ADMINISTRATION,
    kept: '24 months',
  },
  {
    group: 'corrections',
    what: 'Who viewed or exported your data, and when',
    why: 'To show it to you',
    seenBy: ADMINISTRATION,
    kept: '12 months',
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
