import { listOrganizations } from '@devpulse/contracts/organizations';
import { redirect } from 'next/navigation';
import { ProblemView } from '../features/failure/problem-view.tsx';
import { NoOrganization } from '../features/start/no-organization.tsx';
import { overviewAddress } from '../lib/addresses.ts';
import { callApi, settle } from '../lib/api.ts';

export const dynamic = 'force-dynamic';

export default async function StartPage() {
  const answer = await settle(callApi(listOrganizations, { params: {}, query: {} }));
  const first = 'data' in answer ? answer.data.items[0] : undefined;
  if (first) redirect(overviewAddress(first.slug));
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[720px] px-4 py-12 outline-none">
      {'problem' in answer ? (
        <ProblemView what="The organizations could not be read" problem={answer.problem} />
      ) : (
        <NoOrganization />
      )}
    </main>
  );
}
