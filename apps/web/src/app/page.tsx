import { getInstance } from '@devpulse/contracts/auth/set-up';
import { listOrganizations } from '@devpulse/contracts/organization/organizations';
import { redirect } from 'next/navigation';
import { ProblemView } from '../features/failure/problem-view.tsx';
import { NotSetUp } from '../features/start/not-set-up.tsx';
import { onboardingAddress, overviewAddress } from '../lib/addresses.ts';
import { callApi, settle } from '../lib/api.ts';
import { readSessionCookie } from '../lib/session-cookie.ts';

export const dynamic = 'force-dynamic';

export default async function StartPage() {
  if ((await readSessionCookie()) === undefined) return <SignedOut />;
  const answer = await settle(callApi(listOrganizations, {}));
  if ('problem' in answer) {
    return (
      <main id="main" tabIndex={-1} className="mx-auto max-w-[720px] px-4 py-12 outline-none">
        <ProblemView what="Your organizations could not be read" problem={answer.problem} />
      </main>
    );
  }
  const first = answer.data.items[0];
  redirect(first ? overviewAddress(first.slug) : onboardingAddress());
}

async function SignedOut() {
  const answer = await settle(callApi(getInstance, {}));
  if ('data' in answer && !answer.data.isSetUp) return <NotSetUp />;
  redirect('/sign-in');
}
