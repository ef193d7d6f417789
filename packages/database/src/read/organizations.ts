import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from '../connection.ts';

export type OrganizationView = {
  id: string;
  slug: string;
  name: string;
  calendar: WorkingCalendar;
  people: number;
  repositories: number;
  teams: { id: string; slug: string; name: string }[];
  targets: { reviewWorkingSeconds: number; cycleWorkingSeconds: number };
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
        teams: { select: { id: true, slug: true, name: true }, orderBy: { name: 'asc' } },
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
      calendar: {
        zone: organization.timeZone,
        weekdays: organization.workingWeekdays,
        startMinute: organization.workingStartMinute,
        endMinute: organization.workingEndMinute,
        holidays: organization.holidays.map((day) => day.toISOString().slice(0, 10)),
      },
      people,
      repositories: organization._count.repositories,
      teams: organization.teams,
      targets: {
        reviewWorkingSeconds: organization.reviewTargetSeconds,
        cycleWorkingSeconds: organization.cycleTargetSeconds,
      },
    };
  });
}
