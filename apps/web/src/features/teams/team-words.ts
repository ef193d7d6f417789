import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { countOf } from '../../lib/count-words.ts';

const NAMED = 6;

/** Names as they are listed in a table: the first six, and how many more there are. */
export function namesText(people: readonly { name: string }[]): string {
  const names = people.map(({ name }) => name);
  if (names.length === 0) return 'nobody yet';
  if (names.length <= NAMED) return names.join(', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

/** `8 people, managed by Ines Aguiar` */
export function teamText(team: {
  people: readonly unknown[];
  managers: readonly { name: string }[];
  isFromGithub: boolean;
}): string {
  const people = countOf(team.people.length, 'person', 'people');
  const managers = new Intl.ListFormat('en-GB').format(team.managers.map(({ name }) => name));
  return [
    people,
    managers === '' ? 'no manager' : `managed by ${managers}`,
    team.isFromGithub && 'from GitHub',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Values of the list of candidates: a contributor where delivery knows the person, else the account. */
export function candidateValue(person: { contributorId: string | null; userId: string | null }): string {
  return person.contributorId === null ? `user:${person.userId}` : `contributor:${person.contributorId}`;
}

/** What the API is asked for with a chosen value; null for anything else. */
export function candidateOf(value: string): { contributorId: string } | { userId: string } | null {
  const [kind, id] = value.split(':');
  if (!id) return null;
  if (kind === 'contributor') return { contributorId: id };
  return kind === 'user' ? { userId: id } : null;
}

type Candidate = { contributorId: string | null; userId: string | null; name: string; login: string | null };

/** Who may be put into the team, by name: everybody who is not in it now. */
export function candidateOptions(
  candidates: readonly Candidate[],
  people: readonly { contributorId: string }[],
): { value: string; label: string }[] {
  const inTeam = new Set(people.map(({ contributorId }) => contributorId));
  return candidates
    .filter(({ contributorId }) => contributorId === null || !inTeam.has(contributorId))
    .map((person) => ({
      value: candidateValue(person),
      label:
        person.login === null || person.login === person.name
          ? person.name
          : `${person.name} (${person.login})`,
    }));
}

/** Whether the caller may open somebody's individual figures from a team: their own, or logged ones within their reach. */
export function lookOf(
  membership: Pick<OrganizationMembership, 'role' | 'contributorId' | 'isIndividualViewsOn' | 'capabilities'>,
  person: { contributorId: string; isManager: boolean },
): 'self' | 'logged' | 'no' {
  if (person.contributorId === membership.contributorId) return 'self';
  if (!membership.isIndividualViewsOn || !membership.capabilities.includes('read_person')) return 'no';
  const reach = reachOf('read_person', membership.role);
  return reach === 'everything' || (reach === 'managed_teams' && person.isManager) ? 'logged' : 'no';
}
