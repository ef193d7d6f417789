import { type ChildProcess, spawn } from 'node:child_process';
import { pinnedNode, repositoryRoot } from './repository.ts';

export interface ProgramResult {
  code: number;
  output: string;
}

export interface ProgramOptions {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** True passes output through to the terminal instead of collecting it. */
  isShown?: boolean;
}

const running = new Set<ChildProcess>();

/** Ends the programs that still run, when nobody will wait for them any more. */
export function stopPrograms(): void {
  for (const child of running) child.kill();
}

/** Runs a JavaScript or TypeScript file on the pinned Node. */
export function runNode(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode, args, {
      cwd: options.cwd ?? repositoryRoot,
      env: { ...process.env, ...options.environment },
      stdio: options.isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}
