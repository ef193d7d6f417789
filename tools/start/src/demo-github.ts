import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartFailure } from './failure.ts';
import { freePort } from './ports.ts';
import { inRepository } from './repository.ts';
import { inheritedEnvironment } from './supervisor/plan.ts';
import type { LocalGithubPlan } from './supervisor/supervise.ts';

const preferredPort = 4010;
const Memory = z.object({ port: z.int().min(1).max(65_535) });
/** With one of these the caller has a GitHub in mind. */
const callersGithub = ['GITHUB_URL', 'GITHUB_APP_ID', 'GITHUB_CLIENT_ID'];

/** Whether the demo runs a GitHub of its own. */
export function hasOwnGithub(source: NodeJS.ProcessEnv = process.env): boolean {
  return callersGithub.every((name) => !source[name]);
}

/** A GitHub on this machine, with an organization to connect. What was made on it is there again at the next start, at the same port. */
export async function demoGithub(
  dataDirectory: string,
  log: (line: string) => void,
): Promise<LocalGithubPlan> {
  const file = path.join(dataDirectory, 'local-github.json');
  const former = formerPort(file);
  const port = await freePort(former ?? preferredPort);
  if (former !== undefined && port !== former) {
    log(`port ${former} is taken; the local GitHub is on ${port}, where Apps made before are not found`);
  }
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    child: {
      name: 'github',
      script: inRepository('tools/github-simulator/src/serve.ts'),
      args: ['--port', String(port), '--keep', file],
      cwd: inRepository(),
      environment: inheritedEnvironment(),
      readyUrl: `${url}/`,
      stopMilliseconds: 5_000,
    },
  };
}

function formerPort(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Memory.parse(JSON.parse(readFileSync(file, 'utf8'))).port;
  } catch {
    throw new StartFailure(
      `${file} is not usable. Remove it, and the demo's local GitHub begins anew without the Apps that were made on it.`,
    );
  }
}

/** Where the local GitHub is, and whom to name there. */
export function demoGithubLines({
  githubUrl,
  publicUrl,
}: {
  githubUrl?: string | undefined;
  publicUrl: string;
}): string[] {
  if (githubUrl === undefined) return [];
  return [
    `Connect a second organization at ${publicUrl}/new`,
    '  GitHub organization  Larkspur',
    `  local GitHub         ${githubUrl}, where you are signed in as martalind`,
  ];
}
