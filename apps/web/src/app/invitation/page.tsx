import { readInvitation } from '@devpulse/contracts/auth/invitations';
import { getInstance } from '@devpulse/contracts/auth/set-up';
import { OpaqueToken } from '@devpulse/contracts/primitives';
import type { RouteResponse } from '@devpulse/contracts/route';
import { buttonStyle } from '@devpulse/ui/button';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import { AcceptForm, GithubSignUpForm, SignUpForm } from '../../features/invitation/invitation-forms.tsx';
import { SignOutForm } from '../../features/session/sign-out-form.tsx';
import { BrokenLink } from '../../features/start/broken-link.tsx';
import { findAccount } from '../../lib/account.ts';
import { callApi, settle } from '../../lib/api.ts';
import { withNext } from '../../lib/next-address.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_DETAILS, ROLE_LABELS } from '../../lib/role-words.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Invitation' };

type Invitation = RouteResponse<typeof readInvitation>;

export default async function InvitationPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const token = OpaqueToken.safeParse((await searchParams).token);
  if (!token.success) return <BrokenLink what="An invitation" />;
  const answer = await settle(callApi(readInvitation, { body: { token: token.data } }));
  if ('data' in answer) return <InvitationView invitation={answer.data} token={token.data} />;
  if (answer.problem.status !== 404) {
    return (
      <CenteredShell title="Invitation">
        <ProblemView what="The invitation could not be read" problem={answer.problem} />
      </CenteredShell>
    );
  }
  return (
    <CenteredShell title="This invitation is not good any more">
      <div className="role-body flex flex-col gap-3 text-muted">
        <p>It was used, taken back, or has expired. Ask whoever invited you for a new one.</p>
        <p>
          <PageLink href="/" className={buttonStyle()}>
            Go to the start page
          </PageLink>
        </p>
      </div>
    </CenteredShell>
  );
}

async function InvitationView({ invitation, token }: { invitation: Invitation; token: string }) {
  const { organizationName, email, role, invitedBy, hasAccount } = invitation;
  const here = `/invitation?token=${token}`;
  const account = await findAccount();
  return (
    <CenteredShell
      title={`Join ${organizationName}`}
      intro={
        <p>
          {invitedBy ? `${invitedBy} invited ` : 'There is an invitation for '}
          <strong className="font-medium text-text [overflow-wrap:anywhere]">{email}</strong> as{' '}
          {ROLE_LABELS[role]}: {ROLE_DETAILS[role]}.
        </p>
      }
    >
      {account && account.email !== email ? (
        <WrongAccount signedInAs={account.email} invited={email} next={here} />
      ) : account ? (
        <AcceptForm token={token} organization={organizationName} />
      ) : hasAccount ? (
        <div className="flex flex-col items-start gap-3">
          <p className="role-body text-muted">
            This address has an account already. Sign in with it, then join.
          </p>
          <PageLink href={withNext('/sign-in', here)} className={buttonStyle('main')}>
            Sign in and join
          </PageLink>
        </div>
      ) : (
        <NewPerson token={token} email={email} />
      )}
    </CenteredShell>
  );
}

function WrongAccount({ signedInAs, invited, next }: { signedInAs: string; invited: string; next: string }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="role-body [overflow-wrap:anywhere]">
        You are signed in as {signedInAs}, and this invitation is for {invited}. Sign out, then open it with
        the other account; or ask for an invitation to {signedInAs}.
      </p>
      <SignOutForm next={next} kind="plain" />
    </div>
  );
}

async function NewPerson({ token, email }: { token: string; email: string }) {
  const instance = await settle(callApi(getInstance, {}));
  const isGithubOffered = 'data' in instance && instance.data.signIn.isGithubOffered;
  return (
    <>
      {isGithubOffered && <GithubSignUpForm token={token} />}
      <SignUpForm token={token} email={email} />
    </>
  );
}
