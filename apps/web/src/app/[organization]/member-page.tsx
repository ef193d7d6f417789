import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { Problem } from '@devpulse/contracts/problem';
import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { PageHeader } from '@devpulse/ui/page-header';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ProblemView } from '../../features/failure/problem-view.tsx';
import {
  ClosedView,
  ConfirmView,
  RefusedView,
  WithheldView,
} from '../../features/organization/closed-view.tsx';
import { settle } from '../../lib/api.ts';
import { findOrganization } from '../../lib/organization.ts';
import { currentAddress } from '../../lib/session.ts';

/**
 * A page inside an organization: reads what it shows, and says instead why it cannot. What the API refuses is never drawn; the check of
 * the capability before only saves the question. `children` draws the whole page.
 */
export async function MemberPage<T>({
  organization,
  title,
  what,
  needs,
  read,
  children,
}: {
  organization: string;
  /** Stands above the reason when the page cannot be shown; null where a layout has the title already. */
  title: string | null;
  /** What failed, as a sentence: `The people could not be read`. */
  what: string;
  needs: CapabilityId;
  read: (membership: OrganizationMembership) => Promise<T>;
  children: (data: T, membership: OrganizationMembership) => ReactNode;
}) {
  const found = await settle(findOrganization(organization));
  if ('problem' in found) return <Instead title={title} what={what} problem={found.problem} />;
  const membership = found.data;
  if (membership === null) notFound();
  if (!membership.capabilities.includes(needs)) {
    return (
      <Titled title={title}>
        <ClosedView membership={membership} needs={needs} />
      </Titled>
    );
  }
  const answer = await settle(read(membership));
  if ('data' in answer) return children(answer.data, membership);
  if (answer.problem.status === 404) notFound();
  return <Instead title={title} what={what} problem={answer.problem} />;
}

function Instead({ title, what, problem }: { title: string | null; what: string; problem: Problem }) {
  return (
    <Titled title={title}>
      <Reason what={what} problem={problem} />
    </Titled>
  );
}

async function Reason({ what, problem }: { what: string; problem: Problem }) {
  if (problem.code === 'second_factor_required') return <WithheldView />;
  if (problem.code === 'reauthentication_required') return <ConfirmView here={await currentAddress()} />;
  if (problem.status === 403) return <RefusedView problem={problem} />;
  return <ProblemView what={what} problem={problem} />;
}

function Titled({ title, children }: { title: string | null; children: ReactNode }) {
  if (title === null) return children;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={title} subtitle="Nothing is shown here now." />
      {children}
    </div>
  );
}
