import path from 'node:path';
import { demoGithub, demoGithubLines, hasOwnGithub } from './demo-github.ts';
import { demoOwner } from './demo-owner.ts';
import { readEnvironment } from './env.ts';
import { runCommand } from './failure.ts';
import { inRepository } from './repository.ts';
import type { ChildPlan } from './supervisor/managed-child.ts';
import { inheritedEnvironment, parts } from './supervisor/plan.ts';
import type { RunRecord } from './supervisor/run-file.ts';
import { supervise } from './supervisor/supervise.ts';

/** Plays the sample organization through the real webhook endpoint: its history first, then live events. */
function simulatorPlan(run: RunRecord, secretsFile: string): ChildPlan {
  const progress = path.join(path.dirname(secretsFile), 'simulator.json');
  const endpoint = `${run.apiUrl}/api/v1/github/webhooks`;
  return {
    name: 'simulator',
    script: inRepository('tools/github-simulator/src/main.ts'),
    args: [
      '--url',
      endpoint,
      '--secret-file',
      secretsFile,
      '--resume',
      progress,
      '--live',
      ...process.argv.slice(2),
    ],
    cwd: inRepository(),
    environment: inheritedEnvironment(),
    stopMilliseconds: 5_000,
    isTalkative: true,
    mayEnd: true,
  };
}

/** `npm run demo [-- --seed fernhill --weeks 26]`: as `npm start`, with a simulated organization, its Owner and some of its people, and a local GitHub. */
await runCommand(() => {
  process.env.DEVPULSE_DATA_DIR ||= '.devpulse-demo';
  process.env.DEVPULSE_DEFAULT_TIME_ZONE ||= 'Europe/Berlin';
  // the simulator signs with the generated secret
  const environment = { ...readEnvironment(), GITHUB_WEBHOOK_SECRETS: undefined };
  return supervise({
    environment,
    parts,
    companions: (run, secrets) => [simulatorPlan(run, secrets)],
    ...(hasOwnGithub() && { localGithub: demoGithub }),
    welcome: async (instance) => {
      const { lines } = await demoOwner(instance);
      return [...lines, ...demoGithubLines(instance)];
    },
  });
});
