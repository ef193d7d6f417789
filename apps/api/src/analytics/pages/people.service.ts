import type { RangeQuery } from '@devpulse/contracts/analytics/figures';
import type { getOwnDelivery, getPersonEvidence } from '@devpulse/contracts/analytics/pages';
import type { ScoreSummary } from '@devpulse/contracts/analytics/score';
import type { RouteParams, RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { findPerson, type PersonRow, recordPersonView } from '@devpulse/database/organization/person-views';
import { readSettings } from '@devpulse/database/organization/settings';
import { inOrganization } from '@devpulse/database/tenant';
import { personView } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import { addDays } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { EvidenceService } from '../evidence.service.ts';
import { OpenLists } from '../figures/open-lists.ts';
import { type ResolvedScope, ResolvedScopes } from '../figures/resolved-scopes.ts';
import { Summaries } from '../figures/summaries.ts';
import { NOBODY, Withheld } from '../figures/withholding.ts';
import { readRange } from '../requested-scope.ts';
import { composePage } from './delivery-page.ts';
import { OwnScores } from './own-scores.ts';

type PersonalPage = RouteResponse<typeof getOwnDelivery>;

/** Pages of single people: one's own, and those of others where the organization allows it and each look is logged. */
@Injectable()
export class PeopleService {
  readonly #database: Database;
  readonly #scopes: ResolvedScopes;
  readonly #summaries: Summaries;
  readonly #open: OpenLists;
  readonly #scores: OwnScores;
  readonly #evidence: EvidenceService;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    scopes: ResolvedScopes,
    summaries: Summaries,
    open: OpenLists,
    scores: OwnScores,
    evidence: EvidenceService,
  ) {
    this.#database = database;
    this.#scopes = scopes;
    this.#summaries = summaries;
    this.#open = open;
    this.#scores = scores;
    this.#evidence = evidence;
  }

  /** Throws AppError('not_found') for a caller whom nobody has linked to GitHub. */
  async own(member: Member, query: RangeQuery): Promise<PersonalPage> {
    const { contributorId, organizationId } = member;
    const person =
      contributorId === null
        ? null
        : await inOrganization(this.#database, organizationId, (tenant) => findPerson(tenant, contributorId));
    if (person === null) {
      throw new AppError('not_found', 'You are not linked to a person on GitHub yet.', {
        remedy: 'Sign in with GitHub once, or ask an Admin to link you under People.',
      });
    }
    const { scopes, today } = await this.#resolve(member, person, query);
    const score = await this.#scores.read(organizationId, {
      contributorId: person.contributorId,
      day: addDays(today, -1),
    });
    return this.#compose(scopes, person, { query, score, isSelf: true });
  }

  /**
   * A view of somebody else is logged before anything is read. Throws AppError: `not_found` for a person who is none or beyond the
   * caller's reach, `forbidden` while the organization does not allow individual views.
   */
  async other(member: Member, contributorId: string, query: RangeQuery): Promise<PersonalPage> {
    const { person, isSelf } = await this.#look(member, contributorId);
    const { scopes } = await this.#resolve(member, person, query);
    return this.#compose(scopes, person, { query, score: null, isSelf });
  }

  /** The pull requests behind a figure of a person's page; a look like any other, see `other`. */
  async evidence(
    member: Member,
    { person: contributorId, metric }: RouteParams<typeof getPersonEvidence>,
    query: RouteQuery<typeof getPersonEvidence>,
  ): Promise<RouteResponse<typeof getPersonEvidence>> {
    const { person } = await this.#look(member, contributorId);
    const { scopes } = await this.#resolve(member, person, query);
    return this.#evidence.readOf(scopes, metric, query);
  }

  async #look(member: Member, contributorId: string): Promise<{ person: PersonRow; isSelf: boolean }> {
    const { now } = await this.#scopes.organization(member);
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const found = await findPerson(tenant, contributorId);
      if (found === null) throw noSuchPerson();
      const { isIndividualViewsOn } = await readSettings(tenant);
      const view = personView(
        { ...member, isIndividualViewsOn },
        { contributorId, teamIds: found.teams.map(({ id }) => id) },
      );
      if (view === 'none') throw noSuchPerson();
      if (view === 'switched_off') throw viewsAreOff();
      if (view === 'logged') await recordPersonView(tenant, { viewer: member, person: found, at: now });
      return { person: found, isSelf: view === 'self' };
    });
  }

  async #resolve(member: Member, person: PersonRow, query: RangeQuery) {
    const { organization, today, now } = await this.#scopes.organization(member);
    const scope = {
      type: 'contributor',
      id: person.contributorId,
      name: person.name,
      teamId: null,
      repositoryId: null,
      today,
      range: readRange(query, today),
    } as const;
    const scopes: ResolvedScope = { organization, scope, withheld: new Withheld(NOBODY), now };
    return { scopes, today };
  }

  async #compose(
    scopes: ResolvedScope,
    person: PersonRow,
    of: { query: RangeQuery; score: ScoreSummary | null; isSelf: boolean },
  ): Promise<PersonalPage> {
    const [reading, open] = await Promise.all([
      this.#summaries.read(scopes, of.query),
      this.#open.read(scopes),
    ]);
    const { name, login, teams } = person;
    const known = scopes.organization.teams.filter(({ id }) => teams.some((team) => team.id === id));
    return {
      ...composePage({ ...scopes, ...reading, open, score: of.score }),
      person: { name, login, isSelf: of.isSelf },
      teams: known,
    };
  }
}

function noSuchPerson(): AppError {
  return new AppError('not_found', 'There is no such person.', { field: 'path.person' });
}

function viewsAreOff(): AppError {
  return new AppError('forbidden', 'This organization does not allow individual views of others.', {
    remedy: 'The Owner can turn on “Individual views” under Settings, Trust; every member is told.',
  });
}
