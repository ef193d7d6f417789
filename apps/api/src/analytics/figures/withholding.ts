import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { METRICS, type MetricDefinition, type MetricId } from '@devpulse/domain/metrics/definitions';
import {
  type DatedMember,
  type WithheldGroups,
  withheldGroups,
} from '@devpulse/domain/metrics/smallest-group';
import { addDays, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { DayRange } from '@devpulse/domain/time/range';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import type { Scope } from '../requested-scope.ts';

type Groups = { members: readonly DatedMember[]; people: number };

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** Nothing is withheld. */
export const NOBODY: WithheldGroups = { teamIds: new Set(), singleTeamIds: new Set(), isOrganization: false };

/** What of a scope is withheld from a reader because too few people stand behind it (security page, P02). */
export class Withheld {
  readonly #groups: WithheldGroups;

  constructor(groups: WithheldGroups) {
    this.#groups = groups;
  }

  /** The team is one person: any figure would tell of that person. */
  isWhole(scope: Pick<Scope, 'type' | 'id'>): boolean {
    return scope.type === 'team' && this.#groups.singleTeamIds.has(scope.id);
  }

  /** Figures of a repository are of the repository, and a person's own are asked for by who may see them. */
  reasonFor(metric: MetricId, scope: Pick<Scope, 'type' | 'id'>): 'small_group' | null {
    if (this.isWhole(scope)) return 'small_group';
    const { isAboutPeople }: MetricDefinition = METRICS[metric];
    if (!isAboutPeople) return null;
    const isHidden =
      scope.type === 'team'
        ? this.#groups.teamIds.has(scope.id)
        : scope.type === 'organization' && this.#groups.isOrganization;
    return isHidden ? 'small_group' : null;
  }
}

@Injectable()
export class Withholding {
  readonly #reads: DashboardReads;
  /** Good as long as the directory hands out the same view, which it does not after a change. */
  readonly #groups = new WeakMap<OrganizationView, Promise<Groups>>();

  constructor(@Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#reads = reads;
  }

  /** `range`: every day that the answer looks at. */
  async of(
    { organization, member }: { organization: OrganizationView; member: Member },
    range: DayRange,
  ): Promise<Withheld> {
    if (organization.teams.length === 0) return new Withheld(NOBODY);
    const { members, people } = await this.#groupsOf(organization);
    const readable = organization.teams.filter(({ id }) => mayReadTeam(member, id)).map(({ id }) => id);
    return new Withheld(
      withheldGroups(
        {
          members,
          people,
          readableTeamIds: new Set(readable),
          ownTeamIds: new Set([...member.ownTeamIds, ...member.managedTeamIds]),
        },
        range,
      ),
    );
  }

  #groupsOf(organization: OrganizationView): Promise<Groups> {
    const known = this.#groups.get(organization);
    if (known !== undefined) return known;
    const groups = this.#read(organization);
    this.#groups.set(organization, groups);
    groups.catch(() => this.#groups.delete(organization));
    return groups;
  }

  async #read({ id, calendar: { zone } }: OrganizationView): Promise<Groups> {
    const { memberships, people } = await this.#reads.readGroups(id);
    const dayOf = (at: number, never: LocalDay) => (Number.isFinite(at) ? localDayOf(at, zone) : never);
    const members = memberships.map(({ contributorId, teamId, startsAt, endsAt }) => ({
      contributorId,
      teamId,
      startsAt,
      from: dayOf(startsAt, FIRST_DAY),
      // A day that is touched counts: the last one ends after it.
      to: Number.isFinite(endsAt) ? addDays(localDayOf(endsAt - 1, zone), 1) : LAST_DAY,
    }));
    return { members, people };
  }
}
