import type { Problem } from '@devpulse/contracts/problem';
import { buttonStyle } from '@devpulse/ui/button';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import { ProblemNote } from '@devpulse/ui/form';
import { githubAddress } from '../../lib/addresses.ts';
import { settle } from '../../lib/api.ts';
import { listMemberships } from '../../lib/organization.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** Why the way back from GitHub ended here, and where it can be begun again. */
export async function ReturnProblem({ problem }: { problem: Pick<Problem, 'detail' | 'remedy'> }) {
  const memberships = await settle(listMemberships());
  const places = 'data' in memberships ? memberships.data : [];
  const own = places.filter(({ capabilities }) => capabilities.includes('manage_connections'));
  return (
    <CenteredShell title="GitHub is not connected" intro="Nothing was changed in DevPulse.">
      <ProblemNote problem={{ detail: problem.detail, remedy: problem.remedy ?? null }} />
      <div className="flex flex-col items-start gap-2">
        {own.map(({ slug, name }) => (
          <PageLink key={slug} href={githubAddress(slug)} className={buttonStyle('main')}>
            Start again for {name}
          </PageLink>
        ))}
        <PageLink href="/" className={buttonStyle('quiet')}>
          Back to DevPulse
        </PageLink>
      </div>
    </CenteredShell>
  );
}
