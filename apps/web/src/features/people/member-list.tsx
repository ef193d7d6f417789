import type { Member } from '@devpulse/contracts/organization/members';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { mayChangeRole, rolesGivenBy } from '@devpulse/domain/access/roles';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';
import { personAddress } from '../../lib/addresses.ts';
import { instantDayText } from '../../lib/day-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_LABELS } from '../../lib/role-words.ts';
import { giveRole, removePerson } from './people-actions.ts';
import { RoleForm } from './role-form.tsx';

const COLUMNS = [
  { label: 'Person' },
  { label: 'Role' },
  { label: 'Second factor' },
  { label: 'Last seen' },
  { label: 'Teams' },
  { label: 'Remove', align: 'end' as const, isLabelHidden: true },
];

type ListProps = { membership: OrganizationMembership; ownUserId: string };

/** Members by name, as the API orders them; no figure is beside a name. */
export function MemberList({ members, ...props }: ListProps & { members: readonly Member[] }) {
  const { zone } = props.membership.calendar;
  return (
    <StackTable
      label="Members"
      columns={COLUMNS}
      rows={members.map((member) => ({
        key: member.userId,
        cells: [
          <Name key="name" member={member} {...props} />,
          <MemberRole key={`role ${member.role}`} member={member} {...props} />,
          member.hasSecondFactor ? 'set up' : 'none',
          member.lastSeenAt === null ? 'never' : instantDayText(member.lastSeenAt, zone),
          teamsText(member),
          <RemoveMember key="remove" member={member} {...props} />,
        ],
      }))}
    />
  );
}

function teamsText({ teams, managedTeams }: Member): string {
  const parts = [
    teams.map(({ name }) => name).join(', '),
    managedTeams.length > 0 && `manages ${managedTeams.map(({ name }) => name).join(', ')}`,
  ];
  return parts.filter(Boolean).join('; ') || 'none';
}

function Name({ member, membership, ownUserId }: ListProps & { member: Member }) {
  const isSelf = member.userId === ownUserId;
  const mayLook = member.contributorId !== null && (isSelf || membership.isIndividualViewsOn);
  return (
    <div className="min-w-0 py-1">
      <p>
        {member.name}
        {isSelf && <span className="text-muted"> (you)</span>}
      </p>
      <p className="role-caption text-muted">{member.email}</p>
      {mayLook && (
        <PageLink href={personAddress(membership.slug, member.contributorId ?? '')} className={LINK_STYLE}>
          {isSelf ? 'My figures' : `Figures of ${member.name}`}
        </PageLink>
      )}
    </div>
  );
}

function MemberRole({ member, membership, ownUserId }: ListProps & { member: Member }) {
  const options = rolesGivenBy(membership.role)
    .filter((role) => mayChangeRole(membership.role, member.role, role))
    .map((role) => ({ value: role, label: ROLE_LABELS[role] }));
  if (member.userId === ownUserId || options.length === 0) return ROLE_LABELS[member.role];
  return (
    <RoleForm
      action={giveRole.bind(null, { organization: membership.slug, member: member.userId })}
      name={member.name}
      role={member.role}
      options={options}
    />
  );
}

function RemoveMember({ member, membership, ownUserId }: ListProps & { member: Member }) {
  const isOutOfReach = !mayChangeRole(membership.role, member.role, 'developer');
  if (member.userId === ownUserId || isOutOfReach) return null;
  return (
    <ConfirmDialog
      trigger="Remove"
      kind="quiet"
      label={`Remove ${member.name}`}
      title={`Remove ${member.name} from ${membership.name}?`}
      action={removePerson.bind(null, { organization: membership.slug, member: member.userId })}
      submit="Remove from the organization"
      submitKind="danger"
    >
      <p>
        They are out within five seconds, on every device. What they did on GitHub stays in the figures of
        their teams; a new invitation lets them in again.
      </p>
    </ConfirmDialog>
  );
}
