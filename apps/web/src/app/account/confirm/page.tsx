import { listFactors } from '@devpulse/contracts/account/factors';
import { getInstance } from '@devpulse/contracts/auth/set-up';
import { Card } from '@devpulse/ui/card';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import {
  ConfirmByCode,
  ConfirmByPasskey,
  ConfirmByPassword,
} from '../../../features/account/confirm-forms.tsx';
import { ProblemView } from '../../../features/failure/problem-view.tsx';
import { SignOutForm } from '../../../features/session/sign-out-form.tsx';
import { readAccount } from '../../../lib/account.ts';
import { callApi, settle } from '../../../lib/api.ts';
import { safeNext } from '../../../lib/next-address.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Confirm that it is you' };

export default async function ConfirmPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next: wanted } = await searchParams;
  const next = safeNext(typeof wanted === 'string' ? wanted : '/account/security');
  return (
    <div className="flex max-w-[480px] flex-col gap-4">
      <PageHeader
        title="Confirm that it is you"
        subtitle="What you are about to change is open for five minutes after this. Then you are led back."
      />
      <Ways next={next} />
    </div>
  );
}

async function Ways({ next }: { next: string }) {
  const [account, answer, instance] = await Promise.all([
    readAccount(),
    settle(callApi(listFactors, {})),
    settle(callApi(getInstance, {})),
  ]);
  if ('problem' in answer) {
    return <ProblemView what="The ways to confirm could not be read" problem={answer.problem} />;
  }
  const { hasPassword, totp, passkeys } = answer.data;
  const hasPasskey = passkeys.length > 0 && 'data' in instance && instance.data.signIn.isPasskeyOffered;
  if (!hasPassword && !totp && !hasPasskey) {
    return (
      <Card title="Sign in again">
        <div className="mt-3 flex flex-col items-start gap-3">
          <p className="role-body text-muted">
            Your account has neither a password nor a factor of its own. A new sign-in counts as confirmation.
          </p>
          <SignOutForm next={next} kind="plain" />
        </div>
      </Card>
    );
  }
  return (
    <>
      {hasPassword && (
        <Card title="Password">
          <div className="mt-3">
            <ConfirmByPassword next={next} email={account.email} />
          </div>
        </Card>
      )}
      {totp && (
        <Card title="Authenticator app">
          <div className="mt-3">
            <ConfirmByCode next={next} isMain={!hasPassword} />
          </div>
        </Card>
      )}
      {hasPasskey && (
        <Card title="Passkey">
          <div className="mt-3 flex flex-col">
            <ConfirmByPasskey next={next} />
          </div>
        </Card>
      )}
    </>
  );
}
