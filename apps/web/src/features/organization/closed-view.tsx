import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { Problem } from '@devpulse/contracts/problem';
import { type CapabilityId, reachOf } from '@devpulse/domain/access/capabilities';
import { buttonStyle } from '@devpulse/ui/button';
import { StateView } from '@devpulse/ui/state-view';
import { overviewAddress, securityAddress } from '../../lib/addresses.ts';
import { withNext } from '../../lib/next-address.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_LABELS, whoMayText } from '../../lib/role-words.ts';

/** Why a page is closed to the caller, and who may open it. */
export function ClosedView({
  membership,
  needs,
}: {
  membership: OrganizationMembership;
  needs: CapabilityId;
}) {
  if (membership.isWithheldForFactor && reachOf(needs, membership.role) !== 'none') return <WithheldView />;
  return (
    <StateView
      kind="empty"
      title="This page is not open to you"
      action={
        <PageLink href={overviewAddress(membership.slug)} className={buttonStyle()}>
          Go to the overview
        </PageLink>
      }
    >
      <p>
        {whoMayText(needs)} of {membership.name} may see it; your role is {ROLE_LABELS[membership.role]}. Ask
        one of them if you need it.
      </p>
    </StateView>
  );
}

/** An Owner or Admin who has not set up a second factor in time. */
export function WithheldView() {
  return (
    <StateView
      kind="empty"
      title="This page waits for your second factor"
      action={
        <PageLink href={securityAddress()} className={buttonStyle('main')}>
          Set up a second factor
        </PageLink>
      }
    >
      <p>
        Your role asks for a second factor, and the time to set one up has passed. An authenticator app or a
        passkey opens this page again at once.
      </p>
    </StateView>
  );
}

/** What the API does not let the caller see, in its own words. */
export function RefusedView({ problem }: { problem: Problem }) {
  return (
    <StateView kind="empty" title="This page is not open to you">
      <p>{problem.detail}</p>
      {problem.remedy && <p>{problem.remedy}</p>}
    </StateView>
  );
}

/** A page that is open only shortly after a factor was given; `here` is where the confirmation leads back to. */
export function ConfirmView({ here }: { here: string }) {
  return (
    <StateView
      kind="empty"
      title="Confirm that it is you"
      action={
        <PageLink href={withNext('/account/confirm', here)} className={buttonStyle('main')}>
          Confirm and go on
        </PageLink>
      }
    >
      <p>This page is open for five minutes after you have given your password, a code or a passkey.</p>
    </StateView>
  );
}
