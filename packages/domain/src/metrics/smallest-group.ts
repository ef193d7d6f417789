import type { Instant } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { DayRange } from '../time/range.ts';

/** Aggregates about what people do are shown of this many people or more. Source: security.md, P02; metrics.md, section 8, decision 6. */
export const SMALLEST_GROUP = 5;

/** A person in a team, by the local days that it touches; `to` is the day after the last. */
export type DatedMember = {
  readonly contributorId: string;
  readonly teamId: string;
  readonly startsAt: Instant;
  readonly from: LocalDay;
  readonly to: LocalDay;
};

export type GroupsView = {
  readonly members: readonly DatedMember[];
  /** How many people the organization has, those of no team included. */
  readonly people: number;
  /** Teams whose figures the reader may ask for. */
  readonly readableTeamIds: ReadonlySet<string>;
  /** Of these, teams that the reader is in or manages: such a reader is one of those who are told of. */
  readonly ownTeamIds: ReadonlySet<string>;
};

export type WithheldGroups = {
  /** Teams whose figures about people are withheld from the reader. */
  readonly teamIds: ReadonlySet<string>;
  /** The organization’s are, for subtracting the teams that are shown would leave too few. */
  readonly isOrganization: boolean;
  /** Teams of one person, of whom any figure tells of that person; whose they are sees them. */
  readonly singleTeamIds: ReadonlySet<string>;
};

/**
 * What has to be withheld from a reader so that nothing that is shown, and no difference of what is shown, is about fewer than five
 * people on any day of the range. Days differ in who is in which team: a range shows a group only if each of its days does, so that
 * ranges that differ by a day tell no more than that day may. A day on which nobody is in a team has nothing to hide.
 */
export function withheldGroups(view: GroupsView, range: DayRange): WithheldGroups {
  const teamIds = new Set<string>();
  const singleTeamIds = new Set<string>();
  let isOrganization = false;
  for (const day of daysOfChange(view.members, range)) {
    const sizes = sizesOn(view.members, day);
    for (const [teamId, size] of sizes) {
      if (size === 1 && !view.ownTeamIds.has(teamId)) singleTeamIds.add(teamId);
    }
    const { hidden, isWholeHidden } = hideOnDay(view, sizes);
    for (const teamId of hidden) teamIds.add(teamId);
    isOrganization ||= isWholeHidden;
  }
  return { teamIds, isOrganization, singleTeamIds };
}

/** The first day and each from which on somebody is in another team. */
function daysOfChange(members: readonly DatedMember[], range: DayRange): Set<LocalDay> {
  const days = members.flatMap(({ from, to }) => [from, to]);
  return new Set([range.from, ...days.filter((day) => range.from < day && day < range.to)]);
}

/** People count for one team each, as their pull requests and reviews do: the one that they have been in longest. */
function sizesOn(members: readonly DatedMember[], day: LocalDay): Map<string, number> {
  const first = new Map<string, DatedMember>();
  for (const member of members) {
    if (member.from > day || member.to <= day) continue;
    const known = first.get(member.contributorId);
    if (known === undefined || isBefore(member, known)) first.set(member.contributorId, member);
  }
  const sizes = new Map<string, number>();
  for (const { teamId } of first.values()) sizes.set(teamId, (sizes.get(teamId) ?? 0) + 1);
  return sizes;
}

const isBefore = (a: DatedMember, b: DatedMember): boolean =>
  a.startsAt < b.startsAt || (a.startsAt === b.startsAt && a.teamId < b.teamId);

function hideOnDay(view: GroupsView, sizes: ReadonlyMap<string, number>) {
  const hidden = new Set<string>();
  let shown = [...sizes].map(([id, size]) => ({ id, size })).filter(({ id }) => view.readableTeamIds.has(id));
  const hide = (id: string) => {
    hidden.add(id);
    shown = shown.filter((team) => team.id !== id);
  };
  for (const { id, size } of shown) if (size < SMALLEST_GROUP && !view.ownTeamIds.has(id)) hide(id);
  const rest = () => view.people - shown.reduce((sum, { size }) => sum + size, 0);
  while (shown.length > 0 && rest() > 0 && rest() < SMALLEST_GROUP) {
    const next = shown
      .filter(({ id }) => !view.ownTeamIds.has(id))
      .sort((a, b) => a.size - b.size || (a.id < b.id ? -1 : 1))[0];
    if (next === undefined) return { hidden, isWholeHidden: true };
    hide(next.id);
  }
  return { hidden, isWholeHidden: false };
}
