import { spawn } from 'node:child_process';
import { startEmbeddedPostgres } from '@devpulse/start/embedded-postgres';
import { readSecrets } from '@devpulse/start/secrets';
import { newDataDirectory, startProduct } from '../product/product.ts';
import { type Bench, percentile, rounded } from '../report.ts';

/**
 * From the command to everything answering: cold on an empty data directory, warm on one that has been used. What is built is
 * built before. Beside it, what PostgreSQL and a bare Node process alone need in the same run.
 */
export const benchBoot: Bench = async ({ isQuick, say }) => {
  const rounds = isQuick ? 1 : 3;
  const samples = { cold: [] as number[], warm: [] as number[], bare: [] as number[] };
  const first = await newDataDirectory();
  await (await startProduct(first.directory)).close();
  await first.remove();
  for (let round = 1; round <= rounds; round += 1) {
    const data = await newDataDirectory();
    samples.cold.push(await bootProduct(data.directory));
    samples.warm.push(await bootProduct(data.directory));
    samples.bare.push(await bootBare(data.directory));
    await data.remove();
    say(`boot: round ${round} of ${rounds}`);
  }
  const median = (list: readonly number[]) => rounded(percentile(list, 0.5), 0);
  return {
    figures: { coldMs: median(samples.cold), warmMs: median(samples.warm) },
    baseline: { postgresAndNodeMs: median(samples.bare) },
    ratios: { warm: rounded(median(samples.warm) / median(samples.bare)) },
    notes: ['cold is without installing and building, which happen once'],
  };
};

async function bootProduct(directory: string): Promise<number> {
  const startedAt = performance.now();
  const product = await startProduct(directory);
  const took = performance.now() - startedAt;
  await product.close();
  return took;
}

/** The least that any such product must do: start its database, and a process that runs JavaScript. */
async function bootBare(directory: string): Promise<number> {
  const startedAt = performance.now();
  const { ownerPassword } = readSecrets(directory);
  const server = await startEmbeddedPostgres({ dataDirectory: directory, ownerPassword });
  await new Promise((resolve) => spawn(process.execPath, ['--version']).once('exit', resolve));
  const took = performance.now() - startedAt;
  await server.stop();
  return took;
}
