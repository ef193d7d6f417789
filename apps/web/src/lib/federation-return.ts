import { finishGithubSignIn, finishIdentityLink, finishSsoSignIn } from '@devpulse/contracts/auth/federation';
import { ApiError } from '@devpulse/contracts/client';
import { redirect } from 'next/navigation';
import { callApi } from './api.ts';
import { dropFlow, type Flow, keepFlow, readFlow } from './flow-cookie.ts';
import { inCookieScope } from './session.ts';
import { completeSignIn } from './sign-in-completion.ts';

const FINISH = { github: finishGithubSignIn, sso: finishSsoSignIn };
/** A failure is said by the next page and then no more. */
const FAILURE_SECONDS = 20;

/** Takes a browser back from GitHub or from a single sign-on: only the one that left, with the answer to its own question. */
export function finishFederation(kind: 'github' | 'sso', request: Request): Promise<never> {
  return inCookieScope(async () => {
    const flow = await readFlow();
    if (flow === null || flow.kind !== kind) {
      return fail('/sign-in', {
        detail: 'This sign-in began in another browser, or more than ten minutes ago.',
        remedy: 'Start again here.',
      });
    }
    const query = new URL(request.url).searchParams;
    const [code, state] = [query.get('code'), query.get('state')];
    if (code === null || state === null) {
      return fail(flow.purpose === 'link' ? '/account/security' : '/sign-in', {
        detail: `${kind === 'github' ? 'GitHub' : 'The single sign-on'} did not let you in.`,
        remedy: 'Try again, or choose another way.',
      });
    }
    const iss = query.get('iss');
    return finish(flow, { flow: flow.flow, code, state, ...(iss !== null && { iss }) });
  });
}

type Answer = { flow: string; code: string; state: string; iss?: string };

async function finish(flow: Extract<Flow, { kind: 'github' | 'sso' }>, body: Answer): Promise<never> {
  const isLink = flow.purpose === 'link';
  try {
    if (!isLink) return await completeSignIn(await callApi(FINISH[flow.kind], { body }), flow.next);
    await callApi(finishIdentityLink, { body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { detail, remedy } = error.problem;
    return fail(isLink ? '/account/security' : '/sign-in', { detail, remedy: remedy ?? null });
  }
  await dropFlow();
  redirect('/account/security?linked=1#identities');
}

async function fail(path: string, problem: { detail: string; remedy: string | null }): Promise<never> {
  await keepFlow({ kind: 'failure', ...problem }, FAILURE_SECONDS);
  redirect(path);
}
