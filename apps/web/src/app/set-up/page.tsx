import { getInstance } from '@devpulse/contracts/auth/set-up';
import { OpaqueToken } from '@devpulse/contracts/primitives';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { SetUpForm } from '../../features/set-up/set-up-form.tsx';
import { NotSetUp } from '../../features/start/not-set-up.tsx';
import { callApi, settle } from '../../lib/api.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const answer = await settle(callApi(getInstance, {}));
  if ('problem' in answer) {
    return (
      <CenteredShell title="Set up DevPulse">
        <ProblemView what="The state of this instance could not be read" problem={answer.problem} />
      </CenteredShell>
    );
  }
  if (answer.data.isSetUp) redirect('/');
  const token = OpaqueToken.safeParse((await searchParams).token);
  if (!token.success) return <NotSetUp />;
  return (
    <CenteredShell
      title="Set up DevPulse"
      intro="You become the Owner of this instance: the first person, who makes the first organization and invites the others."
    >
      <SetUpForm token={token.data} />
    </CenteredShell>
  );
}
