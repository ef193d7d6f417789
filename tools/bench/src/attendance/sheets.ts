import { Reader, readMany } from '../read/reader.ts';
import { sheetRange } from './crowd.ts';
import type { Site } from './site.ts';

const NAMES = ['own', 'ownOfFew', 'bareDay', 'member', 'team', 'teamOfFew', 'bareTeam', 'running'] as const;
type Name = (typeof NAMES)[number];
export type SheetTimes = Record<Name, number[]>;
export type SheetSizes = { rounds: number; reads: number; teamReads: number };

/** Reads of a month of day sheets and of their bare likenesses, in turns, one request at a time over one connection each. */
export async function readSheets(site: Site, { rounds, reads, teamReads }: SheetSizes): Promise<SheetTimes> {
  const readers = readersOf(site);
  const counts: Record<Name, number> = {
    own: reads,
    ownOfFew: reads,
    bareDay: reads,
    member: reads,
    team: teamReads,
    teamOfFew: teamReads,
    bareTeam: teamReads,
    running: teamReads,
  };
  const times = Object.fromEntries(NAMES.map((name) => [name, [] as number[]])) as SheetTimes;
  try {
    for (const name of NAMES) await readMany(readers[name], Math.min(20, counts[name]));
    for (let round = 0; round < rounds; round += 1)
      for (const name of NAMES) times[name].push(...(await readMany(readers[name], counts[name])));
    return times;
  } finally {
    await Promise.all(NAMES.map((name) => readers[name].close()));
  }
}

function readersOf({ api, bare, people, clocks, sheets, few }: Site): Record<Name, Reader> {
  const [manager, developer] = people;
  if (manager === undefined || developer === undefined) throw new Error('nobody is there to read');
  const { from, to } = sheetRange(Date.now());
  const reader = (who: { token: string }, slug: string, what: string) =>
    new Reader({ origin: api }, `/api/v1/organizations/${slug}/attendance/${what}?from=${from}&to=${to}`, {
      authorization: `Bearer ${who.token}`,
    });
  return {
    own: reader(developer, sheets.slug, 'days'),
    ownOfFew: reader(developer, few.slug, 'days'),
    bareDay: new Reader({ origin: bare }, '/day'),
    member: reader(manager, sheets.slug, `members/${developer.userId}/days`),
    team: reader(manager, sheets.slug, 'team-days'),
    teamOfFew: reader(manager, few.slug, 'team-days'),
    bareTeam: new Reader({ origin: bare }, '/team-days'),
    running: reader(manager, clocks.slug, 'team-days'),
  };
}
