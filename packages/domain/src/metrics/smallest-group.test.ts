import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../time/local-day.ts';
import { type DatedMember, type GroupsView, SMALLEST_GROUP, withheldGroups } from './smallest-group.ts';

const DAY = '2026-11-20';
const RANGE = { from: '2026-11-14', to: '2026-11-21' };
const EVER = { startsAt: 0, from: '2000-01-01', to: '9999-12-31' };

function team(teamId: string, people: number, dates: Partial<DatedMember> = {}): DatedMember[] {
  return Array.from({ length: people }, (_, n) => ({
    contributorId: `${teamId}-${n}`,
    teamId,
    ...EVER,
    ...dates,
  }));
}

function viewOf(
  members: DatedMember[],
  { people, own = [], readable }: { people: number; own?: string[]; readable?: string[] },
): GroupsView {
  const teams = new Set(members.map(({ teamId }) => teamId));
  return {
    members,
    people,
    readableTeamIds: new Set(readable ?? teams),
    ownTeamIds: new Set(own),
  };
}

describe('withheldGroups', () => {
  test('a team under five is withheld, but not from its members and managers', () => {
    const members = [...team('a', 4), ...team('b', 9)];
    expect(withheldGroups(viewOf(members, { people: 20 }), RANGE).teamIds).toEqual(new Set(['a']));
    expect(withheldGroups(viewOf(members, { people: 20, own: ['a'] }), RANGE).teamIds).toEqual(new Set());
  });

  test('what is left when shown teams are subtracted from the organization is never one to four people', () => {
    const members = [...team('a', 5), ...team('b', 6)];
    expect(withheldGroups(viewOf(members, { people: 12 }), RANGE)).toMatchObject({
      teamIds: new Set(['a']),
      isOrganization: false,
    });
    expect(withheldGroups(viewOf(members, { people: 11 }), RANGE).teamIds).toEqual(new Set());
  });

  test('the organization’s own is withheld where only the reader’s teams could be subtracted', () => {
    const view = viewOf(team('a', 5), { people: 8, own: ['a'] });
    expect(withheldGroups(view, RANGE)).toMatchObject({ teamIds: new Set(), isOrganization: true });
  });

  test('a person in two teams counts for the one that has them longest', () => {
    const shared = team('b', 2, { startsAt: 5 }).map((one, n) => ({ ...one, contributorId: `a-${n}` }));
    const members = [...team('a', 6), ...team('b', 4), ...shared];
    expect(withheldGroups(viewOf(members, { people: 30 }), RANGE).teamIds).toEqual(new Set(['b']));
  });

  test('one day on which a team is too small withholds every range that holds it', () => {
    const leaves = team('a', 1, { to: '2026-11-18' });
    const members = [...leaves, ...team('a', 5).slice(1)];
    const view = viewOf(members, { people: 30 });
    expect(withheldGroups(view, RANGE).teamIds).toEqual(new Set(['a']));
    expect(withheldGroups(view, { from: '2026-11-14', to: '2026-11-18' }).teamIds).toEqual(new Set());
    expect(withheldGroups(view, { from: DAY, to: '2026-11-21' }).teamIds).toEqual(new Set(['a']));
  });

  test('days before anybody was in a team have nothing to hide', () => {
    const members = team('a', 5, { from: '2026-11-19' });
    expect(withheldGroups(viewOf(members, { people: 30 }), RANGE).teamIds).toEqual(new Set());
  });

  test('a team of one person is withheld whole', () => {
    expect(withheldGroups(viewOf(team('a', 1), { people: 9 }), RANGE).singleTeamIds).toEqual(new Set(['a']));
    const own = viewOf(team('a', 1), { people: 9, own: ['a'] });
    expect(withheldGroups(own, RANGE).singleTeamIds).toEqual(new Set());
  });
});

const TEAMS = ['a', 'b', 'c', 'd'];
const member = fc
  .record({
    person: fc.nat(23),
    teamId: fc.constantFrom(...TEAMS),
    start: fc.integer({ min: -3, max: 6 }),
    length: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ person, teamId, start, length }): DatedMember => {
    const from = addDays('2026-11-14', start);
    return { contributorId: `p${person}`, teamId, startsAt: start, from, to: addDays(from, length) };
  });
const organization = fc.record({
  members: fc.array(member, { maxLength: 40 }),
  extra: fc.nat(8),
  own: fc.subarray(TEAMS),
  readable: fc.subarray(TEAMS),
});
const range = fc
  .tuple(fc.nat(6), fc.integer({ min: 1, max: 7 }))
  .map(([start, days]) => ({ from: addDays('2026-11-14', start), to: addDays('2026-11-14', start + days) }));

/** Who stands behind a team’s cell of a day, told anew in plain loops. */
function peopleBehind(members: readonly DatedMember[], teamId: string, day: string): Set<string> {
  const people = new Set<string>();
  for (const { contributorId } of members) {
    const own = members
      .filter((one) => one.contributorId === contributorId && one.from <= day && day < one.to)
      .sort((a, b) => a.startsAt - b.startsAt || (a.teamId < b.teamId ? -1 : 1));
    if (own[0]?.teamId === teamId) people.add(contributorId);
  }
  return people;
}

test('differencing: of any ranges, no team, no sum of teams and no rest of the organization is about one to four people', () => {
  fc.assert(
    fc.property(organization, fc.array(range, { minLength: 2, maxLength: 6 }), (made, ranges) => {
      const known = new Set(made.members.map(({ contributorId }) => contributorId));
      const view = viewOf(made.members, { people: known.size + made.extra, ...made });
      const readable = new Set([...made.readable, ...made.own]);
      const seen = { ...view, readableTeamIds: readable };
      const answers = ranges.map((one) => ({ range: one, withheld: withheldGroups(seen, one) }));
      for (let n = 0; n < 13; n += 1) {
        const day = addDays('2026-11-14', n);
        const about = answers.filter((one) => one.range.from <= day && day < one.range.to);
        const shown = [...readable].filter((id) => about.some(({ withheld }) => !withheld.teamIds.has(id)));
        const foreign = shown.filter((id) => !made.own.includes(id));
        for (const id of foreign) {
          const size = peopleBehind(made.members, id, day).size;
          expect(size === 0 || size >= SMALLEST_GROUP).toBe(true);
        }
        const isWholeShown = about.some(({ withheld }) => !withheld.isOrganization);
        const behind = shown.map((id) => peopleBehind(made.members, id, day).size).filter((size) => size > 0);
        const rest = view.people - behind.reduce((sum, size) => sum + size, 0);
        if (isWholeShown && behind.length > 0) expect(rest <= 0 || rest >= SMALLEST_GROUP).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});
