import { getSso } from '@devpulse/contracts/organization/sso';
import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { CopyField } from '@devpulse/ui/copy-field';
import type { Metadata } from 'next';
import { dropSso, saveSso } from '../../../../features/settings/sso-actions.ts';
import { SsoForm } from '../../../../features/settings/sso-form.tsx';
import { callApi } from '../../../../lib/api.ts';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Single sign-on' };

export default async function SsoPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title={null}
      what="Single sign-on could not be read"
      needs="manage_sso"
      read={() => callApi(getSso, { params: { organization } })}
    >
      {({ connection, redirectUri }) => (
        <Card
          title="OpenID Connect"
          subtitle="People sign in with your identity provider. Whoever has no account yet still needs an invitation."
          action={<Badge tone={connection?.isEnabled ? 'good' : 'plain'}>{stateWord(connection)}</Badge>}
          className="max-w-[720px]"
        >
          <div className="mt-4 flex flex-col gap-6">
            <CopyField label="Redirect address for the identity provider" value={redirectUri} />
            <SsoForm
              key={connection ? 'set' : 'unset'}
              action={saveSso.bind(null, organization)}
              values={connection}
            />
            {connection && <RemoveSso organization={organization} />}
          </div>
        </Card>
      )}
    </MemberPage>
  );
}

function stateWord(connection: { isEnabled: boolean } | null): string {
  if (connection === null) return 'Not set up';
  return connection.isEnabled ? 'On' : 'Off';
}

function RemoveSso({ organization }: { organization: string }) {
  return (
    <div className="border-t border-hairline pt-4">
      <ConfirmDialog
        trigger="Remove single sign-on"
        kind="danger"
        title="Remove single sign-on?"
        action={dropSso.bind(null, organization)}
        submit="Remove it"
        submitKind="danger"
      >
        <p>
          People sign in with what else they have. Whoever has nothing else sets a password by “Forgotten?” on
          the sign-in page.
        </p>
      </ConfirmDialog>
    </div>
  );
}
