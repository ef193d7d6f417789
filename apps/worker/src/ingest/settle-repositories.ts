import { waitForEarlierTransactions } from '@devpulse/database/earlier-transactions';
import { listUnsettledPullRequests } from '@devpulse/database/github/repository-life';
import { inOrganization } from '@devpulse/database/tenant';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import { type RefoldContext, refoldOne } from './refold-organization.ts';

const PAGE = 200;

/**
 * Ends the open pull requests of repositories that have left with them, and opens those of repositories that are back. Each pull request
 * is a transaction of its own; a run that dies is begun anew.
 */
export async function settleRepositories(context: RefoldContext, job: OrganizationJob): Promise<void> {
  const { database } = context;
  const { organizationId } = job;
  // A delivery that had found the repository as it was before has then written what is folded here.
  await waitForEarlierTransactions(database);
  for (let after: string | null = null; ; ) {
    const page: string[] = await inOrganization(database, organizationId, (tenant) =>
      listUnsettledPullRequests(tenant, { after, limit: PAGE }),
    );
    for (const id of page) {
      await inOrganization(database, organizationId, (tenant) => refoldOne(context, tenant, id));
    }
    after = page.at(-1) ?? null;
    if (page.length < PAGE) break;
  }
  context.bell.ring(organizationId);
}
