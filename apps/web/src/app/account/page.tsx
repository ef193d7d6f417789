import type { Account } from '@devpulse/contracts/account/profile';
import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import {
  DeleteAccountDialog,
  EmailForm,
  LeaveDialog,
  NameForm,
} from '../../features/account/profile-forms.tsx';
import { KeysCard } from '../../features/keys/keys-card.tsx';
import { readAccount } from '../../lib/account.ts';
import { onboardingAddress, overviewAddress } from '../../lib/addresses.ts';
import { settle } from '../../lib/api.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_LABELS } from '../../lib/role-words.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Profile' };

export default async function ProfilePage() {
  const answer = await settle(readAccount());
  if ('problem' in answer) return null;
  const account = answer.data;
  return (
    <div className="flex max-w-[720px] flex-col gap-4">
      <PageHeader title="Profile" subtitle="How others see you, and where you belong." />
      <Card title="Name">
        <div className="mt-3">
          <NameForm name={account.name} />
        </div>
      </Card>
      <EmailCard account={account} />
      <OrganizationsCard account={account} />
      <KeysCard />
      <Card
        title="Delete the account"
        subtitle="Everything kept under your person goes; it cannot be taken back."
      >
        <div className="mt-3">
          <DeleteAccountDialog />
        </div>
      </Card>
    </div>
  );
}

function EmailCard({ account: { email, isEmailVerified, pendingEmail } }: { account: Account }) {
  return (
    <Card title="E-mail" subtitle="You sign in with it, and resets and notices go there.">
      <div className="mt-3 flex flex-col gap-4">
        <p className="role-body flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
          {email}
          {isEmailVerified ? (
            <Badge tone="good">confirmed</Badge>
          ) : (
            <Badge tone="caution">not confirmed</Badge>
          )}
        </p>
        {pendingEmail && (
          <Note>
            Waiting for the link in the mail to{' '}
            <span className="[overflow-wrap:anywhere]">{pendingEmail}</span>. Until it is opened, nothing
            changes.
          </Note>
        )}
        <EmailForm />
      </div>
    </Card>
  );
}

function OrganizationsCard({ account: { memberships } }: { account: Account }) {
  return (
    <Card
      title="Organizations"
      action={
        <PageLink href={onboardingAddress()} className={LINK_STYLE}>
          New organization
        </PageLink>
      }
    >
      {memberships.length === 0 && (
        <p className="role-body mt-3 text-muted">You belong to none. Make one, or open an invitation.</p>
      )}
      <ul className="mt-1">
        {memberships.map(({ organization, role }) => (
          <li
            key={organization.id}
            className="flex min-h-row flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-hairline py-2 last:border-b-0"
          >
            <span className="min-w-0">
              <PageLink href={overviewAddress(organization.slug)} className={LINK_STYLE}>
                {organization.name}
              </PageLink>{' '}
              <span className="role-caption text-muted">{ROLE_LABELS[role]}</span>
            </span>
            <LeaveDialog slug={organization.slug} name={organization.name} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
