import { messageOf } from '../failure.ts';

export interface Step {
  title: string;
  /** Resolves to the output that explains a failure, or to nothing when all is well. */
  run(): Promise<string | undefined>;
}

export interface StepResult {
  title: string;
  seconds: number;
  problem: string | undefined;
}

/** Runs independent steps, `width` at a time, printing one line for each and the output of those that fail. */
export async function runSteps(steps: readonly Step[], width = 2): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

async function runStep({ title, run }: Step): Promise<StepResult> {
  const began = performance.now();
  const problem = await run().catch((error: unknown) => messageOf(error) || 'failed');
  return { title, seconds: (performance.now() - began) / 1000, problem };
}

function report({ title, seconds, problem }: StepResult): void {
  console.log(`${problem === undefined ? '✓' : '✗'} ${title.padEnd(28)} ${seconds.toFixed(1).padStart(5)} s`);
  if (problem !== undefined) console.log(`\n${problem.trim()}\n`);
}
