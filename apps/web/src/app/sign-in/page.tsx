import { getInstance } from '@devpulse/contracts/auth/set-up';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import { ProblemNote } from '@devpulse/ui/form';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { GithubForm } from '../../features/sign-in/github-form.tsx';
import { OrLine } from '../../features/sign-in/or-line.tsx';
import { PasskeyButton } from '../../features/sign-in/passkey-button.tsx';
import { Promises } from '../../features/sign-in/promises.tsx';
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx';
import { NotSetUp } from '../../features/start/not-set-up.tsx';
import { callApi, settle } from '../../lib/api.ts';
import { readFlow } from '../../lib/flow-cookie.ts';
import { safeNext, withNext } from '../../lib/next-address.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { readSessionCookie } from '../../lib/session-cookie.ts';
import { findToken } from '../../lib/session-tokens.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Sign in' };

type Search = { next?: string | string[]; ended?: string; reset?: string };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const next = safeNext(typeof search.next === 'string' ? search.next : '/');
  const refreshToken = await readSessionCookie();
  if (refreshToken !== undefined && findToken(refreshToken, Date.now())) redirect(next);
  const answer = await settle(callApi(getInstance, {}));
  if ('problem' in answer) {
    return (
      <CenteredShell title="Sign in">
        <ProblemView what="The ways to sign in could not be read" problem={answer.problem} />
      </CenteredShell>
    );
  }
  if (!answer.data.isSetUp) return <NotSetUp />;
  const { isPasskeyOffered, isGithubOffered } = answer.data.signIn;
  return (
    <CenteredShell title="Sign in" intro="See how your team’s work flows." aside={<Promises />}>
      <Reason search={search} />
      {(isPasskeyOffered || isGithubOffered) && (
        <>
          <div className="flex flex-col gap-2">
            {isPasskeyOffered && <PasskeyButton next={next} />}
            {isGithubOffered && <GithubForm next={next} />}
          </div>
          <OrLine />
        </>
      )}
      <SignInForm next={next} isMain={!isPasskeyOffered} />
      <p className="role-caption text-muted">
        Your organization has single sign-on?{' '}
        <PageLink href={withNext('/sign-in/sso', next)} className={LINK_STYLE}>
          Sign in there
        </PageLink>
        <br />
        New here? Open the invitation that you were sent.
      </p>
    </CenteredShell>
  );
}

/** Why the person is here, where it is not their own wish. */
async function Reason({ search }: { search: Search }) {
  const flow = await readFlow();
  if (flow?.kind === 'failure') return <ProblemNote problem={flow} />;
  if (search.reset) return <Note>Your password is changed. Sign in with the new one.</Note>;
  if (search.ended) return <Note>Your session has ended. Sign in to go on where you were.</Note>;
  return null;
}
