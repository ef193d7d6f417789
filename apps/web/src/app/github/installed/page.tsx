import { finishInstallation } from '@devpulse/contracts/github/installations';
import type { RouteBody } from '@devpulse/contracts/route';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { githubAddress } from '../../../lib/addresses.ts';
import { callApi, settle } from '../../../lib/api.ts';
import { ReturnProblem } from '../return-problem.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Back from GitHub' };

type Search = Record<string, string | string[] | undefined>;
type Body = RouteBody<typeof finishInstallation>;

const SETUP_ACTIONS = ['install', 'update', 'request'] as const;

/** GitHub leads here once the App is installed, changed, or asked for. */
export default async function InstalledPage({ searchParams }: { searchParams: Promise<Search> }) {
  const answer = await settle(callApi(finishInstallation, { body: bodyOf(await searchParams) }));
  if ('problem' in answer) return <ReturnProblem problem={answer.problem} />;
  const { organization, outcome } = answer.data;
  redirect(githubAddress(organization, outcome === 'requested' ? { requested: '1' } : {}));
}

function bodyOf(search: Search): Body {
  const given = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    installationId: given('installation_id'),
    code: given('code'),
    state: given('state'),
    setupAction: SETUP_ACTIONS.find((action) => action === given('setup_action')),
  };
}
