import type { DeliveryTargets } from '@devpulse/domain/metrics/targets';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

export type OrganizationView = {
  id: string;
  slug: string;
  name: string;
  calendar: WorkingCalendar;
  people: number;
  repositories: number;
  teams: { id: string; slug: string; name: string }[];
  /** Of the teams that have one of their own. */
  teamCalendars: ReadonlyMap<string, WorkingCalendar>;
  targets: DeliveryTargets;
};

type CalendarColumns = {
  timeZone: string | null;
  workingWeekdays: number[];
  workingStartMinute: number | null;
  workingEndMinute: number | null;
  holidays: Date[];
};

/** What a dashboard shows of an organization; null when there is none of that slug. People are contributors, not bots; repositories are those that are tracked. */
export async function findOrganization(dashboard: Database, slug: string): Promise<OrganizationView | null> {
  const found = await dashboard.pool.query<{ id: string | null }>(
    'SELECT organization_id_for_slug($1) AS id',
    [slug],
  );
  const id = found.rows[0]?.id;
  if (!id) return null;
  return dashboard.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('devpulse.organization_id', ${id}, true)`;
    const organization = await tx.organization.findUnique({
      where: { id },
      include: {
        teams: { omit: { createdAt: true }, orderBy: { name: 'asc' } },
        targets: true,
        _count: { select: { repositories: { where: { isTracked: true } } } },
      },
    });
    if (!organization) return null;
    const people = await tx.contributor.count({
      where: { organizationId: id, accounts: { some: { isBot: false } } },
    });
    return {
      id,
      slug: organization.slug,
      name: organization.name,
      calendar: calendarOf(organization),
      people,
      repositories: organization._count.repositories,
      teams: organization.teams.map(({ id, slug, name }) => ({ id, slug, name })),
      teamCalendars: new Map(
        organization.teams
          .filter((team) => team.timeZone !== null)
          .map((team) => [team.id, calendarOf(team)] as const),
      ),
      targets: {
        organization: {
          reviewWorkingSeconds: organization.reviewTargetSeconds,
          cycleWorkingSeconds: organization.cycleTargetSeconds,
        },
        isCycleTargetChosen: organization.isCycleTargetChosen,
        dated: organization.targets.map((target) => ({
          teamId: target.teamId,
          kind: target.kind as DatedTarget['kind'],
          value: target.value === null ? null : Number(target.value),
          source: target.source as DatedTarget['source'],
          effectiveFrom: dayOf(target.effectiveFrom),
          setAt: target.setAt.getTime(),
        })),
      },
    };
  });
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

function calendarOf(columns: CalendarColumns): WorkingCalendar {
  return {
    zone: columns.timeZone ?? 'UTC',
    weekdays: columns.workingWeekdays,
    startMinute: columns.workingStartMinute ?? 0,
    endMinute: columns.workingEndMinute ?? 0,
    holidays: columns.holidays.map(dayOf),
  };
}

/** A repository by its id, also one that is followed no longer; null when it is none of this organization. */
export async function findRepository(
  dashboard: Database,
  query: { organizationId: string; repositoryId: string },
): Promise<{ id: string; name: string } | null> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<{ id: string; name: string }>({
      name: 'find_repository',
      text: 'SELECT id, full_name AS name FROM repository WHERE organization_id = $1 AND id = $2',
      values: [query.organizationId, query.repositoryId],
    });
    return rows[0] ?? null;
  });
}
