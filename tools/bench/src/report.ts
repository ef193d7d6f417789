import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { repositoryRoot } from '@devpulse/start/repository';

/** What every bench measures, in the one shape that others read (units are in the names). */
export type BenchResult = {
  figures: Record<string, number | Record<string, number>>;
  baseline: Record<string, number>;
  ratios: Record<string, number>;
  notes: string[];
};

export type BenchOptions = {
  isQuick: boolean;
  /** A million pull requests, which take minutes to make: beyond the five minutes of a usual run. */
  isMillion?: boolean | undefined;
  /** A directory in which large organizations are kept from run to run. */
  keptIn?: string | undefined;
  /** Over how many deliveries memory is watched, however long they take. */
  deliveries?: number | undefined;
  say: (line: string) => void;
};
export type Bench = (options: BenchOptions) => Promise<BenchResult>;

export function toReport(bench: string, result: BenchResult) {
  return {
    bench,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    }).trim(),
    machine: {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    ...result,
  };
}

/** The value below which a share of the samples lies, by nearest rank; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
