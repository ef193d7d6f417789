import type { listInvitations } from '@devpulse/contracts/organization/members';
import type { RouteResponse } from '@devpulse/contracts/route';
import { ActionButton } from '@devpulse/ui/action-button';
import { StackTable } from '@devpulse/ui/stack-table';
import { instantDayText } from '../../lib/day-words.ts';
import { ROLE_LABELS } from '../../lib/role-words.ts';
import { renewInvitation, withdraw } from './people-actions.ts';
import { RenewLink } from './renew-link.tsx';

export type InvitationItem = RouteResponse<typeof listInvitations>['items'][number];

const COLUMNS = [
  { label: 'Address' },
  { label: 'Role' },
  { label: 'Teams' },
  { label: 'Invited by' },
  { label: 'Good until' },
  { label: 'Change', align: 'end' as const, isLabelHidden: true },
];

/** Invitations that nobody has answered. Their links are kept as hashes only, so another look at one makes a new one. */
export function InvitationList({
  organization,
  invitations,
  zone,
}: {
  organization: string;
  invitations: readonly InvitationItem[];
  zone: string;
}) {
  return (
    <StackTable
      label="Invitations that wait for an answer"
      columns={COLUMNS}
      rows={invitations.map((item) => ({
        // A new link is a new invitation; the row, with its open dialog, stays the address’s own.
        key: item.email,
        cells: [
          item.email,
          ROLE_LABELS[item.role],
          item.teams.length === 0 ? 'none' : item.teams.map(({ name }) => name).join(', '),
          item.invitedBy ?? 'somebody who has left',
          item.isExpired ? 'no longer' : instantDayText(item.expiresAt, zone),
          <div key="change" className="flex flex-wrap gap-2 items-start rail:flex-nowrap rail:justify-end">
            <RenewLink
              email={item.email}
              action={renewInvitation.bind(null, {
                organization,
                email: item.email,
                role: item.role,
                teamIds: item.teams.map(({ id }) => id),
              })}
            />
            <ActionButton
              kind="quiet"
              aria-label={`Withdraw the invitation of ${item.email}`}
              action={withdraw.bind(null, { organization, invitation: item.id })}
            >
              Withdraw
            </ActionButton>
          </div>,
        ],
      }))}
    />
  );
}
