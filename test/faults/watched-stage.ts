import { openGithubAccess } from '@devpulse/github/client/access';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import { observeGithub } from '@devpulse/observability/github-requests';
import { createLogger } from '@devpulse/observability/logger';
import { type GithubStage, openGithubStage } from '../pipeline/github-stage.ts';

/** What a worker asked of GitHub, as it left this process. */
export type SentRequest = { url: string; authorization: string; body: string };

export type WatchedStage = GithubStage & {
  sent: SentRequest[];
  /** Every line that the worker has logged, at the most talkative level. */
  lines: string[];
};

/** A connected worker of which everything is seen that it asks and logs. */
export async function openWatchedStage(
  options: Parameters<typeof openGithubStage>[0],
): Promise<WatchedStage> {
  const stage = await openGithubStage(options);
  const { pipeline, room, github, clock } = stage;
  const sent: SentRequest[] = [];
  const lines: string[] = [];
  const logger = createLogger(
    { service: 'test', level: 'trace' },
    { write: (line) => void lines.push(line) },
  );
  const now = () => clock.now;
  const fetchOf = createGithubFetch(github.url);
  const watched = {
    logger,
    github: openGithubAccess({
      gate: createPostgresGate(pipeline.database, now),
      fetchOf: (webUrl) => (input, init) => {
        const authorization = new Headers(init?.headers).get('authorization') ?? '';
        sent.push({ url: String(input), authorization, body: String(init?.body ?? '') });
        return fetchOf(webUrl)(input, init);
      },
      observer: observeGithub({ metrics: pipeline.context.metrics, logger }),
      now,
    }),
  };
  Object.assign(room, watched);
  Object.assign(pipeline.context, { logger });
  return { ...stage, sent, lines };
}
