import type { TeamView } from '@devpulse/contracts/organization/teams';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';
import { teamAddress } from '../../lib/addresses.ts';
import { countOf } from '../../lib/count-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { namesText } from './team-words.ts';

const COLUMNS = [
  { label: 'Team' },
  { label: 'People', align: 'end' as const },
  { label: 'Who' },
  { label: 'Managers' },
  { label: 'Kept by' },
];

/** Teams by name: who is in them, who manages them, and whether they are kept here or on GitHub. */
export function TeamList({ organization, teams }: { organization: string; teams: readonly TeamView[] }) {
  return (
    <Card title="Teams" subtitle={`${countOf(teams.length, 'team')} that you may see, by name`}>
      <StackTable
        label="Teams"
        className="mt-3"
        columns={COLUMNS}
        rows={teams.map((team) => ({
          key: team.id,
          cells: [
            <PageLink key="name" href={teamAddress(organization, team.id)} className={LINK_STYLE}>
              {team.name}
            </PageLink>,
            String(team.people.length),
            namesText(team.people),
            team.managers.length === 0 ? 'no manager' : namesText(team.managers),
            team.isFromGithub ? 'GitHub' : 'DevPulse',
          ],
        }))}
      />
    </Card>
  );
}
