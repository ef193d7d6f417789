import type { listTargets, setTarget } from '@devpulse/contracts/analytics/score';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { chooseTarget, readTargets } from '@devpulse/database/analysis/targets';
import { announceChange } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { readMemberNames } from '@devpulse/database/organization/alerts';
import { findTeamIds } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import type { TargetKind } from '@devpulse/domain/score/targets';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';
import { targetsInForce } from './targets-in-force.ts';

type Targets = RouteResponse<typeof listTargets>;
type Choice = RouteBody<typeof setTarget> & { kind: TargetKind };

@Injectable()
export class TargetsService {
  readonly #database: Database;
  readonly #scopes: ResolvedScopes;
  readonly #directory: OrganizationDirectory;
  readonly #recomputation: Recomputation;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    scopes: ResolvedScopes,
    directory: OrganizationDirectory,
    recomputation: Recomputation,
  ) {
    this.#database = database;
    this.#scopes = scopes;
    this.#directory = directory;
    this.#recomputation = recomputation;
  }

  /** What is in force for the organization and the teams that the member may see, and every change. */
  async list(member: Member): Promise<Targets> {
    const { organization, today } = await this.#scopes.organization(member);
    const teams = organization.teams.filter(({ id }) => mayReadTeam(member, id));
    return inOrganization(this.#database, organization.id, async (tenant) => {
      const rows = (await readTargets(tenant)).filter(
        ({ teamId }) => teamId === null || teams.some(({ id }) => id === teamId),
      );
      const names = await readMemberNames(
        tenant,
        rows.flatMap(({ setBy }) => setBy ?? []),
      );
      return {
        inForce: targetsInForce({ ...organization.targets, dated: rows }, teams, today),
        history: rows.map(({ teamId, kind, value, source, effectiveFrom, basis, setBy, setAt }) => ({
          kind,
          team: teams.find(({ id }) => id === teamId) ?? null,
          value,
          source,
          effectiveFrom,
          basis,
          setBy: setBy === null ? null : (names.get(setBy) ?? null),
          setAt: formatInstant(setAt),
        })),
      };
    });
  }

  /** From today on. Throws AppError: `not_found` for a team that is none here, `invalid_request` for a value out of bounds. */
  async set(member: Member, { kind, team, value }: Choice): Promise<void> {
    const { organizationId, userId, slug } = member;
    const { today, now } = await this.#scopes.organization(member);
    if (value !== null) requireBounds(kind, value);
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const teamId = team ?? null;
      if (teamId !== null && (await findTeamIds(tenant, [teamId])).length === 0) throw noSuchTeam();
      await chooseTarget(tenant, { teamId, kind, value, day: today, by: userId, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: value === null ? 'target.withdrawn' : 'target.chosen',
        target: teamId,
        detail: { kind, ...(value !== null && { value }) },
        at: now,
      });
      await announceChange(tenant.transaction, { organizationId, now });
    });
    this.#directory.forget(slug);
    this.#recomputation.ofDays(organizationId);
    this.#recomputation.ofAlerts(organizationId);
  }
}

/** Working seconds from an hour to 400 hours; lines. Both ends are included. */
const BOUNDS: Record<TargetKind, { minimum: number; maximum: number; unit: string }> = {
  sle: { minimum: 3_600, maximum: 1_440_000, unit: 'working seconds' },
  review: { minimum: 3_600, maximum: 1_440_000, unit: 'working seconds' },
  size: { minimum: 10, maximum: 100_000, unit: 'lines' },
};

function requireBounds(kind: TargetKind, value: number): void {
  const { minimum, maximum, unit } = BOUNDS[kind];
  if (value >= minimum && value <= maximum) return;
  throw new AppError('invalid_request', `${value} ${unit} cannot be this target.`, {
    field: 'body.value',
    remedy: `Use a whole number of ${unit} from ${minimum} to ${maximum}.`,
  });
}

function noSuchTeam(): AppError {
  return new AppError('not_found', 'There is no such team.', {
    field: 'body.team',
    remedy: 'Use the id of a team of the organization, or leave it out.',
  });
}
