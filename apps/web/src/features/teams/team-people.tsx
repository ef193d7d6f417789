import type { getTeam } from '@devpulse/contracts/organization/teams';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';
import type { ReactNode } from 'react';
import { personAddress } from '../../lib/addresses.ts';
import { instantDayText } from '../../lib/day-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { endTime } from './team-actions.ts';
import { RemovePersonDialog } from './team-forms.tsx';

export type TeamAnswer = RouteResponse<typeof getTeam>;

export type TeamPeopleProps = {
  organization: string;
  team: TeamAnswer;
  zone: string;
  /** Whose individual figures the caller may open. */
  mayLookAt: (contributorId: string) => 'self' | 'logged' | 'no';
  isChangeable: boolean;
};

/** Who is in the team, by name. */
export function TeamPeople({ organization, team, zone, mayLookAt, isChangeable }: TeamPeopleProps) {
  const hasFigures = team.people.some(({ contributorId }) => mayLookAt(contributorId) !== 'no');
  const columns = [
    { label: 'Person' },
    { label: 'GitHub' },
    { label: 'In the team since' },
    ...(hasFigures ? [{ label: 'Figures' }] : []),
    ...(isChangeable ? [{ label: 'Remove', align: 'end' as const, isLabelHidden: true }] : []),
  ];
  return (
    <Card title="People" subtitle={team.people.length === 0 ? 'Nobody is in this team now.' : 'By name'}>
      {team.people.length > 0 && (
        <StackTable
          label={`People of ${team.name}`}
          className="mt-3"
          columns={columns}
          rows={team.people.map((person) => ({
            key: person.contributorId,
            cells: [
              person.name,
              <Login key="login" login={person.login} />,
              person.startsAt === null ? 'from the beginning' : instantDayText(person.startsAt, zone),
              ...(hasFigures ? [figuresLink(organization, person, mayLookAt(person.contributorId))] : []),
              ...(isChangeable
                ? [
                    <RemovePersonDialog
                      key="remove"
                      action={endTime.bind(null, {
                        organization,
                        team: team.id,
                        contributor: person.contributorId,
                      })}
                      name={person.name}
                      team={team.name}
                    />,
                  ]
                : []),
            ],
          }))}
        />
      )}
    </Card>
  );
}

function figuresLink(
  organization: string,
  person: { contributorId: string; name: string },
  look: 'self' | 'logged' | 'no',
): ReactNode {
  if (look === 'no') return null;
  return (
    <PageLink href={personAddress(organization, person.contributorId)} className={LINK_STYLE}>
      {look === 'self' ? 'My figures' : `Figures of ${person.name}`}
    </PageLink>
  );
}

/** Who was in the team before, the last to leave first. */
export function PastPeople({ team, zone }: { team: TeamAnswer; zone: string }) {
  if (team.past.length === 0) return null;
  return (
    <Card title="Before" subtitle="Their work counts for the team in the days they were in it.">
      <StackTable
        label={`Who was in ${team.name} before`}
        className="mt-3"
        columns={[{ label: 'Person' }, { label: 'GitHub' }, { label: 'From' }, { label: 'To' }]}
        rows={team.past.map((person) => ({
          key: `${person.contributorId} ${person.endsAt}`,
          cells: [
            person.name,
            <Login key="login" login={person.login} />,
            person.startsAt === null ? 'the beginning' : instantDayText(person.startsAt, zone),
            lastDayText(person.endsAt, zone),
          ],
        }))}
      />
    </Card>
  );
}

function Login({ login }: { login: string | null }) {
  return login === null ? (
    <span className="text-muted">not known</span>
  ) : (
    <span className="font-mono">{login}</span>
  );
}

/** Time in a team ends before its last instant: an end at midnight is the end of the day before. */
function lastDayText(endsAt: string, zone: string): string {
  return instantDayText(new Date(Date.parse(endsAt) - 1).toISOString(), zone);
}
