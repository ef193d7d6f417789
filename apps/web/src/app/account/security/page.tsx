import { listFactors } from '@devpulse/contracts/account/factors';
import { listDevices, listSessions } from '@devpulse/contracts/account/sessions';
import { getInstance } from '@devpulse/contracts/auth/set-up';
import type { RouteResponse } from '@devpulse/contracts/route';
import { ProblemNote } from '@devpulse/ui/form';
import { Note } from '@devpulse/ui/note';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { browserWords } from '../../../features/account/browser-words.ts';
import { DevicesCard } from '../../../features/account/devices-card.tsx';
import { IdentitiesCard } from '../../../features/account/identities-card.tsx';
import { PasskeysCard } from '../../../features/account/passkeys-card.tsx';
import { PasswordCard } from '../../../features/account/password-card.tsx';
import { type Session, SessionsCard } from '../../../features/account/sessions-card.tsx';
import { TotpCard } from '../../../features/account/totp-card.tsx';
import { ProblemView } from '../../../features/failure/problem-view.tsx';
import { readAccount } from '../../../lib/account.ts';
import { callApi, settle } from '../../../lib/api.ts';
import { readFlow } from '../../../lib/flow-cookie.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Security' };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<{ linked?: string }> }) {
  const [{ linked }, flow, answer] = await Promise.all([searchParams, readFlow(), settle(readSecurity())]);
  return (
    <div className="flex max-w-[720px] flex-col gap-4">
      <PageHeader
        title="Security"
        subtitle="How you sign in, and where you are signed in. Changes of factors ask you to confirm that it is you."
      />
      {flow?.kind === 'failure' && <ProblemNote problem={flow} />}
      {linked && flow?.kind !== 'failure' && (
        <Note>The account is linked. You can sign in with it from now on.</Note>
      )}
      {'problem' in answer ? (
        <ProblemView what="Your security settings could not be read" problem={answer.problem} />
      ) : (
        <SecurityCards security={answer.data} />
      )}
    </div>
  );
}

type Security = Awaited<ReturnType<typeof readSecurity>>;

async function readSecurity() {
  const [account, factors, sessions, devices, instance] = await Promise.all([
    readAccount(),
    callApi(listFactors, {}),
    callApi(listSessions, {}),
    callApi(listDevices, {}),
    callApi(getInstance, {}),
  ]);
  return { account, factors, sessions: sessions.items, devices: devices.items, offers: instance.signIn };
}

function SecurityCards({
  security: { account, factors, sessions, devices, offers },
}: {
  security: Security;
}) {
  const isRecent = account.session.isRecentUntil !== null;
  return (
    <>
      <PasswordCard hasPassword={factors.hasPassword} isRecent={isRecent} />
      <TotpCard isOn={factors.totp !== null} codesLeft={factors.recoveryCodesLeft} />
      <PasskeysCard passkeys={factors.passkeys} isOffered={offers.isPasskeyOffered} isRecent={isRecent} />
      <IdentitiesCard identities={factors.identities} isGithubOffered={offers.isGithubOffered} />
      <SessionsCard sessions={sessions.map(toSession)} />
      <DevicesCard devices={devices} />
    </>
  );
}

function toSession(item: RouteResponse<typeof listSessions>['items'][number]): Session {
  const { id, isCurrent, deviceName, userAgent, ipAddress, createdAt, lastSeenAt } = item;
  return { id, isCurrent, what: deviceName ?? browserWords(userAgent), ipAddress, createdAt, lastSeenAt };
}
