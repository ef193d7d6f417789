import { finishGithubApp } from '@devpulse/contracts/github/apps';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { callApi, settle } from '../../../lib/api.ts';
import { ReturnProblem } from '../return-problem.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Back from GitHub' };

type Search = { code?: string | string[]; state?: string | string[] };

/** GitHub leads here once the App is made. The code is exchanged, and the way goes on to where the App is installed. */
export default async function AppMadePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { code, state } = await searchParams;
  if (typeof code !== 'string' || typeof state !== 'string') {
    return <ReturnProblem problem={{ detail: 'GitHub sent nothing along, so no App was made.' }} />;
  }
  const answer = await settle(callApi(finishGithubApp, { body: { code, state } }));
  if ('data' in answer) redirect(answer.data.installUrl);
  return <ReturnProblem problem={answer.problem} />;
}
